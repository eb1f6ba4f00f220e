//! Writes a whole population: clients in parallel, files in order, all or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use catalogue::Table;

use crate::application::Application;
use crate::client::Client;
use crate::marker::{MARKER, Marker};
use crate::rows::{File, Rows};
use crate::{bureau, card, previous, repayment};

/// The greatest population: identifiers stay well within 32 bits.
pub const MOST_CLIENTS: u64 = 10_000_000;

/// The clients of Kaggle's data, with and without a label.
pub const KAGGLE_CLIENTS: u64 = 356_255;

/// The clients that one thread draws before their rows are written.
const CHUNK: u64 = 128;

/// What population to make.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many clients, from 1 to [`MOST_CLIENTS`].
    pub clients: u64,
    /// Equal seeds make equal populations, byte for byte, on the same platform. The first clients of a
    /// larger population are those of a smaller one of the same seed.
    pub seed: u64,
    /// How many threads draw clients. It has no influence on what is written.
    pub threads: NonZero<usize>,
}

impl Settings {
    /// A population of that size, drawn by as many threads as the machine runs at once.
    pub fn new(clients: u64, seed: u64) -> Self {
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { clients, seed, threads }
    }
}

/// Why no population was written. The output folder is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The number of clients is out of range.
    #[error("{0} clients: choose a number from 1 to {MOST_CLIENTS}")]
    Clients(u64),
    /// The output path has no last name, as `..` has none.
    #[error("{}: give the path of a folder, ending in its name", .0.display())]
    Unnamed(PathBuf),
    /// The output is a file.
    #[error("{}: this is a file, not a folder; choose another output", .0.display())]
    NotAFolder(PathBuf),
    /// The output folder holds something that was not made here.
    #[error(
        "{}: the folder holds {entry:?}, which is no part of a synthetic population; choose an empty or new folder, or \
         remove it yourself", folder.display()
    )]
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// Something in it.
        entry: String,
    },
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
}

/// Writes a population into a folder and says what was written.
///
/// The files are written into a hidden folder beside `output`, which takes the place of `output` when it is
/// complete. A folder that this function has made before is replaced; one that holds anything else is
/// refused. `progress` is called now and then with the number of clients done so far.
///
/// # Errors
/// See [`Error`]. Whatever goes wrong, `output` is left as it was.
pub fn generate(output: &Path, settings: &Settings, mut progress: impl FnMut(u64)) -> Result<Marker, Error> {
    if !(1..=MOST_CLIENTS).contains(&settings.clients) {
        return Err(Error::Clients(settings.clients));
    }
    let name = output.file_name().ok_or_else(|| Error::Unnamed(output.to_owned()))?;
    check_replaceable(output)?;
    let parent = match output.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(at(parent))?;
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(name);
    prefix.push("-");
    // It goes with all it holds when this function returns.
    let workshop = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent).map_err(at(parent))?;
    let fresh = workshop.path().join("population");
    fs::create_dir(&fresh).map_err(at(&fresh))?;
    let rows = write_files(&fresh, settings, &mut progress)?;
    let marker = Marker::new(settings, rows);
    marker.write(&fresh).map_err(at(&fresh.join(MARKER)))?;
    put_in_place(&fresh, output, &workshop.path().join("replaced"))?;
    Ok(marker)
}

/// Refuses an output that something else would be lost with.
fn check_replaceable(output: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::NotAFolder(output.to_owned()));
        }
        Err(source) => return Err(Error::Io { path: output.to_owned(), source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(at(output))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let ours = |name: &String| name == MARKER || File::ALL.iter().any(|file| file.name() == name);
    // Without the marker even files of the right names may be the real ones.
    let foreign =
        if Marker::read(output).is_some() { names.iter().find(|name| !ours(name)) } else { names.first() };
    match foreign {
        Some(entry) => Err(Error::Foreign { folder: output.to_owned(), entry: entry.clone() }),
        None => Ok(()),
    }
}

fn write_files(
    folder: &Path,
    settings: &Settings,
    progress: &mut impl FnMut(u64),
) -> Result<BTreeMap<String, u64>, Error> {
    let mut outputs = Vec::new();
    for file in File::ALL {
        let path = folder.join(file.name());
        let mut writer = BufWriter::new(fs::File::create_new(&path).map_err(at(&path))?);
        writeln!(writer, "{}", file.columns().join(",")).map_err(at(&path))?;
        outputs.push((path, writer, 0));
    }
    let mut next = 0;
    while next < settings.clients {
        let mut ranges = Vec::new();
        for _ in 0..settings.threads.get() {
            let end = (next + CHUNK).min(settings.clients);
            if next < end {
                ranges.push(next..end);
            }
            next = end;
        }
        for chunk in draw_in_parallel(settings.seed, &ranges) {
            for (rows, (path, writer, count)) in chunk.iter().zip(&mut outputs) {
                writer.write_all(rows.bytes()).map_err(at(path))?;
                *count += rows.count();
            }
        }
        progress(next);
    }
    let mut counts = BTreeMap::new();
    for (file, (path, writer, count)) in File::ALL.into_iter().zip(outputs) {
        writer.into_inner().map_err(|error| Error::Io { path, source: error.into_error() })?;
        counts.insert(file.name().to_owned(), count);
    }
    Ok(counts)
}

/// Draws ranges of clients, a thread each, and gives their rows in the order of the ranges.
fn draw_in_parallel(seed: u64, ranges: &[Range<u64>]) -> Vec<Vec<Rows>> {
    thread::scope(|scope| {
        let threads: Vec<_> =
            ranges.iter().map(|range| scope.spawn(|| draw_clients(seed, range.clone()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// Draws clients one after the other; their rows by file, in the order of [`File::ALL`].
fn draw_clients(seed: u64, clients: Range<u64>) -> Vec<Rows> {
    let mut all = File::ALL.map(Rows::new);
    let [train, test, bureau, bureau_balance, previous, pos_cash, instalments, cards] = &mut all;
    for number in clients {
        let client = Client::draw(seed, number);
        Application::draw(&client).write(&client, if client.labelled { &mut *train } else { &mut *test });
        bureau::write(&client, bureau, bureau_balance);
        let loans = previous::draw_all(&client);
        loans.iter().filter(|loan| loan.listed).for_each(|loan| loan.write(&client, previous));
        repayment::write(&client, &loans, pos_cash, instalments);
        card::write(&client, &loans, cards, instalments);
    }
    all.into()
}

/// The order that [`draw_clients`] counts on.
const _: () = assert!(matches!(
    File::ALL,
    [
        File::Train,
        File::Test,
        File::History(Table::Bureau),
        File::History(Table::BureauBalance),
        File::History(Table::PreviousApplication),
        File::History(Table::PosCashBalance),
        File::History(Table::InstallmentsPayments),
        File::History(Table::CreditCardBalance),
    ]
));

/// Moves the finished folder to its place, and what stood there out of the way.
fn put_in_place(fresh: &Path, output: &Path, replaced: &Path) -> Result<(), Error> {
    let replaces = match fs::rename(output, replaced) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(source) => return Err(Error::Io { path: output.to_owned(), source }),
    };
    fs::rename(fresh, output).map_err(|source| {
        if replaces {
            // What stood there goes back; should that fail too, the first error is the one to report.
            let _ = fs::rename(replaced, output);
        }
        Error::Io { path: output.to_owned(), source }
    })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_as_many_rows_a_client_as_kaggles() {
        const CLIENTS: u64 = 6_000;
        let rows = draw_clients(42, 0..CLIENTS);
        let kaggle = [307_511, 48_744, 1_716_428, 27_299_925, 1_670_214, 10_001_358, 13_605_401, 3_840_312];
        for ((file, rows), kaggle) in File::ALL.into_iter().zip(rows).zip(kaggle) {
            let share = rows.count() as f64 * KAGGLE_CLIENTS as f64 / CLIENTS as f64 / f64::from(kaggle);
            assert!((0.9..1.1).contains(&share), "{}: {share:.3} of Kaggle's rows", file.name());
        }
    }
}
