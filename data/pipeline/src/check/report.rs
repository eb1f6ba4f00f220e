//! What a check found: the content of `quality.json`.

use catalogue::Table;
use matrix::DataSource;
use serde::{Deserialize, Serialize};

use super::html::Page;
use super::rules::{Rule, Severity};
use super::text::Summary;

/// As many rows as a finding names.
pub(super) const EXAMPLES: usize = 5;

/// What there is to know of the quality of a tables folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityReport {
    /// Where the data came from, with the rows of each table as `tables.json` has them.
    pub source: DataSource,
    /// The tables that the data did not have.
    pub absent: Vec<Table>,
    /// What `ingest` remarked on while it read the raw files, in words.
    pub warnings: Vec<String>,
    /// How many clients are labelled.
    pub labels: Labels,
    /// The tables that are there.
    pub tables: Vec<TableReport>,
    /// Every rule that is violated, the hard ones first, then by table and column.
    pub findings: Vec<Finding>,
}

/// The clients of the application by their label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Labels {
    /// `TARGET` is 0.
    pub repaid: u64,
    /// `TARGET` is 1.
    pub defaulted: u64,
    /// `TARGET` is empty: a new client.
    pub unknown: u64,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableReport {
    /// Which.
    pub table: Table,
    /// The rows of its Parquet file.
    pub rows: u64,
    /// Its columns, in the catalogue's order, but for those that the file lacks.
    pub columns: Vec<ColumnReport>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Its name in the file.
    pub name: String,
    /// Its empty cells.
    pub missing: u64,
    /// The same as a share of the table's rows, from 0 to 1; 0 in a table without a row.
    pub missing_share: f64,
    /// Cells with the number that stands for "none"; `null` where the catalogue declares no such number.
    pub sentinels: Option<u64>,
    /// The cells that have a value, sentinels not counted.
    pub values: Values,
}

/// The values of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Values {
    /// There are none.
    None,
    /// Keys.
    Keys {
        /// The least.
        least: u32,
        /// The greatest.
        greatest: u32,
        /// Different ones.
        distinct: u64,
    },
    /// Numbers.
    Numbers {
        /// The least.
        least: f64,
        /// The median; of an even count the lower of the two in the middle.
        median: f64,
        /// The arithmetic mean.
        mean: f64,
        /// The greatest.
        greatest: f64,
        /// How they are distributed.
        histogram: Histogram,
    },
    /// Categories.
    Categories {
        /// Different ones; of a column with a great many, as many as were counted one by one.
        distinct: u64,
        /// The most frequent ones, the most frequent first.
        top: Vec<CountedValue>,
        /// Cells whose value is not among `top`.
        others: u64,
        /// Cells with a value that the catalogue does not declare.
        undeclared: u64,
    },
}

/// A category and how many cells have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedValue {
    /// The category as it stands in the file.
    pub value: String,
    /// The cells.
    pub count: u64,
}

/// At most twenty bins. The first and the last one also hold what lies beyond the edges, if the column has values far
/// from the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The edges, one more than there are bins. A bin holds what is at least its lower edge and less than its upper
    /// one; the last bin holds its upper edge too.
    pub edges: Vec<f64>,
    /// The values in each bin.
    pub counts: Vec<u64>,
}

/// A rule that is violated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Its severity.
    pub severity: Severity,
    /// The table.
    pub table: Table,
    /// The column, unless it is about the table as a whole.
    pub column: Option<String>,
    /// The rows that violate it.
    pub count: u64,
    /// What is wrong, in one sentence.
    pub text: String,
    /// The column whose values `examples` are.
    pub key: Option<String>,
    /// The keys of up to five such rows.
    pub examples: Vec<u32>,
}

impl QualityReport {
    /// The findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The report for a terminal.
    pub fn summary(&self) -> String {
        Summary(self).to_string()
    }

    /// The report as an HTML page that needs no other file.
    pub fn page(&self) -> String {
        Page(self).to_string()
    }

    /// The findings about a table.
    pub(super) fn about(&self, table: Table) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.table == table)
    }
}

impl Finding {
    /// A finding about a table as a whole, without examples.
    pub(super) fn new(rule: Rule, table: Table, count: u64, text: String) -> Self {
        let severity = rule.severity();
        Self { rule, severity, table, column: None, count, text, key: None, examples: Vec::new() }
    }

    /// The same about a column.
    pub(super) fn of(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// The same with the keys of rows that show it.
    pub(super) fn shown_by(mut self, key: &str, examples: Vec<u32>) -> Self {
        self.key = (!examples.is_empty()).then(|| key.to_owned());
        self.examples = examples;
        self
    }

    /// Where it is: the table, and the column if there is one.
    pub(super) fn place(&self) -> String {
        match &self.column {
            Some(column) => format!("{}.{column}", self.table.name()),
            None => self.table.name().to_owned(),
        }
    }

    /// The rows that show it, in words: `SK_ID_CURR 100001, 100002`.
    pub(super) fn rows(&self) -> Option<String> {
        let key = self.key.as_ref()?;
        let examples: Vec<_> = self.examples.iter().map(ToString::to_string).collect();
        Some(format!("{key} {}", examples.join(", ")))
    }
}
