//! Raw tables -> typed Parquet.

mod batch;
mod cell;
mod crew;
mod done;
mod error;
mod header;
mod input;
mod line;
mod plan;
mod reader;
mod table;
mod undeclared;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use matrix::{DataSource, SourceKind, TableRows};
use progress::Progress;
use serde::Deserialize;

pub use cell::CellError;
pub use error::IngestError;
pub use header::HeaderError;
pub use input::InputError;

use self::done::DoneTables;
use self::input::Input;
use self::plan::Plan;
use crate::staging::Staging;
use crate::tables::{MANIFEST, Manifest, file_name};

/// The file by which the generator marks a population that it made up.
const SYNTHETIC: &str = "SYNTHETIC.json";
/// Its bytes are a few dozen.
const LONGEST_MARKER: u64 = 1 << 16;

/// What the generator says of a population.
#[derive(Debug, Deserialize)]
struct Population {
    clients: u64,
    seed: u64,
}

/// Reads the raw tables of the folder or zip archive `data` and writes the tables folder `output`, which
/// appears whole or not at all. A run that was killed is gone on from: tables that it had finished, of files that have
/// not changed, are not read again. Tables are read side by side; the result does not depend on which is done first.
///
/// ```no_run
/// let manifest = pipeline::ingest::ingest("home-credit.zip".as_ref(), "tables".as_ref(), &progress::Silent)?;
/// println!("{} tables", manifest.source.tables.len());
/// # Ok::<(), pipeline::ingest::IngestError>(())
/// ```
pub fn ingest(data: &Path, output: &Path, progress: &dyn Progress) -> Result<Manifest, IngestError> {
    let input = Input::open(data)?;
    let staging = Staging::resume(output, MANIFEST)?;
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        move |source| IngestError::Manifest { path, source }
    };
    let mut done = DoneTables::resume(staging.path()).map_err(unwritten(staging.path()))?;
    let source = source(&input)?;
    if let Some(folder) = input.folder() {
        progress.note(&format!("the files are in the folder {folder} of {}", input.name()));
    }
    let plan = Plan::of(&input, &done)?;
    let tables = crew::read(&input, staging.path(), plan, &mut done, progress)?;

    let mut manifest =
        Manifest { source, warnings: Vec::new(), undeclared: Vec::new(), files: BTreeMap::new() };
    for planned in tables {
        manifest.warnings.extend(planned.absent);
        if let Some(done) = planned.done {
            manifest.files.insert(file_name(done.table), done.written);
            manifest.source.tables.push(TableRows { table: done.table, rows: done.rows });
            manifest.warnings.extend(done.warnings);
            manifest.undeclared.extend(done.undeclared);
        }
    }
    done.forget().map_err(unwritten(staging.path()))?;
    let path = staging.path().join(MANIFEST);
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| unwritten(&path)(error.into()))?;
    fs::write(&path, text).map_err(unwritten(&path))?;
    staging.commit()?;
    Ok(manifest)
}

/// Who made the data, without its tables.
fn source(input: &Input) -> Result<DataSource, IngestError> {
    let name = input.name();
    if !input.has(SYNTHETIC) {
        return Ok(DataSource { kind: SourceKind::Files, description: name, tables: Vec::new() });
    }
    let population: Population = input
        .with_file(SYNTHETIC, |file, _| serde_json::from_reader(file.take(LONGEST_MARKER)))?
        .map_err(|source| IngestError::Marker { file: SYNTHETIC, source })?;
    let description = format!("{name} ({} clients, seed {})", population.clients, population.seed);
    Ok(DataSource { kind: SourceKind::Synthetic, description, tables: Vec::new() })
}
