//! An aggregate over a client's rows of a history table.

use catalogue::{Aggregate, ColumnRef, Latest, Statistic};

use super::latest::latest_rows;
use super::present::Present;
use super::scope::Scope;
use super::slope::slope;
use crate::records::{Records, Row, Value};

/// An aggregate over the client's rows; NaN where the data has no such table.
pub(super) fn reduce(aggregate: &Aggregate, records: &Records) -> f64 {
    let Some(rows) = records.history(aggregate.table) else {
        return f64::NAN;
    };
    let nested = |_: &Aggregate| unreachable!("an aggregate stands at the client's level only");
    let marks = latest_rows(aggregate, rows);
    let mut values = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let latest = |latest: &Latest| marks.iter().any(|(of, marks)| of == latest && marks[place]);
        let scope = Scope { row, aggregates: &nested, latest: &latest };
        if aggregate.filter.as_ref().is_none_or(|filter| scope.holds(filter)) {
            // A count does not look at the value.
            let counts = aggregate.statistic == Statistic::Count;
            let over = aggregate.statistic.column().map_or(0.0, |column| number(row, column));
            values.push((over, if counts { 1.0 } else { scope.value(&aggregate.value) }));
        }
    }
    let present: Present = values.iter().map(|&(_, value)| value).collect();
    match aggregate.statistic {
        Statistic::Count => present.count as f64,
        Statistic::Sum => present.sum(),
        Statistic::Mean => present.mean(),
        Statistic::Min => present.min(),
        Statistic::Max => present.max(),
        Statistic::Slope(_) => slope(&values),
    }
}

/// The number in a numeric column; NaN where it is missing.
pub(super) fn number(row: &Row, column: ColumnRef) -> f64 {
    match row.get(column) {
        Value::Number(number) => number,
        Value::Missing | Value::Category(_) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use catalogue::expr::{
        aggregate, aggregate_where, column, count, count_where, indicator, is, ratio, share,
    };
    use catalogue::{Condition, Expr, Table};

    use super::super::fixture::{BUREAU, active, check, income, sum_lent};
    use super::*;

    #[test]
    fn aggregates() {
        let old = || Condition::Less(column(BUREAU, "DAYS_CREDIT"), Expr::Number(-1000.0));
        let closed = || is(BUREAU, "CREDIT_ACTIVE", &["Closed"]);
        check(vec![
            (count(BUREAU), 3.0),
            (count_where(BUREAU, active()), 2.0),
            (count_where(BUREAU, old()), 0.0),
            (aggregate(BUREAU, Statistic::Count, sum_lent()), 3.0),
            (aggregate(BUREAU, Statistic::Sum, sum_lent()), 120.0),
            (aggregate(BUREAU, Statistic::Mean, sum_lent()), 60.0),
            (aggregate(BUREAU, Statistic::Min, sum_lent()), 50.0),
            (aggregate(BUREAU, Statistic::Max, sum_lent()), 70.0),
            (aggregate_where(BUREAU, Statistic::Mean, column(BUREAU, "DAYS_CREDIT"), active()), -15.0),
            (aggregate_where(BUREAU, Statistic::Sum, sum_lent(), closed()), f64::NAN),
            (aggregate_where(BUREAU, Statistic::Max, sum_lent(), old()), f64::NAN),
            (share(BUREAU, active()), 2.0 / 3.0),
            (share(BUREAU, Condition::Present(sum_lent())), 2.0 / 3.0),
            (ratio(aggregate(BUREAU, Statistic::Sum, sum_lent()), income()), 1.2),
        ]);
    }

    #[test]
    fn a_table_without_rows_and_a_table_that_is_not_there() {
        let empty = Table::PreviousApplication;
        let absent = Table::InstallmentsPayments;
        let applied = || column(empty, "AMT_APPLICATION");
        let paid = || column(absent, "AMT_PAYMENT");
        check(vec![
            (count(empty), 0.0),
            (aggregate(empty, Statistic::Sum, applied()), f64::NAN),
            (aggregate(empty, Statistic::Min, applied()), f64::NAN),
            (share(empty, Condition::Present(applied())), f64::NAN),
            (count(absent), f64::NAN),
            (aggregate(absent, Statistic::Mean, paid()), f64::NAN),
            (Expr::Sum(vec![count(absent), count(BUREAU)]), 3.0),
            (indicator(Condition::Present(count(absent))), 0.0),
        ]);
    }
}
