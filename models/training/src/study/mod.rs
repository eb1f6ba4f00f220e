//! What takes longer than a fit: comparisons on the same folds, and the search of settings. The results are part of a
//! release's report.
//!
//! - [`candidate`]: a cross-validated family of models; [`families`] compares several.
//! - [`imbalance`]: class weights and oversampling; [`monotone`]: constraints; [`protected`]: protected features.
//! - [`search`]: hyper-parameters; [`trials`] keeps what was tried.
//! - [`stability`]: models on bootstrap draws of the clients.

pub mod candidate;
pub mod families;
pub mod imbalance;
pub mod monotone;
pub mod protected;
pub mod search;
pub mod stability;
mod table;
pub mod trials;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use matrix::{DataSource, FeatureFolder};
use progress::Progress;

use self::candidate::Candidate;
pub use self::table::table;
use crate::boosted::{Shape, TreeSettings};
use crate::cross_validation::Growth;
use crate::error::FitError;
use crate::evidence::{Study, TreeReport};
use crate::ground::Ground;
use crate::selection::Selection;
use crate::trainer::Library;

/// A part of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Families of models.
    Families,
    /// Ways of treating the rare class.
    Imbalance,
    /// What monotone constraints cost.
    Monotone,
    /// What leaving protected features out costs.
    Protected,
    /// The search of hyper-parameters.
    Search,
    /// Models on bootstrap draws.
    Stability,
}

/// What a study is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct StudySettings {
    /// The parts.
    pub parts: Vec<Part>,
    /// Folds, as the fit has them.
    pub folds: usize,
    /// Decides the folds and the draws, as in the fit.
    pub seed: u64,
    /// What a missed default costs, in wrong refusals.
    pub cost_ratio: f64,
    /// Worker threads.
    pub threads: NonZeroUsize,
    /// How long folds grow.
    pub growth: Growth,
    /// The trees that are served.
    pub trees: TreeSettings,
    /// The search's budget and file.
    pub search: search::Budget,
    /// Models on bootstrap draws.
    pub draws: usize,
}

impl Default for StudySettings {
    fn default() -> Self {
        Self {
            parts: vec![Part::Families, Part::Imbalance, Part::Monotone, Part::Protected, Part::Stability],
            folds: 5,
            seed: 42,
            cost_ratio: 10.0,
            threads: NonZeroUsize::MIN,
            growth: Growth::default(),
            trees: TreeSettings::default(),
            search: search::Budget { trials: 20, minutes: None, file: PathBuf::from("trials.jsonl") },
            draws: 10,
        }
    }
}

/// What the parts of a study share.
struct Context<'a> {
    folder: &'a FeatureFolder,
    ground: &'a Ground,
    settings: &'a StudySettings,
    progress: &'a dyn Progress,
}

impl Context<'_> {
    /// The trees that are served, with the study's threads and seed.
    fn trees(&self) -> TreeSettings {
        let StudySettings { threads, seed, trees, .. } = self.settings;
        TreeSettings { threads: threads.get(), seed: *seed, ..*trees }
    }
}

/// Makes a study of a feature folder, with the inputs of a selection where one is given.
pub fn study(
    folder: &FeatureFolder,
    selection: Option<&Selection>,
    settings: &StudySettings,
    progress: &dyn Progress,
) -> Result<Study, FitError> {
    if !(2..=20).contains(&settings.folds) {
        return Err(FitError::Folds(settings.folds));
    }
    let ground = Ground::of(folder, selection, settings.folds, settings.seed, progress)?;
    let context = Context { folder, ground: &ground, settings, progress };
    let mut study = Study {
        source: folder.set.source.clone(),
        labelled_clients: ground.sample.len() as u32,
        folds: settings.folds as u32,
        seed: settings.seed,
        inputs: ground.sample.inputs.len() as u32,
        threads: settings.threads.get() as u32,
        families: None,
        imbalance: None,
        monotone: None,
        protected: None,
        search: None,
        stability: None,
    };
    let has = |part| settings.parts.contains(&part);
    if settings.parts.iter().any(|&part| part != Part::Search) {
        let served =
            Candidate::grown(&context, &ground, Library::Hessboost, &context.trees(), "served model")?;
        if has(Part::Families) {
            study.families = Some(families::compare(&context, &served)?);
        }
        if has(Part::Imbalance) {
            study.imbalance = Some(imbalance::compare(&context, &served)?);
        }
        if has(Part::Monotone) {
            study.monotone = Some(monotone::cost(&context, &served)?);
        }
        if has(Part::Protected) {
            study.protected = protected::cost(&context, &served)?;
        }
        if has(Part::Stability) {
            study.stability = Some(stability::measure(&context, &served)?);
        }
    }
    if has(Part::Search) {
        study.search = Some(search::search(&context)?);
    }
    Ok(study)
}

impl Study {
    /// Reads a study from its file.
    pub fn read(path: &Path) -> Result<Self, FitError> {
        let bytes = fs::read(path).map_err(|source| FitError::Io { path: path.to_owned(), source })?;
        serde_json::from_slice(&bytes).map_err(|source| FitError::StudyFile { path: path.to_owned(), source })
    }

    /// Writes the study to its file.
    pub fn write(&self, path: &Path) -> Result<(), FitError> {
        let bytes = serde_json::to_vec_pretty(self)
            .map_err(|source| FitError::StudyFile { path: path.to_owned(), source })?;
        fs::write(path, bytes).map_err(|source| FitError::Io { path: path.to_owned(), source })
    }

    /// Takes the parts over that `other` has and this one has not, where both are of the same clients, inputs and folds.
    pub fn complete(&mut self, other: Self) {
        if !self.is_of(&other) {
            return;
        }
        self.families = self.families.take().or(other.families);
        self.imbalance = self.imbalance.take().or(other.imbalance);
        self.monotone = self.monotone.take().or(other.monotone);
        self.protected = self.protected.take().or(other.protected);
        self.search = self.search.take().or(other.search);
        self.stability = self.stability.take().or(other.stability);
    }

    fn is_of(&self, other: &Self) -> bool {
        let key = |study: &Self| (study.labelled_clients, study.folds, study.seed, study.inputs);
        self.source == other.source && key(self) == key(other)
    }

    /// Refuses to be the study of other data, or of other folds.
    pub fn check(&self, source: &DataSource, folds: usize, seed: u64) -> Result<(), FitError> {
        if self.source != *source {
            let (found, expected) = (self.source.description.clone(), source.description.clone());
            return Err(FitError::StudyOther { found, expected });
        }
        if (self.folds as usize, self.seed) != (folds, seed) {
            let words = |folds: usize, seed: u64| format!("{folds} folds of seed {seed}");
            let (found, expected) = (words(self.folds as usize, self.seed), words(folds, seed));
            return Err(FitError::StudyOther { found, expected });
        }
        Ok(())
    }

    /// Refuses to be the study of other clients, or of a model with other inputs.
    pub(crate) fn check_counts(&self, labelled_clients: u32, inputs: u32) -> Result<(), FitError> {
        let words = |clients: u32, inputs: u32| format!("{clients} labelled clients and {inputs} inputs");
        if (self.labelled_clients, self.inputs) == (labelled_clients, inputs) {
            return Ok(());
        }
        let found = words(self.labelled_clients, self.inputs);
        Err(FitError::StudyOther { found, expected: words(labelled_clients, inputs) })
    }

    /// The settings of the best trial of the search.
    pub fn tuned(&self) -> Result<TreeSettings, FitError> {
        let search = self.search.as_ref().ok_or(FitError::NoSearch)?;
        let best = search.trials.get(search.best as usize).ok_or(FitError::NoSearch)?;
        Ok(settings_of(&best.trees))
    }
}

/// The settings that a report tells.
pub fn settings_of(report: &TreeReport) -> TreeSettings {
    let shape = report.leaves.map_or(Shape::Symmetric, |leaves| Shape::LeafWise { leaves: leaves as usize });
    TreeSettings {
        shape,
        eta: report.eta,
        depth: report.depth as usize,
        subsample: report.subsample,
        colsample: report.colsample,
        least_inputs: report.least_inputs as usize,
        lambda: report.lambda,
        min_child_weight: report.min_child_weight,
        monotone: report.monotone,
        ..TreeSettings::default()
    }
}
