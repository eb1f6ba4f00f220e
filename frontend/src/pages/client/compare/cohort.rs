//! With whom the client is compared: everyone, similar clients, or those of a filter.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::FilterForm;
use crate::filter::Filter;
use crate::hooks::use_speech;
use crate::i18n::messages as m;
use crate::route::CompareView;

/// How many similar clients may be asked for.
const SIZES: [&str; 4] = ["100", "500", "1000", "5000"];
const USUAL: &str = "500";

/// What a comparison's query says of the cohort.
pub(super) fn query(view: &CompareView) -> [(&'static str, &str); 3] {
    match view.cohort.as_str() {
        "similar" => [("cohort", "similar"), ("k", view.k.as_str()), ("filter", "")],
        // A filter without a condition is everyone.
        "filter" if !view.filter.is_empty() => {
            [("cohort", "filter"), ("k", ""), ("filter", view.filter.as_str())]
        }
        _ => [("cohort", "everyone"), ("k", ""), ("filter", "")],
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct CohortFormProps {
    pub(super) view: CompareView,
    pub(super) onview: Callback<CompareView>,
}

#[component]
pub(super) fn CohortForm(CohortFormProps { view, onview }: &CohortFormProps) -> Html {
    let speech = use_speech();
    let kinds = [("", &m::EVERYONE), ("similar", &m::SIMILAR_CLIENTS), ("filter", &m::FILTERED_CLIENTS)];
    let kind = |name: &'static str| {
        let view = view.clone();
        onview.reform(move |_: Event| CompareView { cohort: name.to_owned(), ..view.clone() })
    };
    let onsize = {
        let view = view.clone();
        onview.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            CompareView { k: select.value(), ..view.clone() }
        })
    };
    let onfilter = {
        let view = view.clone();
        onview.reform(move |filter: Filter| CompareView { filter: filter.to_string(), ..view.clone() })
    };
    let size = if view.k.is_empty() { USUAL } else { &view.k };
    html! {
        <div class="cohort">
            <fieldset>
                <legend>{ speech.say(&m::COMPARED_WITH) }</legend>
                { for kinds.into_iter().map(|(name, label)| html! {
                    <label class="switch">
                        <input type="radio" name="cohort" value={name} data-testid={format!("cohort-{name}")} checked={view.cohort == name} onchange={kind(name)} />
                        { speech.say(label) }
                    </label>
                }) }
            </fieldset>
            if view.cohort == "similar" {
                <div class="filter-field">
                    <label for="cohort-size">{ speech.say(&m::HOW_MANY) }</label>
                    <select id="cohort-size" data-testid="cohort-size" onchange={onsize}>
                        { for SIZES.map(|one| html! { <option value={one} selected={one == size}>{ one }</option> }) }
                    </select>
                </div>
            }
            if view.cohort == "filter" {
                <FilterForm id="cohort" filter={Filter::read(&view.filter)} {onfilter} />
            }
        </div>
    }
}
