//! A tables folder -> what is odd about its data: `quality.json` for programs, `quality.html` for people.
//!
//! ```text
//! quality.json           a QualityReport                            by it such a folder is known
//! quality.html           the same as one page, with small pictures
//! ```
//! A finding of a hard rule says that no model should be trained on these tables; the others are worth a look and
//! stand in real data too. No table is ever held whole: a computation reads the columns that it needs.

mod column;
mod error;
mod histogram;
mod html;
mod inspection;
mod keys;
mod picture;
mod ranges;
mod read;
mod report;
mod rules;
mod text;
mod written;

use std::fs;
use std::path::{Path, PathBuf};

pub use error::CheckError;
pub use report::{
    ColumnReport, CountedValue, Finding, Histogram, Labels, QualityReport, TableReport, Values,
};
pub use rules::{Rule, Severity};

use progress::Progress;

use self::inspection::Inspection;
use crate::ingest;
use crate::staging::Staging;
use crate::tables::Tables;

/// The file by which a quality folder is known.
pub const REPORT: &str = "quality.json";
/// The report as a page.
pub const PAGE: &str = "quality.html";
/// Where raw tables are made into Parquet while they are checked.
const MEANWHILE: &str = "tables";

/// What is to be checked.
#[derive(Debug, Clone)]
pub enum Input {
    /// A tables folder, as `ingest` writes it.
    Tables(PathBuf),
    /// A folder or zip archive with the raw CSV files.
    Raw(PathBuf),
}

/// Checks tables and writes the quality folder `output`, which appears whole or not at all. A violated rule is no
/// error here: [`QualityReport::count`] says how many there are.
///
/// ```no_run
/// use pipeline::check::{Input, Severity, write};
///
/// let report = write(&Input::Tables("tables".into()), "quality".as_ref(), &progress::Silent)?;
/// println!("{} hard findings", report.count(Severity::Hard));
/// # Ok::<(), pipeline::check::CheckError>(())
/// ```
pub fn write(input: &Input, output: &Path, progress: &dyn Progress) -> Result<QualityReport, CheckError> {
    let staging = Staging::begin(output, REPORT)?;
    let report = match input {
        Input::Tables(folder) => check(&Tables::open(folder)?, progress)?,
        Input::Raw(data) => {
            let folder = staging.path().join(MEANWHILE);
            ingest::ingest(data, &folder, progress)?;
            let report = check(&Tables::open(&folder)?, progress)?;
            fs::remove_dir_all(&folder).map_err(|source| CheckError::Write { path: folder, source })?;
            report
        }
    };
    let path = staging.path().join(REPORT);
    let json = serde_json::to_vec_pretty(&report)
        .map_err(|error| CheckError::Write { path: path.clone(), source: error.into() })?;
    for (path, bytes) in [(path, json), (staging.path().join(PAGE), report.page().into_bytes())] {
        fs::write(&path, bytes).map_err(|source| CheckError::Write { path, source })?;
    }
    staging.commit()?;
    Ok(report)
}

/// Checks the tables of a tables folder.
pub fn check(tables: &Tables, progress: &dyn Progress) -> Result<QualityReport, CheckError> {
    Inspection::new(tables, progress).report()
}
