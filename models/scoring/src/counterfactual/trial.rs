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

/// A changed application: the value of each field.
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

    /// What was tried and has the best score.
    pub(super) fn nearest(&self) -> &Point {
        &self.nearest.1
    }

    /// Sets what follows from the rest, and scores the application. `None` where its parts do not go together, or
    /// where enough applications have been scored.
    pub(super) fn attempt(&mut self, point: &mut Point) -> Option<Tried> {
        self.loan.complete(point);
        if self.evaluations == MOST_EVALUATIONS || !self.loan.is_plausible(point, &self.fields) {
            return None;
        }
        self.evaluations += 1;
        for (field, &value) in self.fields.iter().zip(&*point) {
            self.application.set(field.column, Value::Number(value));
        }
        let changed = self.changed(point);
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
            self.nearest = (log_odds, point.clone());
        }
        Some(Tried { log_odds, reached: self.goal.is_reached(&score) })
    }

    /// Whether the application reaches the goal; see [`Trial::attempt`].
    pub(super) fn reaches(&mut self, point: &mut Point) -> bool {
        self.attempt(point).is_some_and(|tried| tried.reached)
    }

    /// The first of these applications that reaches the goal.
    pub(super) fn first(&mut self, points: Vec<Point>) -> Option<Point> {
        points.into_iter().find_map(|mut point| self.reaches(&mut point).then_some(point))
    }

    /// The first `count` of these applications that reach the goal.
    pub(super) fn first_few(&mut self, points: Vec<Point>, count: usize) -> Vec<Point> {
        let reaching = points.into_iter().filter_map(|mut point| self.reaches(&mut point).then_some(point));
        reaching.take(count).collect()
    }

    /// The fields that differ from the present, one bit each.
    fn changed(&self, point: &[f64]) -> u32 {
        let differing =
            point.iter().zip(&self.present).enumerate().filter(|(_, (value, present))| value != present);
        differing.fold(0, |bits, (index, _)| bits | 1 << index)
    }

    /// The fields that are chosen to differ, one bit each.
    pub(super) fn chosen(&self, point: &[f64]) -> u32 {
        let followers = self.fields.iter().enumerate().filter(|(_, field)| field.follows);
        followers.fold(self.changed(point), |bits, (index, _)| bits & !(1 << index))
    }

    /// The size of the chosen changes, in spreads.
    pub(super) fn distance(&self, point: &[f64]) -> f64 {
        let chosen = self.fields.iter().zip(point).filter(|(field, _)| !field.follows);
        chosen.map(|(field, &value)| field.distance(value)).sum()
    }

    /// The application, scored from scratch.
    pub(super) fn proposal(&self, point: &Point) -> Proposal {
        let changed = self.changed(point);
        let changes =
            self.fields.iter().zip(point).enumerate().filter(|(index, _)| changed & (1 << index) != 0);
        let changes = changes
            .map(|(_, (field, &to))| Change {
                feature: field.feature,
                from: field.present,
                to,
                follows: field.follows,
            })
            .collect();
        let mut proposal =
            Proposal { changes, distance: self.distance(point), score: self.model.score(&self.inputs) };
        let application = self.applicant.with(&proposal.to_changes());
        proposal.score = self.model.score(&application.inputs(self.model));
        proposal
    }
}
