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

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
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
    /// The Parquet files by their names, as they were written.
    #[serde(default)]
    pub files: BTreeMap<String, Written>,
}

/// A file as it was written. The reader of Parquet takes a flipped bit for another value, or falls over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Bytes.
    pub bytes: u64,
    /// CRC-32 of them.
    pub crc32: u32,
}

impl Written {
    /// Of a file as it is now.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let (mut file, mut digest, mut bytes) = (File::open(path)?, crc32fast::Hasher::new(), 0);
        let mut buffer = vec![0; 1 << 20];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(Self { bytes, crc32: digest.finalize() }),
                read => {
                    digest.update(&buffer[..read]);
                    bytes += read as u64;
                }
            }
        }
    }
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
    /// A Parquet file is not what was written.
    #[error("{}: gone, or not as it was written; make the tables again with `pipeline ingest`", .0.display())]
    Damaged(PathBuf),
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
    /// Opens a tables folder, once every file of it is found to be what was written.
    pub fn open(folder: &Path) -> Result<Self, TablesError> {
        let path = folder.join(MANIFEST);
        let file = File::open(&path).map_err(|source| TablesError::Io { path: path.clone(), source })?;
        let manifest: Manifest = serde_json::from_reader(BufReader::new(file))
            .map_err(|source| TablesError::Json { path, source })?;
        for rows in &manifest.source.tables {
            let name = file_name(rows.table);
            let path = folder.join(&name);
            // Gone, unreadable or other: in each case there is one thing to do.
            if Written::read(&path).ok().is_none_or(|found| manifest.files.get(&name) != Some(&found)) {
                return Err(TablesError::Damaged(path));
            }
        }
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
