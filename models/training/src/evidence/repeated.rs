//! What repeated cross-validations say of the served model.

use serde::{Deserialize, Serialize};

use crate::paired::Figure;

/// Means over the folds of all repeats. Each fold's figures are of the clients whom it holds out; each repeat has its own
/// folds, rounds, calibration and threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repeated {
    /// How often the clients were dealt to folds, the fit's own folds among them.
    pub repeats: u32,
    /// Folds of each repeat.
    pub folds: u32,
    /// The best number of rounds of each repeat.
    pub rounds: Vec<u32>,
    /// Area under the ROC curve.
    pub auc: Figure,
    /// Gini coefficient.
    pub gini: Figure,
    /// Statistic of Kolmogorov and Smirnov.
    pub kolmogorov_smirnov: Figure,
    /// Average precision.
    pub average_precision: Figure,
    /// Mean negative log-likelihood.
    pub log_loss: Figure,
    /// Brier's score.
    pub brier: Figure,
    /// Expected calibration error of single folds: the fewer clients there are in one, the more of it is chance.
    pub expected_calibration_error: Figure,
    /// Share of defaults among the tenth with the highest risk, over their share among all.
    pub lift_top_decile: Figure,
    /// Business cost a client at the repeat's cheapest threshold.
    pub cost_per_client: Figure,
}
