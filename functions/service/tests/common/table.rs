//! Rows of the table of faults: what was done, what must come of it, and what did. `make faults` joins them to
//! `tests/FAULTS.md`.

use std::path::Path;

use serde_json::json;

/// The rows of one test.
pub(crate) struct Table {
    part: &'static str,
    name: &'static str,
    lines: String,
}

impl Table {
    /// For a part of the system; `name` is the file's own.
    pub(crate) fn new(part: &'static str, name: &'static str) -> Self {
        Self { part, name, lines: String::new() }
    }

    /// One row. A test that comes to its row has seen what is expected.
    pub(crate) fn row(&mut self, fault: &str, expected: &str, observed: &str) {
        let row = json!({"part": self.part, "fault": fault, "expected": expected, "observed": observed});
        self.lines.push_str(&row.to_string());
        self.lines.push('\n');
    }

    /// Writes the rows where they are joined.
    pub(crate) fn write(self) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/faults");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("service-{}.jsonl", self.name)), self.lines).unwrap();
    }
}
