//! Where each step of the waterfall begins and ends.

use api::{Explanation, ThemeContribution};

use crate::charts::ticks::widened;

/// The waterfall of an explanation, in points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    /// The themes, in the explanation's order.
    pub(crate) themes: Vec<ThemeSteps>,
    /// What the axis spans: everything, also the steps inside each theme, so that opening one moves nothing.
    pub(crate) domain: (f64, f64),
    /// The sum of all steps upwards, and of all steps downwards.
    pub(crate) gained: i32,
    pub(crate) lost: i32,
}

/// A theme's step, and those of its features inside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ThemeSteps {
    /// Its position in the explanation's themes.
    pub(crate) index: usize,
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// The features that moved the score, each with its position in the explanation's contributions.
    pub(crate) features: Vec<Step>,
    /// The positions of the features that did not.
    pub(crate) silent: Vec<usize>,
}

/// A feature's step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) index: usize,
    pub(crate) from: i32,
    pub(crate) to: i32,
}

impl Layout {
    /// Lays out an explanation: each theme begins where the one before ended, the first at the base.
    pub(crate) fn of(explanation: &Explanation) -> Self {
        let mut here = explanation.base.points;
        let mut seen = vec![here, explanation.prediction.points, explanation.prediction.threshold.points];
        let themes = (0..).zip(&explanation.themes).map(|(index, theme)| {
            let steps = theme_steps(explanation, index, theme, here);
            here = steps.to;
            seen.extend(steps.features.iter().map(|step| step.to));
            steps
        });
        let themes = themes.collect();
        let (low, high) = seen
            .iter()
            .fold((i32::MAX, i32::MIN), |(low, high), &points| (low.min(points), high.max(points)));
        let margin = f64::from(high - low) * 0.02;
        let points = explanation.contributions.iter().map(|contribution| contribution.points);
        Self {
            themes,
            domain: widened((f64::from(low) - margin, f64::from(high) + margin), 8),
            gained: points.clone().filter(|&points| points > 0).sum(),
            lost: points.filter(|&points| points < 0).sum(),
        }
    }
}

/// The steps of one theme, from a score on. Its end is the sum of its features, so that what is drawn adds up.
fn theme_steps(explanation: &Explanation, index: usize, theme: &ThemeContribution, from: i32) -> ThemeSteps {
    let mut here = from;
    let (mut features, mut silent) = (Vec::new(), Vec::new());
    for (position, contribution) in explanation.contributions.iter().enumerate() {
        if contribution.theme != theme.theme {
            continue;
        }
        if contribution.points == 0 {
            silent.push(position);
            continue;
        }
        features.push(Step { index: position, from: here, to: here + contribution.points });
        here += contribution.points;
    }
    ThemeSteps { index, from, to: here, features, silent }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explanation() -> Explanation {
        let json = r#"{
            "decision_id": "d", "release": "r", "client_id": 7, "basis": "stored", "log_odds": -2.0, "probability_of_default": 0.12,
            "points": 540, "threshold": {"log_odds": -2.3, "probability_of_default": 0.09, "points": 520},
            "review": {"from": 500, "to": 540}, "decision": "granted", "reasons": [], "strengths": [],
            "base": {"log_odds": -2.5, "points": 550}, "margin": -2.0,
            "probability_effects": {"method": "ordered path increments", "base": 0.1, "features": [], "themes": []},
            "contributions": [
                {"feature": "a", "theme": "loan", "label": "A", "value": 1, "unit": "money", "log_odds": 0.9, "points": -60},
                {"feature": "b", "theme": "person", "label": "B", "value": null, "unit": "money", "log_odds": -0.4, "points": 20},
                {"feature": "c", "theme": "loan", "label": "C", "value": "x", "unit": "category", "log_odds": -0.5, "points": 30},
                {"feature": "d", "theme": "loan", "label": "D", "value": 3, "unit": "count", "log_odds": 0.0, "points": 0}
            ],
            "themes": [
                {"theme": "loan", "label": "Loan", "log_odds": 0.4, "points": -30},
                {"theme": "person", "label": "Person", "log_odds": -0.4, "points": 20}
            ]
        }"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_steps_lead_from_the_base_to_the_score() {
        let layout = Layout::of(&explanation());
        let ends: Vec<_> = layout.themes.iter().map(|theme| (theme.from, theme.to)).collect();
        assert_eq!(ends, [(550, 520), (520, 540)]);
        assert_eq!((layout.gained, layout.lost), (50, -60));
        assert_eq!(550 + layout.gained + layout.lost, 540);
    }

    #[test]
    fn a_themes_features_lead_through_it() {
        let layout = Layout::of(&explanation());
        let loan = &layout.themes[0];
        assert_eq!(
            loan.features,
            [Step { index: 0, from: 550, to: 490 }, Step { index: 2, from: 490, to: 520 }]
        );
        assert_eq!(loan.silent, [3]);
    }

    #[test]
    fn the_axis_spans_every_step_and_the_threshold() {
        let (low, high) = Layout::of(&explanation()).domain;
        assert!(low <= 490.0 && high >= 550.0, "{low} to {high}");
    }
}
