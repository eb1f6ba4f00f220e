//! Impact ratios by group: approval rate over that of the reference group, with intervals and the four-fifths line.

use catalogue::Language;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{
    Axis, BLUE, Chart, GREEN, INK, Mark, SKY, TYPE, VERMILION, cut, dashes, drawn, legend, line, row_name,
    rows, text,
};
use crate::error::Error;
use crate::evidence::{Evidence, Figure};
use crate::number::Style;

/// The four-fifths rule (29 CFR 1607.4 D).
const FOUR_FIFTHS: f64 = 0.8;

/// A row of the picture.
enum Row<'a> {
    Attribute(&'a str),
    Reference(&'a str),
    Group(&'a str, Figure),
}

pub(super) fn is_possible(evidence: &Evidence) -> bool {
    evidence
        .fairness
        .iter()
        .flatten()
        .flat_map(|attribute| &attribute.groups)
        .any(|group| group.impact_ratio.is_some())
}

pub(super) fn draw(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let rows_shown = shown(evidence, language);
    let highest =
        rows_shown.iter().map(|row| if let Row::Group(_, figure) = row { figure.high } else { 1.0 });
    let across = Axis::in_language(
        0.0..highest.fold(1.05, f64::max).min(1.6),
        ("Rapport d’impact, IC à 95 %", "Impact ratio, 95% CI"),
        language,
        Style::Decimal,
        1,
    );
    drawn((1000, 150 + 38 * rows_shown.len() as u32), |area| {
        let mut chart = rows(area, &across, rows_shown.len(), 400, language)?;
        let (left, _) = chart.plotting_area().get_base_pixel();
        for (row, shown) in rows_shown.iter().enumerate() {
            let top = row as f64;
            let bar = |share: f64, colour: RGBColor, chart: &mut Chart<'_, '_>| {
                chart
                    .draw_series([Rectangle::new([(0.0, top + 0.18), (share, top + 0.82)], colour.filled())])
                    .map(|_| ())
            };
            match shown {
                Row::Attribute(name) => {
                    let (_, middle) = chart.backend_coord(&(0.0, top + 0.5));
                    let style = text(TYPE * 0.96, BLUE, HPos::Right, VPos::Center);
                    area.draw_text(&cut(name, 36), &style, (left - 14, middle))?;
                }
                Row::Reference(name) => {
                    bar(1.0, GREEN, &mut chart)?;
                    row_name(area, &chart, row, &cut(name, 28))?;
                }
                Row::Group(name, figure) => {
                    bar(figure.value, SKY, &mut chart)?;
                    row_name(area, &chart, row, &cut(name, 28))?;
                    line(&mut chart, vec![(figure.low, top + 0.5), (figure.high, top + 0.5)], INK, 4)?;
                }
            }
        }
        let end = rows_shown.len() as f64;
        dashes(&mut chart, (FOUR_FIFTHS, 0.0), (FOUR_FIFTHS, end), VERMILION)?;
        let [reference, group, limit] = if language == Language::Fr {
            ["groupe de référence", "autre groupe", "quatre cinquièmes"]
        } else {
            ["reference group", "other group", "four fifths"]
        };
        legend(
            area,
            &[(Mark::Box(GREEN), reference), (Mark::Box(SKY), group), (Mark::Dashes(VERMILION), limit)],
        )
    })
}

/// Groups too small to find anything are left out.
fn shown(evidence: &Evidence, language: Language) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let pick = |fr, en| if language == Language::Fr { fr } else { en };
    for attribute in evidence.fairness.iter().flatten() {
        rows.push(Row::Attribute(pick(&attribute.label_fr, &attribute.label_en)));
        for group in &attribute.groups {
            let name = pick(&group.label_fr, &group.label_en);
            if group.group == attribute.reference {
                rows.push(Row::Reference(name));
            } else if let Some(figure) = group.impact_ratio {
                rows.push(Row::Group(name, figure));
            }
        }
    }
    rows
}
