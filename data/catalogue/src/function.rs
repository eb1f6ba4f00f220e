//! The named functions of the formulas' language.
//!
//! Their arithmetic stands here, once, for both interpreters.

/// A function of a few present numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// `log1p(x)`: the natural logarithm of 1 + x, for x > -1.
    LogOnePlus,
    /// `customary_term(payment, credit)`: the shortest term, in months, of the customary ones (multiples of six)
    /// in which level payments of `payment` repay more than `credit`.
    CustomaryTerm,
    /// `monthly_rate(payments, payment, credit)`: the interest rate a month at which so many level payments repay
    /// the credit, by the annuity formula `credit = payment (1 - (1 + r)^-payments) / r`. No value where the
    /// payments do not even repay the credit, or the rate would exceed [`GREATEST_RATE`].
    MonthlyRate,
    /// `payments_at(rate, payment, credit)`: how many level payments repay the credit at an interest rate a month,
    /// by the same formula: `-ln(1 - credit r / payment) / ln(1 + r)`. No value where interest eats the payment.
    PaymentsAt,
}

/// The greatest interest rate a month that is looked for: 50 %.
pub const GREATEST_RATE: f64 = 0.5;
/// Customary terms are multiples of so many months.
pub const TERM_STEP: f64 = 6.0;
/// Halvings of the interval in which the rate lies: then it is narrower than the rounding of its ends.
const HALVINGS: u32 = 60;

impl Function {
    /// Its name in a written formula.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogOnePlus => "log1p",
            Self::CustomaryTerm => "customary_term",
            Self::MonthlyRate => "monthly_rate",
            Self::PaymentsAt => "payments_at",
        }
    }

    /// How many arguments it takes.
    pub const fn arity(self) -> usize {
        match self {
            Self::LogOnePlus => 1,
            Self::CustomaryTerm => 2,
            Self::MonthlyRate | Self::PaymentsAt => 3,
        }
    }

    /// Its value; NaN where it has none or an argument is NaN.
    ///
    /// ```
    /// use catalogue::Function;
    /// // 12 payments of 100 for a credit of 1,125.51: 1 % a month, as a table of annuities says.
    /// let rate = Function::MonthlyRate.value(&[12.0, 100.0, 1_125.507_747]);
    /// assert!((rate - 0.01).abs() < 1e-9);
    /// ```
    ///
    /// # Panics
    /// When there are not as many arguments as [`Function::arity`] says: the catalogue's tests evaluate every
    /// declaration.
    pub fn value(self, arguments: &[f64]) -> f64 {
        match (self, arguments) {
            (Self::LogOnePlus, &[x]) => finite(x.ln_1p()),
            (Self::CustomaryTerm, &[payment, credit]) => customary_term(payment, credit),
            (Self::MonthlyRate, &[payments, payment, credit]) => monthly_rate(payments, payment, credit),
            (Self::PaymentsAt, &[rate, payment, credit]) => payments_at(rate, payment, credit),
            _ => panic!("{} takes {} arguments, not {}", self.name(), self.arity(), arguments.len()),
        }
    }
}

fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { f64::NAN }
}

fn customary_term(payment: f64, credit: f64) -> f64 {
    // Written so that NaN has no value either.
    if !(payment > 0.0 && credit > 0.0) {
        return f64::NAN;
    }
    finite(((credit / payment / TERM_STEP).floor() + 1.0) * TERM_STEP)
}

fn monthly_rate(payments: f64, payment: f64, credit: f64) -> f64 {
    if !(payments >= 1.0 && payment > 0.0 && credit > 0.0 && payments * payment >= credit) {
        return f64::NAN;
    }
    // The present value of the payments falls as the rate rises.
    let repays = |rate: f64| {
        if rate == 0.0 { payments * payment } else { -payment * (-payments * rate.ln_1p()).exp_m1() / rate }
    };
    if repays(GREATEST_RATE) > credit {
        return f64::NAN;
    }
    let (mut low, mut high) = (0.0, GREATEST_RATE);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if repays(middle) >= credit { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

fn payments_at(rate: f64, payment: f64, credit: f64) -> f64 {
    if !(rate > 0.0 && payment > 0.0 && credit > 0.0 && credit * rate < payment) {
        return f64::NAN;
    }
    finite(-(-credit * rate / payment).ln_1p() / rate.ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annuities_come_out_as_in_a_table_of_annuities() {
        // n, payment, credit, rate: credit = payment (1 - (1 + r)^-n) / r, worked out with 30 digits elsewhere.
        let cases = [
            (12.0, 100.0, 1_125.507_747_348_463, 0.01),
            (36.0, 250.0, 6_372.210_620_596_848, 0.02),
            (60.0, 1.0, 60.0, 0.0),
            (1.0, 110.0, 100.0, 0.1),
        ];
        for (payments, payment, credit, rate) in cases {
            let found = Function::MonthlyRate.value(&[payments, payment, credit]);
            assert!((found - rate).abs() < 1e-9, "{payments} x {payment} for {credit}: {found}");
            if rate > 0.0 {
                let found = Function::PaymentsAt.value(&[rate, payment, credit]);
                assert!((found - payments).abs() < 1e-6, "{payment} for {credit} at {rate}: {found}");
            }
        }
    }

    #[test]
    fn a_customary_term_repays_more_than_the_credit() {
        for (payment, credit, term) in
            [(100.0, 550.0, 6.0), (100.0, 600.0, 12.0), (100.0, 1_150.0, 12.0), (25.0, 1_000.0, 42.0)]
        {
            assert_eq!(Function::CustomaryTerm.value(&[payment, credit]), term, "{payment} for {credit}");
        }
    }

    #[test]
    fn what_has_no_value_is_missing() {
        let cases: [(Function, &[f64]); 12] = [
            (Function::LogOnePlus, &[-1.0]),
            (Function::LogOnePlus, &[f64::NAN]),
            (Function::CustomaryTerm, &[0.0, 100.0]),
            (Function::CustomaryTerm, &[100.0, f64::NAN]),
            (Function::MonthlyRate, &[10.0, 9.0, 100.0]),
            (Function::MonthlyRate, &[2.0, 100.0, 50.0]),
            (Function::MonthlyRate, &[0.0, 100.0, 50.0]),
            (Function::MonthlyRate, &[12.0, -1.0, 50.0]),
            (Function::MonthlyRate, &[f64::NAN, 100.0, 50.0]),
            (Function::PaymentsAt, &[0.02, 1.0, 100.0]),
            (Function::PaymentsAt, &[0.0, 1.0, 100.0]),
            (Function::PaymentsAt, &[0.02, f64::NAN, 100.0]),
        ];
        for (function, arguments) in cases {
            assert!(function.value(arguments).is_nan(), "{} of {arguments:?}", function.name());
        }
    }
}
