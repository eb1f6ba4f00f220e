//! `GET /model`: what is known of the model in service. It is also `report.json` of a release.

use serde::{Deserialize, Serialize};

/// The answer of `GET /model`: the report, and the model's card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Model {
    /// The report.
    #[serde(flatten)]
    pub report: ModelReport,
    /// The card: what the model is for, what it rests on and where it ends.
    pub card: ModelCard,
}

/// A model card (Mitchell et al., *Model Cards for Model Reporting*, 2019), in the language asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelCard {
    /// Its sections, in the order in which they are read.
    pub sections: Vec<CardSection>,
}

/// A section of a model card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardSection {
    /// Its stable name: `intended_use`, `out_of_scope`, `data`, `method`, `decision`, `quality`, `protected`, `limits`.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// Its text, one sentence after the other.
    pub text: String,
}

/// The report of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelReport {
    /// The release.
    pub release: String,
    /// Where the data came from: `synthetic` or `files`.
    pub source_kind: String,
    /// The data in words.
    pub source: String,
    /// Labelled clients that the model learned from.
    pub labelled_clients: u32,
    /// Those of them who defaulted.
    pub defaults: u32,
    /// All clients of the release.
    pub clients: u32,
    /// Tables that the data had not.
    pub absent_tables: Vec<String>,
    /// Figures of the model and of the baselines, out of fold.
    pub candidates: Vec<CandidateReport>,
    /// The calibration: `log_odds = slope * margin + intercept`.
    pub calibration: CalibrationReport,
    /// The business cost over the threshold, out of fold.
    pub cost: CostReport,
    /// The receiver operating characteristic, out of fold: points of (false positive rate, true positive rate).
    pub roc: Vec<[f64; 2]>,
    /// Mean absolute contribution of each feature over all clients, in points, largest first.
    pub importance: Vec<ImportanceReport>,
}

/// Figures of one kind of model, on the same folds as the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateReport {
    /// For example `symmetric boosted trees`, `logistic regression`, `constant`.
    pub name: String,
    /// Whether the release serves it.
    pub served: bool,
    /// Area under the ROC curve, mean over the folds.
    pub auc: f64,
    /// Its standard error, from the spread over the folds.
    pub auc_standard_error: f64,
    /// Mean negative log-likelihood of the pooled predictions, after calibration.
    pub log_loss: f64,
    /// Brier score of the pooled predictions, after calibration.
    pub brier: f64,
    /// Lowest business cost a client of the pooled predictions: 10 for a missed default, 1 for a wrong refusal.
    pub cost_per_client: f64,
}

/// The calibration and how well it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalibrationReport {
    /// Slope of Platt's logistic function.
    pub slope: f64,
    /// Its intercept.
    pub intercept: f64,
    /// Expected calibration error in ten bins of equal size.
    pub expected_calibration_error: f64,
    /// By bin: mean predicted PD, share who defaulted, clients.
    pub bins: Vec<CalibrationBin>,
}

/// A bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalibrationBin {
    /// Mean predicted probability of default.
    pub predicted: f64,
    /// Share who defaulted.
    pub observed: f64,
    /// Clients in the bin.
    pub clients: u32,
}

/// The business cost and the threshold that it leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostReport {
    /// What a missed default costs, in wrong refusals.
    pub ratio: f64,
    /// The threshold in points.
    pub threshold_points: i32,
    /// The threshold as a probability of default.
    pub threshold: f64,
    /// The threshold of a perfectly calibrated model, `1 / (1 + ratio)`.
    pub theoretical_threshold: f64,
    /// Points of (threshold in points, cost a client).
    pub curve: Vec<(i32, f64)>,
    /// Share of the clients whom the rule grants, sends to a person, refuses.
    pub shares: [f64; 3],
}

/// How much a feature matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportanceReport {
    /// The feature's stable name.
    pub feature: String,
    /// Mean absolute contribution, in points.
    pub points: f64,
}
