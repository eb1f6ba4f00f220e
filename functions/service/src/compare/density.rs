//! Two features at once: how many clients of a cohort have which values, and their mean score.

use api::compare::LEAST_COHORT;
use api::{Axis, Density};
use catalogue::{Feature, Language};

use super::group::Group;
use super::summary::{Scale, Summary};
use crate::artifacts::{Column, Comparing};

/// A feature of the density, its column, and its figures among the cohort.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) feature: &'static Feature,
    pub(super) column: &'a Column,
    pub(super) summary: &'a Summary,
}

/// The density of a cohort over two features; `points` is the column of scores.
pub(super) fn density(
    release: &Comparing,
    group: &Group,
    [across, upwards]: [Side<'_>; 2],
    points: &[f32],
    row: usize,
    language: Language,
) -> Density {
    let (x, y) = (Cells::new(release, across), Cells::new(release, upwards));
    let (columns, rows) = (x.count(), y.count());
    let mut counts = vec![vec![0_u32; columns]; rows];
    let mut sums = vec![vec![0.0_f64; columns]; rows];
    let mut clients = 0;
    for &other in &group.rows {
        let other = other as usize;
        let place = (y.cell(upwards.column.values[other]), x.cell(across.column.values[other]));
        if let (Some(up), Some(over)) = place {
            counts[up][over] += 1;
            sums[up][over] += f64::from(points[other]);
            clients += 1;
        }
    }
    let mean =
        |(&count, &sum): (&u32, &f64)| (count as usize >= LEAST_COHORT).then(|| sum / f64::from(count));
    let means = |(counts, sums): (&Vec<u32>, &Vec<f64>)| counts.iter().zip(sums).map(mean).collect();
    let own = y.cell(upwards.column.values[row]).zip(x.cell(across.column.values[row]));
    Density {
        mean_points: counts.iter().zip(&sums).map(means).collect(),
        counts,
        clients,
        own: own.map(|(up, over)| [up as u32, over as u32]),
        x: axis(release, across, x, row, language),
        y: axis(release, upwards, y, row, language),
    }
}

fn axis(release: &Comparing, side: Side<'_>, cells: Cells, row: usize, language: Language) -> Axis {
    let Side { feature, column, .. } = side;
    let label = |code| release.categories.label(feature, code, language).unwrap_or_default();
    Axis {
        feature: feature.id.clone(),
        label: feature.label.get(language).to_owned(),
        unit: feature.unit,
        value: release.categories.value(feature, column.values[row], language),
        labels: (0..release.categories.count(feature)).map(label).collect(),
        edges: cells.edges,
    }
}

/// The cells of one side; outer ones hold everything beyond them.
struct Cells {
    edges: Vec<f64>,
    inner: Vec<f32>,
}

impl Cells {
    fn new(release: &Comparing, side: Side<'_>) -> Self {
        let edges = match scale(release, side.feature) {
            Scale::Category(count) => (0..=count).map(|edge| edge as f64).collect(),
            Scale::Number => coarse(&side.summary.histogram.edges),
        };
        let inner =
            edges.iter().skip(1).take(edges.len().saturating_sub(2)).map(|&edge| edge as f32).collect();
        Self { edges, inner }
    }

    fn count(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    fn cell(&self, value: f32) -> Option<usize> {
        (!value.is_nan() && self.count() > 0)
            .then(|| self.inner.partition_point(|&edge| edge <= value).min(self.count() - 1))
    }
}

/// At most a dozen cells: every second border where there are more.
fn coarse(edges: &[f64]) -> Vec<f64> {
    if edges.len() <= 13 {
        return edges.to_vec();
    }
    let mut coarse: Vec<f64> = edges.iter().copied().step_by(2).collect();
    let last = edges[edges.len() - 1];
    if coarse.last() != Some(&last) {
        coarse.push(last);
    }
    coarse
}

/// Whether a feature is a number or a category here.
pub(super) fn scale(release: &Comparing, feature: &Feature) -> Scale {
    match release.categories.count(feature) {
        0 => Scale::Number,
        count => Scale::Category(count),
    }
}
