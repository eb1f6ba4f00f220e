//! The reliability curve: what was predicted against what was observed, bin by bin.

use api::model::CalibrationBin;
use yew::prelude::*;

use super::axis::{Axis, anchor};
use super::frame::ChartFrame;
use super::reading::{along, use_reading};
use super::scale::{Scale, percent};
use super::ticks::{ticks, widened};
use crate::format::{self, Style, clients, share, whole};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// The drawing's height, in pixels.
const HEIGHT: f64 = 220.0;

#[derive(PartialEq, Properties)]
pub(crate) struct ReliabilityProps {
    pub(crate) bins: Vec<CalibrationBin>,
}

/// A dot a bin; on the dashed line lie the bins whose prediction came true exactly.
#[component]
pub(crate) fn Reliability(ReliabilityProps { bins }: &ReliabilityProps) -> Html {
    let speech = use_speech();
    let count = bins.len();
    let reading = use_reading(count, move |key, now| along(key, now, count, false));
    let most = bins.iter().map(|bin| bin.predicted.max(bin.observed)).fold(0.01, f64::max);
    let domain = widened((0.0, most * 1.04), 5);
    let (across, up) = (Scale::percent(domain), Scale::new(domain, (HEIGHT, 0.0)));
    let label = |tick: f64| format::number(speech, tick, Style::Percent(1));
    let labels = ticks(domain, 5).into_iter().map(|tick| (tick, label(tick).into())).collect::<Vec<_>>();
    let places: Vec<_> = bins.iter().map(|bin| across.place(bin.predicted)).collect();
    let drawing = html! {
        <div class="reliability">
            <p class="axis-title">{ speech.say(&m::OBSERVED) }</p>
            <svg class="plot" width="100%" height={HEIGHT.to_string()} aria-hidden="true" focusable="false">
                { for ticks(domain, 5).into_iter().skip(1).map(|tick| {
                    let y = up.place(tick).to_string();
                    html! { <line class="grid" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
                }) }
                <line class="diagonal" x1="0" y1={HEIGHT.to_string()} x2="100%" y2="0" />
                { for ticks(domain, 5).into_iter().skip(1).map(|tick| html! {
                    <text class="axis-label" x="0" y={(up.place(tick) + 13.0).to_string()} text-anchor={anchor(0.0)}>{ label(tick) }</text>
                }) }
                { reading.strips(&places, HEIGHT) }
                { for bins.iter().enumerate().map(|(index, bin)| html! {
                    <circle class={if reading.now == Some(index) { "dot point-read" } else { "dot" }} r="5"
                        cx={percent(across.place(bin.predicted))} cy={up.place(bin.observed).to_string()} />
                }) }
            </svg>
            <Axis scale={across} ticks={labels} />
            <p class="axis-title end">{ speech.say(&m::PREDICTED) }</p>
        </div>
    };
    let table = html! {
        <>
            <thead><tr>
                <th scope="col" class="number">{ speech.say(&m::PREDICTED) }</th>
                <th scope="col" class="number">{ speech.say(&m::OBSERVED) }</th>
                <th scope="col" class="number">{ speech.say(&m::CLIENTS) }</th>
            </tr></thead>
            <tbody>
                { for bins.iter().map(|bin| html! {
                    <tr>
                        <td class="number">{ share(speech, bin.predicted) }</td>
                        <td class="number">{ share(speech, bin.observed) }</td>
                        <td class="number">{ whole(speech, bin.clients) }</td>
                    </tr>
                }) }
            </tbody>
        </>
    };
    let name = speech.say(&m::RELIABILITY_NAME);
    let words = reading.now.and_then(|index| bins.get(index)).map(|bin| words(speech, bin));
    let chart = reading.draw("calibration", name.into(), speech.say(&m::READ_POINTS), words, drawing);
    html! { <ChartFrame {name} {chart} {table} /> }
}

/// What a dot says.
fn words(speech: Speech, bin: &CalibrationBin) -> String {
    let (predicted, observed) = (share(speech, bin.predicted), share(speech, bin.observed));
    let places =
        [("predicted", &*predicted), ("observed", &*observed), ("clients", &*clients(speech, bin.clients))];
    speech.fill(&m::CALIBRATION_WORDS, &places)
}
