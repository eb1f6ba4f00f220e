//! What is said of a model: for `report.json`, for the manifest, and for people.

use std::collections::BTreeMap;
use std::fmt::Write;

use api::ModelReport;
use api::model::{CalibrationBin, CalibrationReport, CandidateReport, CostReport, ImportanceReport};
use catalogue::Table;
use matrix::{FeatureFolder, SourceKind};
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Decision, Points};

use crate::calibration::settled;
use crate::evaluation::{Evaluation, paired_difference};
use crate::fit::Fitted;
use crate::metrics::{self, RocPoint};
use crate::sample::Sample;
use crate::threshold::{self, Costs};

/// Neighbouring points of the published ROC curve are at least so far apart, along both axes together.
const ROC_STEP: f64 = 0.01;

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
    /// The scale.
    pub scale: PointsScale,
    /// Mean absolute contributions to the log-odds.
    pub importance: &'a [f64],
}

/// The report of a release. Its `release` is empty: the name is a digest that covers the report itself.
pub fn model_report(outcome: &Outcome<'_>) -> ModelReport {
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
fn thinned(curve: &[RocPoint]) -> Vec<RocPoint> {
    let mut kept: Vec<RocPoint> = Vec::new();
    for (position, &point) in curve.iter().enumerate() {
        let far = kept.last().is_none_or(|last| point[0] - last[0] + point[1] - last[1] >= ROC_STEP);
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
    let (rule, cost) = (fitted.rule, &fitted.report.cost);
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
    let _ = write!(text, "granted {granted:.1} %, to a person {review:.1} %, refused {refused:.1} %");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thinned_curve_keeps_its_ends_and_its_distance() {
        let curve: Vec<RocPoint> = (0..=1_000).map(|step| [f64::from(step) / 1_000.0; 2]).collect();
        let kept = thinned(&curve);
        assert_eq!((kept[0], kept[kept.len() - 1]), ([0.0, 0.0], [1.0, 1.0]));
        assert!((150..=201).contains(&kept.len()), "{}", kept.len());
    }

    #[test]
    fn shares_add_up_and_follow_the_rule() {
        let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
        let points = [479, 480, 519, 520].map(|points| Points::new(points).unwrap());
        assert_eq!(shares(&points, rule), [0.25, 0.5, 0.25]);
    }
}
