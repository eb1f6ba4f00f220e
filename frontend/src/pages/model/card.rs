//! The model's card: what the model is for, what it rests on and where it ends, in the page's language.

use api::ModelCard;
use serde::Deserialize;
use yew::prelude::*;

use crate::components::{Panel, remote};
use crate::fetch::path;
use crate::hooks::{use_remote, use_speech};
use crate::i18n::messages as m;

/// The part of the answer that is the card: the report is read once for all pages.
#[derive(Debug, PartialEq, Deserialize)]
struct Carded {
    card: ModelCard,
}

#[component]
pub(super) fn CardPanel() -> Html {
    let speech = use_speech();
    let pending = use_remote::<Carded>(path::MODEL.to_owned(), false);
    html! {
        <Panel id="card" title={speech.say(&m::MODEL_CARD)}>
            { remote(&pending, 8, |model| html! {
                <div class="card-sections" data-testid="model-card">
                    { for model.card.sections.iter().map(|section| html! {
                        <section key={section.code.clone()}>
                            <h3>{ section.title.clone() }</h3>
                            <p>{ section.text.clone() }</p>
                        </section>
                    }) }
                </div>
            }) }
        </Panel>
    }
}
