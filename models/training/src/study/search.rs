//! The search of hyper-parameters, by tree-structured Parzen estimators.
//!
//! Source: J. Bergstra et al., *Algorithms for hyper-parameter optimization*, 2011, as the crate `tpe` has it: each
//! setting on its own, with a good tenth and the rest as densities. The first trial is the defaults, a few more are
//! drawn evenly. What a trial tries depends on the seed, its number and the trials before it alone, so that a search that
//! was stopped and resumed tries what one in a single run would.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tpe::TpeOptimizer;

use super::trials::{Key, Trials};
use super::{Context, settings_of};
use crate::boosted::{Shape, TreeSettings};
use crate::cross_validation::{self, Growth};
use crate::error::FitError;
use crate::evaluation::fold_aucs;
use crate::evidence::figure::Paired;
use crate::evidence::{Search, Trial};
use crate::metrics;
use crate::report;
use crate::sample::Sample;
use crate::trainer::Library;

/// Trials that are drawn evenly, after the defaults.
const EVEN: u32 = 8;
/// A search looks at differences between settings: rounds without improvement that end a trial's growth.
const PATIENCE: usize = 50;

/// How much is tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// At most so many trials, those of the file among them.
    pub trials: u32,
    /// No trial is begun after so many minutes.
    pub minutes: Option<f64>,
    /// Where the trials are kept.
    pub file: PathBuf,
}

/// Searches within the budget; at least the defaults are tried.
pub(super) fn search(context: &Context<'_>) -> Result<Search, FitError> {
    let Context { ground, settings, progress, .. } = *context;
    let key = Key {
        source: context.folder.set.source.clone(),
        labelled_clients: ground.sample.len() as u32,
        inputs: ground.sample.names(),
        folds: settings.folds as u32,
        seed: settings.seed,
    };
    let start = Instant::now();
    let most = settings.search.minutes.map(|minutes| Duration::from_secs_f64(60.0 * minutes.max(0.0)));
    let mut trials = Trials::open(&settings.search.file, &key)?;
    if !trials.done.is_empty() {
        progress.note(&format!("{} trials are resumed", trials.done.len()));
    }
    while trials.done.is_empty()
        || (trials.done.len() < settings.search.trials as usize
            && most.is_none_or(|most| start.elapsed() < most))
    {
        let number = trials.done.len() as u32;
        let trees = next(context, &trials.done)?;
        let trial = tried(context, number, &trees)?;
        let best = best(&trials.done).filter(|best| best.log_loss <= trial.log_loss);
        progress.note(&match best {
            Some(best) => format!(
                "trial {number}: log-loss {:.5}, AUC {:.4}; the best is trial {} with {:.5}",
                trial.log_loss, trial.auc, best.number, best.log_loss
            ),
            None => format!("trial {number}: log-loss {:.5}, AUC {:.4}; the best", trial.log_loss, trial.auc),
        });
        trials.push(trial)?;
    }
    let done = trials.done;
    let best = best(&done).map_or(0, |best| best.number);
    let differences: Vec<f64> = (done[best as usize].fold_aucs.iter().zip(&done[0].fold_aucs))
        .map(|(best, defaults)| best - defaults)
        .collect();
    let (difference, standard_error) = metrics::mean_and_standard_error(&differences);
    let against_defaults = Paired { difference, standard_error };
    Ok(Search { seed: settings.seed, trials: done, best, against_defaults })
}

/// The trial with the least log-loss, the first where several have it.
fn best(trials: &[Trial]) -> Option<&Trial> {
    trials.iter().min_by(|a, b| a.log_loss.total_cmp(&b.log_loss).then(a.number.cmp(&b.number)))
}

fn tried(context: &Context<'_>, number: u32, trees: &TreeSettings) -> Result<Trial, FitError> {
    let Context { ground, settings, progress, .. } = *context;
    let start = Instant::now();
    let make = |sample: &Sample| Library::Hessboost.trainer(sample, trees);
    let trainer = make(&ground.sample)?;
    let trainers = ground.trainers(&make)?;
    let parts = ground.parts(&*trainer, &trainers);
    let growth = Growth { patience: PATIENCE, ..settings.growth };
    let found = cross_validation::grow_together(&format!("trial {number}"), &parts, growth, progress)?;
    let fold_aucs = fold_aucs(&found.margins, &ground.sample.labels, &ground.folds);
    let told = report::trees(trees);
    Ok(Trial {
        number,
        shape: trees.shape.name().to_owned(),
        trees: told,
        rounds: found.rounds as u32,
        auc: fold_aucs.iter().sum::<f64>() / fold_aucs.len() as f64,
        fold_aucs,
        log_loss: found.curve[found.rounds - 1],
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// The settings of the next trial.
fn next(context: &Context<'_>, done: &[Trial]) -> Result<TreeSettings, FitError> {
    let defaults = context.trees();
    let number = done.len() as u32;
    if number == 0 {
        return Ok(defaults);
    }
    let mut random = ChaCha8Rng::seed_from_u64(context.settings.seed);
    random.set_stream(u64::from(number));
    let mut choose = |axis: &Axis| axis.next(done, number <= EVEN, &mut random);
    let symmetric = choose(&SHAPE)? < 1.0;
    let depth = choose(&DEPTH)?;
    let leaves = choose(&LEAVES)?;
    let (shape, depth) = if symmetric {
        (Shape::Symmetric, depth as usize)
    } else {
        (Shape::LeafWise { leaves: leaves as usize }, LEAF_WISE_DEPTH)
    };
    Ok(TreeSettings {
        shape,
        depth,
        eta: figures(choose(&ETA)?),
        subsample: figures(choose(&SUBSAMPLE)?),
        colsample: figures(choose(&COLSAMPLE)?),
        lambda: figures(choose(&LAMBDA)?),
        min_child_weight: figures(choose(&MIN_CHILD_WEIGHT)?),
        ..defaults
    })
}

/// Three significant figures: what is written to the file reads back as it was, and no more was ever meant.
fn figures(number: f64) -> f64 {
    let scale = 10_f64.powi(2 - number.abs().log10().floor() as i32);
    (number * scale).round() / scale
}

/// Levels of leaf-wise trees: their leaves are what bounds them.
const LEAF_WISE_DEPTH: usize = 10;

/// One setting that is searched.
struct Axis {
    from: f64,
    to: f64,
    /// Whether even steps are factors.
    logarithmic: bool,
    /// What a trial had; `None` where it had no use for the setting.
    had: fn(&TreeSettings) -> Option<f64>,
}

/// Under 1: symmetric.
const SHAPE: Axis = Axis {
    from: 0.0,
    to: 2.0,
    logarithmic: false,
    had: |trees| Some(if matches!(trees.shape, Shape::Symmetric) { 0.5 } else { 1.5 }),
};
/// Whole levels are counted from below.
const DEPTH: Axis = Axis {
    from: 4.0,
    to: 9.0,
    logarithmic: false,
    had: |trees| matches!(trees.shape, Shape::Symmetric).then_some(trees.depth as f64 + 0.5),
};
const LEAVES: Axis = Axis {
    from: 6.0,
    to: 64.0,
    logarithmic: true,
    had: |trees| match trees.shape {
        Shape::Symmetric => None,
        Shape::LeafWise { leaves } => Some(leaves as f64 + 0.5),
    },
};
const ETA: Axis = Axis { from: 0.02, to: 0.1, logarithmic: true, had: |trees| Some(trees.eta) };
const SUBSAMPLE: Axis = Axis { from: 0.5, to: 1.0, logarithmic: false, had: |trees| Some(trees.subsample) };
const COLSAMPLE: Axis = Axis { from: 0.1, to: 1.0, logarithmic: true, had: |trees| Some(trees.colsample) };
const LAMBDA: Axis = Axis { from: 0.5, to: 100.0, logarithmic: true, had: |trees| Some(trees.lambda) };
const MIN_CHILD_WEIGHT: Axis =
    Axis { from: 1.0, to: 100.0, logarithmic: true, had: |trees| Some(trees.min_child_weight) };

impl Axis {
    fn next(&self, done: &[Trial], evenly: bool, random: &mut ChaCha8Rng) -> Result<f64, FitError> {
        let failed = |error: &dyn std::fmt::Display| FitError::Search(error.to_string());
        let (from, to) = (self.stretched(self.from), self.stretched(self.to));
        let place = if evenly {
            from + (to - from) * (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
        } else {
            let range = tpe::range(from, to).map_err(|error| failed(&error))?;
            let mut optimizer = TpeOptimizer::new(tpe::parzen_estimator(), range);
            for trial in done {
                let had = (self.had)(&settings_of(&trial.trees));
                // Defaults may lie at the very end of a range, which is not part of it.
                let had = had.map_or(f64::NAN, |had| self.stretched(had).clamp(from, to.next_down()));
                optimizer.tell(had, trial.log_loss).map_err(|error| failed(&error))?;
            }
            optimizer.ask(random).map_err(|error| failed(&error))?
        };
        Ok(if self.logarithmic { place.exp() } else { place }.clamp(self.from, self.to.next_down()))
    }

    fn stretched(&self, value: f64) -> f64 {
        if self.logarithmic { value.ln() } else { value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(number: u32, trees: &TreeSettings, log_loss: f64) -> Trial {
        Trial {
            number,
            shape: trees.shape.name().to_owned(),
            trees: report::trees(trees),
            rounds: 1,
            fold_aucs: Vec::new(),
            auc: 0.7,
            log_loss,
            seconds: 0.0,
        }
    }

    #[test]
    fn three_figures_are_kept() {
        assert_eq!([0.012_345, 99.96, 0.999_6, 5.0].map(figures), [0.0123, 100.0, 1.0, 5.0]);
    }

    #[test]
    fn the_search_goes_where_the_loss_is_low() {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let mut done = Vec::new();
        for number in 0..60 {
            let eta = ETA.next(&done, number < 10, &mut random).unwrap();
            assert!((0.02..0.1).contains(&eta));
            let trees = TreeSettings { eta, ..TreeSettings::default() };
            done.push(trial(number, &trees, (eta.ln() - 0.05_f64.ln()).abs()));
        }
        let near = |trials: &[Trial]| {
            trials.iter().filter(|trial| trial.log_loss < 0.15).count() as f64 / trials.len() as f64
        };
        assert!(
            near(&done[30..]) > 2.0 * near(&done[..10]).max(0.15),
            "{} {}",
            near(&done[30..]),
            near(&done[..10])
        );
        assert!(best(&done).unwrap().log_loss < 0.05);
    }

    #[test]
    fn a_setting_that_a_shape_has_no_use_for_is_not_told() {
        let symmetric = TreeSettings { depth: 6, ..TreeSettings::default() };
        let leaf_wise = TreeSettings { shape: Shape::LeafWise { leaves: 20 }, ..symmetric };
        assert_eq!(((DEPTH.had)(&symmetric), (LEAVES.had)(&symmetric)), (Some(6.5), None));
        assert_eq!(((DEPTH.had)(&leaf_wise), (LEAVES.had)(&leaf_wise)), (None, Some(20.5)));
    }
}
