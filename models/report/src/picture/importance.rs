//! The features that matter most: mean absolute contribution, in points.

use catalogue::Language;
use plotters::prelude::*;

use super::canvas::{Axis, BLUE, NAME, NAMES, ROW, ROWS_WIDTH, drawn, folded, row_lines, rows};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::number::Style;
use crate::words;

/// So many features are shown: those of the beeswarm beside it.
pub(super) const MOST: usize = 12;

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let shown = &evidence.importance[..evidence.importance.len().min(MOST)];
    let longest = shown.iter().map(|importance| importance.points).fold(0.0, f64::max).max(1e-9);
    let across = Axis::in_language(
        0.0..longest * 1.05,
        ("Contribution absolue moyenne, en points", "Mean absolute contribution, in points"),
        language,
        Style::Decimal,
        0,
    );
    drawn((ROWS_WIDTH, 150 + ROW * shown.len() as u32), |area| {
        let mut chart = rows(area, &across, shown.len(), NAMES, language)?;
        for (row, importance) in shown.iter().enumerate() {
            let top = row as f64;
            let bar = [(0.0, top + 0.2), (importance.points, top + 0.8)];
            chart.draw_series([Rectangle::new(bar, BLUE.filled())])?;
            let name = words::feature(&importance.feature, language);
            row_lines(area, &chart, row, &folded(&name, NAME))?;
        }
        Ok(())
    })
}
