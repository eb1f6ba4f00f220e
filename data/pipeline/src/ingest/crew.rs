//! The tables side by side: workers read them, and one thread tells and keeps count.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use catalogue::Table;
use progress::{Progress, grouped};

use super::done::{Done, DoneTables};
use super::error::IngestError;
use super::input::Input;
use super::plan::{Job, Plan, Planned};
use super::table::TableReader;
use crate::tables::file_name;

/// What a worker tells.
pub(super) enum News {
    /// So many more bytes are read.
    Read(u64),
    /// Something that whoever waits should know.
    Note(String),
    /// A table is in the folder.
    Finished(Done),
    /// A table cannot be read.
    Failed(Table, IngestError),
}

/// What a worker tells, and is told.
pub(super) struct Line<'a> {
    news: mpsc::Sender<News>,
    stopped: &'a AtomicBool,
}

impl Line<'_> {
    pub(super) fn tell(&self, news: News) {
        // Nobody listens any more only when the listener has given up, and with it all of this work.
        let _ = self.news.send(news);
    }

    /// Whether there is no use in going on.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Reads what is planned into `folder`, and enters each table into `done` as soon as it is there. After a failure the
/// tables that are under way are given up.
pub(super) fn read(
    input: &Input,
    folder: &Path,
    plan: Plan,
    done: &mut DoneTables,
    progress: &dyn Progress,
) -> Result<Vec<Planned>, IngestError> {
    let Plan { mut tables, jobs } = plan;
    progress.begin("raw tables", jobs.iter().map(|job| job.bytes).sum());
    for planned in &tables {
        planned.absent.iter().for_each(|warning| progress.note(warning));
        if let Some(done) = &planned.done {
            let files = planned.table.files().iter().copied().filter(|file| input.has(file));
            let files = files.collect::<Vec<_>>().join(", ");
            progress.note(&format!("{files}: read by an earlier run, which was interrupted"));
            note_undeclared(done, progress);
        }
    }

    // Two even on one core: while one waits for the disk, the other works.
    let workers = thread::available_parallelism().map_or(2, NonZeroUsize::get).max(2).min(jobs.len());
    let queue = Mutex::new(VecDeque::from(jobs));
    let stopped = AtomicBool::new(false);
    let (sender, news) = mpsc::channel();
    let mut failures: Vec<(Table, IngestError)> = Vec::new();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (line, queue) = (Line { news: sender.clone(), stopped: &stopped }, &queue);
            scope.spawn(move || work(input, folder, queue, &line));
        }
        drop(sender);
        let mut bytes = 0;
        for news in news {
            match news {
                News::Read(more) => {
                    bytes += more;
                    progress.advance(bytes);
                }
                News::Note(note) => progress.note(&note),
                News::Finished(table) => {
                    note_undeclared(&table, progress);
                    if let Err(source) = done.add(&table) {
                        let path = folder.join(file_name(table.table));
                        failures.push((table.table, IngestError::Manifest { path, source }));
                        stopped.store(true, Ordering::Relaxed);
                    }
                    if let Some(planned) = tables.iter_mut().find(|planned| planned.table == table.table) {
                        planned.done = Some(table);
                    }
                }
                News::Failed(table, error) => {
                    failures.push((table, error));
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        }
    });
    // Of several, the first in the catalogue's order.
    failures.sort_by_key(|(table, _)| tables.iter().position(|planned| planned.table == *table));
    if let Some((_, error)) = failures.into_iter().next() {
        return Err(error);
    }
    let rows = tables.iter().filter_map(|planned| planned.done.as_ref()).map(|done| done.rows).sum();
    progress.end(&format!("raw tables: {} rows", grouped(rows)));
    Ok(tables)
}

/// Takes tables from the queue until none is left.
fn work(input: &Input, folder: &Path, queue: &Mutex<VecDeque<Job>>, line: &Line<'_>) {
    while !line.is_stopped() {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(job) = next else { return };
        match TableReader::new(input, folder, line).read(&job) {
            Ok(Some(done)) => line.tell(News::Finished(done)),
            Ok(None) => return,
            Err(error) => line.tell(News::Failed(job.table, error)),
        }
    }
}

fn note_undeclared(done: &Done, progress: &dyn Progress) {
    for found in &done.undeclared {
        let value = found.value.as_ref().map_or("other values".to_owned(), |value| format!("{value:?}"));
        let (column, count) = (&found.column, grouped(found.count));
        progress.note(&format!(
            "{}: {column} is {value} in {count} rows, which the catalogue does not declare; features read it as missing",
            done.table.name()
        ));
    }
}
