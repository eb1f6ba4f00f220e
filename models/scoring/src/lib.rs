//! From a client's records to a score, a decision and the reasons for it. The core of the house.
//!
//! ```text
//! Records -> interpreter::features -> row of f32 -> Scorer -> margin and Shapley values (log-odds)
//!                                                      |
//!                        ScoringModel: calibration -> points -> decision -> reasons -> sentences
//! ```
//!
//! # Layout
//! - [`units`]: log-odds, probability, points, client number: numbers that cannot be mistaken for each other;
//!   [`feature_id`]: a feature's name, checked.
//! - [`records`] and [`interpreter`]: one applicant's raw records, and the catalogue's formulas on them.
//! - [`tree`]: a checked regression tree; [`xgboost`] reads trees from XGBoost's JSON format, [`lightgbm`] from LightGBM's
//!   text format, some of whose splits look at a reading of an input (`reading`).
//! - [`symmetric`]: symmetric trees, their tables of Shapley values, and the hot path.
//! - [`general`]: trees of any other shape, explained by [`quadrature`].
//! - [`interaction`]: what two inputs do together.
//! - [`scorer`]: an ensemble; [`binary`] is its file, `scorer.bin`.
//! - [`workspace`] and [`blocks`]: one client after the other without an allocation, and many on all cores.
//! - [`points`] and [`decision`]: what a scorecard makes of a margin, on the types of [`release`].
//! - [`model`]: a scorer with its calibration, scale and rule: scores and breakdowns that add up exactly.
//! - [`breakdown`]: a score by feature, by theme, or as the largest effects and a remainder; [`increments`]: the same
//!   in probabilities.
//! - [`reasons`], [`sentences`] and [`mod@format`]: what a client is told; [`usual`]: what it is compared with.
//! - [`stability`]: whether the first reason stands when inputs are rounded.
//! - [`applicant`] and [`changes`]: an applicant whose application can be changed without the history at hand.
//! - [`counterfactual`]: the smallest change of an application that would be granted.
//! - [`whatif`]: a score before and after changes of the application, and what made the difference.
//! - [`release`]: what a release consists of, and the manifest that vouches for it.
//!
//! The formulas and their sources stand in the crate's `README.md`.
//!
//! # What it never does
//! No input or output, no dataframe, no clock, no C library. It never trains. It never gives a protected
//! characteristic as a reason.

pub mod applicant;
pub mod binary;
pub mod blocks;
pub mod breakdown;
pub mod changes;
pub mod counterfactual;
pub mod decision;
pub mod feature_id;
pub mod format;
pub mod general;
pub mod increments;
pub mod interaction;
pub mod interpreter;
pub mod lightgbm;
pub mod model;
pub mod points;
pub mod quadrature;
mod reading;
pub mod reasons;
pub mod records;
pub mod release;
pub mod scorer;
pub mod sentences;
pub mod stability;
pub mod symmetric;
pub mod tree;
pub mod units;
pub mod usual;
mod walk;
pub mod whatif;
pub mod workspace;
pub mod xgboost;

pub use applicant::{Applicant, StoredError};
pub use breakdown::{Breakdown, Contribution, Remainder, Summary, ThemeContribution};
pub use changes::{ChangeError, Changes};
pub use decision::Decision;
pub use feature_id::{FeatureId, UnknownFeature};
pub use model::{ModelError, Score, ScoringModel};
pub use reasons::Reason;
pub use records::{CellError, Records, Row, RowError, Undeclared, Value};
pub use scorer::{Scorer, ScorerError};
pub use stability::Stability;
pub use units::{ClientId, LogOdds, Points, Probability, UnitError};
pub use usual::Usual;
pub use whatif::{InputDifference, WhatIf};
pub use workspace::Workspace;
