//! The distribution of a column's numbers, small enough for a picture.

use super::report::Histogram;

/// The most bins.
const BINS: usize = 20;
/// The values outside these quantiles may be gathered in the outer bins.
const TAILS: (f64, f64) = (0.01, 0.99);
/// They are when they would stretch the picture this much.
const STRETCHED: f64 = 3.0;

/// The value below which a share of the numbers lie, of an order that this changes; `None` of no number.
pub(super) fn quantile(numbers: &mut [f64], share: f64) -> Option<f64> {
    let last = numbers.len().checked_sub(1)?;
    let (_, value, _) = numbers.select_nth_unstable_by((last as f64 * share) as usize, f64::total_cmp);
    Some(*value)
}

/// The histogram of numbers, in an order that this changes; of whole numbers each bin is a whole number wide. `None`
/// of no number.
pub(super) fn histogram(numbers: &mut [f64], whole: bool) -> Option<Histogram> {
    let (from, to) = bounds(numbers, whole)?;
    let span = if whole { to - from + 1.0 } else { to - from };
    let (width, bins) = if span == 0.0 {
        (0.0, 1)
    } else if whole {
        let width = (span / BINS as f64).ceil();
        (width, (span / width).ceil() as usize)
    } else {
        (span / BINS as f64, BINS)
    };
    let mut counts = vec![0; bins];
    for number in numbers {
        // Below the first edge the cast gives 0, and so it does for a width of 0.
        let bin = ((*number - from) / width) as usize;
        counts[bin.min(bins - 1)] += 1;
    }
    let edges = (0..=bins).map(|edge| from + width * edge as f64).collect();
    Some(Histogram { edges, counts })
}

/// The least and the greatest number, or where a few lie far from the others, the ends of the many.
fn bounds(numbers: &mut [f64], whole: bool) -> Option<(f64, f64)> {
    let least = numbers.iter().copied().min_by(f64::total_cmp)?;
    let greatest = numbers.iter().copied().max_by(f64::total_cmp)?;
    if whole && greatest - least < BINS as f64 {
        return Some((least, greatest));
    }
    let (low, high) = (quantile(numbers, TAILS.0)?, quantile(numbers, TAILS.1)?);
    let stretched = high > low && greatest - least > STRETCHED * (high - low);
    Some(if stretched { (low, high) } else { (least, greatest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_for_each_of_few_whole_numbers() {
        let found = histogram(&mut [0.0, 1.0, 3.0, 0.0], true).unwrap();
        assert_eq!(found, Histogram { edges: vec![0.0, 1.0, 2.0, 3.0, 4.0], counts: vec![2, 1, 0, 1] });
    }

    #[test]
    fn whole_numbers_in_whole_bins() {
        let mut numbers: Vec<f64> = (-25..=25).map(f64::from).collect();
        let found = histogram(&mut numbers, true).unwrap();
        assert_eq!(found.edges.first(), Some(&-25.0));
        assert_eq!(found.edges.len(), found.counts.len() + 1);
        assert!(found.counts.len() <= BINS && found.counts.iter().all(|&count| count == 3), "{found:?}");
    }

    #[test]
    fn real_numbers_from_end_to_end() {
        let mut numbers: Vec<f64> = (0..=1000).map(|number| f64::from(number) / 1000.0).collect();
        let found = histogram(&mut numbers, false).unwrap();
        assert_eq!((found.edges.len(), found.edges[0], found.edges[BINS]), (BINS + 1, 0.0, 1.0));
        assert_eq!(found.counts.iter().sum::<u64>(), 1001);
        assert!(found.counts.iter().all(|count| (49..=52).contains(count)), "{found:?}");
    }

    #[test]
    fn far_values_are_gathered_at_the_ends() {
        let mut numbers: Vec<f64> = (0..1000).map(f64::from).collect();
        numbers.extend([1e9, -1e9]);
        let found = histogram(&mut numbers, false).unwrap();
        assert!(found.edges[0] > 0.0 && found.edges[BINS] < 1000.0, "{found:?}");
        assert_eq!(found.counts.iter().sum::<u64>(), 1002);
    }

    #[test]
    fn one_value_and_none() {
        let found = histogram(&mut [4.5, 4.5], false).unwrap();
        assert_eq!(found, Histogram { edges: vec![4.5, 4.5], counts: vec![2] });
        assert_eq!(histogram(&mut [], false), None);
    }

    #[test]
    fn quantiles() {
        let mut numbers = [3.0, 1.0, 2.0, 5.0, 4.0];
        for (share, expected) in [(0.0, 1.0), (0.5, 3.0), (1.0, 5.0)] {
            assert_eq!(quantile(&mut numbers, share), Some(expected));
        }
        assert_eq!(quantile(&mut [], 0.5), None);
    }
}
