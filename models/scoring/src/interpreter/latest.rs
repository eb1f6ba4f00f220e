//! Which of a client's rows are the latest.

use catalogue::expr::Part;
use catalogue::{Aggregate, Condition, Latest};

use super::reduction::number;
use crate::records::Row;

/// For each [`Latest`] that an aggregate asks for, which of the rows it holds of.
pub(super) fn latest_rows(aggregate: &Aggregate, rows: &[Row]) -> Vec<(Latest, Vec<bool>)> {
    let mut marks: Vec<(Latest, Vec<bool>)> = Vec::new();
    let mut note = |part: Part<'_>| {
        if let Part::Condition(Condition::Latest(latest)) = part
            && marks.iter().all(|(of, _)| of != latest)
        {
            marks.push((*latest, latest_of(latest, rows)));
        }
    };
    aggregate.value.visit_row(&mut note);
    if let Some(filter) = &aggregate.filter {
        filter.visit_row(&mut note);
    }
    marks
}

fn latest_of(latest: &Latest, rows: &[Row]) -> Vec<bool> {
    let key = |row: &Row| latest.per.map_or(0.0, |key| number(row, key));
    let mut order: Vec<(f64, f64, usize)> = (0..rows.len())
        .map(|place| (key(&rows[place]), number(&rows[place], latest.by), place))
        .filter(|&(_, time, _)| !time.is_nan())
        .collect();
    // By loan; in each the latest first, and of equals the one that stands first in the file.
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut marks = vec![false; rows.len()];
    for of_one in order.chunk_by(|a, b| a.0 == b.0) {
        for &(_, _, place) in of_one.iter().take(latest.count as usize) {
            marks[place] = true;
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use catalogue::expr::{aggregate_where, column, count_where, latest, share};
    use catalogue::{Statistic, Table};

    use super::super::evaluate;
    use super::super::fixture::{APPLICATION, BUREAU, active, check, row};
    use super::*;
    use crate::records::Records;

    #[test]
    fn the_latest_rows() {
        let taken_out = || column(BUREAU, "DAYS_CREDIT");
        let last = |count| latest(BUREAU, count, "DAYS_CREDIT", None);
        check(vec![
            (count_where(BUREAU, last(1)), 1.0),
            (aggregate_where(BUREAU, Statistic::Sum, taken_out(), last(2)), -30.0),
            (aggregate_where(BUREAU, Statistic::Sum, taken_out(), last(9)), -60.0),
            // Among the latest, whatever else is asked: the second latest is active, the third is not.
            (count_where(BUREAU, Condition::All(vec![last(3), active()])), 2.0),
            (count_where(BUREAU, Condition::Not(Box::new(last(1)))), 2.0),
            (share(BUREAU, last(1)), 1.0 / 3.0),
        ]);
    }

    #[test]
    fn the_latest_row_of_each_loan() {
        let months = Table::PosCashBalance;
        let month = |loan: &str, month: &str, left: &str| {
            row(months, &[("SK_ID_PREV", loan), ("MONTHS_BALANCE", month), ("CNT_INSTALMENT_FUTURE", left)])
        };
        let rows = vec![
            month("1", "-2", "10"),
            month("1", "-1", "9"),
            month("2", "-5", "3"),
            // The same month twice: the one that stands first counts.
            month("2", "-5", "4"),
            month("3", "", "7"),
        ];
        let application = row(APPLICATION, &[("AMT_CREDIT", "1")]);
        let records = Records::new(application).with_history(months, rows);
        let latest = latest(months, 1, "MONTHS_BALANCE", Some("SK_ID_PREV"));
        let left = column(months, "CNT_INSTALMENT_FUTURE");
        let sum = aggregate_where(months, Statistic::Sum, left, latest.clone());
        assert_eq!(evaluate(&sum, &records), 12.0);
        assert_eq!(evaluate(&count_where(months, latest), &records), 2.0);
    }
}
