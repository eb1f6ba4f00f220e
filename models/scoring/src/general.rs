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
use crate::tree::{NodeKind, Split, Tree};
use crate::walk::Walk;

/// The numbers of points that the hot loop is compiled for. The last serves [`crate::tree::MAX_DEPTH`] inputs.
const POINTS: [usize; 10] = [2, 4, 6, 8, 12, 16, 24, 32, 64, 128];

/// What the splits on one input, from the root down to a node, let pass.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gate {
    feature: u32,
    /// Values from here on pass.
    from: f32,
    /// Values below pass; all where it is NaN.
    below: f32,
    /// Whether a missing value passes.
    missing: bool,
    /// The share of the cover that passes, `z`.
    share: f64,
}

impl Gate {
    fn open(feature: u32) -> Self {
        Self { feature, from: f32::NEG_INFINITY, below: f32::NAN, missing: true, share: 1.0 }
    }

    /// The gate with one more split, which lets its right or left side pass.
    fn narrowed(self, split: Split, right: bool, share: f64) -> Self {
        Self {
            from: if right { self.from.max(split.threshold) } else { self.from },
            // The lesser of the two, of which one may be NaN.
            below: if right { self.below } else { self.below.min(split.threshold) },
            missing: self.missing && split.default_left != right,
            share: self.share * share,
            ..self
        }
    }

    #[inline]
    fn passes(&self, row: &[f32]) -> bool {
        let value = row[self.feature as usize];
        let between = (value >= self.from) & !(value >= self.below);
        between | (value.is_nan() & self.missing)
    }
}

/// A node other than the root, and the way to it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    gate: Gate,
    /// The share of the parent's cover that comes here.
    share: f64,
    parent: u32,
    /// The nearest node above whose gate is on the same input; 0, the root, where there is none.
    before: u32,
    /// The value of a leaf; 1 where there are children.
    value: f64,
}

/// A tree as it is explained. Node 0 is the root, and every child comes after its parent.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    /// The nodes from 1 on.
    steps: Vec<Step>,
    /// A position in [`POINTS`].
    rule: usize,
    base: f64,
}

impl Plan {
    fn new(tree: &Tree) -> Self {
        let mut steps: Vec<Step> = Vec::with_capacity(tree.nodes().len() - 1);
        let mut most = 0;
        let mut base = 0.0;
        // Of each node: the share of all cover that comes here, and how many inputs its path has.
        let mut reach = vec![(1.0, 0); tree.nodes().len()];
        for (parent, node) in tree.nodes().iter().enumerate() {
            let (whole, inputs) = reach[parent];
            match node.kind {
                NodeKind::Leaf(value) => base += whole * f64::from(value),
                NodeKind::Split { split, left, right } => {
                    let above = std::iter::successors(parent.checked_sub(1), |&step| {
                        (steps[step].parent as usize).checked_sub(1)
                    });
                    let before = above
                        .map(|step| step + 1)
                        .find(|&node| steps[node - 1].gate.feature == split.feature);
                    let gate = before.map_or(Gate::open(split.feature), |node| steps[node - 1].gate);
                    let share = tree.left_share(parent as u32);
                    for (child, is_right, share) in [(left, false, share), (right, true, 1.0 - share)] {
                        let inputs = inputs + usize::from(before.is_none());
                        most = most.max(inputs);
                        reach[child as usize] = (whole * share, inputs);
                        let value = match tree.nodes()[child as usize].kind {
                            NodeKind::Leaf(value) => f64::from(value),
                            NodeKind::Split { .. } => 1.0,
                        };
                        steps.push(Step {
                            gate: gate.narrowed(split, is_right, share),
                            share,
                            parent: parent as u32,
                            before: before.unwrap_or_default() as u32,
                            value,
                        });
                    }
                }
            }
        }
        // n points integrate the product of 2 n - 1 linear factors, which is what 2 n inputs leave of each other.
        let rule = POINTS
            .iter()
            .position(|&points| most <= 2 * points)
            .expect("no path has more than MAX_DEPTH inputs");
        Self { steps, rule, base }
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
        scratch.prepare(self.steps.len() + 1, N);
        let (product, _) = scratch.product.as_chunks_mut::<N>();
        let (inverse, _) = scratch.inverse.as_chunks_mut::<N>();
        let passes = &mut scratch.passes[..];
        // Both children of a split stand side by side; the left one is node 1, 3, 5 and so on.
        let (splits, _) = self.steps.as_chunks::<2>();
        let late: [f64; N] = each(|i| 1.0 - points[i]);
        let shut: [f64; N] = each(|i| -1.0 / late[i]);

        // Downwards: the product of the factors of the path to each node, where an input counts once; at a leaf,
        // times its value.
        product[0] = *weights;
        for (left, sides) in (1..).step_by(2).zip(splits) {
            let above = product[sides[0].parent as usize];
            let before = sides[0].before as usize;
            if before != 0 {
                for (node, step) in (left..).zip(sides) {
                    let share = step.gate.share;
                    passes[node] = step.gate.passes(row);
                    if passes[node] {
                        let factor: [f64; N] = each(|i| share + points[i] * (1.0 - share));
                        inverse[node] = each(|i| 1.0 / factor[i]);
                        product[node] = each(|i| above[i] * inverse[before][i] * factor[i] * step.value);
                    } else if passes[before] {
                        product[node] =
                            each(|i| above[i] * inverse[before][i] * (share * late[i] * step.value));
                    } else {
                        // The factor above is already that of a shut gate: only the share differs.
                        product[node] = each(|i| above[i] * (step.share * step.value));
                    }
                }
            } else {
                // Of two new gates the row passes one. Which one is not to be foretold, so it is no branch.
                let right = usize::from(!sides[0].gate.passes(row));
                let (open, other) = (&sides[right], &sides[1 - right]);
                passes[left + right] = true;
                passes[left + 1 - right] = false;
                let factor: [f64; N] = each(|i| open.share + points[i] * (1.0 - open.share));
                inverse[left + right] = each(|i| 1.0 / factor[i]);
                product[left + right] = each(|i| above[i] * (factor[i] * open.value));
                product[left + 1 - right] = each(|i| above[i] * (late[i] * (other.share * other.value)));
            }
        }

        // Upwards: the sum over the leaves below each node, and from it the Shapley value of the split's input:
        // what it gains from being known, with its factor taken out of the product.
        for (index, sides) in splits.iter().enumerate().rev() {
            let left = 2 * index + 1;
            let sums = [product[left], product[left + 1]];
            let both = each(|i| sums[0][i] + sums[1][i]);
            product[sides[0].parent as usize] = both;
            let before = sides[0].before as usize;
            let gains: [f64; N] = if before != 0 {
                let gain = |node: usize, sum: &[f64; N]| -> [f64; N] {
                    let share = 1.0 - self.steps[node - 1].gate.share;
                    if passes[node] {
                        each(|i| sum[i] * inverse[node][i] * share)
                    } else {
                        each(|i| sum[i] * shut[i])
                    }
                };
                let [left, right] = [gain(left, &sums[0]), gain(left + 1, &sums[1])];
                // These leaves have the input's narrower gate, not the one above.
                let wider = gain(before, &both);
                each(|i| left[i] + right[i] - wider[i])
            } else {
                let right = usize::from(passes[left + 1]);
                let (open, closed) = (&sums[right], &sums[1 - right]);
                let share = 1.0 - sides[right].share;
                each(|i| open[i] * inverse[left + right][i] * share + closed[i] * shut[i])
            };
            out[sides[0].gate.feature as usize] += total(&gains);
        }
    }
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
        let splits_on = |input| self.steps.iter().any(|step| step.gate.feature == input);
        if !(splits_on(a) && splits_on(b)) {
            return 0.0;
        }
        let mut sum = 0.0;
        // Of each leaf, walk up to the root; the first gate that is met of an input is its narrowest.
        for (leaf, node) in tree.nodes().iter().enumerate() {
            let NodeKind::Leaf(value) = node.kind else {
                continue;
            };
            let mut gates: Vec<&Gate> = Vec::new();
            let mut at = leaf;
            while let Some(above) = at.checked_sub(1) {
                let step = &self.steps[above];
                if gates.iter().all(|gate| gate.feature != step.gate.feature) {
                    gates.push(&step.gate);
                }
                at = step.parent as usize;
            }
            let known = |gate: &Gate| f64::from(u8::from(gate.passes(row)));
            let gain = |feature: u32| {
                gates.iter().find(|gate| gate.feature == feature).map_or(0.0, |gate| known(gate) - gate.share)
            };
            let gains = gain(a) * gain(b);
            if gains == 0.0 {
                continue;
            }
            gates.retain(|gate| gate.feature != a && gate.feature != b);
            let product = |t: f64| -> f64 {
                gates.iter().map(|gate| gate.share + t * (known(gate) - gate.share)).product()
            };
            let integral: f64 = rule.points.iter().zip(&rule.weights).map(|(&t, w)| w * product(t)).sum();
            sum += f64::from(value) * gains * integral;
        }
        0.5 * sum
    }
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
    pub(crate) fn push(&mut self, tree: Tree) {
        // Worked out with the first tree, not with the first client.
        LazyLock::force(&RULES);
        self.plans.push(Plan::new(&tree));
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
