//! Scores a CSV file of applications with a release, one applicant at a time, as the functions do.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use catalogue::{ColumnRef, Table};
use csv::{Position, StringRecord};
use progress::Progress;
use scoring::release::{FileError, Manifest, file};
use scoring::{CellError, ModelError, Records, Row, ScoringModel, Value, interpreter};

/// Why applications could not be scored. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// A file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The manifest cannot be read.
    #[error("{}: {source}; give the folder of a release", .path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A file of the release is damaged.
    #[error("{}: {source}; copy the release again", .folder.display())]
    Damaged {
        /// The release's folder.
        folder: PathBuf,
        /// The file, and what is wrong with it.
        source: FileError,
    },
    /// The release is not one that can be served.
    #[error("{}: {source}", .folder.display())]
    Release {
        /// The release's folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// The release uses a feature of another catalogue.
    #[error(
        "the release's input {0} is unknown to this program; score with the program that made the release"
    )]
    Input(String),
    /// The file is not a table.
    #[error("{}: {source}", .path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: csv::Error,
    },
    /// There is no header.
    #[error("{} is empty: its first line has to name the columns", .0.display())]
    Empty(PathBuf),
    /// The key is missing.
    #[error("{} has no column {key}: applications are told apart by it", .path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
        /// The key column.
        key: &'static str,
    },
    /// A column is there twice.
    #[error("{} has the column {column} twice", .path.display())]
    Twice {
        /// The file.
        path: PathBuf,
        /// The column's name.
        column: String,
    },
    /// A cell cannot be read.
    #[error("{}, line {line}, column {column}: {source}", .path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// The column's name.
        column: &'static str,
        /// What is wrong with it.
        source: CellError,
    },
    /// A number is too large for the model.
    #[error("{}, line {line}: {feature} comes to {value:e}, which no 32-bit float holds", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// The feature.
        feature: &'static str,
        /// Its value.
        value: f64,
    },
    /// The output would replace the input.
    #[error("the output {} is the input; give another file", .0.display())]
    SameFile(PathBuf),
}

/// Scores every row of `input` with the release in `release`, and writes
/// `SK_ID_CURR,probability_of_default,points,decision` to `output`, in the order of the input. Returns how many.
///
/// Columns may be missing and stand in any order; what the model does not know is ignored. What that means for the
/// scores is said through `progress`. An applicant here has no history: every history feature is missing.
pub fn score(
    release: &Path,
    input: &Path,
    output: &Path,
    progress: &dyn Progress,
) -> Result<u64, ScoreError> {
    let (manifest, model) = read_release(release)?;
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| ScoreError::Io { path, source }
    };
    let opened = File::open(input).map_err(io(input))?;
    if let (Ok(from), Ok(to)) = (fs::canonicalize(input), fs::canonicalize(output))
        && from == to
    {
        return Err(ScoreError::SameFile(output.to_owned()));
    }
    let length = opened.metadata().map_err(io(input))?.len();
    let mut applications = Applications::open(input, opened)?;
    applications.tell_columns(&model, progress);
    if manifest.source.tables.iter().any(|rows| rows.table != Table::Application) {
        progress.note(
            "note: the release also learned from history tables; only applications are given, so that every \
             history feature is missing and scores are less certain",
        );
    }

    let folder = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".scores-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let scores = builder.tempfile_in(folder).map_err(io(folder))?;
    let mut writer = BufWriter::new(scores);
    writeln!(writer, "SK_ID_CURR,probability_of_default,points,decision").map_err(io(output))?;

    let positions = positions(&model)?;
    let mut row = vec![0.0; positions.len()];
    let mut count = 0;
    progress.begin("scores", length);
    while let Some((client, records, line)) = applications.next()? {
        let features = interpreter::features(&records);
        for (cell, &position) in row.iter_mut().zip(&positions) {
            *cell = features[position] as f32;
            if cell.is_infinite() {
                let (feature, value) = (catalogue::features()[position].id.as_str(), features[position]);
                return Err(ScoreError::TooLarge { path: input.to_owned(), line, feature, value });
            }
        }
        let score = model.score(&row);
        let (probability, points) = (score.probability, score.points);
        writeln!(writer, "{client},{probability},{points},{}", score.decision.name()).map_err(io(output))?;
        count += 1;
        if count % 1_000 == 0 {
            progress.advance(applications.byte());
        }
    }
    applications.tell_undeclared(progress);
    let scores = writer.into_inner().map_err(std::io::IntoInnerError::into_error).map_err(io(output))?;
    scores.persist(output).map_err(|error| error.error).map_err(io(output))?;
    progress.end(&format!("{count} applications scored with release {}", manifest.release));
    Ok(count)
}

fn read_release(folder: &Path) -> Result<(Manifest, ScoringModel), ScoreError> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|source| ScoreError::Io { path, source })
    };
    let manifest: Manifest = serde_json::from_slice(&read(file::MANIFEST)?)
        .map_err(|source| ScoreError::Manifest { path: folder.join(file::MANIFEST), source })?;
    let scorer = read(file::SCORER)?;
    manifest
        .check_file(file::SCORER, &scorer)
        .map_err(|source| ScoreError::Damaged { folder: folder.to_owned(), source })?;
    let model = ScoringModel::from_release(&manifest, &scorer)
        .map_err(|source| ScoreError::Release { folder: folder.to_owned(), source })?;
    Ok((manifest, model))
}

/// Where each of the model's inputs stands among all features.
fn positions(model: &ScoringModel) -> Result<Vec<usize>, ScoreError> {
    let position = |input: &String| {
        let found = catalogue::features().iter().position(|feature| feature.id == *input);
        found.ok_or_else(|| ScoreError::Input(input.clone()))
    };
    model.inputs().iter().map(position).collect()
}

/// The applications of a CSV file.
struct Applications {
    path: PathBuf,
    reader: csv::Reader<BufReader<File>>,
    /// The column of the application table that each field is, where it is one.
    columns: Vec<Option<ColumnRef>>,
    key: usize,
    ignored: Vec<String>,
    record: StringRecord,
    /// How often each undeclared value was seen, by column and value.
    undeclared: BTreeMap<(&'static str, String), u64>,
}

impl Applications {
    fn open(path: &Path, file: File) -> Result<Self, ScoreError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(BufReader::with_capacity(1 << 20, file));
        let header =
            reader.headers().map_err(|source| ScoreError::Csv { path: path.to_owned(), source })?.clone();
        if header.iter().all(str::is_empty) {
            return Err(ScoreError::Empty(path.to_owned()));
        }
        let table = Table::Application;
        let (mut columns, mut ignored) = (Vec::new(), Vec::new());
        for (position, name) in header.iter().enumerate() {
            // Spreadsheets put a byte order mark before the first name.
            let name = if position == 0 { name.trim_start_matches('\u{feff}') } else { name };
            let column = table.column(name);
            if column.is_some() && columns.contains(&column) {
                return Err(ScoreError::Twice { path: path.to_owned(), column: name.to_owned() });
            }
            if column.is_none() {
                ignored.push(name.to_owned());
            }
            columns.push(column);
        }
        let key = table.column(table.key());
        let key = columns
            .iter()
            .position(|&column| column.is_some() && column == key)
            .ok_or_else(|| ScoreError::NoKey { path: path.to_owned(), key: table.key() })?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            columns,
            key,
            ignored,
            record: StringRecord::new(),
            undeclared: BTreeMap::new(),
        })
    }

    /// The next application: its key, its records and its line.
    fn next(&mut self) -> Result<Option<(String, Records, u64)>, ScoreError> {
        let more = self.reader.read_record(&mut self.record);
        if !more.map_err(|source| ScoreError::Csv { path: self.path.clone(), source })? {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, Position::line);
        let mut values = vec![Value::Missing; Table::Application.columns().len()];
        for (text, column) in self.record.iter().zip(&self.columns) {
            let Some(column) = *column else { continue };
            values[column.index] = match Row::parse_cell(column, text) {
                Ok(value) => value,
                Err(CellError::Undeclared(value)) => {
                    *self.undeclared.entry((column.get().name, value)).or_default() += 1;
                    Value::Missing
                }
                Err(source) => {
                    let (path, column) = (self.path.clone(), column.get().name);
                    return Err(ScoreError::Cell { path, line, column, source });
                }
            };
        }
        let row = Row::new(Table::Application, values).expect("each value was read for its column");
        Ok(Some((self.record[self.key].to_owned(), Records::new(row), line)))
    }

    fn byte(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Says which columns are missing and which are passed over.
    fn tell_columns(&self, model: &ScoringModel, progress: &dyn Progress) {
        let absent = |column: &ColumnRef| !self.columns.contains(&Some(*column));
        let mut missing: Vec<&str> = Vec::new();
        for feature in model.features() {
            let read = feature.formula.columns();
            for column in read.iter().filter(|column| column.table == Table::Application && absent(column)) {
                let name = column.get().name;
                if !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        if !missing.is_empty() {
            let (count, names) = (missing.len(), missing.join(", "));
            progress
                .note(&format!("warning: {count} columns that the model uses are not in the file: {names}"));
        }
        if !self.ignored.is_empty() {
            let (count, names) = (self.ignored.len(), self.ignored.join(", "));
            progress.note(&format!(
                "note: {count} columns are not part of an application and are ignored: {names}"
            ));
        }
    }

    /// Says which categories were read as missing.
    fn tell_undeclared(&self, progress: &dyn Progress) {
        for ((column, value), count) in &self.undeclared {
            progress.note(&format!(
                "warning: {column}: {value:?} is not a declared category; read as missing in {count} rows"
            ));
        }
    }
}
