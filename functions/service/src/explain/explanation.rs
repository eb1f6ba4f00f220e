//! From a decision to contributions that add up.

use api::{Base, Contribution, Explanation, ThemeContribution};
use catalogue::{Language, Theme};

use crate::artifacts::Scoring;
use crate::decide::Decided;

/// The explanation of a decision, the largest effects first.
pub(super) fn explanation(scoring: &Scoring, decided: Decided, language: Language) -> Explanation {
    let Decided { prediction, breakdown, inputs } = decided;
    let features = scoring.model.features();
    let mut contributions: Vec<Contribution> = breakdown
        .contributions
        .iter()
        .map(|contribution| {
            let feature = features[contribution.input];
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
    contributions.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    Explanation {
        base: Base { log_odds: breakdown.base_log_odds.get(), points: breakdown.base_points.get() },
        themes: by_theme(&contributions, language),
        contributions,
        margin: breakdown.score.margin,
        prediction,
    }
}

/// The sums over the features of each theme that the model has a feature of.
fn by_theme(contributions: &[Contribution], language: Language) -> Vec<ThemeContribution> {
    let mut themes: Vec<ThemeContribution> = Theme::ALL
        .into_iter()
        .filter(|theme| contributions.iter().any(|contribution| contribution.theme == *theme))
        .map(|theme| {
            let own = contributions.iter().filter(|contribution| contribution.theme == theme);
            ThemeContribution {
                theme,
                label: theme.label().get(language).to_owned(),
                log_odds: own.clone().map(|contribution| contribution.log_odds).sum(),
                points: own.map(|contribution| contribution.points).sum(),
            }
        })
        .collect();
    themes.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    themes
}
