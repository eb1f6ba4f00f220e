//! The language in which features are declared.
//!
//! An [`Expr`] is evaluated on a row. At the client's level the row is the application, and
//! [`Expr::Aggregate`] reaches into the history tables; inside an aggregate the row is one of the history
//! table's. Two interpreters read it, and a parity test holds them together, so the rules stand here:
//!
//! - A value is a 64-bit float or *missing*. An empty cell, a column's sentinel and an undeclared category
//!   are missing.
//! - Arithmetic with a missing operand is missing. A division by zero is missing.
//! - [`Expr::Sum`], [`Expr::Mean`], [`Expr::Min`] and [`Expr::Max`] pass over missing operands, and are
//!   missing when all are.
//! - A comparison with a missing value does not hold; [`Condition::Not`] turns that into "holds".
//! - An aggregate over no row, or over missing values alone, is missing, but for [`Statistic::Count`], which
//!   is 0. Where the whole table is absent from the data, every aggregate over it is missing.

use std::collections::HashSet;
use std::fmt;

use crate::column::{ColumnRef, Kind};
use crate::table::Table;

/// A formula. See the [module](self) for its rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A constant.
    Number(f64),
    /// The value of a numeric column.
    Column(ColumnRef),
    /// The code of a category column: the position of its value in the declared list.
    Code(ColumnRef),
    /// 1 where the condition holds, 0 where it does not; never missing.
    Indicator(Box<Condition>),
    /// The sum of two values.
    Add(Box<Expr>, Box<Expr>),
    /// The first value less the second.
    Subtract(Box<Expr>, Box<Expr>),
    /// The product of two values.
    Multiply(Box<Expr>, Box<Expr>),
    /// The first value divided by the second.
    Divide(Box<Expr>, Box<Expr>),
    /// The sum of those that are present.
    Sum(Vec<Expr>),
    /// The mean of those that are present.
    Mean(Vec<Expr>),
    /// The least of those that are present.
    Min(Vec<Expr>),
    /// The greatest of those that are present.
    Max(Vec<Expr>),
    /// A statistic over the client's rows of a history table. Stands at the client's level only.
    Aggregate(Box<Aggregate>),
}

/// A statistic over those of a client's rows in a history table that meet a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// The history table.
    pub table: Table,
    /// What is computed.
    pub statistic: Statistic,
    /// The value of each row; [`Statistic::Count`] does not look at it.
    pub value: Expr,
    /// Which rows count; all of them where there is no condition.
    pub filter: Option<Condition>,
}

/// What an [`Aggregate`] computes from the present values of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The number of rows, whatever their value; 0 where there is none.
    Count,
    /// The sum.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
}

/// Something that holds of a row or does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The category column holds one of these declared values, given by their codes.
    Is(ColumnRef, Vec<usize>),
    /// The first value is less than the second.
    Less(Expr, Expr),
    /// The first value is at most the second.
    AtMost(Expr, Expr),
    /// The value is present.
    Present(Expr),
    /// All of these hold.
    All(Vec<Condition>),
    /// The condition does not hold.
    Not(Box<Condition>),
}

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

impl Expr {
    /// Calls `visit` on this formula and on every formula inside it, aggregates and conditions included.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        match self {
            Self::Number(_) | Self::Column(_) | Self::Code(_) => {}
            Self::Indicator(condition) => condition.visit(visit),
            Self::Add(a, b) | Self::Subtract(a, b) | Self::Multiply(a, b) | Self::Divide(a, b) => {
                a.visit(visit);
                b.visit(visit);
            }
            Self::Sum(all) | Self::Mean(all) | Self::Min(all) | Self::Max(all) => {
                for expr in all {
                    expr.visit(visit);
                }
            }
            Self::Aggregate(aggregate) => {
                aggregate.value.visit(visit);
                if let Some(filter) = &aggregate.filter {
                    filter.visit(visit);
                }
            }
        }
    }
}

impl Expr {
    /// Every column that the formula reads, those that its conditions test included, in the order of first
    /// use.
    pub fn columns(&self) -> Vec<ColumnRef> {
        let mut all = Vec::new();
        self.visit(&mut |expr| match expr {
            Self::Column(column) | Self::Code(column) => all.push(*column),
            Self::Indicator(condition) => condition.tested(&mut all),
            Self::Aggregate(aggregate) => {
                if let Some(filter) = &aggregate.filter {
                    filter.tested(&mut all);
                }
            }
            _ => {}
        });
        let mut seen = HashSet::new();
        all.retain(|column| seen.insert(*column));
        all
    }
}

impl Condition {
    /// The category columns that the condition tests; the formulas inside it are left to `visit`.
    fn tested(&self, columns: &mut Vec<ColumnRef>) {
        match self {
            Self::Is(column, _) => columns.push(*column),
            Self::All(all) => {
                for condition in all {
                    condition.tested(columns);
                }
            }
            Self::Not(condition) => condition.tested(columns),
            Self::Less(..) | Self::AtMost(..) | Self::Present(_) => {}
        }
    }

    fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        match self {
            Self::Is(..) => {}
            Self::Less(a, b) | Self::AtMost(a, b) => {
                a.visit(visit);
                b.visit(visit);
            }
            Self::Present(a) => a.visit(visit),
            Self::All(all) => {
                for condition in all {
                    condition.visit(visit);
                }
            }
            Self::Not(condition) => condition.visit(visit),
        }
    }
}

/// Writes the formula as an analyst would: `ratio(AMT_CREDIT, AMT_INCOME_TOTAL)`.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Column(column) => f.write_str(column.get().name),
            Self::Code(column) => write!(f, "code({})", column.get().name),
            Self::Indicator(condition) => write!(f, "[{condition}]"),
            Self::Add(a, b) => write!(f, "({a} + {b})"),
            Self::Subtract(a, b) => write!(f, "({a} - {b})"),
            Self::Multiply(a, b) => write!(f, "{a} * {b}"),
            Self::Divide(a, b) => write!(f, "ratio({a}, {b})"),
            Self::Sum(all) => call(f, "sum", all),
            Self::Mean(all) => call(f, "mean", all),
            Self::Min(all) => call(f, "min", all),
            Self::Max(all) => call(f, "max", all),
            Self::Aggregate(aggregate) => aggregate.fmt(f),
        }
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.name();
        match self.statistic {
            Statistic::Count => write!(f, "count of {table}")?,
            statistic => write!(f, "{statistic} of {} over {table}", self.value)?,
        }
        match &self.filter {
            Some(filter) => write!(f, " where {filter}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(column, codes) => {
                let column = column.get();
                let values: Vec<_> = codes.iter().map(|&code| column.categories()[code].value).collect();
                write!(f, "{} is {}", column.name, values.join(" or "))
            }
            Self::Less(a, b) => write!(f, "{a} < {b}"),
            Self::AtMost(a, b) => write!(f, "{a} <= {b}"),
            Self::Present(a) => write!(f, "{a} is present"),
            Self::All(all) => {
                let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(" and "))
            }
            Self::Not(condition) => write!(f, "not ({condition})"),
        }
    }
}

fn call(f: &mut fmt::Formatter<'_>, name: &str, arguments: &[Expr]) -> fmt::Result {
    let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
    write!(f, "{name}({})", arguments.join(", "))
}
