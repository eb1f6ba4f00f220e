//! Those whom a client is compared with.

use std::sync::Arc;

use api::CohortKind;
use api::compare::{FEWEST_SIMILAR, LEAST_COHORT, MOST_FEATURES, MOST_SIMILAR, USUAL_SIMILAR};
use catalogue::{Feature, Unit};

use super::apart;
use super::filter::{Condition, Filter};
use super::ranks::Ranks;
use super::similar::Space;
use crate::artifacts::{Column, Comparing, DataError};
use crate::failure::Failure;
use crate::http::client;

/// Those who are alike are told of by so many.
const STEP: usize = FEWEST_SIMILAR as usize;
/// Groups of about equal size that a number is the same in.
const TENTHS: usize = 10;

/// A cohort that is asked for, checked.
#[derive(Debug)]
pub(super) enum Choice {
    /// All clients.
    Everyone,
    /// So many of those who are most alike.
    Similar(usize),
    /// Those who meet conditions.
    Filter(Filter),
    /// Those who are the same in these features.
    Same(Vec<(&'static Feature, usize)>),
}

/// The parameters of a query that choose a cohort.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) cohort: Option<String>,
    pub(super) k: Option<String>,
    pub(super) filter: Option<String>,
    pub(super) same: Option<String>,
}

impl Choice {
    pub(super) fn parse(parameters: &Parameters, release: &Comparing) -> Result<Self, Failure> {
        let Parameters { cohort, k, filter, same } = parameters;
        let kind = match cohort.as_deref() {
            None | Some("everyone") => CohortKind::Everyone,
            Some("similar") => CohortKind::Similar,
            Some("filter") => CohortKind::Filter,
            Some("same") => CohortKind::Same,
            Some(other) => {
                let detail = format!("unknown cohort {other:?}; expected: everyone, similar, filter or same");
                return Err(Failure::query("cohort", detail));
            }
        };
        for (name, value, of) in [
            ("k", k, CohortKind::Similar),
            ("filter", filter, CohortKind::Filter),
            ("same", same, CohortKind::Same),
        ] {
            if value.is_some() && kind != of {
                return Err(Failure::query(name, format!("goes with cohort={}", of.name())));
            }
        }
        let missing = |name: &str| Failure::query(name, format!("expected with cohort={}", kind.name()));
        Ok(match kind {
            CohortKind::Everyone => Self::Everyone,
            CohortKind::Similar => {
                let range = FEWEST_SIMILAR..=MOST_SIMILAR;
                let wrong = || {
                    Failure::query(
                        "k",
                        format!("expected a whole number from {FEWEST_SIMILAR} to {MOST_SIMILAR}"),
                    )
                };
                let count = k.as_deref().map_or(Some(USUAL_SIMILAR), client::number);
                Self::Similar(count.filter(|count| range.contains(count)).ok_or_else(wrong)? as usize)
            }
            CohortKind::Filter => {
                Self::Filter(Filter::parse(filter.as_deref().ok_or_else(|| missing("filter"))?, release)?)
            }
            CohortKind::Same => {
                Self::Same(features("same", same.as_deref().ok_or_else(|| missing("same"))?, release)?)
            }
        })
    }

    pub(super) fn kind(&self) -> CohortKind {
        match self {
            Self::Everyone => CohortKind::Everyone,
            Self::Similar(_) => CohortKind::Similar,
            Self::Filter(_) => CohortKind::Filter,
            Self::Same(_) => CohortKind::Same,
        }
    }

    /// The features by which it is chosen, where the query does not say so itself.
    pub(super) fn chosen_by(&self, release: &Comparing) -> Vec<String> {
        let names =
            |features: &[(&Feature, usize)]| features.iter().map(|(feature, _)| feature.id.clone()).collect();
        match self {
            Self::Everyone | Self::Filter(_) => Vec::new(),
            Self::Similar(_) => names(&release.keys()),
            Self::Same(features) => names(features),
        }
    }

    /// The rows of those who are told of, rising; `None` for all of them.
    pub(super) async fn rows(
        &self,
        release: &Comparing,
        row: usize,
        key: u64,
    ) -> Result<Option<Vec<u32>>, DataError> {
        let clients = release.manifest.clients.count as usize;
        Ok(match self {
            Self::Everyone => None,
            Self::Similar(count) => Some(space(release).await?.nearest(row, alike(*count, clients))),
            Self::Filter(filter) => {
                let columns = release.columns.get(&filter.columns().collect::<Vec<_>>()).await?;
                apart::rows(filter, clients, &columns, key)
            }
            Self::Same(features) => {
                let positions: Vec<usize> = features.iter().map(|(_, column)| *column).collect();
                let columns = release.columns.get(&positions).await?;
                let same = features.iter().zip(&columns).map(|(&(feature, position), column)| {
                    (position, same(feature, column, row, release.categories.count(feature) > 0))
                });
                apart::rows(&Filter::new(same.collect()), clients, &columns, key)
            }
        })
    }
}

/// How many of the most alike are told of: whole steps, so that none of them is set apart, and not all the others, from
/// whom everyone would differ by the client alone.
fn alike(count: usize, clients: usize) -> usize {
    let most = clients.saturating_sub(LEAST_COHORT) / STEP * STEP;
    count.next_multiple_of(STEP).min(most)
}

/// The space of the key features, made when it is first asked for.
async fn space(release: &Comparing) -> Result<&Space, DataError> {
    release
        .space
        .get_or_try_init(|| async {
            let positions: Vec<usize> = release.keys().iter().map(|(_, column)| *column).collect();
            Ok(Space::new::<Arc<Column>>(&release.columns.get(&positions).await?))
        })
        .await
}

/// That a value is the same as that of one client.
fn same(feature: &Feature, column: &Column, own: usize, category: bool) -> Condition {
    let value = column.values[own];
    if value.is_nan() {
        Condition::OneOf { values: vec![], missing: true }
    } else if category || matches!(feature.unit, Unit::Category | Unit::Flag | Unit::Count) {
        Condition::OneOf { values: vec![value], missing: false }
    } else {
        let (from, to) = tenth(column.ranks(), value);
        Condition::Range(from..=to)
    }
}

/// The least and the greatest value of the tenth of all classes that a value is in.
fn tenth(ranks: &Ranks, value: f32) -> (f32, f32) {
    let classes = ranks.missing();
    let class = ranks.class_of(value).unwrap_or_default();
    let tenth = class * TENTHS / classes.max(1);
    let first = (tenth * classes).div_ceil(TENTHS);
    let last = ((tenth + 1) * classes).div_ceil(TENTHS) - 1;
    (ranks.borders[first].0, ranks.borders[last].1)
}

/// Features by their names, separated by commas; none twice.
pub(super) fn features(
    parameter: &str,
    names: &str,
    release: &Comparing,
) -> Result<Vec<(&'static Feature, usize)>, Failure> {
    let names: Vec<&str> = names.split(',').collect();
    if names.len() > MOST_FEATURES {
        let detail = format!("{} features; expected at most {MOST_FEATURES}", names.len());
        return Err(Failure::query(parameter, detail));
    }
    let known = |(place, name): (usize, &&str)| {
        if names[..place].contains(name) {
            return Err(Failure::query(parameter, format!("{name:?} is given twice")));
        }
        let unknown =
            || Failure::query(parameter, format!("no feature {name:?} can be compared in this release"));
        release.feature(name).ok_or_else(unknown)
    };
    names.iter().enumerate().map(known).collect()
}
