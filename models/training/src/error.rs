//! What can go wrong between a feature folder and a release.

use std::path::PathBuf;

use hessboost::error::HessboostError;
use linfa::composing::platt_scaling::PlattError;
use matrix::folder::FolderError;
use scoring::xgboost::XgboostError;

/// Why there is no release.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// The feature folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A column is not declared.
    #[error(
        "column {0:?} of features.json is no feature of the catalogue; make the features again with `pipeline features`"
    )]
    UnknownFeature(String),
    /// A number is infinite.
    #[error("client {client}: {feature} is infinite; make the features again with `pipeline features`")]
    Infinite {
        /// `SK_ID_CURR`.
        client: u32,
        /// The feature.
        feature: String,
    },
    /// There is not enough to learn from.
    #[error(
        "{found} clients with a known TARGET; at least {needed} are needed: give more past clients, in \
         application_train.csv"
    )]
    FewLabels {
        /// Labelled clients.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// One of the two outcomes is too rare.
    #[error(
        "{found} clients with TARGET = {class}; at least {needed} are needed to learn from: give more past clients, \
         of both outcomes"
    )]
    FewOfClass {
        /// 0 or 1.
        class: u8,
        /// Clients of that class.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// No feature tells one labelled client from another.
    #[error("no feature differs between the labelled clients: there is nothing to learn from")]
    NoInput,
    /// A selection names a feature that is not there.
    #[error(
        "the selection names {0:?}, which features.json does not have; give the selection that was made of these \
         features, or make one with `training select`"
    )]
    SelectedMissing(String),
    /// A selection names a feature that cannot be an input.
    #[error("the selection names {feature}, which {reason}; make the selection again with `training select`")]
    SelectedUnusable {
        /// The feature.
        feature: String,
        /// Why it cannot be an input.
        reason: &'static str,
    },
    /// A selection of the same clients was made on other folds.
    #[error(
        "the selection was made with --folds {folds} --seed {seed} of these same clients; fit with these too, so that \
         no fold is judged by outcomes that its features were selected by, or make the selection again"
    )]
    SelectionFolds {
        /// The selection's folds.
        folds: usize,
        /// Its seed.
        seed: u64,
    },
    /// A selection has not a list for each fold.
    #[error("the selection has {lists} lists for {folds} folds; make it again with `training select`")]
    SelectionLists {
        /// The lists that it has.
        lists: usize,
        /// The folds.
        folds: usize,
    },
    /// A selection was not made anew in the folds of a repeat.
    #[error(
        "the selection was made in the folds of {repeats} cross-validations, and this is one of {asked} or more; make it \
         again with `training select --repeats`"
    )]
    SelectionRepeats {
        /// The repeats that it has lists for.
        repeats: usize,
        /// The first repeat that it has none for, from 1.
        asked: usize,
    },
    /// A selection cannot be read.
    #[error("{}: {source}; give a file that `training select` wrote", .path.display())]
    SelectionFile {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// No feature tells more than its shadow.
    #[error(
        "of {clients} labelled clients, no feature tells more about the outcome than a shuffled copy of itself; give \
         more past clients, a thousand or so at least"
    )]
    NothingSelected {
        /// The clients that were learned from.
        clients: usize,
    },
    /// The greatest number of selected features is out of range.
    #[error("at most {0} features; give 1 or more")]
    Most(usize),
    /// The number of repeats is out of range.
    #[error("{0} repeats; give 1 to 100")]
    Repeats(usize),
    /// Two sides of a comparison are not on the same clients.
    #[error(
        "the two feature folders do not hold the same clients and outcomes: {0}; make both with `pipeline features` \
         from the same tables"
    )]
    OtherClients(String),
    /// The number of folds is out of range.
    #[error("{0} folds; give 2 to 20")]
    Folds(usize),
    /// The cost ratio is out of range.
    #[error("cost ratio {0}; give a number from 1 to 1000")]
    CostRatio(f64),
    /// The review band's cost ratios do not lie around the cost ratio.
    #[error("review ratios {} and {}; give two numbers, the first at most {ratio}, the second at least", .review[0], .review[1])]
    ReviewRatios {
        /// Those given.
        review: [f64; 2],
        /// The cost ratio.
        ratio: f64,
    },
    /// The number of bootstrap draws is out of range.
    #[error("{0} bootstrap draws; give 20 to 10000")]
    Draws(usize),
    /// A study is of other data, or of other folds.
    #[error("the study was made of {found}, not of {expected}; make it again with `training study`")]
    StudyOther {
        /// What the study is of.
        found: String,
        /// What is to be fitted.
        expected: String,
    },
    /// A study without a search has no settings to take.
    #[error("the study holds no search of settings; run `training study --parts search`")]
    NoSearch,
    /// A study, or the trials of a search, cannot be read.
    #[error("{}: {source}; give a file that `training study` wrote", .path.display())]
    StudyFile {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The trials belong to another search.
    #[error(
        "{} holds the trials of another search: of other data, inputs, folds, or with another seed; give another file, \
         or remove it", .0.display()
    )]
    OtherTrials(PathBuf),
    /// The search itself failed.
    #[error("search of settings: {0}")]
    Search(String),
    /// Training the trees failed.
    #[error("boosted trees: {0}")]
    Boosting(#[from] HessboostError),
    /// Training the trees of the second library failed.
    #[error("boosted trees of forust: {0}")]
    Forust(String),
    /// Training a decision tree failed.
    #[error("decision tree: {0}")]
    DecisionTree(linfa::Error),
    /// Training the baseline failed.
    #[error("logistic regression: {0}")]
    Logistic(#[from] linfa_logistic::error::Error),
    /// Newton's method found no calibration.
    #[error("calibration of the {candidate}: {source}")]
    Calibration {
        /// The model that was to be calibrated.
        candidate: &'static str,
        /// Why there is none.
        source: PlattError,
    },
    /// Out of fold, higher margins do not go with more defaults.
    #[error(
        "calibration of the {candidate}: slope {slope:.4} is not positive: on clients that it has not seen, the model \
         does not tell who defaults; give more data"
    )]
    NoSkill {
        /// The model.
        candidate: &'static str,
        /// The slope found.
        slope: f64,
    },
    /// What `hessboost` wrote is not what `scoring` reads.
    #[error("model.json: {0}")]
    Model(#[from] XgboostError),
    /// `scorer.bin` does not read back.
    #[error("scorer.bin: {0}")]
    Scorer(#[from] scoring::binary::BinaryError),
    /// The parts do not make a model that can be served.
    #[error("the release would not be served: {0}")]
    Served(#[from] scoring::ModelError),
    /// Two computations of a client's margin differ.
    #[error(
        "client {client}: {left} gives the margin {left_margin}, {right} gives {right_margin}; the release is not written"
    )]
    Disagreement {
        /// `SK_ID_CURR`.
        client: u32,
        /// One computation.
        left: &'static str,
        /// Its margin.
        left_margin: f64,
        /// The other.
        right: &'static str,
        /// Its margin.
        right_margin: f64,
    },
    /// The manifest does not read back as written.
    #[error("manifest.json does not read back as it was written; the release is not published")]
    Manifest,
    /// A file cannot be written.
    #[error("{}: {source}; see whether it is there, may be read or written to, and the disk has room", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A report or model is not valid JSON.
    #[error("{name}: {source}")]
    Json {
        /// The file.
        name: &'static str,
        /// Where and why.
        source: serde_json::Error,
    },
}
