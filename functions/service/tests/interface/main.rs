//! The interface: questions with a body, cohorts, and its own description.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod cohorts;
#[path = "../common/mod.rs"]
mod common;
mod counting;
mod openapi;
