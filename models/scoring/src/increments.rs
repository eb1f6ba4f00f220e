//! What each contribution does to the probability of default: **ordered path increments**.
//!
//! Contributions add up in log-odds and in points. Probabilities do not add up: the same step in log-odds moves the
//! probability much near one half and little near zero, so that the logistic function of a contribution means
//! nothing. What can be said is how the probability moves while the contributions are added one after the other: the
//! path begins at the base probability, takes the contributions in a stated order (the largest absolute effect on
//! the log-odds first, equals in the order of the inputs or themes), and ends at the client's. The effect of a step
//! is the change along it; the effects sum to PD - base PD. They depend on the order, which is why it is stated.

use catalogue::Theme;

use crate::breakdown::Breakdown;
use crate::model::ScoringModel;
use crate::units::LogOdds;

/// The method's name, to be told with every effect.
pub const METHOD: &str = "ordered path increments";

/// What one input or theme did to the probability of default, on the path from the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Increment<T> {
    /// The input's position, or the theme.
    pub of: T,
    /// The change of the probability of default: positive raises the risk.
    pub probability: f64,
}

impl Breakdown {
    /// The effect of each input on the probability of default, in the order of the path.
    pub fn increments(&self) -> Vec<Increment<usize>> {
        self.path(self.by_size().iter().map(|step| (step.input, step.log_odds)))
    }

    /// The effect of each theme on the probability of default, in the order of the path.
    pub fn theme_increments(&self, model: &ScoringModel) -> Vec<Increment<Theme>> {
        self.path(self.by_theme(model).iter().map(|step| (step.theme, step.log_odds)))
    }

    fn path<T>(&self, steps: impl ExactSizeIterator<Item = (T, f64)>) -> Vec<Increment<T>> {
        let (last, mut at) = (steps.len(), self.base_log_odds);
        let step = |(number, (of, log_odds)): (usize, (T, f64))| {
            // The path ends at the score itself, from which the contributions' sum may differ by rounding.
            let to =
                if number + 1 == last { self.score.log_odds } else { LogOdds::finite(at.get() + log_odds) };
            let probability = to.probability().get() - at.probability().get();
            at = to;
            Increment { of, probability }
        };
        steps.enumerate().map(step).collect()
    }
}
