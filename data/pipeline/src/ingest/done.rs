//! The tables that are finished in a folder that is not: what a run goes on from when the one before was killed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use catalogue::{Column, Kind, Table};
use serde::{Deserialize, Serialize};

use crate::tables::{Undeclared, Written, file_name};

/// The list of finished tables, in the unfinished folder only.
const LIST: &str = "done.json";

/// A finished table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) table: Table,
    /// What changes when one of its files does.
    pub(super) inputs: Vec<String>,
    pub(super) rows: u64,
    pub(super) written: Written,
    pub(super) warnings: Vec<String>,
    pub(super) undeclared: Vec<Undeclared>,
}

/// The finished tables of a folder.
#[derive(Debug)]
pub(super) struct DoneTables {
    folder: PathBuf,
    list: List,
}

#[derive(Debug, Serialize, Deserialize)]
struct List {
    /// The columns that tables are made of here: with others, nothing can be gone on from.
    columns: String,
    tables: Vec<Done>,
}

impl DoneTables {
    /// Reads the list in a folder. Whatever stands there without being on a list that is understood goes.
    pub(super) fn resume(folder: &Path) -> io::Result<Self> {
        let columns = columns();
        let list =
            fs::read(folder.join(LIST)).ok().and_then(|text| serde_json::from_slice::<List>(&text).ok());
        let list =
            list.filter(|list| list.columns == columns).unwrap_or(List { columns, tables: Vec::new() });
        let kept = |name: &str| name == LIST || list.tables.iter().any(|done| file_name(done.table) == name);
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_name().to_str().is_some_and(kept) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { folder: folder.to_owned(), list })
    }

    /// A table that is finished and was made of the same inputs.
    pub(super) fn of(&self, table: Table, inputs: &[String]) -> Option<Done> {
        let found = self.list.tables.iter().find(|done| done.table == table && done.inputs == inputs)?;
        self.folder.join(file_name(table)).is_file().then(|| found.clone())
    }

    /// Puts a table on the list, once it has reached the disk.
    pub(super) fn add(&mut self, done: &Done) -> io::Result<()> {
        File::open(self.folder.join(file_name(done.table)))?.sync_all()?;
        self.list.tables.retain(|other| other.table != done.table);
        self.list.tables.push(done.clone());
        // Whole or not at all, like all else.
        let fresh = self.folder.join(format!("{LIST}.new"));
        let mut file = File::create(&fresh)?;
        file.write_all(&serde_json::to_vec(&self.list)?)?;
        file.sync_all()?;
        fs::rename(fresh, self.folder.join(LIST))
    }

    /// Removes the list: the folder is complete.
    pub(super) fn forget(&self) -> io::Result<()> {
        match fs::remove_file(self.folder.join(LIST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Names and kinds of all columns.
fn columns() -> String {
    let all = std::iter::once(Table::Application).chain(Table::HISTORY);
    let column = |column: &Column| format!("{} {}", column.name, kind(column.kind));
    let columns: Vec<_> = all.flat_map(|table| table.columns().iter().map(column)).collect();
    columns.join(", ")
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "key",
        Kind::Integer => "integer",
        Kind::Real => "real",
        Kind::Category(_) => "category",
    }
}
