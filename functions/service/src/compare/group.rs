//! A column among some of the clients: the same figures as [`Summary`] gives of all, without sorting the column.

use std::collections::BTreeMap;

use api::Histogram;
use scoring::Decision;

use super::histogram::{Bins, Spread, edges_of};
use super::ranks::Ranks;
use super::summary::{Scale, Summary, at_most, between};
use crate::artifacts::Column;

/// Up to here a cohort's values are gathered and sorted.
const FEW: usize = 4_096;

/// A cohort: rows of the release, rising, and what became of each.
#[derive(Debug)]
pub struct Group {
    /// The rows.
    pub rows: Vec<u32>,
    /// 0 repaid, 1 defaulted, 2 unknown; of the same clients.
    pub outcomes: Vec<u8>,
    /// Rows and outcomes of all other clients, where these are fewer: taking them from everyone's counts is less work.
    others: Option<(Vec<u32>, Vec<u8>)>,
}

/// A column among a cohort.
#[derive(Debug)]
pub struct GroupSummary {
    /// Its figures.
    pub summary: Summary,
    /// How many of the present values are at most the client's own.
    pub at_most: usize,
}

/// A cohort as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// Clients who repaid, who defaulted, and whose outcome is not known; the last is for none.
    pub outcomes: [usize; 4],
    /// The mean score.
    pub mean_points: f64,
    /// Clients whom the rule grants a loan.
    pub granted: usize,
}

impl Group {
    /// The cohort of these rows; `target` is the column of outcomes.
    pub fn new(rows: Vec<u32>, target: &[f32]) -> Self {
        let outcomes = |rows: &[u32]| -> Vec<u8> {
            let outcome = |&row: &u32| match target[row as usize] {
                outcome if outcome.is_nan() => 2,
                outcome => u8::from(outcome > 0.5),
            };
            rows.iter().map(outcome).collect()
        };
        let others = (rows.len() > target.len() / 2).then(|| {
            let mut others = Vec::with_capacity(target.len() - rows.len());
            let mut next = 0;
            for &row in &rows {
                others.extend(next..row);
                next = row + 1;
            }
            others.extend(next..target.len() as u32);
            let of_others = outcomes(&others);
            (others, of_others)
        });
        Self { outcomes: outcomes(&rows), rows, others }
    }

    /// What is said of the cohort as a whole; `points` and `decisions` are those columns.
    pub fn totals(&self, points: &[f32], decisions: &[f32]) -> Totals {
        let granted = f32::from(Decision::Granted.code());
        let mut totals = Totals::default();
        for &outcome in &self.outcomes {
            totals.outcomes[outcome as usize & 3] += 1;
        }
        let mut sum = 0.0;
        for &row in &self.rows {
            sum += f64::from(points[row as usize]);
            totals.granted += usize::from(decisions[row as usize] == granted);
        }
        totals.mean_points = sum / self.rows.len() as f64;
        totals
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
        let (ranks, by_class) = (column.ranks(), self.tally(column));
        let mut counts = [vec![0; count], vec![0; count], vec![0; count]];
        // Categories are far fewer than classes may be, so that each has one of its own.
        for (&(code, _), of_class) in ranks.borders.iter().zip(&by_class) {
            for (counts, more) in counts.iter_mut().zip(of_class) {
                if let Some(counted) = counts.get_mut(code as usize) {
                    *counted += more;
                }
            }
        }
        let missing: u32 = by_class[ranks.missing()].iter().sum();
        let edges = (0..=count).map(|edge| edge as f64).collect();
        self.finished(self.rows.len() - missing as usize, None, None, (edges, counts), 0)
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
        let counts = self.tally(column);
        let of_class = |class: usize| counts[class].iter().sum::<u32>() as usize;
        let present = self.rows.len() - of_class(ranks.missing());
        if present == 0 {
            return self.finished(0, None, None, (vec![], [vec![], vec![], vec![]]), 0);
        }

        // The places of the quantiles in the order of the values, and the classes that they lie in.
        let shares = [0.0, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0];
        let mut below = 0;
        let begins = (0..ranks.missing()).map(|class| {
            below += of_class(class);
            below - of_class(class)
        });
        let begins: Vec<usize> = begins.collect();
        // The last class that begins at or before a place has a client: an empty one begins where the next does.
        let class_at = |place: usize| begins.partition_point(|&begin| begin <= place) - 1;
        let own_class = ranks.class_of(own);
        let places = |share: f64| {
            let place = share * (present - 1) as f64;
            (place.floor() as usize, place.ceil() as usize, place.fract())
        };
        let wanted = shares
            .iter()
            .flat_map(|&share| [places(share).0, places(share).1])
            .map(class_at)
            .chain(own_class);
        let mut gathered: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        self.of_classes(ranks, wanted.filter(|&class| !ranks.is_one_value(class)), |class, row, _| {
            gathered.entry(class).or_default().push(column.values[row]);
        });
        gathered.values_mut().for_each(|values| values.sort_unstable_by(f32::total_cmp));
        let value_at = |place: usize| {
            let class = class_at(place);
            gathered.get(&class).map_or(ranks.borders[class].0, |values| values[place - begins[class]])
        };
        let quantiles = shares.map(|share| {
            let (low, high, part) = places(share);
            between(value_at(low), value_at(high), part)
        });
        let at_most = own_class.map_or(0, |class| {
            let within = gathered
                .get(&class)
                .map_or(of_class(class), |values| values.partition_point(|&value| value <= own));
            begins[class] + within
        });

        let [least, low, q1, median, q3, high, greatest] = quantiles;
        let whole = ranks.whole || self.all_whole(column);
        let edges = edges_of(Spread { least, greatest, low, high, whole });
        let bins = self.binned(column, &counts, &edges);
        self.finished(
            present,
            Some([least, q1, median, q3, greatest]),
            Some(self.sum(column) / present as f64),
            (edges, bins),
            at_most,
        )
    }

    /// Clients by class and outcome.
    fn tally(&self, column: &Column) -> Vec<[u32; 4]> {
        let ranks = column.ranks();
        let Some((others, of_others)) = &self.others else { return tally(&self.rows, &self.outcomes, ranks) };
        let of_others = tally(others, of_others, ranks);
        let everyone = column.by_class.get_or_init(|| {
            let mut everyone = tally(&self.rows, &self.outcomes, ranks);
            for (count, more) in everyone.as_flattened_mut().iter_mut().zip(of_others.as_flattened()) {
                *count += more;
            }
            everyone
        });
        let mut counts = everyone.clone();
        for (count, less) in counts.as_flattened_mut().iter_mut().zip(of_others.as_flattened()) {
            *count -= less;
        }
        counts
    }

    /// The sum of the present values, in the order of the rows.
    fn sum(&self, column: &Column) -> f64 {
        // Chosen, not branched on: whether a value is missing cannot be foreseen.
        let or_nothing = |value: f32| if value.is_nan() { 0.0 } else { f64::from(value) };
        self.rows.iter().fold(0.0, |sum, &row| sum + or_nothing(column.values[row as usize]))
    }

    /// Calls `found` with class, row and outcome of the clients of some classes.
    fn of_classes(
        &self,
        ranks: &Ranks,
        wanted: impl Iterator<Item = usize>,
        mut found: impl FnMut(usize, usize, u8),
    ) {
        let mut is_wanted = vec![false; ranks.missing() + 1];
        let wanted = wanted.map(|class| is_wanted[class] = true).count();
        if wanted == 0 {
            return;
        }
        for (&row, &outcome) in self.rows.iter().zip(&self.outcomes) {
            let class = ranks.classes[row as usize] as usize;
            if is_wanted[class] {
                found(class, row as usize, outcome);
            }
        }
    }

    /// Whether no present value has a fraction; in most columns that have one, an early value has.
    fn all_whole(&self, column: &Column) -> bool {
        self.rows
            .iter()
            .map(|&row| column.values[row as usize])
            .all(|value| value.is_nan() || value.fract() == 0.0)
    }

    /// Counts by outcome and bin, from those by class.
    fn binned(&self, column: &Column, by_class: &[[u32; 4]], edges: &[f64]) -> [Vec<u32>; 3] {
        let ranks = column.ranks();
        let bins = Bins::new(edges);
        let mut counts = vec![[0_u32; 3]; edges.len() - 1];
        let mut several = Vec::new();
        for (class, &(least, greatest)) in ranks.borders.iter().enumerate() {
            let bin = bins.of(least);
            if bin == bins.of(greatest) {
                for (count, more) in counts[bin].iter_mut().zip(by_class[class]) {
                    *count += more;
                }
            } else if by_class[class] != [0; 4] {
                several.push(class);
            }
        }
        self.of_classes(ranks, several.into_iter(), |_, row, outcome| {
            counts[bins.of(column.values[row])][outcome as usize] += 1;
        });
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

/// Clients by class and outcome.
fn tally(rows: &[u32], outcomes: &[u8], ranks: &Ranks) -> Vec<[u32; 4]> {
    let mut counts = vec![[0; 4]; ranks.missing() + 1];
    for (&row, &outcome) in rows.iter().zip(outcomes) {
        counts[ranks.classes[row as usize] as usize][outcome as usize & 3] += 1;
    }
    counts
}
