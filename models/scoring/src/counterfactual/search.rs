//! The search: one change, two, more.
//!
//! A tree model is constant between its thresholds, so there is no slope to follow, and values are tried. One change
//! is searched exactly: each value of each field, the nearest first. Two are searched on a grid, which holds besides
//! even steps the values from which on a field lowered the risk further when it moved alone; the cells of the best
//! are then searched value by value. Three and more are built up step by step, each step being the one that lowers
//! the risk most; then what is not needed is taken back, and the rest is made smaller.
//!
//! Everything is tried in a fixed order: the same applicant always gets the same answer.

use super::MOST_PROPOSALS;
use super::trial::{Point, Trial};

/// A field has few values when it has at most so many: a flag, and the terms of a loan.
const FEW: usize = 8;
/// Values of a field beside one of few.
const BESIDE_FEW: usize = 64;
/// Values of a field on a grid of two.
const ON_A_GRID: usize = 17;
/// Values of a field that a step is chosen from.
const FOR_A_STEP: usize = 24;
/// Applications on the grid of two whose cells are searched.
const CELLS: usize = 3;
/// How often the changes are made smaller, one after the other.
const ROUNDS: usize = 3;

/// Applications that reach the goal, the one with the fewest and smallest changes first.
pub(super) fn search(trial: &mut Trial) -> Vec<Point> {
    let (mut found, promising) = singles(trial);
    if found.len() < MOST_PROPOSALS {
        pairs(trial, &promising, &mut found);
    }
    if found.is_empty() {
        several(trial, &mut found);
    }
    best(trial, found)
}

/// The fewest and smallest first; none whose fields include all of one before it; at most [`MOST_PROPOSALS`].
fn best(trial: &Trial, mut found: Vec<Point>) -> Vec<Point> {
    let count = |point: &Point| trial.chosen(point).count_ones();
    found.sort_by(|a, b| {
        count(a).cmp(&count(b)).then_with(|| trial.distance(a).total_cmp(&trial.distance(b)))
    });
    let mut kept: Vec<Point> = Vec::new();
    for point in found {
        if kept.len() < MOST_PROPOSALS && !includes_one_of(trial, trial.chosen(&point), &kept) {
            kept.push(point);
        }
    }
    kept
}

/// Whether these fields include all those of one of the applications.
fn includes_one_of(trial: &Trial, fields: u32, found: &[Point]) -> bool {
    found.iter().map(|point| trial.chosen(point)).any(|of| fields & of == of)
}

/// The fields that can be changed by choice.
fn choices(trial: &Trial) -> Vec<usize> {
    (0..trial.fields().len()).filter(|&field| !trial.fields()[field].values.is_empty()).collect()
}

/// For each field that is enough alone, the nearest value that reaches the goal; and for every field, the values that
/// lowered the risk further than any nearer one in the same direction.
fn singles(trial: &mut Trial) -> (Vec<Point>, Vec<Vec<f64>>) {
    let mut found = Vec::new();
    let mut promising = vec![Vec::new(); trial.fields().len()];
    let now = trial.risk();
    for field in choices(trial) {
        let present = trial.fields()[field].present;
        let (mut lowest_below, mut lowest_above) = (now, now);
        for value in trial.fields()[field].values.clone() {
            let point = with(trial.present(), &[(field, value)]);
            let Some(tried) = trial.attempt(&point) else { continue };
            if tried.reached {
                found.push(point);
                break;
            }
            let lowest = if value < present { &mut lowest_below } else { &mut lowest_above };
            if tried.log_odds < *lowest {
                *lowest = tried.log_odds;
                promising[field].push(value);
            }
        }
    }
    (found, promising)
}

/// Of each two fields neither of which is enough, the smallest changes.
fn pairs(trial: &mut Trial, promising: &[Vec<f64>], found: &mut Vec<Point>) {
    let choices = choices(trial);
    for (index, &first) in choices.iter().enumerate() {
        for &second in &choices[index + 1..] {
            if includes_one_of(trial, 1 << first | 1 << second, found) {
                continue;
            }
            let points = grid(trial, promising, first, second);
            let starts = trial.first_few(points, CELLS);
            let refined: Vec<Point> = starts
                .into_iter()
                .map(|point| {
                    let point = within_the_cell(trial, point);
                    smaller(trial, point)
                })
                .collect();
            found.extend(nearest_first(trial, refined).into_iter().next());
        }
    }
}

/// Values of two fields, the smallest changes first: a grid, and credits with goods or instalments that fit.
fn grid(trial: &Trial, promising: &[Vec<f64>], first: usize, second: usize) -> Vec<Point> {
    let fields = trial.fields();
    let few = [first, second].iter().any(|&field| fields[field].values.len() <= FEW);
    let values = |field: usize| {
        let mut values = fields[field].some_values(if few { BESIDE_FEW } else { ON_A_GRID });
        values.extend(&promising[field]);
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    };
    let seconds = values(second);
    let mut points: Vec<Point> = Vec::new();
    for a in values(first) {
        points.extend(seconds.iter().map(|&b| with(trial.present(), &[(first, a), (second, b)])));
    }
    let mask = 1 << first | 1 << second;
    if let Some(credit) = trial.loan().credit() {
        let sizes = &fields[credit].values;
        let fitting = [
            trial.loan().scaled(trial.present(), sizes, mask, fields),
            trial.loan().at_the_price(trial.present(), sizes, mask, fields),
        ];
        points.extend(fitting.into_iter().flatten().filter(|point| trial.chosen(point) == mask));
    }
    nearest_first(trial, points)
}

/// The smallest changes that reach the goal between an application on the grid and the lines of the grid next to it.
fn within_the_cell(trial: &mut Trial, point: Point) -> Point {
    let mut points = vec![point.clone()];
    for (index, field) in trial.fields().iter().enumerate() {
        let value = point[index];
        if value == field.present {
            continue;
        }
        let width = field.step * (field.values.len() as f64 / (ON_A_GRID - 1) as f64).ceil();
        let inside = |other: f64| {
            (other - field.present) * (value - field.present) > 0.0
                && (other - field.present).abs() < (value - field.present).abs()
                && (other - value).abs() < width
        };
        let values: Vec<f64> =
            field.values.iter().copied().filter(|&other| other == value || inside(other)).collect();
        let combined =
            points.iter().flat_map(|point| values.iter().map(|&value| with(point, &[(index, value)])));
        points = combined.collect();
    }
    let points = nearest_first(trial, points);
    trial.first(points).unwrap_or(point)
}

/// The same fields, each brought as near to the present as the others let it.
fn smaller(trial: &mut Trial, mut point: Point) -> Point {
    for _ in 0..ROUNDS {
        let before = trial.distance(&point);
        for field in choices(trial) {
            let declared = &trial.fields()[field];
            let reach = (point[field] - declared.present).abs();
            let nearer = declared.values.iter().filter(|&value| (value - declared.present).abs() < reach);
            let points: Vec<Point> = if reach > 0.0 {
                nearer.map(|&value| with(&point, &[(field, value)])).collect()
            } else {
                vec![]
            };
            // The instalment follows the credit, so that one change made smaller can make another greater.
            let distance = trial.distance(&point);
            let points = points.into_iter().filter(|other| trial.distance(other) < distance).collect();
            point = trial.first(points).unwrap_or(point);
        }
        // A smaller loan may have to be larger in all its parts at once.
        let mask = trial.chosen(&point);
        if let Some(credit) = trial.loan().credit() {
            let sizes = &trial.fields()[credit].values;
            let scaled = trial.loan().scaled(&point, sizes, mask, trial.fields());
            let distance = trial.distance(&point);
            let nearer = scaled
                .into_iter()
                .filter(|other| trial.chosen(other) == mask && trial.distance(other) < distance)
                .collect();
            let nearer = nearest_first(trial, nearer);
            point = trial.first(nearer).unwrap_or(point);
        }
        if trial.distance(&point) >= before {
            break;
        }
    }
    point
}

/// Applications with three changes or more; then others that do without one of the fields of the first.
fn several(trial: &mut Trial, found: &mut Vec<Point>) {
    let Some(first) = build_up(trial, 0) else { return };
    let without = trial.chosen(&first);
    found.push(first);
    for field in choices(trial).into_iter().filter(|field| without & (1 << field) != 0) {
        if found.len() < MOST_PROPOSALS
            && let Some(other) = build_up(trial, 1 << field)
            && !includes_one_of(trial, trial.chosen(&other), found)
        {
            found.push(other);
        }
    }
}

/// Step by step to an application that reaches the goal, without changing the fields in `banned`.
fn build_up(trial: &mut Trial, banned: u32) -> Option<Point> {
    let mut point = trial.present().clone();
    let mut log_odds = trial.risk();
    for _ in 0..2 * trial.fields().len() {
        let (mut lowest, mut next) = (log_odds, None);
        for step in steps(trial, &point, banned) {
            let Some(tried) = trial.attempt(&step) else { continue };
            if tried.reached {
                let needed = without_the_needless(trial, step);
                return Some(smaller(trial, needed));
            }
            if tried.log_odds < lowest {
                (lowest, next) = (tried.log_odds, Some(step));
            }
        }
        point = next?;
        log_odds = lowest;
    }
    None
}

/// What can be changed next, the smallest changes in all first.
fn steps(trial: &Trial, point: &Point, banned: u32) -> Vec<Point> {
    let mut steps = Vec::new();
    let allowed: Vec<usize> = choices(trial).into_iter().filter(|field| banned & (1 << field) == 0).collect();
    for &field in &allowed {
        let values = trial.fields()[field].some_values(FOR_A_STEP);
        let others = values.into_iter().filter(|&value| value != point[field]);
        steps.extend(others.map(|value| with(point, &[(field, value)])));
    }
    if let Some(credit) = trial.loan().credit() {
        let credit = &trial.fields()[credit];
        let sizes =
            if point == trial.present() { credit.values.clone() } else { credit.some_values(FOR_A_STEP) };
        let mask = allowed.iter().fold(0, |mask, field| mask | 1 << field);
        steps.extend(trial.loan().scaled(point, &sizes, mask, trial.fields()));
    }
    nearest_first(trial, steps)
}

/// The application with every change taken back that is not needed, the smallest first.
fn without_the_needless(trial: &mut Trial, mut point: Point) -> Point {
    let mut changed: Vec<usize> =
        choices(trial).into_iter().filter(|&field| point[field] != trial.present()[field]).collect();
    let distance = |field: usize| trial.fields()[field].distance(point[field]);
    changed.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)));
    for field in changed {
        let without = with(&point, &[(field, trial.present()[field])]);
        if trial.chosen(&without) != 0 && trial.reaches(&without) {
            point = without;
        }
    }
    point
}

fn with(point: &[f64], values: &[(usize, f64)]) -> Point {
    let mut changed = point.to_vec();
    values.iter().for_each(|&(field, value)| changed[field] = value);
    changed
}

fn nearest_first(trial: &Trial, points: Vec<Point>) -> Vec<Point> {
    let mut by_distance: Vec<(f64, Point)> =
        points.into_iter().map(|point| (trial.distance(&point), point)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    by_distance.into_iter().map(|(_, point)| point).collect()
}
