//! The population stability index: how far the clients of today are from those whom the model learned from.
//!
//! Source: N. Siddiqi, *Credit Risk Scorecards*, 2006, with its customary limits of 0.10 and 0.25.

use crate::calibration::settled;
use crate::evidence::{Drift, Psi, Verdict};
use crate::input::Input;

/// Bins of a number.
const BINS: usize = 10;
/// A share below this counts as this, so that an empty bin does not make the index infinite.
const LEAST_SHARE: f64 = 1e-4;
/// The index up to which populations are alike.
const WATCH: f64 = 0.10;
/// The index above which a model was not made for a population.
const DRIFTED: f64 = 0.25;
/// Inputs whose drift decides: the most important ones.
const DECIDING: usize = 20;

/// A population that is compared with another.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// In words.
    pub words: &'a str,
    /// The score of each client, as one number a bin of the scores' distribution.
    pub scores: &'a [f32],
    /// How many clients there are inputs of.
    pub clients: usize,
    /// The value of a client's input, NaN where it is missing.
    pub value: &'a dyn Fn(usize, usize) -> f32,
}

/// Compares a population with a reference on the score and on the model's inputs; `importance` is that of each input.
pub fn compare(inputs: &[Input], importance: &[f64], reference: &Side<'_>, other: &Side<'_>) -> Drift {
    let score = index("score".to_owned(), reference.scores, other.scores, 0, None);
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by(|&a, &b| importance[b].total_cmp(&importance[a]));
    let of_input = |(rank, &input): (usize, &usize)| {
        let column = |side: &Side<'_>| -> Vec<f32> {
            (0..side.clients).map(|client| (side.value)(client, input)).collect()
        };
        let categories = inputs[input].categories().len();
        let name = inputs[input].name().to_owned();
        index(name, &column(reference), &column(other), categories, Some(rank as u32 + 1))
    };
    let mut features: Vec<Psi> = order.iter().enumerate().map(of_input).collect();
    let verdict = verdict(&score, &features);
    // A stable sort: of equal indices, the more important input stands first.
    features.sort_by(|a, b| b.psi.total_cmp(&a.psi));
    Drift {
        reference: reference.words.to_owned(),
        population: other.words.to_owned(),
        reference_clients: reference.clients as u32,
        clients: other.clients as u32,
        score,
        features,
        verdict,
    }
}

/// The worst of the score and the most important inputs; another input that has drifted is to be watched.
fn verdict(score: &Psi, features: &[Psi]) -> Verdict {
    let of_input = |psi: &Psi| {
        let decides = psi.rank.is_some_and(|rank| rank as usize <= DECIDING);
        if decides { psi.verdict } else { psi.verdict.min(Verdict::Watch) }
    };
    features.iter().map(of_input).fold(score.verdict, Verdict::max)
}

fn index(name: String, reference: &[f32], other: &[f32], categories: usize, rank: Option<u32>) -> Psi {
    let bins = Bins::of(reference, categories);
    let (expected, actual) = (bins.shares(reference), bins.shares(other));
    let psi = expected.iter().zip(&actual).map(|(&expected, &actual)| {
        let (expected, actual) = (expected.max(LEAST_SHARE), actual.max(LEAST_SHARE));
        (actual - expected) * (actual / expected).ln()
    });
    let psi = settled(psi.sum());
    let missing = |shares: &[f64]| settled(shares.last().copied().unwrap_or(0.0));
    Psi {
        name,
        psi,
        verdict: Verdict::of(psi),
        missing_reference: missing(&expected),
        missing: missing(&actual),
        rank,
    }
}

impl Verdict {
    /// What an index means.
    pub fn of(psi: f64) -> Self {
        if psi < WATCH {
            Self::Stable
        } else if psi <= DRIFTED {
            Self::Watch
        } else {
            Self::Drifted
        }
    }
}

/// The upper ends of bins; what is above the last one has a bin of its own, and so have missing values.
struct Bins(Vec<f32>);

impl Bins {
    /// Deciles of the reference, or one bin a category.
    fn of(reference: &[f32], categories: usize) -> Self {
        if categories > 0 {
            return Self((0..categories).map(|code| code as f32).collect());
        }
        let mut present: Vec<f32> = reference.iter().copied().filter(|value| !value.is_nan()).collect();
        present.sort_unstable_by(f32::total_cmp);
        if present.is_empty() {
            return Self(Vec::new());
        }
        let mut edges: Vec<f32> = Vec::new();
        for decile in 1..BINS {
            let edge = present[(decile * present.len() / BINS).min(present.len() - 1)];
            // A value that is two deciles at once, or the least of all, has a bin of its own: what lies below it is
            // not counted with it.
            if edges.last() == Some(&edge) || edge == present[0] {
                edges.push(edge.next_down());
            }
            edges.push(edge);
        }
        edges.sort_unstable_by(f32::total_cmp);
        edges.dedup();
        Self(edges)
    }

    /// The share of the values in each bin, that of missing ones last.
    fn shares(&self, values: &[f32]) -> Vec<f64> {
        let mut counts = vec![0_u64; self.0.len() + 2];
        let missing = self.0.len() + 1;
        for &value in values {
            let bin = if value.is_nan() { missing } else { self.0.partition_point(|&edge| edge < value) };
            counts[bin] += 1;
        }
        counts.into_iter().map(|count| count as f64 / values.len().max(1) as f64).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn psi(reference: &[f32], other: &[f32], categories: usize) -> f64 {
        index(String::new(), reference, other, categories, None).psi
    }

    #[test]
    fn the_index_is_that_worked_out_by_hand() {
        // Categories: 50, 30, 20 % against 40, 30, 30 %.
        let reference: Vec<f32> = [0.0; 50].into_iter().chain([1.0; 30]).chain([2.0; 20]).collect();
        let other: Vec<f32> = [0.0; 40].into_iter().chain([1.0; 30]).chain([2.0; 30]).collect();
        let expected = -0.1 * (0.8_f64).ln() + 0.1 * (1.5_f64).ln();
        assert!((psi(&reference, &other, 3) - expected).abs() < 1e-9);
        assert_eq!(psi(&reference, &reference, 3), 0.0);
    }

    #[test]
    fn a_population_like_the_reference_is_stable_and_a_shifted_one_is_not() {
        let uniform = |shift: f32| -> Vec<f32> {
            (0..10_000).map(|client| (client * 7919 % 10_007) as f32 / 10_007.0 + shift).collect()
        };
        assert!(psi(&uniform(0.0), &uniform(0.0)[..5_000], 0) < 0.01);
        // The first decile is emptied into the last: 0.1 ln(0.1 / 0.0001) + 0.1 ln 2 of about 0.76.
        let shifted = psi(&uniform(0.0), &uniform(0.1), 0);
        assert!((shifted - 0.76).abs() < 0.02, "{shifted}");
    }

    #[test]
    fn a_flag_that_becomes_common_or_rare_is_seen() {
        let flag = |ones: usize| -> Vec<f32> {
            (0..1_000).map(|client| f32::from(u8::from(client < ones))).collect()
        };
        for (before, after) in [(30, 300), (970, 700)] {
            let found = psi(&flag(before), &flag(after), 0);
            // 0.27 ln(0.3 / 0.03) + 0.27 ln(0.97 / 0.7) = 0.710.
            assert!((found - 0.710).abs() < 0.001, "{before} to {after}: {found}");
        }
    }

    #[test]
    fn missing_values_are_a_bin() {
        let reference = [1.0, 2.0, 3.0, 4.0];
        let other = [1.0, 2.0, f32::NAN, f32::NAN];
        let found = index(String::new(), &reference, &other, 0, None);
        assert_eq!((found.missing_reference, found.missing, found.verdict), (0.0, 0.5, Verdict::Drifted));
    }

    #[test]
    fn verdicts_have_the_customary_limits() {
        let expected = [
            (0.0, Verdict::Stable),
            (0.0999, Verdict::Stable),
            (0.10, Verdict::Watch),
            (0.25, Verdict::Watch),
            (0.2501, Verdict::Drifted),
        ];
        for (psi, verdict) in expected {
            assert_eq!(Verdict::of(psi), verdict, "{psi}");
        }
    }

    #[test]
    fn an_input_that_hardly_matters_is_watched_and_no_more() {
        let one = |rank: u32, psi: f64| Psi {
            name: String::new(),
            psi,
            verdict: Verdict::of(psi),
            missing_reference: 0.0,
            missing: 0.0,
            rank: Some(rank),
        };
        let score = Psi { rank: None, ..one(1, 0.0) };
        assert_eq!(verdict(&score, &[one(1, 0.05), one(21, 0.9)]), Verdict::Watch);
        assert_eq!(verdict(&score, &[one(20, 0.9)]), Verdict::Drifted);
    }
}
