//! How much each input tells about the outcome, and how much it would seem to tell by chance.
//!
//! Beside each input, the trees are offered its shadow: the same values, dealt anew among the clients, so that it has as
//! many values and as many gaps, and tells nothing. What a shadow contributes is what the search for splits makes of
//! noise, in the very trees in which the inputs compete: shuffled labels would set a higher bar, because nothing else is
//! there to be learned from them. An input that contributes less in the mean than its shadow does in any run is noise.
//!
//! Source: M. Kursa and W. Rudnicki, *Feature selection with the Boruta package*, 2010. Their bar is the best of all
//! shadows, and finds what is surely relevant. Ours is the least of each input's own, and leaves out what is surely not:
//! many inputs that tell a little each are worth more to boosted trees than the noise costs that is kept with them. The
//! `README.md` has the figures.
//!
//! The importance is the mean absolute TreeSHAP contribution over the clients that were learned from. It is the
//! figure that a release publishes, in log-odds; and it costs little: `scoring` explains a client in microseconds,
//! so that nearly all of the time goes to growing the trees, as it would with the gain of their splits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use progress::{Progress, Silent};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use scoring::Scorer;

use crate::boosted::{BoostedTrees, TreeSettings};
use crate::cross_validation::{self, Growth, Part, STEP};
use crate::error::FitError;
use crate::folds;
use crate::input::Input;
use crate::paired::Plan;
use crate::sample::Sample;
use crate::trainer::Trainer;

/// How often the trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Runs {
    /// Times, each with other draws and other shadows.
    pub times: usize,
    /// How long they grow.
    pub growth: Growth,
    /// The trees; their `threads` and `seed` are the plan's.
    pub trees: TreeSettings,
}

impl Default for Runs {
    fn default() -> Self {
        Self { times: 3, growth: Growth { most_rounds: 300, patience: 50 }, trees: TreeSettings::default() }
    }
}

/// Runs on more values than this are worked on one after the other: each holds its own.
const SIDE_BY_SIDE: usize = 50_000_000;

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
    /// Its mean absolute contribution to the margin, in the mean over the runs.
    pub real: f64,
    /// The least that its shadow contributes in a run.
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
    progress.begin("importance of the features", runs.times as u64);
    let trees = TreeSettings { threads: plan.threads.get(), seed, ..runs.trees };
    let rounds = rounds(sample, rows, &trees, runs.growth)?;
    let found = all_grown(sample, rows, &trees, rounds, runs.times, progress)?;
    let width = sample.inputs.len();
    let inputs = (0..width).map(|input| Importance {
        real: found.iter().map(|run| run[input]).sum::<f64>() / found.len() as f64,
        null: found.iter().map(|run| run[width + input]).fold(f64::INFINITY, f64::min),
    });
    progress.end(&format!(
        "importance of the features: {} runs beside their shadows, {rounds} rounds each",
        runs.times
    ));
    Ok(Importances { inputs: inputs.collect(), rounds })
}

/// The clients at `rows` on each input and, behind them all, on its shadow.
fn shadowed(sample: &Sample, rows: &[usize], seed: u64) -> Sample {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let width = sample.inputs.len();
    let mut values = vec![0.0; rows.len() * 2 * width];
    for (own, &row) in values.chunks_exact_mut(2 * width).zip(rows) {
        own[..width].copy_from_slice(sample.row(row));
    }
    for input in 0..width {
        let mut dealt: Vec<f32> = rows.iter().map(|&row| sample.row(row)[input]).collect();
        folds::shuffle(&mut dealt, &mut random);
        let shadows = values.chunks_exact_mut(2 * width).map(|own| &mut own[width + input]);
        shadows.zip(dealt).for_each(|(shadow, value)| *shadow = value);
    }
    // No feature has such a name.
    let shadow = |input: &Input| Input::named(&format!("shadow of {}", input.name()));
    Sample {
        inputs: sample.inputs.iter().cloned().chain(sample.inputs.iter().map(shadow)).collect(),
        columns: (0..2 * width).collect(),
        values: Arc::new(values),
        labels: sample.labels_of(rows),
    }
}

/// The best number of rounds for one fifth of the clients, learned from the rest.
fn rounds(sample: &Sample, rows: &[usize], trees: &TreeSettings, growth: Growth) -> Result<usize, FitError> {
    let mut fold = folds::stratified(&sample.labels_of(rows), 5, trees.seed).swap_remove(0);
    for position in fold.learn.iter_mut().chain(&mut fold.held_out) {
        *position = rows[*position];
    }
    let trainer = BoostedTrees::new(sample, trees)?;
    let part = Part { trainer: &trainer, sample, fold: &fold };
    Ok(cross_validation::grow_together("", &[part], growth, &Silent)?.rounds)
}

/// The importances of the inputs and of their shadows in each run.
///
/// Runs are worked on side by side: on a few thousand clients one ensemble does not keep two threads busy.
fn all_grown(
    sample: &Sample,
    rows: &[usize],
    trees: &TreeSettings,
    rounds: usize,
    times: usize,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, FitError> {
    let together = rows.len() * 2 * sample.inputs.len() <= SIDE_BY_SIDE;
    let workers = if together { trees.threads.min(times).max(1) } else { 1 };
    let threads = trees.threads / workers;
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let work = |sender: &mpsc::Sender<_>| {
        loop {
            let run = next.fetch_add(1, Ordering::Relaxed);
            if run >= times {
                break;
            }
            let seed = trees.seed.wrapping_add(run as u64);
            let trees = TreeSettings { threads, seed, ..*trees };
            // Nobody listens any more once a run has failed.
            if sender.send((run, grown(&shadowed(sample, rows, seed), &trees, rounds))).is_err() {
                break;
            }
        }
    };
    let mut found = vec![Vec::new(); times];
    thread::scope(|scope| {
        for _ in 0..workers {
            let sender = sender.clone();
            scope.spawn(move || work(&sender));
        }
        drop(sender);
        for (done, (run, importances)) in receiver.into_iter().enumerate() {
            found[run] = importances?;
            progress.advance(done as u64 + 1);
        }
        Ok(found)
    })
}

/// The importances of the inputs of a sample, all of whose clients are learned from.
fn grown(sample: &Sample, trees: &TreeSettings, rounds: usize) -> Result<Vec<f64>, FitError> {
    let trainer = BoostedTrees::new(sample, trees)?;
    let everyone: Vec<usize> = (0..sample.len()).collect();
    let mut ensemble = trainer.start(&everyone, &[])?;
    for start in (0..rounds).step_by(STEP) {
        ensemble.grow(STEP.min(rounds - start))?;
    }
    let scorer = Scorer::from_xgboost(&ensemble.xgboost_json()?)?;
    let mut sums = vec![0.0; sample.inputs.len()];
    let mut contributions = vec![0.0; sample.inputs.len()];
    for row in 0..sample.len() {
        scorer.contributions(sample.row(row), &mut contributions);
        sums.iter_mut().zip(&contributions).for_each(|(sum, contribution)| *sum += contribution.abs());
    }
    sums.iter_mut().for_each(|sum| *sum /= sample.len() as f64);
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;

    /// A number in [0, 1), in a pattern that repeats after a prime number of clients.
    fn uniform(client: usize, factor: usize, prime: usize) -> f32 {
        (client * factor % prime) as f32 / prime as f32
    }

    /// The first input tells who defaults among the first 1,200 clients, the second among the others; the third is
    /// noise, the fourth says the same of all.
    fn sample() -> Sample {
        let tells = |client: usize| (uniform(client, 7_919, 1_009), uniform(client, 104_729, 997));
        let row = |client| {
            let (first, second) = tells(client);
            [first, second, uniform(client, 31_337, 887), 1.0]
        };
        let defaulted = |client| {
            let (first, second) = tells(client);
            uniform(client, 15_485_863, 1_013) < 0.5 * if client < 1_200 { first } else { second }
        };
        Sample {
            inputs: ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "AMT_CREDIT"].map(Input::named).to_vec(),
            columns: (0..4).collect(),
            values: Arc::new((0..2_400).flat_map(row).collect()),
            labels: (0..2_400).map(defaulted).collect(),
        }
    }

    fn measured(sample: &Sample, rows: std::ops::Range<usize>, threads: usize) -> Importances {
        let plan = Plan { threads: NonZeroUsize::new(threads).unwrap(), ..Plan::default() };
        measure(sample, &rows.collect::<Vec<_>>(), &plan, &Runs::default(), 42, &Silent).unwrap()
    }

    #[test]
    fn what_tells_stands_far_above_its_shadow_and_noise_does_not() {
        let sample = sample();
        for (rows, tells) in [(0..1_200, 0), (1_200..2_400, 1)] {
            let found = measured(&sample, rows, 2).inputs;
            assert_eq!((found[3].real, found[3].null), (0.0, 0.0), "a constant contributes nothing");
            for (input, found) in found[..3].iter().enumerate() {
                assert!(found.null > 0.0, "{input}: {found:?}");
                assert_eq!(found.real > 3.0 * found.null, input == tells, "{input}: {found:?}");
            }
        }
    }

    #[test]
    fn a_shadow_has_the_values_of_its_input_and_other_clients() {
        let sample = sample();
        let rows: Vec<usize> = (600..1_800).collect();
        let shadowed = shadowed(&sample, &rows, 7);
        for input in 0..4 {
            let values = |at: usize| -> Vec<f32> { (0..1_200).map(|row| shadowed.row(row)[at]).collect() };
            let (own, shadow) = (values(input), values(4 + input));
            let expected: Vec<f32> = rows.iter().map(|&row| sample.row(row)[input]).collect();
            assert_eq!(own, expected);
            assert_eq!(own != shadow, input < 3, "the constant alone stays as it is");
            let sorted = |mut values: Vec<f32>| {
                values.sort_by(f32::total_cmp);
                values
            };
            assert_eq!(sorted(own), sorted(shadow));
        }
        assert_eq!(shadowed.labels, sample.labels_of(&rows));
    }

    #[test]
    fn only_the_given_clients_have_a_say_and_threads_have_none() {
        let sample = sample();
        let mut labels = sample.labels.clone();
        labels[1_200..].iter_mut().for_each(|label| *label = !*label);
        let found = measured(&sample, 0..1_200, 3);
        assert_eq!(found, measured(&Sample { labels, ..sample.clone() }, 0..1_200, 1));
    }
}
