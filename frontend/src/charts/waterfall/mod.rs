//! The waterfall: from the average client's score to this client's, theme by theme, feature by feature.

mod label;
mod layout;
mod row;
mod table;

use std::collections::BTreeSet;
use std::rc::Rc;

use api::Explanation;
use yew::prelude::*;

use self::label::FeatureLabel;
use self::layout::{Layout, ThemeSteps};
use self::row::{Bar, Pin};
use super::axis::Axis;
use super::frame::ChartFrame;
use super::scale::Scale;
use super::ticks::ticks;
use crate::format::{self, signed, whole};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct WaterfallProps {
    pub(crate) explanation: Rc<Explanation>,
}

/// The waterfall, each theme of which opens into its features.
#[component]
pub(crate) fn Waterfall(WaterfallProps { explanation }: &WaterfallProps) -> Html {
    let speech = use_speech();
    let opened = use_state(BTreeSet::<usize>::new);
    let layout = use_memo(Rc::clone(explanation), |explanation| Layout::of(explanation));
    let scale = Scale::percent(layout.domain);
    let marks = ticks(layout.domain, 6);
    let threshold = f64::from(explanation.prediction.threshold.points);
    let (base, total) = (explanation.base.points, explanation.prediction.points);

    let all_open = opened.len() == layout.themes.len();
    let toggle_all = {
        let (opened, count) = (opened.clone(), layout.themes.len());
        Callback::from(move |_: MouseEvent| {
            opened.set(if opened.len() == count { BTreeSet::new() } else { (0..count).collect() });
        })
    };
    let toggle = |index: usize| {
        let opened = opened.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*opened).clone();
            if !next.remove(&index) {
                next.insert(index);
            }
            opened.set(next);
        })
    };
    let field = Field { speech, scale, ticks: &marks, threshold, explanation };

    let chart = html! {
        <div class="waterfall">
            <div class="step anchor-step">
                <span class="step-label">{ speech.say(&m::AVERAGE_CLIENT) }</span>
                <Pin {scale} ticks={marks.clone()} {threshold} points={base} name={speech.fill(&m::THRESHOLD_AT, &[("points", &whole(speech, threshold))])} />
                <span class="step-points" data-testid="base-points">{ base }</span>
            </div>
            { for layout.themes.iter().map(|theme| field.theme(theme, opened.contains(&theme.index), toggle(theme.index))) }
            <div class="step anchor-step">
                <span class="step-label">{ speech.say(&m::THIS_CLIENT) }</span>
                <Pin {scale} ticks={marks.clone()} {threshold} points={total} />
                <span class="step-points" data-testid="total-points">{ total }</span>
            </div>
            <div class="step axis-step">
                <span class="step-label" />
                <Axis {scale} ticks={marks.iter().map(|&tick| (tick, whole(speech, tick).into())).collect::<Vec<_>>()} />
                <span class="step-points">{ speech.say(&m::POINTS) }</span>
            </div>
            <p class="sum">
                { speech.fill(&m::SUM, &[
                    ("base", &whole(speech, base)),
                    ("gained", &whole(speech, layout.gained)),
                    ("lost", &whole(speech, -layout.lost)),
                    ("total", &whole(speech, total)),
                ]) }
            </p>
        </div>
    };
    let expand = speech.say(if all_open { &m::CLOSE_ALL } else { &m::OPEN_ALL });
    let tools = html! {
        <button type="button" class="quiet" data-testid="expand-all" onclick={toggle_all}>{ expand }</button>
    };
    let table = table::rows(speech, explanation, &layout);
    html! { <ChartFrame name={speech.say(&m::WATERFALL_NAME)} {chart} {table} {tools} /> }
}

/// What every row of the drawing shares.
struct Field<'a> {
    speech: Speech,
    scale: Scale,
    ticks: &'a [f64],
    threshold: f64,
    explanation: &'a Explanation,
}

impl Field<'_> {
    /// A theme's row, and under it those of its features.
    fn theme(&self, steps: &ThemeSteps, open: bool, onclick: Callback<MouseEvent>) -> Html {
        let theme = &self.explanation.themes[steps.index];
        let id = format!("features-{}", theme.theme.code());
        html! {
            <div class="theme" key={theme.theme.code()}>
                <button type="button" class="step theme-step" aria-expanded={open.to_string()} aria-controls={id.clone()}
                    data-testid="theme-row" data-theme={theme.theme.code()} {onclick}>
                    <span class="step-label">
                        <svg class="chevron" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                        { theme.label.clone() }
                    </span>
                    { self.bar(steps.from, steps.to) }
                    { self.points(steps.to - steps.from) }
                </button>
                <div {id} class="features" hidden={!open}>
                    { for steps.features.iter().map(|step| self.feature(step.index, step.from, step.to)) }
                    { self.silent(&steps.silent) }
                </div>
            </div>
        }
    }

    fn feature(&self, index: usize, from: i32, to: i32) -> Html {
        let contribution = &self.explanation.contributions[index];
        html! {
            <div class="step feature-step" data-testid="contribution-row" data-feature={contribution.feature.clone()}
                data-points={contribution.points.to_string()}>
                <FeatureLabel feature={contribution.feature.clone()} label={contribution.label.clone()} value={self.value(index)} />
                { self.bar(from, to) }
                { self.points(contribution.points) }
            </div>
        }
    }

    /// The features without effect, folded away.
    fn silent(&self, positions: &[usize]) -> Html {
        if positions.is_empty() {
            return Html::default();
        }
        let count = positions.len() as f64;
        html! {
            <details class="silent">
                <summary>{ format::counted(self.speech, [&m::SILENT_ONE, &m::SILENT_MANY], count) }</summary>
                <ul>
                    { for positions.iter().map(|&index| {
                        let contribution = &self.explanation.contributions[index];
                        html! {
                            <li data-testid="contribution-row" data-feature={contribution.feature.clone()} data-points="0">
                                { contribution.label.clone() }
                                <span class="step-value">{ self.value(index) }</span>
                            </li>
                        }
                    }) }
                </ul>
            </details>
        }
    }

    fn value(&self, index: usize) -> String {
        let contribution = &self.explanation.contributions[index];
        format::value(self.speech, contribution.unit, contribution.value.as_ref())
    }

    fn bar(&self, from: i32, to: i32) -> Html {
        html! { <Bar scale={self.scale} ticks={self.ticks.to_vec()} threshold={self.threshold} {from} {to} /> }
    }

    fn points(&self, points: i32) -> Html {
        let class = match points {
            0 => "step-points",
            1.. => "step-points up",
            _ => "step-points down",
        };
        html! { <span {class}>{ signed(self.speech, points) }</span> }
    }
}
