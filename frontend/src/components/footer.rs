//! The foot of every page.

use yew::prelude::*;

use crate::hooks::{use_page, use_speech};
use crate::i18n::messages as m;

#[component]
pub(crate) fn Footer() -> Html {
    let (speech, page) = (use_speech(), use_page());
    html! {
        <footer class="foot">
            <p>{ speech.say(&m::FOOT_PROPOSAL) }</p>
            if let Some(report) = page.report.ready() {
                <p>{ speech.fill(&m::FOOT_RELEASE, &[("release", &report.release)]) }</p>
            }
        </footer>
    }
}
