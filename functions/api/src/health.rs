//! `GET /health`: whether a function is able to answer.

use serde::{Deserialize, Serialize};

/// A function that answers this has verified and loaded a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// The function: `predict`, `explain` or `compare`.
    pub function: String,
    /// The version of its code.
    pub version: String,
    /// The release that it answers from.
    pub release: String,
}
