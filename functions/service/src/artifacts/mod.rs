//! What a function holds of a release, verified before anything is answered from it.
//!
//! # Layout
//! - [`load`]: from the pointer to verified files.
//! - [`ids`]: the clients' numbers, and searching them by their first digits.
//! - [`rows`]: one client's features, by one ranged read; [`recent`]: those that were asked for last.
//! - [`columns`]: one column of all clients, read once.
//! - [`scoring`], [`explaining`], [`comparing`]: what each function makes of it.
//! - [`challenger`]: a release that is scored in the shadow.
//! - [`live`]: the release in service, and following the pointer.

pub mod challenger;
pub mod columns;
pub mod comparing;
pub mod explaining;
pub mod ids;
pub mod live;
pub mod load;
pub mod recent;
pub mod rows;
pub mod scoring;

pub use challenger::{Challenger, Shadow};
pub use columns::{Column, Columns};
pub use comparing::Comparing;
pub use explaining::Explaining;
pub use ids::Ids;
pub use live::Live;
pub use load::{LoadError, Parts};
pub use rows::{Row, Rows};
pub use scoring::Scoring;

use crate::storage::StorageError;

/// What a function needs of a release.
pub trait Artifacts: Sized + Send + Sync + 'static {
    /// The files that are read whole at the start.
    const FILES: &'static [&'static str];
    /// The array of which only the header is read at the start: its lines are read when they are asked for.
    const ARRAY: &'static str;

    /// Makes the artifacts of verified files.
    fn assemble(parts: Parts) -> Result<Self, LoadError>;

    /// The release's name.
    fn release(&self) -> &str;

    /// What decisions are made with, where this function makes any: a challenger stands in its shadow.
    fn scoring(&self) -> Option<&Scoring> {
        None
    }
}

/// Why data could not be read while a release is in service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DataError {
    /// The storage does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// What the storage holds is not what was published.
    #[error("{file}: {what} does not match its checksum")]
    Damaged {
        /// The file.
        file: String,
        /// The part of it.
        what: String,
    },
}
