//! Compares two sets of features of the same clients.

use std::fmt;

use matrix::FeatureFolder;
use progress::Progress;

use crate::error::FitError;
use crate::paired::{self, Aucs, Figure, Plan};
use crate::sample::Sample;
use crate::screen::Screen;
use crate::selection::Selection;

/// One of the two sets of features.
#[derive(Debug, Clone)]
pub struct Side {
    /// `SK_ID_CURR` of each client.
    ids: Vec<u32>,
    /// Their outcomes, NaN where they are not known.
    target: Vec<f32>,
    sample: Sample,
}

impl Side {
    /// Takes the usable features of a folder, or those of a selection. Another catalogue may have declared them.
    /// The folder is given up: one sample a side is all that is kept.
    pub fn of(folder: FeatureFolder, selection: Option<&Selection>) -> Result<Self, FitError> {
        let sample = Sample::chosen(&folder, &Screen::of_any(&folder)?, selection)?;
        Ok(Self { ids: folder.ids, target: folder.target, sample })
    }

    /// Checks that the other side is about the same clients.
    fn check(&self, other: &Self) -> Result<(), FitError> {
        let refused = |problem| Err(FitError::OtherClients(problem));
        if self.ids.len() != other.ids.len() {
            return refused(format!("{} clients against {}", self.ids.len(), other.ids.len()));
        }
        for (row, (&left, &right)) in self.ids.iter().zip(&other.ids).enumerate() {
            if left != right {
                return refused(format!("client {left} against client {right}"));
            }
            let (known, other) = (self.target[row], other.target[row]);
            if known != other && !(known.is_nan() && other.is_nan()) {
                return refused(format!("TARGET of client {left} is {known} against {other}"));
            }
        }
        Ok(())
    }
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Labelled clients, and those of them who defaulted.
    pub clients: [usize; 2],
    /// How it was made.
    pub plan: Plan,
    /// The number of inputs on the left and on the right.
    pub inputs: [usize; 2],
    /// The AUCs on the left and on the right, fold by fold.
    pub aucs: [Aucs; 2],
    /// Their means.
    pub figures: [Figure; 2],
    /// What the right has over the left.
    pub difference: Figure,
}

/// Cross-validates both sides on the same folds.
pub fn compare(
    left: &Side,
    right: &Side,
    plan: &Plan,
    progress: &dyn Progress,
) -> Result<Comparison, FitError> {
    left.check(right)?;
    let left_aucs = paired::aucs("left", &left.sample, plan, progress)?;
    let right_aucs = paired::aucs("right", &right.sample, plan, progress)?;
    Ok(Comparison {
        clients: [left.sample.len(), left.sample.defaults()],
        plan: *plan,
        inputs: [left.sample.inputs.len(), right.sample.inputs.len()],
        figures: [Figure::auc(&left_aucs, plan), Figure::auc(&right_aucs, plan)],
        difference: Figure::difference(&right_aucs, &left_aucs, plan),
        aucs: [left_aucs, right_aucs],
    })
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([clients, defaults], plan) = (self.clients, &self.plan);
        writeln!(
            f,
            "{clients} labelled clients, {defaults} defaults; {} folds, {} times, seed {}",
            plan.folds, plan.repeats, plan.seed
        )?;
        writeln!(f, "{:<18} {:>8}  AUC +- s.e. (corrected)", "", "features")?;
        for (side, name) in ["left", "right"].into_iter().enumerate() {
            writeln!(f, "{name:<18} {:>8}  {}", self.inputs[side], self.figures[side])?;
        }
        write!(f, "{:<18} {:>8} {:+}", "right above left", "", self.difference)
    }
}
