//! The histogram as a table.

use api::FeatureComparison;
use yew::prelude::*;

use super::bins::Bins;
use super::numbers::bin_name;
use crate::format::{share, whole};
use crate::i18n::{Speech, messages as m};

/// Head and rows: one a bin.
pub(super) fn rows(speech: Speech, feature: &FeatureComparison, bins: &Bins) -> Html {
    let unknown = bins.have_unknown();
    let column = |text: &'static str| html! { <th scope="col" class="number">{ text }</th> };
    html! {
        <>
            <thead><tr>
                <th scope="col">{ speech.say(&m::VALUE) }</th>
                { column(speech.say(&m::REPAID)) }
                { column(speech.say(&m::DEFAULTED)) }
                if unknown {
                    { column(speech.say(&m::OUTCOME_UNKNOWN)) }
                }
                { column(speech.say(&m::DEFAULT_RATE)) }
            </tr></thead>
            <tbody>
                { for bins.0.iter().enumerate().map(|(index, bin)| {
                    let name = feature.histogram.labels.get(index).cloned();
                    html! {
                        <tr>
                            <th scope="row">{ name.unwrap_or_else(|| bin_name(speech, feature, index)) }</th>
                            <td class="number">{ whole(speech, bin.repaid) }</td>
                            <td class="number">{ whole(speech, bin.defaulted) }</td>
                            if unknown {
                                <td class="number">{ whole(speech, bin.unknown) }</td>
                            }
                            <td class="number">{ bin.default_rate().map_or_else(|| "–".to_owned(), |rate| share(speech, rate)) }</td>
                        </tr>
                    }
                }) }
            </tbody>
        </>
    }
}
