//! Trees of any shape, and their exact Shapley values by quadrature.
//!
//! Of a leaf with value v, let each input j on its path have the share `z_j` of the cover that its splits let
//! pass, and `o_j`, which is 1 where the row satisfies them all and 0 where it does not. The game of that leaf
//! is v times the product over the inputs in the coalition of `o_j` and over the others of `z_j`. Its Shapley
//! values are `v (o_i - z_i)` times the integral over t from 0 to 1 of the product over j other than i of
//! `z_j + t (o_j - z_j)`: a polynomial in t, which [`Rule`] integrates exactly. The values of a tree are the sums
//! over its leaves.
//!
//! The leaves share their paths, so the products are built from the root down, at all points of the rule at once,
//! and the leaves' terms are summed from the bottom up.

use std::sync::LazyLock;

use crate::quadrature::Rule;
use crate::reading::Readings;
use crate::tree::{NodeKind, Split, Tree};
use crate::walk::Walk;

/// The numbers of points that the hot loop is compiled for. The last serves [`crate::tree::MAX_DEPTH`] inputs.
const POINTS: [usize; 10] = [2, 4, 6, 8, 12, 16, 24, 32, 64, 128];

/// A split, and the two nodes below it: of a plan's fork k, nodes 2 k + 1 and 2 k + 2.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fork {
    split: Split,
    /// The input that the split is on; the split itself may look at a reading of it.
    input: u32,
    /// The node that the split stands in.
    parent: u32,
    /// The nearest node from the parent up that lies below another split on the input; 0, the root, where there is
    /// none.
    before: u32,
    /// Left and right.
    sides: [Side; 2],
}

/// One of the nodes below a split.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    /// The share of the parent's cover that comes here.
    share: f64,
    /// The share of the cover that all splits on the input, down to here, let pass: `z`.
    passing: f64,
    /// The value of a leaf; 1 where there are children.
    value: f64,
}

/// A tree as it is explained. Node 0 is the root, and every child comes after its parent.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    forks: Vec<Fork>,
    /// A position in [`POINTS`].
    rule: usize,
    base: f64,
}

impl Plan {
    fn new(tree: &Tree, readings: &Readings) -> Self {
        let mut forks: Vec<Fork> = Vec::with_capacity(tree.nodes().len() / 2);
        let mut most = 0;
        let mut base = 0.0;
        // Of each node: the share of all cover that comes here, and how many inputs its path has.
        let mut reach = vec![(1.0, 0); tree.nodes().len()];
        for (parent, node) in tree.nodes().iter().enumerate() {
            let (whole, inputs) = reach[parent];
            match node.kind {
                NodeKind::Leaf(value) => base += whole * value,
                NodeKind::Split { split, left, right } => {
                    let input = readings.input(split.feature);
                    let above = std::iter::successors(fork_above(parent), |&(fork, _)| {
                        fork_above(forks[fork].parent as usize)
                    });
                    let before = above.into_iter().find(|&(fork, _)| forks[fork].input == input);
                    let passing = before.map_or(1.0, |(fork, side)| forks[fork].sides[side].passing);
                    let inputs = inputs + usize::from(before.is_none());
                    most = most.max(inputs);
                    let left_share = tree.left_share(parent as u32);
                    let sides = [(left, left_share), (right, 1.0 - left_share)].map(|(child, share)| {
                        reach[child as usize] = (whole * share, inputs);
                        let value = match tree.nodes()[child as usize].kind {
                            NodeKind::Leaf(value) => value,
                            NodeKind::Split { .. } => 1.0,
                        };
                        Side { share, passing: passing * share, value }
                    });
                    let before = before.map_or(0, |(fork, side)| 2 * fork + 1 + side) as u32;
                    forks.push(Fork { split, input, parent: parent as u32, before, sides });
                }
            }
        }
        // n points integrate the product of 2 n - 1 linear factors, which is what 2 n inputs leave of each other.
        let rule = POINTS
            .iter()
            .position(|&points| most <= 2 * points)
            .expect("no path has more than MAX_DEPTH inputs");
        Self { forks, rule, base }
    }

    /// Adds the tree's Shapley values to `out`, with `N` points.
    #[inline(always)]
    fn contributions<const N: usize>(
        &self,
        rule: &Rule,
        row: &[f32],
        out: &mut [f64],
        scratch: &mut Scratch,
    ) {
        let points: &[f64; N] = rule.points.first_chunk().expect("the rule has N points");
        let weights: &[f64; N] = rule.weights.first_chunk().expect("the rule has N points");
        scratch.prepare(2 * self.forks.len() + 1, N);
        let (product, _) = scratch.product.as_chunks_mut::<N>();
        let (inverse, _) = scratch.inverse.as_chunks_mut::<N>();
        let passes = &mut scratch.passes[..];
        let late: [f64; N] = each(|i| 1.0 - points[i]);
        let shut: [f64; N] = each(|i| -1.0 / late[i]);

        // Downwards: the product of the factors of the path to each node, where an input counts once; at a leaf,
        // times its value.
        product[0] = *weights;
        for (left, fork) in (1..).step_by(2).zip(&self.forks) {
            let above = product[fork.parent as usize];
            let before = fork.before as usize;
            // Of the two sides the split lets the row pass one. Which one is not to be foretold, so it is no branch.
            let right = usize::from(fork.split.goes_right(row));
            passes[left + right] = before == 0 || passes[before];
            passes[left + 1 - right] = false;
            if before != 0 {
                for (node, side) in (left..).zip(&fork.sides) {
                    let share = side.passing;
                    if passes[node] {
                        let factor: [f64; N] = each(|i| share + points[i] * (1.0 - share));
                        inverse[node] = each(|i| 1.0 / factor[i]);
                        product[node] = each(|i| above[i] * inverse[before][i] * factor[i] * side.value);
                    } else if passes[before] {
                        product[node] =
                            each(|i| above[i] * inverse[before][i] * (share * late[i] * side.value));
                    } else {
                        // The factor above is already one of an input that does not pass: only the share differs.
                        product[node] = each(|i| above[i] * (side.share * side.value));
                    }
                }
            } else {
                let (open, other) = (&fork.sides[right], &fork.sides[1 - right]);
                let factor: [f64; N] = each(|i| open.share + points[i] * (1.0 - open.share));
                inverse[left + right] = each(|i| 1.0 / factor[i]);
                product[left + right] = each(|i| above[i] * (factor[i] * open.value));
                product[left + 1 - right] = each(|i| above[i] * (late[i] * (other.share * other.value)));
            }
        }

        // Upwards: the sum over the leaves below each node, and from it the Shapley value of the split's input:
        // what it gains from being known, with its factor taken out of the product.
        for (index, fork) in self.forks.iter().enumerate().rev() {
            let left = 2 * index + 1;
            let sums = [product[left], product[left + 1]];
            let both = each(|i| sums[0][i] + sums[1][i]);
            product[fork.parent as usize] = both;
            let before = fork.before as usize;
            let gains: [f64; N] = if before != 0 {
                let gain = |node: usize, sum: &[f64; N]| -> [f64; N] {
                    let share = 1.0 - self.side(node).passing;
                    if passes[node] {
                        each(|i| sum[i] * inverse[node][i] * share)
                    } else {
                        each(|i| sum[i] * shut[i])
                    }
                };
                let [left, right] = [gain(left, &sums[0]), gain(left + 1, &sums[1])];
                // These leaves have the input's narrower share, not the one above.
                let wider = gain(before, &both);
                each(|i| left[i] + right[i] - wider[i])
            } else {
                let right = usize::from(passes[left + 1]);
                let (open, closed) = (&sums[right], &sums[1 - right]);
                let share = 1.0 - fork.sides[right].share;
                each(|i| open[i] * inverse[left + right][i] * share + closed[i] * shut[i])
            };
            out[fork.input as usize] += total(&gains);
        }
    }

    /// What is known of a node other than the root.
    #[inline(always)]
    fn side(&self, node: usize) -> &Side {
        &self.forks[(node - 1) / 2].sides[(node - 1) % 2]
    }
}

/// The fork and the side of it that a node lies below; `None` for the root.
fn fork_above(node: usize) -> Option<(usize, usize)> {
    node.checked_sub(1).map(|above| (above / 2, above % 2))
}

/// An array from its items; a plain loop, which compiles to vectors where `array::from_fn` does not.
#[inline(always)]
fn each<const N: usize>(item: impl Fn(usize) -> f64) -> [f64; N] {
    let mut items = [0.0; N];
    for (i, slot) in items.iter_mut().enumerate() {
        *slot = item(i);
    }
    items
}

/// The sum, in four strands: one alone would wait for each addition.
#[inline(always)]
fn total<const N: usize>(items: &[f64; N]) -> f64 {
    let mut strands = [0.0; 4];
    for (i, item) in items.iter().enumerate() {
        strands[i % 4] += item;
    }
    (strands[0] + strands[2]) + (strands[1] + strands[3])
}

impl Plan {
    /// The interaction value of two inputs in this tree, the plan's; see [`crate::interaction`].
    ///
    /// Leaf by leaf: on request, for a pair, there is no need for haste.
    pub(crate) fn interaction(&self, tree: &Tree, rule: &Rule, row: &[f32], [a, b]: [u32; 2]) -> f64 {
        let splits_on = |input| self.forks.iter().any(|fork| fork.input == input);
        if !(splits_on(a) && splits_on(b)) {
            return 0.0;
        }
        let mut sum = 0.0;
        // Of each leaf, walk up to the root; the first side that is met of an input has its narrowest share.
        for (leaf, node) in tree.nodes().iter().enumerate() {
            let NodeKind::Leaf(value) = node.kind else {
                continue;
            };
            let mut gates: Vec<Gate> = Vec::new();
            let mut at = fork_above(leaf);
            while let Some((index, side)) = at {
                let fork = &self.forks[index];
                let passes = fork.split.goes_right(row) == (side == 1);
                match gates.iter_mut().find(|gate| gate.input == fork.input) {
                    Some(gate) => gate.passes &= passes,
                    None => gates.push(Gate { input: fork.input, passes, share: fork.sides[side].passing }),
                }
                at = fork_above(fork.parent as usize);
            }
            let known = |gate: &Gate| f64::from(u8::from(gate.passes));
            let gain = |input: u32| {
                gates.iter().find(|gate| gate.input == input).map_or(0.0, |gate| known(gate) - gate.share)
            };
            let gains = gain(a) * gain(b);
            if gains == 0.0 {
                continue;
            }
            gates.retain(|gate| gate.input != a && gate.input != b);
            let product = |t: f64| -> f64 {
                gates.iter().map(|gate| gate.share + t * (known(gate) - gate.share)).product()
            };
            let integral: f64 = rule.points.iter().zip(&rule.weights).map(|(&t, w)| w * product(t)).sum();
            sum += value * gains * integral;
        }
        0.5 * sum
    }
}

/// What the splits on one input let pass on the way to a leaf.
struct Gate {
    input: u32,
    /// Whether the row passes them all, `o`.
    passes: bool,
    /// The share of the cover that does, `z`.
    share: f64,
}

/// What is noted of each node while a tree is explained; used again for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    product: Vec<f64>,
    inverse: Vec<f64>,
    passes: Vec<bool>,
}

impl Scratch {
    /// Makes room. What an earlier tree left is overwritten before it is read.
    fn prepare(&mut self, nodes: usize, points: usize) {
        let numbers = nodes * points;
        if self.product.len() < numbers {
            self.product.resize(numbers, 0.0);
            self.inverse.resize(numbers, 0.0);
        }
        if self.passes.len() < nodes {
            self.passes.resize(nodes, false);
        }
    }
}

/// One for each of [`POINTS`].
static RULES: LazyLock<[Rule; POINTS.len()]> = LazyLock::new(|| POINTS.map(Rule::new));

/// The trees of an ensemble that are not symmetric.
#[derive(Debug, Clone, Default)]
pub(crate) struct GeneralForest {
    trees: Vec<Tree>,
    walk: Walk,
    plans: Vec<Plan>,
}

/// All else follows from the trees.
impl PartialEq for GeneralForest {
    fn eq(&self, other: &Self) -> bool {
        self.trees == other.trees
    }
}

impl GeneralForest {
    /// Takes in a tree, whose splits look at the inputs and at `readings` of them.
    pub(crate) fn push(&mut self, tree: Tree, readings: &Readings) {
        // Worked out with the first tree, not with the first client.
        LazyLock::force(&RULES);
        self.plans.push(Plan::new(&tree, readings));
        self.walk.push(&tree);
        self.trees.push(tree);
    }

    pub(crate) fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The sum of the trees' expected values.
    pub(crate) fn base(&self) -> f64 {
        self.plans.iter().map(|plan| plan.base).sum()
    }

    /// The sum of the greatest absolute value that each tree can add.
    pub(crate) fn bound(&self) -> f64 {
        self.trees.iter().map(Tree::bound).sum()
    }

    /// What the trees add to the margin of a row.
    pub(crate) fn margin(&self, row: &[f32]) -> f64 {
        self.walk.margin(row)
    }

    /// The sum of the trees' interaction values of two inputs.
    pub(crate) fn interaction(&self, row: &[f32], pair: [u32; 2]) -> f64 {
        let plans = self.plans.iter().zip(&self.trees);
        plans.map(|(plan, tree)| plan.interaction(tree, &RULES[plan.rule], row, pair)).sum()
    }

    /// Adds the trees' Shapley values to `out`, by input.
    pub(crate) fn contributions(&self, row: &[f32], out: &mut [f64], scratch: &mut Scratch) {
        for plan in &self.plans {
            let rule = &RULES[plan.rule];
            match POINTS[plan.rule] {
                2 => plan.contributions::<2>(rule, row, out, scratch),
                4 => plan.contributions::<4>(rule, row, out, scratch),
                6 => plan.contributions::<6>(rule, row, out, scratch),
                8 => plan.contributions::<8>(rule, row, out, scratch),
                12 => plan.contributions::<12>(rule, row, out, scratch),
                16 => plan.contributions::<16>(rule, row, out, scratch),
                24 => plan.contributions::<24>(rule, row, out, scratch),
                32 => plan.contributions::<32>(rule, row, out, scratch),
                64 => plan.contributions::<64>(rule, row, out, scratch),
                _ => plan.contributions::<128>(rule, row, out, scratch),
            }
        }
    }
}
