//! From a feature folder to a model that can be released.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use matrix::FeatureFolder;
use progress::Progress;
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Score, Scorer, ScoringModel};

use crate::audit;
use crate::boosted::TreeSettings;
use crate::bootstrap::Bootstrap;
use crate::calibration::{self, calibrated, settled};
use crate::cross_validation::{self, Growth, STEP};
use crate::error::FitError;
use crate::evaluation::{Evaluation, evaluate, points, typed};
use crate::evidence::{Report, Study};
use crate::folds::Fold;
use crate::ground::Ground;
use crate::logistic;
use crate::population;
use crate::repeated::{self, First};
use crate::report;
use crate::sample::Sample;
use crate::selection::Selection;
use crate::threshold::{self, Costs};
use crate::trainer::{Ensemble, Library, Trainer};

/// What a fit is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Folds of the cross-validation, 2 to 20.
    pub folds: usize,
    /// How often it is made, each time with other folds, 1 to 100.
    pub repeats: usize,
    /// Decides the folds and the draws of the trees.
    pub seed: u64,
    /// What a missed default costs, in wrong refusals; 1 to 1000.
    pub cost_ratio: f64,
    /// The cost ratios whose thresholds bound the review band, lower first; 0.7 and 1.4 times `cost_ratio` where none
    /// are given.
    pub review_ratios: Option<[f64; 2]>,
    /// Bootstrap draws behind every interval, 20 to 10,000.
    pub draws: usize,
    /// Worker threads. The result does not depend on it.
    pub threads: NonZeroUsize,
    /// Who grows the trees.
    pub library: Library,
    /// How long the folds grow.
    pub growth: Growth,
    /// The trees; their `threads` and `seed` are those above.
    pub trees: TreeSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folds: 5,
            repeats: 1,
            seed: 42,
            cost_ratio: 10.0,
            review_ratios: None,
            draws: 300,
            threads: NonZeroUsize::MIN,
            library: Library::Hessboost,
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
    /// What was predicted of the labelled clients out of fold.
    pub out_of_fold: Vec<OutOfFold>,
    /// The candidates' figures, the served one first.
    pub evaluations: Vec<Evaluation>,
    /// The figures that matter, by name.
    pub metrics: BTreeMap<String, f64>,
    /// The report. Its `release` is empty: the name is a digest that covers the report itself.
    pub report: Report,
}

/// What was predicted of a client by the model that did not learn from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfFold {
    /// `SK_ID_CURR`.
    pub client: u32,
    /// The fold that held them out, from 0.
    pub fold: usize,
    /// Whether they defaulted.
    pub defaulted: bool,
    /// Calibrated log-odds of default.
    pub log_odds: f64,
}

impl Fitted {
    /// Puts a study into the report, where it is of the same clients, inputs and folds.
    pub fn with_study(mut self, study: Study) -> Result<Self, FitError> {
        let (model, method) = (&self.report.model, &self.report.method);
        study.check_counts(model.labelled_clients, method.inputs)?;
        self.report.study = Some(study);
        Ok(self)
    }
}

/// Cross-validates the candidates, calibrates them, chooses the threshold, and fits the final model on all labelled
/// clients. Every usable feature is an input.
pub fn fit(folder: &FeatureFolder, settings: &Settings, progress: &dyn Progress) -> Result<Fitted, FitError> {
    check(settings)?;
    let ground = Ground::of(folder, None, settings.folds, settings.seed, progress)?;
    fit_on(folder, None, &ground, settings, progress)
}

/// The same with the features of a selection as inputs, as [`Ground::of`] takes them.
pub fn fit_selected(
    folder: &FeatureFolder,
    selection: &Selection,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Fitted, FitError> {
    check(settings)?;
    let ground = Ground::of(folder, Some(selection), settings.folds, settings.seed, progress)?;
    fit_on(folder, Some(selection), &ground, settings, progress)
}

fn fit_on(
    folder: &FeatureFolder,
    selection: Option<&Selection>,
    ground: &Ground,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Fitted, FitError> {
    let Ground { sample, folds, .. } = ground;
    progress.note(&format!(
        "{} clients, {} of them labelled, {} defaults; {} of {} features are inputs",
        folder.ids.len(),
        sample.len(),
        sample.defaults(),
        sample.inputs.len(),
        folder.set.features.len()
    ));
    let scale = PointsScale::default();
    let judge =
        |name, log_odds: &[f64]| evaluate(name, log_odds, &sample.labels, folds, settings.cost_ratio, &scale);

    let tree_settings =
        TreeSettings { threads: settings.threads.get(), seed: settings.seed, ..settings.trees };
    let trainer = settings.library.trainer(sample, &tree_settings)?;
    let trainers = ground.trainers(&|sample| settings.library.trainer(sample, &tree_settings))?;
    let parts = ground.parts(&*trainer, &trainers);
    let boosted = cross_validation::grow_together("cross-validation", &parts, settings.growth, progress)?;
    let calibration = calibration::platt(trainer.name(), &boosted.margins, &sample.labels)?;
    let log_odds = calibrated(calibration, &boosted.margins);

    let baseline = logistic::out_of_fold(&ground.learning(), progress)?;
    let baseline_calibration = calibration::platt(logistic::NAME, &baseline, &sample.labels)?;
    let evaluations = vec![
        judge(trainer.name(), &log_odds),
        judge(logistic::NAME, &calibrated(baseline_calibration, &baseline)),
        judge(CONSTANT, &base_rates(sample, folds)),
    ];

    let first =
        First { ground, log_odds: &log_odds, rounds: boosted.rounds, threshold: evaluations[0].threshold };
    let repeated = repeated::measure(folder, selection, &first, settings, &scale, progress)?;

    let points = points(&typed(&log_odds), &scale);
    let costs = Costs::of(&points, &sample.labels, settings.cost_ratio);
    let review = settings.review_ratios.unwrap_or_else(|| threshold::review_ratios(settings.cost_ratio));
    let rule = threshold::rule(settings.cost_ratio, review, evaluations[0].threshold, &scale);

    let ensemble = grow_final(&*trainer, sample, boosted.rounds, progress)?;
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

    let stability = population::stability(folder, sample, &model, settings.seed);
    let groupings = audit::groupings(folder);
    let outcome = report::Outcome {
        folder,
        sample,
        evaluations: &evaluations,
        log_odds: &log_odds,
        points: &points,
        costs: &costs,
        calibration,
        rule,
        review,
        scale,
        importance: &population.importance,
        scores: &population.scores,
        model: &model,
        groupings: &groupings,
        stability,
        settings,
        trees: tree_settings,
        rounds: boosted.rounds,
        selected: ground.selected,
        bootstrap: Bootstrap { draws: settings.draws, seed: settings.seed, threads: settings.threads },
    };
    progress.begin("figures with their intervals", settings.draws as u64);
    let report = Report { repeated, ..report::report(&outcome) };
    progress.end(&format!("figures with their intervals: {} bootstrap draws", settings.draws));
    let mut metrics = report::metrics(&outcome);
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
        out_of_fold: out_of_fold(folder, ground, &log_odds),
        evaluations,
        metrics,
        report,
    })
}

/// The name of the candidate that knows the share of defaults and nothing else.
pub(crate) const CONSTANT: &str = "constant";

fn check(settings: &Settings) -> Result<(), FitError> {
    if !(2..=20).contains(&settings.folds) {
        return Err(FitError::Folds(settings.folds));
    }
    if !(1..=100).contains(&settings.repeats) {
        return Err(FitError::Repeats(settings.repeats));
    }
    if !(1.0..=1000.0).contains(&settings.cost_ratio) {
        return Err(FitError::CostRatio(settings.cost_ratio));
    }
    if let Some(review) = settings.review_ratios
        && !(review[0] > 0.0 && review[0] <= settings.cost_ratio && settings.cost_ratio <= review[1])
    {
        return Err(FitError::ReviewRatios { review, ratio: settings.cost_ratio });
    }
    if !(20..=10_000).contains(&settings.draws) {
        return Err(FitError::Draws(settings.draws));
    }
    Ok(())
}

fn out_of_fold(folder: &FeatureFolder, ground: &Ground, log_odds: &[f64]) -> Vec<OutOfFold> {
    let mut fold_of = vec![0; ground.sample.len()];
    for (number, fold) in ground.folds.iter().enumerate() {
        fold.held_out.iter().for_each(|&row| fold_of[row] = number);
    }
    let labelled = (0..folder.ids.len()).filter(|&row| !folder.target[row].is_nan());
    let client = |(at, row): (usize, usize)| OutOfFold {
        client: folder.ids[row],
        fold: fold_of[at],
        defaulted: ground.sample.labels[at],
        log_odds: log_odds[at],
    };
    labelled.enumerate().map(client).collect()
}

/// For each client, the log-odds of default among those whom their fold learns from.
pub(crate) fn base_rates(sample: &Sample, folds: &[Fold]) -> Vec<f64> {
    let mut log_odds = vec![f64::NAN; sample.len()];
    for fold in folds {
        let labels = sample.labels_of(&fold.learn);
        let defaults = labels.iter().filter(|&&defaulted| defaulted).count() as f64;
        let fold_log_odds = (defaults / (labels.len() as f64 - defaults)).ln();
        fold.held_out.iter().for_each(|&row| log_odds[row] = fold_log_odds);
    }
    log_odds
}

pub(crate) fn grow_final<'a>(
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
