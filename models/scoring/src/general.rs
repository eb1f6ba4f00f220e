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

use crate::quadrature::Rule;
use crate::tree::{NodeKind, Split, Tree};

/// The numbers of points that the hot loop is compiled for. The last serves [`crate::tree::MAX_DEPTH`] inputs.
const POINTS: [usize; 6] = [4, 8, 16, 32, 64, 128];

/// What the splits on one input, from the root down to a node, let pass.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gate {
    feature: u32,
    /// Values from here on pass.
    from: f32,
    /// Values below pass; all where there is no such bound.
    below: Option<f32>,
    /// Whether a missing value passes.
    missing: bool,
    /// The share of the cover that passes, `z`.
    share: f64,
}

impl Gate {
    fn open(feature: u32) -> Self {
        Self { feature, from: f32::NEG_INFINITY, below: None, missing: true, share: 1.0 }
    }

    /// The gate with one more split, which lets its right or left side pass.
    fn narrowed(self, split: Split, right: bool, share: f64) -> Self {
        let lowered = self.below.map_or(split.threshold, |below| below.min(split.threshold));
        Self {
            from: if right { self.from.max(split.threshold) } else { self.from },
            below: if right { self.below } else { Some(lowered) },
            missing: self.missing && split.default_left != right,
            share: self.share * share,
            ..self
        }
    }

    #[inline]
    fn passes(&self, row: &[f32]) -> bool {
        let value = row[self.feature as usize];
        if value.is_nan() {
            self.missing
        } else {
            value >= self.from && self.below.is_none_or(|below| value < below)
        }
    }
}

/// A node other than the root, and the way to it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    gate: Gate,
    /// The share of the parent's cover that comes here.
    share: f64,
    parent: usize,
    /// The nearest node above whose gate is on the same input.
    before: Option<usize>,
    end: End,
}

/// Where a node leads.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Leaf(f64),
    /// The left child; the right one follows it.
    Children(usize),
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
                        steps[step].parent.checked_sub(1)
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
                        let end = match tree.nodes()[child as usize].kind {
                            NodeKind::Leaf(value) => End::Leaf(f64::from(value)),
                            NodeKind::Split { left, .. } => End::Children(left as usize),
                        };
                        steps.push(Step {
                            gate: gate.narrowed(split, is_right, share),
                            share,
                            parent,
                            before,
                            end,
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
        let passes = &mut scratch.passes;

        // Downwards: the product of the factors of the path to each node, where an input counts once.
        product[0] = *weights;
        for (node, step) in (1..).zip(&self.steps) {
            let share = step.gate.share;
            let passed = step.gate.passes(row);
            passes[node] = passed;
            let mut path = product[step.parent];
            if passed {
                let factor = points.map(|t| share + t * (1.0 - share));
                inverse[node] = factor.map(|factor| 1.0 / factor);
                path.iter_mut().zip(&factor).for_each(|(path, factor)| *path *= factor);
            } else if step.before.is_none_or(|before| passes[before]) {
                path.iter_mut().zip(points).for_each(|(path, t)| *path *= share * (1.0 - t));
            } else {
                // The factor above is already that of a shut gate: only the share differs.
                path.iter_mut().for_each(|path| *path *= step.share);
            }
            if let Some(before) = step.before.filter(|&before| passes[before]) {
                path.iter_mut().zip(&inverse[before]).for_each(|(path, inverse)| *path *= inverse);
            }
            product[node] = path;
        }

        // Upwards: the sum over the leaves below each node, and from it the Shapley value of the node's gate.
        let shut = points.map(|t| -1.0 / (1.0 - t));
        for (index, step) in self.steps.iter().enumerate().rev() {
            let node = index + 1;
            let sum = match step.end {
                End::Leaf(value) => product[node].map(|path| value * path),
                End::Children(left) => std::array::from_fn(|i| product[left][i] + product[left + 1][i]),
            };
            product[node] = sum;
            // What the input gains from being known, with its factor taken out of the product.
            let gain = |node: usize, gate: &Gate| {
                if passes[node] { (1.0 - gate.share) * dot(&sum, &inverse[node]) } else { dot(&sum, &shut) }
            };
            let mut value = gain(node, &step.gate);
            if let Some(before) = step.before {
                // These leaves have the input's narrower gate, not the one above.
                value -= gain(before, &self.steps[before - 1].gate);
            }
            out[step.gate.feature as usize] += value;
        }
    }
}

#[inline(always)]
fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// What is noted of each node while a tree is explained; used again for the next.
#[derive(Default)]
struct Scratch {
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

/// The trees of an ensemble that are not symmetric.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GeneralForest {
    trees: Vec<Tree>,
    plans: Vec<Plan>,
    /// One for each of [`POINTS`].
    rules: [Rule; POINTS.len()],
}

impl Default for GeneralForest {
    fn default() -> Self {
        Self { trees: Vec::new(), plans: Vec::new(), rules: POINTS.map(Rule::new) }
    }
}

impl GeneralForest {
    pub(crate) fn push(&mut self, tree: Tree) {
        self.plans.push(Plan::new(&tree));
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
        self.trees.iter().map(|tree| f64::from(tree.value(row))).sum()
    }

    /// Adds the trees' Shapley values to `out`, by input.
    pub(crate) fn contributions(&self, row: &[f32], out: &mut [f64]) {
        let mut scratch = Scratch::default();
        for plan in &self.plans {
            let rule = &self.rules[plan.rule];
            match POINTS[plan.rule] {
                4 => plan.contributions::<4>(rule, row, out, &mut scratch),
                8 => plan.contributions::<8>(rule, row, out, &mut scratch),
                16 => plan.contributions::<16>(rule, row, out, &mut scratch),
                32 => plan.contributions::<32>(rule, row, out, &mut scratch),
                64 => plan.contributions::<64>(rule, row, out, &mut scratch),
                _ => plan.contributions::<128>(rule, row, out, &mut scratch),
            }
        }
    }
}
