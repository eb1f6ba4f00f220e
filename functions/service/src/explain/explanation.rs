//! From a decision to contributions that add up.

use api::{
    Base, Contribution, Explanation, FeatureEffect, ProbabilityEffects, ThemeContribution, ThemeEffect,
};
use catalogue::Language;
use scoring::{Breakdown, increments};

use super::proposals;
use super::question::Question;
use crate::artifacts::Scoring;
use crate::decide::Decided;
use crate::failure::Failure;

/// The explanation of a decision, the largest effects first.
pub(super) fn explanation(
    scoring: &Scoring,
    decided: Decided,
    question: Question,
    language: Language,
) -> Result<Explanation, Failure> {
    let Decided { prediction, breakdown, inputs, origin } = decided;
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
    let counterfactuals = match question.goal {
        Some(goal) => Some(proposals::search(scoring, &origin.applicant(scoring)?, goal, language)?),
        None => None,
    };
    Ok(Explanation {
        base: Base { log_odds: breakdown.base_log_odds.get(), points: breakdown.base_points.get() },
        themes: themes.collect(),
        contributions,
        margin: breakdown.score.margin,
        probability_effects: effects(scoring, &breakdown),
        counterfactuals,
        prediction,
    })
}

fn effects(scoring: &Scoring, breakdown: &Breakdown) -> ProbabilityEffects {
    let model = &scoring.model;
    let features = breakdown.increments().into_iter().map(|increment| FeatureEffect {
        feature: model.features()[increment.of].id.clone(),
        probability: increment.probability,
    });
    let themes = breakdown
        .theme_increments(model)
        .into_iter()
        .map(|increment| ThemeEffect { theme: increment.of, probability: increment.probability });
    ProbabilityEffects {
        method: increments::METHOD.to_owned(),
        base: breakdown.base_log_odds.probability().get(),
        features: features.collect(),
        themes: themes.collect(),
    }
}
