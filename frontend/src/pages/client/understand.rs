//! Where the score comes from: the waterfall from the average client to this one, and what matters here against what
//! matters everywhere.

use api::Explanation;
use yew::prelude::*;

use crate::charts::{Importance, Waterfall};
use crate::components::{Panel, remote};
use crate::hooks::{Pending, use_page, use_speech};
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct UnderstandPartProps {
    pub(super) explanation: Pending<Explanation>,
}

#[component]
pub(super) fn UnderstandPart(UnderstandPartProps { explanation: pending }: &UnderstandPartProps) -> Html {
    let (speech, page) = (use_speech(), use_page());
    let everywhere = page.report.ready().map(|report| report.importance.clone()).unwrap_or_default();
    html! {
        <>
            <Panel id="explanation" title={speech.say(&m::EXPLANATION_TITLE)} lead={AttrValue::from(speech.say(&m::EXPLANATION_LEAD))}>
                { remote(pending, 12, |explanation| html! { <Waterfall explanation={explanation.clone()} /> }) }
                <details class="reading" data-testid="how-to-read">
                    <summary>{ speech.say(&m::HOW_TO_READ) }</summary>
                    <ul>
                        { for [&m::READ_START, &m::READ_BARS, &m::READ_LINE, &m::READ_MISSING, &m::READ_NOT_CAUSE].map(|line| html! {
                            <li>{ speech.say(line) }</li>
                        }) }
                    </ul>
                </details>
            </Panel>
            <Panel id="here-and-everywhere" title={speech.say(&m::HERE_TITLE)} lead={AttrValue::from(speech.say(&m::HERE_LEAD))}>
                { remote(pending, 10, |explanation| html! { <Importance explanation={explanation.clone()} everywhere={everywhere} /> }) }
            </Panel>
        </>
    }
}
