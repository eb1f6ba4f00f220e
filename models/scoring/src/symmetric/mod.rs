//! Symmetric trees: one split a level, so that the outcomes of the splits, read as bits, name the leaf.
//!
//! The Shapley values of a row depend on its bits alone. They are worked out from their definition for all
//! bit patterns when the model is made; explaining a client is then one look-up a tree.
//!
//! # Layout
//! - `cuts`: the splits of a tree, compared all at once.
//! - `table`: what is worked out of a tree when the model is made.

mod cuts;
mod table;

pub(crate) use self::cuts::Cuts;
pub(crate) use self::table::coalition_weights;
use crate::tree::{Split, Tree};

/// The most levels of a tree that is laid out in this way: its table holds 8 times 256 numbers.
pub const MAX_LEVELS: usize = 8;

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
        self.leaves.extend((0..1 << self.depth).map(|pattern| table::leaf(tree, self.depth, pattern) as f32));
        self.shares.extend(
            (0..self.depth)
                .flat_map(|level| (0..1 << level).map(move |bits| (level, bits)))
                .map(|(level, bits)| table::share(tree, level, bits)),
        );
        self.shapley.extend(table::shapley(tree, levels));
    }

    /// The leaves of a tree, by pattern.
    fn leaves(&self, tree: usize) -> &[f32] {
        &self.leaves[tree << self.depth..(tree + 1) << self.depth]
    }

    /// The shares of a tree, level by level.
    fn shares(&self, tree: usize) -> &[f64] {
        let nodes = (1 << self.depth) - 1;
        &self.shares[tree * nodes..(tree + 1) * nodes]
    }

    /// The greatest absolute value that a tree can add.
    fn bound(&self, tree: usize) -> f64 {
        self.leaves(tree).iter().fold(0.0, |most: f64, leaf| most.max(f64::from(leaf.abs())))
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
        let shares = self.shares(tree);
        let mut values = [0.0; 1 << MAX_LEVELS];
        values.iter_mut().zip(self.leaves(tree)).for_each(|(value, &leaf)| *value = f64::from(leaf));
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
        self.shares(tree).iter().all(|share| (0.0..=1.0).contains(share))
            && (self.coalitions(tree, 0)[0] - self.base(tree, 0)).abs() <= tolerance * self.bound(tree)
    }

    /// The outcomes of a tree's splits, as [`Cuts::pattern`] has them.
    pub(crate) fn outcomes(&self, tree: usize, row: &[f32]) -> usize {
        let cuts = &self.cuts[tree];
        (0..self.depth).fold(0, |bits, level| bits << 1 | usize::from(cuts.split(level).goes_right(row)))
    }

    /// Whether the Shapley values of every pattern of a tree lead from one expected value to its leaf, within
    /// `tolerance` for each log-odd that the tree can add. Not so where a number is not finite.
    pub(crate) fn is_additive(&self, tree: usize, tolerance: f64) -> bool {
        let (most, base) = (self.bound(tree), self.base(tree, 0));
        base.abs() <= most * (1.0 + tolerance)
            && (0..1 << self.depth).all(|pattern| (self.base(tree, pattern) - base).abs() <= tolerance * most)
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
    /// Takes the tree in when it is symmetric and its leaves are 32-bit numbers, and says whether it did.
    pub(crate) fn push(&mut self, tree: &Tree) -> bool {
        let Some(levels) = tree.levels(MAX_LEVELS).filter(|_| tree.has_short_leaves()) else {
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
        self.groups.iter().flat_map(|group| (0..group.trees()).map(|tree| group.bound(tree))).sum()
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
