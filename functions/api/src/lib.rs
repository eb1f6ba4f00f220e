//! Request and answer types of the three functions, shared with the front end.
//!
//! A field's name on the wire is fixed; fields may be added. Answers have every field that a client of the
//! interface relies on; requests refuse fields that they do not know.
//!
//! # Layout
//! - [`request`]: what is scored, for the questions that need a body.
//! - [`predict`]: a score and the decision that follows from it.
//! - [`explain`]: the same, with every contribution; a client's profile.
//! - [`counterfactual`]: what would be granted.
//! - [`compare`]: a client among others.
//! - [`clients`]: finding a client.
//! - [`model`]: what is known of the model in service.
//! - [`health`]: whether a function is able to answer.
//! - `openapi`, with the feature of that name: the description of all of it (OpenAPI 3.1).
//! - [`problem`]: what went wrong, as RFC 9457 problem details.
//!
//! # What it never does
//! It computes nothing and compiles to WebAssembly.

pub mod clients;
pub mod compare;
pub mod counterfactual;
pub mod explain;
pub mod health;
pub mod model;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod predict;
pub mod problem;
pub mod request;

pub use clients::{ClientPage, ClientQuery, ClientSort, ClientSummary};
pub use compare::{
    Axis, Cohort, CohortKind, CompareQuery, Comparison, Density, FeatureComparison, Histogram,
};
pub use counterfactual::{Counterfactuals, ExplainQuery, Goal, Outcome, Proposal, ProposedChange};
pub use explain::{
    Base, Contribution, Explanation, FeatureEffect, ProbabilityEffects, Profile, ProfileField, ProfileTheme,
    ThemeContribution, ThemeEffect, Value,
};
pub use health::Health;
pub use model::{CardSection, Model, ModelCard, ModelReport};
pub use predict::{
    Basis, BatchAnswer, BatchResult, Decision, Difference, Prediction, Reason, ReviewBand, Standing,
    Threshold, WhatIf,
};
pub use problem::{FieldError, Problem, ProblemKind};
pub use request::{BatchRequest, Cell, Record, ScoreRequest};
