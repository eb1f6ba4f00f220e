//! The raw fields of a client's application, by theme.

use api::{Cell, Profile, ProfileField, ProfileTheme};
use catalogue::{Expr, Language, Theme};
use scoring::format;

use crate::artifacts::{Row, Scoring};
use crate::value::decimal;

/// What is known of a client; derived features are not information of the client's own.
pub(super) fn profile(scoring: &Scoring, client_id: u32, row: &Row, language: Language) -> Profile {
    let inputs = scoring.model.inputs();
    let order = |id: &str| catalogue::features().iter().position(|feature| feature.id == id);
    let mut fields: Vec<_> = scoring
        .features
        .iter()
        .zip(&row.values)
        .filter(|(feature, _)| matches!(feature.formula, Expr::Column(_) | Expr::Code(_)))
        .map(|(feature, &stored)| ProfileField {
            feature: feature.id.clone(),
            theme: feature.theme,
            label: feature.label.get(language).to_owned(),
            explanation: feature.explanation.get(language).to_owned(),
            value: scoring.categories.value(feature, stored, language),
            raw: scoring.categories.raw(feature, stored),
            formatted: format::value(feature, decimal(stored), language),
            unit: feature.unit,
            used: inputs.contains(&feature.id),
        })
        .collect();
    fields.sort_by_cached_key(|field| (field.theme, order(&field.feature)));
    let themes = Theme::ALL.into_iter().filter_map(|theme| {
        let of_theme = || fields.iter().filter(|field| field.theme == theme);
        (of_theme().next().is_some()).then(|| ProfileTheme {
            theme,
            label: theme.label().get(language).to_owned(),
            fields: of_theme().count() as u32,
            known: of_theme().filter(|field| field.raw != Cell::Missing).count() as u32,
        })
    });
    let themes = themes.collect();
    Profile { release: scoring.manifest.release.clone(), client_id, fields, themes }
}
