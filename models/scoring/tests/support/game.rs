//! Shapley and interaction values of a game from their definitions, over all coalitions. A game is what each coalition is
//! worth, by its bits.

fn factorial(n: usize) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

/// Shapley's formula, over all coalitions of all inputs (Shapley 1953).
pub fn by_force(worth: &[f64]) -> Vec<f64> {
    let players = worth.len().ilog2() as usize;
    let weight = |size: usize| factorial(size) * factorial(players - size - 1) / factorial(players);
    let of = |player: usize| -> f64 {
        let without = (0..worth.len()).filter(|coalition| coalition >> player & 1 == 0);
        without
            .map(|coalition: usize| {
                weight(coalition.count_ones() as usize) * (worth[coalition | 1 << player] - worth[coalition])
            })
            .sum()
    };
    (0..players).map(of).collect()
}

/// The interaction value of two inputs, over all coalitions of the others (Lundberg et al. 2020, equation 8).
pub fn interaction_by_force(worth: &[f64], [a, b]: [usize; 2]) -> f64 {
    let players = worth.len().ilog2() as usize;
    let weight =
        |size: usize| factorial(size) * factorial(players - size - 2) / (2.0 * factorial(players - 1));
    let [a, b] = [1 << a, 1 << b];
    (0..worth.len())
        .filter(|coalition| coalition & (a | b) == 0)
        .map(|coalition| {
            let together =
                worth[coalition | a | b] - worth[coalition | a] - worth[coalition | b] + worth[coalition];
            weight(coalition.count_ones() as usize) * together
        })
        .sum()
}
