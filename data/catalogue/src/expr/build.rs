//! Short ways to write formulas.

use super::{Aggregate, Condition, Expr, Latest, Statistic};
use crate::column::{ColumnRef, Kind};
use crate::table::Table;

/// A numeric column of a table.
///
/// # Panics
/// When the table has no such numeric column: the catalogue's tests build every declaration.
pub fn column(table: Table, name: &str) -> Expr {
    let column = reference(table, name);
    assert!(
        matches!(column.get().kind, Kind::Integer | Kind::Real),
        "{name} of {} is not numeric",
        table.name()
    );
    Expr::Column(column)
}

/// The code of a category column of a table.
///
/// # Panics
/// When the table has no such category column.
pub fn code(table: Table, name: &str) -> Expr {
    let column = reference(table, name);
    assert!(matches!(column.get().kind, Kind::Category(_)), "{name} of {} is not a category", table.name());
    Expr::Code(column)
}

/// That a category column holds one of `values`.
///
/// # Panics
/// When the table has no such category column, or the column does not declare one of the values.
pub fn is(table: Table, name: &str, values: &[&str]) -> Condition {
    let column = reference(table, name);
    let code = |value: &&str| {
        column.get().code(value).unwrap_or_else(|| panic!("{name} of {} declares no {value:?}", table.name()))
    };
    Condition::Is(column, values.iter().map(code).collect())
}

/// That a row is one of the `count` latest of its client, or of the loan that the key `per` names, by a column of
/// whole numbers that grows with time.
///
/// # Panics
/// When the table has no such columns.
pub fn latest(table: Table, count: u32, by: &str, per: Option<&str>) -> Condition {
    let time = reference(table, by);
    assert!(matches!(time.get().kind, Kind::Integer), "{by} of {} is no whole number", table.name());
    let key = per.map(|name| {
        let key = reference(table, name);
        assert!(matches!(key.get().kind, Kind::Id), "{name} of {} is no key", table.name());
        key
    });
    Condition::Latest(Latest { count, by: time, per: key })
}

fn reference(table: Table, name: &str) -> ColumnRef {
    table.column(name).unwrap_or_else(|| panic!("{} has no column {name}", table.name()))
}

/// The first value divided by the second: missing where the second is zero or either is missing.
pub fn ratio(numerator: Expr, denominator: Expr) -> Expr {
    Expr::Divide(Box::new(numerator), Box::new(denominator))
}

/// 1 where the condition holds, 0 where it does not.
pub fn indicator(condition: Condition) -> Expr {
    Expr::Indicator(Box::new(condition))
}

/// A statistic over all rows that a client has in a history table.
pub fn aggregate(table: Table, statistic: Statistic, value: Expr) -> Expr {
    Expr::Aggregate(Box::new(Aggregate { table, statistic, value, filter: None }))
}

/// A statistic over those rows of a client's that meet a condition.
pub fn aggregate_where(table: Table, statistic: Statistic, value: Expr, filter: Condition) -> Expr {
    Expr::Aggregate(Box::new(Aggregate { table, statistic, value, filter: Some(filter) }))
}

/// The slope of a value over a numeric column, by least squares, over those rows of a client's that meet the
/// condition, or over all of them.
///
/// # Panics
/// When the table has no such column.
pub fn slope(table: Table, value: Expr, by: &str, filter: Option<Condition>) -> Expr {
    let statistic = Statistic::Slope(reference(table, by));
    Expr::Aggregate(Box::new(Aggregate { table, statistic, value, filter }))
}

/// The number of rows that a client has in a history table.
pub fn count(table: Table) -> Expr {
    aggregate(table, Statistic::Count, Expr::Number(1.0))
}

/// The number of a client's rows that meet a condition.
pub fn count_where(table: Table, filter: Condition) -> Expr {
    aggregate_where(table, Statistic::Count, Expr::Number(1.0), filter)
}

/// The share of a client's rows of which a condition holds: missing where the client has none.
pub fn share(table: Table, condition: Condition) -> Expr {
    aggregate(table, Statistic::Mean, indicator(condition))
}

impl std::ops::Add for Expr {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::Add(Box::new(self), Box::new(other))
    }
}

impl std::ops::Sub for Expr {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::Subtract(Box::new(self), Box::new(other))
    }
}

impl std::ops::Mul for Expr {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::Multiply(Box::new(self), Box::new(other))
    }
}
