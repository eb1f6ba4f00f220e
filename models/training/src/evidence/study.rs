//! What `training study` finds, on the folds of the fit. Each part is absent where it was not asked for.

use matrix::DataSource;
use serde::{Deserialize, Serialize};

use super::TreeReport;
use super::figure::Paired;
use super::stability::BootstrapStability;

/// `study.json`, and the part `study` of `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The data that it was made of; a fit of other data refuses it.
    pub source: DataSource,
    /// Labelled clients.
    pub labelled_clients: u32,
    /// Folds.
    pub folds: u32,
    /// Decides the folds and the draws.
    pub seed: u64,
    /// Inputs of the served model.
    pub inputs: u32,
    /// Worker threads: the seconds below are theirs.
    pub threads: u32,
    /// Families of models on the same folds and inputs, best AUC first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<Vec<Family>>,
    /// Ways of treating the rare class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imbalance: Option<Vec<Imbalance>>,
    /// What monotone constraints cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monotone: Option<Monotone>,
    /// What leaving protected features out costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected: Option<Protected>,
    /// The search of hyper-parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<Search>,
    /// Models fitted on bootstrap draws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<BootstrapStability>,
}

/// One family of models. AUC is the mean over the folds; the other figures are pooled, after calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// For example `symmetric boosted trees`, `logistic regression`, `decision tree`, `constant`.
    pub name: String,
    /// The library that fits it; empty for the constant.
    pub library: String,
    /// Whether the release serves this family.
    pub served: bool,
    /// Area under the ROC curve.
    pub auc: f64,
    /// Its standard error, from the spread over the folds.
    pub auc_standard_error: f64,
    /// AUC minus that of the served family, paired by fold; absent for the served one itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_served: Option<Paired>,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// Brier's score.
    pub brier: f64,
    /// Lowest business cost a client.
    pub cost_per_client: f64,
    /// Seconds for all folds.
    pub seconds: f64,
}

/// One way of treating the rare class, in the served family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Imbalance {
    /// `none`, `class_weights` (defaults weigh as much in all as repayments) or `oversampling` (defaulters are repeated
    /// until there are as many as repayers).
    pub treatment: String,
    /// Area under the ROC curve, mean over the folds.
    pub auc: f64,
    /// Its standard error.
    pub auc_standard_error: f64,
    /// AUC minus that of `none`, paired by fold; absent for `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_none: Option<Paired>,
    /// Mean predicted probability before calibration; the share of defaults is what it ought to be.
    pub mean_predicted_raw: f64,
    /// Mean negative log-likelihood before calibration.
    pub log_loss_raw: f64,
    /// Expected calibration error before calibration.
    pub expected_calibration_error_raw: f64,
    /// Mean negative log-likelihood after calibration.
    pub log_loss: f64,
    /// Expected calibration error after calibration.
    pub expected_calibration_error: f64,
    /// Lowest business cost a client, after calibration.
    pub cost_per_client: f64,
    /// Seconds for all folds.
    pub seconds: f64,
}

/// What monotone constraints cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Monotone {
    /// Inputs that declare a direction.
    pub constrained_inputs: u32,
    /// AUC without constraints, mean over the folds.
    pub auc_free: f64,
    /// AUC with them.
    pub auc_constrained: f64,
    /// AUC with them minus AUC without, paired by fold.
    pub cost: Paired,
    /// Mean negative log-likelihood without.
    pub log_loss_free: f64,
    /// Mean negative log-likelihood with.
    pub log_loss_constrained: f64,
}

/// What leaving protected features out costs, and what it changes for the groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protected {
    /// The features that the served model leaves out.
    pub left_out: Vec<String>,
    /// AUC without them, mean over the folds: as served.
    pub auc_without: f64,
    /// AUC with them.
    pub auc_with: f64,
    /// AUC without minus AUC with, paired by fold.
    pub cost: Paired,
    /// Lowest business cost a client without them.
    pub cost_per_client_without: f64,
    /// Lowest business cost a client with them.
    pub cost_per_client_with: f64,
    /// By group of sex and of family status: approval rates at each model's own threshold.
    pub groups: Vec<ProtectedGroup>,
}

/// One group with the protected features in the model and without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProtectedGroup {
    /// The attribute, as in `fairness`.
    pub attribute: String,
    /// The group, as in `fairness`.
    pub group: String,
    /// Labelled clients.
    pub clients: u32,
    /// Approval rate without the features.
    pub approval_rate_without: f64,
    /// Approval rate with them.
    pub approval_rate_with: f64,
    /// Impact ratio without them; absent where the group is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_ratio_without: Option<f64>,
    /// Impact ratio with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_ratio_with: Option<f64>,
}

/// The search of hyper-parameters, by tree-structured Parzen estimators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Decides what is tried.
    pub seed: u64,
    /// What was tried, in order; the first is the defaults.
    pub trials: Vec<Trial>,
    /// The number of the best: the least log-loss.
    pub best: u32,
    /// AUC of the best minus that of the defaults, paired by fold. The best was chosen on these folds, so that it
    /// flatters.
    pub against_defaults: Paired,
}

/// One trial of the search: also a line of the file that a search is resumed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// From 0.
    pub number: u32,
    /// `symmetric` or `leaf-wise`.
    pub shape: String,
    /// The settings.
    pub trees: TreeReport,
    /// The best number of rounds.
    pub rounds: u32,
    /// AUC in each fold.
    pub fold_aucs: Vec<f64>,
    /// Their mean.
    pub auc: f64,
    /// Mean negative log-likelihood over the folds, before calibration: what is minimised.
    pub log_loss: f64,
    /// Seconds for all folds.
    pub seconds: f64,
}
