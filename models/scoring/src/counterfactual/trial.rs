//! Scores one changed application after another.

use catalogue::Feature;

use super::field::Field;
use super::loan::{self, Loan};
use super::{Change, Goal, Proposal};
use crate::applicant::Applicant;
use crate::interpreter::plan::PLAN;
use crate::model::ScoringModel;
use crate::records::{Row, Value};

/// The most applications that one search scores.
const MOST_EVALUATIONS: usize = 4000;

/// A value for each field: what is chosen, or the application that follows from it.
pub(super) type Point = Vec<f64>;

/// What was found of a changed application.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    pub(super) log_odds: f64,
    pub(super) reached: bool,
}

/// The fields of an applicant, and what the model makes of other values of them.
pub(super) struct Trial<'a> {
    model: &'a ScoringModel,
    applicant: &'a Applicant,
    goal: Goal,
    fields: Vec<Field>,
    loan: Loan,
    /// The inputs that follow the fields.
    followers: Vec<Follower>,
    present: Point,
    risk: f64,
    application: Row,
    inputs: Vec<f32>,
    evaluations: usize,
    nearest: (f64, Point),
}

/// An input that reads one of the fields.
struct Follower {
    input: usize,
    /// Where it stands among the catalogue's features.
    position: usize,
    /// The fields that it reads, one bit each.
    fields: u32,
    /// Its value as the application stands.
    present: f32,
}

impl<'a> Trial<'a> {
    pub(super) fn new(
        model: &'a ScoringModel,
        applicant: &'a Applicant,
        goal: Goal,
        spread: &dyn Fn(&Feature) -> f64,
    ) -> Self {
        let application = applicant.application().clone();
        let positions: Vec<usize> = model.features().iter().map(|feature| PLAN.position(feature)).collect();
        let readers = |field: &Field| {
            let dependents = &PLAN.dependents[field.column.index];
            positions.iter().filter(|position| dependents.contains(position)).collect::<Vec<_>>()
        };
        // The price of the goods may have to move with the credit, whether or not the model reads it.
        let is_of_use = |field: &Field| {
            let readers = readers(field);
            (loan::is_part(field.column) || !readers.is_empty())
                && readers.into_iter().all(|&position| applicant.can_follow(position))
        };
        let all = catalogue::features().iter();
        let mut fields: Vec<Field> = all
            .filter_map(|feature| Field::new(feature, &application, spread))
            .filter(is_of_use)
            .take(u32::BITS as usize)
            .collect();
        let loan = Loan::new(&application, &mut fields);
        let inputs = applicant.inputs(model);
        let reads = |position: &usize, field: &Field| PLAN.dependents[field.column.index].contains(position);
        let follower = |(input, position): (usize, &usize)| {
            let read = fields.iter().enumerate().filter(|(_, field)| reads(position, field));
            let bits = read.fold(0, |bits, (index, _)| bits | 1 << index);
            let present = inputs[input];
            (bits != 0).then_some(Follower { input, position: *position, fields: bits, present })
        };
        let followers = positions.iter().enumerate().filter_map(follower).collect();
        let present: Point = fields.iter().map(|field| field.present).collect();
        let risk = model.score(&inputs).log_odds.get();
        let nearest = (risk, present.clone());
        Self {
            model,
            applicant,
            goal,
            fields,
            loan,
            followers,
            present,
            risk,
            application,
            inputs,
            evaluations: 0,
            nearest,
        }
    }

    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub(super) fn loan(&self) -> &Loan {
        &self.loan
    }

    /// The application as it stands.
    pub(super) fn present(&self) -> &Point {
        &self.present
    }

    /// The log-odds of the application as it stands.
    pub(super) fn risk(&self) -> f64 {
        self.risk
    }

    /// The applications scored so far.
    pub(super) fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// The choice that was tried and has the best score.
    pub(super) fn nearest(&self) -> &Point {
        &self.nearest.1
    }

    /// Scores the application that follows from a choice. `None` where its parts do not go together, or where enough
    /// applications have been scored.
    pub(super) fn attempt(&mut self, choice: &Point) -> Option<Tried> {
        let point = self.loan.complete(choice);
        if self.evaluations == MOST_EVALUATIONS || !self.is_plausible(choice, &point) {
            return None;
        }
        self.evaluations += 1;
        for (field, &value) in self.fields.iter().zip(&point) {
            self.application.set(field.column, Value::Number(value));
        }
        let changed = self.chosen(&point);
        for follower in &self.followers {
            self.inputs[follower.input] = if follower.fields & changed == 0 {
                follower.present
            } else {
                self.applicant.evaluate(follower.position, &self.application)
            };
        }
        let score = self.model.score(&self.inputs);
        let log_odds = score.log_odds.get();
        if log_odds < self.nearest.0 {
            self.nearest = (log_odds, choice.clone());
        }
        Some(Tried { log_odds, reached: self.goal.is_reached(&score) })
    }

    /// Whether the parts of the loan go together, and what is chosen is a change, within the bounds of the action.
    fn is_plausible(&self, choice: &[f64], point: &[f64]) -> bool {
        let chosen = self.chosen(choice);
        let mut fields = self.fields.iter().zip(point).enumerate();
        self.loan.is_plausible(point, &self.fields)
            && fields.all(|(index, (field, &value))| {
                chosen & (1 << index) == 0 || (value != field.present && field.allows(value))
            })
    }

    /// Whether a choice reaches the goal; see [`Trial::attempt`].
    pub(super) fn reaches(&mut self, choice: &Point) -> bool {
        self.attempt(choice).is_some_and(|tried| tried.reached)
    }

    /// The first of these choices that reaches the goal.
    pub(super) fn first(&mut self, points: Vec<Point>) -> Option<Point> {
        points.into_iter().find(|choice| self.reaches(choice))
    }

    /// The first `count` of these choices that reach the goal.
    pub(super) fn first_few(&mut self, points: Vec<Point>, count: usize) -> Vec<Point> {
        points.into_iter().filter(|choice| self.reaches(choice)).take(count).collect()
    }

    /// The fields that differ from the present, one bit each: of a choice, those that are chosen to.
    pub(super) fn chosen(&self, choice: &[f64]) -> u32 {
        let differing =
            choice.iter().zip(&self.present).enumerate().filter(|(_, (value, present))| value != present);
        differing.fold(0, |bits, (index, _)| bits | 1 << index)
    }

    /// The size of the changes of the chosen fields, in spreads.
    pub(super) fn distance(&self, choice: &[f64]) -> f64 {
        let (chosen, point) = (self.chosen(choice), self.loan.complete(choice));
        let fields = self.fields.iter().zip(&point).enumerate();
        let changes = fields.filter(|(index, _)| chosen & (1 << index) != 0);
        changes.map(|(_, (field, &value))| field.distance(value)).sum()
    }

    /// The application that follows from a choice, scored from scratch.
    pub(super) fn proposal(&self, choice: &Point) -> Proposal {
        let (chosen, point) = (self.chosen(choice), self.loan.complete(choice));
        let fields = self.fields.iter().zip(&point).enumerate();
        let changes = fields
            .filter(|(_, (field, value))| field.present != **value)
            .map(|(index, (field, &to))| Change {
                feature: field.feature,
                from: field.present,
                to,
                follows: chosen & (1 << index) == 0,
            })
            .collect();
        let mut proposal =
            Proposal { changes, distance: self.distance(choice), score: self.model.score(&self.inputs) };
        let application = self.applicant.with(&proposal.to_changes());
        proposal.score = self.model.score(&application.inputs(self.model));
        proposal
    }
}
