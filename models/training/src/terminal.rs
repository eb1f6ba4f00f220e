//! Progress for people: a bar on a terminal, plain lines elsewhere. Both go to standard error.

use std::cell::RefCell;
use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};
use training::Progress;

/// Writes progress to standard error.
#[derive(Debug)]
pub(crate) struct Terminal {
    interactive: bool,
    bar: RefCell<Option<ProgressBar>>,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { interactive: stderr().is_terminal(), bar: RefCell::new(None) }
    }
}

impl Terminal {
    /// Takes the bar off the screen.
    pub(crate) fn clear(&self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Terminal {
    fn begin(&self, step: &str, total: u64) {
        self.clear();
        if self.interactive {
            let bar = ProgressBar::new(total).with_message(step.to_owned());
            let style = ProgressStyle::with_template("{msg:28} {bar:32} {percent:>3}% {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.bar.replace(Some(bar));
        } else {
            eprintln!("{step} ...");
        }
    }

    fn advance(&self, done: u64) {
        if let Some(bar) = &*self.bar.borrow() {
            bar.set_position(done);
        }
    }

    fn end(&self, summary: &str) {
        self.clear();
        eprintln!("{summary}");
    }

    fn note(&self, note: &str) {
        match &*self.bar.borrow() {
            Some(bar) => bar.suspend(|| eprintln!("{note}")),
            None => eprintln!("{note}"),
        }
    }
}
