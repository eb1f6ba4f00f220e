//! A score, taken apart: by feature, by theme, or as the largest effects and one remainder.

use catalogue::{Feature, Theme};

use crate::model::{Score, ScoringModel};
use crate::units::{LogOdds, Points};

/// A score, taken apart.
///
/// `base_log_odds` and the contributions' `log_odds` add up to the score's within 1e-9; `base_points` and the
/// contributions' `points` add up to the score's exactly.
///
/// ```
/// use scoring::release::{Calibration, DecisionRule, PointsScale};
/// use scoring::tree::{Node, NodeKind, Split, Tree};
/// use scoring::{Scorer, ScoringModel};
/// let split = Split { feature: 0, threshold: 0.5, default_left: true };
/// let nodes = [
///     Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
///     Node { cover: 1.0, kind: NodeKind::Leaf(0.5) },
///     Node { cover: 1.0, kind: NodeKind::Leaf(-0.5) },
/// ];
/// let inputs = vec!["EXT_SOURCE_2".to_owned(), "AMT_CREDIT".to_owned()];
/// let model = ScoringModel::new(
///     Scorer::new(inputs, -2.0, vec![Tree::new(&nodes, 2)?])?,
///     Calibration { slope: 1.0, intercept: 0.0 },
///     PointsScale::default(),
///     DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 },
/// )?;
/// let breakdown = model.explain(&[0.9, 100_000.0]);
/// assert_eq!((breakdown.base_points.get(), breakdown.score.points.get()), (465, 523));
/// assert_eq!(breakdown.contributions[0].points, 58);
/// // The other input moved nothing: it is the remainder.
/// let summary = breakdown.summary(1);
/// assert_eq!((summary.largest[0].input, summary.remainder.count, summary.remainder.points), (0, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The score.
    pub score: Score,
    /// The mean of the model over its training data: the same for every client.
    pub base_log_odds: LogOdds,
    /// The score with these log-odds.
    pub base_points: Points,
    /// One for each input, in the order of the inputs.
    pub contributions: Vec<Contribution>,
}

/// What one input did to a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The input's position.
    pub input: usize,
    /// Its Shapley value in log-odds of default: positive raises the risk.
    pub log_odds: f64,
    /// The same in whole points: negative lowers the score.
    pub points: i32,
}

/// What the inputs of one theme did to a score together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThemeContribution {
    /// The theme.
    pub theme: Theme,
    /// In log-odds of default: positive raises the risk.
    pub log_odds: f64,
    /// In whole points: negative lowers the score.
    pub points: i32,
}

/// The largest contributions, and the rest as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The largest first.
    pub largest: Vec<Contribution>,
    /// All others together.
    pub remainder: Remainder,
}

/// The contributions that are not shown one by one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remainder {
    /// How many inputs it stands for.
    pub count: usize,
    /// In log-odds of default.
    pub log_odds: f64,
    /// In whole points.
    pub points: i32,
}

impl Breakdown {
    /// The contributions, the largest effect on the log-odds first; equals in the order of the inputs.
    pub fn by_size(&self) -> Vec<Contribution> {
        let mut contributions = self.contributions.clone();
        contributions.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        contributions
    }

    /// The sums over the inputs of each theme that the model has an input of, the largest effect first; equals in the
    /// order in which themes are shown. The points add up from the base to the score exactly.
    pub fn by_theme(&self, model: &ScoringModel) -> Vec<ThemeContribution> {
        let mut themes = by_theme(model.features(), &self.contributions);
        themes.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        themes
    }

    /// The `most` largest contributions and one remainder, which add up to what all of them do: the points exactly,
    /// the log-odds to the score's, since the remainder is what the largest leave between base and score.
    pub fn summary(&self, most: usize) -> Summary {
        let mut largest = self.by_size();
        let rest = largest.split_off(most.min(largest.len()));
        let shown: f64 = largest.iter().map(|contribution| contribution.log_odds).sum();
        let whole = self.score.log_odds.get() - self.base_log_odds.get();
        let remainder = Remainder {
            count: rest.len(),
            // Nothing is left but rounding where all are shown.
            log_odds: if rest.is_empty() { 0.0 } else { whole - shown },
            points: rest.iter().map(|contribution| contribution.points).sum(),
        };
        Summary { largest, remainder }
    }
}

/// The sums over the inputs of each theme that has one, in the order of [`Theme::ALL`].
pub(crate) fn by_theme(
    features: &[&'static Feature],
    contributions: &[Contribution],
) -> Vec<ThemeContribution> {
    let of = |theme: Theme| contributions.iter().filter(move |one| features[one.input].theme == theme);
    Theme::ALL
        .into_iter()
        .filter(|&theme| of(theme).next().is_some())
        .map(|theme| ThemeContribution {
            theme,
            log_odds: of(theme).map(|contribution| contribution.log_odds).sum(),
            points: of(theme).map(|contribution| contribution.points).sum(),
        })
        .collect()
}

impl Contribution {
    /// The feature that the input is.
    pub fn feature(&self, model: &ScoringModel) -> &'static Feature {
        model.features()[self.input]
    }
}
