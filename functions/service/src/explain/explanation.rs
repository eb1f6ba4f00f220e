//! From a decision to contributions that add up.

use api::{Base, Contribution, Explanation, ThemeContribution};
use catalogue::Language;

use crate::artifacts::Scoring;
use crate::decide::Decided;

/// The explanation of a decision, the largest effects first.
pub(super) fn explanation(scoring: &Scoring, decided: Decided, language: Language) -> Explanation {
    let Decided { prediction, breakdown, inputs } = decided;
    let model = &scoring.model;
    let contributions: Vec<Contribution> = breakdown
        .by_size()
        .iter()
        .map(|contribution| {
            let feature = contribution.feature(model);
            Contribution {
                feature: feature.id.clone(),
                theme: feature.theme,
                label: feature.label.get(language).to_owned(),
                value: scoring.categories.value(feature, inputs[contribution.input], language),
                unit: feature.unit,
                log_odds: contribution.log_odds,
                points: contribution.points,
            }
        })
        .collect();
    let themes = breakdown.by_theme(model).into_iter().map(|sum| ThemeContribution {
        theme: sum.theme,
        label: sum.theme.label().get(language).to_owned(),
        log_odds: sum.log_odds,
        points: sum.points,
    });
    Explanation {
        base: Base { log_odds: breakdown.base_log_odds.get(), points: breakdown.base_points.get() },
        themes: themes.collect(),
        contributions,
        margin: breakdown.score.margin,
        prediction,
    }
}
