//! Bins with borders that a person can read, and counts in them.

use api::Histogram;

use super::summary::quantile;

/// No histogram of numbers has more bins.
const MOST_BINS: usize = 20;
/// Up to here every whole number is a float of its own: 2^53.
const GREATEST_COUNTED: f64 = 9_007_199_254_740_992.0;

/// The borders of the bins for some numbers, sorted and not empty.
///
/// Whole numbers over a short range get a bin each: `[v, v + 1)` holds `v`. Others get at most twenty bins between
/// the 1st and the 99th percentile, so that a few great values do not leave all others in one bin; a bin is 1, 2 or
/// 5 times a power of ten wide, and its borders are multiples of that.
pub fn edges(sorted: &[f32]) -> Vec<f64> {
    let [least, greatest, low, high] = [0.0, 1.0, 0.01, 0.99].map(|share| quantile(sorted, share));
    let whole = sorted.iter().all(|value| value.fract() == 0.0);
    edges_of(Spread { least, greatest, low, high, whole })
}

/// What the borders of bins depend on.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The least value.
    pub least: f64,
    /// The greatest value.
    pub greatest: f64,
    /// The 1st percentile.
    pub low: f64,
    /// The 99th percentile.
    pub high: f64,
    /// Whether all values are whole.
    pub whole: bool,
}

/// The borders of the bins for numbers that are spread so.
pub fn edges_of(spread: Spread) -> Vec<f64> {
    let Spread { least, greatest, low, high, whole } = spread;
    // Where nearly all values are the same, the rest is all there is to show.
    let (low, high) = if low < high { (low, high) } else { (least, greatest) };

    // Beyond, there is no next whole number to be a border.
    if whole && least.abs().max(greatest.abs()) < GREATEST_COUNTED {
        for (low, high) in [(least, greatest), (low.floor(), high.ceil())] {
            if high - low < MOST_BINS as f64 {
                return (0..=(high - low) as usize + 1).map(|step| low + step as f64).collect();
            }
        }
    }
    let span = if low < high { high - low } else { low.abs().max(1.0) };
    let mut step = Step::at_least(span / MOST_BINS as f64);
    if whole && step.width() < 1.0 {
        step = Step { digit: 1, power: 0 };
    }
    loop {
        let first = (low / step.width()).floor();
        let last = (high / step.width()).ceil().max(first + 1.0);
        if last - first <= MOST_BINS as f64 {
            return (0..=(last - first) as usize).map(|bin| step.times(first + bin as f64)).collect();
        }
        step = step.next();
    }
}

/// Which bin a value is in; the outer ones take what lies beyond them.
#[derive(Debug)]
pub struct Bins {
    /// Compared as values are stored: a border that is a short decimal is the stored value of that decimal.
    inner: Vec<f32>,
}

impl Bins {
    /// The bins between these borders.
    pub fn new(edges: &[f64]) -> Self {
        let inner = edges.iter().skip(1).take(edges.len().saturating_sub(2));
        Self { inner: inner.map(|&edge| edge as f32).collect() }
    }

    /// The bin of a value that is there.
    pub fn of(&self, value: f32) -> usize {
        self.inner.partition_point(|&edge| edge <= value)
    }
}

/// Counts the clients of each bin by their outcome. The outer bins take what lies beyond them.
pub fn count(edges: Vec<f64>, values: &[f32], outcomes: &[f32]) -> Histogram {
    let bins = edges.len().saturating_sub(1);
    let [mut repaid, mut defaulted, mut unknown] = [const { Vec::new() }; 3].map(|mut counts: Vec<u32>| {
        counts.resize(bins, 0);
        counts
    });
    if bins > 0 {
        let within = Bins::new(&edges);
        for (&value, &outcome) in values.iter().zip(outcomes).filter(|(value, _)| !value.is_nan()) {
            let counts = if outcome.is_nan() {
                &mut unknown
            } else if outcome > 0.5 {
                &mut defaulted
            } else {
                &mut repaid
            };
            counts[within.of(value)] += 1;
        }
    }
    Histogram { edges, labels: Vec::new(), repaid, defaulted, unknown }
}

/// A width of 1, 2 or 5 times a power of ten.
#[derive(Debug, Clone, Copy)]
struct Step {
    digit: u8,
    power: i32,
}

impl Step {
    /// The least such width that is at least `width`, which is positive.
    fn at_least(width: f64) -> Self {
        // A float's logarithm may be one off at a power of ten: begin below, and go up.
        let mut step = Self { digit: 1, power: width.log10().floor() as i32 - 1 };
        while step.width() < width {
            step = step.next();
        }
        step
    }

    fn next(self) -> Self {
        match self.digit {
            1 => Self { digit: 2, ..self },
            2 => Self { digit: 5, ..self },
            _ => Self { digit: 1, power: self.power + 1 },
        }
    }

    fn width(self) -> f64 {
        self.times(1.0)
    }

    /// A multiple of the width. Dividing by a power of ten, which is exact, gives the float nearest to the decimal:
    /// 0.3, not 0.30000000000000004.
    fn times(self, count: f64) -> f64 {
        let count = count * f64::from(self.digit);
        let scaled =
            if self.power < 0 { count / 10_f64.powi(-self.power) } else { count * 10_f64.powi(self.power) };
        scaled + 0.0 // no negative zero
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(values: impl IntoIterator<Item = f32>) -> Vec<f32> {
        let mut values: Vec<f32> = values.into_iter().collect();
        values.sort_unstable_by(f32::total_cmp);
        values
    }

    #[test]
    fn borders_can_be_read() {
        let uniform = sorted((0..1000).map(|step| step as f32 / 1000.0));
        let found = edges(&uniform);
        let expected: Vec<f64> = (0..=20).map(|step| f64::from(step * 5) / 100.0).collect();
        assert_eq!(found, expected);
        let salaries = sorted((0..1000).map(|step| 25_000.5 + 371.3 * step as f32));
        let found = edges(&salaries);
        assert_eq!((found[0], found[1], found.len()), (20_000.0, 40_000.0, 20));
    }

    #[test]
    fn a_few_great_values_do_not_hide_the_others() {
        let values = sorted((0..1000).map(|step| if step == 7 { 1e9 } else { step as f32 + 0.5 }));
        let histogram = count(edges(&values), &values, &vec![0.0; 1000]);
        assert!(*histogram.edges.last().unwrap() <= 1000.0, "{:?}", histogram.edges);
        assert_eq!(histogram.repaid.iter().sum::<u32>(), 1000);
        assert_eq!(histogram.repaid.last(), Some(&51)); // 950.5 to 999.5, and the great one
    }

    #[test]
    fn small_whole_numbers_have_a_bin_each() {
        let children = sorted([0.0, 0.0, 0.0, 1.0, 3.0]);
        assert_eq!(edges(&children), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(count(edges(&children), &children, &[0.0; 5]).repaid, [3, 1, 0, 1]);
        let rare_flag = sorted((0..1000).map(|client| if client < 3 { 1.0 } else { 0.0 }));
        assert_eq!(count(edges(&rare_flag), &rare_flag, &vec![1.0; 1000]).defaulted, [997, 3]);
        let late = sorted((0..1000).map(|client| (client % 6) as f32).chain([90.0]));
        assert_eq!(count(edges(&late), &late, &vec![0.0; 1001]).repaid, [167, 167, 167, 167, 166, 167]);
    }

    #[test]
    fn whole_numbers_over_a_long_range_have_whole_borders() {
        let days = sorted((0..1000).map(|day| -(day as f32) * 23.0));
        assert!(edges(&days).iter().all(|edge| edge.fract() == 0.0), "{:?}", edges(&days));
        let hours = sorted((0..1000).map(|hour| (hour % 24) as f32));
        assert!(edges(&hours).iter().all(|edge| edge.fract() == 0.0), "{:?}", edges(&hours));
    }

    #[test]
    fn one_value_alone_has_one_wide_bin() {
        for value in [0.3_f32, -12.5, 0.0, 7.0, 1e-30, 3e38] {
            let found = edges(&[value, value]);
            assert!(found.len() >= 2 && found[0] < *found.last().unwrap(), "{value}: {found:?}");
            let histogram = count(found, &[value, value], &[1.0, f32::NAN]);
            assert_eq!(histogram.defaulted.iter().sum::<u32>(), 1);
            assert_eq!(histogram.unknown.iter().sum::<u32>(), 1);
        }
    }

    #[test]
    fn borders_rise_and_every_value_is_counted_where_it_lies() {
        for (scale, shift) in [(1.0_f32, 0.0_f32), (1e-4, 0.0), (1e6, 0.0), (3.7, -1e5), (0.013, 5.0)] {
            let values = sorted((0..500).map(|step| shift + scale * ((step * 7919) % 500) as f32 / 3.0));
            let histogram = count(edges(&values), &values, &vec![0.0; 500]);
            let edges = &histogram.edges;
            assert!(edges.windows(2).all(|pair| pair[0] < pair[1]), "{edges:?}");
            assert!(edges.len() <= MOST_BINS + 1 && edges.len() >= 6, "{edges:?}");
            for (bin, &found) in histogram.repaid.iter().enumerate() {
                let (first, last) = (bin == 0, bin + 1 == histogram.repaid.len());
                let expected = values.iter().filter(|&&value| {
                    let value = crate::value::decimal(value);
                    (first || edges[bin] <= value) && (last || value < edges[bin + 1])
                });
                assert_eq!(expected.count() as u32, found, "bin {bin} of {edges:?}");
            }
        }
    }
}
