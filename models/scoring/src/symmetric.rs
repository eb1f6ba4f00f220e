//! Symmetric trees: one split a level, so that the outcomes of the splits, read as bits, name the leaf.
//!
//! The Shapley values of a row depend on its bits alone. They are worked out from their definition for all
//! bit patterns when the model is made; explaining a client is then one look-up a tree.

use crate::tree::{NodeKind, Split, Tree};

/// The most levels of a tree that is laid out in this way: its table holds 8 times 256 numbers.
pub const MAX_LEVELS: usize = 8;

/// The splits of a tree, field by field, so that all are compared at once. Unused places never go right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cuts {
    /// The positions of the inputs, the root's first.
    pub(crate) inputs: [u32; MAX_LEVELS],
    /// A value below goes left. The root's stands last, so that its bit is the highest.
    thresholds: [f32; MAX_LEVELS],
    /// All bits set where a missing value goes right, none where it goes left. The root's stands last.
    missing_right: [u32; MAX_LEVELS],
}

impl Cuts {
    pub(crate) fn new(levels: &[Split]) -> Self {
        let mut cuts = Self {
            inputs: [0; MAX_LEVELS],
            thresholds: [f32::INFINITY; MAX_LEVELS],
            missing_right: [0; MAX_LEVELS],
        };
        for (level, split) in levels.iter().enumerate() {
            cuts.inputs[level] = split.feature;
            cuts.thresholds[MAX_LEVELS - 1 - level] = split.threshold;
            cuts.missing_right[MAX_LEVELS - 1 - level] = if split.default_left { 0 } else { u32::MAX };
        }
        cuts
    }

    /// The split of a level.
    pub(crate) fn split(&self, level: usize) -> Split {
        Split {
            feature: self.inputs[level],
            threshold: self.thresholds[MAX_LEVELS - 1 - level],
            default_left: self.missing_right[MAX_LEVELS - 1 - level] == 0,
        }
    }

    /// The outcomes of the `D` splits as bits, 1 for right, the root's the highest. See [`Split::goes_right`].
    ///
    /// All eight places are compared, without a branch: the unused ones fall off at the end.
    #[inline(always)]
    fn pattern<const D: usize>(&self, row: &[f32]) -> usize {
        let mut values = [0.0; MAX_LEVELS];
        for level in 0..D {
            values[MAX_LEVELS - 1 - level] = row[self.inputs[level] as usize];
        }
        outcomes(&values, &self.thresholds, &self.missing_right) >> (MAX_LEVELS - D)
    }
}

/// One bit a place: whether the value goes right there. The first place has the lowest bit.
///
/// The same as [`outcomes_one_by_one`] in two vector comparisons, which the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn outcomes(
    values: &[f32; MAX_LEVELS],
    thresholds: &[f32; MAX_LEVELS],
    missing_right: &[u32; MAX_LEVELS],
) -> usize {
    use std::arch::x86_64::{
        _mm_and_ps, _mm_castsi128_ps, _mm_cmpge_ps, _mm_cmpunord_ps, _mm_movemask_ps, _mm_or_ps,
        _mm_set_epi32, _mm_set_ps,
    };
    let four = |at: usize| {
        let [v, t] = [values, thresholds].map(|of| [of[at + 3], of[at + 2], of[at + 1], of[at]]);
        let m = [3, 2, 1, 0].map(|place| missing_right[at + place].cast_signed());
        // SAFETY: every x86-64 processor has these instructions.
        #[allow(unsafe_code, reason = "half the time of the portable form to score, and less to explain")]
        unsafe {
            let value = _mm_set_ps(v[0], v[1], v[2], v[3]);
            let reached = _mm_cmpge_ps(value, _mm_set_ps(t[0], t[1], t[2], t[3]));
            let right = _mm_castsi128_ps(_mm_set_epi32(m[0], m[1], m[2], m[3]));
            let missing = _mm_and_ps(_mm_cmpunord_ps(value, value), right);
            _mm_movemask_ps(_mm_or_ps(reached, missing)) as usize
        }
    };
    four(0) | four(4) << 4
}

#[cfg(not(target_arch = "x86_64"))]
use outcomes_one_by_one as outcomes;

/// One bit a place: whether the value goes right there. The first place has the lowest bit.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
fn outcomes_one_by_one(
    values: &[f32; MAX_LEVELS],
    thresholds: &[f32; MAX_LEVELS],
    missing_right: &[u32; MAX_LEVELS],
) -> usize {
    let right = |place: usize| {
        let value = values[place];
        (value >= thresholds[place]) | (value.is_nan() & (missing_right[place] != 0))
    };
    (0..MAX_LEVELS).map(|place| usize::from(right(place)) << place).sum()
}

/// All symmetric trees of one depth, field by field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// The number of levels, d.
    pub(crate) depth: usize,
    /// One a tree.
    pub(crate) cuts: Vec<Cuts>,
    /// 2^d a tree, by the pattern of bits; the root's bit is the highest.
    pub(crate) leaves: Vec<f32>,
    /// 2^d - 1 a tree: the share of each split's cover that goes left, level by level, by the bits above.
    pub(crate) shares: Vec<f64>,
    /// d for each of a tree's 2^d patterns. Where levels share an input, the first of them has its value.
    pub(crate) shapley: Vec<f64>,
}

impl Group {
    pub(crate) fn new(depth: usize) -> Self {
        Self { depth, cuts: Vec::new(), leaves: Vec::new(), shares: Vec::new(), shapley: Vec::new() }
    }

    fn push(&mut self, tree: &Tree, levels: &[Split]) {
        self.cuts.push(Cuts::new(levels));
        self.leaves.extend((0..1 << self.depth).map(|pattern| leaf(tree, self.depth, pattern)));
        self.shares.extend(
            (0..self.depth)
                .flat_map(|level| (0..1 << level).map(move |bits| (level, bits)))
                .map(|(level, bits)| share(tree, level, bits)),
        );
        self.shapley.extend(table(tree, levels));
    }

    /// The number of trees.
    pub(crate) fn trees(&self) -> usize {
        self.cuts.len()
    }

    /// The expected value of tree `tree`, as the pattern `pattern` has it: its leaf less its Shapley values.
    pub(crate) fn base(&self, tree: usize, pattern: usize) -> f64 {
        let at = (tree << self.depth) + pattern;
        f64::from(self.leaves[at]) - self.shapley[at * self.depth..(at + 1) * self.depth].iter().sum::<f64>()
    }

    /// The values of tree `tree` for each set of levels that are known, which then go where the bits of `pattern`
    /// say; the others go both ways, in proportion to the cover. A set is read as bits, the root's the highest.
    ///
    /// Each level folds two numbers into two, in their places: 2^d numbers, d times.
    pub(crate) fn coalitions(&self, tree: usize, pattern: usize) -> [f64; 1 << MAX_LEVELS] {
        let leaves = &self.leaves[tree << self.depth..(tree + 1) << self.depth];
        let nodes = (1 << self.depth) - 1;
        let shares = &self.shares[tree * nodes..(tree + 1) * nodes];
        let mut values = [0.0; 1 << MAX_LEVELS];
        values.iter_mut().zip(leaves).for_each(|(value, &leaf)| *value = f64::from(leaf));
        for level in (0..self.depth).rev() {
            let below = 1 << (self.depth - 1 - level);
            let goes_right = pattern & below != 0;
            let shares = &shares[(1 << level) - 1..(2 << level) - 1];
            for (both, share) in values.chunks_exact_mut(2 * below).zip(shares) {
                let (lefts, rights) = both.split_at_mut(below);
                for (left, right) in lefts.iter_mut().zip(rights) {
                    let known = if goes_right { *right } else { *left };
                    *left = share * *left + (1.0 - share) * *right;
                    *right = known;
                }
            }
        }
        values
    }

    /// Whether the shares are shares, and lead to the expected value of the Shapley values of a tree, within
    /// `tolerance` for each log-odd that the tree can add.
    pub(crate) fn is_weighed(&self, tree: usize, tolerance: f64) -> bool {
        let nodes = (1 << self.depth) - 1;
        let leaves = &self.leaves[tree << self.depth..(tree + 1) << self.depth];
        let most = leaves.iter().fold(0.0, |most: f64, leaf| most.max(f64::from(leaf.abs())));
        self.shares[tree * nodes..(tree + 1) * nodes].iter().all(|share| (0.0..=1.0).contains(share))
            && (self.coalitions(tree, 0)[0] - self.base(tree, 0)).abs() <= tolerance * most
    }

    /// The outcomes of a tree's splits, as [`Cuts::pattern`] has them.
    pub(crate) fn outcomes(&self, tree: usize, row: &[f32]) -> usize {
        let cuts = &self.cuts[tree];
        (0..self.depth).fold(0, |bits, level| bits << 1 | usize::from(cuts.split(level).goes_right(row)))
    }

    /// Whether the Shapley values of every pattern of a tree lead from one expected value to its leaf, within
    /// `tolerance` for each log-odd that the tree can add. Not so where a number is not finite.
    pub(crate) fn is_additive(&self, tree: usize, tolerance: f64) -> bool {
        let leaves = &self.leaves[tree << self.depth..(tree + 1) << self.depth];
        let most = leaves.iter().fold(0.0, |most: f64, leaf| most.max(f64::from(leaf.abs())));
        let base = self.base(tree, 0);
        base.abs() <= most * (1.0 + tolerance)
            && (0..leaves.len()).all(|pattern| (self.base(tree, pattern) - base).abs() <= tolerance * most)
    }

    fn margin<const D: usize>(&self, row: &[f32]) -> f64 {
        let leaves = self.leaves.chunks_exact(1 << D);
        self.cuts.iter().zip(leaves).map(|(cuts, leaves)| f64::from(leaves[cuts.pattern::<D>(row)])).sum()
    }

    fn contributions<const D: usize>(&self, row: &[f32], out: &mut [f64]) {
        let (shapley, _) = self.shapley.as_chunks::<D>();
        for (cuts, shapley) in self.cuts.iter().zip(shapley.chunks_exact(1 << D)) {
            let values = &shapley[cuts.pattern::<D>(row)];
            for (&input, value) in cuts.inputs.iter().zip(values) {
                out[input as usize] += value;
            }
        }
    }
}

/// Calls a method of [`Group`] for the depth of the group, so that its loops have known lengths.
macro_rules! by_depth {
    ($group:ident.$method:ident $arguments:tt, $at_0:expr, [$($depth:literal)*]) => {
        match $group.depth {
            0 => $at_0,
            $($depth => $group.$method::<$depth> $arguments,)*
            depth => unreachable!("a group of depth {depth} is never made"),
        }
    };
}

/// The symmetric trees of an ensemble.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SymmetricForest {
    /// One group for each depth that occurs, the shallowest first.
    pub(crate) groups: Vec<Group>,
}

impl SymmetricForest {
    /// Takes the tree in when it is symmetric, and says whether it is.
    pub(crate) fn push(&mut self, tree: &Tree) -> bool {
        let Some(levels) = tree.levels(MAX_LEVELS) else {
            return false;
        };
        let found = self.groups.binary_search_by_key(&levels.len(), |group| group.depth);
        let position = found.unwrap_or_else(|position| {
            self.groups.insert(position, Group::new(levels.len()));
            position
        });
        self.groups[position].push(tree, &levels);
        true
    }

    /// The sum of the trees' expected values.
    pub(crate) fn base(&self) -> f64 {
        self.groups.iter().flat_map(|group| (0..group.trees()).map(|tree| group.base(tree, 0))).sum()
    }

    /// The sum of the greatest absolute value that each tree can add.
    pub(crate) fn bound(&self) -> f64 {
        let greatest =
            |leaves: &[f32]| leaves.iter().fold(0.0, |most: f64, leaf| most.max(f64::from(leaf.abs())));
        self.groups.iter().flat_map(|group| group.leaves.chunks_exact(1 << group.depth).map(greatest)).sum()
    }

    /// What the trees add to the margin of a row.
    pub(crate) fn margin(&self, row: &[f32]) -> f64 {
        self.groups
            .iter()
            .map(|group| {
                let constant = || group.leaves.iter().copied().map(f64::from).sum();
                by_depth!(group.margin(row), constant(), [1 2 3 4 5 6 7 8])
            })
            .sum()
    }

    /// Adds the trees' Shapley values to `out`, by input.
    pub(crate) fn contributions(&self, row: &[f32], out: &mut [f64]) {
        for group in &self.groups {
            by_depth!(group.contributions(row, out), (), [1 2 3 4 5 6 7 8]);
        }
    }
}

/// The leaf that a pattern of bits leads to; a branch that ends early does not look at the bits below.
fn leaf(tree: &Tree, depth: usize, pattern: usize) -> f32 {
    let mut position = 0;
    for level in 0.. {
        match tree.nodes()[position as usize].kind {
            NodeKind::Leaf(value) => return value,
            NodeKind::Split { left, right, .. } => {
                position = if pattern >> (depth - 1 - level) & 1 == 0 { left } else { right };
            }
        }
    }
    unreachable!("a tree has no cycle")
}

/// The share of the cover that goes left at a split, which the bits of the levels above lead to; one half, which
/// changes nothing, below a branch that ended early.
fn share(tree: &Tree, level: usize, bits: usize) -> f64 {
    let mut position = 0;
    for above in (0..=level).rev() {
        match tree.nodes()[position as usize].kind {
            NodeKind::Leaf(_) => return 0.5,
            NodeKind::Split { .. } if above == 0 => break,
            NodeKind::Split { left, right, .. } => {
                position = if bits >> (above - 1) & 1 == 0 { left } else { right };
            }
        }
    }
    tree.left_share(position)
}

/// The Shapley values of a symmetric tree: one a level, for each pattern of bits.
///
/// The game is the path-dependent one (Lundberg et al. 2020, algorithm 1): a level whose input is in the
/// coalition goes where its bit says, another goes both ways, in proportion to the cover.
fn table(tree: &Tree, levels: &[Split]) -> Vec<f64> {
    let depth = levels.len();
    let value = averages(tree, 0, depth);
    // The players are the distinct inputs; of each, the first level that it decides.
    let first = |level: usize| {
        levels.iter().position(|split| split.feature == levels[level].feature).unwrap_or(level)
    };
    let players: Vec<usize> = (0..depth).filter(|&level| first(level) == level).collect();
    let weights = coalition_weights(players.len());

    let mut table = vec![0.0; depth << depth];
    let mut worth = vec![0.0; 1 << players.len()];
    for (pattern, shapley) in table.chunks_exact_mut(depth.max(1)).enumerate() {
        // Where `averages` keeps the value of a coalition: a digit of base 3 for each level.
        let digit = |level: usize, digit: usize| digit * 3_usize.pow((depth - 1 - level) as u32);
        let place = |player: usize, known: bool| -> usize {
            (0..depth)
                .filter(|&level| first(level) == player)
                .map(|level| digit(level, if known { pattern >> (depth - 1 - level) & 1 } else { 2 }))
                .sum()
        };
        let places: Vec<[usize; 2]> =
            players.iter().map(|&player| [place(player, false), place(player, true)]).collect();
        for (coalition, worth) in worth.iter_mut().enumerate() {
            *worth =
                value[places.iter().enumerate().map(|(i, place)| place[coalition >> i & 1]).sum::<usize>()];
        }
        for (i, &player) in players.iter().enumerate() {
            shapley[player] = (0..worth.len())
                .filter(|coalition| coalition >> i & 1 == 0)
                .map(|coalition| {
                    weights[coalition.count_ones() as usize] * (worth[coalition | 1 << i] - worth[coalition])
                })
                .sum();
        }
    }
    table
}

/// The value below a node for each way in which the levels below may be decided: 3^levels numbers.
///
/// A level's digit is 0 for left, 1 for right and 2 for both in proportion to the cover; the upper level's
/// digit is the higher.
fn averages(tree: &Tree, node: u32, levels: usize) -> Vec<f64> {
    match tree.nodes()[node as usize].kind {
        NodeKind::Leaf(value) => vec![f64::from(value); 3_usize.pow(levels as u32)],
        NodeKind::Split { left, right, .. } => {
            let share = tree.left_share(node);
            let [left, right] = [left, right].map(|child| averages(tree, child, levels - 1));
            let both =
                left.iter().zip(&right).map(|(left, right)| share * left + (1.0 - share) * right).collect();
            [left, right, both].concat()
        }
    }
}

/// Shapley's weight of a coalition by its size, among `players`: `size! (players - size - 1)! / players!`.
pub(crate) fn coalition_weights(players: usize) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    (0..players).map(|size| factorial(size) * factorial(players - size - 1) / factorial(players)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_comparisons_are_those_of_a_split() {
        let numbers = [f32::NAN, -f32::NAN, f32::NEG_INFINITY, -1.0, -0.0, 0.0, 1.0, f32::INFINITY];
        for threshold in &numbers[2..] {
            for default_left in [false, true] {
                let splits = [0, 1, 2, 3, 4, 5, 6, 7];
                let levels = splits.map(|feature| Split { feature, threshold: *threshold, default_left });
                for shift in 0..8 {
                    let mut row = numbers;
                    row.rotate_left(shift);
                    let expected =
                        levels.iter().fold(0, |bits, split| bits << 1 | usize::from(split.goes_right(&row)));
                    let cuts = Cuts::new(&levels);
                    assert_eq!(cuts.pattern::<8>(&row), expected, "{threshold} {default_left} {row:?}");
                    assert_eq!(Cuts::new(&levels[..3]).pattern::<3>(&row), expected >> 5);
                    row.reverse();
                    assert_eq!(
                        outcomes_one_by_one(&row, &cuts.thresholds, &cuts.missing_right),
                        expected,
                        "the portable form"
                    );
                }
            }
        }
    }
}
