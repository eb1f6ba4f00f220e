//! From the tables to the findings: table by table, column by column.

use std::collections::BTreeMap;

use catalogue::table::TARGET;
use catalogue::{Column, Kind, Table};
use progress::{Progress, grouped};

use super::column::{self, Inspected};
use super::error::CheckError;
use super::keys::{self, Keys, Rows};
use super::read::{self, Source};
use super::report::{ColumnReport, Finding, Labels, QualityReport, TableReport, Values};
use super::rules::{FOREIGN, Rule};
use super::written::{counted, share};
use crate::tables::Tables;

/// The month of a row of a monthly table.
const MONTH: &str = "MONTHS_BALANCE";

/// A check under way.
pub(super) struct Inspection<'a> {
    tables: &'a Tables,
    progress: &'a dyn Progress,
    /// The unique keys of the tables so far, to which those of later tables lead.
    parents: BTreeMap<Table, Keys>,
    findings: Vec<Finding>,
}

impl<'a> Inspection<'a> {
    pub(super) fn new(tables: &'a Tables, progress: &'a dyn Progress) -> Self {
        Self { tables, progress, parents: BTreeMap::new(), findings: Vec::new() }
    }

    pub(super) fn report(mut self) -> Result<QualityReport, CheckError> {
        let (mut absent, mut reports) = (Vec::new(), Vec::new());
        let mut labels = Labels::default();
        // Parents come before their children.
        for table in std::iter::once(Table::Application).chain(Table::HISTORY) {
            let Some(declared) = self.tables.rows(table) else {
                self.table_absent(table);
                absent.push(table);
                continue;
            };
            let source = Source::open(self.tables, table)?;
            self.row_count(table, declared, source.rows);
            reports.push(self.table(table, &source)?);
            if table == Table::Application {
                labels = self.labels(&source)?;
            }
        }
        let place = |finding: &Finding| {
            let index = finding.column.as_ref().map(|name| finding.table.column(name));
            let index = index.map(|found| found.map_or(usize::MAX, |column| column.index));
            (finding.severity, finding.table, index, finding.rule)
        };
        self.findings.sort_by_key(place);
        let manifest = self.tables.manifest();
        Ok(QualityReport {
            source: manifest.source.clone(),
            absent,
            warnings: manifest.warnings.clone(),
            labels,
            tables: reports,
            findings: self.findings,
        })
    }

    fn table_absent(&mut self, table: Table) {
        if table == Table::Application {
            let text = "tables.json names no application table".to_owned();
            self.findings.push(Finding::new(Rule::NoLabel, table, 0, text));
        }
    }

    fn row_count(&mut self, table: Table, declared: u64, found: u64) {
        if declared != found {
            let (found_rows, declared) = (counted(found, "row", "rows"), grouped(declared));
            let text = format!("the Parquet file has {found_rows}, tables.json says {declared}");
            self.findings.push(Finding::new(Rule::RowCount, table, found, text));
        }
    }

    fn table(&mut self, table: Table, source: &Source) -> Result<TableReport, CheckError> {
        let declared = table.columns();
        self.progress.begin(table.name(), declared.len() as u64);
        let mut columns = Vec::new();
        for (done, column) in declared.iter().enumerate() {
            if self.has(table, source, column.name, column.kind) {
                columns.push(match column.kind {
                    Kind::Id => self.keys(table, source, column)?,
                    _ => self.values(table, source, column)?,
                });
            }
            self.progress.advance(done as u64 + 1);
        }
        self.months(table, source)?;
        let rows = counted(source.rows, "row", "rows");
        self.progress.end(&format!("{}: {rows} of {} columns checked", table.name(), columns.len()));
        Ok(TableReport { table, rows: source.rows, columns })
    }

    /// Whether the file has a column, of a type that can be read; a finding if not.
    fn has(&mut self, table: Table, source: &Source, name: &str, kind: Kind) -> bool {
        let (rule, text) = match source.data_type(name) {
            None => (Rule::ColumnAbsent, format!("the Parquet file has no column {name}")),
            Some(found) if !read::fits(kind, found) => {
                (Rule::ColumnType, format!("the Parquet file has {name} as {found}"))
            }
            Some(_) => return true,
        };
        self.findings.push(Finding::new(rule, table, source.rows, text).of(name));
        false
    }

    fn values(&mut self, table: Table, source: &Source, column: &Column) -> Result<ColumnReport, CheckError> {
        let cells = source.column(column.name, column.kind)?;
        let failed = source.failed(column.name);
        let Inspected { report, violations } = match column.kind {
            Kind::Category(_) => column::of_categories(table, column, cells.str().map_err(failed)?),
            _ => column::of_numbers(table, column, cells.f64().map_err(failed)?),
        };
        for violation in violations {
            let finding = Finding::new(violation.rule, table, violation.count, violation.text);
            let examples = keys_at(table, source, &violation.rows)?;
            self.findings.push(finding.of(column.name).shown_by(table.key(), examples));
        }
        Ok(report)
    }

    fn keys(&mut self, table: Table, source: &Source, column: &Column) -> Result<ColumnReport, CheckError> {
        let name = column.name;
        let own = Keys::new(source.keys(name)?);
        if let Some(parent) = keys::parent(table, name)
            && let Some(parents) = self.parents.get(&parent)
        {
            let orphans = own.without(parents);
            self.orphans(table, name, parent, source.rows, orphans);
        }
        let values = match own.ends() {
            Some((least, greatest)) => Values::Keys { least, greatest, distinct: own.distinct() },
            None => Values::None,
        };
        if keys::unique(table) == Some(name) {
            let Rows { count, examples } = own.repeated();
            if count > 0 {
                let rows = counted(count, "row repeats", "rows repeat");
                let text = format!("{rows} a {name} that another row has");
                let finding = Finding::new(Rule::DuplicateKey, table, count, text);
                self.findings.push(finding.of(name).shown_by(name, examples));
            }
            self.parents.insert(table, own);
        }
        // A key that is missing would be read as 0; `ingest` refuses it.
        Ok(column::report(column, 0, source.rows, None, values))
    }

    fn orphans(&mut self, table: Table, name: &str, parent: Table, rows: u64, orphans: Rows) {
        let Rows { count, examples } = orphans;
        if count == 0 {
            return;
        }
        let rule = match parent {
            Table::Application if count as f64 > FOREIGN * rows as f64 => Rule::ForeignClients,
            Table::Application => Rule::OrphanClient,
            _ => Rule::OrphanLoan,
        };
        let (found, share) = (counted(count, "row names", "rows name"), share(count, rows));
        let text = format!("{found} a {name} that {} does not have ({share} of the rows)", parent.name());
        let finding = Finding::new(rule, table, count, text);
        self.findings.push(finding.of(name).shown_by(name, examples));
    }

    fn months(&mut self, table: Table, source: &Source) -> Result<(), CheckError> {
        let Some(loan) = keys::monthly(table) else {
            return Ok(());
        };
        // What is not there has been remarked on.
        let readable = |name, kind| source.data_type(name).is_some_and(|found| read::fits(kind, found));
        if !readable(loan, Kind::Id) || !readable(MONTH, Kind::Integer) {
            return Ok(());
        }
        let months = source.column(MONTH, Kind::Integer)?;
        let months = months.f64().map_err(source.failed(MONTH))?;
        let Rows { count, examples } = keys::repeated_months(&source.keys(loan)?, months.iter());
        if count > 0 {
            let rows = counted(count, "row repeats", "rows repeat");
            let text = format!("{rows} a {loan} and {MONTH} that another row has");
            let finding = Finding::new(Rule::DuplicateMonth, table, count, text);
            self.findings.push(finding.of(MONTH).shown_by(loan, examples));
        }
        Ok(())
    }

    fn labels(&mut self, source: &Source) -> Result<Labels, CheckError> {
        let mut labels = Labels::default();
        if !self.has(Table::Application, source, TARGET, Kind::Integer) {
            return Ok(labels);
        }
        let mut others = 0;
        let targets = source.column(TARGET, Kind::Integer)?;
        for label in targets.f64().map_err(source.failed(TARGET))?.iter() {
            match label {
                None => labels.unknown += 1,
                Some(0.0) => labels.repaid += 1,
                Some(1.0) => labels.defaulted += 1,
                Some(_) => others += 1,
            }
        }
        let mut find = |rule, count, text: String| {
            self.findings.push(Finding::new(rule, Table::Application, count, text).of(TARGET));
        };
        if others > 0 {
            let values = counted(others, "value is neither", "values are neither");
            find(Rule::OutOfRange, others, format!("{TARGET} must be 0, 1 or empty: {values}"));
        }
        let labelled = labels.repaid + labels.defaulted;
        if labelled == 0 {
            find(Rule::NoLabel, source.rows, "no client has a label".to_owned());
        } else if labels.repaid == 0 || labels.defaulted == 0 {
            let class = u8::from(labels.repaid == 0);
            let clients = counted(labelled, "labelled client has", "labelled clients all have");
            find(Rule::OneClass, labelled, format!("the {clients} {TARGET} {class}"));
        }
        Ok(labels)
    }
}

/// The keys of the rows at these places; none where the table has no key.
fn keys_at(table: Table, source: &Source, rows: &[usize]) -> Result<Vec<u32>, CheckError> {
    let key = table.key();
    if rows.is_empty() || !source.data_type(key).is_some_and(|found| read::fits(Kind::Id, found)) {
        return Ok(Vec::new());
    }
    let keys = source.keys(key)?;
    let mut keys: Vec<u32> = rows.iter().filter_map(|&row| keys.get(row).copied()).collect();
    keys.dedup();
    Ok(keys)
}
