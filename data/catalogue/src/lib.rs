//! What each raw column and each feature *is*: name, labels in French and English, unit, theme, formula.
//!
//! Everything that reads data, trains, scores, explains or shows reads these declarations; none of it
//! is said twice. A feature is data, not code: its [`Expr`] is interpreted by `pipeline` (polars, all
//! clients at once) and by `scoring` (one client, plain numbers).
//!
//! # Layout
//! - [`text`]: the two languages and bilingual strings.
//! - [`table`]: the seven tables, their files and keys; their columns are declared in `columns/`.
//! - [`column`]: what a column is: kind, categories, sentinel, unit.
//! - [`expr`]: the language in which features are declared.
//! - [`function`]: the named functions of that language, and their arithmetic.
//! - [`feature`]: what a feature is; the features are declared in `features/`, one file a source.
//! - [`action`]: what a client can act on; [`plausible`]: what a field of an application may be set to.
//! - `sentence`: how a client's value is told; `unsaid`: what is never a reason, and why.
//! - [`page`]: the catalogue as a page for people.
//! - [`theme`] and [`unit`]: how features are grouped and how values are written.
//!
//! # What it never does
//! No input or output, no dataframe; it interprets no formula. It compiles to WebAssembly.

pub mod action;
pub mod column;
mod columns;
pub mod expr;
pub mod feature;
mod features;
pub mod function;
pub mod page;
pub mod plausible;
mod sentence;
pub mod table;
pub mod text;
pub mod theme;
pub mod unit;
mod unsaid;

pub use action::{Action, Bound};
pub use column::{Category, Column, ColumnRef, Kind};
pub use expr::{Aggregate, Condition, Expr, Latest, Statistic};
pub use feature::{Direction, Feature, Monotone, Protection, feature, features};
pub use function::Function;
pub use table::Table;
pub use text::{Language, Text};
pub use theme::Theme;
pub use unit::Unit;
