//! What the three functions share: a verified release from S3, the interface over HTTP, errors, the audit log.
//!
//! Each function is a router over artifacts that are loaded once and borrowed by every request:
//!
//! ```text
//! S3 -> artifacts::Live (verified, follows the pointer) -> predict | explain | compare -> http -> Lambda or a port
//! ```
//!
//! # Layout
//! - [`settings`] and [`storage`]: the environment, and objects in S3.
//! - [`artifacts`]: what a function holds of a release.
//! - [`predict`], [`explain`], [`compare`]: the three functions' routes, and their programs' beginning; [`decide`] is what
//!   the first two share.
//! - [`sign_in`]: who is calling, and what they may do.
//! - [`value`]: stored numbers as they go over the wire.
//! - [`http`] and [`failure`]: what all answers have in common, and how an error becomes one.
//! - [`review`]: what a person decided, written once and read back.
//! - [`audit`]: one line for each decision.
//! - [`telemetry`]: what is told of each request; [`lines`]: how the log is written.
//! - [`admission`]: how many requests a server takes at a time; [`loopback`]: and from whom, where nobody signs in.
//! - [`function`] and [`host`]: what all three functions have, and where they run; [`port`]: requests where that is no Lambda.
//!
//! # What it never does
//! It trains nothing and reads no raw table. It answers from nothing that it has not verified, writes
//! nothing to the storage but reviews, and puts no client's number or value into a log.

pub mod admission;
pub mod artifacts;
pub mod audit;
pub mod compare;
pub mod decide;
pub mod explain;
pub mod failure;
pub mod function;
pub mod host;
pub mod http;
pub mod lines;
pub mod loopback;
pub mod port;
pub mod predict;
pub mod review;
pub mod settings;
pub mod sign_in;
pub mod storage;
pub mod telemetry;
pub mod value;

pub use failure::Failure;
pub use function::{Context, Function};
pub use settings::{Settings, StorageSettings};
pub use storage::Storage;
