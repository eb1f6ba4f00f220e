//! The clients who are most like one: a scan over their standardised key features.
//!
//! A key feature is one of the model's most important numeric inputs. Its values are standardised: less their mean,
//! divided by their standard deviation, and kept within four of these, so that no rare value decides alone. The
//! distance is Euclid's. Where one of two clients has a value and the other has none, they are one deviation apart;
//! where neither has, none.

use catalogue::{Feature, Unit};

use crate::artifacts::{Column, Comparing};

/// Key features at most.
const KEYS: usize = 8;
/// Standard deviations beyond which a value counts as no further away.
const FARTHEST: f32 = 4.0;

/// All clients' standardised key features, one feature after the other.
#[derive(Debug)]
pub struct Space {
    values: Vec<Vec<f32>>,
}

impl Comparing {
    /// The key features, and their columns.
    pub fn keys(&self) -> Vec<(&'static Feature, usize)> {
        let numeric = |(feature, _): &(&Feature, usize)| {
            self.categories.count(feature) == 0 && !matches!(feature.unit, Unit::Category | Unit::Flag)
        };
        self.by_importance().filter(numeric).take(KEYS).collect()
    }
}

impl Space {
    /// The space that these columns span.
    pub fn new<C: AsRef<Column>>(columns: &[C]) -> Self {
        Self { values: columns.iter().map(|column| standardised(&column.as_ref().values)).collect() }
    }

    /// The rows of the `count` clients nearest to the one in `row`, without that one; rising. All others, where there
    /// are fewer. Of equals, those with the lower number come first.
    pub fn nearest(&self, row: usize, count: usize) -> Vec<u32> {
        let clients = self.values.first().map_or(0, Vec::len);
        let mut distances = vec![0_f32; clients];
        for values in &self.values {
            let own = values[row];
            let beside = |distance: &mut f32, part: f32| *distance += part;
            if own.is_nan() {
                let parts = values.iter().map(|value| if value.is_nan() { 0.0 } else { 1.0 });
                distances.iter_mut().zip(parts).for_each(|(distance, part)| beside(distance, part));
            } else {
                let part = |value: f32| {
                    let gap = value - own;
                    if gap.is_nan() { 1.0 } else { gap * gap }
                };
                let parts = values.iter().map(|&value| part(value));
                distances.iter_mut().zip(parts).for_each(|(distance, part)| beside(distance, part));
            }
        }
        if let Some(own) = distances.get_mut(row) {
            *own = f32::INFINITY;
        }
        let count = count.min(clients.saturating_sub(1));
        if count == 0 {
            return Vec::new();
        }
        // Distances are not negative, so that their bits are ordered as they are.
        let mut bits: Vec<u32> = distances.iter().map(|distance| distance.to_bits()).collect();
        let (nearer, &mut border, _) = bits.select_nth_unstable(count - 1);
        let mut equals = count - nearer.iter().filter(|&&bits| bits < border).count();
        let rows = distances.iter().enumerate().filter_map(|(row, distance)| {
            let bits = distance.to_bits();
            let taken = bits < border || (bits == border && equals > 0);
            if taken && bits == border {
                equals -= 1;
            }
            taken.then_some(row as u32)
        });
        rows.collect()
    }
}

fn standardised(values: &[f32]) -> Vec<f32> {
    let present = || values.iter().filter(|value| !value.is_nan()).map(|&value| f64::from(value));
    let count = (present().count() as f64).max(1.0);
    let mean = present().sum::<f64>() / count;
    let deviation = (present().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    let scale = if deviation > 0.0 { 1.0 / deviation } else { 0.0 };
    values
        .iter()
        .map(|&value| (((f64::from(value) - mean) * scale) as f32).clamp(-FARTHEST, FARTHEST))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_those_of_a_full_sort() {
        let column = |factor: usize, missing: usize| {
            let value =
                |row: usize| if row % missing == 5 { f32::NAN } else { ((row * factor) % 101) as f32 };
            Column::new((0..600).map(value).collect())
        };
        let columns = [column(7, 9), column(13, 600), column(29, 11)].map(std::sync::Arc::new);
        let space = Space::new(&columns);
        for row in [0, 5, 17, 599] {
            let distance = |other: usize| -> f32 {
                let gap = |values: &Vec<f32>| match (values[other], values[row]) {
                    (a, b) if a.is_nan() && b.is_nan() => 0.0,
                    (a, b) if a.is_nan() || b.is_nan() => 1.0,
                    (a, b) => (a - b) * (a - b),
                };
                space.values.iter().map(gap).fold(0.0, |sum, gap| sum + gap)
            };
            let mut others: Vec<usize> = (0..600).filter(|&other| other != row).collect();
            others.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)));
            for count in [1, 50, 599, 5_000] {
                let mut expected: Vec<u32> = others.iter().take(count).map(|&row| row as u32).collect();
                expected.sort_unstable();
                assert_eq!(space.nearest(row, count), expected, "{count} nearest of {row}");
            }
        }
    }
}
