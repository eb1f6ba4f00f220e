//! The principal reasons for a score, and its strengths.
//!
//! At most four are given, which is the number that the official interpretation of Regulation B (12 CFR part
//! 1002, supplement I, comment 9(b)(2)-1) holds to be useful to an applicant. One is given for each theme at
//! most, so that four reasons say four things. A protected characteristic is never one.

use catalogue::{Feature, Protection, Theme};

use crate::model::{Breakdown, Contribution, ScoringModel};

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

    /// The subject that it belongs to.
    pub fn theme(&self) -> Theme {
        self.feature.theme
    }
}

impl ScoringModel {
    /// What speaks against the client most: at most [`MOST`], the heaviest first, one a theme, each of at least
    /// one point, none of them a protected characteristic.
    pub fn reasons(&self, breakdown: &Breakdown) -> Vec<Reason> {
        principal(self.features(), &breakdown.contributions, -1)
    }

    /// What speaks for the client most, by the same rules.
    pub fn strengths(&self, breakdown: &Breakdown) -> Vec<Reason> {
        principal(self.features(), &breakdown.contributions, 1)
    }
}

/// The heaviest contributions of one sign.
fn principal(features: &[&'static Feature], contributions: &[Contribution], sign: i32) -> Vec<Reason> {
    let mut candidates: Vec<&Contribution> = contributions
        .iter()
        .filter(|contribution| contribution.points.signum() == sign)
        .filter(|contribution| features[contribution.input].protection == Protection::None)
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
