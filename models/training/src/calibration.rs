//! From margins to log-odds, by Platt's logistic function.
//!
//! Source: J. Platt, *Probabilistic outputs for support vector machines*, 1999, by Newton's method after H.-T. Lin,
//! C.-J. Lin and R. Weng, *A note on Platt's probabilistic outputs*, 2007, as `linfa` has it. The fit is on
//! out-of-fold margins: on clients that a model has learned from, it is too sure of itself.

use linfa::ParamGuard;
use linfa::composing::platt_scaling::{Platt, platt_newton_method};
use ndarray::ArrayView1;
use scoring::release::Calibration;

use crate::error::FitError;

/// Leaves margins as they are.
pub const IDENTITY: Calibration = Calibration { slope: 1.0, intercept: 0.0 };

/// Fits the calibration of a candidate on margins of clients that it did not learn from.
pub fn platt(candidate: &'static str, margins: &[f64], labels: &[bool]) -> Result<Calibration, FitError> {
    let failed = |source| FitError::Calibration { candidate, source };
    let parameters = Platt::<f64, ()>::params().check().map_err(failed)?;
    // linfa's function is 1 / (1 + exp(a f + b)): the log-odds are -(a f + b).
    let (a, b) = platt_newton_method(ArrayView1::from(margins), ArrayView1::from(labels), &parameters)
        .map_err(failed)?;
    if -a > 0.0 {
        Ok(Calibration { slope: settled(-a), intercept: settled(-b) })
    } else {
        Err(FitError::NoSkill { candidate, slope: -a })
    }
}

/// The log-odds that margins stand for.
///
/// # Panics
/// When a margin is not finite: trees and regressions give finite ones.
pub fn calibrated(calibration: Calibration, margins: &[f64]) -> Vec<f64> {
    let log_odds = |&margin: &f64| calibration.log_odds(margin).expect("margins are finite").get();
    margins.iter().map(log_odds).collect()
}

/// A figure rounded to twelve decimals.
///
/// The manifest's digest is taken of its text, so that a figure must read back as it was written. `serde_json`
/// promises that only for numbers of up to fifteen digits unless a feature of it is on.
pub fn settled(figure: f64) -> f64 {
    (figure * 1e12).round() / 1e12
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Margins that are too sure, and labels drawn from what they ought to be, in a fixed pattern.
    fn overconfident(clients: usize) -> (Vec<f64>, Vec<bool>) {
        let margin = |client: usize| (client * 7919 % 1_000) as f64 / 100.0 - 7.5;
        let labels = (0..clients).map(|client| {
            let probability = 1.0 / (1.0 + (-(0.6 * margin(client) - 0.4)).exp());
            ((client * 104_729 % 10_007) as f64 / 10_007.0) < probability
        });
        ((0..clients).map(margin).collect(), labels.collect())
    }

    /// Newton's method to the last digit, on the same smoothed targets.
    fn tight(margins: &[f64], labels: &[bool]) -> (f64, f64) {
        let positive = labels.iter().filter(|&&label| label).count() as f64;
        let negative = labels.len() as f64 - positive;
        let (high, low) = ((positive + 1.0) / (positive + 2.0), 1.0 / (negative + 2.0));
        let (mut slope, mut intercept) = (0.0_f64, (positive / negative).ln());
        for _ in 0..100 {
            let (mut g, mut h) = ([0.0; 2], [0.0; 3]);
            for (&margin, &label) in margins.iter().zip(labels) {
                let p = 1.0 / (1.0 + (-(slope * margin + intercept)).exp());
                let error = p - if label { high } else { low };
                g[0] += error * margin;
                g[1] += error;
                let weight = p * (1.0 - p);
                h[0] += weight * margin * margin;
                h[1] += weight * margin;
                h[2] += weight;
            }
            let determinant = h[0] * h[2] - h[1] * h[1];
            slope -= (h[2] * g[0] - h[1] * g[1]) / determinant;
            intercept -= (h[0] * g[1] - h[1] * g[0]) / determinant;
        }
        (slope, intercept)
    }

    #[test]
    fn it_is_that_of_a_tight_newton_fit() {
        let (margins, labels) = overconfident(20_000);
        let calibration = platt("test", &margins, &labels).unwrap();
        let (slope, intercept) = tight(&margins, &labels);
        assert!((calibration.slope - slope).abs() < 2e-4, "{calibration:?}, not {slope}");
        assert!((calibration.intercept - intercept).abs() < 2e-4, "{calibration:?}, not {intercept}");
        assert!((slope - 0.6).abs() < 0.05, "the labels were drawn with 0.6, found {slope}");
    }

    #[test]
    fn margins_that_point_the_wrong_way_are_refused() {
        let (margins, labels) = overconfident(2_000);
        let wrong: Vec<f64> = margins.iter().map(|margin| -margin).collect();
        let error = platt("model", &wrong, &labels).unwrap_err().to_string();
        assert!(error.contains("model") && error.contains("slope -0."), "{error}");
    }

    #[test]
    fn settled_figures_have_at_most_twelve_decimals() {
        assert_eq!(settled(1.0 / 7.0), 0.142_857_142_857);
        assert_eq!(settled(1e-13), 0.0);
        assert_eq!(settled(-0.5), -0.5);
    }
}
