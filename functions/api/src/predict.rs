//! `GET /predict/{client_id}`, `POST /predict` and `POST /predict/batch`: a score and the decision that follows from it.

use catalogue::{Theme, Unit};
use serde::{Deserialize, Serialize};

use crate::explain::Value;
use crate::problem::Problem;

/// A scored client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prediction {
    /// The identifier under which this decision stands in the audit log (a UUID).
    pub decision_id: String,
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`; `null` for an applicant who gave none.
    pub client_id: Option<u32>,
    /// What the score was made of.
    pub basis: Basis,
    /// Log-odds of default after calibration: higher is riskier.
    pub log_odds: f64,
    /// Probability of default, in (0, 1).
    pub probability_of_default: f64,
    /// Score in whole points, 0 to 1000: higher is safer.
    pub points: i32,
    /// Where the score would have to lie.
    pub threshold: Threshold,
    /// Scores that a person looks at before anything is decided.
    pub review: ReviewBand,
    /// What follows from the score.
    pub decision: Decision,
    /// What speaks against the client most: at most four, the heaviest first.
    pub reasons: Vec<Reason>,
    /// What speaks for the client most: at most four, the heaviest first.
    pub strengths: Vec<Reason>,
    /// Where `basis` is `changed`: what the changes did. Absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIf>,
}

/// What a score was made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A client of the release, as they are stored.
    #[default]
    Stored,
    /// A client of the release with another application: an answer to *what if*, and no decision on the client.
    Changed,
    /// The raw records in the request.
    Records,
}

impl Basis {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Changed => "changed",
            Self::Records => "records",
        }
    }
}

/// What changes of an application did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatIf {
    /// The client as they are stored.
    pub before: Standing,
    /// By how much the log-odds of default rose.
    pub log_odds: f64,
    /// By how many points the score rose.
    pub points: i32,
    /// The model's inputs whose value or contribution changed, the largest effect on the log-odds first.
    pub features: Vec<Difference>,
    /// Inputs that should have followed the changes and could not, because the stored features do not tell what they
    /// are computed from: they count as missing. Nearly always empty.
    pub left_behind: Vec<String>,
}

/// A score in short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// Log-odds of default.
    pub log_odds: f64,
    /// Probability of default, in (0, 1).
    pub probability_of_default: f64,
    /// Score in whole points, 0 to 1000.
    pub points: i32,
    /// What follows from it.
    pub decision: Decision,
}

/// What the changes did through one input of the model. Over all inputs, log-odds and points add up to those of the
/// whole change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// The feature's stable name.
    pub feature: String,
    /// The subject that it belongs to.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// Its name in the language asked for.
    pub label: String,
    /// How its values are written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// Its value before; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
    pub before: Option<Value>,
    /// Its value after; `null` where it is missing.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::told))]
    pub after: Option<Value>,
    /// By how much its contribution to the log-odds of default rose.
    pub log_odds: f64,
    /// By how much its contribution to the score rose, in points.
    pub points: i32,
}

/// The answer of `POST /predict/batch`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    /// The release that answered all of them.
    pub release: String,
    /// One for each part of the request, in its order.
    pub results: Vec<BatchResult>,
}

/// What became of one part of a batch: `{"prediction": {...}}` or `{"problem": {...}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum BatchResult {
    /// It was scored.
    Prediction(Box<Prediction>),
    /// It was not. Pointers lead from the whole body: `/requests/3/changes/AMT_CREDIT`.
    Problem(Problem),
}

/// The score from which the expected cost of lending is lower than that of refusing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Threshold {
    /// As log-odds of default: at or below it, lending costs less.
    pub log_odds: f64,
    /// As a probability of default.
    pub probability_of_default: f64,
    /// In points: from here on, lending costs less.
    pub points: i32,
}

/// The scores around the threshold that go to a person: `from <= points < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewBand {
    /// Below this score the application is refused.
    pub from: i32,
    /// From this score on it is granted.
    pub to: i32,
}

/// What follows from a score. It is a proposal: a person may always decide otherwise (GDPR art. 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The loan is granted.
    Granted,
    /// A person decides.
    Review,
    /// The loan is refused.
    Refused,
}

/// A principal reason, or a strength.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// The feature's stable name.
    pub code: String,
    /// The subject that it belongs to.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::theme))]
    pub theme: Theme,
    /// What it did to the score, in points: negative for a reason, positive for a strength.
    pub points: i32,
    /// A sentence in the language asked for.
    pub text: String,
}
