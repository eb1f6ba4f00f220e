//! What the client takes home: one printed page with the decision, its reasons, the data used, and the client's rights.

use api::{Decision, Explanation, Prediction, Profile, Reason};
use catalogue::Text;
use yew::prelude::*;

use crate::basis;
use crate::components::remote;
use crate::format::{self, share, whole};
use crate::hooks::{Pending, use_page, use_speech};
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(super) struct LetterPartProps {
    pub(super) id: u32,
    pub(super) prediction: Pending<Prediction>,
    pub(super) explanation: Pending<Explanation>,
    pub(super) profile: Pending<Profile>,
}

#[component]
pub(super) fn LetterPart(LetterPartProps { id, prediction, explanation, profile }: &LetterPartProps) -> Html {
    let (speech, page) = (use_speech(), use_page());
    let synthetic = page.report.ready().is_some_and(|report| report.source_kind == "synthetic");
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = web_sys::window() {
            // A browser that cannot print leaves the page as it is.
            window.print().ok();
        }
    });
    html! {
        <>
            <div class="letter-tools">
                <p class="lead">{ speech.say(&m::LETTER_LEAD) }</p>
                <button type="button" data-testid="print" onclick={print}>{ speech.say(&m::PRINT) }</button>
            </div>
            { remote(prediction, 14, |prediction| {
                let themes = explanation.remote.ready().map(|explanation| themes(explanation)).unwrap_or_default();
                let unused = profile.remote.ready().map(|profile| unused(profile)).unwrap_or_default();
                sheet(speech, *id, prediction, [&themes[..], &unused[..]], synthetic)
            }) }
        </>
    }
}

/// The subjects of the information that the score rests on, as the explanation orders them.
fn themes(explanation: &Explanation) -> Vec<String> {
    explanation.themes.iter().map(|theme| theme.label.clone()).collect()
}

/// What is known of the client and does not enter into the score.
fn unused(profile: &Profile) -> Vec<String> {
    profile
        .fields
        .iter()
        .filter(|field| basis::is_protected(&field.feature))
        .map(|field| field.label.clone())
        .collect()
}

fn sheet(
    speech: Speech,
    id: u32,
    prediction: &Prediction,
    [themes, unused]: [&[String]; 2],
    synthetic: bool,
) -> Html {
    let id = id.to_string();
    let (headline, body): (&'static Text, &'static Text) = match prediction.decision {
        Decision::Granted => (&m::LETTER_GRANTED, &m::LETTER_GRANTED_BODY),
        Decision::Review => (&m::LETTER_REVIEW, &m::LETTER_REVIEW_BODY),
        Decision::Refused => (&m::LETTER_REFUSED, &m::LETTER_REFUSED_BODY),
    };
    let score = speech.fill(
        &m::LETTER_SCORE,
        &[
            ("points", &whole(speech, prediction.points)),
            ("threshold", &whole(speech, prediction.threshold.points)),
            ("probability", &share(speech, 1.0 - prediction.probability_of_default)),
        ],
    );
    html! {
        <article class="letter" data-testid="letter">
            <header>
                <p class="letter-house">{ "Clairscore" }</p>
                <p>{ speech.fill(&m::LETTER_FILE, &[("id", &id)]) }<br />{ format::today(speech) }</p>
            </header>
            <h2>{ speech.say(headline) }</h2>
            <p>{ speech.say(body) }</p>
            <p>{ score }</p>
            { reasons(speech.say(&m::LETTER_AGAINST), &prediction.reasons) }
            { reasons(speech.say(&m::LETTER_FOR), &prediction.strengths) }
            <h3>{ speech.say(&m::LETTER_DATA) }</h3>
            <p>
                { speech.say(&m::LETTER_DATA_BODY) }
                if !themes.is_empty() {
                    { " " }
                    { speech.fill(&m::LETTER_SUBJECTS, &[("subjects", &themes.join(", "))]) }
                }
                if !unused.is_empty() {
                    { " " }
                    { speech.fill(&m::LETTER_UNUSED, &[("fields", &unused.join(", "))]) }
                }
            </p>
            <h3>{ speech.say(&m::LETTER_RIGHTS) }</h3>
            <ul>
                { for [&m::RIGHT_REVIEW, &m::RIGHT_SAY, &m::RIGHT_ACCESS, &m::RIGHT_COMPLAIN].map(|right| html! { <li>{ speech.say(right) }</li> }) }
            </ul>
            <footer>
                <p>{ speech.fill(&m::LETTER_FOOT, &[("decision", &prediction.decision_id), ("release", &prediction.release)]) }</p>
                if synthetic {
                    <p>{ speech.say(&m::SYNTHETIC_NOTE) }</p>
                }
            </footer>
        </article>
    }
}

fn reasons(title: &'static str, reasons: &[Reason]) -> Html {
    if reasons.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ title }</h3>
            <ul>{ for reasons.iter().map(|reason| html! { <li>{ reason.text.clone() }</li> }) }</ul>
        </>
    }
}
