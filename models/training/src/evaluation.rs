//! The figures of one candidate, from its out-of-fold predictions.

use scoring::release::PointsScale;
use scoring::{LogOdds, Points};

use crate::folds::Fold;
use crate::metrics::{self, Bin};
use crate::threshold::Costs;

/// Bins of the reliability curve.
const BINS: usize = 10;

/// The figures of one candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The kind of model, in words.
    pub name: &'static str,
    /// Area under the ROC curve in each fold.
    pub fold_aucs: Vec<f64>,
    /// Their mean.
    pub auc: f64,
    /// The standard error of that mean, from the spread over the folds.
    pub auc_standard_error: f64,
    /// Area under the ROC curve of all predictions together.
    pub auc_pooled: f64,
    /// Gini coefficient of the mean AUC.
    pub gini: f64,
    /// Statistic of Kolmogorov and Smirnov, pooled as all that follow.
    pub kolmogorov_smirnov: f64,
    /// Average precision.
    pub average_precision: f64,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// Brier's score.
    pub brier: f64,
    /// The reliability curve, in ten bins of equal size.
    pub bins: Vec<Bin>,
    /// Expected calibration error over these bins.
    pub expected_calibration_error: f64,
    /// Lowest business cost a client, over thresholds in whole points.
    pub cost_per_client: f64,
    /// The threshold that has it.
    pub threshold: Points,
}

/// Works out the figures of a candidate from calibrated log-odds of clients that it did not learn from.
///
/// # Panics
/// When log-odds are not finite.
pub fn evaluate(
    name: &'static str,
    log_odds: &[f64],
    labels: &[bool],
    folds: &[Fold],
    ratio: f64,
    scale: &PointsScale,
) -> Evaluation {
    let fold_aucs = fold_aucs(log_odds, labels, folds);
    let (auc, auc_standard_error) = metrics::mean_and_standard_error(&fold_aucs);
    let typed = typed(log_odds);
    let probabilities: Vec<f64> = typed.iter().map(|log_odds| log_odds.probability().get()).collect();
    let bins = metrics::reliability(&probabilities, labels, BINS);
    let costs = Costs::of(&points(&typed, scale), labels, ratio);
    let threshold = costs.cheapest(scale);
    Evaluation {
        name,
        fold_aucs,
        auc,
        auc_standard_error,
        auc_pooled: metrics::auc(log_odds, labels),
        gini: metrics::gini(auc),
        kolmogorov_smirnov: metrics::kolmogorov_smirnov(log_odds, labels),
        average_precision: metrics::average_precision(log_odds, labels),
        log_loss: metrics::log_loss(log_odds, labels),
        brier: metrics::brier(&probabilities, labels),
        expected_calibration_error: metrics::expected_calibration_error(&bins),
        bins,
        cost_per_client: costs.at(threshold),
        threshold,
    }
}

/// The area under the ROC curve of the clients whom each fold holds out.
pub fn fold_aucs(scores: &[f64], labels: &[bool], folds: &[Fold]) -> Vec<f64> {
    let fold_auc = |fold: &Fold| {
        let of = |row: &usize| (scores[*row], labels[*row]);
        let (scores, labels): (Vec<f64>, Vec<bool>) = fold.held_out.iter().map(of).unzip();
        metrics::auc(&scores, &labels)
    };
    folds.iter().map(fold_auc).collect()
}

/// Finite numbers as log-odds.
///
/// # Panics
/// When a number is not finite.
pub fn typed(log_odds: &[f64]) -> Vec<LogOdds> {
    log_odds.iter().map(|&number| LogOdds::new(number).expect("log-odds are finite")).collect()
}

/// The score of each client.
pub fn points(log_odds: &[LogOdds], scale: &PointsScale) -> Vec<Points> {
    log_odds.iter().map(|&log_odds| scale.points(log_odds)).collect()
}

/// The mean over the folds of what one candidate's AUC has over another's, and its standard error: folds that are
/// hard for both do not blur it.
pub fn paired_difference(candidate: &Evaluation, other: &Evaluation) -> (f64, f64) {
    let differences: Vec<f64> = candidate
        .fold_aucs
        .iter()
        .zip(&other.fold_aucs)
        .map(|(candidate, other)| candidate - other)
        .collect();
    metrics::mean_and_standard_error(&differences)
}
