//! What there is to read, before any of it is read.

use catalogue::Table;

use super::done::{Done, DoneTables};
use super::error::IngestError;
use super::input::Input;

/// A table, and what is known of it before, and in the end after, its files are read.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) table: Table,
    /// What was to be said of files that are not there.
    pub(super) absent: Vec<String>,
    /// What came of it; nothing where there is nothing to read.
    pub(super) done: Option<Done>,
}

/// A table whose files are to be read.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) table: Table,
    /// Its files that are there.
    pub(super) files: Vec<&'static str>,
    /// What changes when one of them does.
    pub(super) inputs: Vec<String>,
    /// Their size together.
    pub(super) bytes: u64,
}

impl Job {
    fn of(input: &Input, table: Table, files: Vec<&'static str>) -> Result<Self, IngestError> {
        let inputs = files.iter().map(|file| input.identity(file)).collect::<Result<_, _>>()?;
        let bytes = files.iter().map(|file| input.size(file)).sum::<Result<_, _>>()?;
        Ok(Self { table, files, inputs, bytes })
    }
}

/// All tables, in the catalogue's order, and what is to be read of them.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) tables: Vec<Planned>,
    /// The applications first, on which all else rests, then the greatest.
    pub(super) jobs: Vec<Job>,
}

impl Plan {
    pub(super) fn of(input: &Input, done: &DoneTables) -> Result<Self, IngestError> {
        let mut plan = Self { tables: Vec::new(), jobs: Vec::new() };
        for table in std::iter::once(Table::Application).chain(Table::HISTORY) {
            let (files, absent): (Vec<&str>, Vec<&str>) =
                table.files().iter().copied().partition(|file| input.has(file));
            let absent = absent.into_iter().map(|file| without(table, file)).collect();
            let mut planned = Planned { table, absent, done: None };
            match files.first() {
                None => {}
                Some(file) if table == Table::BureauBalance && !has(input, Table::Bureau) => {
                    planned.absent.push(format!(
                        "{file} is passed over: without bureau.csv its loans lead to no client, and the features of \
                         this table are missing for every client"
                    ));
                }
                Some(_) => {
                    let job = Job::of(input, table, files)?;
                    planned.done = done.of(table, &job.inputs);
                    if planned.done.is_none() {
                        plan.jobs.push(job);
                    }
                }
            }
            plan.tables.push(planned);
        }
        plan.jobs.sort_by_key(|job| (job.table != Table::Application, std::cmp::Reverse(job.bytes)));
        Ok(plan)
    }
}

fn has(input: &Input, table: Table) -> bool {
    table.files().iter().any(|file| input.has(file))
}

fn without(table: Table, file: &str) -> String {
    match table {
        Table::Application => format!("{file} is not there: every client is a past client, with a label"),
        _ => format!("{file} is not there: the features of this table are missing for every client"),
    }
}
