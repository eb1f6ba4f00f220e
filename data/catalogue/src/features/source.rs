//! Short names for what formulas read: the application, or the client's rows in one history table.

use crate::expr::{self, Condition, Expr, Statistic};
use crate::table::Table;

/// A numeric column of the application.
pub(super) fn application(name: &str) -> Expr {
    expr::column(Table::Application, name)
}

/// That a value is greater than zero.
pub(super) fn positive(value: Expr) -> Condition {
    Condition::Less(Expr::Number(0.0), value)
}

/// That all of these hold.
pub(super) fn all<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::All(conditions.into())
}

/// A value, or zero where it is negative. The value must be present.
pub(super) fn at_least_zero(value: Expr) -> Expr {
    Expr::Max(vec![Expr::Number(0.0), value])
}

/// One history table, so that a file of declarations says its table once.
#[derive(Clone, Copy)]
pub(super) struct History(pub(super) Table);

impl History {
    pub(super) fn column(self, name: &str) -> Expr {
        expr::column(self.0, name)
    }

    pub(super) fn code(self, name: &str) -> Expr {
        expr::code(self.0, name)
    }

    pub(super) fn is(self, name: &str, values: &[&str]) -> Condition {
        expr::is(self.0, name, values)
    }

    /// That a time column is no further back than `span` (in the column's days or months).
    pub(super) fn within(self, name: &str, span: u16) -> Condition {
        Condition::AtMost(Expr::Number(-f64::from(span)), self.column(name))
    }

    /// The number of rows.
    pub(super) fn rows(self) -> Expr {
        expr::count(self.0)
    }

    /// The number of rows that meet a condition.
    pub(super) fn count(self, filter: Condition) -> Expr {
        expr::count_where(self.0, filter)
    }

    /// The share of rows that meet a condition.
    pub(super) fn share(self, condition: Condition) -> Expr {
        expr::share(self.0, condition)
    }

    /// The share, among the rows that meet the filter, of those that meet the condition.
    pub(super) fn share_where(self, condition: Condition, filter: Condition) -> Expr {
        self.mean_where(expr::indicator(condition), filter)
    }

    pub(super) fn sum(self, value: Expr) -> Expr {
        expr::aggregate(self.0, Statistic::Sum, value)
    }

    pub(super) fn mean(self, value: Expr) -> Expr {
        expr::aggregate(self.0, Statistic::Mean, value)
    }

    pub(super) fn min(self, value: Expr) -> Expr {
        expr::aggregate(self.0, Statistic::Min, value)
    }

    pub(super) fn max(self, value: Expr) -> Expr {
        expr::aggregate(self.0, Statistic::Max, value)
    }

    pub(super) fn sum_where(self, value: Expr, filter: Condition) -> Expr {
        expr::aggregate_where(self.0, Statistic::Sum, value, filter)
    }

    pub(super) fn mean_where(self, value: Expr, filter: Condition) -> Expr {
        expr::aggregate_where(self.0, Statistic::Mean, value, filter)
    }

    pub(super) fn max_where(self, value: Expr, filter: Condition) -> Expr {
        expr::aggregate_where(self.0, Statistic::Max, value, filter)
    }
}
