//! Short names for what formulas read: the application, or the client's rows in one history table.

use crate::expr::{self, Condition, Expr, Statistic};
use crate::feature::Feature;
use crate::function::Function;
use crate::table::Table;

/// The features that a declaration stands for: one list for each window, kind or number.
pub(super) fn each_of<T, const N: usize>(all: [T; N], family: impl Fn(T) -> Vec<Feature>) -> Vec<Feature> {
    all.into_iter().flat_map(family).collect()
}

/// A kind of row: what its features are called after, the values that make it, and its name in both languages.
pub(super) struct Kind<'a> {
    pub(super) id: &'a str,
    pub(super) values: &'a [&'a str],
    pub(super) fr: &'a str,
    pub(super) en: &'a str,
}

/// So many months in days, whole.
pub(super) fn days(months: u16) -> u16 {
    months * 365 / 12
}

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

/// That a condition does not hold.
pub(super) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// That the first value is less than the second.
pub(super) fn less(a: Expr, b: Expr) -> Condition {
    Condition::Less(a, b)
}

/// That a value is a whole number.
pub(super) fn equal(value: Expr, whole: i32) -> Condition {
    all([Condition::AtMost(value.clone(), number(whole)), Condition::AtMost(number(whole), value)])
}

/// A constant.
pub(super) fn number(value: impl Into<f64>) -> Expr {
    Expr::Number(value.into())
}

/// A named function of values.
pub(super) fn apply<const N: usize>(function: Function, arguments: [Expr; N]) -> Expr {
    Expr::Apply(function, arguments.into())
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

    /// That a row is one of the client's latest by a time column.
    pub(super) fn latest(self, count: u32, by: &str) -> Condition {
        expr::latest(self.0, count, by, None)
    }

    /// That a row is the latest, by a time column, of the loan that `key` names.
    pub(super) fn latest_of_each(self, key: &str, by: &str) -> Condition {
        expr::latest(self.0, 1, by, Some(key))
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

    /// How much the value changes, on average, when the time column grows by `step`.
    pub(super) fn slope(self, value: Expr, by: &str, step: u16) -> Expr {
        number(step) * expr::slope(self.0, value, by, None)
    }

    /// The same over those rows that meet a condition.
    pub(super) fn slope_where(self, value: Expr, by: &str, step: u16, filter: Condition) -> Expr {
        number(step) * expr::slope(self.0, value, by, Some(filter))
    }

    pub(super) fn max_where(self, value: Expr, filter: Condition) -> Expr {
        expr::aggregate_where(self.0, Statistic::Max, value, filter)
    }
}
