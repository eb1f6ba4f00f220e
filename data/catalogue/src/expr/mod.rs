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
//! - A client's rows stand in the order of the file.

mod build;
mod display;
mod visit;

use crate::column::ColumnRef;
use crate::function::Function;
use crate::table::Table;

pub use build::{
    aggregate, aggregate_where, code, column, count, count_where, indicator, is, latest, ratio, share, slope,
};
pub use visit::Part;

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
    /// A named function of values; missing where one of them is, or where the function has no value.
    Apply(Function, Vec<Expr>),
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
    /// The slope of the least-squares line through the values over this column, over the rows that have both:
    /// the mean change of the value when the column grows by one. Missing where the column takes fewer than two
    /// values; zero where what is left of the sums is rounding (see [`SLOPE_ROUNDING`]).
    Slope(ColumnRef),
}

impl Statistic {
    /// The column over which a slope is taken.
    pub fn column(self) -> Option<ColumnRef> {
        match self {
            Self::Slope(column) => Some(column),
            _ => None,
        }
    }
}

/// What a slope's numerator, `n Σxy - Σx Σy`, must exceed to be more than rounding: this share of
/// `n Σ|xy| + |Σx| Σ|y|`.
pub const SLOPE_ROUNDING: f64 = 1e-8;

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
    /// The row is one of the latest. Stands inside an aggregate only.
    Latest(Latest),
}

/// That a row is one of the `count` latest of its client, or of one of the client's loans: those with the greatest
/// values in the column `by`, whatever the other conditions say. A row without a value there is none of them; of
/// equals, the one that stands first in the file comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Latest {
    /// How many; 1 or more.
    pub count: u32,
    /// A column of whole numbers that grows with time.
    pub by: ColumnRef,
    /// The key of the loan among whose rows the latest are looked for; all the client's rows where it is `None`.
    pub per: Option<ColumnRef>,
}
