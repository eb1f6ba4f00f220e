//! Reads a histogram bin by bin: with the arrow keys, or by pointing.

use std::rc::Rc;

use api::FeatureComparison;
use yew::prelude::*;

use super::bins::Bins;
use super::numbers::{bin_title, draw};
use crate::charts::axis::Frame;
use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct ReaderProps {
    pub(super) feature: Rc<FeatureComparison>,
    pub(super) bins: Bins,
}

/// The drawing as a slider over its bins; what the chosen one holds stands below in words.
#[component]
pub(super) fn Reader(ReaderProps { feature, bins }: &ReaderProps) -> Html {
    let speech = use_speech();
    let chosen = use_state(|| None::<usize>);
    let count = bins.0.len();
    // Another feature may have fewer bins.
    let now = chosen.filter(|index| *index < count);
    let flipped = Frame::of(feature.unit, 1.0).is_flipped();
    let onkeydown = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = step(&event.key(), now, count, flipped);
            if next.is_some() || event.key() == "Escape" {
                event.prevent_default();
                chosen.set(next);
            }
        })
    };
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |next: Option<usize>| chosen.set(next))
    };
    let leave = onchoose.reform(|_: MouseEvent| None);
    let words = now.map(|index| bin_title(speech, feature, index, bins.0[index]));
    let name = speech.fill(&m::HISTOGRAM_NAME, &[("feature", &feature.label)]);
    html! {
        <>
            <div class="bin-reader" data-testid="bins" role="slider" tabindex="0" aria-label={name} aria-orientation="horizontal"
                aria-valuemin="1" aria-valuemax={count.to_string()} aria-valuenow={(now.unwrap_or_default() + 1).to_string()}
                aria-valuetext={words.clone().unwrap_or_else(|| speech.say(&m::READ_BINS).to_owned())} {onkeydown} onmouseleave={leave}>
                { draw(speech, feature, bins, now, &onchoose) }
            </div>
            <p class="bin-words" aria-hidden="true">{ words.unwrap_or_else(|| speech.say(&m::READ_BINS).to_owned()) }</p>
        </>
    }
}

/// The bin that a key leads to; `None` where it leads to none. On a flipped axis the first bin stands on the right.
fn step(key: &str, now: Option<usize>, count: usize, flipped: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let (left, right) = if flipped { (last, 0) } else { (0, last) };
    let towards = |end: usize| match now {
        None if end == left => right,
        None => left,
        Some(now) if end > now => now + 1,
        Some(now) => now - usize::from(end < now),
    };
    match key {
        "ArrowRight" | "ArrowUp" => Some(towards(right)),
        "ArrowLeft" | "ArrowDown" => Some(towards(left)),
        "Home" => Some(left),
        "End" => Some(right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_along_the_bins_as_they_are_seen() {
        let right = |now, flipped| step("ArrowRight", now, 4, flipped);
        assert_eq!([None, Some(0), Some(3)].map(|now| right(now, false)), [Some(0), Some(1), Some(3)]);
        assert_eq!([None, Some(3), Some(0)].map(|now| right(now, true)), [Some(3), Some(2), Some(0)]);
        assert_eq!(step("ArrowLeft", None, 4, false), Some(3));
        assert_eq!(["Home", "End"].map(|key| step(key, Some(2), 4, true)), [Some(3), Some(0)]);
    }

    #[test]
    fn other_keys_are_left_to_the_page() {
        assert_eq!(step("Tab", Some(1), 4, false), None);
        assert_eq!(step("ArrowRight", None, 0, false), None);
    }
}
