//! A sample of contributions, for a beeswarm picture.

use serde::{Deserialize, Serialize};

/// Contributions of a sample of clients to their scores. Clients cannot be told from it: their keys are left out, their
/// values are ranks, and each feature's clients stand in an order of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beeswarm {
    /// Clients in the sample.
    pub clients: u32,
    /// The features, in the order of `importance`.
    pub features: Vec<Swarm>,
}

/// The sample's contributions of one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Swarm {
    /// The feature's stable name.
    pub feature: String,
    /// One point a client: (contribution in points, higher is safer; rank of the value in the sample, 0 the lowest to
    /// 1 the highest, `null` where it is missing). Contributions rise.
    pub points: Vec<(f64, Option<f64>)>,
}
