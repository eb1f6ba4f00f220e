//! What would be if something were different: the fields on one side, before and after on the other. What is set
//! stands in the link.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use api::{Explanation, Profile, ScoreRequest};
use catalogue::Theme;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::basis;
use crate::components::{FieldInput, Panel, RouteLink, remote};
use crate::fetch::{Ask, path};
use crate::form::{Changes, Field, Set};
use crate::hooks::{Pending, use_link_of_changes, use_speech};
use crate::i18n::messages as m;
use crate::pages::simulation::{Outcome, side};
use crate::route::{Part, Route};

#[derive(PartialEq, Properties)]
pub(super) struct SimulatePartProps {
    pub(super) id: u32,
    pub(super) profile: Pending<Profile>,
    pub(super) explanation: Pending<Explanation>,
}

#[component]
pub(super) fn SimulatePart(SimulatePartProps { id, profile, explanation }: &SimulatePartProps) -> Html {
    remote(profile, 10, |profile| {
        remote(explanation, 10, |before| {
            html! { <Simulation key={*id} id={*id} profile={profile.clone()} before={before.clone()} /> }
        })
    })
}

#[derive(PartialEq, Properties)]
struct SimulationProps {
    id: u32,
    profile: Rc<Profile>,
    before: Rc<Explanation>,
}

/// The fields that may be set: those within the client's reach, and those in which an error may be mended, by theme.
#[derive(Debug, PartialEq)]
struct Fields {
    reach: Vec<Field>,
    others: Vec<(Theme, Vec<Field>)>,
}

impl Fields {
    /// Those that the score rests on: the others would move nothing.
    fn of(profile: &Profile, explanation: &Explanation) -> Self {
        let sources = basis::sources(explanation);
        let used = profile.fields.iter().filter(|field| sources.contains(field.feature.as_str()));
        let all: Vec<_> = used.filter_map(|field| Field::of(&field.feature, Some(profile))).collect();
        let reach: Vec<_> = all.iter().cloned().filter_map(Field::within_reach).collect();
        let is_other = |field: &&Field| reach.iter().all(|reached| reached.name != field.name);
        let of_theme = |theme| {
            let fields = all.iter().filter(is_other).filter(|field| field.declaration().theme == theme);
            (theme, fields.cloned().collect::<Vec<_>>())
        };
        let others: Vec<_> =
            Theme::ALL.into_iter().map(of_theme).filter(|(_, fields)| !fields.is_empty()).collect();
        Self { reach, others }
    }

    fn all(&self) -> Vec<Field> {
        let others = self.others.iter().flat_map(|(_, fields)| fields);
        self.reach.iter().chain(others).cloned().collect()
    }
}

#[component]
fn Simulation(SimulationProps { id, profile, before }: &SimulationProps) -> Html {
    let (speech, id) = (use_speech(), *id);
    let fields = use_memo((profile.clone(), before.clone()), |(profile, before)| Fields::of(profile, before));
    let link = use_location().and_then(|location| location.query::<BTreeMap<String, String>>().ok());
    let changes = {
        let fields = fields.clone();
        use_reducer(move || Changes::read(&link.unwrap_or_default(), &fields.all()))
    };
    use_link_of_changes(Part::Simulate.of(id), &changes);
    let onset = {
        let dispatcher = changes.dispatcher();
        Callback::from(move |set: Set| dispatcher.dispatch(set))
    };
    // A theme in which something was set stays open when it is put back.
    let opened = use_mut_ref(HashSet::<Theme>::new);
    let is_set = |(_, fields): &&(Theme, Vec<Field>)| fields.iter().any(|field| changes.holds(field));
    opened.borrow_mut().extend(fields.others.iter().filter(is_set).map(|(theme, _)| *theme));
    let reset = onset.reform(|_: MouseEvent| Set::Reset);
    let input = |field: &Field, slider: bool| {
        html! {
            <FieldInput key={field.name} field={field.clone()} setting={changes.setting(field)} changed={changes.holds(field)}
                {slider} onset={onset.clone()} />
        }
    };
    let aside = html! {
        <button type="button" class="quiet" data-testid="reset" disabled={changes.is_empty()} onclick={reset}>
            { speech.say(&m::RESET) }
        </button>
    };
    html! {
        <div class="simulate">
            <Panel id="fields" title={speech.say(&m::WITHIN_REACH)} lead={AttrValue::from(speech.say(&m::WITHIN_REACH_LEAD))} {aside}>
                <div class="sets">{ for fields.reach.iter().map(|field| input(field, true)) }</div>
                <h3 class="sets-title">{ speech.say(&m::OTHER_FIELDS) }</h3>
                <p class="muted">{ speech.say(&m::OTHER_FIELDS_LEAD) }</p>
                { for fields.others.iter().map(|(theme, fields)| html! {
                    <details class="sets-theme" open={opened.borrow().contains(theme)}>
                        <summary>{ theme.label().get(speech.0).to_owned() }</summary>
                        <div class="sets">{ for fields.iter().map(|field| input(field, false)) }</div>
                    </details>
                }) }
                <p class="sets-title">
                    <RouteLink to={Route::Applicant} query={whole_file(&fields.all(), &changes)} testid="to-applicant">{ speech.say(&m::NEW_FROM_CLIENT) }</RouteLink>
                </p>
            </Panel>
            <div class="simulate-result">
                if changes.is_empty() {
                    <Panel id="result" title={speech.say(&m::BEFORE_AND_AFTER)}>
                        <div class="sides">
                            { side(speech, speech.say(&m::BEFORE), &before.prediction) }
                        </div>
                        <p class="empty" data-testid="nothing-changed">{ speech.say(&m::NOTHING_CHANGED) }</p>
                    </Panel>
                } else {
                    <Outcome ask={question(id, &changes)} before={Some(before.clone())} count={changes.len()} />
                }
            </div>
        </div>
    }
}

/// Every field as it is set now: a new application that begins as this client's.
fn whole_file(fields: &[Field], changes: &Changes) -> BTreeMap<&'static str, String> {
    let set = |field: &Field| Some((field.name, changes.setting(field)?.to_string()));
    fields.iter().filter_map(set).collect()
}

/// What is asked of the function.
fn question(id: u32, changes: &Changes) -> Ask {
    let request =
        ScoreRequest { client_id: Some(id), changes: changes.to_record(), ..ScoreRequest::default() };
    Ask::post(path::EXPLAIN, &request)
}
