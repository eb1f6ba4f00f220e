//! The value of a formula, and whether a condition holds, on one row.

use catalogue::{Aggregate, Condition, Expr, Latest};

use super::present::Present;
use crate::records::{Row, Value};

/// A row that formulas are evaluated on, what an aggregate comes to there, and whether it is one of the latest.
pub(super) struct Scope<'a> {
    pub(super) row: &'a Row,
    pub(super) aggregates: &'a dyn Fn(&Aggregate) -> f64,
    pub(super) latest: &'a dyn Fn(&Latest) -> bool,
}

pub(super) fn at_the_clients_level(_: &Latest) -> bool {
    unreachable!("the latest rows are asked for inside an aggregate only")
}

impl Scope<'_> {
    pub(super) fn value(&self, formula: &Expr) -> f64 {
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

    pub(super) fn holds(&self, condition: &Condition) -> bool {
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

#[cfg(test)]
mod tests {
    use catalogue::Function;
    use catalogue::expr::{code, indicator, is, ratio};

    use super::super::evaluate;
    use super::super::fixture::{APPLICATION, applicant, check, credit, income, missing, zero};
    use super::*;

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
}
