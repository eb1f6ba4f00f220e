//! What would happen if: a score before and after changes of the application, and what made the difference.

use catalogue::Feature;

use crate::applicant::Applicant;
use crate::breakdown::{self, Breakdown, Contribution, ThemeContribution};
use crate::changes::Changes;
use crate::model::ScoringModel;

/// A score before and after changes of the application.
///
/// The differences are those of the two breakdowns, which have the same base: in points they add up to the
/// difference of the scores exactly, in log-odds within 1e-9.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// As the application stands.
    pub before: Breakdown,
    /// As it would stand.
    pub after: Breakdown,
    /// One for each input, in the order of the inputs.
    pub inputs: Vec<InputDifference>,
    /// The sums of the inputs' differences for each theme that has an input, in the order of [`Theme::ALL`].
    ///
    /// [`Theme::ALL`]: catalogue::Theme::ALL
    pub themes: Vec<ThemeContribution>,
    /// Inputs that should have followed the changes and could not, since the client's stored features do not tell
    /// what they need: they are missing afterwards. See [`Applicant::left_behind`].
    pub left_behind: Vec<&'static Feature>,
}

/// What the changes did through one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputDifference {
    /// The input's position.
    pub input: usize,
    /// Its value before; NaN where it is missing.
    pub before: f32,
    /// Its value after; NaN where it is missing.
    pub after: f32,
    /// By how much its contribution to the log-odds of default grew: positive raises the risk.
    pub log_odds: f64,
    /// By how much its contribution to the score in points grew: negative lowers the score.
    pub points: i32,
}

impl ScoringModel {
    /// What would happen to an applicant's score with these changes of the application. All that is derived from a
    /// changed field follows.
    ///
    /// ```
    /// use catalogue::Table;
    /// use scoring::release::{Calibration, DecisionRule, PointsScale};
    /// use scoring::tree::{Node, NodeKind, Split, Tree};
    /// use scoring::{Applicant, Changes, Records, Row, Scorer, ScoringModel};
    /// // Who borrows more than two incomes is riskier.
    /// let split = Split { feature: 0, threshold: 2.0, default_left: true };
    /// let nodes = [
    ///     Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
    ///     Node { cover: 1.0, kind: NodeKind::Leaf(-0.5) },
    ///     Node { cover: 1.0, kind: NodeKind::Leaf(0.5) },
    /// ];
    /// let scorer = Scorer::new(vec!["credit_to_income".to_owned()], -2.0, vec![Tree::new(&nodes, 1)?])?;
    /// let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    /// let calibration = Calibration { slope: 1.0, intercept: 0.0 };
    /// let model = ScoringModel::new(scorer, calibration, PointsScale::default(), rule)?;
    ///
    /// let (row, _) = Row::read(Table::Application, [("AMT_CREDIT", "300000"), ("AMT_INCOME_TOTAL", "100000")])?;
    /// let applicant = Applicant::from_records(&Records::new(row));
    /// let answer = model.what_if(&applicant, &Changes::read([("AMT_CREDIT", "150000")])?);
    /// assert_eq!((answer.before.score.points.get(), answer.after.score.points.get()), (407, 523));
    /// assert_eq!(answer.inputs[0].points, 116);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn what_if(&self, applicant: &Applicant, changes: &Changes) -> WhatIf {
        let changed = applicant.with(changes);
        let (row_before, row_after) = (applicant.inputs(self), changed.inputs(self));
        let (before, after) = (self.explain(&row_before), self.explain(&row_after));
        let pairs = before.contributions.iter().zip(&after.contributions);
        let inputs: Vec<InputDifference> = pairs
            .map(|(old, new)| InputDifference {
                input: old.input,
                before: row_before[old.input],
                after: row_after[old.input],
                log_odds: new.log_odds - old.log_odds,
                points: new.points - old.points,
            })
            .collect();
        let part = |difference: &InputDifference| {
            let InputDifference { input, log_odds, points, .. } = *difference;
            Contribution { input, log_odds, points }
        };
        let parts: Vec<Contribution> = inputs.iter().map(part).collect();
        let is_input =
            |feature: &&'static Feature| self.features().iter().any(|&input| std::ptr::eq(input, *feature));
        WhatIf {
            themes: breakdown::by_theme(self.features(), &parts),
            left_behind: changed.left_behind().filter(is_input).collect(),
            before,
            after,
            inputs,
        }
    }
}
