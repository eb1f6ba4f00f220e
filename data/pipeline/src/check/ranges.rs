//! The ranges that the numbers of a column keep to: most follow from its unit.

use catalogue::column::DAYS_NONE;
use catalogue::unit::DAYS_A_YEAR;
use catalogue::{Column, Kind, Table, Unit};

use super::rules::Rule;

/// The longest life that is believed, in days.
const OLDEST: f64 = -120.0 * DAYS_A_YEAR;

/// What the numbers of a column keep to.
#[derive(Debug)]
pub(super) struct Range {
    pub(super) rule: Rule,
    pub(super) holds: fn(f64) -> bool,
    /// The rest of a sentence that begins with the column: what it must be, and why if that is not plain.
    pub(super) says: &'static str,
}

/// Ranges that the unit of a column does not tell. Such a column has no other.
static NAMED: [(&str, Range); 7] = [
    ("DAYS_BIRTH", hard(|days| (OLDEST..0.0).contains(&days), "must be negative, at most 120 years ago")),
    ("AMT_CREDIT", hard(|amount| amount > 0.0, "must be more than 0, since nobody asks for no loan")),
    (
        "AMT_INCOME_TOTAL",
        hard(|amount| amount > 0.0, "must be more than 0, since loan and instalment are divided by it"),
    ),
    ("EXT_SOURCE_1", hard(is_share, "must be from 0 to 1, as normalised scores are")),
    ("EXT_SOURCE_2", hard(is_share, "must be from 0 to 1, as normalised scores are")),
    ("EXT_SOURCE_3", hard(is_share, "must be from 0 to 1, as normalised scores are")),
    (
        "DAYS_EMPLOYED",
        Range {
            rule: Rule::EmployedLater,
            holds: |days| days <= 0.0,
            says: "should not be after the application",
        },
    ),
];

static FLAG: Range = hard(|flag| flag == 0.0 || flag == 1.0, "must be 0 or 1");
static HOUR: Range = hard(|hour| (0.0..=23.0).contains(&hour), "must be an hour from 0 to 23");
static COUNT: Range = hard(|count| count >= 0.0, "must not be negative, since it counts things");
static MONTH: Range =
    hard(|month| month <= 0.0, "must not be after the application, since it would tell the outcome");
static MONEY: Range =
    Range { rule: Rule::NegativeAmount, holds: |amount| amount >= 0.0, says: "should not be negative" };
static DATE: Range = Range {
    rule: Rule::UndeclaredSentinel,
    holds: |days| days != DAYS_NONE,
    says: "should not be 365243, which elsewhere stands for \"none\"",
};

const fn hard(holds: fn(f64) -> bool, says: &'static str) -> Range {
    Range { rule: Rule::OutOfRange, holds, says }
}

fn is_share(number: f64) -> bool {
    (0.0..=1.0).contains(&number)
}

/// The range that the numbers of a column keep to, sentinels left out; `None` where any number may be.
pub(super) fn range(table: Table, column: &Column) -> Option<&'static Range> {
    if !matches!(column.kind, Kind::Integer | Kind::Real) {
        return None;
    }
    let named = NAMED.iter().find(|(name, _)| table == Table::Application && *name == column.name);
    if let Some((_, range)) = named {
        return Some(range);
    }
    match column.unit {
        Unit::Flag => Some(&FLAG),
        Unit::Hour => Some(&HOUR),
        Unit::Count if table == Table::Application => Some(&COUNT),
        Unit::MonthsRelative => Some(&MONTH),
        Unit::Money => Some(&MONEY),
        Unit::DaysRelative if column.sentinel.is_none() => Some(&DATE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(table: Table, column: &str, number: f64) -> bool {
        let column = table.column(column).unwrap().get();
        range(table, column).is_none_or(|range| (range.holds)(number))
    }

    #[test]
    fn a_range_and_its_borders() {
        for (table, column, good, bad) in [
            (Table::Application, "DAYS_BIRTH", [-1.0, -43_830.0], [0.0, -43_831.0]),
            (Table::Application, "AMT_CREDIT", [0.5, 1e9], [0.0, -1.0]),
            (Table::Application, "AMT_INCOME_TOTAL", [0.5, 1e9], [0.0, -1.0]),
            (Table::Application, "EXT_SOURCE_2", [0.0, 1.0], [-0.01, 1.01]),
            (Table::Application, "FLAG_MOBIL", [0.0, 1.0], [2.0, -1.0]),
            (Table::Application, "CNT_CHILDREN", [0.0, 19.0], [-1.0, -2.0]),
            (Table::Application, "AMT_REQ_CREDIT_BUREAU_DAY", [0.0, 9.0], [-1.0, -2.0]),
            (Table::Application, "DEF_30_CNT_SOCIAL_CIRCLE", [0.0, 9.0], [-1.0, -2.0]),
            (Table::Application, "HOUR_APPR_PROCESS_START", [0.0, 23.0], [24.0, -1.0]),
            (Table::Application, "DAYS_EMPLOYED", [0.0, -40_000.0], [1.0, 365_242.0]),
            (Table::PreviousApplication, "NFLAG_LAST_APPL_IN_DAY", [0.0, 1.0], [2.0, -1.0]),
            (Table::PosCashBalance, "MONTHS_BALANCE", [0.0, -96.0], [1.0, 2.0]),
            (Table::CreditCardBalance, "AMT_BALANCE", [0.0, 1e6], [-0.1, -1e3]),
            (Table::Bureau, "DAYS_CREDIT_ENDDATE", [31_199.0, -1.0], [365_243.0, 365_243.0]),
        ] {
            for (number, expected) in
                good.map(|good| (good, true)).into_iter().chain(bad.map(|bad| (bad, false)))
            {
                assert_eq!(holds(table, column, number), expected, "{column} = {number}");
            }
        }
    }

    #[test]
    fn a_declared_sentinel_is_not_an_undeclared_one() {
        assert!(holds(Table::PreviousApplication, "DAYS_FIRST_DUE", 365_243.0));
    }

    #[test]
    fn every_named_column_is_one() {
        NAMED.iter().for_each(|(name, _)| assert!(Table::Application.column(name).is_some(), "{name}"));
    }
}
