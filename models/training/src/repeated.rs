//! The cross-validation again, with the clients dealt to other folds: how much of a figure is the luck of the deal.
//!
//! The first repeat is the fit itself. Each of the others is worked out in the same way with the next seed: its own rounds,
//! calibration and threshold. A client is one row, so that in no repeat is one on both sides.

use matrix::FeatureFolder;
use progress::{Progress, Silent};
use scoring::Points;
use scoring::release::PointsScale;

use crate::boosted::TreeSettings;
use crate::calibration::{self, calibrated};
use crate::cross_validation;
use crate::error::FitError;
use crate::evaluation::{points, typed};
use crate::evidence::Repeated;
use crate::fit::Settings;
use crate::ground::Ground;
use crate::paired::Figure;
use crate::quality::{self, Predictions, Rule};
use crate::selection::Selection;
use crate::threshold::Costs;

/// What the fit's own cross-validation came to.
#[derive(Debug, Clone, Copy)]
pub struct First<'a> {
    /// Its clients, inputs and folds.
    pub ground: &'a Ground,
    /// Calibrated log-odds, out of fold.
    pub log_odds: &'a [f64],
    /// Its best number of rounds.
    pub rounds: usize,
    /// Its threshold.
    pub threshold: Points,
}

/// Repeats the cross-validation as often as the settings say; `None` where that is once.
pub fn measure(
    folder: &FeatureFolder,
    selection: Option<&Selection>,
    first: &First<'_>,
    settings: &Settings,
    scale: &PointsScale,
    progress: &dyn Progress,
) -> Result<Option<Repeated>, FitError> {
    if settings.repeats == 1 {
        return Ok(None);
    }
    let mut rounds = vec![first.rounds as u32];
    let mut by_fold = figures(first.ground, first.log_odds, Some(first.threshold), settings, scale);
    for repeat in 1..settings.repeats {
        let Settings { folds, seed, library, .. } = *settings;
        let ground = Ground::repeated(folder, selection, folds, seed, repeat, &Silent)?;
        let trees = TreeSettings {
            threads: settings.threads.get(),
            seed: seed.wrapping_add(repeat as u64),
            ..settings.trees
        };
        let trainer = library.trainer(&ground.sample, &trees)?;
        let trainers = ground.trainers(&|sample| library.trainer(sample, &trees))?;
        let parts = ground.parts(&*trainer, &trainers);
        let name = format!("cross-validation, repeat {}", repeat + 1);
        let grown = cross_validation::grow_together(&name, &parts, settings.growth, progress)?;
        let calibration = calibration::platt(trainer.name(), &grown.margins, &ground.sample.labels)?;
        let log_odds = calibrated(calibration, &grown.margins);
        by_fold.extend(figures(&ground, &log_odds, None, settings, scale));
        rounds.push(grown.rounds as u32);
    }
    let figure = |at: usize| {
        let of_folds: Vec<f64> = by_fold.iter().map(|figures| figures[at]).collect();
        Figure::of(&of_folds, settings.folds)
    };
    Ok(Some(Repeated {
        repeats: settings.repeats as u32,
        folds: settings.folds as u32,
        rounds,
        auc: figure(0),
        gini: figure(1),
        kolmogorov_smirnov: figure(2),
        average_precision: figure(3),
        log_loss: figure(4),
        brier: figure(5),
        expected_calibration_error: figure(6),
        lift_top_decile: figure(7),
        cost_per_client: figure(8),
    }))
}

/// The figures of each fold of a repeat, at the given threshold, or at the cheapest one.
fn figures(
    ground: &Ground,
    log_odds: &[f64],
    threshold: Option<Points>,
    settings: &Settings,
    scale: &PointsScale,
) -> Vec<[f64; 9]> {
    let labels = &ground.sample.labels;
    let log_odds = typed(log_odds);
    let points = points(&log_odds, scale);
    let ratio = settings.cost_ratio;
    let threshold = threshold.unwrap_or_else(|| Costs::of(&points, labels, ratio).cheapest(scale));
    let predictions = Predictions { log_odds: &log_odds, points: &points, labels };
    quality::by_fold(&predictions, &Rule { ratio, threshold, scale }, &ground.folds)
}
