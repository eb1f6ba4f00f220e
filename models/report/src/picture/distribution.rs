//! Who has which score: the shares of each outcome's clients by score.

use catalogue::Language;
use plotters::prelude::*;

use super::canvas::{Axis, INK, Mark, SKY, VERMILION, chart, dashes, drawn, legend, line};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::number::Style;

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let french = language == Language::Fr;
    let Some(distribution) = &evidence.distribution else {
        return drawn((900, 640), |_| Ok(()));
    };
    let shares = |counts: &[u32]| {
        let total = f64::from(counts.iter().sum::<u32>().max(1));
        counts.iter().map(|&count| f64::from(count) / total).collect::<Vec<_>>()
    };
    let (repaid, defaulted) = (shares(&distribution.repaid), shares(&distribution.defaulted));
    let edges = &distribution.edges;
    let bins = || edges.windows(2).map(|pair| (pair[0], pair[1]));
    let held: Vec<usize> = (0..repaid.len()).filter(|&bin| repaid[bin] + defaulted[bin] > 0.0).collect();
    let (first, last) = (held.first().copied().unwrap_or(0), held.last().copied().unwrap_or(0));
    let top = repaid.iter().chain(&defaulted).copied().fold(0.01, f64::max) * 1.08;
    let across = Axis::in_language(
        edges[first]..edges[last + 1],
        ("Score, en points (plus haut : plus sûr)", "Score, in points (higher: safer)"),
        language,
        Style::Decimal,
        0,
    );
    let up = Axis::in_language(
        0.0..top,
        ("Part des clients", "Share of the clients"),
        language,
        Style::Percent,
        0,
    );
    drawn((900, 640), |area| {
        let mut chart = chart(area, &across, &up, language)?;
        chart.draw_series(
            bins()
                .zip(&repaid)
                .map(|((from, to), &share)| Rectangle::new([(from, 0.0), (to, share)], SKY.filled())),
        )?;
        let outline = bins().zip(&defaulted).flat_map(|((from, to), &share)| [(from, share), (to, share)]);
        let outline: Vec<(f64, f64)> =
            outline.filter(|&(at, _)| at >= edges[first] && at <= edges[last + 1]).collect();
        line(&mut chart, outline, VERMILION, 5)?;
        let threshold = f64::from(evidence.cost.threshold_points);
        dashes(&mut chart, (threshold, 0.0), (threshold, top), INK)?;
        let [repaid, defaulted, threshold] = if french {
            ["ont remboursé", "en défaut", "seuil"]
        } else {
            ["repaid", "defaulted", "threshold"]
        };
        legend(
            area,
            &[(Mark::Box(SKY), repaid), (Mark::Line(VERMILION), defaulted), (Mark::Dashes(INK), threshold)],
        )
    })
}
