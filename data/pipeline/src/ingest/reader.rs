//! One CSV file, from its first byte to its last.

use std::cell::Cell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, Read};

use catalogue::Table;
use csv::{ByteRecord, ReaderBuilder};
use polars::prelude::PolarsError;
use progress::shortened;

use super::batch::TableWriter;
use super::cell::{self, CellError};
use super::header::{Header, HeaderError};

/// Bytes of a line; those of the data have a few hundred. A file without line ends, or with a quotation mark that is never
/// closed, must not fill the memory.
pub(crate) const LONGEST_LINE: u64 = 1 << 20;
/// Whoever waits is told once in so many rows.
const ROWS_PER_REPORT: u64 = 1 << 14;

/// What is wrong with a file, and at which byte the record starts in which it is.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) byte: u64,
    pub(crate) problem: Problem,
}

#[derive(Debug)]
pub(crate) enum Problem {
    Header { column: String, problem: HeaderError },
    Fields { column: String, found: usize, expected: usize },
    Cell { column: String, problem: CellError },
    SecondApplication { client: u32, first: Place },
    NoRow,
    LongLine,
    Read(io::Error),
    Write(PolarsError),
}

/// The start of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) file: &'static str,
    pub(crate) byte: u64,
}

/// Where each client's application stands.
pub(crate) type Applications = HashMap<u32, Place>;

/// A file to be read.
pub(crate) struct FileOf {
    pub(crate) table: Table,
    pub(crate) file: &'static str,
    /// Whether it has the label.
    pub(crate) labelled: bool,
}

/// What a file that could be read was like.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) rows: u64,
    pub(crate) lacking: Vec<&'static str>,
    pub(crate) unknown: Vec<String>,
}

/// Reads a whole file into `writer`. Of the application files each client is entered in `applications`. From time to
/// time `go_on` is asked whether to, and told how many bytes are read; `None` where it does not want to.
pub(crate) fn read(
    file: &FileOf,
    source: &mut dyn Read,
    writer: &mut TableWriter,
    applications: &mut Applications,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<Outcome>, Fault> {
    // Flexible, because this reader has more to say about a line of another length.
    let ended = Cell::new(0);
    let source = Lines { source, ended: &ended, read: 0 };
    let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 18).from_reader(source);
    let header = match reader.byte_headers() {
        Ok(header) => Header::parse(header, file.table, file.labelled)
            .map_err(|(column, problem)| Fault { byte: 0, problem: Problem::Header { column, problem } })?,
        Err(error) => {
            return Err(Fault { byte: 0, problem: read_problem(error) });
        }
    };
    let key = file.table.columns().iter().position(|column| column.name == file.table.key());
    let client_field = key.and_then(|index| header.fields[index]);

    let mut record = ByteRecord::new();
    let mut rows = 0;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // A line that is too long is known by where it starts.
            Err(error) => {
                let problem = read_problem(error);
                let long = matches!(problem, Problem::LongLine);
                return Err(Fault {
                    byte: if long { ended.get() } else { reader.position().byte() },
                    problem,
                });
            }
        }
        ended.set(reader.position().byte());
        let byte = record.position().map_or(0, csv::Position::byte);
        let fault = |problem| Fault { byte, problem };
        row(file, &header, &record, writer).map_err(fault)?;
        if file.table == Table::Application
            && let Some(Ok(client)) = client_field.map(|field| cell::id(&record[field]))
        {
            match applications.entry(client) {
                Entry::Vacant(entry) => {
                    entry.insert(Place { file: file.file, byte });
                }
                Entry::Occupied(entry) => {
                    return Err(fault(Problem::SecondApplication { client, first: *entry.get() }));
                }
            }
        }
        rows += 1;
        if rows % ROWS_PER_REPORT == 0 && !go_on(byte) {
            return Ok(None);
        }
    }
    go_on(reader.position().byte());
    // A history table without a row is odd but possible; without an application there is nothing to do.
    if rows == 0 && file.labelled {
        return Err(Fault { byte: reader.position().byte(), problem: Problem::NoRow });
    }
    Ok(Some(Outcome { rows, lacking: header.lacking, unknown: header.unknown }))
}

fn row(file: &FileOf, header: &Header, record: &ByteRecord, writer: &mut TableWriter) -> Result<(), Problem> {
    let (found, expected) = (record.len(), header.names.len());
    if found != expected {
        let column = shortened(&header.names[found.min(expected - 1)]);
        return Err(Problem::Fields { column, found, expected });
    }
    for (index, field) in header.fields.iter().enumerate() {
        let text = field.map_or(&b""[..], |field| &record[field]);
        writer.push(index, text).map_err(|problem| {
            let column = file.table.columns()[index].name.to_owned();
            Problem::Cell { column, problem }
        })?;
    }
    if file.table == Table::Application {
        let target = header.target.map(|field| cell::target(&record[field])).transpose();
        let column = || catalogue::table::TARGET.to_owned();
        writer.push_target(target.map_err(|problem| Problem::Cell { column: column(), problem })?);
    }
    writer.end_row().map_err(Problem::Write)
}

/// What a file's reader reads from: it fails where the line that is being read goes on for too long.
struct Lines<'a> {
    source: &'a mut dyn Read,
    /// Bytes up to the end of the last line that was read whole.
    ended: &'a Cell<u64>,
    read: u64,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Asked for more only when the line does not end in what was read already.
        if self.read - self.ended.get() > LONGEST_LINE {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, TooLong));
        }
        let read = self.source.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the line is too long")]
struct TooLong;

fn read_problem(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error)
            if error.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()).is_some() =>
        {
            Problem::LongLine
        }
        csv::ErrorKind::Io(error) => Problem::Read(error),
        other => Problem::Read(io::Error::other(format!("{other:?}"))),
    }
}
