//! An applicant whose application can be changed without their history at hand.
//!
//! A feature reads the application and aggregates over the history. A change of the application leaves the
//! aggregates as they are, so their values are all that is kept of the history. They come from the raw records, or,
//! for a client of a release, from the stored features; see [`Applicant::from_stored`].

mod stored;

use catalogue::{Aggregate, Feature};

pub use self::stored::StoredError;
use crate::changes::Changes;
use crate::interpreter::plan::PLAN;
use crate::interpreter::{aggregates, on};
use crate::model::ScoringModel;
use crate::records::{Records, Row};

/// An application, what the aggregates over the history come to, and the value of every feature.
///
/// ```
/// use catalogue::Table;
/// use scoring::{Applicant, Changes, Records, Row};
/// let (row, _) = Row::read(Table::Application, [("AMT_CREDIT", "300000"), ("AMT_INCOME_TOTAL", "100000")])?;
/// let applicant = Applicant::from_records(&Records::new(row));
/// let ratio = catalogue::feature("credit_to_income").expect("declared");
/// assert_eq!(applicant.value(ratio), 3.0);
/// let changed = applicant.with(&Changes::read([("AMT_CREDIT", "200000")])?);
/// assert_eq!(changed.value(ratio), 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Applicant {
    application: Row,
    /// By column of the application: whether its value, or that it has none, is known.
    known: Vec<bool>,
    /// By position among the plan's distinct aggregates; `None` where it is not known, NaN where it is missing.
    aggregates: Vec<Option<f64>>,
    /// In the order of [`catalogue::features`], as the model reads them; NaN where missing.
    features: Vec<f32>,
    /// Features that should have followed a change and could not.
    left_behind: Vec<usize>,
}

impl Applicant {
    /// The applicant with these records: every feature is evaluated, each aggregate once.
    pub fn from_records(records: &Records) -> Self {
        let application = records.application().clone();
        let reduced = aggregates(records);
        let look_up = |aggregate: &Aggregate| reduced[PLAN.slot(aggregate)];
        let value = |feature: &Feature| on(&application, &look_up, &feature.formula) as f32;
        Self {
            features: catalogue::features().iter().map(value).collect(),
            known: vec![true; application.values().len()],
            aggregates: reduced.into_iter().map(Some).collect(),
            left_behind: Vec::new(),
            application,
        }
    }

    /// The same applicant with another application.
    ///
    /// A feature that reads no changed column keeps its value bit for bit; the others are evaluated anew. One of them
    /// that needs something that is not known is missing from then on, and stands in [`Applicant::left_behind`].
    #[must_use]
    pub fn with(&self, changes: &Changes) -> Self {
        let mut changed = self.clone();
        let mut followers = Vec::new();
        for (column, value) in changes.iter() {
            if !self.known[column.index] || self.application.get(column) != value {
                changed.application.set(column, value);
                changed.known[column.index] = true;
                followers.extend_from_slice(&PLAN.dependents[column.index]);
            }
        }
        followers.sort_unstable();
        followers.dedup();
        for &position in &followers {
            changed.features[position] = changed.evaluate(position, &changed.application);
        }
        followers.extend_from_slice(&self.left_behind);
        followers.retain(|&position| !changed.can_follow(position));
        followers.sort_unstable();
        followers.dedup();
        changed.left_behind = followers;
        changed
    }

    /// The application.
    pub fn application(&self) -> &Row {
        &self.application
    }

    /// The value of a feature of the catalogue, as the model reads it; NaN where it is missing.
    pub fn value(&self, feature: &'static Feature) -> f32 {
        self.features[PLAN.position(feature)]
    }

    /// The row that a model scores.
    pub fn inputs(&self, model: &ScoringModel) -> Vec<f32> {
        model.features().iter().map(|feature| self.value(feature)).collect()
    }

    /// The features that could not follow the changes, because they need something that the stored features of a
    /// client do not tell. They are missing. Empty for an applicant with records.
    pub fn left_behind(&self) -> impl Iterator<Item = &'static Feature> {
        self.left_behind.iter().map(|&position| &catalogue::features()[position])
    }

    /// Whether all is known that a feature reads.
    pub(crate) fn can_follow(&self, position: usize) -> bool {
        let needs = &PLAN.needs[position];
        needs.columns.iter().all(|column| self.known[column.index])
            && needs.aggregates.iter().all(|&slot| self.aggregates[slot].is_some())
    }

    /// A feature evaluated on another application of the same applicant.
    pub(crate) fn evaluate(&self, position: usize, application: &Row) -> f32 {
        if !self.can_follow(position) {
            return f32::NAN;
        }
        let look_up = |aggregate: &Aggregate| self.aggregates[PLAN.slot(aggregate)].unwrap_or(f64::NAN);
        on(application, &look_up, &catalogue::features()[position].formula) as f32
    }
}
