//! How many clients have which values of two features: the larger a square, the more clients; its colour says how
//! well they score on average.

use std::rc::Rc;

use api::{Axis as DensityAxis, Density};
use yew::prelude::*;

use super::axis::Frame;
use super::frame::ChartFrame;
use super::reading::use_reading;
use super::scale::percent;
use crate::format::{self, clients, whole};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// The height of a row of cells, in pixels.
const ROW: f64 = 26.0;
/// From so many points on beyond the threshold a mean score is clearly above it, or below.
const CLEAR: f64 = 40.0;

#[derive(PartialEq, Properties)]
pub(crate) struct DensityMapProps {
    pub(crate) density: Rc<Density>,
    /// The threshold, in points: what the colours are told from.
    pub(crate) threshold: i32,
}

/// A cell of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    row: usize,
    column: usize,
    clients: u32,
    mean: Option<f64>,
}

impl Cell {
    fn is_at(&self, row: u32, column: u32) -> bool {
        (self.row, self.column) == (row as usize, column as usize)
    }
}

/// The same as it is seen: an age grows to the right, and upwards, though its days are negative.
fn as_seen(density: &Density) -> Density {
    let is_flipped = |axis: &DensityAxis| axis.labels.is_empty() && Frame::of(axis.unit, 1.0).is_flipped();
    let mut seen = density.clone();
    let (rows, columns) = (seen.counts.len() as u32, seen.counts.first().map_or(0, Vec::len) as u32);
    if is_flipped(&density.x) {
        seen.x.edges.reverse();
        for row in &mut seen.counts {
            row.reverse();
        }
        for row in &mut seen.mean_points {
            row.reverse();
        }
        seen.own = seen.own.map(|[row, column]| [row, columns - 1 - column]);
    }
    if is_flipped(&density.y) {
        seen.y.edges.reverse();
        seen.counts.reverse();
        seen.mean_points.reverse();
        seen.own = seen.own.map(|[row, column]| [rows - 1 - row, column]);
    }
    seen
}

/// The cells in which somebody is.
fn cells(density: &Density) -> Vec<Cell> {
    let mean = |row: usize, column: usize| density.mean_points.get(row)?.get(column).copied().flatten();
    let row = |(row, counts): (usize, &Vec<u32>)| {
        let cell =
            move |(column, &clients): (usize, &u32)| Cell { row, column, clients, mean: mean(row, column) };
        counts.iter().enumerate().map(cell).filter(|cell| cell.clients > 0).collect::<Vec<_>>()
    };
    density.counts.iter().enumerate().flat_map(row).collect()
}

/// The class that colours a mean score.
fn class(mean: Option<f64>, threshold: i32) -> &'static str {
    match mean.map(|mean| mean - f64::from(threshold)) {
        None => "cell-few",
        Some(above) if above >= CLEAR => "cell-safe",
        Some(above) if above >= 0.0 => "cell-above",
        Some(above) if above >= -CLEAR => "cell-below",
        Some(_) => "cell-risky",
    }
}

/// The cell that a key leads to; `None` where it leads to none. Left and right lead along a row, up and down to the nearest
/// cell of the next row in which somebody is. The first key leads to the client's own cell.
fn step(key: &str, now: Option<usize>, cells: &[Cell], own: Option<[u32; 2]>) -> Option<usize> {
    if !["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].contains(&key) {
        return None;
    }
    let Some(now) = now else {
        let is_own = |cell: &Cell| own.is_some_and(|[row, column]| cell.is_at(row, column));
        let largest = || (0..cells.len()).max_by_key(|&index| cells[index].clients);
        return cells.iter().position(is_own).or_else(largest);
    };
    let here = cells[now];
    // The cells stand row by row, each from left to right.
    let in_row = |row: usize| (0..cells.len()).filter(move |&index| cells[index].row == row);
    let nearest = |row: Option<usize>| {
        row.and_then(|row| in_row(row).min_by_key(|&index| cells[index].column.abs_diff(here.column)))
    };
    let rows = || cells.iter().map(|cell| cell.row);
    let next = match key {
        "ArrowRight" => in_row(here.row).find(|&index| index > now),
        "ArrowLeft" => in_row(here.row).rfind(|&index| index < now),
        "ArrowUp" => nearest(rows().find(|&row| row > here.row)),
        "ArrowDown" => nearest(rows().rfind(|&row| row < here.row)),
        "Home" => in_row(here.row).next(),
        _ => in_row(here.row).next_back(),
    };
    Some(next.unwrap_or(now))
}

/// The squares, their axes and what the colours say; they are read square by square.
#[component]
pub(crate) fn DensityMap(DensityMapProps { density, threshold }: &DensityMapProps) -> Html {
    let speech = use_speech();
    let density = &as_seen(density);
    let cells = cells(density);
    let reading = {
        let (cells, own) = (cells.clone(), density.own);
        use_reading(cells.len(), move |key, now| step(key, now, &cells, own))
    };
    let (columns, rows) = (density.counts.first().map_or(0, Vec::len), density.counts.len());
    let most = cells.iter().map(|cell| cell.clients).max().unwrap_or_default();
    if most == 0 {
        return html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> };
    }
    let height = ROW * rows as f64;
    let width = 100.0 / columns as f64;
    let top = |row: usize| height - ROW * (row + 1) as f64;
    let place = |row: usize, column: usize, class: &'static str| {
        html! {
            <rect {class} x={percent(column as f64 * width)} width={percent(width)} y={top(row).to_string()} height={ROW.to_string()} rx="3" />
        }
    };
    let square = |(index, cell): (usize, &Cell)| {
        // The area says how many.
        let share = (f64::from(cell.clients) / f64::from(most)).sqrt().max(0.12);
        let (wide, tall) = (width * share, ROW * share);
        html! {
            <g onmouseenter={reading.pointed(index)}>
                { place(cell.row, cell.column, "strip") }
                <rect class={class(cell.mean, *threshold)} x={percent(cell.column as f64 * width + (width - wide) / 2.0)} width={percent(wide)}
                    y={(top(cell.row) + (ROW - tall) / 2.0).to_string()} height={tall.to_string()} rx="2" />
            </g>
        }
    };
    let drawing = html! {
        <div class="density">
            <p class="axis-title">{ density.y.label.clone() }</p>
            <div class="density-field">
                <div class="density-side" aria-hidden="true">
                    { for ends(speech, &density.y).into_iter().rev().map(|end| html! { <span>{ end }</span> }) }
                </div>
                <svg class="plot" width="100%" height={height.to_string()} aria-hidden="true" focusable="false">
                    <rect class="density-ground" width="100%" height={height.to_string()} rx="4" />
                    { for cells.iter().enumerate().map(square) }
                    if let Some([row, column]) = density.own {
                        { place(row as usize, column as usize, "cell-own") }
                    }
                    if let Some(cell) = reading.now.map(|index| &cells[index]) {
                        { place(cell.row, cell.column, "cell-read") }
                    }
                </svg>
            </div>
            <div class={classes!("density-foot", (!density.x.labels.is_empty()).then_some("of-columns"))} aria-hidden="true">
                { for ends(speech, &density.x).into_iter().map(|end| html! { <span>{ end }</span> }) }
            </div>
            <p class="axis-title end">{ density.x.label.clone() }</p>
        </div>
    };
    let table = table(speech, density, &cells);
    let name = speech.fill(&m::DENSITY_NAME, &[("x", &density.x.label), ("y", &density.y.label)]);
    let words = reading.now.map(|index| words(speech, density, &cells[index]));
    let chart = html! {
        <>
            { reading.draw("cells", name.clone().into(), speech.say(&m::READ_CELLS), words, drawing) }
            { legend(speech, density.own.is_some()) }
        </>
    };
    html! { <ChartFrame {name} {chart} {table} /> }
}

/// What the colours say.
fn legend(speech: Speech, own: bool) -> Html {
    let means = [
        ("cell-safe", &m::MEAN_SAFE),
        ("cell-above", &m::MEAN_ABOVE),
        ("cell-below", &m::MEAN_BELOW),
        ("cell-risky", &m::MEAN_RISKY),
        ("cell-few", &m::MEAN_FEW),
    ];
    html! {
        <ul class="legend">
            { for means.map(|(class, text)| html! {
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect {class} width="14" height="14" rx="3" /></svg>{ speech.say(text) }</li>
            }) }
            if own {
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="cell-own" x="1.5" y="1.5" width="11" height="11" rx="2" /></svg>{ speech.say(&m::THIS_CLIENT) }</li>
            }
        </ul>
    }
}

/// The least and the greatest value on an axis; all categories where they are few.
fn ends(speech: Speech, axis: &DensityAxis) -> Vec<String> {
    if !axis.labels.is_empty() {
        return axis.labels.clone();
    }
    let write = |edge: &f64| format::quantity(speech, axis.unit, *edge);
    let middle = axis.edges.len() / 2;
    [axis.edges.first(), axis.edges.get(middle), axis.edges.last()].into_iter().flatten().map(write).collect()
}

/// The values of a row or column.
fn span(speech: Speech, axis: &DensityAxis, index: usize) -> String {
    if let Some(label) = axis.labels.get(index) {
        return label.clone();
    }
    let edge = |index: usize| axis.edges.get(index).map(|edge| format::quantity(speech, axis.unit, *edge));
    let (from, to) = (edge(index).unwrap_or_default(), edge(index + 1).unwrap_or_default());
    speech.fill(&m::FROM_TO, &[("from", &from), ("to", &to)])
}

fn mean(speech: Speech, cell: &Cell) -> String {
    cell.mean.map_or_else(|| "–".to_owned(), |mean| whole(speech, mean.round()))
}

/// What a cell says.
fn words(speech: Speech, density: &Density, cell: &Cell) -> String {
    let (x, y) = (span(speech, &density.x, cell.column), span(speech, &density.y, cell.row));
    let (clients, mean) = (clients(speech, cell.clients), mean(speech, cell));
    let places = [("x", &*x), ("y", &*y), ("clients", &*clients), ("mean", &*mean)];
    let words = speech.fill(if cell.mean.is_some() { &m::CELL_WORDS } else { &m::CELL_WORDS_FEW }, &places);
    if density.own.is_some_and(|[row, column]| cell.is_at(row, column)) {
        return format!("{words} {}", speech.say(&m::CELL_OWN));
    }
    words
}

fn table(speech: Speech, density: &Density, cells: &[Cell]) -> Html {
    html! {
        <>
            <thead><tr>
                <th scope="col">{ density.x.label.clone() }</th>
                <th scope="col">{ density.y.label.clone() }</th>
                <th scope="col" class="number">{ speech.say(&m::CLIENTS) }</th>
                <th scope="col" class="number">{ speech.say(&m::MEAN_SCORE) }</th>
            </tr></thead>
            <tbody>
                { for cells.iter().map(|cell| html! {
                    <tr>
                        <td>{ span(speech, &density.x, cell.column) }</td>
                        <td>{ span(speech, &density.y, cell.row) }</td>
                        <td class="number">{ whole(speech, cell.clients) }</td>
                        <td class="number">{ mean(speech, cell) }</td>
                    </tr>
                }) }
            </tbody>
        </>
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Unit;

    use super::*;

    fn axis(unit: Unit) -> DensityAxis {
        DensityAxis {
            feature: String::new(),
            label: String::new(),
            unit,
            value: None,
            edges: vec![-2.0, -1.0, 0.0],
            labels: Vec::new(),
        }
    }

    fn density(across: Unit) -> Density {
        Density {
            x: axis(across),
            y: axis(Unit::Money),
            clients: 47,
            withheld: false,
            counts: vec![vec![40, 0], vec![0, 7]],
            mean_points: vec![vec![Some(530.0), None], vec![None, None]],
            own: Some([1, 1]),
        }
    }

    #[test]
    fn only_cells_with_somebody_in_are_drawn_and_few_have_no_mean() {
        let expected = [
            Cell { row: 0, column: 0, clients: 40, mean: Some(530.0) },
            Cell { row: 1, column: 1, clients: 7, mean: None },
        ];
        assert_eq!(cells(&density(Unit::Money)), expected);
    }

    #[test]
    fn an_age_grows_to_the_right() {
        let seen = as_seen(&density(Unit::DaysSince));
        assert_eq!((seen.x.edges.as_slice(), seen.own), (&[0.0, -1.0, -2.0][..], Some([1, 0])));
        assert_eq!(seen.counts, [[0, 40], [7, 0]]);
        assert_eq!(seen.mean_points[0], [None, Some(530.0)]);
        assert_eq!(as_seen(&density(Unit::Money)), density(Unit::Money));
    }

    /// Cells at these rows and columns, row by row.
    fn at(places: &[[usize; 2]]) -> Vec<Cell> {
        let cell = |&[row, column]: &[usize; 2]| Cell { row, column, clients: 1 + column as u32, mean: None };
        places.iter().map(cell).collect()
    }

    #[test]
    fn arrows_lead_from_cell_to_cell_as_they_are_seen() {
        let cells = at(&[[0, 0], [0, 4], [2, 1], [2, 3], [5, 9]]);
        let to = |key, now| step(key, Some(now), &cells, None);
        assert_eq!(["ArrowLeft", "ArrowRight", "Home", "End"].map(|key| to(key, 2)), [2, 3, 2, 3].map(Some));
        assert_eq!(["ArrowUp", "ArrowDown"].map(|key| to(key, 1)), [3, 1].map(Some));
        assert_eq!(["ArrowUp", "ArrowDown"].map(|key| to(key, 4)), [4, 3].map(Some));
        assert_eq!(to("Tab", 2), None);
    }

    #[test]
    fn reading_begins_at_the_clients_own_cell_or_else_at_the_largest() {
        let cells = at(&[[0, 0], [0, 4], [2, 1]]);
        let begin = |own| step("ArrowUp", None, &cells, own);
        assert_eq!([Some([2, 1]), Some([1, 1]), None].map(begin), [2, 1, 1].map(Some));
        assert_eq!(step("ArrowUp", None, &[], None), None);
    }

    #[test]
    fn every_cell_is_reached() {
        let cells = at(&[[0, 0], [0, 4], [0, 9], [2, 1], [2, 3], [3, 3], [5, 9]]);
        let mut reached = vec![2];
        for _ in 0..cells.len() {
            let keys = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"];
            let next = reached.iter().flat_map(|&now| keys.map(|key| step(key, Some(now), &cells, None)));
            let next: Vec<_> = next.flatten().filter(|index| !reached.contains(index)).collect();
            reached.extend(next);
        }
        reached.sort_unstable();
        reached.dedup();
        assert_eq!(reached, (0..cells.len()).collect::<Vec<_>>());
    }

    #[test]
    fn the_colour_tells_on_which_side_of_the_threshold() {
        let classes = [Some(560.0), Some(500.0), Some(499.0), Some(400.0), None].map(|mean| class(mean, 500));
        assert_eq!(classes, ["cell-safe", "cell-above", "cell-below", "cell-risky", "cell-few"]);
    }
}
