//! What is said of a model: for `report.json`, for the manifest, and for people.

use std::collections::BTreeMap;
use std::fmt::Write;

use api::ModelReport;
use api::model::{CalibrationBin, CalibrationReport, CandidateReport, CostReport, ImportanceReport};
use catalogue::Table;
use matrix::{FeatureFolder, SourceKind};
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Decision, Points, Score, ScoringModel, Stability};

use crate::audit::{self, Grouping};
use crate::boosted::{Shape, TreeSettings};
use crate::bootstrap::Bootstrap;
use crate::calibration::settled;
use crate::costing;
use crate::drift::{self, Side};
use crate::evaluation::{Evaluation, paired_difference, typed};
use crate::evidence::{Drift, Method, Report, Rounding, TreeReport};
use crate::fit::{Fitted, Settings};
use crate::metrics;
use crate::quality::{self, Predictions, Rule};
use crate::sample::Sample;
use crate::swarm;
use crate::threshold::{self, Costs};

/// Neighbouring points of a published curve are at least so far apart, along both axes together.
const CURVE_STEP: f64 = 0.01;

/// What there is to report on.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// The features.
    pub folder: &'a FeatureFolder,
    /// What was learned from.
    pub sample: &'a Sample,
    /// The candidates, the served one first.
    pub evaluations: &'a [Evaluation],
    /// The served candidate's calibrated log-odds, out of fold.
    pub log_odds: &'a [f64],
    /// Its points, out of fold.
    pub points: &'a [Points],
    /// What each threshold would have cost.
    pub costs: &'a Costs,
    /// The calibration.
    pub calibration: Calibration,
    /// The rule.
    pub rule: DecisionRule,
    /// The cost ratios that bound the review band.
    pub review: [f64; 2],
    /// The scale.
    pub scale: PointsScale,
    /// Mean absolute contributions to the log-odds.
    pub importance: &'a [f64],
    /// The final model's score of every client of the folder.
    pub scores: &'a [Score],
    /// The final model.
    pub model: &'a ScoringModel,
    /// The labelled clients in groups.
    pub groupings: &'a [Grouping],
    /// The first reason under rounded inputs.
    pub stability: Stability,
    /// What was asked for.
    pub settings: &'a Settings,
    /// The trees as they were grown.
    pub trees: TreeSettings,
    /// Trees of the final model.
    pub rounds: usize,
    /// Whether some usable features are no inputs.
    pub selected: bool,
    /// The draws behind the intervals.
    pub bootstrap: Bootstrap,
}

/// `report.json`.
pub fn report(outcome: &Outcome<'_>) -> Report {
    let Outcome { folder, sample, evaluations, rule, review, scale, model, bootstrap, .. } = *outcome;
    let (labels, points) = (sample.labels.as_slice(), outcome.points);
    let log_odds = typed(outcome.log_odds);
    let predictions = Predictions { log_odds: &log_odds, points, labels };
    let served = &evaluations[0];
    let at = Rule { ratio: rule.cost_ratio, threshold: served.threshold, scale: &scale };
    let measured = quality::measure(&predictions, &at, &served.bins, &bootstrap);
    let inputs = sample.names();
    let rounding = outcome.stability.kept_share().zip(outcome.stability.kept_theme_share());
    Report {
        model: model_report(outcome),
        method: method(outcome),
        cost_evidence: costing::evidence(&predictions, rule, review, &scale, &measured, &bootstrap),
        quality: measured.quality,
        repeated: None,
        precision_recall: thinned(&quality::precision_recall(outcome.log_odds, labels)),
        distribution: quality::distribution(points, labels),
        fairness: audit::audit(outcome.groupings, &predictions, rule, &inputs, &bootstrap),
        beeswarm: swarm::beeswarm(folder, sample, model, outcome.importance),
        rounding: rounding.map(|(first_reason_kept, first_theme_kept)| Rounding {
            clients: outcome.stability.clients as u32,
            first_reason_kept,
            first_theme_kept,
        }),
        drift: drift(outcome),
        study: None,
    }
}

fn method(outcome: &Outcome<'_>) -> Method {
    let Outcome { folder, sample, settings, .. } = *outcome;
    Method {
        model: outcome.evaluations[0].name.to_owned(),
        folds: settings.folds as u32,
        seed: settings.seed,
        draws: settings.draws as u32,
        features: folder.set.features.len() as u32,
        inputs: sample.inputs.len() as u32,
        selected: outcome.selected,
        rounds: outcome.rounds as u32,
        patience: settings.growth.patience as u32,
        trees: trees(&outcome.trees),
    }
}

/// The settings of trees, for a report.
pub fn trees(settings: &TreeSettings) -> TreeReport {
    TreeReport {
        eta: settings.eta,
        depth: settings.depth as u32,
        leaves: match settings.shape {
            Shape::Symmetric => None,
            Shape::LeafWise { leaves } => Some(leaves as u32),
        },
        subsample: settings.subsample,
        colsample: settings.colsample,
        least_inputs: settings.least_inputs as u32,
        lambda: settings.lambda,
        min_child_weight: settings.min_child_weight,
        monotone: settings.monotone,
    }
}

/// The clients whose outcome is unknown against the others, who have their out-of-fold scores.
fn drift(outcome: &Outcome<'_>) -> Option<Drift> {
    let Outcome { folder, sample, .. } = *outcome;
    let (labelled, unlabelled): (Vec<usize>, Vec<usize>) =
        (0..folder.ids.len()).partition(|&row| !folder.target[row].is_nan());
    if unlabelled.is_empty() {
        return None;
    }
    let bin = |points: Points| quality::bin_of(points) as f32;
    let known: Vec<f32> = outcome.points.iter().map(|&points| bin(points)).collect();
    let others: Vec<f32> = unlabelled.iter().map(|&row| bin(outcome.scores[row].points)).collect();
    let of_known = |client: usize, input: usize| folder.row(labelled[client])[sample.columns[input]];
    let of_others = |client: usize, input: usize| folder.row(unlabelled[client])[sample.columns[input]];
    Some(drift::compare(
        &sample.inputs,
        outcome.importance,
        &Side { words: "labelled clients", scores: &known, clients: labelled.len(), value: &of_known },
        &Side {
            words: "clients whose outcome is not known",
            scores: &others,
            clients: unlabelled.len(),
            value: &of_others,
        },
    ))
}

/// What the functions and the dashboard read of a report.
fn model_report(outcome: &Outcome<'_>) -> ModelReport {
    let Outcome { folder, sample, evaluations, scale, .. } = *outcome;
    let source = &folder.set.source;
    let candidates = evaluations.iter().enumerate().map(|(position, evaluation)| CandidateReport {
        name: evaluation.name.to_owned(),
        served: position == 0,
        auc: evaluation.auc,
        auc_standard_error: evaluation.auc_standard_error,
        log_loss: evaluation.log_loss,
        brier: evaluation.brier,
        cost_per_client: evaluation.cost_per_client,
    });
    let absent = Table::HISTORY.iter().filter(|&&table| !source.has(table));
    ModelReport {
        release: String::new(),
        source_kind: match source.kind {
            SourceKind::Synthetic => "synthetic".to_owned(),
            SourceKind::Files => "files".to_owned(),
        },
        source: source.description.clone(),
        labelled_clients: sample.len() as u32,
        defaults: sample.defaults() as u32,
        clients: folder.ids.len() as u32,
        absent_tables: absent.map(|table| table.name().to_owned()).collect(),
        candidates: candidates.collect(),
        calibration: calibration(outcome),
        cost: cost(outcome),
        roc: thinned(&metrics::roc(outcome.log_odds, &sample.labels)),
        importance: importance(sample, outcome.importance, &scale),
    }
}

fn calibration(outcome: &Outcome<'_>) -> CalibrationReport {
    let served = &outcome.evaluations[0];
    let bin = |bin: &metrics::Bin| CalibrationBin {
        predicted: bin.predicted,
        observed: bin.observed,
        clients: bin.clients as u32,
    };
    CalibrationReport {
        slope: outcome.calibration.slope,
        intercept: outcome.calibration.intercept,
        expected_calibration_error: served.expected_calibration_error,
        bins: served.bins.iter().map(bin).collect(),
    }
}

fn cost(outcome: &Outcome<'_>) -> CostReport {
    let Outcome { rule, scale, costs, .. } = *outcome;
    let threshold = outcome.evaluations[0].threshold;
    CostReport {
        ratio: rule.cost_ratio,
        threshold_points: rule.threshold,
        threshold: scale.threshold_log_odds(threshold).probability().get(),
        theoretical_threshold: 1.0 / (1.0 + rule.cost_ratio),
        curve: costs.curve(threshold),
        shares: shares(outcome.points, rule),
    }
}

/// The shares of the clients whom the rule grants, sends to a person, refuses.
fn shares(points: &[Points], rule: DecisionRule) -> [f64; 3] {
    [Decision::Granted, Decision::Review, Decision::Refused].map(|decision| {
        let so_decided = points.iter().filter(|&&points| rule.decide(points) == decision).count();
        so_decided as f64 / points.len() as f64
    })
}

/// A curve with fewer points, its ends among them.
fn thinned(curve: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for (position, &point) in curve.iter().enumerate() {
        let far = kept
            .last()
            .is_none_or(|last| (point[0] - last[0]).abs() + (point[1] - last[1]).abs() >= CURVE_STEP);
        if far || position + 1 == curve.len() {
            kept.push(point);
        }
    }
    kept
}

fn importance(sample: &Sample, log_odds: &[f64], scale: &PointsScale) -> Vec<ImportanceReport> {
    let mut importance: Vec<ImportanceReport> = sample
        .inputs
        .iter()
        .zip(log_odds)
        .map(|(input, log_odds)| ImportanceReport {
            feature: input.name().to_owned(),
            points: log_odds * scale.factor(),
        })
        .collect();
    // A stable sort: features of equal importance stay in the order of the catalogue.
    importance.sort_by(|a, b| b.points.total_cmp(&a.points));
    importance
}

/// The figures that matter, by name, for the manifest.
pub fn metrics(outcome: &Outcome<'_>) -> BTreeMap<String, f64> {
    let served = &outcome.evaluations[0];
    let [granted, review, refused] = shares(outcome.points, outcome.rule);
    let mut metrics = BTreeMap::from([
        ("auc", served.auc),
        ("auc_standard_error", served.auc_standard_error),
        ("auc_pooled", served.auc_pooled),
        ("gini", served.gini),
        ("kolmogorov_smirnov", served.kolmogorov_smirnov),
        ("average_precision", served.average_precision),
        ("log_loss", served.log_loss),
        ("brier", served.brier),
        ("expected_calibration_error", served.expected_calibration_error),
        ("cost_per_client", served.cost_per_client),
        ("share_granted", granted),
        ("share_review", review),
        ("share_refused", refused),
        ("labelled_clients", outcome.sample.len() as f64),
        ("defaults", outcome.sample.defaults() as f64),
    ]);
    for baseline in &outcome.evaluations[1..] {
        let [auc, cost] = if baseline.name == crate::logistic::NAME {
            ["logistic_regression_auc", "logistic_regression_cost_per_client"]
        } else {
            ["constant_auc", "constant_cost_per_client"]
        };
        metrics.extend([(auc, baseline.auc), (cost, baseline.cost_per_client)]);
    }
    metrics.into_iter().map(|(name, figure)| (name.to_owned(), settled(figure))).collect()
}

/// The figures as a table for people.
pub fn table(fitted: &Fitted) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{:<24} {:>15}  {:>6} {:>6} {:>6} {:>6} {:>8} {:>7} {:>6} {:>6}",
        "out of fold", "AUC +- s.e.", "pooled", "Gini", "KS", "PR-AUC", "log-loss", "Brier", "ECE", "cost"
    );
    for evaluation in &fitted.evaluations {
        let _ = writeln!(
            text,
            "{:<24} {:.4} +- {:.4}  {:.4} {:.4} {:.4} {:.4} {:>8.4} {:.5} {:.4} {:.4}",
            evaluation.name,
            evaluation.auc,
            evaluation.auc_standard_error,
            evaluation.auc_pooled,
            evaluation.gini,
            evaluation.kolmogorov_smirnov,
            evaluation.average_precision,
            evaluation.log_loss,
            evaluation.brier,
            evaluation.expected_calibration_error,
            evaluation.cost_per_client,
        );
    }
    if let [served, baseline, ..] = fitted.evaluations.as_slice() {
        let (difference, error) = paired_difference(served, baseline);
        let _ =
            writeln!(text, "AUC above the {}: {difference:+.4} +- {error:.4}, paired by fold", baseline.name);
    }
    let (rule, cost) = (fitted.rule, &fitted.report.model.cost);
    let theoretical = threshold::theoretical(rule.cost_ratio, &fitted.scale);
    let _ = writeln!(
        text,
        "calibration: log-odds = {:.4} margin {:+.4}",
        fitted.calibration.slope, fitted.calibration.intercept
    );
    let _ = writeln!(
        text,
        "threshold: {} points (PD {:.4}; in theory {theoretical} points, PD {:.4}); review from {} to {}",
        rule.threshold, cost.threshold, cost.theoretical_threshold, rule.review_from, rule.review_to
    );
    let [granted, review, refused] = cost.shares.map(|share| 100.0 * share);
    let _ = writeln!(text, "granted {granted:.1} %, to a person {review:.1} %, refused {refused:.1} %");
    intervals(&mut text, &fitted.report);
    text
}

/// The figures of the served model with their intervals, and what the audit and the drift found.
fn intervals(text: &mut String, report: &Report) {
    let quality = &report.quality;
    let figures = [
        ("AUC", quality.auc),
        ("KS", quality.kolmogorov_smirnov),
        ("PR-AUC", quality.average_precision),
        ("ECE", quality.expected_calibration_error),
        ("lift of the top tenth", quality.lift_top_decile),
        ("cost", quality.cost_per_client),
        ("threshold", report.cost_evidence.threshold_points),
    ];
    let figures = figures.map(|(name, figure)| {
        let digits = if figure.value.abs() >= 100.0 { 0 } else { 4 };
        format!("{name} {:.digits$} [{:.digits$}, {:.digits$}]", figure.value, figure.low, figure.high)
    });
    let _ = writeln!(text, "95 % intervals, pooled: {}", figures.join(", "));
    if let Some(repeated) = &report.repeated {
        let _ = writeln!(
            text,
            "{} times {} folds, mean +- s.e. (corrected): AUC {}, KS {}, PR-AUC {}, log-loss {}, Brier {}, cost {}",
            repeated.repeats,
            repeated.folds,
            repeated.auc,
            repeated.kolmogorov_smirnov,
            repeated.average_precision,
            repeated.log_loss,
            repeated.brier,
            repeated.cost_per_client,
        );
    }
    let found = report
        .fairness
        .iter()
        .flat_map(|attribute| attribute.findings.iter().map(move |one| (attribute, one)));
    let (certain, by_chance): (Vec<_>, Vec<_>) = found.partition(|(_, finding)| finding.certain);
    let _ = write!(
        text,
        "fairness audit: {} findings, and {} that may be chance (report.json has them)",
        certain.len(),
        by_chance.len()
    );
    for (attribute, finding) in certain {
        let _ = write!(text, "\n  {}, {finding}", attribute.name);
    }
    if let Some(drift) = &report.drift {
        let psi = drift.score.psi;
        let _ =
            write!(text, "\ndrift to the clients without outcome: score PSI {psi:.3}, {:?}", drift.verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::settings_of;

    #[test]
    fn a_thinned_curve_keeps_its_ends_and_its_distance() {
        let curve: Vec<[f64; 2]> = (0..=1_000).map(|step| [f64::from(step) / 1_000.0; 2]).collect();
        let kept = thinned(&curve);
        assert_eq!((kept[0], kept[kept.len() - 1]), ([0.0, 0.0], [1.0, 1.0]));
        assert!((150..=201).contains(&kept.len()), "{}", kept.len());
    }

    #[test]
    fn trees_are_told_whole() {
        let shapes = [Shape::Symmetric, Shape::LeafWise { leaves: 20 }];
        let leaves = shapes.map(|shape| {
            let settings = TreeSettings { shape, ..TreeSettings::default() };
            let told = trees(&settings);
            assert_eq!(settings_of(&told), settings);
            told.leaves
        });
        assert_eq!(leaves, [None, Some(20)]);
    }

    #[test]
    fn shares_add_up_and_follow_the_rule() {
        let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
        let points = [479, 480, 519, 520].map(|points| Points::new(points).unwrap());
        assert_eq!(shares(&points, rule), [0.25, 0.5, 0.25]);
    }
}
