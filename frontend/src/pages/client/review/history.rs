//! What was decided before, the latest first.

use api::{Decision, ReviewedDecision, Reviews};
use yew::prelude::*;

use super::ground;
use crate::components::DecisionBadge;
use crate::format;
use crate::i18n::{Speech, messages as m};

/// So many digits of a hash tell one person from another on a screen.
const DIGITS: usize = 8;

pub(super) fn list(speech: Speech, Reviews { reviews, earlier }: &Reviews) -> Html {
    if reviews.is_empty() {
        return html! { <p class="empty" data-testid="no-reviews">{ speech.say(&m::NO_REVIEWS) }</p> };
    }
    html! {
        <>
            <ol class="reviews">
                { for reviews.iter().rev().map(|review| html! {
                    <li key={review.review_id.clone()} data-testid="review-entry" data-decision={review.decision.name()} data-reason={review.reason.name()}>
                        <p class="review-head">
                            <DecisionBadge decision={shown(review.decision)} />
                            <time datetime={review.created.clone()}>{ format::timestamp(speech, &review.created) }</time>
                        </p>
                        <p class="review-ground">{ speech.say(ground(review.reason)) }</p>
                        if !review.text.is_empty() {
                            <p class="review-text">{ review.text.clone() }</p>
                        }
                        <p class="muted">{ speech.fill(&m::REVIEWED_BY, &[("person", review.reviewer.get(..DIGITS).unwrap_or(&review.reviewer))]) }</p>
                    </li>
                }) }
            </ol>
            if *earlier > 0 {
                <p class="muted" data-testid="review-earlier">{ format::counted(speech, [&m::REVIEW_EARLIER_ONE, &m::REVIEW_EARLIER_MANY], *earlier) }</p>
            }
        </>
    }
}

fn shown(decision: ReviewedDecision) -> Decision {
    match decision {
        ReviewedDecision::Granted => Decision::Granted,
        ReviewedDecision::Refused => Decision::Refused,
    }
}
