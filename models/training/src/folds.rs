//! Stratified folds: each has its share of defaults, and the same seed gives the same folds.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One fold of a cross-validation: positions of clients, rising.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Those who are learned from.
    pub learn: Vec<usize>,
    /// Those who are held out.
    pub held_out: Vec<usize>,
}

/// Deals the clients of each class, shuffled, to `count` folds in turn.
///
/// Sizes differ by at most one client of each class. Nothing but the labels and the seed decides.
///
/// # Panics
/// When `count` is 0.
pub fn stratified(labels: &[bool], count: usize, seed: u64) -> Vec<Fold> {
    assert!(count > 0, "there is at least one fold");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut fold_of = vec![0; labels.len()];
    // The second class goes on where the first stopped, so that no fold gets both remainders.
    let mut next = 0;
    for class in [true, false] {
        let mut members: Vec<usize> = (0..labels.len()).filter(|&row| labels[row] == class).collect();
        shuffle(&mut members, &mut random);
        for row in members {
            fold_of[row] = next;
            next = (next + 1) % count;
        }
    }
    (0..count)
        .map(|fold| {
            let (held_out, learn) = (0..labels.len()).partition(|&row| fold_of[row] == fold);
            Fold { learn, held_out }
        })
        .collect()
}

/// Fisher and Yates's shuffle. Written out because the order is part of every figure that is published, and a
/// library's may change with its version.
pub(crate) fn shuffle<T>(members: &mut [T], random: &mut ChaCha8Rng) {
    for last in (1..members.len()).rev() {
        // A 64-bit number scaled to the range: its bias, the range over 2^64, is far below anything seen.
        let other = (u128::from(random.next_u64()) * (last as u128 + 1)) >> 64;
        members.swap(last, other as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(clients: usize, every: usize) -> Vec<bool> {
        (0..clients).map(|row| row % every == 0).collect()
    }

    #[test]
    fn every_client_is_held_out_once_and_learned_from_otherwise() {
        let labels = labels(1_003, 12);
        let folds = stratified(&labels, 5, 42);
        let mut times = vec![0; labels.len()];
        for fold in &folds {
            let mut all = [fold.learn.clone(), fold.held_out.clone()].concat();
            all.sort_unstable();
            assert!(all.iter().copied().eq(0..labels.len()));
            fold.held_out.iter().for_each(|&row| times[row] += 1);
        }
        assert!(times.iter().all(|&times| times == 1));
    }

    #[test]
    fn each_fold_has_its_share_of_each_class() {
        let labels = labels(1_003, 12);
        let folds = stratified(&labels, 5, 7);
        let counts: Vec<(usize, usize)> = folds
            .iter()
            .map(|fold| {
                let defaults = fold.held_out.iter().filter(|&&row| labels[row]).count();
                (defaults, fold.held_out.len())
            })
            .collect();
        // 84 defaults among 1,003 clients.
        assert!(counts.iter().all(|&(defaults, _)| (16..=17).contains(&defaults)), "{counts:?}");
        assert!(counts.iter().all(|&(_, size)| (200..=201).contains(&size)), "{counts:?}");
    }

    #[test]
    fn the_seed_decides() {
        let labels = labels(500, 10);
        assert_eq!(stratified(&labels, 5, 42), stratified(&labels, 5, 42));
        assert_ne!(stratified(&labels, 5, 42), stratified(&labels, 5, 43));
        // Not the clients' order.
        let first = &stratified(&labels, 5, 42)[0].held_out;
        assert_ne!(first, &(0..100).collect::<Vec<_>>());
    }
}
