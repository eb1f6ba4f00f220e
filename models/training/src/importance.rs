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
use crate::paired::Plan;
use crate::sample::Sample;
use crate::trainer::Trainer;

/// How often the trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Runs {
    /// Times on the real labels, each with other draws.
    pub real: usize,
    /// Times on shuffled labels.
    pub null: usize,
    /// How long they grow.
    pub growth: Growth,
    /// The trees; their `threads` and `seed` are the plan's.
    pub trees: TreeSettings,
}

impl Default for Runs {
    fn default() -> Self {
        // Deeper and held back less than trees that are served: in few rounds each input gets its say.
        let trees = TreeSettings {
            depth: 6,
            subsample: 0.8,
            colsample: 0.5,
            least_inputs: 0,
            lambda: 5.0,
            min_child_weight: 8.0,
            ..TreeSettings::default()
        };
        Self { real: 3, null: 5, growth: Growth { most_rounds: 200, patience: 50 }, trees }
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
    let trees = TreeSettings { threads: plan.threads.get(), seed, ..runs.trees };
    let rounds = rounds(sample, rows, &trees, runs.growth)?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let samples: Vec<Sample> = (0..runs.real + runs.null)
        .map(|run| if run < runs.real { sample.clone() } else { shuffled(sample, rows, &mut random) })
        .collect();
    let found = all_grown(&samples, rows, &trees, rounds, progress)?;
    let (real, null) = found.split_at(runs.real);
    let inputs = (0..sample.inputs.len()).map(|input| Importance {
        real: real.iter().map(|run| run[input]).sum::<f64>() / real.len() as f64,
        null: null.iter().map(|run| run[input]).fold(0.0, f64::max),
    });
    progress.end(&format!(
        "importance of the features: {} runs on the labels and {} on shuffled ones, {rounds} rounds each",
        runs.real, runs.null
    ));
    Ok(Importances { inputs: inputs.collect(), rounds })
}

/// The sample with the labels of the clients at `rows` shuffled among them.
fn shuffled(sample: &Sample, rows: &[usize], random: &mut ChaCha8Rng) -> Sample {
    let mut shuffled = sample.labels_of(rows);
    folds::shuffle(&mut shuffled, random);
    let mut labels = sample.labels.clone();
    rows.iter().zip(shuffled).for_each(|(&row, label)| labels[row] = label);
    sample.relabelled(labels)
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

/// The importances of the inputs on each of the samples.
///
/// Samples are worked on side by side: on a few thousand clients one ensemble does not keep two threads busy.
fn all_grown(
    samples: &[Sample],
    rows: &[usize],
    trees: &TreeSettings,
    rounds: usize,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, FitError> {
    let workers = trees.threads.min(samples.len()).max(1);
    let threads = trees.threads / workers;
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let work = |sender: &mpsc::Sender<_>| {
        loop {
            let run = next.fetch_add(1, Ordering::Relaxed);
            let Some(sample) = samples.get(run) else { break };
            let trees = TreeSettings { threads, seed: trees.seed.wrapping_add(run as u64), ..*trees };
            // Nobody listens any more once a run has failed.
            if sender.send((run, grown(sample, rows, &trees, rounds))).is_err() {
                break;
            }
        }
    };
    let mut found = vec![Vec::new(); samples.len()];
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

fn grown(sample: &Sample, rows: &[usize], trees: &TreeSettings, rounds: usize) -> Result<Vec<f64>, FitError> {
    let trainer = BoostedTrees::new(sample, trees)?;
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

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::sync::Arc;

    use super::*;
    use crate::input::Input;

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
    fn what_tells_stands_above_its_null_and_noise_does_not() {
        let sample = sample();
        for (rows, tells) in [(0..1_200, 0), (1_200..2_400, 1)] {
            let found = measured(&sample, rows, 2).inputs;
            assert_eq!((found[3].real, found[3].null), (0.0, 0.0), "a constant contributes nothing");
            for (input, found) in found[..3].iter().enumerate() {
                assert!(found.null > 0.0, "{input}: {found:?}");
                assert_eq!(found.real > found.null, input == tells, "{input}: {found:?}");
            }
        }
    }

    #[test]
    fn only_the_given_clients_have_a_say_and_threads_have_none() {
        let sample = sample();
        let mut labels = sample.labels.clone();
        labels[1_200..].iter_mut().for_each(|label| *label = !*label);
        let found = measured(&sample, 0..1_200, 3);
        assert_eq!(found, measured(&sample.relabelled(labels), 0..1_200, 1));
    }
}
