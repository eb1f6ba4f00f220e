//! The catalogue as a page for people: `CATALOGUE.md`.

use std::fmt::Write;

use crate::action::{Action, Bound};
use crate::column::{Column, Kind};
use crate::feature::{Direction, Feature, Protection, features};
use crate::table::{TARGET, TARGET_EXPLANATION, TARGET_LABEL, Table};
use crate::text::{Language, Text};
use crate::theme::Theme;
use crate::unit::Unit;

/// The whole page, in Markdown.
///
/// ```
/// let page = catalogue::page::markdown();
/// assert!(page.contains("`credit_to_income`"));
/// ```
pub fn markdown() -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = introduction(&mut page);
    for theme in Theme::ALL {
        let _ = of_theme(&mut page, theme);
    }
    for table in std::iter::once(Table::Application).chain(Table::HISTORY) {
        let _ = of_table(&mut page, table);
    }
    page
}

fn introduction(page: &mut String) -> std::fmt::Result {
    let all = features();
    let raw = all.iter().filter(|feature| is_raw(feature)).count();
    writeln!(page, "# Catalogue of features and columns\n")?;
    writeln!(
        page,
        "Written by `make catalogue` from the declarations in this folder; do not edit it by hand.\n\n\
         {} features: {raw} columns of the application as they are, and {} derived ones. Each has a name for a lay \
         person and one sentence of explanation, in French and in English; a unit; a formula over the raw columns; \
         and, where it applies:\n",
        all.len(),
        all.len() - raw
    )?;
    writeln!(
        page,
        "- **raises risk** or **lowers risk**: the only direction in which a greater value may move the probability \
         of default when the training is asked for monotone constraints, with the reason;\n\
         - **actionable**: the client can change it before applying again, within the bounds given; what is derived \
         from it follows;\n\
         - **audit only**: a protected characteristic that the model never sees;\n\
         - **never a reason**: used, where the law lets a statistically sound system use it, but never given as a \
         reason for a decision;\n\
         - **not said alone**: never given as a reason on its own, since a client could not understand or answer it.\n"
    )?;
    writeln!(
        page,
        "In formulas, `ratio(a, b)` is a divided by b, missing where b is zero; `[condition]` is 1 where the \
         condition holds and 0 elsewhere; *over* a table means over the client's rows there; *where* says which rows \
         count. A missing value stays missing, but `sum`, `mean`, `min` and `max` pass over it.\n"
    )?;
    writeln!(page, "| theme | features |\n| --- | ---: |")?;
    for theme in Theme::ALL {
        let count = all.iter().filter(|feature| feature.theme == theme).count();
        let label = theme.label();
        writeln!(page, "| {} / {} | {count} |", label.fr, label.en)?;
    }
    Ok(())
}

fn of_theme(page: &mut String, theme: Theme) -> std::fmt::Result {
    let label = theme.label();
    writeln!(page, "\n## {} / {}\n", label.fr, label.en)?;
    writeln!(page, "| feature | what it is | unit | formula | notes |\n| --- | --- | --- | --- | --- |")?;
    for feature in features().iter().filter(|feature| feature.theme == theme) {
        let formula = if is_raw(feature) {
            "column of the application".to_owned()
        } else {
            format!("`{}`", feature.formula)
        };
        writeln!(
            page,
            "| `{}` | {} | {} | {formula} | {} |",
            feature.id,
            in_both(&feature.label, &feature.explanation),
            unit(feature.unit),
            notes(feature)
        )?;
    }
    Ok(())
}

fn of_table(page: &mut String, table: Table) -> std::fmt::Result {
    writeln!(page, "\n## Table {}: {}\n", table.name(), table.files().join(", "))?;
    writeln!(page, "| column | what it is | unit | values |\n| --- | --- | --- | --- |")?;
    if table == Table::Application {
        let what = in_both(&TARGET_LABEL, &TARGET_EXPLANATION);
        writeln!(page, "| `{TARGET}` | {what} | {} | the label, never an input |", unit(Unit::Flag))?;
    }
    for column in table.columns() {
        writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            column.name,
            in_both(&column.label, &column.explanation),
            unit(column.unit),
            values(column)
        )?;
    }
    Ok(())
}

fn is_raw(feature: &Feature) -> bool {
    Table::Application.column(&feature.id).is_some()
}

fn in_both(label: &Text, explanation: &Text) -> String {
    let line = |language| format!("**{}** {}", label.get(language), explanation.get(language));
    Language::ALL.map(line).join("<br>")
}

fn notes(feature: &Feature) -> String {
    let mut notes = Vec::new();
    if let Some(monotone) = feature.monotone {
        let direction = match monotone.direction {
            Direction::RaisesRisk => "raises risk",
            Direction::LowersRisk => "lowers risk",
        };
        notes.push(format!("**{direction}**: {}", monotone.reason.en));
    }
    if let Some(action) = feature.action {
        notes.push(format!("**actionable**, {}: {}", bounds(action), action.how.en));
    }
    match feature.protection {
        Protection::None => {}
        Protection::AuditOnly => notes.push("**audit only**".to_owned()),
        Protection::UsedNeverAReason => notes.push("**never a reason**".to_owned()),
    }
    if let Some(why) = feature.unsaid {
        notes.push(format!("**not said alone**: {}", why.en));
    }
    if let Some(sentence) = &feature.sentence {
        notes.push(format!("“{}”", sentence.en));
    }
    notes.join("<br>")
}

fn bounds(action: Action) -> String {
    let bound = |bound| match bound {
        Bound::Times(factor) => format!("{} % of the present value", factor * 100.0),
        Bound::Value(value) => value.to_string(),
        Bound::Present => "the present value".to_owned(),
    };
    format!("from {} to {}", bound(action.least), bound(action.greatest))
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Money => "amount",
        Unit::Share => "share, in percent",
        Unit::Number => "number",
        Unit::Count => "count",
        Unit::DaysRelative => "days from the application",
        Unit::DaysSince => "negative days up to the application",
        Unit::MonthsRelative => "months from the application",
        Unit::Days => "days",
        Unit::Months => "months",
        Unit::Years => "years",
        Unit::Hour => "hour of the day",
        Unit::Flag => "yes or no",
        Unit::Category => "category",
    }
}

fn values(column: &Column) -> String {
    let text = match column.kind {
        Kind::Id => "key".to_owned(),
        Kind::Integer => "whole number".to_owned(),
        Kind::Real => "real number".to_owned(),
        Kind::Category(categories) => {
            let value = |category: &crate::Category| {
                format!("`{}` ({} / {})", category.value, category.label.fr, category.label.en)
            };
            categories.iter().map(value).collect::<Vec<_>>().join(", ")
        }
    };
    match column.sentinel {
        Some(none) => format!("{text}; {none} means none"),
        None => text,
    }
}
