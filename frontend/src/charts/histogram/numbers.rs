//! The histogram of a number.

use api::{FeatureComparison, Value};
use yew::prelude::*;

use super::bins::{Bin, Bins};
use crate::charts::axis::{Axis, Frame, anchor_within, labelled};
use crate::charts::reading::Reading;
use crate::charts::scale::{Scale, percent};
use crate::charts::ticks::ticks;
use crate::format::{self, Style, share, whole};
use crate::i18n::{Speech, messages as m};

/// The height of the bars' field and of the head above it where the client's label stands, in pixels.
const FIELD: f64 = 190.0;
const HEAD: f64 = 24.0;
/// Half the client's label, in percent of a narrow drawing's width.
const MARK_ROOM: f64 = 30.0;
/// The height of the strip of default rates.
const STRIP: f64 = 46.0;

/// The drawing; the bin that is read stands out.
pub(super) fn draw(speech: Speech, feature: &FeatureComparison, bins: &Bins, reading: &Reading) -> Html {
    let edges = &feature.histogram.edges;
    let (low, high) = (edges[0], edges[edges.len() - 1]);
    let frame = Frame::of(feature.unit, high - low);
    let (a, b) = (frame.apply(low), frame.apply(high));
    let across = Scale::percent((a.min(b), a.max(b)));
    let place = |edge: f64| across.place(frame.apply(edge));
    let span = |index: usize| {
        let (left, right) = (place(edges[index]), place(edges[index + 1]));
        (left.min(right), (right - left).abs())
    };
    let up = Scale::new((0.0, f64::from(bins.largest())), (0.0, FIELD));
    html! {
        <div class="histogram">
            <svg class="plot" width="100%" height={(HEAD + FIELD).to_string()} aria-hidden="true" focusable="false">
                { for ticks(up.domain(), 3).into_iter().skip(1).map(|tick| {
                    let y = (HEAD + FIELD - up.place(tick)).to_string();
                    html! { <line class="grid" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
                }) }
                { for bins.0.iter().enumerate().map(|(index, &bin)| stack(bin, span(index), up, reading.now == Some(index), reading.pointed(index))) }
                { for ticks(up.domain(), 3).into_iter().skip(1).map(|tick| html! {
                    <text class="axis-label halo" x="0" y={(HEAD + FIELD - up.place(tick) - 4.0).to_string()}>
                        { format::number(speech, tick, Style::Compact) }
                    </text>
                }) }
                { client_mark(speech, feature, |value| across.clamped(frame.apply(value))) }
            </svg>
            <Axis scale={across} ticks={labelled(speech, frame, across, 5)} />
            if let Some(title) = frame.title(speech) {
                <p class="axis-title end">{ title }</p>
            }
            { strip(speech, bins, span) }
        </div>
    }
}

/// A bin's bar: those who defaulted stand at the foot, so that their counts share a base line.
fn stack(
    bin: Bin,
    (x, width): (f64, f64),
    up: Scale,
    chosen: bool,
    onmouseenter: Callback<MouseEvent>,
) -> Html {
    let mut foot = 0.0;
    let parts = [("bar-defaulted", bin.defaulted), ("bar-repaid", bin.repaid), ("bar-unknown", bin.unknown)]
        .map(|(class, count)| {
            let height = up.place(f64::from(count));
            let y = HEAD + FIELD - foot - height;
            foot += height;
            if count == 0 {
                return Html::default();
            }
            html! {
                <rect {class} x={percent(x)} width={percent(width)} y={round(y)} height={round(height)} />
            }
        });
    html! {
        <g class={classes!("bin", chosen.then_some("chosen"))} {onmouseenter}>
            <rect class="bin-ground" x={percent(x)} width={percent(width)} y={HEAD.to_string()} height={FIELD.to_string()} />
            { for parts }
        </g>
    }
}

/// The client's value: a line with its name and value.
fn client_mark(speech: Speech, feature: &FeatureComparison, place: impl Fn(f64) -> f64) -> Html {
    let Some(Value::Number(value)) = feature.value else { return Html::default() };
    let at = place(value);
    let x = percent(at);
    let written = format::quantity(speech, feature.unit, value);
    html! {
        <g class="client-mark">
            <line x1={x.clone()} x2={x.clone()} y1={(HEAD - 4.0).to_string()} y2={(HEAD + FIELD).to_string()} />
            <circle cx={x.clone()} cy={(HEAD - 4.0).to_string()} r="4" />
            <text {x} y="12" text-anchor={anchor_within(at, MARK_ROOM)}>{ speech.fill(&m::CLIENT_AT, &[("value", &written)]) }</text>
        </g>
    }
}

/// The default rate of each bin, under the bars, where enough outcomes are known.
fn strip(speech: Speech, bins: &Bins, span: impl Fn(usize) -> (f64, f64)) -> Html {
    let rates: Vec<Option<f64>> = bins.0.iter().map(|bin| bin.default_rate()).collect();
    let most = rates.iter().flatten().copied().fold(0.0, f64::max);
    if most == 0.0 {
        return Html::default();
    }
    let up = Scale::new((0.0, most), (0.0, STRIP));
    let average = bins.sum().default_rate();
    html! {
        <div class="rates">
            <p class="axis-title">{ speech.fill(&m::RATE_BY_BIN, &[("most", &share(speech, most))]) }</p>
            <svg class="plot" width="100%" height={STRIP.to_string()} aria-hidden="true" focusable="false">
                { for rates.iter().enumerate().filter_map(|(index, rate)| Some((index, (*rate)?))).map(|(index, rate)| {
                    let ((x, width), height) = (span(index), up.place(rate));
                    html! {
                        <rect class="bar-rate" x={percent(x)} width={percent(width)} y={round(STRIP - height)} height={round(height)}>
                            <title>{ share(speech, rate) }</title>
                        </rect>
                    }
                }) }
                if let Some(average) = average {
                    <line class="average-line" x1="0" x2="100%" y1={round(STRIP - up.place(average))} y2={round(STRIP - up.place(average))} />
                }
            </svg>
            if let Some(average) = average {
                <p class="axis-title end">{ speech.fill(&m::RATE_AVERAGE, &[("rate", &share(speech, average))]) }</p>
            }
        </div>
    }
}

/// What a bin holds, in words.
pub(super) fn bin_title(speech: Speech, feature: &FeatureComparison, index: usize, bin: Bin) -> String {
    speech.fill(
        &m::BIN_TITLE,
        &[
            ("bin", &bin_name(speech, feature, index)),
            ("repaid", &whole(speech, bin.repaid)),
            ("defaulted", &whole(speech, bin.defaulted)),
        ],
    )
}

/// The values that fall into a bin, in words, the smaller written first.
pub(super) fn bin_name(speech: Speech, feature: &FeatureComparison, index: usize) -> String {
    let edges = &feature.histogram.edges;
    let write = |edge: f64| format::quantity(speech, feature.unit, edge);
    let (mut from, mut to) = (edges[index], edges[index + 1]);
    if Frame::of(feature.unit, 1.0).is_flipped() {
        std::mem::swap(&mut from, &mut to);
    }
    speech.fill(&m::FROM_TO, &[("from", &write(from)), ("to", &write(to))])
}

fn round(length: f64) -> String {
    ((length * 10.0).round() / 10.0 + 0.0).to_string()
}
