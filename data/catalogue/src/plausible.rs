//! What a field of an application may be set to when somebody asks what would happen if.
//!
//! The bounds keep out slips of the pen, not rare clients: all of 31,457 real applications lie within them.

use std::ops::RangeInclusive;

use crate::column::{ColumnRef, Kind};
use crate::table::Table;
use crate::unit::{DAYS_A_YEAR, Unit};

/// The longest life that is believed, in years.
const OLDEST: f64 = 120.0;
/// The age from which one may borrow, in years.
const OF_AGE: f64 = 18.0;
/// More than any sum in the data, by far.
const MOST_MONEY: f64 = 1e9;
/// More than any number of things in the data.
const MOST_THINGS: f64 = 1000.0;
/// A household has at least the client, and not more people than this.
const LARGEST_HOUSEHOLD: f64 = 50.0;

/// The numbers that a numeric field of the application may be set to; `None` of any other column.
///
/// ```
/// use catalogue::{Table, plausible};
/// let column = |name| Table::Application.column(name).expect("declared");
/// assert_eq!(plausible::range(column("EXT_SOURCE_2")), Some(0.0..=1.0));
/// assert_eq!(plausible::range(column("NAME_HOUSING_TYPE")), None, "a category");
/// ```
pub fn range(column: ColumnRef) -> Option<RangeInclusive<f64>> {
    let declared = column.get();
    if column.table != Table::Application || !matches!(declared.kind, Kind::Integer | Kind::Real) {
        return None;
    }
    Some(match (declared.name, declared.unit) {
        ("DAYS_BIRTH", _) => -(OLDEST * DAYS_A_YEAR)..=-(OF_AGE * DAYS_A_YEAR),
        // Loan and instalment are divided by them.
        ("AMT_CREDIT" | "AMT_INCOME_TOTAL", _) => 1.0..=MOST_MONEY,
        ("CNT_FAM_MEMBERS", _) => 1.0..=LARGEST_HOUSEHOLD,
        ("CNT_CHILDREN", _) => 0.0..=LARGEST_HOUSEHOLD,
        ("REGION_RATING_CLIENT" | "REGION_RATING_CLIENT_W_CITY", _) => 1.0..=3.0,
        // External scores, facts about the building and the region's population are brought to this scale.
        (_, Unit::Flag | Unit::Number | Unit::Share) => 0.0..=1.0,
        (_, Unit::Money) => 0.0..=MOST_MONEY,
        (_, Unit::Hour) => 0.0..=23.0,
        (_, Unit::DaysRelative | Unit::DaysSince) => -(OLDEST * DAYS_A_YEAR)..=0.0,
        (_, Unit::MonthsRelative) => -(OLDEST * 12.0)..=0.0,
        (_, Unit::Days) => 0.0..=OLDEST * DAYS_A_YEAR,
        (_, Unit::Months) => 0.0..=OLDEST * 12.0,
        (_, Unit::Years) => 0.0..=OLDEST,
        (_, Unit::Count | Unit::Category) => 0.0..=MOST_THINGS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_numeric_field_has_a_range_and_no_other_column() {
        for table in [Table::Application, Table::Bureau] {
            for column in table.columns() {
                let found = range(table.column(column.name).expect("declared"));
                let numeric = matches!(column.kind, Kind::Integer | Kind::Real);
                assert_eq!(found.is_some(), numeric && table == Table::Application, "{}", column.name);
                assert!(found.is_none_or(|range| range.start() < range.end()), "{}", column.name);
            }
        }
    }

    /// The least and the greatest number of such fields in 31,457 real applications, and numbers that are none.
    #[test]
    fn what_real_applications_hold_is_plausible() {
        for (name, least, greatest, outside) in [
            ("DAYS_BIRTH", -25_195.0, -7_686.0, [0.0, -6_000.0]),
            ("DAYS_EMPLOYED", -16_429.0, -11.0, [1.0, 1_000.0]),
            ("AMT_INCOME_TOTAL", 25_650.0, 4_500_000.0, [0.0, -1.0]),
            ("AMT_ANNUITY", 1_615.5, 230_161.5, [-1.0, 1e10]),
            ("CNT_CHILDREN", 0.0, 7.0, [-1.0, 100.0]),
            ("OWN_CAR_AGE", 0.0, 65.0, [-1.0, 121.0]),
            ("EXT_SOURCE_1", 0.0146, 0.9461, [-0.1, 1.1]),
            ("REGION_POPULATION_RELATIVE", 0.000_29, 0.072_508, [-0.1, 1.1]),
            ("OBS_30_CNT_SOCIAL_CIRCLE", 0.0, 26.0, [-1.0, 1e4]),
            ("AMT_REQ_CREDIT_BUREAU_QRT", 0.0, 8.0, [-1.0, 1e4]),
            ("TOTALAREA_MODE", 0.0, 1.0, [-1.0, 2.0]),
            ("FLAG_EMAIL", 0.0, 1.0, [-1.0, 2.0]),
            ("HOUR_APPR_PROCESS_START", 0.0, 23.0, [-1.0, 24.0]),
        ] {
            let range = range(Table::Application.column(name).expect("declared")).expect("numeric");
            assert!(range.contains(&least) && range.contains(&greatest), "{name}");
            assert!(!outside.iter().any(|number| range.contains(number)), "{name}");
        }
    }
}
