//! Makes a table of what the page has to know of the derived features, and of the raw ones beyond their columns.
//!
//! The catalogue declares features as formulas in families. As a program that is over a hundred kilobytes, with much that
//! the page never asks for; as one text it is seventeen once compressed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use catalogue::{Feature, Protection, Table, features};

/// Writes the table into a folder.
pub(crate) fn write(folder: &Path) -> Result<(), String> {
    let is_raw = |feature: &Feature| Table::Application.column(&feature.id).is_some();
    let mut derived: Vec<_> = features().iter().filter(|feature| !is_raw(feature)).collect();
    derived.sort_by(|one, other| one.id.cmp(&other.id));
    let lines = derived.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let unused = features().iter().filter(|feature| feature.protection == Protection::AuditOnly);
    let unused: Vec<_> = unused.map(|feature| feature.id.as_str()).collect();
    let mut reaches = String::new();
    for feature in features().iter().filter(|feature| is_raw(feature)) {
        if let Some(action) = feature.action {
            writeln!(
                reaches,
                "    ({:?}, Bound::{:?}, Bound::{:?}),",
                feature.id, action.least, action.greatest
            )
            .map_err(|error| error.to_string())?;
        }
    }
    let made = format!(
        "static DERIVED: &str = {:?};\nstatic UNUSED: &[&str] = &{unused:?};\n\
         static REACHES: &[(&str, Bound, Bound)] = &[\n{reaches}];\n",
        lines.join("\n")
    );
    fs::write(folder.join("features.rs"), made).map_err(|error| error.to_string())
}

/// A feature as a line: its name, its labels, its explanations, and the columns of the application that it rests on.
fn line(feature: &Feature) -> Result<String, String> {
    let sources = feature.sources();
    let columns = sources.iter().filter(|column| column.table == Table::Application);
    let columns: Vec<_> = columns.map(|column| column.get().name).collect();
    let (label, explanation) = (&feature.label, &feature.explanation);
    let parts: [&str; 6] =
        [&feature.id, &label.fr, &label.en, &explanation.fr, &explanation.en, &columns.join(" ")];
    match parts.iter().find(|part| part.contains(['\t', '\n'])) {
        Some(part) => Err(format!("{}: {part:?} does not fit into a line of a table", feature.id)),
        None => Ok(parts.join("\t")),
    }
}
