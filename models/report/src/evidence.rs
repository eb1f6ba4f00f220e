//! What the pictures and the derived figures need of `report.json`, by type. Parts that a release may lack are options.

use serde::Deserialize;

/// The report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Evidence {
    /// Labelled clients.
    pub labelled_clients: u32,
    /// Those who defaulted.
    pub defaults: u32,
    /// Kinds of models on the same folds.
    pub candidates: Vec<Candidate>,
    /// Observed against predicted.
    pub calibration: Calibration,
    /// The cost over the threshold.
    pub cost: Cost,
    /// Points of (false positive rate, true positive rate).
    pub roc: Vec<[f64; 2]>,
    /// Features, most important first.
    pub importance: Vec<Importance>,
    /// Figures with intervals.
    pub quality: Option<Quality>,
    /// Points of (recall, precision).
    pub precision_recall: Option<Vec<[f64; 2]>>,
    /// Scores by outcome.
    pub distribution: Option<Distribution>,
    /// What the threshold rests on.
    pub cost_evidence: Option<CostEvidence>,
    /// Groups of clients by attribute.
    pub fairness: Option<Vec<Attribute>>,
    /// A sample of contributions.
    pub beeswarm: Option<Beeswarm>,
    /// Known against unknown clients.
    pub drift: Option<Drift>,
    /// Comparisons on the same folds.
    pub study: Option<Study>,
}

/// Comparisons on the same folds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Study {
    /// Ways of treating the rare class.
    pub imbalance: Option<Vec<Treatment>>,
}

/// One way of treating the rare class.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Treatment {
    /// Its AUC minus that of no treatment; absent for that one.
    pub against_none: Option<Difference>,
}

/// A difference, paired by fold.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Difference {
    /// In the mean over the folds.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// One kind of model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// Whether it is the release's model.
    pub served: bool,
    /// Area under the ROC curve.
    pub auc: f64,
}

/// The calibration.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Calibration {
    /// Bins of equal size.
    pub bins: Vec<Bin>,
}

/// A bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Bin {
    /// Mean prediction.
    pub predicted: f64,
    /// Share who defaulted.
    pub observed: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The cost over the threshold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Cost {
    /// The threshold in points.
    pub threshold_points: i32,
    /// Points of (threshold in points, cost a client).
    pub curve: Vec<(f64, f64)>,
}

/// A feature's importance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Importance {
    /// Its stable name.
    pub feature: String,
    /// Mean absolute contribution in points.
    pub points: f64,
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Figure {
    /// On the clients as they are.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Figures of the served model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Quality {
    /// The reliability curve with intervals.
    pub reliability: Vec<Bin>,
}

/// Scores by outcome.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Distribution {
    /// Edges of the bins in points.
    pub edges: Vec<f64>,
    /// Clients of each bin who repaid.
    pub repaid: Vec<u32>,
    /// Clients of each bin who defaulted.
    pub defaulted: Vec<u32>,
}

/// What the threshold rests on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CostEvidence {
    /// The cheapest threshold in points.
    pub threshold_points: Figure,
    /// The theoretical one.
    pub theoretical_points: i32,
    /// Cost at the threshold.
    pub cost_at_threshold: f64,
    /// Cost at a probability of one half.
    pub cost_at_half: f64,
    /// Cost of granting everyone.
    pub cost_granting_all: f64,
    /// The band that goes to a person.
    pub review: Review,
    /// Clients by decision and outcome.
    pub confusion: Confusion,
}

/// The band that goes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Review {
    /// Lower end in points.
    pub from: i32,
    /// Upper end in points.
    pub to: i32,
}

/// Clients by decision at the threshold and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Confusion {
    /// Granted and repaid.
    pub granted_repaid: u32,
    /// Granted and defaulted.
    pub granted_defaulted: u32,
    /// Refused, would have repaid.
    pub refused_repaid: u32,
    /// Refused and defaulted.
    pub refused_defaulted: u32,
}

/// The audit of one attribute.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Attribute {
    /// In French.
    pub label_fr: String,
    /// In English.
    pub label_en: String,
    /// The groups.
    pub groups: Vec<Group>,
    /// The group that the others are compared with.
    pub reference: String,
    /// What stands out.
    pub findings: Vec<Finding>,
}

/// A group of clients.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Group {
    /// Its name.
    pub group: String,
    /// In French.
    pub label_fr: String,
    /// In English.
    pub label_en: String,
    /// Whether there are too few clients to find anything.
    pub small: bool,
    /// Approval rate over that of the reference.
    pub impact_ratio: Option<Figure>,
    /// Rate of approval among those who repay, minus the reference's.
    pub true_positive_rate_gap: Option<Figure>,
}

/// What stands out in a group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Finding {
    /// The group.
    pub group: String,
    /// Whether it is beyond chance.
    pub certain: bool,
}

/// A sample of contributions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Beeswarm {
    /// Features, most important first.
    pub features: Vec<Swarm>,
}

/// Contributions of one feature.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Swarm {
    /// Its stable name.
    pub feature: String,
    /// Points of (contribution in points, rank of the value from 0 to 1).
    pub points: Vec<(f64, Option<f64>)>,
}

/// Known against unknown clients.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Drift {
    /// The index of each input.
    pub features: Vec<Psi>,
}

/// A population stability index.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Psi {
    /// `stable`, `watch` or `drifted`.
    pub verdict: String,
}
