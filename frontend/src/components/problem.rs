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
    // Who is no longer signed in is sent to the provider by loading the page anew.
    let ended = failure.is_unauthorized();
    let (title, detail) = if ended {
        (speech.say(&m::SESSION_ENDED), speech.say(&m::SESSION_ENDED_DETAIL).to_owned())
    } else if failure.is_forbidden() {
        (speech.say(&m::FORBIDDEN), speech.say(&m::FORBIDDEN_DETAIL).to_owned())
    } else {
        (title, detail)
    };
    let fields = match failure {
        Failure::Problem(problem) => problem.errors.as_slice(),
        _ => &[],
    };
    let onclick =
        if ended { Callback::from(|_: MouseEvent| reload()) } else { retry.reform(|_: MouseEvent| ()) };
    html! {
        <div class="problem" role="alert" data-testid="problem">
            <p class="problem-title">{ title }</p>
            <p>{ detail }</p>
            if !fields.is_empty() {
                <ul>
                    { for fields.iter().map(|field| html! { <li><code>{ field.pointer.clone() }</code>{ " " }{ field.detail.clone() }</li> }) }
                </ul>
            }
            <button type="button" {onclick} data-testid="retry">{ speech.say(if ended { &m::SIGN_IN_AGAIN } else { &m::RETRY }) }</button>
        </div>
    }
}

fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses leaves the note where it is.
        window.location().reload().ok();
    }
}
