//! The cost a client over the threshold, with the chosen threshold, the theoretical one and the review band.

use catalogue::Language;
use plotters::prelude::*;

use super::canvas::{Axis, BLUE, Mark, ORANGE, PALE, VERMILION, chart, dashes, drawn, legend, line};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::number::Style;

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let french = language == Language::Fr;
    let curve = &evidence.cost.curve;
    let range = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let values = || curve.iter().map(of);
        values().fold(f64::INFINITY, f64::min)..values().fold(f64::NEG_INFINITY, f64::max)
    };
    let (points, costs) = (range(&|point| point.0), range(&|point| point.1));
    let top = costs.end * 1.05;
    let across =
        Axis::in_language(points, ("Seuil, en points", "Threshold, in points"), language, Style::Decimal, 0);
    let words = ("Coût par client, en refus à tort", "Cost a client, in wrong refusals");
    let up = Axis::in_language(0.0..top, words, language, Style::Decimal, 1);
    drawn((900, 760), |area| {
        let mut chart = chart(area, &across, &up, language)?;
        let chosen = f64::from(evidence.cost.threshold_points);
        let [curve_words, threshold, theory, band] = if french {
            ["coût", "seuil", "théorie", "examen humain"]
        } else {
            ["cost", "threshold", "theory", "human review"]
        };
        let mut entries = vec![(Mark::Line(BLUE), curve_words), (Mark::Line(VERMILION), threshold)];
        if let Some(cost) = &evidence.cost_evidence {
            let (from, to) = (f64::from(cost.review.from), f64::from(cost.review.to));
            chart.draw_series([Rectangle::new([(from, 0.0), (to, top)], PALE.filled())])?;
            entries.extend([(Mark::Dashes(ORANGE), theory), (Mark::Box(PALE), band)]);
        }
        line(&mut chart, curve.clone(), BLUE, 5)?;
        line(&mut chart, vec![(chosen, 0.0), (chosen, top)], VERMILION, 4)?;
        if let Some(cost) = &evidence.cost_evidence {
            let at = f64::from(cost.theoretical_points);
            dashes(&mut chart, (at, 0.0), (at, top), ORANGE)?;
        }
        legend(area, &entries)
    })
}
