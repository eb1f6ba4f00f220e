//! From a feature folder to a model that can be released.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use api::ModelReport;
use matrix::FeatureFolder;
use progress::Progress;
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Score, Scorer, ScoringModel};

use crate::calibration::{self, calibrated, settled};
use crate::cross_validation::{self, Growth, Part, STEP};
use crate::error::FitError;
use crate::evaluation::{Evaluation, evaluate, points, typed};
use crate::folds::{self, Fold};
use crate::logistic;
use crate::population;
use crate::report;
use crate::sample::Sample;
use crate::screen::Screen;
use crate::selection::Selection;
use crate::symmetric::{SymmetricTrees, TreeSettings};
use crate::threshold::{self, Costs};
use crate::trainer::{Ensemble, Trainer};

/// What a fit is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Folds of the cross-validation, 2 to 20.
    pub folds: usize,
    /// Decides the folds and the draws of the trees.
    pub seed: u64,
    /// What a missed default costs, in wrong refusals; 1 to 1000.
    pub cost_ratio: f64,
    /// Worker threads. The result does not depend on it.
    pub threads: NonZeroUsize,
    /// How long the folds grow.
    pub growth: Growth,
    /// The trees; their `threads` and `seed` are those above.
    pub trees: TreeSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folds: 5,
            seed: 42,
            cost_ratio: 10.0,
            threads: NonZeroUsize::MIN,
            growth: Growth::default(),
            trees: TreeSettings::default(),
        }
    }
}

/// A model with all that its release says of it.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The model's inputs, in its order.
    pub inputs: Vec<String>,
    /// The model in `XGBoost`'s JSON format.
    pub model_json: Vec<u8>,
    /// The same model laid out for the functions.
    pub scorer: Vec<u8>,
    /// From margin to log-odds.
    pub calibration: Calibration,
    /// From log-odds to points.
    pub scale: PointsScale,
    /// From points to a decision.
    pub rule: DecisionRule,
    /// The mean absolute contribution of each input to the log-odds, over all clients.
    pub importance: Vec<f64>,
    /// The score of every client, in the order of the feature folder.
    pub scores: Vec<Score>,
    /// The candidates' figures, the served one first.
    pub evaluations: Vec<Evaluation>,
    /// The figures that matter, by name.
    pub metrics: BTreeMap<String, f64>,
    /// The report, whose `release` is still to be filled in.
    pub report: ModelReport,
}

/// Cross-validates the candidates, calibrates them, chooses the threshold, and fits the final model on all labelled
/// clients. Every usable feature is an input.
pub fn fit(folder: &FeatureFolder, settings: &Settings, progress: &dyn Progress) -> Result<Fitted, FitError> {
    check(settings)?;
    fit_on(folder, &Sample::of(folder)?, &[], settings, progress)
}

/// The same with the features of a selection as inputs.
///
/// A selection that was made of the same clients has seen the outcomes of those whom the folds hold out. So each fold
/// learns from the features that were selected by its learning clients alone: calibration, threshold and all figures
/// are those of selecting and fitting together, as they will be for new clients. The folds must be the selection's.
pub fn fit_selected(
    folder: &FeatureFolder,
    selection: &Selection,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Fitted, FitError> {
    check(settings)?;
    let screen = Screen::of(folder)?;
    let sample = Sample::chosen(folder, &screen, Some(selection))?;
    if selection.source != folder.set.source || selection.labelled_clients as usize != sample.len() {
        let source = &selection.source.description;
        progress.note(&format!("note: the features were selected of other data: {source}"));
        return fit_on(folder, &sample, &[], settings, progress);
    }
    let method = &selection.method;
    if (method.folds, method.seed) != (settings.folds, settings.seed) {
        return Err(FitError::SelectionFolds { folds: method.folds, seed: method.seed });
    }
    if selection.selected_in_folds.len() != settings.folds {
        let lists = selection.selected_in_folds.len();
        return Err(FitError::SelectionLists { lists, folds: settings.folds });
    }
    let by_fold = selection.selected_in_folds.iter().map(|names| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Sample::named(folder, &screen, &names)
    });
    let by_fold = by_fold.collect::<Result<Vec<_>, _>>()?;
    progress.note("each fold learns from the features that its own learning clients selected");
    fit_on(folder, &sample, &by_fold, settings, progress)
}

/// Fits on `sample`. `by_fold` has the sample of each fold where they differ in their inputs, and is empty where all are
/// `sample`.
fn fit_on(
    folder: &FeatureFolder,
    sample: &Sample,
    by_fold: &[Sample],
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Fitted, FitError> {
    progress.note(&format!(
        "{} clients, {} of them labelled, {} defaults; {} of {} features are inputs",
        folder.ids.len(),
        sample.len(),
        sample.defaults(),
        sample.inputs.len(),
        folder.set.features.len()
    ));
    let folds = folds::stratified(&sample.labels, settings.folds, settings.seed);
    let scale = PointsScale::default();
    let judge = |name, log_odds: &[f64]| {
        evaluate(name, log_odds, &sample.labels, &folds, settings.cost_ratio, &scale)
    };

    let tree_settings =
        TreeSettings { threads: settings.threads.get(), seed: settings.seed, ..settings.trees };
    let trainer = SymmetricTrees::new(sample, &tree_settings)?;
    let trainers = by_fold.iter().map(|sample| SymmetricTrees::new(sample, &tree_settings));
    let trainers = trainers.collect::<Result<Vec<_>, _>>()?;
    let parts: Vec<Part<'_>> = (folds.iter().enumerate())
        .map(|(number, fold)| Part {
            trainer: trainers.get(number).unwrap_or(&trainer),
            sample: by_fold.get(number).unwrap_or(sample),
            fold,
        })
        .collect();
    let boosted = cross_validation::grow_together("cross-validation", &parts, settings.growth, progress)?;
    let calibration = calibration::platt(trainer.name(), &boosted.margins, &sample.labels)?;
    let log_odds = calibrated(calibration, &boosted.margins);

    let learning: Vec<_> = parts.iter().map(|part| (part.sample, part.fold)).collect();
    let baseline = logistic::out_of_fold(&learning, progress)?;
    let baseline_calibration = calibration::platt(logistic::NAME, &baseline, &sample.labels)?;
    let evaluations = vec![
        judge(trainer.name(), &log_odds),
        judge(logistic::NAME, &calibrated(baseline_calibration, &baseline)),
        judge(CONSTANT, &base_rates(sample, &folds)),
    ];

    let points = points(&typed(&log_odds), &scale);
    let costs = Costs::of(&points, &sample.labels, settings.cost_ratio);
    let rule = threshold::rule(settings.cost_ratio, evaluations[0].threshold, &scale);

    let ensemble = grow_final(&trainer, sample, boosted.rounds, progress)?;
    let model_json = ensemble.xgboost_json()?;
    let from_json = Scorer::from_xgboost(&model_json)?;
    let scorer = from_json.to_bytes();
    let model = ScoringModel::new(Scorer::from_bytes(&scorer)?, calibration, scale, rule)?;

    progress.begin("scores and explanations of all clients", folder.ids.len() as u64);
    let mut population = population::describe(folder, sample, &model, settings.threads);
    population::check(folder, sample, &*ensemble, boosted.rounds, &from_json, &population.scores)?;
    progress
        .end(&format!("{} clients scored; model.json and scorer.bin agree on all of them", folder.ids.len()));
    population.importance.iter_mut().for_each(|importance| *importance = settled(*importance));

    let outcome = report::Outcome {
        folder,
        sample,
        evaluations: &evaluations,
        log_odds: &log_odds,
        points: &points,
        costs: &costs,
        calibration,
        rule,
        scale,
        importance: &population.importance,
    };
    let report = report::model_report(&outcome);
    let mut metrics = report::metrics(&outcome);
    let stability = population::stability(folder, sample, &model, settings.seed);
    let stable = [
        ("first_reason_kept_when_rounded", stability.kept_share()),
        ("first_theme_kept_when_rounded", stability.kept_theme_share()),
    ];
    let known = stable.into_iter().filter_map(|(name, share)| Some((name.to_owned(), settled(share?))));
    metrics.extend(known);
    metrics.insert("rounds".to_owned(), boosted.rounds as f64);
    Ok(Fitted {
        inputs: sample.names(),
        model_json,
        scorer,
        calibration,
        scale,
        rule,
        importance: population.importance,
        scores: population.scores,
        evaluations,
        metrics,
        report,
    })
}

/// The name of the candidate that knows the share of defaults and nothing else.
const CONSTANT: &str = "constant";

fn check(settings: &Settings) -> Result<(), FitError> {
    if !(2..=20).contains(&settings.folds) {
        return Err(FitError::Folds(settings.folds));
    }
    if !(1.0..=1000.0).contains(&settings.cost_ratio) {
        return Err(FitError::CostRatio(settings.cost_ratio));
    }
    Ok(())
}

/// For each client, the log-odds of default among those whom their fold learns from.
fn base_rates(sample: &Sample, folds: &[Fold]) -> Vec<f64> {
    let mut log_odds = vec![f64::NAN; sample.len()];
    for fold in folds {
        let labels = sample.labels_of(&fold.learn);
        let defaults = labels.iter().filter(|&&defaulted| defaulted).count() as f64;
        let fold_log_odds = (defaults / (labels.len() as f64 - defaults)).ln();
        fold.held_out.iter().for_each(|&row| log_odds[row] = fold_log_odds);
    }
    log_odds
}

fn grow_final<'a>(
    trainer: &'a dyn Trainer,
    sample: &Sample,
    rounds: usize,
    progress: &dyn Progress,
) -> Result<Box<dyn Ensemble + 'a>, FitError> {
    progress.begin("final model", rounds as u64);
    let all: Vec<usize> = (0..sample.len()).collect();
    let mut ensemble = trainer.start(&all, &[])?;
    for start in (0..rounds).step_by(STEP) {
        ensemble.grow(STEP.min(rounds - start))?;
        progress.advance((start + STEP).min(rounds) as u64);
    }
    progress.end(&format!("final model: {rounds} rounds on {} clients", sample.len()));
    Ok(ensemble)
}
