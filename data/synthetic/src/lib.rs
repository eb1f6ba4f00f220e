//! A made-up population of credit clients with the seven tables of Home Credit, any size, from a seed.
//!
//! It stands in for the real data where that may not be, or is not: in `make run` without data, and in tests.
//! No row of it comes from a real client. Shares, means and quantiles follow the published tables; what ties
//! the tables together is a process of four hidden traits, described in [`latent`].
//!
//! # Layout
//! - [`draw`]: streams of random numbers, one a client and part, and distributions.
//! - [`person`], [`latent`], [`livelihood`], put together in [`client`]: who is drawn before any row.
//! - [`application`]: the application's row, a file for each group of columns; [`outcome`]: how `TARGET` is drawn.
//! - [`bureau`] and [`monthly_status`]: loans with other lenders.
//! - [`previous`]: earlier applications; [`repayment`]: their instalments and monthly balances; [`card`]: cards.
//! - [`money`]: rounding and annuities; [`rows`]: how cells are written.
//! - [`population`]: all clients, all files; [`marker`]: the file that says what a folder holds.
//!
//! # What it never does
//! It reads no data, real or other. It never overwrites a folder that it did not make. What it writes depends
//! on the seed and the number of clients alone, not on time, threads or machine load.

mod application;
mod bureau;
mod card;
mod client;
mod draw;
mod latent;
mod livelihood;
mod marker;
mod money;
mod monthly_status;
mod outcome;
mod person;
mod population;
mod previous;
mod repayment;
mod rows;

pub use marker::{MARKER, Marker};
pub use population::{Error, KAGGLE_CLIENTS, MOST_CLIENTS, Settings, generate};
