//! A column in a few numbers: quantiles, mean, missing share, histogram.

use api::Histogram;

use super::histogram;
use crate::value::decimal;

/// What a column's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Numbers.
    Number,
    /// Codes of that many categories.
    Category(usize),
}

/// A column among the clients of a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How many clients have a value.
    pub present: usize,
    /// The share of the clients that have none, 0 to 1.
    pub missing_share: f64,
    /// Minimum, first quartile, median, third quartile and maximum; `None` for categories, and where no value is
    /// present.
    pub five: Option<[f64; 5]>,
    /// The arithmetic mean; `None` where `five` is.
    pub mean: Option<f64>,
    /// How the values are spread over the outcomes; without labels.
    pub histogram: Histogram,
}

impl Summary {
    /// Summarises `values`, NaN being missing. `outcomes` are of the same clients: 1 defaulted, 0 repaid, NaN unknown.
    pub fn new(values: &[f32], outcomes: &[f32], scale: Scale) -> Self {
        let mut sorted: Vec<f32> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let present = sorted.len();
        let missing_share = 1.0 - present as f64 / (values.len() as f64).max(1.0);
        let (edges, five, mean) = match scale {
            Scale::Category(count) => ((0..=count).map(|edge| edge as f64).collect(), None, None),
            Scale::Number if present == 0 => (Vec::new(), None, None),
            Scale::Number => {
                sorted.sort_unstable_by(f32::total_cmp);
                let five = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(&sorted, share));
                // In the order of the clients, as a part of them is summed up by `Group`.
                let there = values.iter().filter(|value| !value.is_nan());
                let sum: f64 = there.map(|&value| f64::from(value)).fold(0.0, |sum, value| sum + value);
                (histogram::edges(&sorted), Some(five), Some(sum / present as f64))
            }
        };
        Self { present, missing_share, five, mean, histogram: histogram::count(edges, values, outcomes) }
    }
}

/// The quantile that `numpy.quantile` gives by default, for `share` in 0 to 1: linear between the two values around
/// the place `share * (n - 1)`.
///
/// # Panics
/// When there is no value.
pub fn quantile(sorted: &[f32], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor();
    let low = decimal(sorted[below as usize]);
    let high = decimal(sorted[place.ceil() as usize]);
    part_way(low, high, place - below)
}

/// The value so far between two neighbours, `part` being in 0 to 1.
pub fn between(low: f32, high: f32, part: f64) -> f64 {
    part_way(decimal(low), decimal(high), part)
}

fn part_way(low: f64, high: f64, part: f64) -> f64 {
    // From the nearer end, so that both ends are met exactly.
    if part < 0.5 { low + (high - low) * part } else { high - (high - low) * (1.0 - part) }
}

/// How many of the present values are at most `value`.
pub fn at_most(values: &[f32], value: f32) -> usize {
    values.iter().filter(|&&other| other <= value).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_numpy_s() {
        // numpy.quantile([1, 2, 4, 8, 16], [0, .01, .1, .25, .4, .5, .75, .99, 1])
        let expected = [
            (0.0, 1.0),
            (0.01, 1.04),
            (0.1, 1.4),
            (0.25, 2.0),
            (0.4, 3.2),
            (0.5, 4.0),
            (0.75, 8.0),
            (0.99, 15.68),
            (1.0, 16.0),
        ];
        for (share, value) in expected {
            let found = quantile(&[1.0, 2.0, 4.0, 8.0, 16.0], share);
            assert!((found - value).abs() < 1e-12, "{share}: {found}");
        }
        assert_eq!(quantile(&[3.5], 0.25), 3.5);
    }

    #[test]
    fn missing_values_count_for_nothing_but_the_missing_share() {
        let values = [f32::NAN, 1.0, 3.0, f32::NAN, 2.0, f32::NAN, f32::NAN, f32::NAN];
        let summary = Summary::new(&values, &[0.0; 8], Scale::Number);
        assert_eq!((summary.present, summary.missing_share), (3, 0.625));
        assert_eq!(summary.five, Some([1.0, 1.5, 2.0, 2.5, 3.0]));
        assert_eq!(summary.mean, Some(2.0));
        assert_eq!(summary.histogram.repaid.iter().sum::<u32>(), 3);
    }

    #[test]
    fn a_column_without_values_has_no_figures() {
        let summary = Summary::new(&[f32::NAN; 4], &[0.0; 4], Scale::Number);
        assert_eq!((summary.five, summary.mean, summary.missing_share), (None, None, 1.0));
        assert_eq!(summary.histogram, Histogram::default());
    }

    #[test]
    fn values_at_most_another_are_counted() {
        let values = [1.0, 2.0, 2.0, 3.0, f32::NAN];
        for (value, expected) in [(0.5, 0), (1.0, 1), (2.0, 3), (2.5, 3), (3.0, 4), (f32::NAN, 0)] {
            assert_eq!(at_most(&values, value), expected, "{value}");
        }
    }

    #[test]
    fn a_category_has_a_bin_for_each_of_its_values() {
        let values = [0.0, 2.0, 2.0, f32::NAN, 2.0];
        let outcomes = [0.0, 1.0, f32::NAN, 1.0, 0.0];
        let summary = Summary::new(&values, &outcomes, Scale::Category(3));
        assert_eq!((summary.five, summary.mean), (None, None));
        assert_eq!(summary.histogram.edges, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(summary.histogram.repaid, [1, 0, 1]);
        assert_eq!(summary.histogram.defaulted, [0, 0, 1]);
        assert_eq!(summary.histogram.unknown, [0, 0, 1]);
    }
}
