//! The business cost over the threshold: move it, and see what the move costs.

use std::rc::Rc;

use api::ModelReport;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::charts::{Curve, Mark, Side, height};
use crate::components::Panel;
use crate::format::{self, Style, whole};
use crate::hooks::use_speech;
use crate::i18n::messages as m;

/// How a cost is written.
const COST: Style = Style::Fixed(3);

#[derive(PartialEq, Properties)]
pub(super) struct CostPanelProps {
    pub(super) report: Rc<ModelReport>,
}

#[component]
pub(super) fn CostPanel(CostPanelProps { report }: &CostPanelProps) -> Html {
    let speech = use_speech();
    let cost = &report.cost;
    let chosen = use_state(|| cost.threshold_points);
    let points: Vec<_> = cost.curve.iter().map(|(points, cost)| (f64::from(*points), *cost)).collect();
    let (Some(first), Some(last)) = (cost.curve.first(), cost.curve.last()) else {
        return Html::default();
    };
    let oninput = {
        let chosen = chosen.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(points) = input.value().parse() {
                chosen.set(points);
            }
        })
    };
    let at = |threshold: i32| height(&points, f64::from(threshold)).unwrap_or_default();
    let (here, best) = (at(*chosen), at(cost.threshold_points));
    let n_points = |threshold: i32| speech.fill(&m::N_POINTS, &[("points", &whole(speech, threshold))]);
    let amount = |cost: f64| format::number(speech, cost, COST);
    let more = format::number(speech, (here / best - 1.0).max(0.0), Style::Percent(1));
    let message = if *chosen == cost.threshold_points { &m::COST_AT_BEST } else { &m::COST_ELSEWHERE };
    let words = speech
        .fill(message, &[("points", &whole(speech, *chosen)), ("cost", &amount(here)), ("more", &more)]);
    let marks = vec![
        Mark {
            at: (f64::from(cost.threshold_points), best),
            class: "mark-best",
            name: speech.say(&m::THRESHOLD).into(),
        },
        Mark { at: (f64::from(*chosen), here), class: "mark-chosen", name: n_points(*chosen).into() },
    ];
    html! {
        <Panel id="cost" title={speech.say(&m::COST_TITLE)} lead={AttrValue::from(speech.say(&m::COST_CURVE_LEAD))}>
            <Curve id="cost-curve" name={speech.say(&m::COST_TITLE)} {points} {marks}
                across={Side { title: speech.say(&m::THRESHOLD_IN_POINTS).into(), style: Style::Decimal(0), exact: Style::Decimal(0) }}
                up={Side { title: speech.say(&m::COST_PER_CLIENT).into(), style: Style::Decimal(2), exact: COST }} />
            <div class="slider">
                <label for="cost-threshold">{ speech.say(&m::TRY_THRESHOLD) }</label>
                <input id="cost-threshold" data-testid="cost-threshold" type="range" min={first.0.min(last.0).to_string()} max={first.0.max(last.0).to_string()} step="1"
                    value={chosen.to_string()} aria-valuetext={n_points(*chosen)} {oninput} />
                <p role="status" data-testid="cost-words">{ words }</p>
            </div>
        </Panel>
    }
}
