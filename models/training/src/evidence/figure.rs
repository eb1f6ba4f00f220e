//! A number with its interval.

use serde::{Deserialize, Serialize};

/// A figure with its 95 % bootstrap interval: the 2.5th and the 97.5th percentile over draws of the clients.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// On the clients as they are.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The standard deviation over the draws.
    pub standard_error: f64,
}

/// A mean over folds of the difference between two models, fold by fold on the same clients.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// The mean difference.
    pub difference: f64,
    /// Its standard error, from the spread over the folds.
    pub standard_error: f64,
}
