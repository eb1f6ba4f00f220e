//! Statistics of a client's rows, which lie side by side.

use std::ops::Range;

use catalogue::expr::SLOPE_ROUNDING;
use catalogue::{ColumnRef, Statistic};

/// A statistic of a value over the rows of which a filter holds; both by their place in the [`Material`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reduction {
    pub(super) statistic: Statistic,
    /// `None` where the rows themselves are counted.
    pub(super) value: Option<usize>,
    pub(super) filter: Option<usize>,
}

/// What is known of some rows: of each value and each condition, and of each column that a slope is taken over, all
/// rows. A missing number is NaN.
pub(super) struct Material {
    pub(super) values: Vec<Vec<f64>>,
    pub(super) filters: Vec<Vec<bool>>,
    pub(super) over: Vec<(ColumnRef, Vec<f64>)>,
}

/// The rows of a client, and the client's place in the results.
pub(super) struct Span {
    pub(super) client: usize,
    pub(super) rows: Range<usize>,
}

impl Reduction {
    /// What it is of a client without rows.
    pub(super) fn of_nothing(self) -> f64 {
        if self.statistic == Statistic::Count { 0.0 } else { f64::NAN }
    }

    /// The statistic of each client.
    pub(super) fn reduce(self, material: &Material, spans: &[Span]) -> Vec<f64> {
        let filter = self.filter.map(|place| material.filters[place].as_slice());
        let Some(values) = self.value.map(|place| material.values[place].as_slice()) else {
            let count = |rows: Range<usize>| {
                let counted =
                    filter.map_or(rows.len(), |filter| filter[rows].iter().filter(|&&holds| holds).count());
                counted as f64
            };
            return each(spans, count);
        };
        // The values that count: those that are there, on the rows of which the filter holds.
        let counted = |rows: Range<usize>| {
            let holds = move |place: usize| filter.is_none_or(|filter| filter[place]);
            rows.clone().zip(&values[rows]).filter(move |&(place, value)| !value.is_nan() && holds(place))
        };
        match self.statistic {
            Statistic::Count => each(spans, |rows| counted(rows).count() as f64),
            Statistic::Sum => each(spans, |rows| {
                let (count, sum) =
                    counted(rows).fold((0, 0.0), |(count, sum), (_, value)| (count + 1, sum + value));
                if count == 0 { f64::NAN } else { sum }
            }),
            Statistic::Mean => each(spans, |rows| {
                let (count, sum) =
                    counted(rows).fold((0, 0.0), |(count, sum), (_, value)| (count + 1, sum + value));
                if count == 0 { f64::NAN } else { sum / f64::from(count) }
            }),
            // `min` and `max` of f64 pass over NaN.
            Statistic::Min => each(spans, |rows| counted(rows).fold(f64::NAN, |least, (_, v)| least.min(*v))),
            Statistic::Max => each(spans, |rows| counted(rows).fold(f64::NAN, |most, (_, v)| most.max(*v))),
            Statistic::Slope(column) => {
                let over =
                    material.over.iter().find(|(of, _)| *of == column).map(|(_, over)| over.as_slice());
                let over = over.expect("the material has every column that a slope is taken over");
                each(spans, |rows| {
                    slope(
                        counted(rows)
                            .map(|(place, &value)| (over[place], value))
                            .filter(|(x, _)| !x.is_nan()),
                    )
                })
            }
        }
    }
}

fn each(spans: &[Span], statistic: impl Fn(Range<usize>) -> f64) -> Vec<f64> {
    spans.iter().map(|span| statistic(span.rows.clone())).collect()
}

/// The slope of the least-squares line through points, by the rules of [`Statistic::Slope`].
fn slope(points: impl Iterator<Item = (f64, f64)>) -> f64 {
    #[derive(Default)]
    struct Sums {
        n: f64,
        x: f64,
        y: f64,
        xx: f64,
        xy: f64,
        abs_y: f64,
        abs_xy: f64,
    }
    let sums = points.fold(Sums::default(), |sums, (x, y)| Sums {
        n: sums.n + 1.0,
        x: sums.x + x,
        y: sums.y + y,
        xx: sums.xx + x * x,
        xy: sums.xy + x * y,
        abs_y: sums.abs_y + y.abs(),
        abs_xy: sums.abs_xy + (x * y).abs(),
    });
    let (above, below) = (sums.n * sums.xy - sums.x * sums.y, sums.n * sums.xx - sums.x * sums.x);
    if below <= 0.0 {
        f64::NAN
    } else if above.abs() <= SLOPE_ROUNDING * (sums.n * sums.abs_xy + sums.x.abs() * sums.abs_y) {
        0.0
    } else {
        above / below
    }
}
