//! How many clients have which values of two features: the larger a square, the more clients; its colour says how
//! well they score on average.

use std::rc::Rc;

use api::{Axis as DensityAxis, Density};
use yew::prelude::*;

use super::frame::ChartFrame;
use super::scale::percent;
use crate::format::{self, whole};
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

#[component]
pub(crate) fn DensityMap(DensityMapProps { density, threshold }: &DensityMapProps) -> Html {
    let speech = use_speech();
    let cells = cells(density);
    let (columns, rows) = (density.counts.first().map_or(0, Vec::len), density.counts.len());
    let most = cells.iter().map(|cell| cell.clients).max().unwrap_or_default();
    if most == 0 {
        return html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> };
    }
    let height = ROW * rows as f64;
    let width = 100.0 / columns as f64;
    let top = |row: usize| height - ROW * (row + 1) as f64;
    let square = |cell: &Cell| {
        // The area says how many.
        let share = (f64::from(cell.clients) / f64::from(most)).sqrt().max(0.12);
        let (wide, tall) = (width * share, ROW * share);
        html! {
            <rect class={class(cell.mean, *threshold)} x={percent(cell.column as f64 * width + (width - wide) / 2.0)} width={percent(wide)}
                y={(top(cell.row) + (ROW - tall) / 2.0).to_string()} height={tall.to_string()} rx="2">
                <title>{ words(speech, density, cell) }</title>
            </rect>
        }
    };
    let chart = html! {
        <div class="density">
            <p class="axis-title">{ density.y.label.clone() }</p>
            <div class="density-field">
                <div class="density-side" aria-hidden="true">
                    { for ends(speech, &density.y).into_iter().rev().map(|end| html! { <span>{ end }</span> }) }
                </div>
                <svg class="plot" width="100%" height={height.to_string()} aria-hidden="true" focusable="false">
                    <rect class="density-ground" width="100%" height={height.to_string()} rx="4" />
                    { for cells.iter().map(square) }
                    if let Some([row, column]) = density.own {
                        <rect class="cell-own" x={percent(f64::from(column) * width)} width={percent(width)} y={top(row as usize).to_string()} height={ROW.to_string()} rx="3" />
                    }
                </svg>
            </div>
            <div class="density-foot" aria-hidden="true">
                { for ends(speech, &density.x).into_iter().map(|end| html! { <span>{ end }</span> }) }
            </div>
            <p class="axis-title end">{ density.x.label.clone() }</p>
            <ul class="legend">
                { for [("cell-safe", &m::MEAN_SAFE), ("cell-above", &m::MEAN_ABOVE), ("cell-below", &m::MEAN_BELOW), ("cell-risky", &m::MEAN_RISKY), ("cell-few", &m::MEAN_FEW)]
                    .map(|(class, text)| html! {
                        <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect {class} width="14" height="14" rx="3" /></svg>{ speech.say(text) }</li>
                    }) }
                if density.own.is_some() {
                    <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="cell-own" x="1.5" y="1.5" width="11" height="11" rx="2" /></svg>{ speech.say(&m::THIS_CLIENT) }</li>
                }
            </ul>
        </div>
    };
    let table = table(speech, density, &cells);
    let name = speech.fill(&m::DENSITY_NAME, &[("x", &density.x.label), ("y", &density.y.label)]);
    html! { <ChartFrame {name} {chart} {table} /> }
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

fn words(speech: Speech, density: &Density, cell: &Cell) -> String {
    let values = [
        ("x", &*span(speech, &density.x, cell.column)),
        ("y", &*span(speech, &density.y, cell.row)),
        ("n", &*whole(speech, cell.clients)),
        ("mean", &*mean(speech, cell)),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    speech.fill(&m::CELL_WORDS, &values)
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

    #[test]
    fn only_cells_with_somebody_in_are_drawn_and_few_have_no_mean() {
        let axis = DensityAxis {
            feature: String::new(),
            label: String::new(),
            unit: Unit::Money,
            value: None,
            edges: vec![0.0, 1.0, 2.0],
            labels: Vec::new(),
        };
        let density = Density {
            x: axis.clone(),
            y: axis,
            clients: 47,
            withheld: false,
            counts: vec![vec![40, 0], vec![0, 7]],
            mean_points: vec![vec![Some(530.0), None], vec![None, None]],
            own: None,
        };
        let expected = [
            Cell { row: 0, column: 0, clients: 40, mean: Some(530.0) },
            Cell { row: 1, column: 1, clients: 7, mean: None },
        ];
        assert_eq!(cells(&density), expected);
    }

    #[test]
    fn the_colour_tells_on_which_side_of_the_threshold() {
        let classes = [Some(560.0), Some(500.0), Some(499.0), Some(400.0), None].map(|mean| class(mean, 500));
        assert_eq!(classes, ["cell-safe", "cell-above", "cell-below", "cell-risky", "cell-few"]);
    }
}
