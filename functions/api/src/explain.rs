//! `GET /explain/{client_id}` and `POST /explain`: a score, taken apart; and `GET /explain/{client_id}/profile`: the client's own
//! information.

use catalogue::{Theme, Unit};
use serde::{Deserialize, Serialize};

use crate::counterfactual::Counterfactuals;
use crate::predict::Prediction;
use crate::request::Cell;

/// A score with every contribution to it.
///
/// `base.log_odds` and the contributions' `log_odds` add up to `log_odds`; the same for `points`, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// What `predict` answers.
    #[serde(flatten)]
    pub prediction: Prediction,
    /// The score of the average client.
    pub base: Base,
    /// What each feature did to the score, the largest effect first.
    pub contributions: Vec<Contribution>,
    /// The same by theme, the largest effect first.
    pub themes: Vec<ThemeContribution>,
    /// The raw margin of the model, before calibration: what XGBoost answers for `model.json`.
    pub margin: f64,
    /// What the contributions do to the probability of default.
    pub probability_effects: ProbabilityEffects,
    /// What would be granted, where the query asks for it; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterfactuals: Option<Counterfactuals>,
}

/// How the probability of default moves while the contributions are added one after the other.
///
/// Probabilities do not add up, so the effects depend on the order, which is that of the lists: the largest absolute
/// effect on the log-odds first. `base` and the effects of either list sum to `probability_of_default`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProbabilityEffects {
    /// The method: `ordered path increments`.
    pub method: String,
    /// The probability of default at the base, where the path begins.
    pub base: f64,
    /// The effect of each feature, in the order of the path.
    pub features: Vec<FeatureEffect>,
    /// The effect of each theme, on a path of its own.
    pub themes: Vec<ThemeEffect>,
}

/// What a feature did to the probability of default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureEffect {
    /// The feature's stable name.
    pub feature: String,
    /// The change of the probability: positive raises the risk.
    pub probability: f64,
}

/// What a theme did to the probability of default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeEffect {
    /// The theme.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// The change of the probability: positive raises the risk.
    pub probability: f64,
}

/// Where the explanation starts: the mean of the model's output over its training data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Base {
    /// Log-odds of default.
    pub log_odds: f64,
    /// The same in points.
    pub points: i32,
}

/// What one feature did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contribution {
    /// The feature's stable name.
    pub feature: String,
    /// The subject that it belongs to.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// The client's value; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
    pub value: Option<Value>,
    /// How the value is written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// Its share of the log-odds of default: positive raises the risk.
    pub log_odds: f64,
    /// The same in whole points: negative lowers the score.
    pub points: i32,
}

/// What a theme did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeContribution {
    /// The theme.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// The sum over its features, in log-odds of default.
    pub log_odds: f64,
    /// The sum over its features, in points.
    pub points: i32,
}

/// A value that a client has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number, in the unit that stands beside it.
    Number(f64),
    /// A category, in the language asked for.
    Label(String),
}

/// What is known of a client, by theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`.
    pub client_id: u32,
    /// The client's information: the raw fields of the application, theme by theme and in the catalogue's order within.
    pub fields: Vec<ProfileField>,
    /// The themes of these fields, in the order in which they are shown.
    pub themes: Vec<ProfileTheme>,
}

/// A theme of the client's information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileTheme {
    /// The theme.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// How many fields it has.
    pub fields: u32,
    /// In how many of them the client has a value.
    pub known: u32,
}

/// One piece of information about a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileField {
    /// The feature's stable name.
    pub feature: String,
    /// The subject that it belongs to.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// One sentence that says what it is.
    pub explanation: String,
    /// The client's value; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
    pub value: Option<Value>,
    /// The value as the file has it, and as `changes` of a request takes it: a number, the category's own name, or
    /// `null`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::cell))]
    pub raw: Cell,
    /// The value as a person reads it, in the language asked for: `43 years`, `135,000`, `not given`.
    pub formatted: String,
    /// How the value is written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// Whether the model uses it: a protected characteristic is known, and not used.
    pub used: bool,
}
