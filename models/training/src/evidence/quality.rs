//! Discrimination and calibration of the served model, out of fold and after calibration.

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// The figures of the served model, on the pooled out-of-fold predictions.
///
/// `candidates` has the mean of the AUC over the folds beside it; the pooled one is a little lower where the folds'
/// models differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Area under the ROC curve.
    pub auc: Figure,
    /// Gini coefficient, `2 AUC - 1`.
    pub gini: Figure,
    /// Statistic of Kolmogorov and Smirnov.
    pub kolmogorov_smirnov: Figure,
    /// Area under the precision-recall curve (average precision); chance gives the share of defaults.
    pub average_precision: Figure,
    /// Mean negative log-likelihood.
    pub log_loss: Figure,
    /// Brier's score.
    pub brier: Figure,
    /// Expected calibration error in ten bins of equal size. It is never 0, even of a perfect model: its interval is
    /// that of the draws.
    pub expected_calibration_error: Figure,
    /// Business cost a client at the rule's threshold, in wrong refusals.
    pub cost_per_client: Figure,
    /// Share of defaults among the tenth with the highest risk, over their share among all.
    pub lift_top_decile: Figure,
    /// The reliability curve, in ten bins of equal size, lowest risk first.
    pub reliability: Vec<ReliabilityBin>,
}

/// A bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Mean predicted probability of default.
    pub predicted: f64,
    /// Share who defaulted.
    pub observed: f64,
    /// Lower end of Wilson's 95 % interval of that share.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Clients in the bin.
    pub clients: u32,
}

/// How many clients have which score, by outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// The edges of the bins, in points, rising, one more than bins; a bin holds its lower edge.
    pub edges: Vec<i32>,
    /// Clients of each bin who repaid.
    pub repaid: Vec<u32>,
    /// Clients of each bin who defaulted.
    pub defaulted: Vec<u32>,
}
