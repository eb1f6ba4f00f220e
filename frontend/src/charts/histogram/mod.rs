//! The histogram: how a feature is spread over everyone, repaid and defaulted, and where the client stands.

mod bins;
mod categories;
mod numbers;
mod reader;
mod table;

use std::rc::Rc;

use api::FeatureComparison;
use yew::prelude::*;

use self::bins::Bins;
use self::reader::Reader;
use super::frame::ChartFrame;
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(crate) struct HistogramProps {
    pub(crate) feature: Rc<FeatureComparison>,
}

/// Bars by value for a number, rows by category for a category.
#[component]
pub(crate) fn Histogram(HistogramProps { feature }: &HistogramProps) -> Html {
    let speech = use_speech();
    let bins = Bins::of(&feature.histogram);
    if bins.is_empty() {
        return html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> };
    }
    let drawing = if feature.histogram.labels.is_empty() {
        html! { <Reader feature={feature.clone()} bins={bins.clone()} /> }
    } else {
        categories::draw(speech, feature, &bins)
    };
    let chart = html! {
        <>
            { drawing }
            { legend(speech, &bins) }
        </>
    };
    let table = table::rows(speech, feature, &bins);
    let name = speech.fill(&m::HISTOGRAM_NAME, &[("feature", &feature.label)]);
    html! { <ChartFrame {name} {chart} {table} /> }
}

fn legend(speech: Speech, bins: &Bins) -> Html {
    let entry = |class: &'static str, text: &'static str| {
        html! {
            <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect {class} width="14" height="14" rx="3" /></svg>{ text }</li>
        }
    };
    html! {
        <ul class="legend">
            { entry("bar-repaid", speech.say(&m::REPAID)) }
            { entry("bar-defaulted", speech.say(&m::DEFAULTED)) }
            if bins.have_unknown() {
                { entry("bar-unknown", speech.say(&m::OUTCOME_UNKNOWN)) }
            }
        </ul>
    }
}
