//! What `report.json` says: [`Report`], and the types of its parts.
//!
//! `report.json` is an [`api::ModelReport`], which the functions and the dashboard read, with more fields beside it,
//! which they pass over. All figures of the served model are out of fold: of clients whom the model that scored them
//! had not learned from. They are worked out by `training fit`; those of [`Study`] take longer, are worked out by
//! `training study`, and are absent where it was not run.
//!
//! No part holds a client's key, nor a value of a single client in its own unit.
//!
//! - [`figure`]: a number with its interval.
//! - [`quality`]: discrimination and calibration, curves, the scores' distribution.
//! - [`repeated`]: the same over cross-validations with other folds.
//! - [`cost`]: what errors cost, the threshold and the review band.
//! - [`fairness`]: the same rule on groups of clients.
//! - [`beeswarm`]: a sample of contributions.
//! - [`drift`]: how far two populations are apart.
//! - [`stability`]: what would have been otherwise with other clients.
//! - [`study`]: families of models, imbalance, constraints, protected features, search of settings.

pub mod beeswarm;
pub mod cost;
pub mod drift;
pub mod fairness;
pub mod figure;
pub mod quality;
pub mod repeated;
pub mod stability;
pub mod study;

use api::ModelReport;
use serde::{Deserialize, Serialize};

pub use self::beeswarm::Beeswarm;
pub use self::cost::{CostEvidence, ReviewBand};
pub use self::drift::{Drift, Psi, Verdict};
pub use self::fairness::{Attribute, Finding, FindingCode, Group};
pub use self::figure::Figure;
pub use self::quality::{Distribution, Quality, ReliabilityBin};
pub use self::repeated::Repeated;
pub use self::stability::{BootstrapStability, Rounding};
pub use self::study::{Family, Imbalance, Monotone, Protected, Search, Study, Trial};

/// `report.json` of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What the functions and the dashboard read, its fields beside those below.
    #[serde(flatten)]
    pub model: ModelReport,
    /// How the served model was trained.
    pub method: Method,
    /// The figures of the served model, each with its interval.
    pub quality: Quality,
    /// The same over repeated cross-validations; absent where there was but one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated: Option<Repeated>,
    /// The precision-recall curve: points of (recall, precision), recall rising.
    pub precision_recall: Vec<[f64; 2]>,
    /// The distribution of the scores by outcome.
    pub distribution: Distribution,
    /// What the threshold rests on.
    pub cost_evidence: CostEvidence,
    /// The audit, one attribute after the other; without those that the data do not have.
    pub fairness: Vec<Attribute>,
    /// Contributions of a sample of clients, for the features that matter most.
    pub beeswarm: Beeswarm,
    /// How steady the first reason is when a client's inputs are rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// Labelled clients against those whose outcome is unknown (Kaggle's train and test); absent where all are
    /// labelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// What `training study` found; absent where it was not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<Study>,
}

/// How the served model was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// The kind of model, as in `candidates`.
    pub model: String,
    /// Folds of the stratified cross-validation. Each client is one row, so that no client is on both sides.
    pub folds: u32,
    /// Decides folds, draws and bootstraps.
    pub seed: u64,
    /// Bootstrap draws behind every interval.
    pub draws: u32,
    /// Features of the catalogue in the data.
    pub features: u32,
    /// Those that the model takes in.
    pub inputs: u32,
    /// Whether the inputs were selected, by `training select`.
    pub selected: bool,
    /// Trees of the final model: the number that was best in the mean over the folds (early stopping).
    pub rounds: u32,
    /// Rounds without improvement that ended the growth.
    pub patience: u32,
    /// The settings of the trees.
    pub trees: TreeReport,
}

/// The settings of boosted trees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TreeReport {
    /// How much of each tree's correction is kept.
    pub eta: f64,
    /// Levels of a tree.
    pub depth: u32,
    /// Leaves of a leaf-wise tree at most; absent for symmetric trees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<u32>,
    /// Share of the clients that each tree sees.
    pub subsample: f64,
    /// Share of the inputs that each tree sees.
    pub colsample: f64,
    /// Inputs that each tree sees at least, or all where there are fewer; 0 where the share alone decides.
    #[serde(default)]
    pub least_inputs: u32,
    /// L2 penalty on the leaves.
    pub lambda: f64,
    /// Least sum of Hessians in a leaf.
    pub min_child_weight: f64,
    /// Whether inputs that declare a direction may move the risk in that direction only.
    pub monotone: bool,
}
