//! What a simulation comes to: before and after, what moved, and why.

use std::rc::Rc;
use std::time::Duration;

use api::{Explanation, Prediction, Value};
use catalogue::Theme;
use yew::prelude::*;

use crate::charts::Waterfall;
use crate::components::{DecisionBadge, Panel, ProblemNote};
use crate::fetch::Ask;
use crate::format::{self, share, signed, whole};
use crate::hooks::{use_asked, use_speech};
use crate::i18n::{Speech, messages as m};
use crate::order;
use crate::remote::Remote;

/// How long the typing has to rest before the score is asked for.
const REST: Duration = Duration::from_millis(150);
/// So many inputs are named for what they moved.
const SHOWN: usize = 10;

#[derive(PartialEq, Properties)]
pub(super) struct OutcomeProps {
    pub(super) ask: Ask,
    /// The score that it is held against, if there is one.
    #[prop_or_default]
    pub(super) before: Option<Rc<Explanation>>,
    /// How many fields are set.
    pub(super) count: usize,
}

/// Before and after, what moved, and the waterfall as it would be.
#[component]
pub(super) fn Outcome(OutcomeProps { ask, before, count }: &OutcomeProps) -> Html {
    let speech = use_speech();
    let pending = use_asked::<Explanation>(ask.clone(), true, REST);
    let after = match &pending.remote {
        Remote::Failed(failure) => {
            return html! {
                <Panel id="result" title={speech.say(&m::BEFORE_AND_AFTER)}>
                    <ProblemNote failure={failure.clone()} retry={pending.retry.clone()} />
                </Panel>
            };
        }
        other => other.ready().cloned(),
    };
    let title = speech.say(if before.is_some() { &m::BEFORE_AND_AFTER } else { &m::RESULT });
    html! {
        <>
            <Panel id="result" {title}
                aside={if before.is_some() { count_of(speech, *count) } else { Html::default() }}>
                <div class="sides" aria-live="polite">
                    if let Some(before) = before {
                        { side(speech, speech.say(&m::BEFORE), &before.prediction) }
                    }
                    if let (Some(before), Some(after)) = (before, &after) {
                        <p class="side-step" data-testid="simulated-difference">{ signed(speech, after.prediction.points - before.prediction.points) }</p>
                    }
                    if after.is_none() {
                        <span class="skeleton" role="status"><span class="unseen">{ speech.say(&m::LOADING) }</span></span>
                    }
                    if let Some(after) = &after {
                        <div data-testid="simulated" data-points={after.prediction.points.to_string()}>
                            { side(speech, speech.say(if before.is_some() { &m::AFTER_CHANGE } else { &m::SCORE }), &after.prediction) }
                        </div>
                    }
                </div>
                if let (Some(before), Some(after)) = (before, &after) {
                    { moved(speech, before, after) }
                    { through(speech, after) }
                }
            </Panel>
            if let Some(after) = after {
                <Panel id="simulated-explanation" title={speech.say(&m::SIMULATED_WATERFALL)}>
                    <Waterfall explanation={after} />
                </Panel>
            }
        </>
    }
}

/// How many fields are set.
fn count_of(speech: Speech, count: usize) -> Html {
    html! { <span class="muted">{ format::counted(speech, [&m::CHANGED_ONE, &m::CHANGED_MANY], count as f64) }</span> }
}

/// A score before or after.
pub(super) fn side(speech: Speech, title: &'static str, prediction: &Prediction) -> Html {
    html! {
        <div class="side">
            <h3>{ title }</h3>
            <p class="side-points">{ whole(speech, prediction.points) }</p>
            <DecisionBadge decision={prediction.decision} />
            <p class="muted">
                { speech.fill(&m::REPAYS_AT, &[("probability", &share(speech, 1.0 - prediction.probability_of_default))]) }
            </p>
        </div>
    }
}

/// Through which of the model's inputs the changes moved the score.
fn through(speech: Speech, after: &Explanation) -> Html {
    let differences = after.prediction.what_if.iter().flat_map(|what_if| &what_if.features);
    let moving: Vec<_> = differences.filter(|difference| difference.points != 0).take(SHOWN).collect();
    if moving.is_empty() {
        return Html::default();
    }
    html! {
        <details class="reading">
            <summary>{ speech.say(&m::THROUGH_WHAT) }</summary>
            <ul class="through">
                { for moving.into_iter().map(|difference| {
                    let write = |value: &Option<Value>| format::value(speech, difference.unit, value.as_ref());
                    let (before, after) = (write(&difference.before), write(&difference.after));
                    let places = [("input", &*difference.label), ("before", &*before), ("after", &*after)];
                    html! {
                        <li>
                            { speech.fill(&m::THROUGH_LINE, &places) }
                            <strong class={if difference.points < 0 { "down" } else { "up" }}>{ signed(speech, difference.points) }</strong>
                        </li>
                    }
                }) }
            </ul>
        </details>
    }
}

/// What the changes moved, by theme, the furthest first.
fn moved(speech: Speech, before: &Explanation, after: &Explanation) -> Html {
    let points = |explanation: &Explanation, theme: Theme| {
        explanation.themes.iter().find(|one| one.theme == theme).map_or(0, |one| one.points)
    };
    let mut moves: Vec<_> = Theme::ALL
        .into_iter()
        .map(|theme| (theme, points(before, theme), points(after, theme)))
        .filter(|(_, before, after)| before != after)
        .collect();
    order::sort(&mut moves, |one, other| (one.2 - one.1).abs() > (other.2 - other.1).abs());
    if moves.is_empty() {
        return html! { <p class="empty">{ speech.say(&m::NOTHING_MOVED) }</p> };
    }
    html! {
        <table class="figures moves">
            <caption class="unseen">{ speech.say(&m::BEFORE_AND_AFTER) }</caption>
            <thead><tr>
                <th scope="col">{ speech.say(&m::THEME) }</th>
                <th scope="col" class="number">{ speech.say(&m::BEFORE) }</th>
                <th scope="col" class="number">{ speech.say(&m::AFTER_CHANGE) }</th>
                <th scope="col" class="number">{ speech.say(&m::DIFFERENCE) }</th>
            </tr></thead>
            <tbody>
                { for moves.iter().map(|(theme, before, after)| html! {
                    <tr>
                        <th scope="row">{ theme.label().get(speech.0).to_owned() }</th>
                        <td class="number">{ signed(speech, *before) }</td>
                        <td class="number">{ signed(speech, *after) }</td>
                        <td class={classes!("number", if after < before { "down" } else { "up" })}>{ signed(speech, after - before) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
