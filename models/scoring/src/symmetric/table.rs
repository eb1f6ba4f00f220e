//! What is worked out of a symmetric tree when the model is made: leaves and shares by bits, and Shapley values.

use crate::tree::{NodeKind, Split, Tree};

/// The leaf that a pattern of bits leads to; a branch that ends early does not look at the bits below.
pub(super) fn leaf(tree: &Tree, depth: usize, pattern: usize) -> f64 {
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
pub(super) fn share(tree: &Tree, level: usize, bits: usize) -> f64 {
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
pub(super) fn shapley(tree: &Tree, levels: &[Split]) -> Vec<f64> {
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
        NodeKind::Leaf(value) => vec![value; 3_usize.pow(levels as u32)],
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
