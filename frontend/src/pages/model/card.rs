//! The model's card: what the model is for, what it rests on and where it ends, in the page's language.

use api::ModelCard;
use yew::prelude::*;

use crate::components::Panel;
use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct CardPanelProps {
    pub(super) card: ModelCard,
}

#[component]
pub(super) fn CardPanel(CardPanelProps { card }: &CardPanelProps) -> Html {
    let speech = use_speech();
    html! {
        <Panel id="card" title={speech.say(&m::MODEL_CARD)}>
            <div class="card-sections" data-testid="model-card">
                { for card.sections.iter().map(|section| html! {
                    <section key={section.code.clone()}>
                        <h3>{ section.title.clone() }</h3>
                        <p>{ section.text.clone() }</p>
                    </section>
                }) }
            </div>
        </Panel>
    }
}
