//! The principal reasons for a score, and its strengths.
//!
//! # The rule
//! The reference is the average client, whose log-odds are the model's base value: a contribution says what the
//! client's value of a feature changed against not knowing it. Among the contributions of at least one whole point:
//! 1. Left out are features that are not to be said ([`Feature::is_sayable`]): protected characteristics and what is
//!    computed from them, and what a client could not understand, check or answer (`catalogue` says which and why).
//! 2. The rest are ordered by their points against the client, the most first; log-odds decide between equal points,
//!    then the order of the inputs.
//! 3. The first of each theme is taken, so that reasons do not say the same thing twice.
//! 4. At most four are given, which is the number that the official interpretation of Regulation B (12 CFR part
//!    1002, supplement I, comment 9(b)(2)-1) holds to be useful to an applicant.
//!
//! Strengths follow the same rule with the sign turned. What is left out still counts in the score, and shows in
//! its theme.

use catalogue::{Feature, Theme};

use crate::breakdown::{Breakdown, Contribution};
use crate::feature_id::FeatureId;
use crate::model::ScoringModel;

/// The most reasons, or strengths, that are given.
pub const MOST: usize = 4;

/// A feature that speaks against the client (negative points), or for them (positive).
#[derive(Debug, Clone, Copy)]
pub struct Reason {
    /// The position of the input.
    pub input: usize,
    /// The feature.
    pub feature: &'static Feature,
    /// What it did to the score, in points; not zero.
    pub points: i32,
}

impl Reason {
    /// The reason code: the feature's stable name.
    pub fn code(&self) -> &'static str {
        &self.feature.id
    }

    /// The feature's checked name.
    pub fn id(&self) -> FeatureId {
        self.feature.into()
    }

    /// The subject that it belongs to.
    pub fn theme(&self) -> Theme {
        self.feature.theme
    }
}

impl ScoringModel {
    /// What speaks against the client most, by the module's rule.
    pub fn reasons(&self, breakdown: &Breakdown) -> Vec<Reason> {
        principal(self.features(), &breakdown.contributions, -1)
    }

    /// What speaks for the client most, by the same rule.
    pub fn strengths(&self, breakdown: &Breakdown) -> Vec<Reason> {
        principal(self.features(), &breakdown.contributions, 1)
    }
}

/// The heaviest contributions of one sign.
fn principal(features: &[&'static Feature], contributions: &[Contribution], sign: i32) -> Vec<Reason> {
    let mut candidates: Vec<&Contribution> = contributions
        .iter()
        .filter(|contribution| contribution.points.signum() == sign)
        .filter(|contribution| features[contribution.input].is_sayable())
        .collect();
    // Points are whole: the log-odds decide between equals, then the order of the inputs.
    candidates.sort_by(|a, b| {
        b.points.abs().cmp(&a.points.abs()).then_with(|| b.log_odds.abs().total_cmp(&a.log_odds.abs()))
    });
    let mut reasons: Vec<Reason> = Vec::with_capacity(MOST);
    for contribution in candidates {
        let feature = features[contribution.input];
        if reasons.len() < MOST && reasons.iter().all(|reason| reason.theme() != feature.theme) {
            reasons.push(Reason { input: contribution.input, feature, points: contribution.points });
        }
    }
    reasons
}
