//! A client's features among those of a cohort.

use std::sync::Arc;

use api::compare::LEAST_COHORT;
use api::{Cohort, Comparison, FeatureComparison, Histogram};
use axum::http::Uri;
use catalogue::{Feature, Language};

use super::cohort::{self, Choice, Parameters};
use super::density::{Side, density, scale};
use super::discreet;
use super::group::{Group, GroupSummary};
use super::summary::{Scale, Summary, at_most};
use crate::artifacts::{Column, Comparing};
use crate::failure::Failure;
use crate::http::query;

/// What is asked for, checked.
#[derive(Debug)]
pub(super) struct Question {
    choice: Choice,
    /// Features, and their columns.
    features: Vec<(&'static Feature, usize)>,
    density: Option<[(&'static Feature, usize); 2]>,
}

impl Question {
    pub(super) fn parse(uri: &Uri, release: &Comparing) -> Result<Self, Failure> {
        let [cohort, k, filter, same, features, density] =
            query::parameters(uri, ["cohort", "k", "filter", "same", "features", "density"])?;
        let choice = Choice::parse(&Parameters { cohort, k, filter, same }, release)?;
        let features = match features {
            None => release.most_important(),
            Some(names) => cohort::features("features", &names, release)?,
        };
        let density = density.map(|names| {
            let pair = cohort::features("density", &names, release)?;
            <[_; 2]>::try_from(pair)
                .map_err(|_| Failure::query("density", "expected two features, separated by a comma"))
        });
        Ok(Self { choice, features, density: density.transpose()? })
    }
}

/// A client among a cohort; `key` draws who is left out of it.
pub(super) async fn comparison(
    release: &Arc<Comparing>,
    client_id: u32,
    question: &Question,
    key: u64,
    language: Language,
) -> Result<Comparison, Failure> {
    let row = release.ids.row(client_id).ok_or(Failure::UnknownClient(client_id))?;
    let rows = question.choice.rows(release, row, key).await?;
    let size = rows.as_ref().map_or(release.manifest.clients.count as usize, Vec::len);
    if size < LEAST_COHORT {
        return Err(Failure::CohortTooSmall { least: LEAST_COHORT });
    }
    let mut wanted = vec![release.points, release.target, release.decision];
    wanted
        .extend(question.features.iter().chain(question.density.iter().flatten()).map(|(_, column)| column));
    let columns = release.columns.get(&wanted).await?;
    let [points, target, decision] = [0, 1, 2].map(|place| &columns[place]);
    let everyone = rows.is_none();
    let totals = |group: &Group| group.totals(&points.values, &decision.values);
    let (group, known) = if let Some(rows) = rows {
        (Arc::new(Group::new(rows, &target.values)), None)
    } else {
        let (group, totals) = release.everyone.get_or_init(|| {
            let group = Group::new((0..size as u32).collect(), &target.values);
            let totals = totals(&group);
            (Arc::new(group), totals)
        });
        (Arc::clone(group), Some(*totals))
    };

    // Each column is some hundred microseconds of arithmetic: the cores share them.
    let mut working = Vec::with_capacity(columns.len() - 3);
    let asked = question.features.iter().chain(question.density.iter().flatten());
    for (&(feature, _), column) in asked.zip(&columns[3..]) {
        let (column, target, group) = (Arc::clone(column), Arc::clone(target), Arc::clone(&group));
        let scale = scale(release, feature);
        working.push(tokio::task::spawn_blocking(move || {
            let own = column.values[row];
            if everyone {
                among_everyone(&column, &target, scale, own)
            } else {
                group.summary(&column, scale, own)
            }
        }));
    }
    let totals = known.unwrap_or_else(|| totals(&group));
    let mut summaries = Vec::with_capacity(working.len());
    for work in working {
        // Work that panics is a defect here, and the panic goes on in this task.
        summaries.push(work.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
    }

    let [repaid, defaulted, ..] = totals.outcomes;
    let known = repaid + defaulted;
    let pair = question.features.len();
    let density = question.density.map(|[across, upwards]| {
        let side = |place: usize, feature| Side {
            feature,
            column: columns[3 + place].as_ref(),
            summary: &summaries[place].summary,
        };
        let sides = [side(pair, across.0), side(pair + 1, upwards.0)];
        density(release, &group, sides, &points.values, row, language)
    });
    let features = question.features.iter().zip(&columns[3..]).zip(&summaries);
    let features = features.map(|((&(feature, _), column), summary)| {
        compared(release, feature, column.values[row], summary, known, language)
    });
    Ok(Comparison {
        release: release.manifest.release.clone(),
        client_id,
        cohort: Cohort {
            kind: question.choice.kind(),
            size: size as u32,
            default_rate: (known >= LEAST_COHORT).then(|| defaulted as f64 / known as f64),
            mean_points: totals.mean_points,
            granted_share: totals.granted as f64 / size as f64,
            chosen_by: question.choice.chosen_by(release),
        },
        features: features.collect(),
        density,
    })
}

/// A feature among a cohort in which `known` clients have an outcome.
fn compared(
    release: &Comparing,
    feature: &'static Feature,
    stored: f32,
    GroupSummary { summary, at_most }: &GroupSummary,
    known: usize,
    language: Language,
) -> FeatureComparison {
    let scale = scale(release, feature);
    // A group of their own, within the cohort: theirs are the figures.
    let withheld = discreet::is_withheld(summary.present);
    let silent;
    let summary = if withheld {
        silent = Summary { five: None, mean: None, histogram: Histogram::default(), ..summary.clone() };
        &silent
    } else {
        summary
    };
    let mut histogram = discreet::outcomes(summary.histogram.clone(), known);
    let label = |code| release.categories.label(feature, code, language).unwrap_or_default();
    let categories = if withheld { 0 } else { release.categories.count(feature) };
    histogram.labels = (0..categories).map(label).collect();
    let five = |place: usize| summary.five.map(|five| five[place]);
    let placed = scale == Scale::Number && !stored.is_nan() && summary.present > 0 && !withheld;
    FeatureComparison {
        feature: feature.id.clone(),
        label: feature.label.get(language).to_owned(),
        unit: feature.unit,
        value: release.categories.value(feature, stored, language),
        percentile: placed.then(|| 100.0 * *at_most as f64 / summary.present as f64),
        min: five(0),
        q1: five(1),
        median: five(2),
        q3: five(3),
        max: five(4),
        mean: summary.mean,
        missing_share: summary.missing_share,
        withheld,
        histogram,
    }
}

/// A column among all clients: worked out once, but for the place of the client's own value.
fn among_everyone(column: &Column, target: &Column, scale: Scale, own: f32) -> GroupSummary {
    let summary = column.everyone.get_or_init(|| Summary::new(&column.values, &target.values, scale));
    let at_most = if scale == Scale::Number { at_most(&column.values, own) } else { 0 };
    GroupSummary { summary: summary.clone(), at_most }
}
