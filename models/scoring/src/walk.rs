//! Trees of any shape as they are scored: eight at a time, so that the processor need not wait for one of them.
//!
//! A walk down a tree is a chain of loads, each of which needs the one before, and it ends where nobody can
//! foretell. Eight walks side by side fill the waiting; a leaf leads to itself until the last of them is down.

use crate::tree::{NodeKind, Tree};

/// The number of trees that are walked at a time.
const TOGETHER: usize = 8;

/// A node in 16 bytes.
#[derive(Debug, Clone, Copy)]
struct Stop {
    /// A value below goes left; at a leaf NaN, which no value reaches.
    threshold: f32,
    input: u32,
    /// The next stop on the left; the one on the right follows it. A leaf's is the leaf.
    left: u32,
    missing_right: bool,
}

/// All trees of an ensemble that are walked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Walk {
    stops: Vec<Stop>,
    /// What each stop adds to the margin; 0 where it is no leaf.
    values: Vec<f64>,
    /// The first stop of each tree.
    roots: Vec<u32>,
}

impl Walk {
    /// Takes in a tree.
    pub(crate) fn push(&mut self, tree: &Tree) {
        let root = u32::try_from(self.stops.len()).expect("an ensemble has fewer than 2^32 nodes");
        self.roots.push(root);
        for (stop, node) in (root..).zip(tree.nodes()) {
            let (laid, value) = match node.kind {
                NodeKind::Leaf(value) => {
                    let stay = Stop { threshold: f32::NAN, input: 0, left: stop, missing_right: false };
                    (stay, f64::from(value))
                }
                NodeKind::Split { split, left, .. } => {
                    let (threshold, input) = (split.threshold, split.feature);
                    (Stop { threshold, input, left: root + left, missing_right: !split.default_left }, 0.0)
                }
            };
            self.stops.push(laid);
            self.values.push(value);
        }
    }

    /// The sum of the leaves that a row comes to, in the order of the trees.
    pub(crate) fn margin(&self, row: &[f32]) -> f64 {
        let (eights, rest) = self.roots.as_chunks::<TOGETHER>();
        let sum = eights.iter().fold(0.0, |sum, roots| self.together(row, roots).into_iter().fold(sum, add));
        rest.iter().fold(sum, |sum, root| self.together(row, &[*root]).into_iter().fold(sum, add))
    }

    #[inline(always)]
    fn together<const N: usize>(&self, row: &[f32], roots: &[u32; N]) -> [f64; N] {
        let mut places = *roots;
        loop {
            let before = places;
            for place in &mut places {
                let stop = self.stops[*place as usize];
                let value = row[stop.input as usize];
                // A sum in place of a branch, which could not be foretold.
                *place =
                    stop.left + u32::from((value >= stop.threshold) | (value.is_nan() & stop.missing_right));
            }
            if before == places {
                return places.map(|place| self.values[place as usize]);
            }
        }
    }
}

fn add(sum: f64, value: f64) -> f64 {
    sum + value
}
