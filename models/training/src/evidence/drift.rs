//! How far two populations are apart.

use serde::{Deserialize, Serialize};

/// The population stability index of the score and of the inputs, against a reference population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// The reference population in words.
    pub reference: String,
    /// The other one in words.
    pub population: String,
    /// Clients of the reference.
    pub reference_clients: u32,
    /// Clients of the other.
    pub clients: u32,
    /// The score's index.
    pub score: Psi,
    /// The index of each input, largest first.
    pub features: Vec<Psi>,
    /// The verdict: that of the score, or the worst of those inputs that matter (among the twenty most important), one
    /// step milder.
    pub verdict: Verdict,
}

/// One population stability index: `sum (a - e) ln(a / e)` over the bins, ten by the reference's deciles (a category
/// has a bin a value) and one for missing values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Psi {
    /// The feature, or `score`.
    pub name: String,
    /// The index, from 0.
    pub psi: f64,
    /// What it means.
    pub verdict: Verdict,
    /// Share of missing values in the reference.
    pub missing_reference: f64,
    /// Share of missing values in the other population.
    pub missing: f64,
    /// Position in the order of importance, from 1; absent for the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
}

/// What an index means, by the customary limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Under 0.10: the populations are alike.
    Stable,
    /// From 0.10 to 0.25: watch.
    Watch,
    /// Above 0.25: the model was not made for this population.
    Drifted,
}
