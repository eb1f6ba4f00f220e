//! A client's features among those of a cohort.

use std::sync::Arc;

use api::{Cohort, CohortKind, Comparison, FeatureComparison};
use axum::http::Uri;
use catalogue::{Feature, Language};

use super::summary::{Scale, Summary, percentile};
use crate::artifacts::{Column, Comparing};
use crate::failure::Failure;
use crate::http::query;

/// No figure is given of fewer clients.
const LEAST_COHORT: usize = 30;
/// No more features are compared at once.
const MOST_FEATURES: usize = 20;

/// What is asked for, checked.
#[derive(Debug)]
pub(super) struct Question {
    cohort: CohortKind,
    /// Features, and their columns.
    features: Vec<(&'static Feature, usize)>,
}

impl Question {
    pub(super) fn parse(uri: &Uri, release: &Comparing) -> Result<Self, Failure> {
        let [cohort, features] = query::parameters(uri, ["cohort", "features"])?;
        let cohort = match cohort.as_deref() {
            None | Some("everyone") => CohortKind::Everyone,
            Some(other) => {
                return Err(Failure::query(
                    "cohort",
                    format!("unknown cohort {other:?}; expected: everyone"),
                ));
            }
        };
        let features = match features {
            None => release.most_important(),
            Some(names) => {
                let names: Vec<&str> = names.split(',').collect();
                if names.len() > MOST_FEATURES {
                    let detail = format!("{} features; expected at most {MOST_FEATURES}", names.len());
                    return Err(Failure::query("features", detail));
                }
                let known = |name: &&str| {
                    let unknown = || {
                        Failure::query(
                            "features",
                            format!("no feature {name:?} can be compared in this release"),
                        )
                    };
                    release.feature(name).ok_or_else(unknown)
                };
                names.iter().map(known).collect::<Result<_, _>>()?
            }
        };
        Ok(Self { cohort, features })
    }
}

/// A client among everyone.
pub(super) async fn comparison(
    release: &Comparing,
    client_id: u32,
    question: &Question,
    language: Language,
) -> Result<Comparison, Failure> {
    let row = release.ids.row(client_id).ok_or(Failure::UnknownClient(client_id))?;
    let size = release.manifest.clients.count;
    if (size as usize) < LEAST_COHORT {
        return Err(Failure::CohortTooSmall { size: size as usize, least: LEAST_COHORT });
    }
    let mut wanted = vec![release.points, release.target];
    wanted.extend(question.features.iter().map(|(_, column)| column));
    let columns = release.columns.get(&wanted).await?;
    let (points, target) = (&columns[0], &columns[1]);
    let outcomes = everyone(target, target, Scale::Number).await;
    let mean_points = everyone(points, target, Scale::Number).await.mean;

    let mut features = Vec::with_capacity(question.features.len());
    for (&(feature, _), column) in question.features.iter().zip(&columns[2..]) {
        features.push(compared(release, feature, column, target, row, language).await);
    }
    Ok(Comparison {
        release: release.manifest.release.clone(),
        client_id,
        cohort: Cohort {
            kind: question.cohort,
            size,
            default_rate: outcomes.mean.filter(|_| outcomes.present >= LEAST_COHORT),
            mean_points: mean_points.unwrap_or_default(),
        },
        features,
    })
}

async fn compared(
    release: &Comparing,
    feature: &'static Feature,
    column: &Column,
    target: &Column,
    row: usize,
    language: Language,
) -> FeatureComparison {
    let categories = release.categories.count(feature);
    let scale = if categories > 0 { Scale::Category(categories) } else { Scale::Number };
    let summary = everyone(column, target, scale).await;
    let stored = column.values[row];
    let mut histogram = summary.histogram.clone();
    let label = |code| release.categories.label(feature, code, language).unwrap_or_default();
    histogram.labels = (0..categories).map(label).collect();
    let five = |place: usize| summary.five.map(|five| five[place]);
    FeatureComparison {
        feature: feature.id.clone(),
        label: feature.label.get(language).to_owned(),
        unit: feature.unit,
        value: release.categories.value(feature, stored, language),
        percentile: if scale == Scale::Number && !stored.is_nan() {
            percentile(&column.values, summary.present, stored)
        } else {
            None
        },
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

/// The summary of a column among all clients, worked out once.
async fn everyone(column: &Column, target: &Column, scale: Scale) -> Arc<Summary> {
    let summary = column
        .everyone
        .get_or_init(|| async { Arc::new(Summary::new(&column.values, &target.values, scale)) });
    Arc::clone(summary.await)
}
