//! One table: its files, one after the other, into one Parquet file.

use std::path::Path;

use progress::{grouped, shortened};

use super::batch::TableWriter;
use super::crew::{Line, News};
use super::done::Done;
use super::error::IngestError;
use super::input::{Input, TRAIN};
use super::line;
use super::plan::Job;
use super::reader::{self, Applications, Fault, FileOf, Outcome, Problem};
use crate::tables::{Written, file_name};

/// Reads a table.
pub(super) struct TableReader<'a> {
    input: &'a Input,
    folder: &'a Path,
    line: &'a Line<'a>,
    warnings: Vec<String>,
    applications: Applications,
}

impl<'a> TableReader<'a> {
    pub(super) fn new(input: &'a Input, folder: &'a Path, line: &'a Line<'a>) -> Self {
        Self { input, folder, line, warnings: Vec::new(), applications: Applications::new() }
    }

    /// Reads the files of a table into the folder; `None` where the work was stopped.
    pub(super) fn read(mut self, job: &Job) -> Result<Option<Done>, IngestError> {
        let path = self.folder.join(file_name(job.table));
        let parquet = |source| IngestError::Parquet { path: path.clone(), source };
        let mut writer = TableWriter::create(&path, job.table).map_err(parquet)?;
        for &file in &job.files {
            let of = FileOf { table: job.table, file, labelled: file == TRAIN };
            if self.file(&of, &mut writer)?.is_none() {
                return Ok(None);
            }
        }
        let (rows, tally) = writer.finish().map_err(parquet)?;
        let unread = |source| IngestError::Manifest { path: path.clone(), source };
        Ok(Some(Done {
            table: job.table,
            inputs: job.inputs.clone(),
            rows,
            written: Written::read(&path).map_err(unread)?,
            warnings: self.warnings,
            undeclared: tally.finish(),
        }))
    }

    fn file(&mut self, of: &FileOf, writer: &mut TableWriter) -> Result<Option<()>, IngestError> {
        let (line, file) = (self.line, of.file);
        let mut told = 0;
        let mut go_on = |byte: u64| {
            line.tell(News::Read(byte - told));
            told = byte;
            !line.is_stopped()
        };
        let applications = &mut self.applications;
        let read = self
            .input
            .with_file(file, |source, _| reader::read(of, source, writer, applications, &mut go_on))?;
        let Outcome { rows, lacking, unknown } = match read {
            Ok(Some(outcome)) => outcome,
            Ok(None) => return Ok(None),
            Err(fault) => return Err(self.located(of, fault)),
        };
        line.tell(News::Note(format!("{file}: {} rows", grouped(rows))));
        if rows == 0 {
            self.warn(format!("{file} has a header and no row"));
        }
        for column in lacking {
            self.warn(format!("{file} has no column {column}: its values are missing for every row"));
        }
        for column in unknown {
            self.warn(format!(
                "{file} has a column {:?} that is not part of this table: it is passed over",
                shortened(&column)
            ));
        }
        Ok(Some(()))
    }

    fn warn(&mut self, warning: String) {
        self.line.tell(News::Note(warning.clone()));
        self.warnings.push(warning);
    }

    /// The fault as a message's error, its line counted.
    fn located(&self, of: &FileOf, fault: Fault) -> IngestError {
        let line =
            |file, byte| self.input.with_file(file, |source, _| line::of_byte(source, byte)).unwrap_or(1);
        let file = of.file;
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
            Problem::LongLine => IngestError::LongLine { file, line: at },
            Problem::Read(source) => IngestError::Read { file, line: at, source },
            Problem::Write(source) => {
                IngestError::Parquet { path: self.folder.join(file_name(of.table)), source }
            }
        }
    }
}
