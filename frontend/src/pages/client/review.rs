//! What a person decides, whatever the score says; and what was decided before.

use api::review::{LONGEST_TEXT, Review, ReviewReason, ReviewRequest, ReviewedDecision, Reviews};
use api::{Decision, Prediction};
use catalogue::Text;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::{DecisionBadge, ProblemNote, remote};
use crate::fetch::{self, Ask, path};
use crate::format::{self, whole};
use crate::hooks::{use_remote, use_speech};
use crate::i18n::{Speech, messages as m};
use crate::remote::Failure;

#[derive(PartialEq, Properties)]
pub(super) struct ReviewPanelProps {
    pub(super) prediction: std::rc::Rc<Prediction>,
}

/// How far the sending of a review is.
#[derive(Debug, Clone, Default, PartialEq)]
enum Sending {
    #[default]
    NotYet,
    OnTheWay,
    Kept,
    Failed(Failure),
}

/// The history, and behind a button the form.
#[component]
pub(super) fn ReviewPanel(ReviewPanelProps { prediction }: &ReviewPanelProps) -> Html {
    let speech = use_speech();
    let history = use_remote::<Reviews>(path::reviews(prediction.client_id), false);
    let open = use_state(|| false);
    let sending = use_state(Sending::default);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onsend = {
        let (sending, open, again) = (sending.clone(), open.clone(), history.retry.clone());
        let (decision, language) = (prediction.decision_id.clone(), speech.0);
        Callback::from(move |request: ReviewRequest| {
            let (sending, open, again) = (sending.clone(), open.clone(), again.clone());
            let ask = Ask::post(path::review(&decision), &request);
            sending.set(Sending::OnTheWay);
            spawn_local(async move {
                match fetch::ask::<Review>(&ask, language, None).await {
                    Ok(_) => {
                        sending.set(Sending::Kept);
                        open.set(false);
                        again.emit(());
                    }
                    Err(failure) => sending.set(Sending::Failed(failure)),
                }
            });
        })
    };
    html! {
        <div class="review" data-testid="review">
            { remote(&history, 2, |reviews| past(speech, &reviews.reviews)) }
            if *sending == Sending::Kept {
                <p role="status">{ speech.say(&m::REVIEW_KEPT) }</p>
            }
            <button type="button" class="quiet" data-testid="review-open" aria-expanded={open.to_string()} onclick={toggle}>
                { speech.say(if *open { &m::REVIEW_CLOSE } else { &m::REVIEW_OPEN }) }
            </button>
            if *open {
                <ReviewForm client_id={prediction.client_id} waits={*sending == Sending::OnTheWay} {onsend} />
                if let Sending::Failed(failure) = &*sending {
                    <ProblemNote failure={failure.clone()} retry={Callback::from(|()| ())} />
                }
            }
        </div>
    }
}

/// The reviews, the latest first.
fn past(speech: Speech, reviews: &[Review]) -> Html {
    if reviews.is_empty() {
        return html! { <p class="muted">{ speech.say(&m::NO_REVIEW) }</p> };
    }
    html! {
        <ol class="reviews">
            { for reviews.iter().rev().map(|review| {
                let decision = match review.decision {
                    ReviewedDecision::Granted => Decision::Granted,
                    ReviewedDecision::Refused => Decision::Refused,
                };
                html! {
                    <li key={review.review_id.clone()} data-testid="past-review">
                        <DecisionBadge {decision} />
                        <span>{ speech.say(reason_name(review.reason)) }</span>
                        <span class="muted">{ format::instant(speech, &review.created) }</span>
                        if !review.text.is_empty() {
                            <q>{ review.text.clone() }</q>
                        }
                    </li>
                }
            }) }
        </ol>
    }
}

fn reason_name(reason: ReviewReason) -> &'static Text {
    match reason {
        ReviewReason::AgreesWithScore => &m::REVIEW_AGREES,
        ReviewReason::WrongData => &m::REVIEW_WRONG_DATA,
        ReviewReason::NewInformation => &m::REVIEW_NEW_INFORMATION,
        ReviewReason::SpecialCircumstances => &m::REVIEW_CIRCUMSTANCES,
        ReviewReason::Policy => &m::REVIEW_POLICY,
        ReviewReason::Other => &m::REVIEW_OTHER,
    }
}

#[derive(PartialEq, Properties)]
struct ReviewFormProps {
    client_id: u32,
    /// Whether an answer is awaited.
    waits: bool,
    onsend: Callback<ReviewRequest>,
}

#[component]
fn ReviewForm(ReviewFormProps { client_id, waits, onsend }: &ReviewFormProps) -> Html {
    let speech = use_speech();
    let decision = use_state(|| None::<ReviewedDecision>);
    let reason = use_state(|| ReviewReason::AgreesWithScore);
    let text = use_state(String::new);
    let length = text.chars().count();
    let lacks_words = *reason == ReviewReason::Other && text.trim().is_empty();
    let ready = decision.is_some() && length <= LONGEST_TEXT && !lacks_words && !waits;
    let onsubmit = {
        let (decision, reason, text, client_id) = (*decision, *reason, text.clone(), *client_id);
        onsend.reform(move |event: SubmitEvent| {
            event.prevent_default();
            ReviewRequest {
                client_id: Some(client_id),
                decision: decision.unwrap_or(ReviewedDecision::Refused),
                reason,
                text: text.trim().to_owned(),
            }
        })
    };
    let choice = |one: ReviewedDecision, name: &'static Text| {
        let onchange = {
            let decision = decision.clone();
            Callback::from(move |_: Event| decision.set(Some(one)))
        };
        html! {
            <label class="switch">
                <input type="radio" name="review-decision" value={one.name()} checked={*decision == Some(one)} {onchange} />
                { speech.say(name) }
            </label>
        }
    };
    let onreason = {
        let reason = reason.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            if let Some(chosen) = ReviewReason::ALL.into_iter().find(|one| one.name() == select.value()) {
                reason.set(chosen);
            }
        })
    };
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            text.set(area.value());
        })
    };
    html! {
        <form class="review-form" {onsubmit}>
            <fieldset>
                <legend>{ speech.say(&m::REVIEW_DECISION) }</legend>
                { choice(ReviewedDecision::Granted, &m::GRANTED) }
                { choice(ReviewedDecision::Refused, &m::REFUSED) }
            </fieldset>
            <label for="review-reason">{ speech.say(&m::REVIEW_REASON) }</label>
            <select id="review-reason" onchange={onreason}>
                { for ReviewReason::ALL.into_iter().map(|one| html! {
                    <option value={one.name()} selected={*reason == one}>{ speech.say(reason_name(one)) }</option>
                }) }
            </select>
            <label for="review-text">{ speech.say(&m::REVIEW_TEXT) }</label>
            <textarea id="review-text" rows="3" maxlength={LONGEST_TEXT.to_string()} value={(*text).clone()} {oninput} />
            <p class="muted">
                { speech.fill(&m::REVIEW_LEFT, &[("n", &whole(speech, LONGEST_TEXT.saturating_sub(length) as f64))]) }
            </p>
            <button type="submit" data-testid="review-send" disabled={!ready}>{ speech.say(&m::REVIEW_SEND) }</button>
        </form>
    }
}
