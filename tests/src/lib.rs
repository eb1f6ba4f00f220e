//! What the whole-system tests are written with.
//!
//! # Layout
//! - [`server`]: the system as its user starts it, `make run`, on data of the test's choice.
//! - [`http`]: the interface, as a partner calls it.
//! - [`dashboard`]: the page, in an advisor's words (a page object over a real browser).
//! - [`data`]: where real and made-up tables are.
//!
//! # What it never does
//! It calls no function of the system: it knows its commands, its addresses and its page.

pub mod dashboard;
pub mod data;
pub mod http;
pub mod server;
