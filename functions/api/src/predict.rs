//! `GET /predict/{client_id}`: a score and the decision that follows from it.

use catalogue::Theme;
use serde::{Deserialize, Serialize};

/// A scored client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The identifier under which this decision stands in the audit log (a UUID).
    pub decision_id: String,
    /// The release that answered.
    pub release: String,
    /// `SK_ID_CURR`.
    pub client_id: u32,
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
}

/// The score from which the expected cost of lending is lower than that of refusing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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
pub struct ReviewBand {
    /// Below this score the application is refused.
    pub from: i32,
    /// From this score on it is granted.
    pub to: i32,
}

/// What follows from a score. It is a proposal: a person may always decide otherwise (GDPR art. 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
pub struct Reason {
    /// The feature's stable name.
    pub code: String,
    /// The subject that it belongs to.
    pub theme: Theme,
    /// What it did to the score, in points: negative for a reason, positive for a strength.
    pub points: i32,
    /// A sentence in the language asked for.
    pub text: String,
}
