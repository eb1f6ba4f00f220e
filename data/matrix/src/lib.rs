//! NumPy arrays, and the folder of them that hands features from the pipeline to the training.
//!
//! # Layout
//! - [`npy`]: the NumPy format: a header, then plain little-endian numbers.
//! - [`folder`]: a feature folder: `ids.npy`, `target.npy`, `features.npy` and `features.json`.
//! - [`source`]: where the data came from, and which tables it had.
//!
//! # What it never does
//! It knows no dataframe, no network and no model. It does not say what a feature is: `catalogue` does.

pub mod folder;
pub mod npy;
pub mod source;

pub use folder::{FeatureFolder, FeatureSet};
pub use source::{DataSource, SourceKind, TableRows};
