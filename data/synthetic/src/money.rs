//! Amounts: rounding as in Kaggle's files, and the arithmetic of an annuity loan.

/// Rounds to the half: what amounts of applications are multiples of.
pub(crate) fn halves(amount: f64) -> f64 {
    (amount * 2.0).round() / 2.0
}

/// Rounds to the hundredth.
pub(crate) fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// The monthly instalment that repays `credit` in `months` at a yearly rate greater than zero.
pub(crate) fn annuity(credit: f64, yearly_rate: f64, months: i32) -> f64 {
    let monthly = yearly_rate / 12.0;
    credit * monthly / (1.0 - (1.0 + monthly).powi(-months))
}

/// What is still owed after `paid` of `months` instalments, as a share of the credit.
pub(crate) fn outstanding_share(yearly_rate: f64, months: i32, paid: i32) -> f64 {
    let growth = 1.0 + yearly_rate / 12.0;
    let left = 1.0 - growth.powi(-(months - paid).max(0));
    left / (1.0 - growth.powi(-months))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annuity_repays_the_credit() {
        let (credit, rate, months) = (100_000.0, 0.24, 12);
        let instalment = annuity(credit, rate, months);
        let mut owed = credit;
        for paid in 1..=months {
            owed = owed * (1.0 + rate / 12.0) - instalment;
            assert!((owed / credit - outstanding_share(rate, months, paid)).abs() < 1e-9);
        }
        assert!(owed.abs() < 1e-6);
        assert!((instalment - 9_455.96).abs() < 0.01);
    }

    #[test]
    fn amounts_are_rounded() {
        assert_eq!(halves(24_700.3), 24_700.5);
        assert_eq!(cents(12.345_6), 12.35);
    }
}
