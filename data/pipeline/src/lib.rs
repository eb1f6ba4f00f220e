//! From raw tables to features: reads Kaggle's CSV files from a folder or a zip archive, checks them, writes
//! them as typed Parquet, and computes every feature that the catalogue declares for all clients at once.
//!
//! # Layout
//! - [`ingest`]: raw tables -> a *tables folder*: one Parquet file a table, and `tables.json`.
//!   - `input`: the folder or archive; `plan`: what there is to read; `crew`: the tables side by side; `table`: one of
//!     them; `reader`: one CSV file; `header`: which field is which column; `cell`: text to numbers; `batch`: the typed
//!     columns; `line`: where in a file something is wrong; `undeclared`: category values that the catalogue does not
//!     know; `done`: what an interrupted run had finished.
//! - [`features`]: a tables folder -> a *feature folder*, as `matrix::folder` describes it.
//!   - `row`: formulas on a row as polars expressions; `history`: aggregates over a history table, of which
//!     `reduction` has the statistics and `latest` the rows that are the latest.
//! - [`check`]: a tables folder -> a *quality folder*: what is odd about the data, and whether they are fit for use.
//!   - `inspection`: table by table; `read`: one column of a Parquet file; `column`, `keys`: what it holds;
//!     `histogram`: how it is distributed; `rules`, `ranges`: what is looked for; `report`: what was found; `text`,
//!     `html`, `picture`, `written`: the same for people.
//! - [`tables`]: the tables folder: its files and what `tables.json` says.
//! - [`staging`]: an output folder appears whole or not at all.
//! - `workers`: the same work on many things, several at a time.
//!
//! # What it never does
//! It does not say what a column or a feature is: `catalogue` does. It repairs no value: a cell that cannot
//! be read as its column's kind stops the work and is named by file, line and column. It knows no model.

pub mod check;
pub mod features;
pub mod ingest;
pub mod staging;
pub mod tables;
mod workers;
