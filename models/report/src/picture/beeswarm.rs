//! Contributions of a sample of clients: a dot a client, its shade the rank of the value, dots that would cover each
//! other side by side.

use std::collections::BTreeMap;

use catalogue::Language;
use plotters::prelude::*;

use super::canvas::{
    Axis, GREY, INK, Mark, NAME, NAMES, ROW, ROWS_WIDTH, drawn, folded, legend, line, row_lines, rows,
};
use super::importance::MOST;
use crate::error::Error;
use crate::evidence::{Evidence, Swarm};
use crate::number::Style;
use crate::words;

/// So many clients of each feature at most, evenly taken in the order of the contributions: a file of 300 kB.
const DOTS: usize = 240;
const RADIUS: i32 = 4;

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let features = evidence.beeswarm.as_ref().map_or(&[][..], |swarm| &swarm.features);
    let shown = &features[..features.len().min(MOST)];
    let ends = shown.iter().flat_map(|swarm| &swarm.points).map(|point| point.0);
    let (low, high) = ends.fold((-1.0_f64, 1.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    let words = ("Contribution au score, en points", "Contribution to the score, in points");
    let across = Axis::in_language(low * 1.06..high * 1.06, words, language, Style::Signed, 0);
    drawn((ROWS_WIDTH, 150 + ROW * shown.len() as u32), |area| {
        let mut chart = rows(area, &across, shown.len(), NAMES, language)?;
        line(&mut chart, vec![(0.0, 0.0), (0.0, shown.len() as f64)], GREY, 2)?;
        for (row, swarm) in shown.iter().enumerate() {
            row_lines(area, &chart, row, &folded(&words::feature(&swarm.feature, language), NAME))?;
            let (_, middle) = chart.backend_coord(&(0.0, row as f64 + 0.5));
            let across = |at: f64| chart.backend_coord(&(at, 0.0)).0;
            for (at, aside, rank) in placed(swarm, &across) {
                let dot = (at, middle + aside);
                match rank {
                    Some(rank) => area.draw(&Circle::new(dot, RADIUS, shade(rank).filled()))?,
                    None => area.draw(&Circle::new(dot, RADIUS - 1, INK.stroke_width(1)))?,
                }
            }
        }
        let [low, middle, high, missing] = if language == Language::Fr {
            ["valeur basse", "moyenne", "haute", "manquante"]
        } else {
            ["low value", "middle", "high", "missing"]
        };
        legend(
            area,
            &[
                (Mark::Dot(shade(0.0)), low),
                (Mark::Dot(shade(0.5)), middle),
                (Mark::Dot(shade(1.0)), high),
                (Mark::Ring(INK), missing),
            ],
        )
    })
}

/// Where each dot goes: across, aside of the row's middle, and its rank.
fn placed(swarm: &Swarm, across: &dyn Fn(f64) -> i32) -> Vec<(i32, i32, Option<f64>)> {
    let step = swarm.points.len().div_ceil(DOTS).max(1);
    let mut taken: BTreeMap<i32, i32> = BTreeMap::new();
    let reach = (ROW as i32 / 2 - RADIUS - 2) / 2;
    let dots = swarm.points.iter().step_by(step).map(|&(contribution, rank)| {
        let at = across(contribution);
        let column = taken.entry(at / (2 * RADIUS)).or_insert(0);
        let number = *column;
        *column += 1;
        // Above and below in turn; what finds no room goes round again.
        let aside = ((number + 1) / 2 * 3) % (2 * reach).max(1);
        (at, if number % 2 == 0 { aside } else { -aside }, rank)
    });
    dots.collect()
}

/// From dark blue over grey to orange: lighter is higher.
fn shade(rank: f64) -> RGBColor {
    const STOPS: [(f64, f64, f64); 3] = [(0.0, 72.0, 140.0), (150.0, 160.0, 165.0), (240.0, 170.0, 0.0)];
    let at = rank.clamp(0.0, 1.0) * 2.0;
    let (from, to, share) = if at < 1.0 { (STOPS[0], STOPS[1], at) } else { (STOPS[1], STOPS[2], at - 1.0) };
    let mix = |from: f64, to: f64| (from + (to - from) * share).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}
