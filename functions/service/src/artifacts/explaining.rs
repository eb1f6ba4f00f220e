//! What `explain` holds of a release.

use std::sync::OnceLock;

use api::ModelReport;
use axum::body::Bytes;
use scoring::release::file;
use serde_json::{Map, Value};

use super::load::{LoadError, Parts};
use super::{Artifacts, Scoring};

/// All that `predict` holds, and the report.
#[derive(Debug)]
pub struct Explaining {
    /// The model and the clients.
    pub scoring: Scoring,
    /// What is known of the model.
    pub report: ModelReport,
    /// The same as it was published, with whatever stands beside the fields that are known here.
    pub published: Map<String, Value>,
    /// What `GET /model` answers in each of [`catalogue::Language::ALL`], once it was asked for.
    pub told: [OnceLock<Bytes>; 2],
}

impl AsRef<Scoring> for Explaining {
    fn as_ref(&self) -> &Scoring {
        &self.scoring
    }
}

impl Artifacts for Explaining {
    const FILES: &'static [&'static str] = &[file::SCORER, file::IDS, file::CHECKSUMS, file::REPORT];
    const ARRAY: &'static str = file::FEATURES;

    fn assemble(parts: Parts) -> Result<Self, LoadError> {
        let damaged = |error| LoadError::damaged(file::REPORT, error);
        let mut report: ModelReport = serde_json::from_slice(parts.file(file::REPORT)).map_err(damaged)?;
        let mut published: Map<String, Value> =
            serde_json::from_slice(parts.file(file::REPORT)).map_err(damaged)?;
        // The release's name is a digest over the report too: only the manifest knows it.
        report.release.clone_from(&parts.manifest.release);
        published.insert("release".to_owned(), report.release.clone().into());
        Ok(Self { report, published, told: Default::default(), scoring: Scoring::assemble(parts)? })
    }

    fn release(&self) -> &str {
        self.scoring.release()
    }

    fn scoring(&self) -> Option<&Scoring> {
        Some(&self.scoring)
    }
}
