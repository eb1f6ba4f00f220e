//! Interaction values: how much of two inputs' contributions they owe to each other.
//!
//! The value of inputs a and b is half of what a contributes more when b is known than when b is unknown, which is
//! the same the other way round (Lundberg et al. 2020, after Fujimoto et al. 2006). It is what stands off the
//! diagonal of `XGBoost`'s `pred_interactions`, once for (a, b) and once for (b, a).
//!
//! With v the value of a coalition of a tree's M inputs, it is half of the sum over the coalitions S without a and b
//! of `|S|! (M - |S| - 2)! / (M - 1)!` times `v(S + a + b) - v(S + a) - v(S + b) + v(S)`. A symmetric tree's v is
//! had by folding its leaves; of any other tree, each leaf's part is an integral, as in [`crate::general`]:
//! `v (o_a - z_a) (o_b - z_b)` times that of the product over the other inputs.

use crate::symmetric::{Group, SymmetricForest, coalition_weights};

/// The interaction value of two inputs for a row in the symmetric trees.
pub(crate) fn of_symmetric(forest: &SymmetricForest, row: &[f32], pair: [u32; 2]) -> f64 {
    let groups = forest.groups.iter();
    groups.map(|group| (0..group.trees()).map(|tree| in_symmetric(group, tree, row, pair)).sum::<f64>()).sum()
}

fn in_symmetric(group: &Group, tree: usize, row: &[f32], pair: [u32; 2]) -> f64 {
    let inputs = &group.cuts[tree].inputs[..group.depth];
    if !pair.iter().all(|input| inputs.contains(input)) {
        return 0.0;
    }
    let values = group.coalitions(tree, group.outcomes(tree, row));
    // An input is known on all of its levels or on none.
    let levels = |input: u32| -> usize {
        inputs.iter().rev().enumerate().map(|(bit, &at)| usize::from(at == input) << bit).sum()
    };
    let [a, b] = pair.map(levels);
    let first = |&(level, input): &(usize, &u32)| inputs.iter().position(|at| at == input) == Some(level);
    let others: Vec<usize> = inputs
        .iter()
        .enumerate()
        .filter(first)
        .filter(|(_, input)| !pair.contains(input))
        .map(|(_, &input)| levels(input))
        .collect();
    // Of M inputs, the two count as one player of M - 1.
    let weights = coalition_weights(others.len() + 1);
    let gain = |coalition: usize| -> f64 {
        let known: usize = others
            .iter()
            .enumerate()
            .filter(|(i, _)| coalition >> i & 1 == 1)
            .map(|(_, levels)| levels)
            .sum();
        let together = values[known | a | b] - values[known | a] - values[known | b] + values[known];
        weights[coalition.count_ones() as usize] * together
    };
    0.5 * (0..1 << others.len()).map(gain).sum::<f64>()
}
