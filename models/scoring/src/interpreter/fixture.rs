//! One applicant, and formulas on what is known of them.

use catalogue::expr::{column, is};
use catalogue::{Condition, Expr, Table};

use super::evaluate;
use crate::records::{Records, Row};

pub(super) const APPLICATION: Table = Table::Application;
pub(super) const BUREAU: Table = Table::Bureau;

pub(super) fn row(table: Table, cells: &[(&str, &str)]) -> Row {
    let (row, undeclared) = Row::read(table, cells.iter().copied()).unwrap();
    assert!(undeclared.is_empty());
    row
}

/// Credit 300, income 100, annuity 0, goods price missing, car yes; three loans elsewhere, no bureau
/// balance, and a table of previous applications without a row.
pub(super) fn applicant() -> Records {
    let application =
        [("AMT_CREDIT", "300"), ("AMT_INCOME_TOTAL", "100"), ("AMT_ANNUITY", "0"), ("FLAG_OWN_CAR", "Y")];
    let loans = vec![
        row(BUREAU, &[("CREDIT_ACTIVE", "Active"), ("DAYS_CREDIT", "-10"), ("AMT_CREDIT_SUM", "50")]),
        row(BUREAU, &[("CREDIT_ACTIVE", "Closed"), ("DAYS_CREDIT", "-30"), ("AMT_CREDIT_SUM", "")]),
        row(BUREAU, &[("CREDIT_ACTIVE", "Active"), ("DAYS_CREDIT", "-20"), ("AMT_CREDIT_SUM", "70")]),
    ];
    Records::new(row(APPLICATION, &application))
        .with_history(BUREAU, loans)
        .with_history(Table::PreviousApplication, Vec::new())
}

pub(super) fn credit() -> Expr {
    column(APPLICATION, "AMT_CREDIT")
}
pub(super) fn income() -> Expr {
    column(APPLICATION, "AMT_INCOME_TOTAL")
}
pub(super) fn zero() -> Expr {
    column(APPLICATION, "AMT_ANNUITY")
}
pub(super) fn missing() -> Expr {
    column(APPLICATION, "AMT_GOODS_PRICE")
}
pub(super) fn sum_lent() -> Expr {
    column(BUREAU, "AMT_CREDIT_SUM")
}
pub(super) fn active() -> Condition {
    is(BUREAU, "CREDIT_ACTIVE", &["Active"])
}

#[track_caller]
pub(super) fn check(cases: Vec<(Expr, f64)>) {
    let records = applicant();
    for (formula, expected) in cases {
        let value = evaluate(&formula, &records);
        let same = value == expected || (value.is_nan() && expected.is_nan());
        assert!(same, "{formula}: {value}, not {expected}");
    }
}
