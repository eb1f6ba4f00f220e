//! What a person decides: a form that keeps a note or an override with its ground, and all that was decided before.

mod form;
mod history;

use api::{Prediction, ReviewReason, ReviewedDecision, Reviews};
use catalogue::Text;
use yew::prelude::*;

use self::form::Form;
use self::history::list;
use crate::components::{Panel, remote};
use crate::fetch::path;
use crate::format::whole;
use crate::hooks::{Pending, use_remote, use_speech};
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct ReviewPartProps {
    pub(super) id: u32,
    pub(super) prediction: Pending<Prediction>,
}

#[component]
pub(super) fn ReviewPart(ReviewPartProps { id, prediction }: &ReviewPartProps) -> Html {
    let (speech, id) = (use_speech(), *id);
    let history = use_remote::<Reviews>(path::reviews(id), false);
    let count = history
        .remote
        .ready()
        .map(|history| whole(speech, history.reviews.len() as f64 + f64::from(history.earlier)));
    html! {
        <div class="columns">
            <Panel id="review" title={speech.say(&m::REVIEW_TITLE)} lead={AttrValue::from(speech.say(&m::REVIEW_LEAD))}>
                { remote(prediction, 10, |prediction| html! {
                    <Form {id} prediction={prediction.clone()} onkept={history.retry.clone()} />
                }) }
            </Panel>
            <Panel id="history" title={speech.say(&m::REVIEW_HISTORY)} lead={AttrValue::from(speech.say(&m::REVIEW_HISTORY_LEAD))}
                aside={html! { <span class="muted" data-testid="review-count">{ count }</span> }}>
                { remote(&history, 6, |history| list(speech, history)) }
            </Panel>
        </div>
    }
}

/// A decision's name.
fn decision(decision: ReviewedDecision) -> &'static Text {
    match decision {
        ReviewedDecision::Granted => &m::GRANTED,
        ReviewedDecision::Refused => &m::REFUSED,
    }
}

/// The ground of a decision, in words.
fn ground(reason: ReviewReason) -> &'static Text {
    match reason {
        ReviewReason::AgreesWithScore => &m::GROUND_AGREES,
        ReviewReason::WrongData => &m::GROUND_WRONG_DATA,
        ReviewReason::NewInformation => &m::GROUND_NEW_INFORMATION,
        ReviewReason::SpecialCircumstances => &m::GROUND_CIRCUMSTANCES,
        ReviewReason::Policy => &m::GROUND_POLICY,
        ReviewReason::Other => &m::GROUND_OTHER,
    }
}
