//! The final model on all clients of the features: scores, importance, and the check that all three forms of the
//! model agree.

use std::num::NonZeroUsize;

use matrix::FeatureFolder;
use scoring::{Score, Scorer, ScoringModel, Stability, blocks, stability};

use crate::error::FitError;
use crate::sample::Sample;
use crate::trainer::Ensemble;

/// Clients that the training library scores in one go.
const CHUNK: usize = 2_048;
/// How far `scorer.bin` may be from `model.json`, in log-odds: both are sums in 64 bits.
const SAME: f64 = 1e-12;
/// How far the training library may be from them, by log-odd of the margin: it adds up in 32 bits.
const SINGLE_PRECISION: f64 = 2e-5;

/// Clients whose first reason is looked at again with rounded inputs, and how often each.
const ROUNDED: (usize, u32) = (1_000, 20);

/// What the final model says of all clients.
#[derive(Debug, Clone)]
pub struct Population {
    /// In the order of the feature folder.
    pub scores: Vec<Score>,
    /// The mean absolute contribution of each input to the log-odds.
    pub importance: Vec<f64>,
}

/// Scores and explains every client, with the model as the functions will load it.
pub fn describe(
    folder: &FeatureFolder,
    sample: &Sample,
    model: &ScoringModel,
    threads: NonZeroUsize,
) -> Population {
    let clients = folder.ids.len();
    let parts = blocks::map(clients, threads, |block, workspace| {
        let mut scores = Vec::with_capacity(block.len());
        let mut sums = vec![0.0; sample.inputs.len()];
        let (mut row, mut contributions) = (Vec::new(), vec![0.0; sample.inputs.len()]);
        for client in block {
            sample.gather(folder.row(client), &mut row);
            scores.push(model.score(&row));
            model.scorer().contributions_with(&row, &mut contributions, workspace);
            sums.iter_mut().zip(&contributions).for_each(|(sum, contribution)| *sum += contribution.abs());
        }
        (scores, sums)
    });
    let mut population =
        Population { scores: Vec::with_capacity(clients), importance: vec![0.0; sample.inputs.len()] };
    for (scores, sums) in parts {
        population.scores.extend(scores);
        population.importance.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
    }
    let slope = model.calibration().slope;
    population.importance.iter_mut().for_each(|total| *total *= slope / clients as f64);
    population
}

/// How often the first reason stands when a client's inputs are rounded, for clients at even distances.
///
/// Only the inputs are at hand here, not the records that they follow from: each is moved on its own, which asks more
/// than rounding does.
pub fn stability(folder: &FeatureFolder, sample: &Sample, model: &ScoringModel, seed: u64) -> Stability {
    let (most, draws) = ROUNDED;
    let count = folder.ids.len().min(most);
    let row = |index: usize| {
        let mut row = Vec::new();
        sample.gather(folder.row(index * folder.ids.len() / count), &mut row);
        row
    };
    let rows: Vec<Vec<f32>> = (0..count).map(row).collect();
    stability::of_rows(model, rows.iter().map(Vec::as_slice), draws, seed)
}

/// Checks on every client that `model.json` as `scoring` reads it, `scorer.bin` (whose margins are in `scores`) and
/// the ensemble that was grown give the same margin.
pub fn check(
    folder: &FeatureFolder,
    sample: &Sample,
    ensemble: &dyn Ensemble,
    rounds: usize,
    from_json: &Scorer,
    scores: &[Score],
) -> Result<(), FitError> {
    let mut row = Vec::new();
    for start in (0..folder.ids.len()).step_by(CHUNK) {
        let end = (start + CHUNK).min(folder.ids.len());
        let mut rows = Vec::with_capacity((end - start) * sample.inputs.len());
        for client in start..end {
            sample.gather(folder.row(client), &mut row);
            rows.extend_from_slice(&row);
        }
        let grown = ensemble.margins(&rows, rounds)?;
        for (position, row) in rows.chunks_exact(sample.inputs.len()).enumerate() {
            let client = start + position;
            let (json, served) = (from_json.margin(row), scores[client].margin);
            let tolerance = SINGLE_PRECISION * (1.0 + json.abs());
            for (right, right_margin, tolerance) in
                [("scorer.bin", served, SAME), ("the training library", grown[position], tolerance)]
            {
                // Written so that NaN disagrees too.
                if !((json - right_margin).abs() <= tolerance) {
                    return Err(FitError::Disagreement {
                        client: folder.ids[client],
                        left: "model.json",
                        left_margin: json,
                        right,
                        right_margin,
                    });
                }
            }
        }
    }
    Ok(())
}
