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
    /// With `cohort=similar`: how many clients, in fifties, [`FEWEST_SIMILAR`] to [`MOST_SIMILAR`]; [`USUAL_SIMILAR`] where it is
    /// not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k: Option<u32>,
    /// With `cohort=filter`: who is in it. See [`FILTER_SYNTAX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// With `cohort=same`: the features in which the others have the client's own value, separated by commas. A number
    /// is the same when it lies in the same tenth of all clients; a category, a flag or a count when it is equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The features, at most [`MOST_FEATURES`], separated by commas; the model's most important ones where it is not
    /// said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<String>,
    /// Two features, separated by a comma, whose joint density is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub density: Option<String>,
}

/// The fewest clients of `cohort=similar`.
pub const FEWEST_SIMILAR: u32 = 50;
/// The most clients of `cohort=similar`.
pub const MOST_SIMILAR: u32 = 5_000;
/// The clients of `cohort=similar` where the query does not say how many.
pub const USUAL_SIMILAR: u32 = 500;
/// No more features are compared at once.
pub const MOST_FEATURES: usize = 20;
/// No figure is given of fewer clients.
pub const LEAST_COHORT: usize = 30;

/// How clients are filtered, in `GET /compare/{client_id}` and `GET /clients`: conditions that all hold, separated by
/// `;`, each a name, a colon, and either a range `least..greatest` (both included; either may be left out) or values
/// separated by `|`.
///
/// Names are those of features that can be compared, and `points`, `probability_of_default` and `decision`. Values
/// are numbers, categories as the file writes them, decisions, and `missing`.
pub const FILTER_SYNTAX: &str =
    "AMT_CREDIT:100000..500000;NAME_HOUSING_TYPE:With parents|Rented apartment;decision:granted;points:480..";

/// A kind of cohort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum CohortKind {
    /// All clients of the release.
    #[default]
    Everyone,
    /// The clients who are most like this one in the model's key features.
    Similar,
    /// Those who meet conditions.
    Filter,
    /// Those who are the same as this client in some features.
    Same,
}

impl CohortKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Everyone, Self::Similar, Self::Filter, Self::Same];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Similar => "similar",
            Self::Filter => "filter",
            Self::Same => "same",
        }
    }
}

/// A client among others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`.
    pub client_id: u32,
    /// The others.
    pub cohort: Cohort,
    /// The features, in the order asked for.
    pub features: Vec<FeatureComparison>,
    /// The joint density of two features, where it was asked for; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
}

/// Those whom a client is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cohort {
    /// Its kind.
    pub kind: CohortKind,
    /// How many clients the figures are of. Of a filter, and of those who are the same, some are left out by a draw.
    pub size: u32,
    /// The share of those with a known outcome who defaulted; `null` where none is known.
    pub default_rate: Option<f64>,
    /// The mean score.
    pub mean_points: f64,
    /// The share of clients whom the rule grants a loan, 0 to 1.
    pub granted_share: f64,
    /// The features by which `similar` and `same` chose it; empty otherwise.
    #[serde(default)]
    pub chosen_by: Vec<String>,
}

/// One feature of a client among those of a cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureComparison {
    /// The feature's stable name.
    pub feature: String,
    /// Its name in the language asked for.
    pub label: String,
    /// How its values are written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// The client's value; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
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
    /// Whether nothing is said of those who have a value, because they are fewer than [`LEAST_COHORT`]; absent where they
    /// are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// How the present values are spread.
    pub histogram: Histogram,
}

/// Counts of clients by value and outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Clients whose outcome is not known, by bin; or not told, because fewer than [`LEAST_COHORT`] of the bin have one, or so few
    /// of all other bins that are not told that theirs could be worked out.
    pub unknown: Vec<u32>,
}

/// How many clients of a cohort have which values of two features: counts by cell, never single clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Density {
    /// The feature across.
    pub x: Axis,
    /// The feature upwards.
    pub y: Axis,
    /// Clients who have both values.
    pub clients: u32,
    /// Whether nothing is said of those who have both values, because they are fewer than [`LEAST_COHORT`]; absent where they
    /// are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Clients by row of `y` and column of `x`.
    pub counts: Vec<Vec<u32>>,
    /// The mean score in each cell; `null` in a cell of fewer than [`LEAST_COHORT`] clients, and where a smaller cell's could be
    /// worked out from it.
    pub mean_points: Vec<Vec<Option<f64>>>,
    /// The client's own cell, as row and column; `null` where one of the values is missing.
    pub own: Option<[u32; 2]>,
}

/// One of the two features of a density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Axis {
    /// The feature's stable name.
    pub feature: String,
    /// Its name in the language asked for.
    pub label: String,
    /// How its values are written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// The client's value; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
    pub value: Option<Value>,
    /// The cells' borders, as in [`Histogram::edges`].
    pub edges: Vec<f64>,
    /// For a category, the label of each cell; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}
