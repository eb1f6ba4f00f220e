//! What `predict` holds of a release.

use std::sync::Arc;

use catalogue::Feature;
use scoring::ScoringModel;
use scoring::release::{Manifest, file};

use super::load::{LoadError, Parts};
use super::{Artifacts, Row, Rows, Shadow};
use crate::value::Categories;

/// The model, and the way to each client's features.
#[derive(Debug)]
pub struct Scoring {
    /// What the release says of itself.
    pub manifest: Arc<Manifest>,
    /// The model.
    pub model: ScoringModel,
    /// The clients' features.
    pub rows: Rows,
    /// What the columns of a row are.
    pub features: Vec<&'static Feature>,
    /// The values behind codes.
    pub categories: Categories,
    /// Who is scored in its shadow.
    pub shadow: Shadow,
    /// The column of each input of the model.
    input_columns: Vec<usize>,
}

impl Scoring {
    /// The model's inputs, picked from a client's features.
    pub fn inputs(&self, row: &Row) -> Vec<f32> {
        self.input_columns.iter().map(|&column| row.values[column]).collect()
    }
}

impl AsRef<Self> for Scoring {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Artifacts for Scoring {
    const FILES: &'static [&'static str] = &[file::SCORER, file::IDS, file::CHECKSUMS];
    const ARRAY: &'static str = file::FEATURES;

    fn assemble(parts: Parts) -> Result<Self, LoadError> {
        let manifest = &parts.manifest;
        let model = ScoringModel::from_release(manifest, parts.file(file::SCORER))
            .map_err(|error| LoadError::damaged(file::SCORER, error))?;
        let input_columns =
            manifest.input_columns().map_err(|error| LoadError::damaged(file::MANIFEST, error))?;
        let feature = |name: &String| {
            let unknown =
                || LoadError::damaged(file::MANIFEST, format!("{name} is no feature of the catalogue"));
            catalogue::feature(name).ok_or_else(unknown)
        };
        let features = manifest.clients.features.iter().map(feature).collect::<Result<_, _>>()?;
        Ok(Self {
            model,
            rows: Rows::new(&parts)?,
            features,
            categories: Categories::new(manifest),
            shadow: Shadow::default(),
            input_columns,
            manifest: parts.manifest,
        })
    }

    fn release(&self) -> &str {
        &self.manifest.release
    }

    fn scoring(&self) -> Option<&Scoring> {
        Some(self)
    }
}
