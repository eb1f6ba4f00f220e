//! Fits the model, calibrates it, chooses the threshold, evaluates it, and writes a release.
//!
//! ```text
//! FeatureFolder -> Sample -> folds -> cross-validation -> out-of-fold margins -> calibration -> threshold -> report
//!                    \-> final model on all labelled clients, as many rounds as the folds were best with -> release
//! ```
//!
//! # Layout
//! - [`screen`]: what each column of a feature folder is good for; [`sample`]: the labelled clients on the model's
//!   [`input`]s.
//! - [`folds`]: stratified folds from a seed.
//! - [`trainer`]: what a learning library has to do; [`boosted`] does it with `hessboost`, [`forust`] with `forust-ml`.
//! - [`ground`]: the clients, inputs and folds that everything is measured on.
//! - [`cross_validation`]: the folds grow together; one number of rounds is best for their mean.
//! - [`logistic`]: the baseline, a logistic regression; [`decision_tree`]: a single tree.
//! - [`calibration`]: from margins to log-odds, by Platt's method.
//! - [`threshold`]: the whole points at which errors cost least, and the band that goes to a person.
//! - [`metrics`]: the figures, in 64 bits.
//! - [`repeated`]: the same with other folds, as often as is asked for.
//! - [`evaluation`]: the figures of one candidate; [`report`] puts them together for people and for `report.json`,
//!   whose types are those of [`evidence`].
//! - [`bootstrap`]: how sure a figure is; [`quality`], [`costing`] and [`audit`] measure the served model with it:
//!   discrimination and calibration, threshold and review band, fairness.
//! - [`drift`]: how far two populations are apart; [`swarm`]: a sample of contributions for a picture.
//! - [`population`]: the final model on all clients.
//! - [`fit`]: all of the above in order.
//! - [`paired`]: repeated cross-validation of two sets of features on the same folds; [`compare`] does it for two
//!   feature folders.
//! - [`select`]: chooses the features and says why; [`importance`] tells useful ones from noise, [`selection`] is the
//!   file.
//! - [`study`]: families of models, imbalance, constraints, protected features, stability and the search of settings,
//!   on the folds of the fit.
//! - [`writer`]: the release folder; [`clients`] writes the clients' files in it.
//! - [`publish`]: copies a release where it is served from, and moves the pointer; [`monitor`]: has the population
//!   drifted since?
//! - [`score`]: scores a CSV file of applications with a release.
//! - [`calendar`] and [`error`]: the date, and what can go wrong.
//!
//! # What it never does
//! It reads no raw table but the applications that it is asked to score, and it declares no feature. It weights no
//! class and draws no client twice: either ruins the calibration. Nothing that serves depends on it.

pub mod audit;
pub mod boosted;
pub mod bootstrap;
pub mod calendar;
pub mod calibration;
pub mod clients;
pub mod compare;
pub mod costing;
pub mod cross_validation;
pub mod decision_tree;
pub mod drift;
pub mod error;
pub mod evaluation;
pub mod evidence;
pub mod fit;
pub mod folds;
pub mod forust;
pub mod ground;
pub mod importance;
pub mod input;
pub mod logistic;
pub mod metrics;
pub mod monitor;
pub mod paired;
pub mod population;
pub mod publish;
pub mod quality;
pub mod repeated;
pub mod report;
pub mod sample;
pub mod score;
pub mod screen;
pub mod select;
pub mod selection;
pub mod study;
pub mod swarm;
pub mod threshold;
pub mod trainer;
pub mod writer;

pub use compare::{Comparison, compare};
pub use error::FitError;
pub use evidence::Study;
pub use fit::{Fitted, Settings, fit, fit_selected};
pub use monitor::monitor;
pub use publish::publish;
pub use score::{ScoreError, score};
pub use select::{SelectSettings, select};
pub use selection::Selection;
pub use study::{StudySettings, study};
pub use writer::{Written, write, write_out_of_fold};
