//! Where the data came from. It is shown on every page and in every document that rests on it.

use catalogue::Table;
use serde::{Deserialize, Serialize};

/// The origin of a feature matrix or of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSource {
    /// Made up, or read from files.
    pub kind: SourceKind,
    /// For people: the folder's or archive's name, or the size and seed of the synthetic population.
    pub description: String,
    /// The tables that were there, with their rows; one that is absent from the data is absent here.
    pub tables: Vec<TableRows>,
}

/// Whether the clients exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A synthetic population: no client exists.
    Synthetic,
    /// Files of a lender.
    Files,
}

/// A table and how many rows were read of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table.
    pub table: Table,
    /// Its rows, over all its files.
    pub rows: u64,
}

impl DataSource {
    /// Whether the data had this table.
    pub fn has(&self, table: Table) -> bool {
        self.tables.iter().any(|rows| rows.table == table)
    }
}
