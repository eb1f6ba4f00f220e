//! The report as a page that needs no other file and no script.

use std::fmt;

use catalogue::{Language, Table};
use progress::grouped;

use super::picture::{Bar, Bars};
use super::report::{ColumnReport, Finding, QualityReport, TableReport, Values};
use super::rules::{Rule, Severity};
use super::text;
use super::written::{counted, number, share};

/// Colours keep a contrast of 4.5 to 1 with their ground in both schemes.
const STYLE: &str = include_str!("page.css");

/// The report as HTML.
pub(super) struct Page<'a>(pub(super) &'a QualityReport);

/// Text from the data, as HTML shows it.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => write!(f, "{other}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = *self;
        let source = text::source(report);
        let source = Escaped(&source);
        writeln!(f, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(f, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(f, "<title>Data quality: {source}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>")?;
        writeln!(f, "<header>\n<h1>Data quality</h1>\n<p>{source}</p>\n</header>\n<main>")?;
        verdict(f, report)?;
        tables(f, report)?;
        findings(f, report)?;
        for table in &report.tables {
            columns(f, report, table)?;
        }
        rules(f, report)?;
        writeln!(f, "</main>\n</body>\n</html>")
    }
}

fn verdict(f: &mut fmt::Formatter<'_>, report: &QualityReport) -> fmt::Result {
    let class = if report.count(Severity::Hard) > 0 { "hard" } else { "fine" };
    writeln!(f, "<p class=\"verdict {class}\">{}</p>", text::verdict(report))?;
    writeln!(f, "<p>Clients: {}.</p>", Escaped(&text::labels(report)))?;
    if !report.warnings.is_empty() {
        writeln!(f, "<h2>Said while the raw files were read</h2>\n<ul>")?;
        for warning in &report.warnings {
            writeln!(f, "<li>{}</li>", Escaped(warning))?;
        }
        writeln!(f, "</ul>")?;
    }
    Ok(())
}

fn tables(f: &mut fmt::Formatter<'_>, report: &QualityReport) -> fmt::Result {
    writeln!(f, "<h2>Tables</h2>\n<div class=\"wide\"><table>\n<thead><tr>")?;
    for head in ["Table", "Rows", "Columns", "Hard", "Warnings", "Notes"] {
        write!(f, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(f, "</tr></thead>\n<tbody>")?;
    for table in &report.tables {
        let name = table.table.name();
        write!(f, "<tr><th scope=\"row\"><a href=\"#{name}\">{name}</a></th>")?;
        write!(f, "<td>{}</td><td>{}</td>", grouped(table.rows), table.columns.len())?;
        for severity in Severity::ALL {
            let count = report.about(table.table).filter(|finding| finding.severity == severity).count();
            let class = if count > 0 { severity.word() } else { "none" };
            write!(f, "<td class=\"{class}\">{count}</td>")?;
        }
        writeln!(f, "</tr>")?;
    }
    for table in &report.absent {
        let name = table.name();
        writeln!(
            f,
            "<tr><th scope=\"row\">{name}</th><td colspan=\"5\" class=\"none\">absent from the data</td></tr>"
        )?;
    }
    writeln!(f, "</tbody>\n</table></div>")
}

fn findings(f: &mut fmt::Formatter<'_>, report: &QualityReport) -> fmt::Result {
    writeln!(f, "<h2>Findings</h2>")?;
    if report.findings.is_empty() {
        return writeln!(f, "<p>None.</p>");
    }
    writeln!(f, "<div class=\"wide\"><table class=\"findings\">\n<thead><tr>")?;
    for head in ["Severity", "Where", "What", "Rule", "For example"] {
        write!(f, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(f, "</tr></thead>\n<tbody>")?;
    for finding in &report.findings {
        let (word, rule) = (finding.severity.word(), finding.rule);
        write!(f, "<tr><td><span class=\"badge {word}\">{word}</span></td>")?;
        write!(f, "<td>{}</td><td>{}", place(finding), Escaped(&finding.text))?;
        if finding.severity == Severity::Hard {
            write!(f, "<small>{}</small>", Escaped(rule.meaning()))?;
        }
        write!(f, "</td>")?;
        write!(f, "<td><a href=\"#{rule}\">{rule}</a></td>")?;
        writeln!(f, "<td>{}</td></tr>", Escaped(&finding.rows().unwrap_or_default()))?;
    }
    writeln!(f, "</tbody>\n</table></div>")
}

/// Where a finding is, leading to the column's row if it has one.
fn place(finding: &Finding) -> String {
    let place = finding.place();
    match &finding.column {
        Some(column) if finding.table.column(column).is_some() => format!("<a href=\"#{place}\">{place}</a>"),
        _ => place,
    }
}

fn columns(f: &mut fmt::Formatter<'_>, report: &QualityReport, table: &TableReport) -> fmt::Result {
    let name = table.table.name();
    let rows = counted(table.rows, "row", "rows");
    writeln!(f, "<h2 id=\"{name}\">{name}</h2>\n<div class=\"wide\"><table class=\"columns\">")?;
    writeln!(
        f,
        "<caption>{rows}. Empty cells, and the values of the others without those that stand for \"none\".</caption>"
    )?;
    writeln!(f, "<thead><tr>")?;
    for head in ["Column", "Empty", "Least", "Median", "Mean", "Greatest", "Values", "Findings"] {
        write!(f, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(f, "</tr></thead>\n<tbody>")?;
    for column in &table.columns {
        row(f, report, table, column)?;
    }
    writeln!(f, "</tbody>\n</table></div>")
}

fn row(
    f: &mut fmt::Formatter<'_>,
    report: &QualityReport,
    table: &TableReport,
    column: &ColumnReport,
) -> fmt::Result {
    let name = &column.name;
    let of_table = table.table.name();
    write!(
        f,
        "<tr id=\"{of_table}.{name}\"><th scope=\"row\">{name}<small>{}</small></th>",
        label(table.table, name)
    )?;
    let missing = share(column.missing, table.rows);
    write!(f, "<td class=\"empty\">{}{}</td>", Escaped(&missing), Bar { share: column.missing_share })?;
    match &column.values {
        Values::None => write!(f, "<td></td><td></td><td></td><td></td><td class=\"none\">no value</td>")?,
        Values::Keys { least, greatest, distinct } => {
            let keys = counted(*distinct, "key", "keys");
            write!(f, "<td>{least}</td><td></td><td></td><td>{greatest}</td><td>{keys}</td>")?;
        }
        Values::Numbers { least, median, mean, greatest, histogram } => {
            for value in [least, median, mean, greatest] {
                write!(f, "<td>{}</td>", number(*value))?;
            }
            write!(f, "<td>{}</td>", Bars(histogram))?;
        }
        Values::Categories { distinct, top, others, .. } => {
            let cells = table.rows - column.missing;
            write!(f, "<td colspan=\"4\">{}</td>", counted(*distinct, "category", "categories"))?;
            write!(f, "<td><ul class=\"top\">")?;
            let others = (*others > 0).then_some(("others", *others));
            for (value, count) in top.iter().map(|top| (top.value.as_str(), top.count)).chain(others) {
                let bar = Bar { share: count as f64 / cells.max(1) as f64 };
                write!(
                    f,
                    "<li>{bar}<span>{}</span> <small>{}</small></li>",
                    Escaped(value),
                    Escaped(&share(count, cells))
                )?;
            }
            write!(f, "</ul></td>")?;
        }
    }
    write!(f, "<td>")?;
    for finding in report.about(table.table).filter(|finding| finding.column.as_ref() == Some(name)) {
        let (word, text) = (finding.severity.word(), Escaped(&finding.text));
        write!(f, "<p><span class=\"badge {word}\">{word}</span> {text}</p>")?;
    }
    writeln!(f, "</td></tr>")
}

/// The column's name for a lay person.
fn label(table: Table, name: &str) -> String {
    let column = table.column(name);
    column.map_or_else(String::new, |column| Escaped(column.get().label.get(Language::En)).to_string())
}

fn rules(f: &mut fmt::Formatter<'_>, report: &QualityReport) -> fmt::Result {
    writeln!(f, "<h2>What was looked for</h2>\n<div class=\"wide\"><table class=\"rules\">\n<thead><tr>")?;
    for head in ["Rule", "Severity", "Findings", "What it means"] {
        write!(f, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(f, "</tr></thead>\n<tbody>")?;
    for rule in Rule::ALL {
        let word = rule.severity().word();
        let count = report.findings.iter().filter(|finding| finding.rule == rule).count();
        let meaning = Escaped(rule.meaning());
        write!(f, "<tr id=\"{rule}\"><th scope=\"row\">{rule}</th><td>{word}</td>")?;
        writeln!(f, "<td>{count}</td><td>{meaning}</td></tr>")?;
    }
    writeln!(f, "</tbody>\n</table></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    use matrix::{DataSource, SourceKind};

    use super::super::report::{CountedValue, Labels};

    #[test]
    fn text_from_the_data_is_not_markup() {
        let text = r#"<script>alert("1")</script> & 'more'"#;
        let shown = Escaped(text).to_string();
        assert_eq!(shown, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;");
    }

    #[test]
    fn a_small_share_is_not_markup() {
        let top = vec![CountedValue { value: "Cash loans".to_owned(), count: 1 }];
        let values = Values::Categories { distinct: 1, top, others: 999_998, undeclared: 0 };
        let column = ColumnReport {
            name: "NAME_CONTRACT_TYPE".to_owned(),
            missing: 1,
            missing_share: 1e-6,
            sentinels: None,
            values,
        };
        let table = TableReport { table: Table::Application, rows: 1_000_000, columns: vec![column] };
        let source =
            DataSource { kind: SourceKind::Files, description: "data".to_owned(), tables: Vec::new() };
        let page = Page(&QualityReport {
            source,
            absent: Vec::new(),
            warnings: Vec::new(),
            labels: Labels { repaid: 999_999, defaulted: 1, unknown: 0 },
            tables: vec![table],
            findings: Vec::new(),
        })
        .to_string();
        // Of the labels, of the empty cells, of the first category; nearly all are of other categories.
        assert_eq!(page.matches("&lt; 0.1 %").count(), 3);
        assert_eq!(page.matches("&gt; 99.9 %").count(), 1);
        assert!(!page.contains("< 0.1") && !page.contains("> 99"));
    }
}
