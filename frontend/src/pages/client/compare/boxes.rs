//! The features that weigh most on this score, each as a box plot among the others.

use std::rc::Rc;

use api::{Comparison, Explanation};
use catalogue::Unit;
use yew::prelude::*;

use super::cohort;
use crate::charts::Boxes;
use crate::components::{Panel, remote};
use crate::fetch::path;
use crate::hooks::{use_remote, use_speech};
use crate::i18n::messages as m;
use crate::route::CompareView;

/// So many features are drawn.
const DRAWN: usize = 10;

#[derive(PartialEq, Properties)]
pub(super) struct BoxesPanelProps {
    pub(super) id: u32,
    pub(super) view: CompareView,
    pub(super) explanation: Rc<Explanation>,
}

#[component]
pub(super) fn BoxesPanel(BoxesPanelProps { id, view, explanation }: &BoxesPanelProps) -> Html {
    let speech = use_speech();
    let features = weightiest(explanation);
    let [kind, k, filter] = cohort::query(view);
    let query = [kind, k, filter, ("features", features.as_str())];
    let pending = use_remote::<Comparison>(path::comparison(*id, &query), true);
    html! {
        <Panel id="boxes" title={speech.say(&m::BOXES_TITLE)} lead={AttrValue::from(speech.say(&m::BOXES_LEAD))}>
            { remote(&pending, 8, |comparison| html! { <Boxes comparison={comparison.clone()} /> }) }
        </Panel>
    }
}

/// The names of the weightiest features that have a place on a scale, separated by commas.
fn weightiest(explanation: &Explanation) -> String {
    let on_a_scale =
        explanation.contributions.iter().filter(|one| !matches!(one.unit, Unit::Category | Unit::Flag));
    let names: Vec<_> = on_a_scale.take(DRAWN).map(|one| one.feature.as_str()).collect();
    names.join(",")
}
