//! `SYNTHETIC.json`: what says that a folder holds a synthetic population, and which.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::population::Settings;

/// The name of the file.
pub const MARKER: &str = "SYNTHETIC.json";

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// What made the folder: `synthetic`.
    pub generator: String,
    /// The version of the generator. Another version may make other bytes of the same seed.
    pub version: String,
    /// The number of clients.
    pub clients: u64,
    /// The seed.
    pub seed: u64,
    /// Rows of each file, without its header.
    pub rows: BTreeMap<String, u64>,
}

impl Marker {
    /// What to say of a population that was just written.
    pub(crate) fn new(settings: &Settings, rows: BTreeMap<String, u64>) -> Self {
        Self {
            generator: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            clients: settings.clients,
            seed: settings.seed,
            rows,
        }
    }

    /// The marker of a folder, or `None` where it has none that can be read.
    pub fn read(folder: &Path) -> Option<Self> {
        let bytes = fs::read(folder.join(MARKER)).ok()?;
        let marker: Self = serde_json::from_slice(&bytes).ok()?;
        (marker.generator == env!("CARGO_PKG_NAME")).then_some(marker)
    }

    /// Writes the marker into a folder.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        fs::write(folder.join(MARKER), json)
    }
}
