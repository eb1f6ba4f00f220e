//! What follows from the report by simple arithmetic, so that templates compute nothing. Positions point into the
//! report: the figures themselves are read there.

use std::collections::BTreeMap;

use catalogue::Theme;
use serde::Serialize;
use serde_json::Value;

use crate::evidence::{Attribute, Evidence, Figure, Group, Study, Treatment};

/// Under `derived` of the facts.
#[derive(Debug, Serialize)]
pub(crate) struct Derived {
    /// Clients who repay for one who defaults, at the base points of the scale.
    base_odds: Option<f64>,
    /// `defaults / labelled_clients`.
    default_rate: f64,
    /// The position of the served model among the candidates.
    served: Option<usize>,
    /// The position of the logistic regression among them.
    logistic: Option<usize>,
    /// The served model's AUC minus the logistic regression's.
    auc_gain: Option<f64>,
    /// Themes with their share of the importance, largest first.
    themes: Vec<ThemeShare>,
    /// The share of the external scores among them.
    external_share: Option<f64>,
    /// Whether class weights or oversampling raised the AUC by more than two standard errors.
    balancing_gains: Option<bool>,
    /// `1 - cost_at_threshold / cost_granting_all`.
    saving_on_granting_all: Option<f64>,
    /// `1 - cost_at_threshold / cost_at_half`.
    saving_on_half: Option<f64>,
    /// Share of the defaults who are refused at the threshold.
    defaults_refused: Option<f64>,
    /// Share of the good clients who are refused at the threshold.
    good_refused: Option<f64>,
    /// Inputs by verdict on their drift.
    drift: Option<BTreeMap<&'static str, usize>>,
    /// For each attribute of the audit, where to look.
    attributes: Vec<Extremes>,
    /// What the audit found, beyond chance first.
    findings: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct ThemeShare {
    theme: &'static str,
    share: f64,
}

/// Positions among an attribute's groups.
#[derive(Debug, Serialize)]
struct Extremes {
    reference: Option<usize>,
    /// The least impact ratio.
    least: Option<usize>,
    /// The rate among those who repay that is furthest below the reference's.
    furthest: Option<usize>,
    /// Groups too small to find anything.
    small: usize,
}

/// Positions of a finding: attribute, finding in it, group.
#[derive(Debug, Serialize)]
struct Found {
    attribute: usize,
    finding: usize,
    group: usize,
}

pub(crate) fn derived(evidence: &Evidence, manifest: &Value) -> Derived {
    let position =
        |holds: &dyn Fn(&crate::evidence::Candidate) -> bool| evidence.candidates.iter().position(holds);
    let served = position(&|candidate| candidate.served);
    let logistic = position(&|candidate| candidate.name == "logistic regression");
    let auc = |position: usize| evidence.candidates[position].auc;
    let cost = evidence.cost_evidence.as_ref();
    let attributes = evidence.fairness.as_deref().unwrap_or_default();
    let themes = themes(evidence);
    let external = themes.iter().find(|theme| theme.theme == Theme::ExternalScores.code());
    let base_log_odds = manifest.pointer("/scale/base_log_odds").and_then(Value::as_f64);
    Derived {
        base_odds: base_log_odds.map(|log_odds| (-log_odds).exp()),
        default_rate: f64::from(evidence.defaults) / f64::from(evidence.labelled_clients.max(1)),
        served,
        logistic,
        auc_gain: served.zip(logistic).map(|(served, logistic)| auc(served) - auc(logistic)),
        external_share: external.map(|theme| theme.share),
        balancing_gains: evidence.study.as_ref().and_then(balancing_gains),
        themes,
        saving_on_granting_all: cost.map(|cost| 1.0 - cost.cost_at_threshold / cost.cost_granting_all),
        saving_on_half: cost.map(|cost| 1.0 - cost.cost_at_threshold / cost.cost_at_half),
        defaults_refused: cost
            .and_then(|cost| share(cost.confusion.refused_defaulted, cost.confusion.granted_defaulted)),
        good_refused: cost
            .and_then(|cost| share(cost.confusion.refused_repaid, cost.confusion.granted_repaid)),
        drift: evidence.drift.as_ref().map(|drift| {
            ["stable", "watch", "drifted"]
                .map(|verdict| (verdict, drift.features.iter().filter(|psi| psi.verdict == verdict).count()))
                .into()
        }),
        attributes: attributes.iter().map(extremes).collect(),
        findings: findings(attributes),
    }
}

fn balancing_gains(study: &Study) -> Option<bool> {
    let gains = |treatment: &Treatment| {
        treatment.against_none.is_some_and(|gain| gain.difference > 2.0 * gain.standard_error)
    };
    Some(study.imbalance.as_ref()?.iter().any(gains))
}

fn share(part: u32, rest: u32) -> Option<f64> {
    (part + rest > 0).then(|| f64::from(part) / f64::from(part + rest))
}

fn themes(evidence: &Evidence) -> Vec<ThemeShare> {
    let total: f64 = evidence.importance.iter().map(|importance| importance.points).sum();
    let of = |theme: Theme| {
        let points = evidence
            .importance
            .iter()
            .filter(|importance| {
                catalogue::feature(&importance.feature).is_some_and(|known| known.theme == theme)
            })
            .map(|importance| importance.points);
        ThemeShare { theme: theme.code(), share: points.sum::<f64>() / total }
    };
    let mut themes: Vec<ThemeShare> =
        Theme::ALL.map(of).into_iter().filter(|theme| theme.share > 0.0).collect();
    themes.sort_by(|a, b| b.share.total_cmp(&a.share));
    themes
}

fn extremes(attribute: &Attribute) -> Extremes {
    let least = |figure: &dyn Fn(&Group) -> Option<Figure>| {
        let values = attribute.groups.iter().enumerate().filter_map(|(position, group)| {
            let known = figure(group).filter(|_| group.group != attribute.reference)?;
            Some((position, known.value))
        });
        values.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(position, _)| position)
    };
    Extremes {
        reference: attribute.groups.iter().position(|group| group.group == attribute.reference),
        least: least(&|group| group.impact_ratio),
        furthest: least(&|group| group.true_positive_rate_gap),
        small: attribute.groups.iter().filter(|group| group.small).count(),
    }
}

fn findings(attributes: &[Attribute]) -> Vec<Found> {
    let mut found = Vec::new();
    for certain in [true, false] {
        for (attribute, audited) in attributes.iter().enumerate() {
            for (finding, one) in
                audited.findings.iter().enumerate().filter(|(_, one)| one.certain == certain)
            {
                if let Some(group) = audited.groups.iter().position(|group| group.group == one.group) {
                    found.push(Found { attribute, finding, group });
                }
            }
        }
    }
    found
}
