//! The decision on one screen: score, sentence, reasons and strengths, what would change it, how complete the file is.

use api::{Decision, Prediction, Profile, Reason};
use yew::prelude::*;

use super::completeness::Completeness;
use super::words;
use crate::charts::Gauge;
use crate::components::{Panel, remote};
use crate::format::{share, signed, whole};
use crate::hooks::{Pending, use_speech};
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(super) struct DecidePartProps {
    pub(super) id: u32,
    pub(super) prediction: Pending<Prediction>,
    pub(super) profile: Pending<Profile>,
}

#[component]
pub(super) fn DecidePart(DecidePartProps { id, prediction, profile }: &DecidePartProps) -> Html {
    let speech = use_speech();
    html! {
        <div class="decide">
            <Panel id="decision" title={speech.say(&m::DECISION)}>
                { remote(prediction, 8, |prediction| verdict(speech, prediction)) }
            </Panel>
            <Panel id="why" title={speech.say(&m::WHY)}>
                { remote(prediction, 8, |prediction| html! {
                    <>
                        { list(speech, speech.say(&m::REASONS), speech.say(&m::NO_REASONS), &prediction.reasons, "reasons") }
                        { list(speech, speech.say(&m::STRENGTHS), speech.say(&m::NO_STRENGTHS), &prediction.strengths, "strengths") }
                    </>
                }) }
            </Panel>
            <div class="decide-side">
                <Panel id="file" title={speech.say(&m::COMPLETENESS)}>
                    { remote(profile, 3, |profile| html! { <Completeness id={*id} profile={profile.clone()} /> }) }
                </Panel>
            </div>
        </div>
    }
}

fn verdict(speech: Speech, prediction: &Prediction) -> Html {
    html! {
        <div class="verdict">
            <Gauge points={prediction.points} threshold={prediction.threshold} review={prediction.review}
                words={words::gauge(speech, prediction)} />
            <div class="verdict-words" data-testid="decision" data-decision={code(prediction.decision)}>
                <p class="sentence">{ words::decision(speech, prediction.decision) }</p>
                <p class="distance">{ words::distance(speech, prediction) }</p>
                <dl class="facts">
                    <div>
                        <dt>{ speech.say(&m::PROBABILITY_OF_REPAYMENT) }</dt>
                        <dd data-testid="probability">{ share(speech, 1.0 - prediction.probability_of_default) }</dd>
                    </div>
                    <div>
                        <dt>{ speech.say(&m::THRESHOLD) }</dt>
                        <dd>
                            <span data-testid="threshold-points">{ whole(speech, prediction.threshold.points) }</span>
                            <span class="dd-note">{ words::threshold(speech, prediction) }</span>
                        </dd>
                    </div>
                </dl>
                <p class="human">{ speech.say(&m::HUMAN_REVIEW) }</p>
            </div>
        </div>
    }
}

/// The decision's name on the wire.
pub(super) fn code(decision: Decision) -> &'static str {
    match decision {
        Decision::Granted => "granted",
        Decision::Review => "review",
        Decision::Refused => "refused",
    }
}

/// Reasons or strengths under their title.
pub(super) fn list(
    speech: Speech,
    title: &'static str,
    none: &'static str,
    reasons: &[Reason],
    id: &'static str,
) -> Html {
    let heading = format!("{id}-title");
    html! {
        <section class={classes!("reasons", id)} aria-labelledby={heading.clone()}>
            <h3 id={heading}>{ title }</h3>
            if reasons.is_empty() {
                <p class="empty">{ none }</p>
            } else {
                <ol data-testid={id}>
                    { for reasons.iter().map(|reason| html! {
                        <li key={reason.code.clone()} data-testid="reason" data-code={reason.code.clone()}>
                            <span class="reason-text">{ reason.text.clone() }</span>
                            <span class="reason-points">{ signed(speech, reason.points) }</span>
                        </li>
                    }) }
                </ol>
            }
        </section>
    }
}
