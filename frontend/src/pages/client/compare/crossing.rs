//! Two features crossed: how many clients have which values of both, and how well they score.

use std::rc::Rc;

use api::{Comparison, Explanation};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{cohort, options};
use crate::charts::DensityMap;
use crate::components::{Panel, remote};
use crate::fetch::path;
use crate::hooks::{use_remote, use_speech};
use crate::i18n::messages as m;
use crate::route::CompareView;

#[derive(PartialEq, Properties)]
pub(super) struct CrossingPanelProps {
    pub(super) id: u32,
    pub(super) view: CompareView,
    pub(super) onview: Callback<CompareView>,
    pub(super) explanation: Rc<Explanation>,
}

#[component]
pub(super) fn CrossingPanel(props: &CrossingPanelProps) -> Html {
    let CrossingPanelProps { id, view, onview, explanation } = props;
    let speech = use_speech();
    let contributions = &explanation.contributions;
    let named = |index: usize| contributions.get(index).map(|one| one.feature.clone()).unwrap_or_default();
    let across = if view.feature.is_empty() { named(0) } else { view.feature.clone() };
    let up = match view.with.as_str() {
        "" if across == named(1) => named(0),
        "" => named(1),
        with => with.to_owned(),
    };
    let pair = format!("{across},{up}");
    let [kind, k, filter] = cohort::query(view);
    let query = [kind, k, filter, ("features", across.as_str()), ("density", pair.as_str())];
    let pending = use_remote::<Comparison>(path::comparison(*id, &query), true);
    let onchange = {
        let view = view.clone();
        onview.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            CompareView { with: select.value(), ..view.clone() }
        })
    };
    html! {
        <Panel id="crossing" title={speech.say(&m::CROSSING_TITLE)} lead={AttrValue::from(speech.say(&m::CROSSING_LEAD))}>
            <div class="chooser">
                <label for="cross-feature">{ speech.say(&m::CROSSED_WITH) }</label>
                <select id="cross-feature" data-testid="cross-feature" {onchange}>
                    { options(speech, Some(explanation), None, Some(&up)) }
                </select>
            </div>
            { remote(&pending, 8, |comparison| match &comparison.density {
                Some(density) if density.withheld => html! { <p class="empty">{ speech.say(&m::TOO_FEW_VALUES) }</p> },
                Some(density) => html! { <DensityMap density={Rc::new(density.clone())} threshold={explanation.prediction.threshold.points} /> },
                None => html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> },
            }) }
        </Panel>
    }
}
