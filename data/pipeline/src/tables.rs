//! The tables folder: one Parquet file a table, and `tables.json`, which says what they are.
//!
//! ```text
//! tables.json            source, warnings, undeclared values        written last: a folder without it is not one
//! application.parquet    both application files; TARGET is null where it is not known
//! bureau.parquet ...     one file for each history table that the data had
//! ```
//! Columns are those of the catalogue, in its order: `UInt32` for a key, `Int32` for a whole number,
//! `Float64` for a real number, `String` for a category. An empty cell is null; sentinels and undeclared
//! categories stand as they were.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use catalogue::Table;
use matrix::DataSource;
use polars::prelude::{LazyFrame, PlRefPath, PolarsResult, ScanArgsParquet};
use serde::{Deserialize, Serialize};

/// The file by which a tables folder is known.
pub const MANIFEST: &str = "tables.json";

/// What `tables.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Where the data came from, with the rows of each table.
    pub source: DataSource,
    /// What was missing, unknown or passed over, in words.
    pub warnings: Vec<String>,
    /// Category values that the catalogue does not declare; features read them as missing.
    pub undeclared: Vec<Undeclared>,
}

/// A category value that the catalogue does not declare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undeclared {
    /// The table.
    pub table: Table,
    /// The category column.
    pub column: String,
    /// The value; `None` sums up the values beyond those that are listed one by one.
    pub value: Option<String>,
    /// The rows that have it.
    pub count: u64,
}

/// Why a tables folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// `tables.json` is missing or unreadable.
    #[error("{}: {source}; make the tables with `pipeline ingest`", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// `tables.json` is damaged.
    #[error("{}: {source}; make the tables again with `pipeline ingest`", .path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
}

/// A tables folder.
#[derive(Debug, Clone)]
pub struct Tables {
    folder: PathBuf,
    manifest: Manifest,
}

impl Tables {
    /// Opens a tables folder.
    pub fn open(folder: &Path) -> Result<Self, TablesError> {
        let path = folder.join(MANIFEST);
        let file = File::open(&path).map_err(|source| TablesError::Io { path: path.clone(), source })?;
        let manifest = serde_json::from_reader(BufReader::new(file))
            .map_err(|source| TablesError::Json { path, source })?;
        Ok(Self { folder: folder.to_path_buf(), manifest })
    }

    /// What `tables.json` says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The rows of a table, or `None` where the data had no such table.
    pub fn rows(&self, table: Table) -> Option<u64> {
        self.manifest.source.tables.iter().find(|rows| rows.table == table).map(|rows| rows.rows)
    }

    /// The Parquet file of a table.
    pub fn path(&self, table: Table) -> PathBuf {
        self.folder.join(file_name(table))
    }

    /// The Parquet file of a table, read when it is needed.
    pub(crate) fn scan(&self, table: Table) -> PolarsResult<LazyFrame> {
        // A path is a path: no character of it is a pattern.
        let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
        LazyFrame::scan_parquet(PlRefPath::try_from_pathbuf(self.path(table))?, args)
    }
}

/// The name of a table's Parquet file.
pub fn file_name(table: Table) -> String {
    format!("{}.parquet", table.name())
}
