//! Why tables could not be checked: each message names the file, and says what to do next.

use std::io;
use std::path::PathBuf;

use polars::prelude::PolarsError;

use crate::ingest::IngestError;
use crate::staging::StagingError;
use crate::tables::TablesError;

/// Why tables could not be checked. What is wrong with the data is a [`Finding`](super::Finding), not an error.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The tables folder could not be opened.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The raw data could not be made into tables.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The output folder could not be made.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// A table's file is not there, or is no Parquet file.
    #[error("{}: {source}; make the tables again with `pipeline ingest`", .path.display())]
    Table {
        /// The table's Parquet file.
        path: PathBuf,
        /// What polars says.
        source: PolarsError,
    },
    /// A column of a table could not be read.
    #[error("{}, column {column}: {source}; make the tables again with `pipeline ingest`", .path.display())]
    Column {
        /// The table's Parquet file.
        path: PathBuf,
        /// The column.
        column: String,
        /// What polars says.
        source: PolarsError,
    },
    /// The report could not be written.
    #[error("{}: {source}; see whether the folder may be written to and the disk has room", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}
