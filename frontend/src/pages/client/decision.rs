//! The decision: gauge, sentence, probability, principal reasons and strengths.

use api::{Prediction, Reason};
use yew::prelude::*;

use super::words;
use crate::charts::Gauge;
use crate::components::{DecisionBadge, Panel, remote};
use crate::format::{share, signed, whole};
use crate::hooks::{Pending, use_speech};
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(super) struct DecisionPanelProps {
    pub(super) pending: Pending<Prediction>,
}

#[component]
pub(super) fn DecisionPanel(DecisionPanelProps { pending }: &DecisionPanelProps) -> Html {
    let speech = use_speech();
    html! {
        <Panel id="decision" title={speech.say(&m::DECISION)}>
            { remote(pending, 8, |prediction| draw(speech, prediction)) }
        </Panel>
    }
}

fn draw(speech: Speech, prediction: &Prediction) -> Html {
    html! {
        <>
            <div class="verdict">
                <Gauge points={prediction.points} threshold={prediction.threshold} review={prediction.review}
                    words={words::gauge(speech, prediction)} />
                <div class="verdict-words" data-testid="decision" data-decision={code(prediction)}>
                    <DecisionBadge decision={prediction.decision} />
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
            <div class="reasons-pair">
                { list(speech, speech.say(&m::REASONS), speech.say(&m::NO_REASONS), &prediction.reasons, "reasons") }
                { list(speech, speech.say(&m::STRENGTHS), speech.say(&m::NO_STRENGTHS), &prediction.strengths, "strengths") }
            </div>
        </>
    }
}

/// The decision's name on the wire.
fn code(prediction: &Prediction) -> &'static str {
    match prediction.decision {
        api::Decision::Granted => "granted",
        api::Decision::Review => "review",
        api::Decision::Refused => "refused",
    }
}

fn list(
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
