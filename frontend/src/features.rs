//! What the page knows of features. Raw ones are columns of the application; of the derived ones the build made a table,
//! for the catalogue's formulas would be the heaviest part of the page.

use std::sync::LazyLock;

use catalogue::{Bound, Column, Language, Table, Text};

include!(concat!(env!("OUT_DIR"), "/features.rs"));

/// The lines of the table, in the order of their names.
static LINES: LazyLock<Vec<&'static str>> = LazyLock::new(|| DERIVED.lines().collect());

/// What a line holds, by place.
const LABELS: usize = 1;
const EXPLANATIONS: usize = 3;
const SOURCES: usize = 5;

/// The column of the application that has this name.
pub(crate) fn column(name: &str) -> Option<&'static Column> {
    Table::Application.columns().iter().find(|column| column.name == name)
}

/// A feature's name for a lay person.
pub(crate) fn label(name: &str, language: Language) -> Option<&'static str> {
    told(name, language, LABELS, |column| &column.label)
}

/// One sentence that says what a feature is.
pub(crate) fn explanation(name: &str, language: Language) -> Option<&'static str> {
    told(name, language, EXPLANATIONS, |column| &column.explanation)
}

/// The columns of the application that a feature rests on.
pub(crate) fn sources(name: &str) -> impl Iterator<Item = &'static str> {
    let derived = part(name, SOURCES).unwrap_or_default().split_whitespace();
    column(name).map(|column| column.name).into_iter().chain(derived)
}

/// Whether a feature is known, but never enters into a score.
pub(crate) fn is_unused(name: &str) -> bool {
    UNUSED.contains(&name)
}

/// Between which bounds a client can change a column of the application; `None` of what cannot be changed.
pub(crate) fn reach(name: &str, present: f64) -> Option<(f64, f64)> {
    let (_, least, greatest) = REACHES.iter().find(|(known, ..)| *known == name)?;
    Some((least.of(present), greatest.of(present)))
}

fn told(
    name: &str,
    language: Language,
    place: usize,
    text: impl Fn(&'static Column) -> &'static Text,
) -> Option<&'static str> {
    let of_language = match language {
        Language::Fr => 0,
        Language::En => 1,
    };
    column(name).map(|column| text(column).get(language)).or_else(|| part(name, place + of_language))
}

/// A part of a derived feature's line.
fn part(name: &str, place: usize) -> Option<&'static str> {
    let named = |line: &&'static str| line.split('\t').next().unwrap_or_default();
    let found = LINES.binary_search_by(|line| named(line).cmp(name)).ok()?;
    LINES[found].split('\t').nth(place)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use catalogue::{Protection, features};

    use super::*;

    #[test]
    fn the_page_knows_of_every_feature_what_the_catalogue_says() {
        for feature in features() {
            let id = feature.id.as_str();
            for language in Language::ALL {
                assert_eq!(label(id, language), Some(feature.label.get(language)), "{id}");
                assert_eq!(explanation(id, language), Some(feature.explanation.get(language)), "{id}");
            }
            let columns = feature.sources().into_iter().filter(|column| column.table == Table::Application);
            let columns: BTreeSet<_> = columns.map(|column| column.get().name).collect();
            assert_eq!(sources(id).collect::<BTreeSet<_>>(), columns, "{id}");
            assert_eq!(is_unused(id), feature.protection == Protection::AuditOnly, "{id}");
            let bounds = feature.action.map(|action| (action.least.of(3.0), action.greatest.of(3.0)));
            assert_eq!(reach(id, 3.0), bounds, "{id}");
        }
        assert!(LINES.len() > 400, "{} derived features", LINES.len());
    }

    #[test]
    fn what_is_no_feature_is_not_known() {
        assert_eq!(label("none", Language::Fr), None);
        assert_eq!(sources("none").count(), 0);
        assert!(!is_unused("none") && reach("none", 1.0).is_none());
    }
}
