//! The decision on one screen: score, sentence, reasons and strengths, what would change it, how complete the file is.

use api::{Decision, Explanation, Prediction, Profile, Reason};
use yew::prelude::*;

use super::completeness::Completeness;
use super::{changes, words};
use crate::charts::Gauge;
use crate::components::{Panel, remote};
use crate::format::{share, signed, whole};
use crate::hooks::{Pending, use_speech};
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(super) struct DecidePartProps {
    pub(super) id: u32,
    pub(super) prediction: Pending<Prediction>,
    pub(super) explanation: Pending<Explanation>,
    pub(super) profile: Pending<Profile>,
}

#[component]
pub(super) fn DecidePart(DecidePartProps { id, prediction, explanation, profile }: &DecidePartProps) -> Html {
    let speech = use_speech();
    html! {
        <div class="decide">
            <Panel id="decision" title={speech.say(&m::DECISION)}>
                { remote(prediction, 8, |prediction| verdict(speech, prediction)) }
            </Panel>
            <Panel id="against" title={speech.say(&m::REASONS)}>
                { remote(prediction, 8, |prediction| list(speech, speech.say(&m::NO_REASONS), &prediction.reasons, "reasons")) }
            </Panel>
            <Panel id="in-favour" title={speech.say(&m::STRENGTHS)}>
                { remote(prediction, 8, |prediction| list(speech, speech.say(&m::NO_STRENGTHS), &prediction.strengths, "strengths")) }
            </Panel>
            <div class="decide-side">
                <Panel id="changes" title={speech.say(&m::WHAT_WOULD_CHANGE)}>
                    { remote(explanation, 5, |explanation| changes::draw(speech, *id, explanation)) }
                </Panel>
                <Panel id="file" title={speech.say(&m::COMPLETENESS)}>
                    { remote(profile, 3, |profile| remote(explanation, 3, |explanation| html! {
                        <Completeness id={*id} profile={profile.clone()} explanation={explanation.clone()} />
                    })) }
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
fn code(decision: Decision) -> &'static str {
    match decision {
        Decision::Granted => "granted",
        Decision::Review => "review",
        Decision::Refused => "refused",
    }
}

/// Reasons or strengths, the heaviest first.
fn list(speech: Speech, none: &'static str, reasons: &[Reason], id: &'static str) -> Html {
    if reasons.is_empty() {
        return html! { <p class="empty">{ none }</p> };
    }
    html! {
        <ol class={classes!("reasons", id)} data-testid={id}>
            { for reasons.iter().map(|reason| html! {
                <li key={reason.code.clone()} data-testid="reason" data-code={reason.code.clone()}>
                    <span class="reason-text">{ reason.text.clone() }</span>
                    <span class="reason-points">{ signed(speech, reason.points) }</span>
                </li>
            }) }
        </ol>
    }
}
