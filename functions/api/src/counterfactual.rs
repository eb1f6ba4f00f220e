//! What would be granted: the smallest changes of an application that reach a goal.
//!
//! `GET /explain/{client_id}` and `POST /explain` answer with them when `counterfactuals=true` stands in the query.

use catalogue::Unit;
use serde::{Deserialize, Serialize};

use crate::predict::Decision;

/// What may stand in the query of `GET /explain/{client_id}` and `POST /explain`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainQuery {
    /// Whether counterfactuals are looked for; a search takes a few milliseconds.
    #[serde(default)]
    pub counterfactuals: bool,
    /// What a changed application has to reach; granted where it is not said.
    #[serde(default)]
    pub goal: Goal,
}

/// What a changed application has to reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Goal {
    /// That the loan is granted.
    #[default]
    Granted,
    /// That a person looks at it, or better.
    Review,
}

/// What the search came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counterfactuals {
    /// What was to be reached.
    pub goal: Goal,
    /// What was found.
    pub outcome: Outcome,
    /// Where `outcome` is `found`: one to three proposals, the one with the fewest and smallest changes first.
    pub proposals: Vec<Proposal>,
    /// Where `outcome` is `out_of_reach`: the application that comes nearest to the goal. It has no change where none
    /// helps. `null` otherwise.
    pub nearest: Option<Proposal>,
    /// That nothing is promised, in the language asked for.
    pub caution: String,
}

/// Whether there is an application that reaches the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It reaches the goal as it stands.
    AlreadyReached,
    /// There is one.
    Found,
    /// None was found.
    OutOfReach,
}

/// An application that differs from the present one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proposal {
    /// What differs.
    pub changes: Vec<ProposedChange>,
    /// Log-odds of default that it would have.
    pub log_odds: f64,
    /// The probability of default that it would have.
    pub probability_of_default: f64,
    /// The score that it would have.
    pub points: i32,
    /// What would follow.
    pub decision: Decision,
    /// The size of the chosen changes together, in interquartile ranges of their fields among granted clients.
    pub distance: f64,
    /// What would come of it, in the language asked for.
    pub text: String,
}

/// A field that would differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedChange {
    /// The raw field, as `changes` of a request names it.
    pub feature: String,
    /// Its name in the language asked for.
    pub label: String,
    /// How its values are written.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::unit))]
    pub unit: Unit,
    /// Its present value.
    pub from: f64,
    /// What it would be.
    pub to: f64,
    /// Whether it follows from another change, and is not chosen: the instalment of another amount.
    pub follows: bool,
    /// What to do, in the language asked for.
    pub text: String,
}
