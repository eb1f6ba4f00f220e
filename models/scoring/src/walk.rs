//! Trees of any shape as they are scored: twelve at a time, so that the processor need not wait for one of them.
//!
//! A walk down a tree is a chain of loads, each of which needs the one before, and it ends where nobody can
//! foretell. Twelve walks side by side fill the waiting; a leaf leads to itself until the last of them is down.
//!
//! A step is one comparison that no missing value passes: where missing values go left, it is `value >= threshold`;
//! where they go right, the children change places and it is `value < threshold`, written as `-value >= bound`.

use crate::tree::{NodeKind, Split, Tree};

/// The number of trees that are walked at a time, and that of a few left over.
const TOGETHER: usize = 12;
const FEW: usize = 4;
const SIGN: u32 = 1 << 31;

/// A node in 16 bytes.
#[derive(Debug, Clone, Copy)]
struct Stop {
    input: u32,
    /// [`SIGN`] where the value is negated, else 0.
    sign: u32,
    /// What the value has to reach; NaN where none does.
    bound: f32,
    /// The next stop of a value that does not reach it; of one that does, the stop after that. A leaf's is the leaf.
    next: u32,
}

impl Stop {
    fn leaf(place: u32) -> Self {
        Self { input: 0, sign: 0, bound: f32::NAN, next: place }
    }

    fn split(split: Split, next: u32) -> Self {
        let Split { feature: input, threshold, default_left } = split;
        if default_left {
            Self { input, sign: 0, bound: threshold, next }
        } else {
            // Below a threshold is: at most the number before it, of which there is none before -infinity.
            let bound = if threshold == f32::NEG_INFINITY { f32::NAN } else { -threshold.next_down() };
            Self { input, sign: SIGN, bound, next }
        }
    }

    #[inline(always)]
    fn follow(self, row: &[f32]) -> u32 {
        let value = f32::from_bits(row[self.input as usize].to_bits() ^ self.sign);
        // A sum in place of a branch, which could not be foretold.
        self.next + u32::from(value >= self.bound)
    }
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
        // The tree's nodes in the order of the stops, which grows by the children of each.
        let mut order = vec![0];
        for place in root.. {
            let Some(&node) = order.get((place - root) as usize) else {
                break;
            };
            let (stop, value) = match tree.nodes()[node as usize].kind {
                NodeKind::Leaf(value) => (Stop::leaf(place), value),
                NodeKind::Split { split, left, right } => {
                    let next = root + order.len() as u32;
                    order.extend(if split.default_left { [left, right] } else { [right, left] });
                    (Stop::split(split, next), 0.0)
                }
            };
            self.stops.push(stop);
            self.values.push(value);
        }
    }

    /// The sum of the leaves that a row comes to, in the order of the trees.
    pub(crate) fn margin(&self, row: &[f32]) -> f64 {
        let (many, rest) = self.roots.as_chunks::<TOGETHER>();
        let (few, rest) = rest.as_chunks::<FEW>();
        let sum = many.iter().fold(0.0, |sum, roots| self.together(sum, row, roots));
        let sum = few.iter().fold(sum, |sum, roots| self.together(sum, row, roots));
        rest.iter().fold(sum, |sum, root| self.together(sum, row, &[*root]))
    }

    #[inline(always)]
    fn together<const N: usize>(&self, sum: f64, row: &[f32], roots: &[u32; N]) -> f64 {
        let mut places = *roots;
        loop {
            let mut moved = 0;
            for place in &mut places {
                let next = self.stops[*place as usize].follow(row);
                moved |= next ^ *place;
                *place = next;
            }
            if moved == 0 {
                return places.iter().fold(sum, |sum, &place| sum + self.values[place as usize]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Node;

    #[test]
    fn a_walk_ends_where_the_splits_send_it() {
        let numbers =
            [f32::NEG_INFINITY, f32::MIN, -1.0, -f32::from_bits(1), -0.0, 0.0, f32::from_bits(1), 1.0];
        let numbers = [&numbers[..], &[f32::MAX, f32::INFINITY]].concat();
        for &threshold in &numbers {
            for default_left in [false, true] {
                let split = Split { feature: 0, threshold, default_left };
                let leaf = |value| Node { cover: 1.0, kind: NodeKind::Leaf(value) };
                let root = Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } };
                let tree = Tree::new(&[root, leaf(-1.0), leaf(1.0)], 1).unwrap();
                // Seventeen trees: twelve together, four, and one alone.
                let mut walk = Walk::default();
                (0..17).for_each(|_| walk.push(&tree));
                for value in numbers.iter().copied().chain([f32::NAN, -f32::NAN]) {
                    let expected = 17.0 * tree.value(&[value]);
                    assert_eq!(walk.margin(&[value]), expected, "{value} at {threshold}, {default_left}");
                }
            }
        }
    }
}
