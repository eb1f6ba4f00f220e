//! One client's features, by one ranged read.

use axum::body::Bytes;
use matrix::npy::{self, Element};
use scoring::release::file;

use super::load::{LoadError, Parts};
use super::recent::Recent;
use super::{DataError, Ids};
use crate::storage::Storage;

/// Clients whose rows stay in memory: an advisor asks for one again and again, in `predict`, `explain` and what-ifs.
/// A row has a kilobyte or two.
const RECENT: usize = 256;
/// How often a row is read whose checksum is wrong: what comes over the network may be damaged, and not what is stored.
const READS: usize = 2;

/// Where the rows of `features.npy` are, and their checksums.
#[derive(Debug)]
pub struct Rows {
    ids: Ids,
    storage: Storage,
    path: String,
    /// Bytes before the first row.
    offset: u64,
    /// Numbers in a row.
    columns: usize,
    checksums: Vec<u32>,
    recent: Recent,
}

/// A client's features, as they are stored.
#[derive(Debug, Clone)]
pub struct Row {
    /// The features; NaN is missing.
    pub values: Vec<f32>,
    /// The same in little-endian bytes.
    pub bytes: Bytes,
}

impl Rows {
    /// The rows of a verified release.
    pub fn new(parts: &Parts) -> Result<Self, LoadError> {
        Ok(Self {
            ids: Ids::new(parts.per_client(file::IDS)?, file::IDS)?,
            storage: parts.storage.clone(),
            path: parts.path(file::FEATURES),
            offset: parts.file(file::FEATURES).len() as u64,
            columns: parts.manifest.clients.features.len(),
            checksums: parts.per_client(file::CHECKSUMS)?,
            recent: Recent::new(RECENT),
        })
    }

    /// The features of a client; `None` where the release has no such client.
    pub async fn get(&self, id: u32) -> Result<Option<Row>, DataError> {
        let Some(row) = self.ids.row(id) else { return Ok(None) };
        if let Some(kept) = self.recent.get(row) {
            return Ok(Some(kept));
        }
        let length = (self.columns * f32::SIZE) as u64;
        let start = self.offset + row as u64 * length;
        for _ in 0..READS {
            let bytes = self.storage.get_range(&self.path, start..start + length).await?;
            if self.checksums.get(row) == Some(&crc32fast::hash(&bytes)) {
                let found = Row { values: npy::decode(&bytes), bytes };
                self.recent.keep(row, &found);
                return Ok(Some(found));
            }
        }
        Err(DataError::Damaged { file: self.path.clone(), what: format!("row {row}") })
    }
}
