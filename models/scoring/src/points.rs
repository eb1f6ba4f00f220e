//! From a margin to log-odds, and from log-odds to points that add up.
//!
//! The scale is that of scorecards: linear in log-odds, so many points to double the odds (PDO). Source: N.
//! Siddiqi, *Credit Risk Scorecards*, Wiley 2006, chapter 6, "Scorecard scaling". The calibration is J. Platt's
//! (*Probabilistic outputs for support vector machines*, 1999).

use std::f64::consts::LN_2;

use crate::release::{Calibration, PointsScale};
use crate::units::{LogOdds, Points, UnitError};

/// The greatest absolute value that a parameter of the calibration or the scale may have.
const GREATEST: f64 = 1e6;

impl Calibration {
    /// The log-odds of default that a margin stands for: `slope * margin + intercept`.
    ///
    /// # Errors
    /// When the result is not finite.
    pub fn log_odds(&self, margin: f64) -> Result<LogOdds, UnitError> {
        LogOdds::new(self.slope.mul_add(margin, self.intercept))
    }

    /// What is wrong with the calibration, or `None`.
    pub(crate) fn fault(&self) -> Option<String> {
        if !(self.slope > 0.0 && self.slope <= GREATEST) {
            // A slope that is not positive would make the risky safe.
            Some(format!("the slope {} is not positive and at most {GREATEST}", self.slope))
        } else if !(self.intercept.abs() <= GREATEST) {
            Some(format!("the intercept {} is not finite and within {GREATEST}", self.intercept))
        } else {
            None
        }
    }
}

impl PointsScale {
    /// Points for one log-odd: `pdo / ln 2`.
    pub fn factor(&self) -> f64 {
        self.pdo / LN_2
    }

    /// The score in points before it is clamped and rounded.
    pub fn raw(&self, log_odds: LogOdds) -> f64 {
        self.base_points - self.factor() * (log_odds.get() - self.base_log_odds)
    }

    /// The score: [`PointsScale::raw`], clamped to 0 to 1000, then rounded half up to a whole number.
    ///
    /// ```
    /// use scoring::{Probability, release::PointsScale};
    /// let scale = PointsScale::default();
    /// let ten_to_one = Probability::new(1.0 / 11.0)?.log_odds();
    /// assert_eq!(scale.points(ten_to_one).get(), 500);
    /// let twenty_to_one = Probability::new(1.0 / 21.0)?.log_odds();
    /// assert_eq!(scale.points(twenty_to_one).get(), 580);
    /// # Ok::<(), scoring::UnitError>(())
    /// ```
    pub fn points(&self, log_odds: LogOdds) -> Points {
        Points::nearest(self.raw(log_odds))
    }

    /// The highest log-odds of default with which a score reaches `points`: half a point below it, by the rounding
    /// of [`PointsScale::points`]. At or below these log-odds a score reaches the points, above them it does not.
    ///
    /// For 0 points, which every score reaches, it is the formula's value.
    pub fn threshold_log_odds(&self, points: Points) -> LogOdds {
        let estimate =
            self.base_log_odds + (self.base_points - (f64::from(points.get()) - 0.5)) / self.factor();
        let reaches = |log_odds: f64| self.points(LogOdds::finite(log_odds)) >= points;
        // The formula is right within rounding. Halving finds the last number that still reaches the points.
        let margin = 1e-9 * (1.0 + estimate.abs());
        let (mut low, mut high) = (estimate - margin, estimate + margin);
        if !reaches(low) || reaches(high) {
            return LogOdds::finite(estimate);
        }
        loop {
            let middle = low.midpoint(high);
            if middle <= low || middle >= high {
                return LogOdds::finite(low);
            }
            if reaches(middle) { low = middle } else { high = middle }
        }
    }

    /// What is wrong with the scale, or `None`.
    pub(crate) fn fault(&self) -> Option<String> {
        let bounded = [("base points", self.base_points), ("base log-odds", self.base_log_odds)];
        if let Some((name, number)) = bounded.into_iter().find(|(_, number)| !(number.abs() <= GREATEST)) {
            Some(format!("the {name} {number} are not finite and within {GREATEST}"))
        } else if !(self.pdo > 0.0 && self.pdo <= GREATEST) {
            Some(format!(
                "the points to double the odds, {}, are not positive and at most {GREATEST}",
                self.pdo
            ))
        } else {
            None
        }
    }

    /// The contributions in whole points that lead from the base score to the score, exactly.
    ///
    /// `contributions` are in log-odds and lead from `base` to `log_odds`, up to rounding. Where the score or the
    /// base is clamped, they are first scaled down so that they lead from the one clamped number to the other.
    /// Each is then rounded to the nearest point. What is missing or too much after that is given to those that
    /// rounding shortened, or taken from those that it favoured, the most concerned first, one point each
    /// (largest remainder). A contribution of zero stays zero.
    pub fn apportion(&self, base: LogOdds, log_odds: LogOdds, contributions: &[f64]) -> Vec<i32> {
        let mut rounding = Rounding::default();
        self.apportion_with(base, log_odds, contributions, &mut rounding);
        rounding.whole
    }

    /// [`PointsScale::apportion`] in room that the caller keeps.
    pub(crate) fn apportion_with<'a>(
        &self,
        base: LogOdds,
        log_odds: LogOdds,
        contributions: &[f64],
        rounding: &'a mut Rounding,
    ) -> &'a [i32] {
        let clamped =
            |log_odds| self.raw(log_odds).clamp(f64::from(Points::MIN.get()), f64::from(Points::MAX.get()));
        let (whole, shown) = (self.raw(log_odds) - self.raw(base), clamped(log_odds) - clamped(base));
        let shrink = if whole == 0.0 { 1.0 } else { shown / whole };
        let factor = -self.factor() * shrink;
        rounding.exact.clear();
        rounding.exact.extend(contributions.iter().map(|contribution| factor * contribution));
        rounding.largest_remainder(self.points(log_odds).get() - self.points(base).get());
        &rounding.whole
    }
}

/// Numbers that are being rounded so that they add up; used again for the next client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rounding {
    exact: Vec<f64>,
    whole: Vec<i32>,
    /// Positions in both, the most concerned first.
    order: Vec<usize>,
}

impl Rounding {
    /// Makes `whole` numbers near `exact` that add up to `target`, which lies near the sum of `exact`.
    fn largest_remainder(&mut self, target: i32) {
        let Self { exact, whole, order } = self;
        whole.clear();
        whole.extend(exact.iter().map(|number| number.round() as i32));
        let lacking = i64::from(target) - whole.iter().map(|&number| i64::from(number)).sum::<i64>();
        let step = lacking.signum() as i32;
        let shortfall = |index: usize| f64::from(step) * (exact[index] - f64::from(whole[index]));
        order.clear();
        order.extend((0..exact.len()).filter(|&index| exact[index] != 0.0));
        order.sort_unstable_by(|&a, &b| shortfall(b).total_cmp(&shortfall(a)).then(a.cmp(&b)));
        // One round is enough but for a single contribution whose ends are rounded apart; then it takes two.
        let times = if order.is_empty() { 0 } else { lacking.unsigned_abs() as usize };
        for &index in order.iter().cycle().take(times) {
            whole[index] += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn log_odds(number: f64) -> LogOdds {
        LogOdds::new(number).unwrap()
    }

    #[test]
    fn the_default_scale_is_500_points_at_ten_to_one_and_80_to_double() {
        let scale = PointsScale::default();
        let cases = [(10.0, 500), (20.0, 580), (40.0, 660), (5.0, 420), (1.0, 234), (1e9, 1000), (1e-9, 0)];
        for (odds_of_repayment, points) in cases {
            assert_eq!(
                scale.points(log_odds(-f64::ln(odds_of_repayment))).get(),
                points,
                "{odds_of_repayment}"
            );
        }
    }

    #[test]
    fn a_calibration_is_a_line() {
        let calibration = Calibration { slope: 2.0, intercept: -0.5 };
        assert_eq!(calibration.log_odds(1.5).unwrap().get(), 2.5);
        assert!(calibration.log_odds(f64::MAX).is_err());
    }

    #[test]
    fn parameters_that_make_no_line_are_named() {
        let calibrations = [(0.0, 0.0), (-1.0, 0.0), (f64::NAN, 0.0), (f64::INFINITY, 0.0), (1.0, f64::NAN)];
        for (slope, intercept) in calibrations {
            assert!(Calibration { slope, intercept }.fault().is_some(), "{slope} {intercept}");
        }
        assert_eq!(Calibration { slope: 0.9, intercept: -0.1 }.fault(), None);
        assert_eq!(PointsScale::default().fault(), None);
        let scale = PointsScale::default();
        for scale in [
            PointsScale { pdo: 0.0, ..scale },
            PointsScale { pdo: -80.0, ..scale },
            PointsScale { pdo: f64::NAN, ..scale },
            PointsScale { base_points: f64::INFINITY, ..scale },
            PointsScale { base_log_odds: f64::NAN, ..scale },
        ] {
            assert!(scale.fault().is_some(), "{scale:?}");
        }
    }

    #[test]
    fn remainders_go_to_those_that_rounding_shortened() {
        let cases: [(&[f64], i32, &[i32]); 8] = [
            (&[1.4, 1.4, 1.2], 4, &[2, 1, 1]),
            (&[1.2, 1.4, 1.4], 4, &[1, 2, 1]),
            (&[-1.6, -1.6, -0.8], -4, &[-1, -2, -1]),
            (&[0.0, 0.4, 0.0], 1, &[0, 1, 0]),
            (&[0.0, 0.6, 0.0], 0, &[0, 0, 0]),
            (&[], 0, &[]),
            (&[0.0], 0, &[0]),
            (&[2.5, 2.5], 5, &[2, 3]),
        ];
        for (exact, target, expected) in cases {
            let mut rounding = Rounding { exact: exact.to_vec(), ..Rounding::default() };
            rounding.largest_remainder(target);
            assert_eq!(rounding.whole, expected, "{exact:?} to {target}");
        }
    }

    #[test]
    fn a_clamped_score_has_its_contributions_scaled_down() {
        // 100 points a log-odd from 500 points: 5 log-odds of repayment reach the top; these reach twice that.
        let scale = PointsScale { base_points: 500.0, base_log_odds: 0.0, pdo: 100.0 * LN_2 };
        let points = scale.apportion(log_odds(0.0), log_odds(-10.0), &[-8.0, -4.0, 2.0]);
        assert_eq!(points, [400, 200, -100]);
        assert_eq!(scale.apportion(log_odds(0.0), log_odds(-2.0), &[-3.0, 1.0]), [300, -100]);
        assert_eq!(scale.apportion(log_odds(9.0), log_odds(12.0), &[2.0, 1.0]), [0, 0], "both at the bottom");
    }

    proptest! {
        #[test]
        fn points_fall_as_the_risk_rises(a in -20.0..20.0, b in -20.0..20.0, pdo in 1.0..200.0) {
            let scale = PointsScale { pdo, ..PointsScale::default() };
            let (low, high) = (f64::min(a, b), f64::max(a, b));
            prop_assert!(scale.points(log_odds(low)) >= scale.points(log_odds(high)));
        }

        #[test]
        fn whole_points_add_up_to_the_score_and_stay_near_the_exact_ones(
            base in -8.0..8.0,
            contributions in prop::collection::vec(prop_oneof![Just(0.0), -0.01..0.01, -3.0..3.0], 0..40),
        ) {
            let scale = PointsScale::default();
            let (base, score) = (log_odds(base), log_odds(base + contributions.iter().sum::<f64>()));
            let points = scale.apportion(base, score, &contributions);
            prop_assert_eq!(scale.points(base).get() + points.iter().sum::<i32>(), scale.points(score).get());
            let (raw, most) = (scale.raw(score), scale.raw(base));
            let clamped = [raw, most].iter().any(|points| !(0.0..=1000.0).contains(points));
            for (&exact, &whole) in contributions.iter().zip(&points) {
                let exact = -scale.factor() * exact;
                prop_assert!(exact != 0.0 || whole == 0);
                if clamped {
                    prop_assert!(f64::from(whole).abs() <= exact.abs() + 2.0);
                } else {
                    prop_assert!((f64::from(whole) - exact).abs() < 2.0);
                }
            }
        }

        #[test]
        fn the_threshold_is_the_last_that_reaches_the_points(
            points in 1..=1000_i32,
            base_points in 300.0..700.0,
            base_log_odds in prop_oneof![Just(0.0), -4.0..4.0],
            pdo in 5.0..200.0,
        ) {
            let scale = PointsScale { base_points, base_log_odds, pdo };
            let points = Points::new(points).unwrap();
            let threshold = scale.threshold_log_odds(points);
            let above = log_odds(threshold.get().next_up());
            prop_assert!(scale.points(threshold) >= points && scale.points(above) < points);
            let formula = base_log_odds + (base_points + 0.5 - f64::from(points.get())) / scale.factor();
            prop_assert!((threshold.get() - formula).abs() < 1e-11);
        }
    }
}
