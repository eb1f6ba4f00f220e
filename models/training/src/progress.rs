//! What a long step tells whoever waits for it.

/// Hears how far a step has come. Steps follow each other; they do not nest.
pub trait Progress {
    /// A step begins. `total` is what [`Progress::advance`] counts up to: rounds or clients.
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
