//! Observed defaults over the predicted probability, in bins of equal size.

use catalogue::Language;
use plotters::prelude::*;

use super::canvas::{Axis, BLUE, GREY, Mark, chart, dashes, drawn, legend, line};
use crate::error::Error;
use crate::evidence::{Bin, Evidence};
use crate::number::Style;

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let bins: &[Bin] =
        evidence.quality.as_ref().map_or(&evidence.calibration.bins, |quality| &quality.reliability);
    let highest = bins
        .iter()
        .map(|bin| bin.predicted.max(bin.observed).max(bin.high.unwrap_or(0.0)))
        .fold(0.05, f64::max);
    let range = 0.0..highest * 1.06;
    let across = Axis::in_language(
        range.clone(),
        ("Probabilité de défaut prédite", "Predicted probability of default"),
        language,
        Style::Percent,
        0,
    );
    let up = Axis::in_language(
        range.clone(),
        ("Défauts observés", "Observed defaults"),
        language,
        Style::Percent,
        0,
    );
    drawn((900, 760), |area| {
        let mut chart = chart(area, &across, &up, language)?;
        dashes(&mut chart, (0.0, 0.0), (range.end, range.end), GREY)?;
        let mut intervals = false;
        for bin in bins {
            if let Some((low, high)) = bin.low.zip(bin.high) {
                line(&mut chart, vec![(bin.predicted, low), (bin.predicted, high)], BLUE, 3)?;
                intervals = true;
            }
        }
        chart.draw_series(
            bins.iter().map(|bin| Circle::new((bin.predicted, bin.observed), 8, BLUE.filled())),
        )?;
        let words = match (language, intervals) {
            (Language::Fr, true) => "dixième de clients, IC à 95 %",
            (Language::Fr, false) => "dixième de clients",
            (Language::En, true) => "a tenth of clients, 95% CI",
            (Language::En, false) => "a tenth of clients",
        };
        let exact = if language == Language::Fr { "prédiction exacte" } else { "exact prediction" };
        legend(area, &[(Mark::Dot(BLUE), words), (Mark::Dashes(GREY), exact)])
    })
}
