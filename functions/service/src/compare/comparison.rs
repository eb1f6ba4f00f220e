//! A client's features among those of a cohort.

use std::sync::Arc;

use api::compare::LEAST_COHORT;
use api::{Cohort, Comparison, FeatureComparison};
use axum::http::Uri;
use catalogue::{Feature, Language};
use scoring::Decision;

use super::cohort::{self, Choice, Parameters};
use super::density::{Side, density, scale};
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

/// A client among a cohort.
pub(super) async fn comparison(
    release: &Arc<Comparing>,
    client_id: u32,
    question: &Question,
    language: Language,
) -> Result<Comparison, Failure> {
    let row = release.ids.row(client_id).ok_or(Failure::UnknownClient(client_id))?;
    let rows = question.choice.rows(release, row).await?;
    let size = rows.as_ref().map_or(release.manifest.clients.count as usize, Vec::len);
    if size < LEAST_COHORT {
        return Err(Failure::CohortTooSmall { size, least: LEAST_COHORT });
    }
    let mut wanted = vec![release.points, release.target, release.decision];
    wanted
        .extend(question.features.iter().chain(question.density.iter().flatten()).map(|(_, column)| column));
    let columns = release.columns.get(&wanted).await?;
    let (points, target, decision) = (Arc::clone(&columns[0]), Arc::clone(&columns[1]), &columns[2]);
    let everyone = rows.is_none();
    let rows = rows.unwrap_or_else(|| (0..release.manifest.clients.count).collect());
    let group = Arc::new(Group::new(rows, &target.values));

    // Each column is some thousand microseconds of arithmetic: the cores share them.
    let mut working = Vec::with_capacity(columns.len() - 3);
    let asked = question.features.iter().chain(question.density.iter().flatten());
    for (&(feature, _), column) in asked.zip(&columns[3..]) {
        let (column, target, group) = (Arc::clone(column), Arc::clone(&target), Arc::clone(&group));
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
    let mut summaries = Vec::with_capacity(working.len());
    for work in working {
        // Work that panics is a defect here, and the panic goes on in this task.
        summaries.push(work.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
    }

    let granted = f32::from(Decision::Granted.code());
    let granted = group.rows.iter().filter(|&&row| decision.values[row as usize] == granted).count();
    let (repaid, defaulted) = (group.count(0), group.count(1));
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
        compared(release, feature, column.values[row], summary, language)
    });
    Ok(Comparison {
        release: release.manifest.release.clone(),
        client_id,
        cohort: Cohort {
            kind: question.choice.kind(),
            size: size as u32,
            default_rate: (known >= LEAST_COHORT).then(|| defaulted as f64 / known as f64),
            mean_points: group.mean(&points.values),
            granted_share: granted as f64 / size as f64,
            chosen_by: question.choice.chosen_by(release),
        },
        features: features.collect(),
        density,
    })
}

fn compared(
    release: &Comparing,
    feature: &'static Feature,
    stored: f32,
    GroupSummary { summary, at_most }: &GroupSummary,
    language: Language,
) -> FeatureComparison {
    let scale = scale(release, feature);
    let categories = release.categories.count(feature);
    let mut histogram = summary.histogram.clone();
    let label = |code| release.categories.label(feature, code, language).unwrap_or_default();
    histogram.labels = (0..categories).map(label).collect();
    let five = |place: usize| summary.five.map(|five| five[place]);
    let placed = scale == Scale::Number && !stored.is_nan() && summary.present > 0;
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
        histogram,
    }
}

/// A column among all clients: worked out once, but for the place of the client's own value.
fn among_everyone(column: &Column, target: &Column, scale: Scale, own: f32) -> GroupSummary {
    let summary = column.everyone.get_or_init(|| Summary::new(&column.values, &target.values, scale));
    let at_most = if scale == Scale::Number { at_most(&column.values, own) } else { 0 };
    GroupSummary { summary: summary.clone(), at_most }
}
