//! What a release says, found by path.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::derived::derived;
use crate::error::Error;
use crate::evidence::Evidence;

/// `report.json`, `manifest.json` and what follows from them.
#[derive(Debug, Clone)]
pub struct Facts {
    root: Value,
    /// The report by type.
    pub evidence: Evidence,
}

impl Facts {
    /// Reads the two files of a release's folder.
    pub fn read(release: &Path) -> Result<Self, Error> {
        let json = |name: &str| -> Result<Value, Error> {
            let path = release.join(name);
            let bytes = fs::read(&path).map_err(|source| Error::File { path: path.clone(), source })?;
            serde_json::from_slice(&bytes).map_err(|source| Error::Json { path, source })
        };
        Self::of(json("report.json")?, json("manifest.json")?)
    }

    /// The facts of a report and a manifest.
    pub fn of(report: Value, manifest: Value) -> Result<Self, Error> {
        let evidence: Evidence = serde_json::from_value(report.clone()).map_err(Error::Report)?;
        let mut root = report;
        let derived = derived(&evidence, &manifest);
        if let Some(fields) = root.as_object_mut() {
            fields.insert("manifest".to_owned(), manifest);
            fields.insert("derived".to_owned(), serde_json::to_value(derived).map_err(Error::Report)?);
        }
        Ok(Self { root, evidence })
    }

    /// What stands at a path of names and positions (`candidates.0.auc`); `None` where nothing or `null` does.
    pub fn get(&self, path: &str) -> Option<&Value> {
        let pointer = format!("/{}", path.replace('.', "/"));
        self.root.pointer(&pointer).filter(|value| !value.is_null())
    }
}
