//! The form in which a person decides.

use std::rc::Rc;

use api::{Prediction, ReviewReason, ReviewedDecision};
use catalogue::Text;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{decision, ground};
use crate::components::{DecisionBadge, ProblemNote};
use crate::fetch::{self, Ask, path};
use crate::format::whole;
use crate::hooks::{forget_draft, use_draft, use_speech};
use crate::i18n::{Speech, messages as m};
use crate::review::{Action, Missing, Status};

#[derive(PartialEq, Properties)]
pub(super) struct FormProps {
    pub(super) id: u32,
    /// The decision that is reviewed.
    pub(super) prediction: Rc<Prediction>,
    /// A review was kept.
    pub(super) onkept: Callback<()>,
}

#[component]
pub(super) fn Form(FormProps { id, prediction, onkept }: &FormProps) -> Html {
    let speech = use_speech();
    let draft = use_draft(*id);
    let proposed = prediction.decision;
    let request = draft.request(*id, proposed);
    let lacks = |what: Missing| {
        draft.status == Status::Incomplete && request.as_ref().is_err_and(|missing| missing.contains(&what))
    };
    let send = {
        let (dispatcher, request, onkept) = (draft.dispatcher(), request.clone(), onkept.clone());
        let (path, language, id) = (path::review(&prediction.decision_id), speech.0, *id);
        Callback::from(move |()| {
            let Ok(request) = &request else {
                dispatcher.dispatch(Action::Refuse);
                return;
            };
            dispatcher.dispatch(Action::Send);
            let ask = Ask::post(path.clone(), request);
            let (dispatcher, onkept) = (dispatcher.clone(), onkept.clone());
            spawn_local(async move {
                let answer = fetch::ask(&ask, language, None).await;
                let kept = answer.is_ok();
                dispatcher.dispatch(Action::Answered(answer));
                if kept {
                    forget_draft(id);
                    onkept.emit(());
                }
            });
        })
    };
    let onsubmit = send.reform(|event: SubmitEvent| event.prevent_default());
    let onreason = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let chosen = select.value();
            let reason = ReviewReason::ALL.into_iter().find(|reason| reason.name() == chosen);
            dispatcher.dispatch(Action::Ground(reason));
        })
    };
    let ontext = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            dispatcher.dispatch(Action::Write(area.value()));
        })
    };
    let way = |one: ReviewedDecision| {
        let dispatcher = draft.dispatcher();
        let onchange = Callback::from(move |_: Event| dispatcher.dispatch(Action::Decide(one)));
        html! {
            <label class="switch">
                <input type="radio" name="review-decision" value={one.name()} data-testid={format!("review-{}", one.name())}
                    checked={draft.decision == Some(one)} aria-describedby={lacks(Missing::Decision).then_some("review-decision-note")} {onchange} />
                { speech.say(decision(one)) }
            </label>
        }
    };
    let room = speech.fill(&m::LETTERS_LEFT, &[("n", &whole(speech, draft.room() as f64))]);
    html! {
        <form class="review-form" {onsubmit} novalidate=true>
            <fieldset class="review-fields" disabled={draft.status == Status::Sending}>
                <legend class="unseen">{ speech.say(&m::REVIEW_TITLE) }</legend>
                <p class="review-proposed">{ speech.say(&m::MODEL_PROPOSES) }{ " " }<DecisionBadge decision={proposed} /></p>
                <fieldset>
                    <legend>{ speech.say(&m::REVIEW_DECISION) }</legend>
                    { for ReviewedDecision::ALL.map(way) }
                </fieldset>
                { note(speech, lacks(Missing::Decision), "review-decision-note", &m::LACKS_DECISION) }
                if draft.overrides(proposed) {
                    <p class="review-override" role="status" data-testid="review-override">{ speech.say(&m::REVIEW_OVERRIDES) }</p>
                }
                <label for="review-reason">{ speech.say(&m::REVIEW_REASON) }</label>
                <select id="review-reason" data-testid="review-reason" required=true onchange={onreason} aria-invalid={lacks(Missing::Reason).then_some("true")}
                    aria-describedby={lacks(Missing::Reason).then_some("review-reason-note")}>
                    <option value="" selected={draft.reason.is_none()}>{ speech.say(&m::CHOOSE) }</option>
                    { for ReviewReason::ALL.into_iter().map(|reason| html! {
                        <option value={reason.name()} selected={draft.reason == Some(reason)} disabled={!draft.allows(reason, proposed)}>
                            { speech.say(ground(reason)) }
                        </option>
                    }) }
                </select>
                { note(speech, lacks(Missing::Reason), "review-reason-note", &m::LACKS_REASON) }
                <label for="review-text">{ speech.say(&m::REVIEW_TEXT) }</label>
                <textarea id="review-text" data-testid="review-text" rows="5" maxlength={api::review::LONGEST_TEXT.to_string()} value={draft.text.clone()} oninput={ontext}
                    aria-invalid={lacks(Missing::Text).then_some("true")}
                    aria-describedby={if lacks(Missing::Text) { "review-text-note review-room" } else { "review-room" }} />
                { note(speech, lacks(Missing::Text), "review-text-note", &m::LACKS_TEXT) }
                <p id="review-room" class="muted">{ room }</p>
                <button type="submit" data-testid="review-send">{ speech.say(if draft.status == Status::Sending { &m::REVIEW_SENDING } else { &m::REVIEW_SEND }) }</button>
            </fieldset>
            <div aria-live="polite">
                if draft.status == Status::Kept {
                    <p class="review-kept" data-testid="review-kept">{ speech.say(&m::REVIEW_KEPT) }</p>
                }
            </div>
            if let Status::Failed(failure) = &draft.status {
                if failure.is_unauthorized() {
                    <p class="set-note" data-testid="review-stays">{ speech.say(&m::REVIEW_STAYS) }</p>
                }
                <ProblemNote failure={failure.clone()} retry={send} />
            }
        </form>
    }
}

/// What is missing from a field.
fn note(speech: Speech, missing: bool, id: &'static str, words: &'static Text) -> Html {
    if !missing {
        return Html::default();
    }
    html! { <p {id} class="set-note" role="alert" data-testid={id}>{ speech.say(words) }</p> }
}
