//! The challenger: a release that is scored in the shadow of the one in service, for the audit log alone.
//!
//! It is loaded in the background, after the release in service, and held to the same checks; one that is missing or
//! damaged is refused and logged, and nothing else changes. No answer tells of it.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use scoring::release::file;
use scoring::{Applicant, Score, ScoringModel};

use super::load::{self, LoadError};
use super::{Row, Scoring};
use crate::storage::Storage;

/// A challenger's model, and how it reads the rows of the release in service: both score the same application.
#[derive(Debug)]
pub struct Challenger {
    release: String,
    model: ScoringModel,
    /// The column of each of its inputs among the features of the release in service.
    columns: Vec<usize>,
}

impl Challenger {
    /// Reads and verifies a challenger of the release in service.
    pub async fn load(storage: &Storage, release: &str, champion: &Scoring) -> Result<Self, LoadError> {
        let manifest = load::manifest(storage, release).await?;
        let scorer = load::whole_file(storage, &manifest, file::SCORER).await?;
        let model = ScoringModel::from_release(&manifest, &scorer)
            .map_err(|error| LoadError::damaged(file::SCORER, error))?;
        let column = |input: &String| {
            let absent = || {
                let problem = format!("its input {input} is no feature of {}", champion.manifest.release);
                LoadError::damaged(file::MANIFEST, problem)
            };
            champion.features.iter().position(|feature| feature.id == *input).ok_or_else(absent)
        };
        let columns = manifest.inputs.iter().map(column).collect::<Result<_, _>>()?;
        Ok(Self { release: manifest.release, model, columns })
    }

    /// The release's name.
    pub fn release(&self) -> &str {
        &self.release
    }

    /// The score of a client by their row in the release in service.
    pub fn score_row(&self, row: &Row) -> Score {
        let inputs: Vec<f32> = self.columns.iter().map(|&column| row.values[column]).collect();
        self.model.score(&inputs)
    }

    /// The score of an application.
    pub fn score(&self, applicant: &Applicant) -> Score {
        self.model.score(&applicant.inputs(&self.model))
    }
}

/// The place of a release's challenger: empty until it is loaded.
#[derive(Debug, Default)]
pub struct Shadow(ArcSwapOption<Challenger>);

impl Shadow {
    /// The challenger, where there is one.
    pub fn get(&self) -> Option<Arc<Challenger>> {
        self.0.load_full()
    }

    /// Puts a challenger in its place, or none.
    pub fn set(&self, challenger: Option<Challenger>) {
        self.0.store(challenger.map(Arc::new));
    }
}
