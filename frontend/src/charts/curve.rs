//! A curve: one quantity over another, with what is marked on it.

use yew::prelude::*;

use super::axis::{Axis, anchor};
use super::frame::ChartFrame;
use super::reading::{along, use_reading};
use super::scale::{Scale, percent};
use super::ticks::{ticks, widened};
use crate::format::{self, Style};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// The drawing's height, in pixels.
const HEIGHT: f64 = 220.0;

/// A side of the drawing: what is counted along it, and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Side {
    pub(crate) title: AttrValue,
    /// On the axis.
    pub(crate) style: Style,
    /// Of a single point.
    pub(crate) exact: Style,
}

/// A place on the drawing that has a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) at: (f64, f64),
    pub(crate) class: &'static str,
    pub(crate) name: AttrValue,
}

#[derive(PartialEq, Properties)]
pub(crate) struct CurveProps {
    /// What tests call it.
    pub(crate) id: &'static str,
    pub(crate) name: AttrValue,
    /// The curve's points, by rising first coordinate.
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) across: Side,
    pub(crate) up: Side,
    #[prop_or_default]
    pub(crate) marks: Vec<Mark>,
    /// Whether the line of equal coordinates is drawn.
    #[prop_or_default]
    pub(crate) diagonal: bool,
}

/// The curve, its axes and its marks; it is read point by point.
#[component]
pub(crate) fn Curve(props: &CurveProps) -> Html {
    let speech = use_speech();
    let CurveProps { id, name, points, across, up, marks, diagonal } = props;
    let count = points.len();
    let reading = use_reading(count, move |key, now| along(key, now, count, false));
    let (x, y) = (extent(points.iter().map(|point| point.0)), extent(points.iter().map(|point| point.1)));
    let (to_right, to_top) = (Scale::percent(x), Scale::new(widened(y, 4), (HEIGHT, 0.0)));
    let write = |value: f64, side: &Side| format::number(speech, value, side.style);
    let labels = ticks(x, 5).into_iter().map(|tick| (tick, write(tick, across).into())).collect::<Vec<_>>();
    let places: Vec<_> = points.iter().map(|point| to_right.place(point.0)).collect();
    let drawing = html! {
        <div class="curve">
            <p class="axis-title">{ up.title.clone() }</p>
            <svg class="plot" width="100%" height={HEIGHT.to_string()} aria-hidden="true" focusable="false">
                { for ticks(to_top.domain(), 4).into_iter().map(|tick| {
                    let at = to_top.place(tick).to_string();
                    html! { <line class="grid" x1="0" x2="100%" y1={at.clone()} y2={at} /> }
                }) }
                if *diagonal {
                    <line class="diagonal" x1="0" y1={HEIGHT.to_string()} x2="100%" y2="0" />
                }
                <svg width="100%" height={HEIGHT.to_string()} viewBox={format!("0 0 100 {HEIGHT}")} preserveAspectRatio="none">
                    <path class="curve-line" d={outline(points, to_right, to_top)} />
                </svg>
                { for ticks(to_top.domain(), 4).into_iter().skip(1).map(|tick| html! {
                    <text class="axis-label halo" x="0" y={(to_top.place(tick) + 13.0).to_string()} text-anchor={anchor(0.0)}>{ write(tick, up) }</text>
                }) }
                { reading.strips(&places, HEIGHT) }
                { for marks.iter().map(|mark| {
                    let (x, y) = (percent(to_right.clamped(mark.at.0)), to_top.clamped(mark.at.1));
                    html! {
                        <g class={classes!("curve-mark", mark.class)}>
                            <line x1={x.clone()} x2={x.clone()} y1="0" y2={HEIGHT.to_string()} />
                            <circle cx={x} cy={y.to_string()} r="6"><title>{ mark.name.clone() }</title></circle>
                        </g>
                    }
                }) }
                if let Some((x, y)) = reading.now.and_then(|index| points.get(index)) {
                    <circle class="point-read" cx={percent(to_right.place(*x))} cy={to_top.place(*y).to_string()} r="5" />
                }
            </svg>
            <Axis scale={to_right} ticks={labels} />
            <p class="axis-title end">{ across.title.clone() }</p>
        </div>
    };
    let words =
        reading.now.and_then(|index| points.get(index)).map(|point| words(speech, across, up, *point));
    let chart = reading.draw(id, name.clone(), speech.say(&m::READ_POINTS), words, drawing);
    html! { <ChartFrame name={name.clone()} {chart} table={table(speech, across, up, points)} /> }
}

/// What a point says.
fn words(speech: Speech, across: &Side, up: &Side, (x, y): (f64, f64)) -> String {
    let (x, y) = (format::number(speech, x, across.exact), format::number(speech, y, up.exact));
    let places = [("across", &*across.title), ("x", x.as_str()), ("up", &*up.title), ("y", y.as_str())];
    speech.fill(&m::POINT_WORDS, &places)
}

/// The same as a table.
fn table(speech: Speech, across: &Side, up: &Side, points: &[(f64, f64)]) -> Html {
    let cell = |value: f64, side: &Side| {
        html! { <td class="number">{ format::number(speech, value, side.exact) }</td> }
    };
    html! {
        <>
            <thead><tr>
                <th scope="col" class="number">{ across.title.clone() }</th>
                <th scope="col" class="number">{ up.title.clone() }</th>
            </tr></thead>
            <tbody>
                { for points.iter().map(|(x, y)| html! { <tr>{ cell(*x, across) }{ cell(*y, up) }</tr> }) }
            </tbody>
        </>
    }
}

/// The least and the greatest of some numbers; from 0 to 1 where there are none.
fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .fold(None, |extent: Option<(f64, f64)>, value| match extent {
            None => Some((value, value)),
            Some((low, high)) => Some((low.min(value), high.max(value))),
        })
        .unwrap_or((0.0, 1.0))
}

/// The curve's outline, in a drawing that is 100 wide.
fn outline(points: &[(f64, f64)], to_right: Scale, to_top: Scale) -> String {
    use std::fmt::Write as _;
    let mut outline = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        write!(outline, "{letter}{:.2} {:.1}", to_right.place(*x), to_top.place(*y))
            .expect("a string takes every write");
    }
    outline
}

/// The curve's height over a place, on the straight line between its neighbours; at its ends beyond them.
pub(crate) fn height(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 < x);
    let right = points.get(after).or(points.last())?;
    let left = points[..after].last().unwrap_or(right);
    let extent = right.0 - left.0;
    let share = if extent > 0.0 { ((x - left.0) / extent).clamp(0.0, 1.0) } else { 1.0 };
    Some(left.1 + share * (right.1 - left.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINTS: [(f64, f64); 3] = [(0.0, 4.0), (10.0, 2.0), (20.0, 6.0)];

    #[test]
    fn between_two_points_the_height_is_on_their_line() {
        assert_eq!([5.0, 10.0, 15.0].map(|x| height(&POINTS, x)), [Some(3.0), Some(2.0), Some(4.0)]);
    }

    #[test]
    fn beyond_its_ends_a_curve_stays_as_high_as_there() {
        assert_eq!([-5.0, 99.0].map(|x| height(&POINTS, x)), [Some(4.0), Some(6.0)]);
        assert_eq!(height(&[], 1.0), None);
    }

    #[test]
    fn an_outline_moves_once_and_draws_on() {
        let outline = outline(&POINTS, Scale::percent((0.0, 20.0)), Scale::new((0.0, 10.0), (100.0, 0.0)));
        assert_eq!(outline, "M0.00 60.0L50.00 80.0L100.00 40.0");
    }
}
