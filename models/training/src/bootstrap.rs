//! How sure a figure is: its spread over draws of the clients with replacement.
//!
//! Source: B. Efron and R. Tibshirani, *An Introduction to the Bootstrap*, 1993: standard error and percentile
//! interval. Predictions are not made again: the spread is that of the clients, not that of fitting.

use std::num::NonZeroUsize;
use std::thread;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::calibration::settled;
use crate::evidence::Figure;

/// How often clients are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// Draws, each of as many clients as there are.
    pub draws: usize,
    /// Decides who is drawn.
    pub seed: u64,
    /// Worker threads. The figures do not depend on it.
    pub threads: NonZeroUsize,
}

impl Bootstrap {
    /// The figures that `measure` takes of the clients, each counted as often as its weight says, with their intervals.
    pub fn figures(&self, clients: usize, measure: &(dyn Fn(&[u32]) -> Vec<f64> + Sync)) -> Vec<Figure> {
        let whole = measure(&vec![1; clients]);
        let drawn = self.drawn(clients, measure);
        (whole.iter().enumerate())
            .map(|(at, &value)| figure(value, drawn.iter().map(|figures| figures[at]).collect()))
            .collect()
    }

    fn drawn(&self, clients: usize, measure: &(dyn Fn(&[u32]) -> Vec<f64> + Sync)) -> Vec<Vec<f64>> {
        let threads = self.threads.get().min(self.draws).max(1);
        let work = |first: usize| {
            let draws = (first..self.draws).step_by(threads);
            draws.map(|draw| measure(&self.weights(clients, draw))).collect::<Vec<_>>()
        };
        let by_thread: Vec<Vec<Vec<f64>>> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|first| scope.spawn(move || work(first))).collect();
            workers.into_iter().map(|worker| worker.join().expect("measuring does not panic")).collect()
        });
        (0..self.draws).map(|draw| by_thread[draw % threads][draw / threads].clone()).collect()
    }

    /// How often each client is in a draw.
    pub fn weights(&self, clients: usize, draw: usize) -> Vec<u32> {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(draw as u64 + 1);
        let mut weights = vec![0; clients];
        for _ in 0..clients {
            let client = (u128::from(random.next_u64()) * clients as u128) >> 64;
            weights[client as usize] += 1;
        }
        weights
    }
}

/// A figure with the interval that draws of it give. Draws in which it does not exist (no client of a class) are left
/// out; without any, the interval is the figure.
pub fn figure(value: f64, mut draws: Vec<f64>) -> Figure {
    draws.retain(|draw| draw.is_finite());
    draws.sort_unstable_by(f64::total_cmp);
    let count = draws.len() as f64;
    let mean = draws.iter().sum::<f64>() / count;
    let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let (low, high) = (percentile(&draws, 0.025), percentile(&draws, 0.975));
    Figure {
        value: settled(value),
        low: settled(low.unwrap_or(value)),
        high: settled(high.unwrap_or(value)),
        standard_error: if draws.len() > 1 { settled(variance.sqrt()) } else { 0.0 },
    }
}

/// A quantile of rising numbers, between two of them by their distance.
fn percentile(rising: &[f64], share: f64) -> Option<f64> {
    let place = share * rising.len().checked_sub(1)? as f64;
    let (below, above) = (rising[place.floor() as usize], rising[place.ceil() as usize]);
    Some(below + place.fract() * (above - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bootstrap(threads: usize) -> Bootstrap {
        Bootstrap { draws: 400, seed: 7, threads: NonZeroUsize::new(threads).unwrap() }
    }

    #[test]
    fn a_mean_has_the_standard_error_of_the_textbook() {
        let values: Vec<f64> = (0..2_000).map(|client| f64::from(client * 7919 % 1_000)).collect();
        let mean = |weights: &[u32]| {
            let sum: f64 =
                weights.iter().zip(&values).map(|(&weight, value)| f64::from(weight) * value).sum();
            vec![sum / values.len() as f64]
        };
        let [figure] = bootstrap(1).figures(values.len(), &mean)[..] else { panic!("one figure") };
        assert_eq!(figure.value, 499.5);
        // The standard deviation of 0 to 999 is 288.7; over the root of 2,000 that is 6.455.
        assert!((figure.standard_error - 6.455).abs() < 0.5, "{figure:?}");
        assert!((figure.low - (499.5 - 1.96 * 6.455)).abs() < 2.0, "{figure:?}");
        assert!((figure.high - (499.5 + 1.96 * 6.455)).abs() < 2.0, "{figure:?}");
        assert_eq!(bootstrap(3).figures(values.len(), &mean), [figure], "threads change nothing");
    }

    #[test]
    fn every_draw_has_as_many_clients_and_is_its_own() {
        let bootstrap = bootstrap(1);
        let (first, second) = (bootstrap.weights(500, 0), bootstrap.weights(500, 1));
        assert_eq!((first.iter().sum::<u32>(), second.iter().sum::<u32>()), (500, 500));
        assert_ne!(first, second);
        assert_eq!(first, bootstrap.weights(500, 0));
    }

    #[test]
    fn percentiles_are_those_of_numpy() {
        // numpy.percentile([1, 2, 4, 8], [2.5, 97.5]) = [1.075, 7.7].
        let figure = figure(3.0, vec![8.0, 1.0, f64::NAN, 4.0, 2.0]);
        assert_eq!((figure.low, figure.high), (1.075, 7.7));
        // numpy.std([1, 2, 4, 8], ddof=1) = 3.095695936834452.
        assert_eq!(figure.standard_error, 3.095_695_936_834);
    }

    #[test]
    fn without_draws_the_interval_is_the_figure() {
        assert_eq!(figure(0.5, vec![]), Figure { value: 0.5, low: 0.5, high: 0.5, standard_error: 0.0 });
    }
}
