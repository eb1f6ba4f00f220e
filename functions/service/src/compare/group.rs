//! A column among some of the clients: the same figures as [`Summary`] gives of all, without sorting the column.

use api::Histogram;

use super::histogram::{Spread, edges_of};
use super::summary::{Scale, Summary, at_most, between};
use crate::artifacts::Column;

/// Up to here a cohort's values are gathered and sorted.
const FEW: usize = 4_096;
/// A class whose values lie in more than one bin.
const SEVERAL: u8 = u8::MAX;

/// A cohort: rows of the release, rising, and what became of each.
#[derive(Debug)]
pub struct Group {
    /// The rows.
    pub rows: Vec<u32>,
    /// 0 repaid, 1 defaulted, 2 unknown; of the same clients.
    pub outcomes: Vec<u8>,
}

/// A column among a cohort.
#[derive(Debug)]
pub struct GroupSummary {
    /// Its figures.
    pub summary: Summary,
    /// How many of the present values are at most the client's own.
    pub at_most: usize,
}

impl Group {
    /// The cohort of these rows; `target` is the column of outcomes.
    pub fn new(rows: Vec<u32>, target: &[f32]) -> Self {
        let outcomes = rows.iter().map(|&row| match target[row as usize] {
            outcome if outcome.is_nan() => 2,
            outcome => u8::from(outcome > 0.5),
        });
        Self { outcomes: outcomes.collect(), rows }
    }

    /// The mean of a column without missing values.
    pub fn mean(&self, values: &[f32]) -> f64 {
        let sum: f64 = self.rows.iter().map(|&row| f64::from(values[row as usize])).sum();
        sum / self.rows.len() as f64
    }

    /// Clients of an outcome.
    pub fn count(&self, outcome: u8) -> usize {
        self.outcomes.iter().filter(|&&other| other == outcome).count()
    }

    /// A column among them, beside a client whose own value is `own`.
    pub fn summary(&self, column: &Column, scale: Scale, own: f32) -> GroupSummary {
        match scale {
            Scale::Category(count) => self.categories(column, count),
            Scale::Number if self.rows.len() <= FEW => self.few(column, own),
            Scale::Number => self.many(column, own),
        }
    }

    fn categories(&self, column: &Column, count: usize) -> GroupSummary {
        let mut counts = [vec![0; count], vec![0; count], vec![0; count]];
        let mut present = 0;
        for (&row, &outcome) in self.rows.iter().zip(&self.outcomes) {
            let value = column.values[row as usize];
            if !value.is_nan() {
                present += 1;
                if let Some(counted) = counts[outcome as usize].get_mut(value as usize) {
                    *counted += 1;
                }
            }
        }
        let edges = (0..=count).map(|edge| edge as f64).collect();
        self.finished(present, None, None, (edges, counts), 0)
    }

    fn few(&self, column: &Column, own: f32) -> GroupSummary {
        let values: Vec<f32> = self.rows.iter().map(|&row| column.values[row as usize]).collect();
        let outcomes: Vec<f32> =
            self.outcomes.iter().map(|&outcome| [0.0, 1.0, f32::NAN][outcome as usize]).collect();
        let at_most = at_most(&values, own);
        GroupSummary { summary: Summary::new(&values, &outcomes, Scale::Number), at_most }
    }

    fn many(&self, column: &Column, own: f32) -> GroupSummary {
        let ranks = column.ranks();
        let mut counts = vec![0_usize; ranks.missing() + 1];
        let (mut sum, mut whole) = (0.0, true);
        for &row in &self.rows {
            let row = row as usize;
            let value = column.values[row];
            counts[ranks.classes[row] as usize] += 1;
            if !value.is_nan() {
                sum += f64::from(value);
                whole &= value == value.trunc();
            }
        }
        let present = self.rows.len() - counts[ranks.missing()];
        if present == 0 {
            return self.finished(0, None, None, (vec![], Default::default()), 0);
        }

        // The places of the quantiles in the order of the values, and the classes that they lie in.
        let shares = [0.0, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0];
        let mut begins = Vec::with_capacity(ranks.missing());
        let mut below = 0;
        for &count in &counts[..ranks.missing()] {
            begins.push(below);
            below += count;
        }
        // The last class that begins at or before a place has a client: an empty one begins where the next does.
        let class_at = |place: usize| begins.partition_point(|&begin| begin <= place) - 1;
        let own_class = ranks.class_of(own);
        let mut gathered: Vec<Option<Vec<f32>>> = vec![None; ranks.missing()];
        let places = |share: f64| {
            let place = share * (present - 1) as f64;
            (place.floor() as usize, place.ceil() as usize, place.fract())
        };
        let wanted = shares
            .iter()
            .flat_map(|&share| [places(share).0, places(share).1])
            .map(class_at)
            .chain(own_class);
        for class in wanted.filter(|&class| !ranks.is_one_value(class)) {
            gathered[class] = Some(Vec::with_capacity(counts[class]));
        }
        for &row in &self.rows {
            if let Some(Some(values)) = gathered.get_mut(ranks.classes[row as usize] as usize) {
                values.push(column.values[row as usize]);
            }
        }
        gathered.iter_mut().flatten().for_each(|values| values.sort_unstable_by(f32::total_cmp));
        let value_at = |place: usize| {
            let class = class_at(place);
            gathered[class].as_ref().map_or(ranks.borders[class].0, |values| values[place - begins[class]])
        };
        let quantiles = shares.map(|share| {
            let (low, high, part) = places(share);
            between(value_at(low), value_at(high), part)
        });
        let at_most = own_class.map_or(0, |class| {
            let within = gathered[class]
                .as_ref()
                .map_or(counts[class], |values| values.partition_point(|&value| value <= own));
            begins[class] + within
        });

        let [least, low, q1, median, q3, high, greatest] = quantiles;
        let edges = edges_of(Spread { least, greatest, low, high, whole });
        let bins = self.binned(column, &edges);
        self.finished(
            present,
            Some([least, q1, median, q3, greatest]),
            Some(sum / present as f64),
            (edges, bins),
            at_most,
        )
    }

    /// Counts by outcome and bin.
    fn binned(&self, column: &Column, edges: &[f64]) -> [Vec<u32>; 3] {
        let ranks = column.ranks();
        let inner: Vec<f32> = edges[1..edges.len() - 1].iter().map(|&edge| edge as f32).collect();
        let bin = |value: f32| inner.partition_point(|&edge| edge <= value) as u8;
        let by_class: Vec<u8> = ranks
            .borders
            .iter()
            .map(|&(least, greatest)| if bin(least) == bin(greatest) { bin(least) } else { SEVERAL })
            .collect();
        let mut counts = vec![[0_u32; 3]; edges.len() - 1];
        for (&row, &outcome) in self.rows.iter().zip(&self.outcomes) {
            let row = row as usize;
            let Some(&known) = by_class.get(ranks.classes[row] as usize) else { continue };
            let bin = if known == SEVERAL { bin(column.values[row]) } else { known };
            counts[bin as usize][outcome as usize] += 1;
        }
        [0, 1, 2].map(|outcome| counts.iter().map(|counts| counts[outcome]).collect())
    }

    fn finished(
        &self,
        present: usize,
        five: Option<[f64; 5]>,
        mean: Option<f64>,
        (edges, [repaid, defaulted, unknown]): (Vec<f64>, [Vec<u32>; 3]),
        at_most: usize,
    ) -> GroupSummary {
        let histogram = Histogram { edges, labels: Vec::new(), repaid, defaulted, unknown };
        let missing_share = 1.0 - present as f64 / (self.rows.len() as f64).max(1.0);
        GroupSummary { summary: Summary { present, missing_share, five, mean, histogram }, at_most }
    }
}
