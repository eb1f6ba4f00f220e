//! Which clients are meant: the form of a filter.

use catalogue::Text;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::features;
use crate::filter::{End, Filter};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// What a range may be asked of.
const RANGES: [(&str, &Text); 4] = [
    ("points", &m::SCORE),
    ("age_years", &m::AGE),
    ("AMT_INCOME_TOTAL", &m::INCOME),
    ("AMT_CREDIT", &m::AMOUNT),
];
const CONTRACT: &str = "NAME_CONTRACT_TYPE";

#[derive(PartialEq, Properties)]
pub(crate) struct FilterFormProps {
    /// The beginning of each field's identifier, which must be its own in the page.
    pub(crate) id: &'static str,
    pub(crate) filter: Filter,
    pub(crate) onfilter: Callback<Filter>,
}

#[component]
pub(crate) fn FilterForm(FilterFormProps { id, filter, onfilter }: &FilterFormProps) -> Html {
    let speech = use_speech();
    let decisions = [
        ("granted", speech.say(&m::GRANTED).to_owned()),
        ("review", speech.say(&m::REVIEW).to_owned()),
        ("refused", speech.say(&m::REFUSED).to_owned()),
    ];
    let contracts = features::column(CONTRACT).map(catalogue::Column::categories);
    let contracts = contracts.unwrap_or_default();
    let contracts =
        contracts.iter().map(|category| (category.value, category.label.get(speech.0).to_owned()));
    let clear = onfilter.reform(|_: MouseEvent| Filter::default());
    html! {
        <div class="filters">
            { choice(speech, (id, "decision"), speech.say(&m::DECISION), decisions.into(), filter, onfilter) }
            { choice(speech, (id, CONTRACT), speech.say(&m::CONTRACT), contracts.collect(), filter, onfilter) }
            { for RANGES.into_iter().map(|(name, label)| range(speech, (id, name), speech.say(label), filter, onfilter)) }
            if filter.len() > 0 {
                <button type="button" class="quiet" data-testid="clear-filter" onclick={clear}>{ speech.say(&m::CLEAR_FILTER) }</button>
            }
        </div>
    }
}

fn choice(
    speech: Speech,
    (id, name): (&str, &'static str),
    label: &'static str,
    options: Vec<(&'static str, String)>,
    filter: &Filter,
    onfilter: &Callback<Filter>,
) -> Html {
    let id = format!("{id}-{name}");
    let chosen = filter.value(name);
    let onchange = {
        let filter = filter.clone();
        onfilter.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            filter.with_value(name, &select.value())
        })
    };
    html! {
        <div class="filter-field">
            <label for={id.clone()}>{ label }</label>
            <select {id} data-testid={format!("filter-{name}")} {onchange}>
                <option value="" selected={chosen.is_empty()}>{ speech.say(&m::ANY) }</option>
                { for options.into_iter().map(|(value, label)| html! {
                    <option {value} selected={chosen == value}>{ label }</option>
                }) }
            </select>
        </div>
    }
}

fn range(
    speech: Speech,
    (id, name): (&str, &'static str),
    label: &'static str,
    filter: &Filter,
    onfilter: &Callback<Filter>,
) -> Html {
    let input = |end: End, word: &'static Text, mark: &str| {
        let filter_then = filter.clone();
        let onchange = onfilter.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            filter_then.with_end(name, end, &input.value())
        });
        html! {
            <input type="number" id={format!("{id}-{name}-{mark}")} data-testid={format!("filter-{name}-{mark}")} step="any" min="0"
                placeholder={speech.say(word)} aria-label={format!("{label}, {}", speech.say(word))}
                value={filter.end(name, end).to_owned()} {onchange} />
        }
    };
    html! {
        <div class="filter-field" role="group" aria-label={label}>
            <span class="filter-label" aria-hidden="true">{ label }</span>
            <span class="filter-ends">
                { input(End::Least, &m::FROM, "from") }
                { input(End::Greatest, &m::TO, "to") }
            </span>
        </div>
    }
}
