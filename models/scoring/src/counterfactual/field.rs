//! What a client can change, and to which values.

use catalogue::{ColumnRef, Direction, Expr, Feature, Kind, Unit, plausible};

use crate::records::{Row, Value};

/// The most values of a field that are tried: the rounding of its values follows from it.
const MOST_VALUES: f64 = 250.0;

/// A field of an application that a client can act on.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) feature: &'static Feature,
    pub(super) column: ColumnRef,
    pub(super) present: f64,
    /// The values other than the present one that can be chosen, the nearest first. Of the instalment, those that
    /// other terms of the present credit have; none where it is no choice.
    pub(super) values: Vec<f64>,
    /// The least and the greatest value that can be chosen.
    bounds: (f64, f64),
    /// Amounts are rounded to multiples of this.
    pub(super) step: f64,
    /// The change whose size is 1.
    pub(super) spread: f64,
}

impl Field {
    /// The field that a feature is, if this client can act on it.
    pub(super) fn new(
        feature: &'static Feature,
        application: &Row,
        spread: &dyn Fn(&Feature) -> f64,
    ) -> Option<Self> {
        let action = feature.action?;
        let Expr::Column(column) = feature.formula else { return None };
        let Value::Number(present) = application.get(column) else { return None };
        let believed = plausible::range(column)?;
        let mut least = action.least.of(present).max(*believed.start());
        let mut greatest = action.greatest.of(present).min(*believed.end());
        match feature.monotone.map(|monotone| monotone.direction) {
            Some(Direction::RaisesRisk) => greatest = greatest.min(present),
            Some(Direction::LowersRisk) => least = least.max(present),
            None => {}
        }
        let step = step(greatest - least, column.get().kind);
        let mut values: Vec<f64> =
            multiples(step, least, greatest).filter(|&value| value != present).collect();
        values.sort_by(|a, b| (a - present).abs().total_cmp(&(b - present).abs()).then(a.total_cmp(b)));
        let spread = match spread(feature) {
            spread if spread > 0.0 && spread.is_finite() => spread,
            _ if feature.unit == Unit::Flag || present == 0.0 => 1.0,
            _ => present.abs(),
        };
        let bounds = (least, greatest);
        (!values.is_empty()).then_some(Self { feature, column, present, values, bounds, step, spread })
    }

    /// Lets only these values be chosen, as far as the bounds of the action allow them.
    pub(super) fn choose_among(&mut self, values: &[f64]) {
        self.values = values.iter().copied().filter(|&value| self.allows(value)).collect();
        self.values.sort_by(|a, b| (a - self.present).abs().total_cmp(&(b - self.present).abs()));
    }

    /// Whether a value lies within the bounds of the action.
    pub(super) fn allows(&self, value: f64) -> bool {
        value >= self.bounds.0 && value <= self.bounds.1
    }

    /// How far a value is from the present one, in spreads.
    pub(super) fn distance(&self, value: f64) -> f64 {
        (value - self.present).abs() / self.spread
    }

    /// About so many of the values, evenly over their range, its ends among them.
    pub(super) fn some_values(&self, count: usize) -> Vec<f64> {
        let mut rising = self.values.clone();
        rising.sort_by(f64::total_cmp);
        if rising.len() <= count {
            return rising;
        }
        let last = rising.len() - 1;
        (0..count).map(|index| rising[index * last / (count - 1)]).collect()
    }

    /// The value nearest to `amount` among those that could be asked for and the present one, if it is within a
    /// step of one; rounded up to a step where `up`.
    pub(super) fn nearest(&self, amount: f64, up: bool) -> Option<f64> {
        let steps = amount / self.step;
        // A multiple that rounding made a little more is still that multiple.
        let rounded = if up { (steps - 1e-9).ceil() } else { steps.round() } * self.step;
        (rounded == self.present || self.values.contains(&rounded)).then_some(rounded)
    }
}

/// The least of 1, 2, 5, 10, 20, 50, ... that makes at most [`MOST_VALUES`] steps of a range; of a number that need
/// not be whole, also 0.1, 0.2, 0.5 and so on.
fn step(range: f64, kind: Kind) -> f64 {
    let finest = range / MOST_VALUES;
    if matches!(kind, Kind::Integer) && finest <= 1.0 {
        return 1.0;
    }
    let power = 10.0_f64.powi(finest.max(f64::MIN_POSITIVE).log10().floor() as i32);
    [1.0, 2.0, 5.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|&step| step >= finest)
        .unwrap_or(10.0 * power)
}

fn multiples(step: f64, least: f64, greatest: f64) -> impl Iterator<Item = f64> {
    let (first, last) = ((least / step).ceil(), (greatest / step).floor());
    let count = if last >= first { (last - first) as usize + 1 } else { 0 };
    (0..count).map(move |index| (first + index as f64) * step)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use catalogue::Table;

    use super::*;

    fn field(name: &str, present: &str) -> Option<Field> {
        let (row, _) = Row::read(Table::Application, [(name, present)]).unwrap();
        Field::new(catalogue::feature(name).unwrap(), &row, &|_| 1000.0)
    }

    #[test]
    fn amounts_are_rounded_as_a_person_would_ask_for_them() {
        for (name, present, step, least, greatest) in [
            ("AMT_CREDIT", "500000", 2000.0, 100_000.0, 498_000.0),
            ("AMT_CREDIT", "254700", 1000.0, 51_000.0, 254_000.0),
            ("AMT_CREDIT", "1350000", 5000.0, 270_000.0, 1_345_000.0),
            ("AMT_ANNUITY", "25000", 100.0, 12_500.0, 37_500.0),
            ("AMT_ANNUITY", "6750", 50.0, 3400.0, 10_100.0),
        ] {
            let field = field(name, present).unwrap();
            let extremes = field.values.iter().fold((f64::MAX, 0.0_f64), |(least, greatest), &value| {
                (least.min(value), greatest.max(value))
            });
            assert_eq!((field.step, extremes), (step, (least, greatest)), "{name} {present}");
            assert!(field.values.iter().all(|value| value % step == 0.0 && *value != field.present));
            assert!(field.values.is_sorted_by_key(|value| (value - field.present).abs()));
            assert!(field.values.len() <= MOST_VALUES as usize + 1);
        }
    }

    #[test]
    fn a_flag_can_be_set_and_not_taken_back() {
        assert_eq!(field("FLAG_EMAIL", "0").unwrap().values, [1.0]);
        assert!(field("FLAG_EMAIL", "1").is_none());
    }

    #[test]
    fn what_cannot_be_acted_on_or_is_missing_is_no_field() {
        assert!(field("AMT_INCOME_TOTAL", "100000").is_none());
        assert!(field("AMT_CREDIT", "").is_none());
    }

    #[test]
    fn a_declared_direction_is_kept() {
        static DECLARED: LazyLock<[Feature; 2]> = LazyLock::new(|| {
            [Direction::RaisesRisk, Direction::LowersRisk].map(|direction| {
                let reason = catalogue::feature("EXT_SOURCE_2").unwrap().monotone.unwrap().reason;
                let monotone = Some(catalogue::Monotone { direction, reason });
                Feature { monotone, ..catalogue::feature("AMT_ANNUITY").unwrap().clone() }
            })
        });
        let (row, _) = Row::read(Table::Application, [("AMT_ANNUITY", "25000")]).unwrap();
        for (feature, allowed) in DECLARED.iter().zip([12_500.0..=25_000.0, 25_000.0..=37_500.0]) {
            let field = Field::new(feature, &row, &|_| 1.0).unwrap();
            assert!(field.values.len() == 250 && field.values.iter().all(|value| allowed.contains(value)));
        }
    }

    #[test]
    fn some_values_span_the_range() {
        let field = field("AMT_ANNUITY", "25000").unwrap();
        let some = field.some_values(16);
        assert_eq!((some.len(), some[0], some[15]), (16, 12_500.0, 37_500.0));
        assert!(some.is_sorted());
        assert_eq!(field.some_values(1000).len(), field.values.len());
    }

    #[test]
    fn an_amount_is_brought_to_a_step() {
        let field = field("AMT_CREDIT", "500000").unwrap();
        assert_eq!(field.nearest(300_900.0, false), Some(300_000.0));
        assert_eq!(field.nearest(300_900.0, true), Some(302_000.0));
        assert_eq!(field.nearest(300_000.000_000_1, true), Some(300_000.0));
        assert_eq!(field.nearest(500_000.0, false), Some(500_000.0), "the present value");
        assert_eq!(field.nearest(90_000.0, false), None, "less than can be asked for");
    }

    #[test]
    fn a_spread_of_nothing_is_replaced() {
        let (row, _) =
            Row::read(Table::Application, [("AMT_CREDIT", "500000"), ("FLAG_EMAIL", "0")]).unwrap();
        let spread = |name, spread: f64| {
            Field::new(catalogue::feature(name).unwrap(), &row, &move |_: &Feature| spread).unwrap().spread
        };
        assert_eq!(spread("AMT_CREDIT", 1e5), 1e5);
        for nothing in [0.0, f64::NAN, -1.0, f64::INFINITY] {
            assert_eq!((spread("AMT_CREDIT", nothing), spread("FLAG_EMAIL", nothing)), (500_000.0, 1.0));
        }
    }
}
