//! What errors cost, the threshold and the review band. The curve itself is `cost.curve`.

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// What the threshold rests on: a missed default costs `cost.ratio`, a wrong refusal 1; costs are a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostEvidence {
    /// The cheapest threshold, in points, with its bootstrap interval.
    pub threshold_points: Figure,
    /// The same as a probability of default.
    pub threshold: Figure,
    /// The threshold of a perfectly calibrated model, `1 / (1 + ratio)`, in points.
    pub theoretical_points: i32,
    /// Whether the interval of the cheapest threshold holds the theoretical one.
    pub theoretical_within: bool,
    /// Cost at the cheapest threshold.
    pub cost_at_threshold: f64,
    /// Cost at the theoretical threshold.
    pub cost_at_theoretical: f64,
    /// Cost at a probability of default of 0.5, which a classifier takes where nobody thinks of costs.
    pub cost_at_half: f64,
    /// Cost of granting everyone.
    pub cost_granting_all: f64,
    /// Cost of refusing everyone.
    pub cost_refusing_all: f64,
    /// The cheapest threshold for other cost ratios, ratio rising.
    pub by_ratio: Vec<RatioThreshold>,
    /// Who goes to a person.
    pub review: ReviewBand,
    /// Errors at the threshold.
    pub confusion: Confusion,
}

/// The cheapest threshold for one cost ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RatioThreshold {
    /// What a missed default costs, in wrong refusals.
    pub ratio: f64,
    /// The cheapest threshold, in points.
    pub threshold_points: i32,
    /// Cost a client at it, at this ratio.
    pub cost_per_client: f64,
    /// Share of the clients who are refused at it.
    pub refused: f64,
}

/// The band around the threshold that goes to a person.
///
/// The rule: those who would be decided otherwise if a missed default cost `ratios[0]`, or `ratios[1]`, instead of
/// the stated ratio. In log-odds, the band's ends are `ln(ratios[k] / ratio)` from the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReviewBand {
    /// The two cost ratios, lower first.
    pub ratios: [f64; 2],
    /// Lower end, in points.
    pub from: i32,
    /// Upper end, in points; the first score that is granted.
    pub to: i32,
    /// Share of the clients who are granted a loan outright.
    pub granted: f64,
    /// Share of the clients who go to a person, with its interval.
    pub review: Figure,
    /// Share of the clients who are refused outright.
    pub refused: f64,
    /// Share of defaults among those granted, sent to a person, refused; 0 where there are none.
    pub default_rates: [f64; 3],
}

/// Clients by decision at the threshold and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Granted and repaid.
    pub granted_repaid: u32,
    /// Granted and defaulted: the costly error.
    pub granted_defaulted: u32,
    /// Refused, would have repaid.
    pub refused_repaid: u32,
    /// Refused and defaulted.
    pub refused_defaulted: u32,
}
