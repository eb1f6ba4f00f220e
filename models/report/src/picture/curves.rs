//! The ROC curve and the precision-recall curve.

use catalogue::Language;

use super::canvas::{Axis, BLUE, GREY, Mark, chart, dashes, drawn, legend, line};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::number::Style;

const SIZE: (u32, u32) = (900, 760);

pub(super) fn roc(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let french = language == Language::Fr;
    let across = Axis::in_language(
        0.0..1.0,
        ("Bons clients refusés à tort", "Good clients wrongly refused"),
        language,
        Style::Percent,
        0,
    );
    let up =
        Axis::in_language(0.0..1.0, ("Défauts reconnus", "Defaults recognised"), language, Style::Percent, 0);
    drawn(SIZE, |area| {
        let mut chart = chart(area, &across, &up, language)?;
        dashes(&mut chart, (0.0, 0.0), (1.0, 1.0), GREY)?;
        line(&mut chart, evidence.roc.iter().map(|&[x, y]| (x, y)).collect(), BLUE, 5)?;
        let [model, chance] = if french { ["modèle", "hasard"] } else { ["model", "chance"] };
        legend(area, &[(Mark::Line(BLUE), model), (Mark::Dashes(GREY), chance)])
    })
}

pub(super) fn precision_recall(evidence: &Evidence, language: Language) -> Result<String, Error> {
    let french = language == Language::Fr;
    let curve: Vec<(f64, f64)> =
        evidence.precision_recall.iter().flatten().map(|&[recall, precision]| (recall, precision)).collect();
    // The first clients alone make the precision leap: what is beyond the first hundredth sets the scale.
    let highest = curve.iter().filter(|(recall, _)| *recall >= 0.02).map(|&(_, precision)| precision);
    let top = (highest.fold(0.0, f64::max) * 1.15).clamp(0.1, 1.0);
    let across = Axis::in_language(
        0.0..1.0,
        ("Rappel : défauts reconnus", "Recall: defaults recognised"),
        language,
        Style::Percent,
        0,
    );
    let up = Axis::in_language(
        0.0..top,
        ("Précision parmi les refusés", "Precision among the refused"),
        language,
        Style::Percent,
        0,
    );
    let rate = f64::from(evidence.defaults) / f64::from(evidence.labelled_clients.max(1));
    drawn(SIZE, |area| {
        let mut chart = chart(area, &across, &up, language)?;
        dashes(&mut chart, (0.0, rate), (1.0, rate), GREY)?;
        line(&mut chart, curve.into_iter().map(|(x, y)| (x, y.min(top))).collect(), BLUE, 5)?;
        let [model, chance] =
            if french { ["modèle", "hasard (taux de défaut)"] } else { ["model", "chance (default rate)"] };
        legend(area, &[(Mark::Line(BLUE), model), (Mark::Dashes(GREY), chance)])
    })
}
