//! What the whole-system tests are written with.
//!
//! # Layout
//! - [`server`]: the system as its user starts it, `make run`, on data of the test's choice.
//! - [`http`]: the interface, as a partner calls it.
//! - [`dashboard`]: the page, in an advisor's words (a page object over a real browser).
//! - [`lambda`]: the Lambda runtime interface, as a function's own process meets it.
//! - [`cloud`]: what a function finds on AWS, on this machine.
//! - [`served`]: a function's own process on a port; [`load`]: the three of them under load.
//! - [`times`]: measured times in a few numbers.
//! - [`data`]: where real and made-up tables are.
//!
//! # What it never does
//! It calls no function of what it tests: it knows its commands, its addresses and its page. The storage and the issuer
//! that stand in for AWS are those of the crate `local`.

pub mod cloud;
pub mod dashboard;
pub mod data;
pub mod http;
pub mod lambda;
pub mod load;
pub mod served;
pub mod server;
pub mod times;
