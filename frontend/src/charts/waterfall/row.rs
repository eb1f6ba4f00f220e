//! The drawing in one row of the waterfall.

use yew::prelude::*;

use crate::charts::axis::anchor_within;
use crate::charts::scale::{Scale, percent};

/// Half the threshold's name, in percent of a narrow drawing's width.
const NAME_ROOM: f64 = 16.0;

#[derive(PartialEq, Properties)]
pub(crate) struct BarProps {
    pub(crate) scale: Scale,
    pub(crate) ticks: Vec<f64>,
    pub(crate) threshold: f64,
    /// The score before this step.
    pub(crate) from: i32,
    /// The score after it.
    pub(crate) to: i32,
}

/// A step from one score to the next. Its end has a firm edge, so that its direction does not hang on colour.
#[component]
pub(crate) fn Bar(BarProps { scale, ticks, threshold, from, to }: &BarProps) -> Html {
    let (start, end) = (scale.place(f64::from(*from)), scale.place(f64::from(*to)));
    let class = if to >= from { "bar-up" } else { "bar-down" };
    let edge = if to >= from { "edge-up" } else { "edge-down" };
    html! {
        <svg class="step-chart" width="100%" height="28" aria-hidden="true" focusable="false">
            { ground(*scale, ticks, *threshold) }
            <line class="connector" x1={percent(start)} x2={percent(start)} y1="0" y2="14" />
            <line class="connector" x1={percent(end)} x2={percent(end)} y1="14" y2="28" />
            <rect {class} x={percent(start.min(end))} width={percent((end - start).abs())} y="7" height="14" />
            <line class={edge} x1={percent(end)} x2={percent(end)} y1="6" y2="22" />
        </svg>
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct PinProps {
    pub(crate) scale: Scale,
    pub(crate) ticks: Vec<f64>,
    pub(crate) threshold: f64,
    /// The score that is marked.
    pub(crate) points: i32,
    /// The threshold's name, where this row is the one that says it.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
}

/// A score as a mark: where the waterfall begins, and where it ends.
#[component]
pub(crate) fn Pin(PinProps { scale, ticks, threshold, points, name }: &PinProps) -> Html {
    let x = percent(scale.place(f64::from(*points)));
    let place = scale.place(*threshold);
    // Where the name stands, the row is higher by a line.
    let top = if name.is_some() { 18.0 } else { 0.0 };
    let y = |offset: f64| (top + offset).to_string();
    html! {
        <svg class="step-chart" width="100%" height={y(28.0)} aria-hidden="true" focusable="false">
            if let Some(name) = name {
                <text class="threshold-label" x={percent(place)} y="12" text-anchor={anchor_within(place, NAME_ROOM)}>{ name.clone() }</text>
            }
            <svg y={y(0.0)} width="100%" height="28">{ ground(*scale, ticks, *threshold) }</svg>
            <circle class="pin" cx={x} cy={y(14.0)} r="7" />
        </svg>
    }
}

/// The grid and the threshold, behind every row.
fn ground(scale: Scale, ticks: &[f64], threshold: f64) -> Html {
    let threshold = percent(scale.place(threshold));
    html! {
        <>
            { for ticks.iter().map(|&tick| {
                let x = percent(scale.place(tick));
                html! { <line class="grid" x1={x.clone()} x2={x} y1="0" y2="28" /> }
            }) }
            <line class="threshold-line" x1={threshold.clone()} x2={threshold} y1="0" y2="28" />
        </>
    }
}
