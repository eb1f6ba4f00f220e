//! The slope of a value over a column.

use catalogue::expr::SLOPE_ROUNDING;

/// The slope of the least-squares line through points (x, y), over those that have both.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
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
    use catalogue::expr::{column, is, slope};
    use catalogue::{Expr, Table};

    use super::super::fixture::{BUREAU, check, sum_lent};

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
}
