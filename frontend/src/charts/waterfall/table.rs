//! The waterfall as a table.

use api::Explanation;
use yew::prelude::*;

use super::layout::Layout;
use crate::format::{self, signed, whole};
use crate::i18n::{Speech, messages as m};

/// Head and rows: the base, each theme with its features, the total.
pub(super) fn rows(speech: Speech, explanation: &Explanation, layout: &Layout) -> Html {
    let anchor = |name: &'static str, points: i32, id: &'static str| {
        html! {
            <tr class="total">
                <th scope="row" colspan="2">{ name }</th>
                <td class="number" data-testid={id} data-points={points.to_string()}>{ whole(speech, points) }</td>
            </tr>
        }
    };
    html! {
        <>
            <thead><tr>
                <th scope="col">{ speech.say(&m::FEATURE) }</th>
                <th scope="col">{ speech.say(&m::VALUE) }</th>
                <th scope="col" class="number">{ speech.say(&m::POINTS) }</th>
            </tr></thead>
            <tbody>
                { anchor(speech.say(&m::AVERAGE_CLIENT), explanation.base.points, "base-points") }
                { for layout.themes.iter().map(|steps| {
                    let theme = &explanation.themes[steps.index];
                    let positions = steps.features.iter().map(|step| step.index).chain(steps.silent.iter().copied());
                    html! {
                        <>
                            <tr class="group">
                                <th scope="rowgroup" colspan="2">{ theme.label.clone() }</th>
                                <td class="number">{ signed(speech, steps.to - steps.from) }</td>
                            </tr>
                            { for positions.map(|index| feature(speech, explanation, index)) }
                        </>
                    }
                }) }
                { anchor(speech.say(&m::THIS_CLIENT), explanation.prediction.points, "total-points") }
            </tbody>
        </>
    }
}

fn feature(speech: Speech, explanation: &Explanation, index: usize) -> Html {
    let contribution = &explanation.contributions[index];
    html! {
        <tr data-testid="contribution-row" data-feature={contribution.feature.clone()} data-points={contribution.points.to_string()}>
            <th scope="row" class="inner">{ contribution.label.clone() }</th>
            <td>{ format::value(speech, contribution.unit, contribution.value.as_ref()) }</td>
            <td class="number">{ signed(speech, contribution.points) }</td>
        </tr>
    }
}
