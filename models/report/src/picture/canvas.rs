//! What the pictures have in common: colours, type sizes, axes, a legend.

use std::ops::Range;

use catalogue::Language;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::error::Error;
use crate::number::{self, Style};

/// Okabe and Ito's colours.
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(super) const SKY: RGBColor = RGBColor(86, 180, 233);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(super) const VERMILION: RGBColor = RGBColor(213, 94, 0);
pub(super) const GREEN: RGBColor = RGBColor(0, 158, 115);
/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(34, 34, 34);
/// What stands behind.
pub(super) const GREY: RGBColor = RGBColor(140, 140, 140);
pub(super) const PALE: RGBColor = RGBColor(225, 225, 225);

/// Type size in pixels of a picture of 900 pixels' width: 7 points at half the width of a page.
pub(super) const TYPE: f64 = 26.0;
/// From a line of a row's name to the next, in pixels.
const LINE: i32 = 26;
/// A row that has room for a name of two lines, the width of a picture of such rows, and its margin for their names.
pub(super) const ROW: u32 = 58;
pub(super) const ROWS_WIDTH: u32 = 1000;
pub(super) const NAMES: i32 = 490;
/// So many characters of a name have room on a line.
pub(super) const NAME: usize = 35;
/// plotters' SVG writes sizes divided by this.
const PLOTTERS_TYPE: f64 = 1.24;
/// Mean width of a character, in ems, on the wide side.
const CHARACTER: f64 = 0.56;

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Chart<'a, 'b> = ChartContext<'b, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A picture of the size, drawn on white by `body`.
pub(super) fn drawn(
    size: (u32, u32),
    body: impl FnOnce(&Area<'_>) -> Result<(), Error>,
) -> Result<String, Error> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE)?;
        body(&area)?;
        area.present()?;
    }
    Ok(svg)
}

/// Text of a size and colour, placed by its anchor.
pub(super) fn text<'t>(size: f64, colour: RGBColor, across: HPos, down: VPos) -> TextStyle<'t> {
    ("sans-serif", size * PLOTTERS_TYPE).into_font().color(&colour).pos(Pos::new(across, down))
}

/// About as wide as a text is.
pub(super) fn width(words: &str, size: f64) -> i32 {
    (words.chars().count() as f64 * CHARACTER * size).ceil() as i32
}

/// A text on two lines of at most so many characters, broken between words; what has no room there is cut.
pub(super) fn folded(words: &str, most: usize) -> Vec<String> {
    if words.chars().count() <= most {
        return vec![words.to_owned()];
    }
    let head: usize = words.chars().take(most + 1).map(char::len_utf8).sum();
    match words[..head].rsplit_once(' ') {
        Some((first, _)) => vec![first.to_owned(), cut(words[first.len()..].trim_start(), most)],
        None => vec![cut(words, most)],
    }
}

/// A text cut to so many characters.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// How an axis is written.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    /// From, to.
    pub(super) range: Range<f64>,
    /// What it is, with the unit.
    pub(super) words: String,
    /// The style of its numbers.
    pub(super) style: Style,
    /// Their decimals.
    pub(super) decimals: u8,
    /// About so many numbers.
    pub(super) labels: usize,
}

impl Axis {
    /// An axis with about six numbers.
    pub(super) fn new(range: Range<f64>, words: impl Into<String>, style: Style, decimals: u8) -> Self {
        Self { range, words: words.into(), style, decimals, labels: 6 }
    }

    /// The words in a language.
    pub(super) fn in_language(
        range: Range<f64>,
        (fr, en): (&str, &str),
        language: Language,
        style: Style,
        decimals: u8,
    ) -> Self {
        Self::new(range, if language == Language::Fr { fr } else { en }, style, decimals)
    }
}

/// A chart below a legend of one line, with `left` pixels for what is written at its left.
fn framed<'a, 'b>(
    area: &'b Area<'a>,
    across: &Axis,
    up: Range<f64>,
    left: i32,
) -> Result<Chart<'a, 'b>, Error> {
    let mut builder = ChartBuilder::on(area);
    builder.margin_top(58).margin_right(38).margin_bottom(8).margin_left(8);
    builder.x_label_area_size(92).y_label_area_size(left);
    Ok(builder.build_cartesian_2d(across.range.clone(), up)?)
}

/// A chart with a grid and two axes, below a legend of one line.
pub(super) fn chart<'a, 'b>(
    area: &'b Area<'a>,
    across: &Axis,
    up: &Axis,
    language: Language,
) -> Result<Chart<'a, 'b>, Error> {
    let mut chart = framed(area, across, up.range.clone(), 128)?;
    let write = |axis: &Axis, value: f64| number::write(language, value, axis.style, axis.decimals);
    let label = text(TYPE * 0.92, INK, HPos::Center, VPos::Center);
    chart
        .configure_mesh()
        .x_labels(across.labels)
        .y_labels(up.labels)
        .max_light_lines(1)
        .light_line_style(TRANSPARENT)
        .bold_line_style(PALE)
        .axis_style(GREY)
        .label_style(label)
        .axis_desc_style(text(TYPE, INK, HPos::Center, VPos::Center))
        .x_label_formatter(&|value| write(across, *value))
        .y_label_formatter(&|value| write(up, *value))
        .x_desc(across.words.as_str())
        .y_desc(up.words.as_str())
        .set_all_tick_mark_size(6)
        .draw()?;
    Ok(chart)
}

/// A chart of rows: numbers across, names of rows at the left in a margin of `names` pixels; row 0 is at the top.
pub(super) fn rows<'a, 'b>(
    area: &'b Area<'a>,
    across: &Axis,
    count: usize,
    names: i32,
    language: Language,
) -> Result<Chart<'a, 'b>, Error> {
    let mut chart = framed(area, across, count as f64..0.0, names)?;
    let write = |value: f64| number::write(language, value, across.style, across.decimals);
    chart
        .configure_mesh()
        .x_labels(across.labels)
        .y_labels(0)
        .max_light_lines(1)
        .light_line_style(TRANSPARENT)
        .bold_line_style(PALE)
        .disable_y_mesh()
        .axis_style(GREY)
        .label_style(text(TYPE * 0.92, INK, HPos::Center, VPos::Center))
        .x_label_formatter(&|value| write(*value))
        .set_all_tick_mark_size(6)
        .draw()?;
    // Not in the middle of the axis: it is often shorter than its words.
    let (right, bottom) = area.dim_in_pixel();
    let place = (right as i32 - 12, bottom as i32 - 14);
    area.draw_text(&across.words, &text(TYPE, INK, HPos::Right, VPos::Bottom), place)?;
    Ok(chart)
}

/// The name of a row, at the left of the axis.
pub(super) fn row_name(area: &Area<'_>, chart: &Chart<'_, '_>, row: usize, name: &str) -> Result<(), Error> {
    row_lines(area, chart, row, &[name.to_owned()])
}

/// The same on lines of its own, one below the other.
pub(super) fn row_lines(
    area: &Area<'_>,
    chart: &Chart<'_, '_>,
    row: usize,
    lines: &[String],
) -> Result<(), Error> {
    let (left, _) = chart.plotting_area().get_base_pixel();
    let (_, middle) = chart.backend_coord(&(0.0, row as f64 + 0.5));
    let style = text(TYPE * 0.92, INK, HPos::Right, VPos::Center);
    let top = middle - LINE * (lines.len() as i32 - 1) / 2;
    for (number, line) in lines.iter().enumerate() {
        area.draw_text(line, &style, (left - 14, top + LINE * number as i32))?;
    }
    Ok(())
}

/// The mark of an entry of a legend.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    /// A line.
    Line(RGBColor),
    /// A line of dashes.
    Dashes(RGBColor),
    /// A filled box.
    Box(RGBColor),
    /// A dot.
    Dot(RGBColor),
    /// A ring.
    Ring(RGBColor),
}

/// A legend on one line at the top.
pub(super) fn legend(area: &Area<'_>, entries: &[(Mark, &str)]) -> Result<(), Error> {
    const HEIGHT: i32 = 28;
    let mut left = 24;
    for (mark, words) in entries {
        match *mark {
            Mark::Line(colour) => {
                area.draw(&PathElement::new(
                    vec![(left, HEIGHT), (left + 38, HEIGHT)],
                    colour.stroke_width(4),
                ))?;
            }
            Mark::Dashes(colour) => {
                for dash in [0, 15, 30] {
                    let from = left + dash;
                    area.draw(&PathElement::new(
                        vec![(from, HEIGHT), (from + 9, HEIGHT)],
                        colour.stroke_width(4),
                    ))?;
                }
            }
            Mark::Box(colour) => {
                area.draw(&Rectangle::new([(left, HEIGHT - 10), (left + 38, HEIGHT + 10)], colour.filled()))?;
            }
            Mark::Dot(colour) => {
                area.draw(&Circle::new((left + 28, HEIGHT), 8, colour.filled()))?;
            }
            Mark::Ring(colour) => {
                area.draw(&Circle::new((left + 28, HEIGHT), 7, colour.stroke_width(2)))?;
            }
        }
        area.draw_text(words, &text(TYPE * 0.92, INK, HPos::Left, VPos::Center), (left + 48, HEIGHT))?;
        left += 48 + width(words, TYPE * 0.92) + 26;
    }
    Ok(())
}

/// A line through the points.
pub(super) fn line(
    chart: &mut Chart<'_, '_>,
    points: Vec<(f64, f64)>,
    colour: RGBColor,
    thick: u32,
) -> Result<(), Error> {
    chart.draw_series([PathElement::new(points, colour.stroke_width(thick))])?;
    Ok(())
}

/// A straight line of dashes.
pub(super) fn dashes(
    chart: &mut Chart<'_, '_>,
    from: (f64, f64),
    to: (f64, f64),
    colour: RGBColor,
) -> Result<(), Error> {
    const DASHES: usize = 36;
    let at = |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
    chart.draw_series((0..DASHES).map(|dash| {
        let start = dash as f64 / DASHES as f64;
        PathElement::new(vec![at(start), at(start + 0.55 / DASHES as f64)], colour.stroke_width(3))
    }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_stands_on_two_lines() {
        for (name, expected) in [
            ("Score externe", &["Score externe"][..]),
            ("Taux mensuel moyen", &["Taux mensuel", "moyen"][..]),
            ("Écart d’âge au début", &["Écart d’âge", "au début"][..]),
            ("Part des échéances payées en retard", &["Part des", "échéances pa…"][..]),
            ("sans-espace-aucun", &["sans-espace-…"][..]),
        ] {
            assert_eq!(folded(name, 13), expected);
        }
    }
}
