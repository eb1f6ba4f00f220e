//! The explanation: the waterfall from the average client to this one.

use api::Explanation;
use yew::prelude::*;

use crate::charts::Waterfall;
use crate::components::{Panel, remote};
use crate::hooks::{Pending, use_speech};
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct ExplanationPanelProps {
    pub(super) pending: Pending<Explanation>,
}

#[component]
pub(super) fn ExplanationPanel(ExplanationPanelProps { pending }: &ExplanationPanelProps) -> Html {
    let speech = use_speech();
    html! {
        <Panel id="explanation" title={speech.say(&m::EXPLANATION_TITLE)} lead={AttrValue::from(speech.say(&m::EXPLANATION_LEAD))}>
            { remote(pending, 12, |explanation| html! { <Waterfall explanation={explanation.clone()} /> }) }
        </Panel>
    }
}
