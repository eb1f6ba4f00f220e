//! The smallest change of an application that would reach a goal, such as being granted.
//!
//! A proposal changes what the catalogue says a client can act on ([`catalogue::Action`]), within its bounds, to
//! values that a person would ask for, so that the loan remains one that is offered. Fewer changes come before
//! smaller ones; the size of a change is counted in spreads of the field among clients. Every proposal is scored
//! from scratch before it is handed out.
//!
//! # Layout
//! - `field`: what can be changed, and to which values.
//! - `loan`: which credit, instalment and price of the goods go together.
//! - `trial`: scores one application after another.
//! - `search`: one change, two, more.
//! - [`wording`]: what a client is told.
//!
//! Source: S. Wachter, B. Mittelstadt, C. Russell, *Counterfactual Explanations without Opening the Black Box*,
//! Harvard Journal of Law & Technology 31 (2018); B. Ustun, A. Spangher, Y. Liu, *Actionable Recourse in Linear
//! Classification*, FAT* 2019; R. K. Mothilal, A. Sharma, C. Tan, *Explaining Machine Learning Classifiers through
//! Diverse Counterfactual Explanations* (`DiCE`), FAT* 2020.

mod field;
mod loan;
mod search;
mod trial;
pub mod wording;

use catalogue::Feature;

use self::trial::Trial;
use crate::applicant::Applicant;
use crate::changes::Changes;
use crate::decision::Decision;
use crate::model::{Score, ScoringModel};
use crate::records::Value;
use crate::units::Points;

/// The most proposals that are given.
pub const MOST_PROPOSALS: usize = 3;

/// What a changed application has to reach.
///
/// ```
/// use scoring::Points;
/// use scoring::counterfactual::Goal;
/// assert_ne!(Goal::Granted, Goal::Points(Points::new(520)?));
/// # Ok::<(), scoring::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// [`Decision::Granted`], by the model's rule.
    Granted,
    /// So many points, or more.
    Points(Points),
}

impl Goal {
    /// Whether a score reaches the goal.
    pub fn is_reached(self, score: &Score) -> bool {
        match self {
            Self::Granted => score.decision == Decision::Granted,
            Self::Points(points) => score.points >= points,
        }
    }
}

/// A field's change.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The field, which is a feature of its own.
    pub feature: &'static Feature,
    /// Its present value.
    pub from: f64,
    /// What it would be.
    pub to: f64,
    /// Whether it follows from another change, and is not chosen: the instalment of another credit over the same
    /// term, or of a revolving loan, whose instalment is a fixed share of the limit.
    pub follows: bool,
}

/// An application that differs from the present one.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What differs, in the order of the catalogue.
    pub changes: Vec<Change>,
    /// The score that it would have.
    pub score: Score,
    /// The sum over the chosen changes of their size, in spreads.
    pub distance: f64,
}

impl Proposal {
    /// How many changes are chosen.
    pub fn chosen(&self) -> usize {
        self.changes.iter().filter(|change| !change.follows).count()
    }

    /// The changes, as [`Applicant::with`] takes them.
    pub fn to_changes(&self) -> Changes {
        self.changes.iter().fold(Changes::none(), |changes, change| {
            let changed = changes.and(&change.feature.id, Value::Number(change.to));
            changed.expect("values are proposed within what is plausible, each field once")
        })
    }
}

/// What the search came to.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The application reaches the goal as it stands.
    AlreadyReached,
    /// One to [`MOST_PROPOSALS`] proposals that reach the goal, the one with the fewest and smallest changes first.
    /// No one's fields are all among another's.
    Found(Vec<Proposal>),
    /// None was found. This one comes nearest; it changes nothing where no change helps.
    OutOfReach(Proposal),
}

/// The answer of [`ScoringModel::counterfactuals`].
#[derive(Debug, Clone)]
pub struct Counterfactuals {
    /// The score as the application stands.
    pub before: Score,
    /// What was found.
    pub outcome: Outcome,
    /// How many applications were scored.
    pub evaluations: usize,
}

impl Counterfactuals {
    /// The proposals that reach the goal; empty where there is none or none is needed.
    pub fn proposals(&self) -> &[Proposal] {
        match &self.outcome {
            Outcome::Found(proposals) => proposals,
            Outcome::AlreadyReached | Outcome::OutOfReach(_) => &[],
        }
    }
}

impl ScoringModel {
    /// The smallest changes that a client could make to reach a goal.
    ///
    /// `spread` is the spread of a field among clients, such as the range between its quartiles: a change of one
    /// spread has size 1. Where it is not positive and finite, the present value takes its place, or 1 for a flag.
    ///
    /// A field moves only if the model reads it, or something that follows from it, and all of that can be worked
    /// out for this applicant. Where the catalogue declares in which direction a field moves the risk, it moves in
    /// the other direction only.
    ///
    /// ```
    /// use catalogue::{Feature, Language, Table};
    /// use scoring::counterfactual::{Goal, wording};
    /// use scoring::release::{Calibration, DecisionRule, PointsScale};
    /// use scoring::tree::{Node, NodeKind, Split, Tree};
    /// use scoring::{Applicant, Records, Row, Scorer, ScoringModel};
    /// // Who pays more than a quarter of the income is riskier.
    /// let split = Split { feature: 0, threshold: 0.25, default_left: true };
    /// let nodes = [
    ///     Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
    ///     Node { cover: 1.0, kind: NodeKind::Leaf(-0.5) },
    ///     Node { cover: 1.0, kind: NodeKind::Leaf(0.5) },
    /// ];
    /// let scorer = Scorer::new(vec!["annuity_to_income".to_owned()], -2.0, vec![Tree::new(&nodes, 1)?])?;
    /// let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    /// let calibration = Calibration { slope: 1.0, intercept: 0.0 };
    /// let model = ScoringModel::new(scorer, calibration, PointsScale::default(), rule)?;
    ///
    /// let cells = [("AMT_CREDIT", "500000"), ("AMT_ANNUITY", "30000"), ("AMT_INCOME_TOTAL", "100000")];
    /// let (row, _) = Row::read(Table::Application, cells)?;
    /// let applicant = Applicant::from_records(&Records::new(row));
    /// let answer = model.counterfactuals(&applicant, Goal::Granted, &|_: &Feature| 20_000.0);
    /// let change = &answer.proposals()[0].changes[0];
    /// assert_eq!(
    ///     wording::change(change, Language::En),
    ///     "Choose another instalment, and so another term: 23,044 instead of 30,000."
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn counterfactuals(
        &self,
        applicant: &Applicant,
        goal: Goal,
        spread: &dyn Fn(&Feature) -> f64,
    ) -> Counterfactuals {
        let before = self.score(&applicant.inputs(self));
        if goal.is_reached(&before) {
            return Counterfactuals { before, outcome: Outcome::AlreadyReached, evaluations: 0 };
        }
        let mut trial = Trial::new(self, applicant, goal, spread);
        let found = search::search(&mut trial);
        // What is handed out was scored from scratch, on the application with these changes.
        let proposals: Vec<Proposal> = found
            .iter()
            .map(|point| trial.proposal(point))
            .filter(|proposal| goal.is_reached(&proposal.score))
            .collect();
        debug_assert_eq!(proposals.len(), found.len(), "a trial scores as from scratch");
        let outcome = if proposals.is_empty() {
            Outcome::OutOfReach(trial.proposal(trial.nearest()))
        } else {
            Outcome::Found(proposals)
        };
        Counterfactuals { before, outcome, evaluations: trial.evaluations() }
    }
}
