//! The histogram of a number, read bin by bin.

use std::rc::Rc;

use api::FeatureComparison;
use yew::prelude::*;

use super::bins::Bins;
use super::numbers::{bin_title, draw};
use crate::charts::axis::Frame;
use crate::charts::reading::{along, use_reading};
use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct ReaderProps {
    pub(super) feature: Rc<FeatureComparison>,
    pub(super) bins: Bins,
}

#[component]
pub(super) fn Reader(ReaderProps { feature, bins }: &ReaderProps) -> Html {
    let speech = use_speech();
    let count = bins.0.len();
    let flipped = Frame::of(feature.unit, 1.0).is_flipped();
    let reading = use_reading(count, move |key, now| along(key, now, count, flipped));
    let words = reading.now.map(|index| bin_title(speech, feature, index, bins.0[index]));
    let name = speech.fill(&m::HISTOGRAM_NAME, &[("feature", &feature.label)]);
    let drawing = draw(speech, feature, bins, &reading);
    reading.draw("bins", name.into(), speech.say(&m::READ_BINS), words, drawing)
}
