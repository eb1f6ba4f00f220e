//! Ways of treating the rare class, and what they do to ranking and to calibration.
//!
//! All grow as many rounds as the served model: class weights and oversampling make the held-out loss useless for
//! stopping, since they predict too much risk from the first round on.

use std::time::Instant;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::Context;
use super::candidate::Candidate;
use crate::boosted::TreeSettings;
use crate::calibration::IDENTITY;
use crate::cross_validation;
use crate::error::FitError;
use crate::evidence::Imbalance;
use crate::folds;
use crate::sample::Sample;
use crate::trainer::{Ensemble, Library, Trainer};

/// Compares the treatments: none, class weights, oversampling.
pub(super) fn compare(context: &Context<'_>, served: &Candidate) -> Result<Vec<Imbalance>, FitError> {
    let labels = &context.ground.sample.labels;
    let defaults = context.ground.sample.defaults() as f64;
    let weight = (labels.len() as f64 - defaults) / defaults;
    let weights = TreeSettings { default_weight: weight, ..context.trees() };
    let weighted = grown(context, served.rounds, "class weights", &weights, None)?;
    let repeated = grown(context, served.rounds, "oversampling", &context.trees(), Some(labels))?;
    Ok(vec![
        told(context, "none", served, None),
        told(context, "class_weights", &weighted, Some(served)),
        told(context, "oversampling", &repeated, Some(served)),
    ])
}

fn told(
    context: &Context<'_>,
    treatment: &str,
    candidate: &Candidate,
    none: Option<&Candidate>,
) -> Imbalance {
    let name = candidate.evaluation.name;
    let raw = Candidate::calibrated(context, name, IDENTITY, candidate.margins.clone(), 0.0).evaluation;
    let clients: usize = raw.bins.iter().map(|bin| bin.clients).sum();
    let predicted = raw.bins.iter().map(|bin| bin.predicted * bin.clients as f64).sum::<f64>();
    let evaluation = &candidate.evaluation;
    Imbalance {
        treatment: treatment.to_owned(),
        auc: evaluation.auc,
        auc_standard_error: evaluation.auc_standard_error,
        against_none: none.map(|none| candidate.against(none)),
        mean_predicted_raw: predicted / clients as f64,
        log_loss_raw: raw.log_loss,
        expected_calibration_error_raw: raw.expected_calibration_error,
        log_loss: evaluation.log_loss,
        expected_calibration_error: evaluation.expected_calibration_error,
        cost_per_client: evaluation.cost_per_client,
        seconds: candidate.seconds,
    }
}

/// Cross-validates a treatment; where there are `labels`, defaulters are repeated.
fn grown(
    context: &Context<'_>,
    rounds: usize,
    name: &str,
    trees: &TreeSettings,
    labels: Option<&[bool]>,
) -> Result<Candidate, FitError> {
    let start = Instant::now();
    let make = |sample: &Sample| -> Result<Box<dyn Trainer>, FitError> {
        let trainer = Library::Hessboost.trainer(sample, trees)?;
        Ok(match labels {
            None => trainer,
            Some(labels) => Box::new(Oversampled { trainer, labels: labels.to_vec(), seed: trees.seed }),
        })
    };
    let trainer = make(&context.ground.sample)?;
    let trainers = context.ground.trainers(&make)?;
    let parts = context.ground.parts(&*trainer, &trainers);
    let margins = cross_validation::grow_for(name, &parts, rounds, context.progress)?;
    let seconds = start.elapsed().as_secs_f64();
    Candidate::of(context, trainer.name(), margins, seconds)
}

/// A trainer that sees defaulters as often as those who repaid.
struct Oversampled {
    trainer: Box<dyn Trainer>,
    labels: Vec<bool>,
    seed: u64,
}

impl Trainer for Oversampled {
    fn name(&self) -> &'static str {
        self.trainer.name()
    }

    fn start<'a>(&'a self, learn: &[usize], held_out: &[usize]) -> Result<Box<dyn Ensemble + 'a>, FitError> {
        self.trainer.start(&balanced(learn, &self.labels, self.seed), held_out)
    }
}

/// The same clients with each defaulter as often as it takes, within one time.
fn balanced(learn: &[usize], labels: &[bool], seed: u64) -> Vec<usize> {
    let (mut defaulters, repayers): (Vec<usize>, Vec<usize>) = learn.iter().partition(|&&row| labels[row]);
    // Who is taken once more than others is drawn.
    folds::shuffle(&mut defaulters, &mut ChaCha8Rng::seed_from_u64(seed));
    let repeated = defaulters.iter().copied().cycle().take(repayers.len().max(defaulters.len()));
    let mut rows: Vec<usize> = repeated.chain(repayers.iter().copied()).collect();
    rows.sort_unstable();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaulters_are_repeated_until_there_are_as_many() {
        let labels: Vec<bool> = (0..100).map(|row| row % 10 == 0).collect();
        let learn: Vec<usize> = (0..50).collect();
        let rows = balanced(&learn, &labels, 1);
        let count = |of: usize| rows.iter().filter(|&&row| row == of).count();
        assert_eq!(rows.len(), 90);
        assert!((0..50).filter(|row| row % 10 != 0).all(|row| count(row) == 1));
        assert_eq!((0..50).step_by(10).map(count).collect::<Vec<_>>(), [9; 5]);
        assert!(rows.iter().all(|&row| row < 50));
    }
}
