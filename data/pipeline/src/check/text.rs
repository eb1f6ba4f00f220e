//! The report for a terminal.

use std::fmt;

use matrix::SourceKind;
use progress::grouped;

use super::report::{ColumnReport, Finding, QualityReport, TableReport, Values};
use super::rules::Severity;
use super::written::{counted, number, share};

/// The report as lines of text.
pub(super) struct Summary<'a>(pub(super) &'a QualityReport);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = self;
        writeln!(f, "source: {}", source(report))?;
        writeln!(f, "clients: {}", labels(report))?;
        for table in &report.absent {
            writeln!(f, "absent: {}", table.name())?;
        }
        for table in &report.tables {
            writeln!(f)?;
            of_table(f, report, table)?;
        }
        writeln!(f)?;
        for finding in &report.findings {
            of_finding(f, finding)?;
        }
        if !report.findings.is_empty() {
            writeln!(f)?;
        }
        writeln!(f, "{}", verdict(report))
    }
}

/// Where the data came from, in words.
pub(super) fn source(report: &QualityReport) -> String {
    let kind = match report.source.kind {
        SourceKind::Synthetic => "synthetic, no client exists",
        SourceKind::Files => "files of a lender",
    };
    format!("{} ({kind})", report.source.description)
}

/// The clients by their label, in words.
pub(super) fn labels(report: &QualityReport) -> String {
    let labels = report.labels;
    let labelled = labels.repaid + labels.defaulted;
    format!(
        "{} repaid, {} defaulted ({} of the labelled ones), {} without a label",
        grouped(labels.repaid),
        grouped(labels.defaulted),
        share(labels.defaulted, labelled),
        grouped(labels.unknown)
    )
}

/// What comes of it, in a sentence.
pub(super) fn verdict(report: &QualityReport) -> String {
    let count = |severity| report.count(severity) as u64;
    let hard = match count(Severity::Hard) {
        0 => "no hard rule is violated".to_owned(),
        hard => counted(hard, "violation of a hard rule", "violations of hard rules"),
    };
    format!(
        "{hard}; {}, {}",
        counted(count(Severity::Soft), "warning", "warnings"),
        counted(count(Severity::Note), "note", "notes")
    )
}

/// The least, the middle and the greatest of a column's values; of categories, how many there are and the most
/// frequent one.
pub(super) fn values(values: &Values) -> [String; 3] {
    match values {
        Values::None => ["-", "-", "-"].map(str::to_owned),
        Values::Keys { least, greatest, distinct } => {
            [least.to_string(), counted(*distinct, "key", "keys"), greatest.to_string()]
        }
        Values::Numbers { least, median, greatest, .. } => {
            [least, median, greatest].map(|&value| number(value))
        }
        Values::Categories { distinct, .. } => {
            [String::new(), counted(*distinct, "category", "categories"), String::new()]
        }
    }
}

/// The columns of a table that there is something to say of.
fn of_table(f: &mut fmt::Formatter<'_>, report: &QualityReport, table: &TableReport) -> fmt::Result {
    let rules = |column: &ColumnReport| {
        let findings = report.about(table.table);
        let of_column = findings.filter(|finding| finding.column.as_deref() == Some(column.name.as_str()));
        of_column.map(|finding| finding.rule.id()).collect::<Vec<_>>().join(", ")
    };
    let concern: Vec<_> = table
        .columns
        .iter()
        .map(|column| (column, rules(column)))
        .filter(|(_, rules)| !rules.is_empty())
        .collect();
    writeln!(
        f,
        "{}: {}, {}, {} of concern",
        table.table.name(),
        counted(table.rows, "row", "rows"),
        counted(table.columns.len() as u64, "column", "columns"),
        concern.len()
    )?;
    if concern.is_empty() {
        return Ok(());
    }
    let width = concern.iter().map(|(column, _)| column.name.len()).max().unwrap_or_default().max(6);
    let [least, middle, greatest] = ["least", "median", "greatest"];
    writeln!(f, "  {:width$} {:>9} {least:>12} {middle:>13} {greatest:>12}  concern", "column", "missing")?;
    for (column, rules) in concern {
        let missing = share(column.missing, table.rows);
        let [least, middle, greatest] = values(&column.values);
        writeln!(
            f,
            "  {:width$} {missing:>9} {least:>12} {middle:>13} {greatest:>12}  {rules}",
            column.name
        )?;
    }
    Ok(())
}

fn of_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let (severity, place, rule) = (finding.severity.word(), finding.place(), finding.rule);
    write!(f, "{severity:7} {place} [{rule}]: {}", finding.text)?;
    if let Some(rows) = finding.rows() {
        write!(f, "; for example {rows}")?;
    }
    if finding.severity == Severity::Hard {
        write!(f, ". {}", finding.rule.meaning())?;
    }
    writeln!(f)
}
