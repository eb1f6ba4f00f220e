//! `POST /decisions/{decision_id}/review`, `GET /decisions/{decision_id}/reviews` and
//! `GET /clients/{client_id}/reviews`: what a person decided, and why (GDPR art. 22(3)).

use serde::{Deserialize, Serialize};

/// The longest text of a review, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// What a person decided. Fields that are not known are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    /// `SK_ID_CURR`, so that the review is found when the client's file is opened again; absent for a new applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<u32>,
    /// What is decided.
    pub decision: ReviewedDecision,
    /// The ground of it.
    pub reason: ReviewReason,
    /// In the person's own words, at most [`LONGEST_TEXT`] characters; may be empty.
    pub text: String,
}

/// What a person decides: one way or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReviewedDecision {
    /// The loan is granted.
    Granted,
    /// The loan is refused.
    Refused,
}

impl ReviewedDecision {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Granted, Self::Refused];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
        }
    }
}

/// The ground of a person's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// The score and its reasons are followed.
    AgreesWithScore,
    /// What is stored of the client is wrong or out of date.
    WrongData,
    /// The client told or showed what the score does not know.
    NewInformation,
    /// The client's circumstances are out of the ordinary.
    SpecialCircumstances,
    /// A rule of the house decides.
    Policy,
    /// Another ground: the text says which.
    Other,
}

impl ReviewReason {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::AgreesWithScore,
        Self::WrongData,
        Self::NewInformation,
        Self::SpecialCircumstances,
        Self::Policy,
        Self::Other,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgreesWithScore => "agrees_with_score",
            Self::WrongData => "wrong_data",
            Self::NewInformation => "new_information",
            Self::SpecialCircumstances => "special_circumstances",
            Self::Policy => "policy",
            Self::Other => "other",
        }
    }
}

/// A review, as it is kept: it never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Its own identifier (a UUID).
    pub review_id: String,
    /// The decision that was reviewed.
    pub decision_id: String,
    /// The keyed hash of the client's number, as in the audit log; `null` where no number was given.
    pub client: Option<String>,
    /// What was decided.
    pub decision: ReviewedDecision,
    /// The ground of it.
    pub reason: ReviewReason,
    /// In the person's own words.
    pub text: String,
    /// The keyed hash of who decided, as in the audit log.
    pub reviewer: String,
    /// When (RFC 3339, UTC).
    pub created: String,
}

/// Reviews, the oldest first. Where there are very many, the last two hundred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reviews {
    /// The reviews.
    pub reviews: Vec<Review>,
    /// How many earlier ones are kept and not in this answer.
    #[serde(default)]
    pub earlier: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_on_the_wire() {
        for decision in ReviewedDecision::ALL {
            assert_eq!(serde_json::to_value(decision).unwrap(), decision.name());
        }
        for reason in ReviewReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
        }
    }
}
