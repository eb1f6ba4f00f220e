//! Request and answer types of the three functions, shared with the front end.
//!
//! A field's name on the wire is fixed; fields may be added. Answers have every field that a client of the
//! interface relies on; requests refuse fields that they do not know.
//!
//! # Layout
//! - [`predict`]: a score and the decision that follows from it.
//! - [`explain`]: the same, with every contribution; a client's profile.
//! - [`compare`]: a client among others.
//! - [`clients`]: finding a client.
//! - [`model`]: what is known of the model in service.
//! - [`health`]: whether a function is able to answer.
//! - [`review`]: what a person decided, and why.
//! - [`problem`]: what went wrong, as RFC 9457 problem details.
//!
//! # What it never does
//! It computes nothing and compiles to WebAssembly.

pub mod clients;
pub mod compare;
pub mod explain;
pub mod health;
pub mod model;
pub mod predict;
pub mod problem;
pub mod review;

pub use clients::{ClientPage, ClientQuery, ClientSummary};
pub use compare::{Cohort, CohortKind, CompareQuery, Comparison, FeatureComparison, Histogram};
pub use explain::{Base, Contribution, Explanation, Profile, ProfileField, ThemeContribution, Value};
pub use health::Health;
pub use model::ModelReport;
pub use predict::{Decision, Prediction, Reason, ReviewBand, Threshold};
pub use problem::{FieldError, Problem, ProblemKind};
pub use review::{Review, ReviewReason, ReviewRequest, ReviewedDecision, Reviews};
