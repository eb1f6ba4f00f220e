//! Random draws: one stream of numbers for each client and part, and the few distributions that the
//! tables are made of.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};

/// What a stream of numbers is used for. Each part has its own, so that a change to one table leaves the
/// bytes of the others alone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// Person, latent traits and livelihood.
    Profile,
    /// The application: loan, scores, building, documents, outcome.
    Application,
    /// Loans with other lenders and their monthly statuses.
    Bureau,
    /// Earlier applications.
    Previous,
    /// Instalments and monthly balances of earlier loans.
    Repayment,
    /// Earlier credit cards.
    Card,
}

/// The number of streams that are set aside for one client.
const STREAMS_PER_CLIENT: u64 = 8;

/// Shares with the values that they are reached at, both rising; between two of them the quantile function
/// is a straight line.
pub(crate) type Quantiles = [(f64, f64)];

/// A stream of random numbers.
pub(crate) struct Draw {
    numbers: ChaCha8Rng,
}

impl Draw {
    /// The stream of one part of one client: it depends on nothing but the three arguments.
    pub(crate) fn new(seed: u64, client: u64, part: Part) -> Self {
        let mut numbers = ChaCha8Rng::seed_from_u64(seed);
        numbers.set_stream(client * STREAMS_PER_CLIENT + part as u64);
        Self { numbers }
    }

    /// Uniform on [0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        self.numbers.random()
    }

    /// Uniform on [low, high).
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A whole number from `low` to `high`, both included; `low` where the range is empty.
    pub(crate) fn whole(&mut self, low: i32, high: i32) -> i32 {
        self.numbers.random_range(low..=high.max(low))
    }

    /// Standard normal.
    pub(crate) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.numbers)
    }

    /// True with this probability; one outside [0, 1] counts as the nearer end.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// True with the probability that has these log-odds.
    pub(crate) fn odds(&mut self, log_odds: f64) -> bool {
        self.chance(logistic(log_odds))
    }

    /// One of the values, in proportion to the weights, which need not add up to one.
    pub(crate) fn pick<T: Copy>(&mut self, weighted: &[(T, f64)]) -> T {
        self.pick_by(weighted, |_, weight| weight)
    }

    /// One of the values, after `adjust` has had its say on the weight of each.
    pub(crate) fn pick_by<T: Copy>(&mut self, weighted: &[(T, f64)], adjust: impl Fn(T, f64) -> f64) -> T {
        let total: f64 = weighted.iter().map(|&(value, weight)| adjust(value, weight)).sum();
        let mut left = self.uniform() * total;
        for &(value, weight) in weighted {
            left -= adjust(value, weight);
            if left < 0.0 {
                return value;
            }
        }
        weighted.last().expect("a table of weights has at least one line").0
    }

    /// A count with this mean, which is greater than zero.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let poisson = Poisson::new(mean.max(1e-9)).expect("the mean is positive and finite");
        poisson.sample(&mut self.numbers) as u32
    }

    /// An overdispersed count (negative binomial): a Poisson count whose mean is itself gamma distributed.
    /// The smaller the shape, the longer the tail.
    pub(crate) fn overdispersed(&mut self, mean: f64, shape: f64) -> u32 {
        let gamma = Gamma::new(shape, mean / shape).expect("shape and mean are positive and finite");
        let mean = gamma.sample(&mut self.numbers);
        self.poisson(mean)
    }

    /// Exponential with this mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }

    /// Log-normal with this median; `spread` is the standard deviation of the logarithm.
    pub(crate) fn log_normal(&mut self, median: f64, spread: f64) -> f64 {
        median * (spread * self.normal()).exp()
    }

    /// A value of a distribution given by its quantiles.
    pub(crate) fn quantile(&mut self, quantiles: &Quantiles) -> f64 {
        let share = self.uniform();
        value_at(quantiles, share)
    }

    /// A standard normal that carries the given traits: each weight is the correlation with its trait, and
    /// noise makes up the rest of the variance.
    pub(crate) fn blend(&mut self, traits: &[(f64, f64)]) -> f64 {
        let carried: f64 = traits.iter().map(|(weight, value)| weight * value).sum();
        let explained: f64 = traits.iter().map(|(weight, _)| weight * weight).sum();
        carried + (1.0 - explained).max(0.0).sqrt() * self.normal()
    }

    /// A value of a distribution given by its quantiles, which rises with the given traits (a Gaussian
    /// copula).
    pub(crate) fn quantile_with(&mut self, quantiles: &Quantiles, traits: &[(f64, f64)]) -> f64 {
        let share = normal_share(self.blend(traits));
        value_at(quantiles, share)
    }
}

/// The value that a share of the distribution lies below.
pub(crate) fn value_at(quantiles: &Quantiles, share: f64) -> f64 {
    let upper = quantiles.partition_point(|&(reached, _)| reached <= share).clamp(1, quantiles.len() - 1);
    let (low_share, low) = quantiles[upper - 1];
    let (high_share, high) = quantiles[upper];
    let along = ((share - low_share) / (high_share - low_share)).clamp(0.0, 1.0);
    low + along * (high - low)
}

/// The share of a standard normal below `z`, by Page's logistic approximation (1977), good to 0.0002.
pub(crate) fn normal_share(z: f64) -> f64 {
    logistic(1.5976 * z + 0.070_56 * z * z * z)
}

/// The probability that has these log-odds.
pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_depend_on_seed_client_and_part_alone() {
        let first = |seed, client, part| Draw::new(seed, client, part).uniform();
        assert_eq!(first(1, 2, Part::Bureau), first(1, 2, Part::Bureau));
        assert_ne!(first(1, 2, Part::Bureau), first(2, 2, Part::Bureau));
        assert_ne!(first(1, 2, Part::Bureau), first(1, 3, Part::Bureau));
        assert_ne!(first(1, 2, Part::Bureau), first(1, 2, Part::Card));
    }

    #[test]
    fn quantiles_are_interpolated_and_end_at_their_ends() {
        let table = [(0.0, 10.0), (0.5, 20.0), (1.0, 100.0)];
        for (share, value) in
            [(-1.0, 10.0), (0.0, 10.0), (0.25, 15.0), (0.5, 20.0), (0.75, 60.0), (1.0, 100.0), (2.0, 100.0)]
        {
            assert_eq!(value_at(&table, share), value, "at {share}");
        }
    }

    #[test]
    fn the_normal_share_is_near_the_exact_one() {
        for (z, share) in
            [(0.0, 0.5), (1.0, 0.841_345), (-1.0, 0.158_655), (1.96, 0.975_002), (-2.5, 0.006_210)]
        {
            assert!((normal_share(z) - share).abs() < 2e-4, "at {z}");
        }
    }

    #[test]
    fn distributions_have_their_means() {
        let mut draw = Draw::new(7, 0, Part::Profile);
        let mut mean =
            |f: &mut dyn FnMut(&mut Draw) -> f64| (0..40_000).map(|_| f(&mut draw)).sum::<f64>() / 40_000.0;
        assert!((mean(&mut |d| d.exponential(3.0)) - 3.0).abs() < 0.1);
        assert!((mean(&mut |d| f64::from(d.overdispersed(4.0, 1.5))) - 4.0).abs() < 0.1);
        assert!((mean(&mut |d| f64::from(u8::from(d.odds(-2.0)))) - 0.1192).abs() < 0.008);
        assert!((mean(&mut |d| d.pick(&[(1.0, 3.0), (5.0, 1.0)])) - 2.0).abs() < 0.05);
        assert!((mean(&mut |d| d.blend(&[(0.6, 2.0)])) - 1.2).abs() < 0.03);
    }
}
