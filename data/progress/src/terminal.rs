//! Progress for people: a bar on a terminal, plain lines elsewhere. Both go to standard error.

use std::cell::RefCell;
use std::io::{IsTerminal, Write as _, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{Progress, shown};

/// Without a bar, a step says how far it has come once in so long.
const BETWEEN_LINES: Duration = Duration::from_secs(15);

/// Writes progress to standard error.
#[derive(Debug)]
pub struct Terminal {
    interactive: bool,
    step: RefCell<Option<Step>>,
}

/// The step that is under way.
#[derive(Debug)]
enum Step {
    Bar(ProgressBar),
    Lines { name: String, total: u64, last: Instant },
}

impl Default for Terminal {
    fn default() -> Self {
        Self { interactive: stderr().is_terminal(), step: RefCell::new(None) }
    }
}

impl Terminal {
    /// Takes the bar off the screen.
    pub fn clear(&self) {
        if let Some(Step::Bar(bar)) = self.step.take() {
            bar.finish_and_clear();
        }
    }
}

/// A line to standard error. Where nobody reads it any more, the work goes on all the same.
fn line(text: &str) {
    let _ = writeln!(stderr(), "{}", shown(text));
}

impl Terminal {
    /// Says why the work failed, in place of the bar.
    pub fn fail(&self, error: &dyn std::fmt::Display) {
        self.clear();
        line(&format!("error: {error}"));
    }
}

impl Progress for Terminal {
    fn begin(&self, step: &str, total: u64) {
        self.clear();
        let begun = if self.interactive {
            let bar = ProgressBar::new(total).with_message(step.to_owned());
            let style = ProgressStyle::with_template("{msg:28} {bar:32} {percent:>3}% {elapsed}, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            Step::Bar(bar)
        } else {
            line(&format!("{step} ..."));
            Step::Lines { name: step.to_owned(), total, last: Instant::now() }
        };
        self.step.replace(Some(begun));
    }

    fn advance(&self, done: u64) {
        match &mut *self.step.borrow_mut() {
            Some(Step::Bar(bar)) => bar.set_position(done),
            Some(Step::Lines { name, total, last }) if last.elapsed() >= BETWEEN_LINES => {
                *last = Instant::now();
                line(&format!("{name}: {} %", percent(done, *total)));
            }
            Some(Step::Lines { .. }) | None => {}
        }
    }

    fn end(&self, summary: &str) {
        self.clear();
        line(summary);
    }

    fn note(&self, note: &str) {
        match &*self.step.borrow() {
            Some(Step::Bar(bar)) => bar.suspend(|| line(note)),
            Some(Step::Lines { .. }) | None => line(note),
        }
    }
}

/// How far something has come, in whole percents.
fn percent(done: u64, total: u64) -> u64 {
    (100 * done).checked_div(total).map_or(100, |percent| percent.min(100))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_whole_percents_and_never_more_than_all() {
        let cases = [((0, 8), 0), ((1, 8), 12), ((8, 8), 100), ((9, 8), 100), ((0, 0), 100)];
        for ((done, total), expected) in cases {
            assert_eq!(percent(done, total), expected, "{done} of {total}");
        }
    }
}
