//! The documents of a release: methodology note, model card and presentation, in French and English, with their
//! pictures.
//!
//! What is written of a model is written once, in the templates; every figure in it is read from `report.json` and
//! `manifest.json` of the release when the documents are made, so that text and model cannot part.
//!
//! # Layout
//! - [`facts`]: what the release says, found by path; [`evidence`]: the same by type, for pictures;
//!   `derived`: what follows from it by simple arithmetic.
//! - [`number`]: numbers in each language; [`mark`]: figures that remember where they come from.
//! - `words`: the names of models, tables and verdicts in each language.
//! - `template`: what a template can ask for; the templates are in `templates/`.
//! - `page`: from Markdown to HTML.
//! - [`picture`]: the pictures, one file each.
//! - [`document`]: which documents there are; [`write()`]: all of them into a folder.
//!
//! # What it never does
//! It computes nothing about the model, and invents nothing: a part that the report lacks is said to be missing.

mod derived;
pub mod document;
pub mod error;
pub mod evidence;
pub mod facts;
pub mod mark;
pub mod number;
mod page;
pub mod picture;
mod template;
mod words;
mod write;

pub use document::{Document, rendered};
pub use error::Error;
pub use facts::Facts;
pub use write::write;
