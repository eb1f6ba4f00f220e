//! How much each input tells about the outcome, and how much it would seem to tell by chance.
//!
//! Source: A. Altmann et al., *Permutation importance: a corrected feature importance measure*, 2010. The trees
//! are grown on the real labels, and on labels shuffled among the same clients. On shuffled labels nothing can be
//! learned, and what an input contributes there is what the search for splits makes of its noise: more for an input
//! of many values than for one of two. An input whose real importance is no greater is not told from noise.
//!
//! The importance is the mean absolute TreeSHAP contribution over the clients that were learned from. It is the
//! figure that a release publishes, in log-odds; and it costs little: `scoring` explains a client in microseconds,
//! so that nearly all of the time goes to growing the trees, as it would with the gain of their splits.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use scoring::Scorer;

use crate::cross_validation::{self, Growth, Part, STEP};
use crate::error::FitError;
use crate::folds;
use crate::paired::Plan;
use crate::progress::{Progress, Silent};
use crate::sample::Sample;
use crate::symmetric::SymmetricTrees;
use crate::trainer::Trainer;

/// How often the trees are grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// Times on the real labels, each with other draws.
    pub real: usize,
    /// Times on shuffled labels.
    pub null: usize,
    /// How long they grow.
    pub growth: Growth,
}

impl Default for Runs {
    fn default() -> Self {
        Self { real: 3, null: 5, growth: Growth { most_rounds: 200, patience: 50 } }
    }
}

/// The importances of the inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Importances {
    /// In the order of the inputs.
    pub inputs: Vec<Importance>,
    /// The rounds of every run.
    pub rounds: usize,
}

/// How much one input tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    /// Its mean absolute contribution to the margin, in the mean over the runs on the real labels.
    pub real: f64,
    /// The greatest of the runs on shuffled labels.
    pub null: f64,
}

/// Measures the importances among the clients at `rows`; no other client has a say.
pub fn measure(
    sample: &Sample,
    rows: &[usize],
    plan: &Plan,
    runs: &Runs,
    seed: u64,
    progress: &dyn Progress,
) -> Result<Importances, FitError> {
    progress.begin("importance of the features", (runs.real + runs.null) as u64);
    let rounds = rounds(sample, rows, plan, runs.growth, seed)?;
    let mut inputs = vec![Importance { real: 0.0, null: 0.0 }; sample.inputs.len()];
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for run in 0..runs.real + runs.null {
        let run_seed = seed.wrapping_add(run as u64);
        if run < runs.real {
            let found = grown(sample, rows, plan, rounds, run_seed)?;
            inputs.iter_mut().zip(found).for_each(|(input, found)| input.real += found / runs.real as f64);
        } else {
            let mut shuffled = sample.labels_of(rows);
            folds::shuffle(&mut shuffled, &mut random);
            let mut labels = sample.labels.clone();
            rows.iter().zip(shuffled).for_each(|(&row, label)| labels[row] = label);
            let found = grown(&sample.relabelled(labels), rows, plan, rounds, run_seed)?;
            inputs.iter_mut().zip(found).for_each(|(input, found)| input.null = input.null.max(found));
        }
        progress.advance(run as u64 + 1);
    }
    progress.end(&format!(
        "importance of the features: {} runs on the labels and {} on shuffled ones, {rounds} rounds each",
        runs.real, runs.null
    ));
    Ok(Importances { inputs, rounds })
}

/// The best number of rounds for one fifth of the clients, learned from the rest.
fn rounds(
    sample: &Sample,
    rows: &[usize],
    plan: &Plan,
    growth: Growth,
    seed: u64,
) -> Result<usize, FitError> {
    let mut fold = folds::stratified(&sample.labels_of(rows), 5, seed).swap_remove(0);
    for position in fold.learn.iter_mut().chain(&mut fold.held_out) {
        *position = rows[*position];
    }
    let trainer = SymmetricTrees::new(sample, &plan.trees(seed))?;
    let part = Part { trainer: &trainer, sample, fold: &fold };
    Ok(cross_validation::grow_together("", &[part], growth, &Silent)?.rounds)
}

fn grown(
    sample: &Sample,
    rows: &[usize],
    plan: &Plan,
    rounds: usize,
    seed: u64,
) -> Result<Vec<f64>, FitError> {
    let trainer = SymmetricTrees::new(sample, &plan.trees(seed))?;
    let mut ensemble = trainer.start(rows, &[])?;
    for start in (0..rounds).step_by(STEP) {
        ensemble.grow(STEP.min(rounds - start))?;
    }
    let scorer = Scorer::from_xgboost(&ensemble.xgboost_json()?)?;
    let mut sums = vec![0.0; sample.inputs.len()];
    let mut contributions = vec![0.0; sample.inputs.len()];
    for &row in rows {
        scorer.contributions(sample.row(row), &mut contributions);
        sums.iter_mut().zip(&contributions).for_each(|(sum, contribution)| *sum += contribution.abs());
    }
    sums.iter_mut().for_each(|sum| *sum /= rows.len() as f64);
    Ok(sums)
}
