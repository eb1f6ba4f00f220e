//! What `compare` holds of a release.

use std::sync::{Arc, OnceLock};

use catalogue::Feature;
use scoring::release::{Manifest, cohort, file};
use tokio::sync::OnceCell;

use super::load::{LoadError, Parts};
use super::{Artifacts, Columns, Ids};
use crate::compare::group::{Group, Totals};
use crate::compare::similar::Space;
use crate::value::Categories;

/// How many features are compared where none is asked for.
const UNASKED: usize = 6;

/// The clients' numbers, and the way to the columns that clients are compared by.
#[derive(Debug)]
pub struct Comparing {
    /// What the release says of itself.
    pub manifest: Arc<Manifest>,
    /// The clients' numbers.
    pub ids: Ids,
    /// The columns.
    pub columns: Arc<Columns>,
    /// The values behind codes.
    pub categories: Categories,
    /// The features that can be compared, and their columns.
    pub features: Vec<(&'static Feature, usize)>,
    /// The column of the score.
    pub points: usize,
    /// The column of the decision.
    pub decision: usize,
    /// The column of the outcome.
    pub target: usize,
    /// The key features by which clients are alike, made when they are first asked for.
    pub space: OnceCell<Space>,
    /// All clients as a cohort, and what is said of them as a whole, worked out when it is first asked for.
    pub everyone: OnceLock<(Arc<Group>, Totals)>,
}

impl Comparing {
    /// A feature that can be compared, and its column.
    pub fn feature(&self, name: &str) -> Option<(&'static Feature, usize)> {
        self.features.iter().find(|(feature, _)| feature.id == name).copied()
    }

    /// A column that clients can be filtered by: a feature, or what the model said of them.
    pub fn filterable(&self, name: &str) -> Option<usize> {
        let said = [cohort::POINTS, cohort::PROBABILITY, cohort::DECISION];
        let column = || self.feature(name).map(|(_, column)| column);
        if said.contains(&name) { self.columns.position(name) } else { column() }
    }

    /// The features that matter most to the model, of those that can be compared.
    pub fn most_important(&self) -> Vec<(&'static Feature, usize)> {
        self.by_importance().take(UNASKED).collect()
    }

    /// The model's inputs that can be compared, the most important first.
    pub fn by_importance(&self) -> impl Iterator<Item = (&'static Feature, usize)> {
        let mut inputs: Vec<_> = self.manifest.inputs.iter().zip(&self.manifest.importance).collect();
        inputs.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        inputs.into_iter().filter_map(|(name, _)| self.feature(name))
    }
}

impl Artifacts for Comparing {
    const FILES: &'static [&'static str] = &[file::IDS];
    const ARRAY: &'static str = file::COHORT;

    fn assemble(parts: Parts) -> Result<Self, LoadError> {
        let columns = Columns::new(&parts);
        let column = |name: &str| {
            let absent =
                || LoadError::damaged(file::MANIFEST, format!("{} has no column {name}", file::COHORT));
            columns.position(name).ok_or_else(absent)
        };
        let (points, decision, target) =
            (column(cohort::POINTS)?, column(cohort::DECISION)?, column(cohort::TARGET)?);
        let features = columns.names().enumerate();
        let features =
            features.filter_map(|(column, name)| catalogue::feature(name).map(|feature| (feature, column)));
        Ok(Self {
            ids: Ids::new(parts.per_client(file::IDS)?, file::IDS)?,
            categories: Categories::new(&parts.manifest),
            features: features.collect(),
            points,
            decision,
            target,
            space: OnceCell::new(),
            everyone: OnceLock::new(),
            columns: Arc::new(columns),
            manifest: parts.manifest,
        })
    }

    fn release(&self) -> &str {
        &self.manifest.release
    }
}
