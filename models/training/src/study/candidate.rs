//! A family of models that was cross-validated.

use std::time::Instant;

use scoring::release::{Calibration, PointsScale};

use super::Context;
use crate::boosted::TreeSettings;
use crate::calibration::{self, calibrated};
use crate::cross_validation::{self, CrossValidated};
use crate::error::FitError;
use crate::evaluation::{Evaluation, evaluate, paired_difference};
use crate::evidence::figure::Paired;
use crate::ground::Ground;
use crate::trainer::Library;

/// Out-of-fold predictions of one family, and their figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The figures after calibration.
    pub evaluation: Evaluation,
    /// The margins of each client, before calibration.
    pub margins: Vec<f64>,
    /// From margins to log-odds.
    pub calibration: Calibration,
    /// Calibrated log-odds.
    pub log_odds: Vec<f64>,
    /// The rounds of an ensemble; 0 of what is none.
    pub rounds: usize,
    /// Seconds that all folds took.
    pub seconds: f64,
}

impl Candidate {
    /// Cross-validates boosted trees on the folds of a ground.
    pub(super) fn grown(
        context: &Context<'_>,
        ground: &Ground,
        library: Library,
        trees: &TreeSettings,
        name: &str,
    ) -> Result<Self, FitError> {
        let start = Instant::now();
        let trainer = library.trainer(&ground.sample, trees)?;
        let trainers = ground.trainers(&|sample| library.trainer(sample, trees))?;
        let parts = ground.parts(&*trainer, &trainers);
        let CrossValidated { margins, rounds, .. } =
            cross_validation::grow_together(name, &parts, context.settings.growth, context.progress)?;
        let seconds = start.elapsed().as_secs_f64();
        Ok(Self { rounds, ..Self::of(context, trainer.name(), margins, seconds)? })
    }

    /// The figures of margins that were predicted out of fold.
    pub(super) fn of(
        context: &Context<'_>,
        name: &'static str,
        margins: Vec<f64>,
        seconds: f64,
    ) -> Result<Self, FitError> {
        let calibration = calibration::platt(name, &margins, &context.ground.sample.labels)?;
        Ok(Self::calibrated(context, name, calibration, margins, seconds))
    }

    /// The same with a calibration that is known.
    pub(super) fn calibrated(
        context: &Context<'_>,
        name: &'static str,
        calibration: Calibration,
        margins: Vec<f64>,
        seconds: f64,
    ) -> Self {
        let Ground { sample, folds, .. } = context.ground;
        let log_odds = calibrated(calibration, &margins);
        let scale = PointsScale::default();
        let evaluation =
            evaluate(name, &log_odds, &sample.labels, folds, context.settings.cost_ratio, &scale);
        Self { evaluation, margins, calibration, log_odds, rounds: 0, seconds }
    }

    /// AUC minus another's, paired by fold.
    pub fn against(&self, other: &Self) -> Paired {
        let (difference, standard_error) = paired_difference(&self.evaluation, &other.evaluation);
        Paired { difference, standard_error }
    }
}
