//! The raw fields of a client's application.

use api::{Profile, ProfileField};
use catalogue::{Expr, Language};

use crate::artifacts::{Row, Scoring};

/// What is known of a client, in the catalogue's order; derived features are not information of the client's own.
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
            unit: feature.unit,
            used: inputs.contains(&feature.id),
        })
        .collect();
    fields.sort_by_cached_key(|field| order(&field.feature));
    Profile { release: scoring.manifest.release.clone(), client_id, fields }
}
