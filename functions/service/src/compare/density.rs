//! Two features at once: how many clients of a cohort have which values, and their mean score.

use api::{Axis, Density};
use catalogue::{Feature, Language};

use super::discreet::{is_withheld, told};
use super::group::Group;
use super::histogram::Bins;
use super::ranks::Ranks;
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
    let Counted { clients, counts, sums } = counted(group, &x, &y, points);
    if is_withheld(clients as usize) {
        let silent = |side| Axis { labels: vec![], ..axis(release, side, vec![], row, language) };
        let (x, y) = (silent(across), silent(upwards));
        return Density { x, y, clients, withheld: true, counts: vec![], mean_points: vec![], own: None };
    }
    let told = told(&counts.concat(), group.rows.len() as u32 - clients);
    let mean = |((&count, &sum), &told): ((&u32, &f64), &bool)| told.then(|| sum / f64::from(count));
    let means = |((counts, sums), told): ((&Vec<u32>, &Vec<f64>), &[bool])| {
        counts.iter().zip(sums).zip(told).map(mean).collect()
    };
    let own = y.known(row).zip(x.known(row));
    Density {
        mean_points: counts.iter().zip(&sums).zip(told.chunks(x.count().max(1))).map(means).collect(),
        counts,
        clients,
        withheld: false,
        own: own.map(|(up, over)| [up as u32, over as u32]),
        x: axis(release, across, x.edges, row, language),
        y: axis(release, upwards, y.edges, row, language),
    }
}

fn axis(release: &Comparing, side: Side<'_>, edges: Vec<f64>, row: usize, language: Language) -> Axis {
    let Side { feature, column, .. } = side;
    let label = |code| release.categories.label(feature, code, language).unwrap_or_default();
    Axis {
        feature: feature.id.clone(),
        label: feature.label.get(language).to_owned(),
        unit: feature.unit,
        value: release.categories.value(feature, column.values[row], language),
        labels: (0..release.categories.count(feature)).map(label).collect(),
        edges,
    }
}

/// Clients and the sum of their scores by cell: rows of `y`, columns of `x`.
struct Counted {
    clients: u32,
    counts: Vec<Vec<u32>>,
    sums: Vec<Vec<f64>>,
}

fn counted(group: &Group, x: &Cells<'_>, y: &Cells<'_>, points: &[f32]) -> Counted {
    // Who lacks a value is counted in a cell beyond the last, and so without a branch.
    let width = x.count() + 1;
    let mut cells = vec![(0_u32, 0.0_f64); width * (y.count() + 1)];
    for &row in &group.rows {
        let row = row as usize;
        let cell = &mut cells[y.cell(row) * width + x.cell(row)];
        cell.0 += 1;
        cell.1 += f64::from(points[row]);
    }
    let rows = || cells.chunks(width).take(y.count()).map(|row| &row[..x.count()]);
    let counts: Vec<Vec<u32>> = rows().map(|row| row.iter().map(|cell| cell.0).collect()).collect();
    Counted {
        clients: counts.iter().flatten().sum(),
        counts,
        sums: rows().map(|row| row.iter().map(|cell| cell.1).collect()).collect(),
    }
}

/// A class whose values lie in more than one cell.
const SEVERAL: u8 = u8::MAX;

/// The cells of one side; outer ones hold everything beyond them.
struct Cells<'a> {
    edges: Vec<f64>,
    bins: Bins,
    column: &'a Column,
    ranks: &'a Ranks,
    /// The cell of each class; missing values are in one beyond the last.
    by_class: Vec<u8>,
}

impl<'a> Cells<'a> {
    fn new(release: &Comparing, side: Side<'a>) -> Self {
        let edges = match scale(release, side.feature) {
            Scale::Category(count) => (0..=count).map(|edge| edge as f64).collect(),
            Scale::Number => coarse(&side.summary.histogram.edges),
        };
        Self::between(edges, side.column)
    }

    fn between(edges: Vec<f64>, column: &'a Column) -> Self {
        let (bins, ranks) = (Bins::new(&edges), column.ranks());
        let of = |&(least, greatest): &(f32, f32)| {
            let (first, last) = (bins.of(least), bins.of(greatest));
            u8::try_from(first).ok().filter(|_| first == last).unwrap_or(SEVERAL)
        };
        let missing = u8::try_from(edges.len().saturating_sub(1)).unwrap_or(SEVERAL);
        let by_class = ranks.borders.iter().map(of).chain([missing]).collect();
        Self { edges, bins, column, ranks, by_class }
    }

    fn count(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The cell of a row; [`Self::count`] where the value is missing.
    fn cell(&self, row: usize) -> usize {
        match self.by_class[self.ranks.classes[row] as usize] {
            SEVERAL => {
                let value = self.column.values[row];
                if value.is_nan() { self.count() } else { self.bins.of(value) }
            }
            cell => cell as usize,
        }
    }

    fn known(&self, row: usize) -> Option<usize> {
        Some(self.cell(row)).filter(|&cell| cell < self.count())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_by_class_hold_what_each_value_says() {
        let column = |factor: usize, missing: usize| {
            let value = |row: usize| ((row * factor) % 20_011) as f32 * 0.37;
            Column::new(
                (0..20_000).map(|row| if row % missing == 5 { f32::NAN } else { value(row) }).collect(),
            )
        };
        let columns = [column(7_919, 9), column(104_729, 20_001)];
        let edges = [vec![0.0, 1_000.0, 1_234.5, 5_000.0, 8_000.0], vec![100.0, 3_000.25, 7_000.0]];
        let points: Vec<f32> = (0..20_000).map(|row| (row % 1_001) as f32).collect();
        let group = Group::new((0..20_000).filter(|row| row % 3 > 0).collect(), &vec![0.0; 20_000]);
        let [x, y] = [0, 1].map(|side| Cells::between(edges[side].clone(), &columns[side]));
        let found = counted(&group, &x, &y, &points);

        let mut cells = [[(0, 0.0); 4]; 2];
        for &row in &group.rows {
            let cell = |side: usize| {
                let (value, edges) = (columns[side].values[row as usize], &edges[side]);
                let inner = &edges[1..edges.len() - 1];
                (!value.is_nan()).then(|| inner.iter().filter(|&&edge| edge as f32 <= value).count())
            };
            if let (Some(over), Some(up)) = (cell(0), cell(1)) {
                cells[up][over].0 += 1;
                cells[up][over].1 += f64::from(points[row as usize]);
            }
        }
        assert_eq!(found.counts, cells.map(|row| row.map(|cell| cell.0).to_vec()));
        assert_eq!(found.sums, cells.map(|row| row.map(|cell| cell.1).to_vec()));
        assert_eq!(found.clients, cells.iter().flatten().map(|cell| cell.0).sum::<u32>());
        assert!(found.clients > 10_000 && found.counts.iter().flatten().all(|&count| count > 0));
        assert_eq!((x.known(5), y.known(6).is_some()), (None, true));
    }
}
