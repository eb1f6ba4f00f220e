//! What a long step tells whoever waits for it.
//!
//! # Layout
//! - [`Progress`]: what hears it; [`Silent`] tells nobody, [`Terminal`] tells a person.
//! - [`grouped`]: a count as people read it; [`shown`] and [`shortened`]: text that came from data, made safe to print.
//!
//! # What it never does
//! It writes nothing to standard output, which belongs to results.

mod terminal;
mod text;

pub use terminal::Terminal;
pub use text::{shortened, shown};

/// Hears how far a step has come. Steps follow each other; they do not nest.
pub trait Progress {
    /// A step begins. `total` is what [`Progress::advance`] counts up to: bytes of a file, rounds, clients, or
    /// parts of a computation.
    fn begin(&self, step: &str, total: u64);
    /// The current step has come as far as `done`, out of its total.
    fn advance(&self, done: u64);
    /// The current step is done; `summary` says what came of it.
    fn end(&self, summary: &str);
    /// Something that whoever reads should know; the work goes on.
    fn note(&self, note: &str);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: &str, _total: u64) {}
    fn advance(&self, _done: u64) {}
    fn end(&self, _summary: &str) {}
    fn note(&self, _note: &str) {}
}

/// A count with its thousands apart, as people read it: `1,207,059`.
///
/// ```
/// assert_eq!(progress::grouped(1_207_059), "1,207,059");
/// assert_eq!(progress::grouped(719), "719");
/// ```
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
