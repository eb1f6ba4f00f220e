//! Two sets of features on the same clients, compared fold by fold.
//!
//! Both sides are cross-validated on the same folds with the same draws, several times over with other folds, and
//! the AUCs are subtracted fold by fold: folds that are hard for both do not blur the difference. Nothing but the
//! features differs, so that a set compared with itself gives a difference of exactly 0.
//!
//! The folds of a repeat learn from the same clients as those of the next, so that the spread over folds and repeats
//! makes the error of a mean look smaller than it is. Beside it stands the error as C. Nadeau and Y. Bengio correct
//! it, *Inference for the generalization error*, 2003: the variance is taken `1 / J + held out / learned from` times,
//! not `1 / J` times, for J folds in all.

use std::fmt;
use std::num::NonZeroUsize;

use progress::Progress;
use serde::{Deserialize, Serialize};

use crate::boosted::{BoostedTrees, TreeSettings};
use crate::calibration::settled;
use crate::cross_validation::{self, Growth, Part};
use crate::error::FitError;
use crate::evaluation::fold_aucs;
use crate::folds::{self, Fold};
use crate::metrics;
use crate::sample::Sample;

/// How the two sides are cross-validated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Folds of a cross-validation, 2 to 20.
    pub folds: usize,
    /// How often it is repeated with other folds, 1 to 100.
    pub repeats: usize,
    /// Decides the folds and the draws of the trees.
    pub seed: u64,
    /// Worker threads. The figures do not depend on it.
    pub threads: NonZeroUsize,
    /// How long the folds grow.
    pub growth: Growth,
    /// The trees; their `threads` and `seed` are those above.
    pub trees: TreeSettings,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            folds: 5,
            repeats: 1,
            seed: 42,
            threads: NonZeroUsize::MIN,
            growth: Growth::default(),
            trees: TreeSettings::default(),
        }
    }
}

impl Plan {
    /// Refuses what is out of range.
    pub fn check(&self) -> Result<(), FitError> {
        if !(2..=20).contains(&self.folds) {
            return Err(FitError::Folds(self.folds));
        }
        if !(1..=100).contains(&self.repeats) {
            return Err(FitError::Repeats(self.repeats));
        }
        Ok(())
    }

    /// The trees with their threads and this seed.
    pub(crate) fn trees(&self, seed: u64) -> TreeSettings {
        TreeSettings { threads: self.threads.get(), seed, ..self.trees }
    }
}

/// The AUC of one side in every fold of every repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct Aucs {
    /// Fold by fold, repeat after repeat.
    pub by_fold: Vec<f64>,
    /// The best number of rounds of each repeat.
    pub rounds: Vec<usize>,
}

/// Cross-validates one side, as often as the plan says. `name` is the side's, for the progress.
pub fn aucs(name: &str, sample: &Sample, plan: &Plan, progress: &dyn Progress) -> Result<Aucs, FitError> {
    aucs_by(name, &sample.labels, plan, &mut |_, _| Ok(sample.clone()), progress)
}

/// The same with inputs that may differ from fold to fold: `inputs` gives the sample of a fold, from its position
/// and the seed of its repeat. It may look at the clients whom the fold learns from, and at no others.
pub fn aucs_by(
    name: &str,
    labels: &[bool],
    plan: &Plan,
    inputs: &mut dyn FnMut(&Fold, u64) -> Result<Sample, FitError>,
    progress: &dyn Progress,
) -> Result<Aucs, FitError> {
    plan.check()?;
    let mut aucs = Aucs { by_fold: Vec::new(), rounds: Vec::new() };
    for repeat in 0..plan.repeats {
        // The first repeat has the folds and the trees of a fit with the same seed.
        let seed = plan.seed.wrapping_add(repeat as u64);
        let folds = folds::stratified(labels, plan.folds, seed);
        let mut sides = Vec::with_capacity(folds.len());
        for fold in &folds {
            let sample = inputs(fold, seed)?;
            let trainer = BoostedTrees::new(&sample, &plan.trees(seed))?;
            sides.push((sample, trainer));
        }
        let parts: Vec<Part<'_>> = (folds.iter().zip(&sides))
            .map(|(fold, (sample, trainer))| Part { trainer, sample, fold })
            .collect();
        let step = if plan.repeats == 1 { name.to_owned() } else { format!("{name}, repeat {}", repeat + 1) };
        let result = cross_validation::grow_together(&step, &parts, plan.growth, progress)?;
        aucs.by_fold.extend(fold_aucs(&result.margins, labels, &folds));
        aucs.rounds.push(result.rounds);
    }
    Ok(aucs)
}

/// A mean over the folds of all repeats, with its error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// Its standard error from the spread over the folds, as though they were independent.
    pub standard_error: f64,
    /// Its standard error, corrected for the clients that folds share.
    pub corrected_standard_error: f64,
}

impl Figure {
    /// The mean of what was measured in each fold of every repeat, for so many folds a repeat.
    pub(crate) fn of(by_fold: &[f64], folds: usize) -> Self {
        let (mean, standard_error) = metrics::mean_and_standard_error(by_fold);
        // One client is held out for every folds - 1 that are learned from.
        let correction = (1.0 + by_fold.len() as f64 / (folds - 1) as f64).sqrt();
        Self {
            mean: settled(mean),
            standard_error: settled(standard_error),
            corrected_standard_error: settled(standard_error * correction),
        }
    }

    /// The AUC of one side.
    pub fn auc(side: &Aucs, plan: &Plan) -> Self {
        Self::of(&side.by_fold, plan.folds)
    }

    /// What one side's AUC has over the other's.
    pub fn difference(side: &Aucs, other: &Aucs, plan: &Plan) -> Self {
        let differences: Vec<f64> =
            side.by_fold.iter().zip(&other.by_fold).map(|(side, other)| side - other).collect();
        Self::of(&differences, plan.folds)
    }
}

/// The mean, its standard error, and in brackets the corrected one; `{:+}` gives the mean its sign.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mean, standard_error, corrected_standard_error } = self;
        if f.sign_plus() {
            write!(f, "{mean:+.4}")?;
        } else {
            write!(f, "{mean:.4}")?;
        }
        write!(f, " +- {standard_error:.4} ({corrected_standard_error:.4})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(by_fold: [f64; 4]) -> Aucs {
        Aucs { by_fold: by_fold.to_vec(), rounds: vec![10, 20] }
    }

    #[test]
    fn errors_are_those_worked_out_by_hand() {
        let plan = Plan { folds: 2, repeats: 2, ..Plan::default() };
        let (one, other) = (side([0.7, 0.6, 0.8, 0.7]), side([0.69, 0.61, 0.79, 0.67]));
        let auc = Figure::auc(&one, &plan);
        assert!((auc.mean - 0.7).abs() < 1e-12);
        // Squares 0, 0.01, 0.01, 0: variance 0.02 / 3, over four folds.
        assert!((auc.standard_error - (0.02_f64 / 12.0).sqrt()).abs() < 1e-9);
        // As many are held out as are learned from: 1/4 + 1 times the variance.
        assert!((auc.corrected_standard_error - (0.02_f64 / 3.0 * 1.25).sqrt()).abs() < 1e-9);
        // 0.01, -0.01, 0.01, 0.03: far closer together than the sides themselves.
        let difference = Figure::difference(&one, &other, &plan);
        assert!((difference.mean - 0.01).abs() < 1e-12);
        assert!((difference.standard_error - (8e-4_f64 / 12.0).sqrt()).abs() < 1e-9);
        let turned = Figure::difference(&other, &one, &plan);
        assert_eq!((turned.mean, turned.standard_error), (-difference.mean, difference.standard_error));
        assert_eq!(
            format!("{auc} | {difference:+}"),
            "0.7000 +- 0.0408 (0.0913) | +0.0100 +- 0.0082 (0.0183)"
        );
    }
}
