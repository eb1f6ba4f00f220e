//! How finely a value is written.

use catalogue::Unit;
use catalogue::unit::DAYS_A_YEAR;

use super::decimals;
use super::time::{DAYS_A_MONTH, DAYS_AS_MONTHS, MONTHS_AS_YEARS};

/// One unit of the last figure that [`super::in_unit`] writes of a value, zeros at the end included: two values that
/// lie half as far apart may read the same. `None` of what is no quantity: a flag, a category, a missing value.
///
/// ```
/// use catalogue::Unit;
/// use scoring::format::step;
/// assert_eq!(step(Unit::Money, 135_000.0), Some(1.0));
/// assert_eq!(step(Unit::Share, 0.34), Some(0.01));
/// assert_eq!(step(Unit::DaysSince, -16_000.0), Some(365.25), "an age is told in years");
/// assert_eq!(step(Unit::Flag, 1.0), None);
/// ```
pub fn step(unit: Unit, value: f64) -> Option<f64> {
    if !value.is_finite() {
        return None;
    }
    let size = value.abs();
    match unit {
        Unit::Money => Some(if size < 100.0 { 0.01 } else { 1.0 }),
        // Whole percents from 10 % on.
        Unit::Share => Some(if size * 100.0 < 9.95 { 0.001 } else { 0.01 }),
        Unit::Number => Some(0.1_f64.powi(decimals(value) as i32)),
        Unit::Count | Unit::Days | Unit::Months | Unit::Years => Some(0.1),
        Unit::DaysRelative | Unit::DaysSince => Some(match size {
            days if days >= MONTHS_AS_YEARS * DAYS_A_MONTH => DAYS_A_YEAR,
            days if days >= DAYS_AS_MONTHS => DAYS_A_MONTH,
            _ => 1.0,
        }),
        Unit::MonthsRelative => Some(if size < MONTHS_AS_YEARS { 1.0 } else { 12.0 }),
        Unit::Hour => Some(1.0),
        Unit::Flag | Unit::Category => None,
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Language;

    use super::*;
    use crate::format::in_unit;

    #[test]
    fn a_whole_step_is_seen_and_much_less_is_not() {
        let cases = [
            (Unit::Money, 135_000.0),
            (Unit::Money, 12.5),
            (Unit::Share, 0.34),
            (Unit::Share, 0.034),
            (Unit::Number, 0.5124),
            (Unit::Number, 0.001_24),
            (Unit::Number, 4321.0),
            (Unit::Count, 3.0),
            (Unit::Days, 12.3),
            (Unit::DaysRelative, -45.2),
            (Unit::DaysRelative, -410.0),
            (Unit::DaysSince, -16_000.0),
            (Unit::MonthsRelative, -7.0),
            (Unit::Hour, 10.0),
        ];
        for (unit, value) in cases {
            let step = step(unit, value).unwrap();
            let written = |value| in_unit(unit, value, Language::En);
            assert_ne!(written(value + 1.01 * step), written(value), "{unit:?} {value}");
            assert_eq!(written(value + 0.02 * step), written(value), "{unit:?} {value}");
        }
    }
}
