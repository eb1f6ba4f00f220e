//! The rows of the table of faults.

use std::fs::{self, File};
use std::io::Write;

use anyhow::{Context, Result};
use serde_json::json;
use system_tests::data::program;

/// The rows that one test adds to the table.
pub(crate) struct Rows {
    file: File,
}

impl Rows {
    /// Begins the rows of a test anew.
    pub(crate) fn begin(test: &str) -> Result<Self> {
        let folder = program("").join("../faults");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{test}.jsonl"));
        let file = File::create(&path).with_context(|| path.display().to_string())?;
        Ok(Self { file })
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, fault: &str, expected: &str, observed: &str) -> Result<()> {
        let row = json!({ "fault": fault, "expected": expected, "observed": observed });
        println!("{fault} | {expected} | {observed}");
        writeln!(self.file, "{row}").context("the row cannot be written")
    }
}
