//! Cross-validation of an ensemble, and the choice of its number of rounds.
//!
//! The folds grow together, and one number of rounds serves all: the one with the lowest log-loss in the mean over
//! the folds. A number chosen for each fold on its own held-out clients would fit their noise; the common one is a
//! single number chosen on all of them, so that what is left of that bias is slight.

use progress::Progress;

use crate::error::FitError;
use crate::folds::Fold;
use crate::sample::Sample;
use crate::trainer::{Ensemble, Trainer};

/// How long the folds grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// No fold grows more rounds than this.
    pub most_rounds: usize,
    /// So many rounds without a lower mean log-loss end the growth.
    pub patience: usize,
}

impl Default for Growth {
    fn default() -> Self {
        Self { most_rounds: 1_500, patience: 100 }
    }
}

/// Rounds between two looks at the mean: growing in steps costs little, and no more than this is grown in vain.
pub const STEP: usize = 50;

/// What came of a cross-validation.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidated {
    /// The margin of each client of the sample, by the ensemble that did not learn from them.
    pub margins: Vec<f64>,
    /// The best number of rounds in the mean over the folds.
    pub rounds: usize,
    /// The mean over the folds of the held-out log-loss after each round.
    pub curve: Vec<f64>,
}

/// One fold's share of a cross-validation. The samples of the folds hold the same clients, and may differ in their
/// inputs.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Starts the fold's ensemble.
    pub trainer: &'a dyn Trainer,
    /// What the trainer was made for.
    pub sample: &'a Sample,
    /// Who is learned from, and who is held out.
    pub fold: &'a Fold,
}

/// Grows one ensemble a fold until the mean log-loss falls no more; `name` is the step's name.
///
/// # Panics
/// When there is no part.
pub fn grow_together(
    name: &str,
    parts: &[Part<'_>],
    growth: Growth,
    progress: &dyn Progress,
) -> Result<CrossValidated, FitError> {
    progress.begin(&format!("{name}, {} folds", parts.len()), growth.most_rounds as u64);
    let mut ensembles: Vec<Box<dyn Ensemble + '_>> = Vec::with_capacity(parts.len());
    for Part { trainer, fold, .. } in parts {
        ensembles.push(trainer.start(&fold.learn, &fold.held_out)?);
    }
    let mut curve: Vec<f64> = Vec::new();
    while curve.len() < growth.most_rounds && curve.len() < best(&curve) + growth.patience {
        let step = STEP.min(growth.most_rounds - curve.len());
        let mut sum = vec![0.0; step];
        for ensemble in &mut ensembles {
            let losses = ensemble.grow(step)?;
            sum.iter_mut().zip(losses).for_each(|(sum, loss)| *sum += loss);
        }
        curve.extend(sum.into_iter().map(|sum| sum / parts.len() as f64));
        progress.advance(curve.len() as u64);
    }
    let rounds = best(&curve);
    let margins = held_out_margins(parts, &ensembles, rounds)?;
    progress.end(&format!(
        "{name}: {rounds} of {} rounds are best, log-loss {:.4}",
        curve.len(),
        curve[rounds - 1]
    ));
    Ok(CrossValidated { margins, rounds, curve })
}

/// Grows one ensemble a fold for so many rounds, and returns the margins of those held out.
///
/// # Panics
/// When there is no part.
pub fn grow_for(
    name: &str,
    parts: &[Part<'_>],
    rounds: usize,
    progress: &dyn Progress,
) -> Result<Vec<f64>, FitError> {
    progress.begin(&format!("{name}, {} folds", parts.len()), parts.len() as u64);
    let mut ensembles: Vec<Box<dyn Ensemble + '_>> = Vec::with_capacity(parts.len());
    for Part { trainer, fold, .. } in parts {
        let mut ensemble = trainer.start(&fold.learn, &[])?;
        ensemble.grow(rounds)?;
        ensembles.push(ensemble);
        progress.advance(ensembles.len() as u64);
    }
    let margins = held_out_margins(parts, &ensembles, rounds)?;
    progress.end(&format!("{name}: {rounds} rounds in {} folds", parts.len()));
    Ok(margins)
}

fn held_out_margins(
    parts: &[Part<'_>],
    ensembles: &[Box<dyn Ensemble + '_>],
    rounds: usize,
) -> Result<Vec<f64>, FitError> {
    let mut margins = vec![f64::NAN; parts[0].sample.len()];
    for (Part { sample, fold, .. }, ensemble) in parts.iter().zip(ensembles) {
        let rows: Vec<f32> = fold.held_out.iter().flat_map(|&row| sample.row(row)).copied().collect();
        for (&row, margin) in fold.held_out.iter().zip(ensemble.margins(&rows, rounds)?) {
            margins[row] = margin;
        }
    }
    Ok(margins)
}

/// The number of rounds with the least loss, the fewest where several have it; 1 where there is no curve yet.
fn best(curve: &[f64]) -> usize {
    let least = (0..curve.len()).min_by(|&a, &b| curve[a].total_cmp(&curve[b]));
    least.map_or(1, |round| round + 1)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Arc;

    use super::*;
    use crate::folds;
    use crate::input::Input;
    use progress::Silent;

    /// An ensemble whose loss after each round is known: it falls to the round `fold_best`, then rises.
    struct Known {
        fold_best: f64,
        grown: usize,
        total: std::rc::Rc<Cell<usize>>,
    }

    impl Ensemble for Known {
        fn grow(&mut self, rounds: usize) -> Result<Vec<f64>, FitError> {
            let losses = (0..rounds).map(|step| ((self.grown + step + 1) as f64 - self.fold_best).abs());
            let losses = losses.collect();
            self.grown += rounds;
            self.total.set(self.total.get() + rounds);
            Ok(losses)
        }

        fn margins(&self, rows: &[f32], rounds: usize) -> Result<Vec<f64>, FitError> {
            Ok(rows.iter().map(|&value| f64::from(value) + 1000.0 * rounds as f64).collect())
        }

        fn xgboost_json(&self) -> Result<Vec<u8>, FitError> {
            Ok(Vec::new())
        }
    }

    struct Trained {
        total: std::rc::Rc<Cell<usize>>,
        next: Cell<usize>,
        best: [f64; 2],
    }

    impl Trainer for Trained {
        fn name(&self) -> &'static str {
            "known"
        }

        fn start<'a>(&'a self, _: &[usize], _: &[usize]) -> Result<Box<dyn Ensemble + 'a>, FitError> {
            let fold = self.next.replace(self.next.get() + 1);
            Ok(Box::new(Known { fold_best: self.best[fold], grown: 0, total: self.total.clone() }))
        }
    }

    fn run(best: [f64; 2], growth: Growth) -> (CrossValidated, usize) {
        let sample = Sample {
            inputs: vec![Input::named("AMT_CREDIT")],
            columns: vec![0],
            values: Arc::new((0..10u8).map(f32::from).collect()),
            labels: (0..10).map(|row| row % 2 == 0).collect(),
        };
        let folds = folds::stratified(&sample.labels, 2, 1);
        let trainer = Trained { total: std::rc::Rc::default(), next: Cell::new(0), best };
        let parts: Vec<Part<'_>> =
            folds.iter().map(|fold| Part { trainer: &trainer, sample: &sample, fold }).collect();
        let result = grow_together("known", &parts, growth, &Silent).unwrap();
        (result, trainer.total.get())
    }

    #[test]
    fn the_mean_over_the_folds_chooses_and_patience_ends() {
        // The mean of two valleys at 120 and 160 is flat between them: the fewest rounds are taken.
        let (result, grown) = run([120.0, 160.0], Growth { most_rounds: 1_000, patience: 70 });
        assert_eq!(result.rounds, 120);
        assert_eq!(grown, 2 * 200, "120 + 70 rounds, in steps of 50");
        let expected: Vec<f64> = (0..10).map(|row| f64::from(row) + 120_000.0).collect();
        assert_eq!(result.margins, expected, "every client has the margin of its own row");
    }

    #[test]
    fn growth_ends_at_the_limit() {
        let (result, grown) = run([900.0, 900.0], Growth { most_rounds: 130, patience: 70 });
        assert_eq!((result.rounds, grown), (130, 260));
    }
}
