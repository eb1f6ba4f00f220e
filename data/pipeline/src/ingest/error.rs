//! Why raw data could not be made into tables: each message names the file, the line and the column, and
//! says what to do next.

use std::io;
use std::path::PathBuf;

use polars::prelude::PolarsError;

use super::cell::CellError;
use super::header::HeaderError;
use super::input::InputError;
use crate::staging::StagingError;

/// See the [module](self).
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The folder or archive could not be opened.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The output folder could not be made.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// The first line is not a header of the table.
    #[error("{file}, line {line}, column {column}: {source}")]
    Header {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What is wrong.
        source: HeaderError,
    },
    /// A line is cut short, or goes on for too long.
    #[error(
        "{file}, line {line}, column {column}: the line has {found} fields, the header {expected}; \
         it {} this column: restore the line, or download the file again",
        if .found < .expected { "ends before" } else { "goes on after" }
    )]
    Fields {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
        /// The first column without a field, or the last one of the header.
        column: String,
        /// Fields of the line.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A cell does not hold what its column holds.
    #[error("{file}, line {line}, column {column}: {source}")]
    Cell {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What is wrong.
        source: CellError,
    },
    /// A client has more than one application.
    #[error(
        "{file}, line {line}, column SK_ID_CURR: client {client} has an application already, in {first_file}, \
         line {first_line}; remove one of the two"
    )]
    SecondApplication {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
        /// The client.
        client: u32,
        /// The file that has the first application.
        first_file: &'static str,
        /// The line of the first application, from 1.
        first_line: u64,
    },
    /// There is a header and nothing else.
    #[error("{file}, line {line}: no row follows the header; download the file again")]
    NoRow {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
    },
    /// A line does not end.
    #[error(
        "{file}, line {line}: the line is longer than {} bytes; see whether lines end and every quotation mark is \
         closed, or download the file again",
        super::reader::LONGEST_LINE
    )]
    LongLine {
        /// The CSV file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
    },
    /// The file or the archive gave out.
    #[error("{file}, after line {line}: {source}; the file or archive may be damaged: download it again")]
    Read {
        /// The CSV file.
        file: &'static str,
        /// The last line that could be read, from 1.
        line: u64,
        /// What the system or the zip library says.
        source: io::Error,
    },
    /// The generator's marker file is damaged.
    #[error("{file}, line {}, column {}: {source}; make the population again", .source.line(), .source.column())]
    Marker {
        /// The marker file.
        file: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A table could not be written.
    #[error("{}: {source}; see whether the folder may be written to and the disk has room", .path.display())]
    Parquet {
        /// The Parquet file.
        path: PathBuf,
        /// What polars says.
        source: PolarsError,
    },
    /// `tables.json` could not be written.
    #[error("{}: {source}; see whether the folder may be written to and the disk has room", .path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}
