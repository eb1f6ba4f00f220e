//! What went wrong, and what to do.

use yew::prelude::*;

use crate::hooks::use_speech;
use crate::i18n::messages as m;
use crate::remote::Failure;

#[derive(PartialEq, Properties)]
pub(crate) struct ProblemNoteProps {
    pub(crate) failure: Failure,
    pub(crate) retry: Callback<()>,
}

#[component]
pub(crate) fn ProblemNote(ProblemNoteProps { failure, retry }: &ProblemNoteProps) -> Html {
    let speech = use_speech();
    let (title, detail) = match failure {
        Failure::Problem(problem) => (speech.say(&m::PROBLEM), problem.detail.clone()),
        Failure::Status(status) => {
            (speech.say(&m::PROBLEM), speech.fill(&m::PROBLEM_STATUS, &[("status", &status.to_string())]))
        }
        Failure::Network => (speech.say(&m::OFFLINE), speech.say(&m::OFFLINE_DETAIL).to_owned()),
        Failure::Malformed(place) => {
            (speech.say(&m::PROBLEM), speech.fill(&m::MALFORMED, &[("place", place)]))
        }
    };
    let fields = match failure {
        Failure::Problem(problem) => problem.errors.as_slice(),
        _ => &[],
    };
    let onclick = retry.reform(|_: MouseEvent| ());
    html! {
        <div class="problem" role="alert" data-testid="problem">
            <p class="problem-title">{ title }</p>
            <p>{ detail }</p>
            if !fields.is_empty() {
                <ul>
                    { for fields.iter().map(|field| html! { <li><code>{ field.pointer.clone() }</code>{ " " }{ field.detail.clone() }</li> }) }
                </ul>
            }
            <button type="button" {onclick} data-testid="retry">{ speech.say(&m::RETRY) }</button>
        </div>
    }
}
