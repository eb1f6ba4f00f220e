//! Raw tables -> typed Parquet.

mod batch;
mod cell;
mod done;
mod error;
mod header;
mod input;
mod line;
mod reader;
mod undeclared;

use std::fs;
use std::path::Path;

use catalogue::Table;
use matrix::{DataSource, SourceKind, TableRows};
use serde::Deserialize;

pub use cell::CellError;
pub use error::IngestError;
pub use header::HeaderError;
pub use input::InputError;

use self::batch::TableWriter;
use self::done::{Done, DoneTables};
use self::input::{Input, TRAIN};
use self::reader::{Applications, Fault, FileOf, Outcome, Problem};
use crate::Progress;
use crate::progress::grouped;
use crate::staging::Staging;
use crate::tables::{MANIFEST, Manifest, Undeclared, file_name};

/// The file by which the generator marks a population that it made up.
const SYNTHETIC: &str = "SYNTHETIC.json";

/// What the generator says of a population.
#[derive(Debug, Deserialize)]
struct Population {
    clients: u64,
    seed: u64,
}

/// Reads the raw tables of the folder or zip archive `data` and writes the tables folder `output`, which
/// appears whole or not at all. A run that was killed is gone on from: tables that it had finished, of files that have
/// not changed, are not read again.
///
/// ```no_run
/// let manifest = pipeline::ingest::ingest("home-credit.zip".as_ref(), "tables".as_ref(), &pipeline::Silent)?;
/// println!("{} tables", manifest.source.tables.len());
/// # Ok::<(), pipeline::ingest::IngestError>(())
/// ```
pub fn ingest(data: &Path, output: &Path, progress: &dyn Progress) -> Result<Manifest, IngestError> {
    let input = Input::open(data)?;
    let staging = Staging::resume(output, MANIFEST)?;
    let done = DoneTables::resume(staging.path())
        .map_err(|source| IngestError::Manifest { path: staging.path().to_owned(), source })?;
    let mut run = Run {
        source: source(&input)?,
        input,
        folder: staging.path(),
        done,
        warnings: Vec::new(),
        undeclared: Vec::new(),
        applications: Applications::new(),
        progress,
    };
    if let Some(folder) = run.input.folder() {
        progress.note(&format!("the files are in the folder {folder} of {}", run.input.name()));
    }
    run.table(Table::Application)?;
    run.applications = Applications::new();
    for table in Table::HISTORY {
        run.table(table)?;
    }
    let manifest = Manifest {
        source: run.source.clone(),
        warnings: run.warnings.clone(),
        undeclared: run.undeclared.clone(),
    };
    run.done.forget().map_err(|source| IngestError::Manifest { path: staging.path().to_owned(), source })?;
    let path = staging.path().join(MANIFEST);
    let text = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| IngestError::Manifest { path: path.clone(), source: error.into() })?;
    fs::write(&path, text).map_err(|source| IngestError::Manifest { path, source })?;
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
        .with_file(SYNTHETIC, |file, _| serde_json::from_reader(file))?
        .map_err(|source| IngestError::Marker { file: SYNTHETIC, source })?;
    let description = format!("{name} ({} clients, seed {})", population.clients, population.seed);
    Ok(DataSource { kind: SourceKind::Synthetic, description, tables: Vec::new() })
}

/// An ingestion under way.
struct Run<'a> {
    input: Input,
    folder: &'a Path,
    /// The tables that are in the folder already.
    done: DoneTables,
    source: DataSource,
    warnings: Vec<String>,
    undeclared: Vec<Undeclared>,
    applications: Applications,
    progress: &'a dyn Progress,
}

impl Run<'_> {
    /// Reads the files of a table, if they are there.
    fn table(&mut self, table: Table) -> Result<(), IngestError> {
        let (files, absent): (Vec<&str>, Vec<&str>) =
            table.files().iter().copied().partition(|file| self.input.has(file));
        for file in absent {
            self.warn(match table {
                Table::Application => {
                    format!("{file} is not there: every client is a past client, with a label")
                }
                _ => format!("{file} is not there: the features of this table are missing for every client"),
            });
        }
        if files.is_empty() {
            return Ok(());
        }
        if table == Table::BureauBalance && !self.source.has(Table::Bureau) {
            self.warn(format!(
                "{} is passed over: without bureau.csv its loans lead to no client, and the features of this \
                 table are missing for every client",
                files[0]
            ));
            return Ok(());
        }
        let inputs: Vec<String> =
            files.iter().map(|file| self.input.identity(file)).collect::<Result<_, _>>()?;
        if let Some(done) = self.done.of(table, &inputs) {
            self.progress
                .note(&format!("{}: read by an earlier run, which was interrupted", files.join(", ")));
            self.take(done);
            return Ok(());
        }
        let path = self.folder.join(file_name(table));
        let parquet = |source| IngestError::Parquet { path: path.clone(), source };
        let mut writer = TableWriter::create(&path, table).map_err(parquet)?;
        let already_warned = self.warnings.len();
        for &file in &files {
            self.file(table, file, &mut writer)?;
        }
        let (rows, tally) = writer.finish().map_err(parquet)?;
        let warnings = self.warnings.split_off(already_warned);
        let done = Done { table, inputs, rows, warnings, undeclared: tally.finish() };
        self.done.add(&done).map_err(|source| IngestError::Manifest { path, source })?;
        self.take(done);
        Ok(())
    }

    /// Takes note of a table that is in the folder.
    fn take(&mut self, done: Done) {
        let table = done.table;
        self.source.tables.push(TableRows { table, rows: done.rows });
        self.warnings.extend(done.warnings);
        for found in done.undeclared {
            let value = found.value.as_ref().map_or("other values".to_owned(), |value| format!("{value:?}"));
            let (column, count) = (&found.column, grouped(found.count));
            self.progress.note(&format!(
                "{}: {column} is {value} in {count} rows, which the catalogue does not declare; features read it as missing",
                table.name()
            ));
            self.undeclared.push(found);
        }
    }

    fn file(
        &mut self,
        table: Table,
        file: &'static str,
        writer: &mut TableWriter,
    ) -> Result<(), IngestError> {
        let of = FileOf { table, file, labelled: file == TRAIN };
        let (applications, progress) = (&mut self.applications, self.progress);
        let read = self.input.with_file(file, |source, size| {
            progress.begin(file, size);
            reader::read(&of, source, writer, applications, progress)
        })?;
        let Outcome { rows, lacking, unknown } = match read {
            Ok(outcome) => outcome,
            Err(fault) => return Err(self.located(table, file, fault)),
        };
        self.progress.end(&format!("{file}: {} rows", grouped(rows)));
        if rows == 0 {
            self.warn(format!("{file} has a header and no row"));
        }
        for column in lacking {
            self.warn(format!("{file} has no column {column}: its values are missing for every row"));
        }
        for column in unknown {
            self.warn(format!(
                "{file} has a column {column:?} that is not part of this table: it is passed over"
            ));
        }
        Ok(())
    }

    fn warn(&mut self, warning: String) {
        self.progress.note(&warning);
        self.warnings.push(warning);
    }

    /// The fault as a message's error, its line counted.
    fn located(&self, table: Table, file: &'static str, fault: Fault) -> IngestError {
        let line =
            |file, byte| self.input.with_file(file, |source, _| line::of_byte(source, byte)).unwrap_or(1);
        let at = line(file, fault.byte);
        match fault.problem {
            Problem::Header { column, problem } => {
                IngestError::Header { file, line: at, column, source: problem }
            }
            Problem::Fields { column, found, expected } => {
                IngestError::Fields { file, line: at, column, found, expected }
            }
            Problem::Cell { column, problem } => {
                IngestError::Cell { file, line: at, column, source: problem }
            }
            Problem::SecondApplication { client, first } => IngestError::SecondApplication {
                file,
                line: at,
                client,
                first_file: first.file,
                first_line: line(first.file, first.byte),
            },
            Problem::NoRow => IngestError::NoRow { file, line: at },
            Problem::Read(source) => IngestError::Read { file, line: at, source },
            Problem::Write(source) => {
                IngestError::Parquet { path: self.folder.join(file_name(table)), source }
            }
        }
    }
}
