//! `GET /explain/{client_id}`: a score, taken apart; and `GET /explain/{client_id}/profile`: the client's own
//! information.

use catalogue::{Theme, Unit};
use serde::{Deserialize, Serialize};

use crate::predict::Prediction;

/// A score with every contribution to it.
///
/// `base.log_odds` and the contributions' `log_odds` add up to `log_odds`; the same for `points`, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

/// Where the explanation starts: the mean of the model's output over its training data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// Log-odds of default.
    pub log_odds: f64,
    /// The same in points.
    pub points: i32,
}

/// What one feature did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The feature's stable name.
    pub feature: String,
    /// The subject that it belongs to.
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// The client's value; `null` where it is missing.
    pub value: Option<Value>,
    /// How the value is written.
    pub unit: Unit,
    /// Its share of the log-odds of default: positive raises the risk.
    pub log_odds: f64,
    /// The same in whole points: negative lowers the score.
    pub points: i32,
}

/// What a theme did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeContribution {
    /// The theme.
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
pub struct Profile {
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`.
    pub client_id: u32,
    /// The client's information: the raw fields of the application, in the catalogue's order.
    pub fields: Vec<ProfileField>,
}

/// One piece of information about a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileField {
    /// The feature's stable name.
    pub feature: String,
    /// The subject that it belongs to.
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// One sentence that says what it is.
    pub explanation: String,
    /// The client's value; `null` where it is missing.
    pub value: Option<Value>,
    /// How the value is written.
    pub unit: Unit,
    /// Whether the model uses it: a protected characteristic is known, and not used.
    pub used: bool,
}
