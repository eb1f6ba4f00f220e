//! The catalogue's formulas, evaluated for one applicant on plain numbers.
//!
//! The rules are those of [`catalogue::expr`]; a missing value is NaN. `pipeline` evaluates the same formulas
//! for all clients at once, and a parity test there holds the two together.

use std::collections::HashMap;
use std::sync::LazyLock;

use catalogue::expr::{Part, SLOPE_ROUNDING};
use catalogue::{Aggregate, ColumnRef, Condition, Expr, Latest, Statistic};

use crate::records::{Records, Row, Value};

/// The value of a formula at the client's level; NaN where it is missing.
///
/// ```
/// use catalogue::{Table, expr};
/// use scoring::{Records, Row, interpreter};
/// let (row, _) = Row::read(Table::Application, [("AMT_CREDIT", "300"), ("AMT_INCOME_TOTAL", "100")])?;
/// let formula = expr::ratio(
///     expr::column(Table::Application, "AMT_CREDIT"),
///     expr::column(Table::Application, "AMT_INCOME_TOTAL"),
/// );
/// assert_eq!(interpreter::evaluate(&formula, &Records::new(row)), 3.0);
/// # Ok::<(), scoring::RowError>(())
/// ```
pub fn evaluate(formula: &Expr, records: &Records) -> f64 {
    let reduce = |aggregate: &Aggregate| reduce(aggregate, records);
    Scope { row: records.application(), aggregates: &reduce, latest: &at_the_clients_level }.value(formula)
}

/// The value of every feature of [`catalogue::features`], in its order; NaN where it is missing.
///
/// An aggregate that several features share is worked out once.
pub fn features(records: &Records) -> Vec<f64> {
    let plan = &*PLAN;
    let reduced: Vec<f64> = plan.distinct.iter().map(|aggregate| reduce(aggregate, records)).collect();
    let look_up = |aggregate: &Aggregate| reduced[plan.slots[&address(aggregate)]];
    let scope = Scope { row: records.application(), aggregates: &look_up, latest: &at_the_clients_level };
    catalogue::features().iter().map(|feature| scope.value(&feature.formula)).collect()
}

/// The distinct aggregates of all features, and which of them stands at each place of a formula.
///
/// The features are static, so the address of an aggregate says which one it is.
struct Plan {
    distinct: Vec<&'static Aggregate>,
    slots: HashMap<usize, usize>,
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut plan = Plan { distinct: Vec::new(), slots: HashMap::new() };
    for feature in catalogue::features() {
        feature.formula.visit_row(&mut |part| {
            if let Part::Expr(Expr::Aggregate(aggregate)) = part {
                let known = plan.distinct.iter().position(|&known| known == &**aggregate);
                let slot = known.unwrap_or_else(|| {
                    plan.distinct.push(aggregate);
                    plan.distinct.len() - 1
                });
                plan.slots.insert(address(aggregate), slot);
            }
        });
    }
    plan
});

fn address(aggregate: &Aggregate) -> usize {
    std::ptr::from_ref(aggregate).addr()
}

/// A row that formulas are evaluated on, what an aggregate comes to there, and whether it is one of the latest.
struct Scope<'a> {
    row: &'a Row,
    aggregates: &'a dyn Fn(&Aggregate) -> f64,
    latest: &'a dyn Fn(&Latest) -> bool,
}

fn at_the_clients_level(_: &Latest) -> bool {
    unreachable!("the latest rows are asked for inside an aggregate only")
}

impl Scope<'_> {
    fn value(&self, formula: &Expr) -> f64 {
        match formula {
            Expr::Number(number) => *number,
            Expr::Column(column) | Expr::Code(column) => match self.row.get(*column) {
                Value::Missing => f64::NAN,
                Value::Number(number) => number,
                Value::Category(code) => code as f64,
            },
            Expr::Indicator(condition) => f64::from(u8::from(self.holds(condition))),
            Expr::Add(a, b) => self.value(a) + self.value(b),
            Expr::Subtract(a, b) => self.value(a) - self.value(b),
            Expr::Multiply(a, b) => self.value(a) * self.value(b),
            Expr::Divide(a, b) => match self.value(b) {
                0.0 => f64::NAN,
                divisor => self.value(a) / divisor,
            },
            Expr::Sum(all) => self.present(all).sum(),
            Expr::Mean(all) => self.present(all).mean(),
            Expr::Min(all) => self.present(all).min(),
            Expr::Max(all) => self.present(all).max(),
            Expr::Apply(function, arguments) => {
                let arguments: Vec<f64> = arguments.iter().map(|argument| self.value(argument)).collect();
                if arguments.iter().any(|argument| argument.is_nan()) {
                    f64::NAN
                } else {
                    function.value(&arguments)
                }
            }
            Expr::Aggregate(aggregate) => (self.aggregates)(aggregate),
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Is(column, codes) => {
                matches!(self.row.get(*column), Value::Category(code) if codes.contains(&code))
            }
            // A comparison with NaN does not hold, as the rules want it of a missing value.
            Condition::Less(a, b) => self.value(a) < self.value(b),
            Condition::AtMost(a, b) => self.value(a) <= self.value(b),
            Condition::Present(a) => !self.value(a).is_nan(),
            Condition::All(all) => all.iter().all(|condition| self.holds(condition)),
            Condition::Not(condition) => !self.holds(condition),
            Condition::Latest(latest) => (self.latest)(latest),
        }
    }

    fn present(&self, all: &[Expr]) -> Present {
        all.iter().map(|formula| self.value(formula)).collect()
    }
}

/// The values that are present, in the four ways in which they are put together.
#[derive(Debug, Clone, Copy)]
struct Present {
    count: usize,
    sum: f64,
    min: f64,
    max: f64,
}

impl FromIterator<f64> for Present {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let none = Self { count: 0, sum: 0.0, min: f64::NAN, max: f64::NAN };
        values.into_iter().filter(|value| !value.is_nan()).fold(none, |so_far, value| Self {
            count: so_far.count + 1,
            sum: so_far.sum + value,
            // `min` and `max` of f64 pass over NaN.
            min: so_far.min.min(value),
            max: so_far.max.max(value),
        })
    }
}

impl Present {
    fn sum(self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.sum }
    }

    fn mean(self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.sum / self.count as f64 }
    }

    fn min(self) -> f64 {
        self.min
    }

    fn max(self) -> f64 {
        self.max
    }
}

/// An aggregate over the client's rows; NaN where the data has no such table.
fn reduce(aggregate: &Aggregate, records: &Records) -> f64 {
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
fn number(row: &Row, column: ColumnRef) -> f64 {
    match row.get(column) {
        Value::Number(number) => number,
        Value::Missing | Value::Category(_) => f64::NAN,
    }
}

/// For each [`Latest`] that an aggregate asks for, which of the rows it holds of.
fn latest_rows(aggregate: &Aggregate, rows: &[Row]) -> Vec<(Latest, Vec<bool>)> {
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

/// The slope of the least-squares line through points (x, y), over those that have both.
fn slope(points: &[(f64, f64)]) -> f64 {
    let (mut n, mut x, mut y, mut xx, mut xy, mut abs_y, mut abs_xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for &(over, value) in points.iter().filter(|(over, value)| !over.is_nan() && !value.is_nan()) {
        n += 1.0;
        x += over;
        y += value;
        xx += over * over;
        xy += over * value;
        abs_y += value.abs();
        abs_xy += (over * value).abs();
    }
    let (above, below) = (n * xy - x * y, n * xx - x * x);
    if below <= 0.0 {
        f64::NAN
    } else if above.abs() <= SLOPE_ROUNDING * (n * abs_xy + x.abs() * abs_y) {
        0.0
    } else {
        above / below
    }
}

#[cfg(test)]
mod tests {
    use catalogue::expr::{
        aggregate, aggregate_where, code, column, count, count_where, indicator, is, latest, ratio, share,
        slope,
    };
    use catalogue::{Function, Table};

    use super::*;

    const APPLICATION: Table = Table::Application;
    const BUREAU: Table = Table::Bureau;

    fn row(table: Table, cells: &[(&str, &str)]) -> Row {
        let (row, undeclared) = Row::read(table, cells.iter().copied()).unwrap();
        assert!(undeclared.is_empty());
        row
    }

    /// Credit 300, income 100, annuity 0, goods price missing, car yes; three loans elsewhere, no bureau
    /// balance, and a table of previous applications without a row.
    fn applicant() -> Records {
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

    fn credit() -> Expr {
        column(APPLICATION, "AMT_CREDIT")
    }
    fn income() -> Expr {
        column(APPLICATION, "AMT_INCOME_TOTAL")
    }
    fn zero() -> Expr {
        column(APPLICATION, "AMT_ANNUITY")
    }
    fn missing() -> Expr {
        column(APPLICATION, "AMT_GOODS_PRICE")
    }
    fn sum_lent() -> Expr {
        column(BUREAU, "AMT_CREDIT_SUM")
    }
    fn active() -> Condition {
        is(BUREAU, "CREDIT_ACTIVE", &["Active"])
    }

    #[track_caller]
    fn check(cases: Vec<(Expr, f64)>) {
        let records = applicant();
        for (formula, expected) in cases {
            let value = evaluate(&formula, &records);
            let same = value == expected || (value.is_nan() && expected.is_nan());
            assert!(same, "{formula}: {value}, not {expected}");
        }
    }

    #[test]
    fn plain_values() {
        check(vec![
            (Expr::Number(2.5), 2.5),
            (credit(), 300.0),
            (missing(), f64::NAN),
            (code(APPLICATION, "FLAG_OWN_CAR"), 1.0),
            (code(APPLICATION, "NAME_HOUSING_TYPE"), f64::NAN),
        ]);
    }

    #[test]
    fn arithmetic() {
        check(vec![
            (credit() + income(), 400.0),
            (credit() - income(), 200.0),
            (credit() * income(), 30_000.0),
            (ratio(credit(), income()), 3.0),
            (ratio(credit(), zero()), f64::NAN),
            (ratio(zero(), zero()), f64::NAN),
            (ratio(credit(), Expr::Number(-0.0)), f64::NAN),
            (credit() + missing(), f64::NAN),
            (missing() - credit(), f64::NAN),
            (zero() * missing(), f64::NAN),
            (ratio(missing(), income()), f64::NAN),
            (ratio(income(), missing()), f64::NAN),
        ]);
    }

    #[test]
    fn what_passes_over_missing_values() {
        check(vec![
            (Expr::Sum(vec![credit(), missing(), income()]), 400.0),
            (Expr::Mean(vec![credit(), missing(), income()]), 200.0),
            (Expr::Min(vec![credit(), missing(), income()]), 100.0),
            (Expr::Max(vec![missing(), income(), credit()]), 300.0),
            (Expr::Sum(vec![missing(), missing()]), f64::NAN),
            (Expr::Mean(vec![missing()]), f64::NAN),
            (Expr::Min(vec![missing()]), f64::NAN),
            (Expr::Max(vec![missing()]), f64::NAN),
            (Expr::Sum(vec![]), f64::NAN),
        ]);
    }

    #[test]
    fn conditions() {
        let owns_car = || is(APPLICATION, "FLAG_OWN_CAR", &["Y"]);
        let owns_home = || is(APPLICATION, "FLAG_OWN_REALTY", &["Y", "N"]);
        let not = |condition| Condition::Not(Box::new(condition));
        let cases = [
            (owns_car(), 1.0),
            (is(APPLICATION, "FLAG_OWN_CAR", &["N"]), 0.0),
            (owns_home(), 0.0),
            (not(owns_home()), 1.0),
            (Condition::Less(income(), credit()), 1.0),
            (Condition::Less(credit(), credit()), 0.0),
            (Condition::AtMost(credit(), credit()), 1.0),
            (Condition::AtMost(credit(), income()), 0.0),
            (Condition::Less(missing(), credit()), 0.0),
            (Condition::Less(credit(), missing()), 0.0),
            (Condition::AtMost(missing(), missing()), 0.0),
            (not(Condition::Less(missing(), credit())), 1.0),
            (Condition::Present(credit()), 1.0),
            (Condition::Present(missing()), 0.0),
            (Condition::Present(ratio(credit(), zero())), 0.0),
            (Condition::All(vec![owns_car(), Condition::Present(credit())]), 1.0),
            (Condition::All(vec![owns_car(), owns_home()]), 0.0),
            (Condition::All(vec![]), 1.0),
        ];
        check(cases.into_iter().map(|(condition, value)| (indicator(condition), value)).collect());
    }

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
    fn named_functions() {
        let rate = |payments, payment| {
            let arguments = [Expr::Number(payments), payment, credit()];
            Expr::Apply(Function::MonthlyRate, arguments.into())
        };
        check(vec![
            (Expr::Apply(Function::CustomaryTerm, vec![income(), credit()]), 6.0),
            (rate(3.0, missing()), f64::NAN),
            (rate(2.0, income()), f64::NAN),
            (Expr::Apply(Function::PaymentsAt, vec![Expr::Number(0.5), income(), credit()]), f64::NAN),
        ]);
        assert!(
            evaluate(&rate(3.0, income()), &applicant()).abs() < 1e-12,
            "300 in three payments of 100 is free"
        );
    }

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

    #[test]
    fn slopes() {
        // Over -10, -20 and -30 days: 50, 70 and missing, then a value that falls by 0.5 a day.
        let falling = || Expr::Number(7.0) - column(BUREAU, "DAYS_CREDIT") * Expr::Number(0.5);
        check(vec![
            (slope(BUREAU, sum_lent(), "DAYS_CREDIT", None), -2.0),
            (slope(BUREAU, falling(), "DAYS_CREDIT", None), -0.5),
            (slope(BUREAU, Expr::Number(0.1), "DAYS_CREDIT", None), 0.0),
            (
                slope(BUREAU, falling(), "DAYS_CREDIT", Some(is(BUREAU, "CREDIT_ACTIVE", &["Closed"]))),
                f64::NAN,
            ),
            (slope(BUREAU, falling(), "AMT_CREDIT_SUM", None), 0.25),
            (
                slope(
                    Table::PreviousApplication,
                    column(Table::PreviousApplication, "AMT_CREDIT"),
                    "DAYS_DECISION",
                    None,
                ),
                f64::NAN,
            ),
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

    #[test]
    fn all_features_at_once_are_what_each_is_alone() {
        let records = applicant();
        let all = features(&records);
        assert_eq!(all.len(), catalogue::features().len());
        for (feature, value) in catalogue::features().iter().zip(all) {
            let alone = evaluate(&feature.formula, &records);
            assert_eq!(value.to_bits(), alone.to_bits(), "{}: {value} and {alone}", feature.id);
        }
    }
}
