//! The head of a client's file: who it is, how the decision stands, and the ways to every part.

use api::Prediction;
use catalogue::Text;
use yew::prelude::*;

use crate::components::{DecisionBadge, RouteLink};
use crate::format::{share, whole};
use crate::hooks::use_speech;
use crate::i18n::messages as m;
use crate::remote::Remote;
use crate::route::Part;

#[derive(PartialEq, Properties)]
pub(super) struct HeadProps {
    pub(super) id: u32,
    pub(super) part: Part,
    pub(super) prediction: Remote<Prediction>,
}

/// A part's name.
pub(super) fn name(part: Part) -> &'static Text {
    match part {
        Part::Decide => &m::PART_DECIDE,
        Part::Understand => &m::PART_UNDERSTAND,
        Part::Know => &m::PART_KNOW,
        Part::Compare => &m::PART_COMPARE,
        Part::Simulate => &m::PART_SIMULATE,
        Part::Review => &m::PART_REVIEW,
        Part::Letter => &m::PART_LETTER,
    }
}

#[component]
pub(super) fn Head(HeadProps { id, part, prediction }: &HeadProps) -> Html {
    let speech = use_speech();
    html! {
        <header class="file-head">
            <div class="file-name">
                <h1>{ speech.fill(&m::CLIENT_N, &[("id", &id.to_string())]) }</h1>
                if let Some(prediction) = prediction.ready() {
                    <p class="file-score">
                        <DecisionBadge decision={prediction.decision} />
                        <strong>{ speech.fill(&m::N_POINTS, &[("points", &whole(speech, prediction.points))]) }</strong>
                        <span class="muted">
                            { speech.fill(&m::REPAYS_AT, &[("probability", &share(speech, 1.0 - prediction.probability_of_default))]) }
                        </span>
                    </p>
                }
            </div>
            <nav class="tabs" aria-label={speech.say(&m::PARTS)}>
                { for Part::ALL.into_iter().map(|one| html! {
                    <RouteLink to={one.of(*id)} current={one == *part} testid={format!("tab-{one}")}>{ speech.say(name(one)) }</RouteLink>
                }) }
            </nav>
        </header>
    }
}
