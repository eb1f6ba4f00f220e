//! `GET /compare/{client_id}`: a client among others.

use catalogue::Unit;
use serde::{Deserialize, Serialize};

use crate::explain::Value;

/// What may stand in the query of `GET /compare/{client_id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompareQuery {
    /// With whom; everyone where it is not said.
    #[serde(default)]
    pub cohort: CohortKind,
    /// The features, separated by commas; the model's most important ones where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<String>,
}

/// A kind of cohort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CohortKind {
    /// All clients of the release.
    #[default]
    Everyone,
}

/// A client among others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`.
    pub client_id: u32,
    /// The others.
    pub cohort: Cohort,
    /// The features, in the order asked for.
    pub features: Vec<FeatureComparison>,
}

/// Those whom a client is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// Its kind.
    pub kind: CohortKind,
    /// How many clients are in it.
    pub size: u32,
    /// The share of those with a known outcome who defaulted; `null` where none is known.
    pub default_rate: Option<f64>,
    /// The mean score.
    pub mean_points: f64,
}

/// One feature of a client among those of a cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureComparison {
    /// The feature's stable name.
    pub feature: String,
    /// Its name in the language asked for.
    pub label: String,
    /// How its values are written.
    pub unit: Unit,
    /// The client's value; `null` where it is missing.
    pub value: Option<Value>,
    /// The share of the cohort's present values that are at most the client's, 0 to 100; `null` where the
    /// client's is missing, or for a category.
    pub percentile: Option<f64>,
    /// The least present value. This and the four that follow are `null` where no value is present, and for a category.
    pub min: Option<f64>,
    /// The first quartile.
    pub q1: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The third quartile.
    pub q3: Option<f64>,
    /// The greatest present value.
    pub max: Option<f64>,
    /// The arithmetic mean of the present values.
    pub mean: Option<f64>,
    /// The share of the cohort that has no value, 0 to 1.
    pub missing_share: f64,
    /// How the present values are spread.
    pub histogram: Histogram,
}

/// Counts of clients by value and outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The bins' borders, one more than there are bins; the last bin includes both. The outer bins hold everything
    /// beyond them. For a category: its codes 0, 1, ..., n, one bin a category.
    pub edges: Vec<f64>,
    /// For a category, the label of each bin; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Clients who repaid, by bin.
    pub repaid: Vec<u32>,
    /// Clients who defaulted, by bin.
    pub defaulted: Vec<u32>,
    /// Clients whose outcome is not known, by bin.
    pub unknown: Vec<u32>,
}
