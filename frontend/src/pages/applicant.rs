//! A new applicant: the form from empty, or from a client. What is set stands in the link.

use std::collections::BTreeMap;

use api::ScoreRequest;
use catalogue::{Table, Theme};
use yew::prelude::*;
use yew_router::prelude::*;

use super::simulation::Outcome;
use crate::basis;
use crate::components::{FieldInput, Panel};
use crate::fetch::{Ask, path};
use crate::form::{Changes, Field, Set};
use crate::hooks::{use_link_of_changes, use_speech, use_title};
use crate::i18n::messages as m;
use crate::route::Route;

/// The fields that are asked for first; the others follow by theme.
const FIRST: [&str; 14] = [
    "NAME_CONTRACT_TYPE",
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_GOODS_PRICE",
    "AMT_INCOME_TOTAL",
    "NAME_INCOME_TYPE",
    "OCCUPATION_TYPE",
    "DAYS_EMPLOYED",
    "NAME_EDUCATION_TYPE",
    "NAME_HOUSING_TYPE",
    "DAYS_BIRTH",
    "EXT_SOURCE_1",
    "EXT_SOURCE_2",
    "EXT_SOURCE_3",
];

/// All fields that the model may use, those that are asked for first in front.
fn fields() -> Vec<Field> {
    let names = Table::Application.columns().iter().map(|column| column.name);
    let others = names.filter(|name| !FIRST.contains(name));
    let all = FIRST.into_iter().chain(others).filter(|name| !basis::is_protected(name));
    all.filter_map(|name| Field::of(name, None)).collect()
}

#[component]
pub(crate) fn ApplicantPage() -> Html {
    let speech = use_speech();
    use_title(speech.say(&m::NAV_APPLICANT).to_owned());
    let fields = use_memo((), |()| fields());
    let link = use_location().and_then(|location| location.query::<BTreeMap<String, String>>().ok());
    let changes = {
        let fields = fields.clone();
        use_reducer(move || Changes::read(&link.unwrap_or_default(), &fields))
    };
    use_link_of_changes(Route::Applicant, &changes);
    let onset = {
        let dispatcher = changes.dispatcher();
        Callback::from(move |set: Set| dispatcher.dispatch(set))
    };
    let reset = onset.reform(|_: MouseEvent| Set::Reset);
    let input = |field: &Field| {
        html! { <FieldInput key={field.name} field={field.clone()} setting={changes.setting(field)} onset={onset.clone()} /> }
    };
    let (first, others) = fields.split_at(FIRST.len().min(fields.len()));
    let of_theme = |theme: Theme| others.iter().filter(move |field| field.declaration().theme == theme);
    let aside = html! {
        <button type="button" class="quiet" data-testid="reset" disabled={changes.is_empty()} onclick={reset}>{ speech.say(&m::EMPTY_FORM) }</button>
    };
    html! {
        <>
            <div class="page-head"><h1>{ speech.say(&m::NAV_APPLICANT) }</h1></div>
            <div class="simulate">
                <Panel id="fields" title={speech.say(&m::APPLICATION)} lead={AttrValue::from(speech.say(&m::APPLICATION_LEAD))} {aside}>
                    <div class="sets">{ for first.iter().map(&input) }</div>
                    <h3 class="sets-title">{ speech.say(&m::OTHER_FIELDS) }</h3>
                    { for Theme::ALL.into_iter().filter(|theme| of_theme(*theme).next().is_some()).map(|theme| html! {
                        <details class="sets-theme">
                            <summary>{ theme.label().get(speech.0).to_owned() }</summary>
                            <div class="sets">{ for of_theme(theme).map(&input) }</div>
                        </details>
                    }) }
                </Panel>
                <div class="simulate-result">
                    if changes.is_empty() {
                        <Panel id="result" title={speech.say(&m::RESULT)}>
                            <p class="empty" data-testid="nothing-stated">{ speech.say(&m::NOTHING_STATED) }</p>
                        </Panel>
                    } else {
                        <Outcome ask={question(&changes)} count={changes.len()} />
                    }
                </div>
            </div>
        </>
    }
}

/// What is asked of the function.
fn question(changes: &Changes) -> Ask {
    let request = ScoreRequest { application: Some(changes.to_record()), ..ScoreRequest::default() };
    Ask::post(path::EXPLAIN, &request)
}
