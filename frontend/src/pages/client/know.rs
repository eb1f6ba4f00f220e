//! What is known of the client, by theme.

use std::collections::BTreeSet;
use std::iter;
use std::rc::Rc;

use api::{Explanation, Profile, ProfileField};
use catalogue::{Language, Theme};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::basis;
use crate::components::{Panel, SaveCsv, remote};
use crate::format::{self, whole};
use crate::hooks::{Pending, use_speech};
use crate::i18n::{Speech, messages as m};

#[derive(PartialEq, Properties)]
pub(super) struct KnowPartProps {
    pub(super) profile: Pending<Profile>,
    /// What tells which information weighs on the score, once it is there.
    pub(super) explanation: Option<Rc<Explanation>>,
}

#[component]
pub(super) fn KnowPart(KnowPartProps { profile, explanation }: &KnowPartProps) -> Html {
    let speech = use_speech();
    html! {
        <Panel id="information" title={speech.say(&m::INFORMATION_TITLE)} lead={AttrValue::from(speech.say(&m::INFORMATION_LEAD))}>
            { remote(profile, 10, |profile| html! { <Fields profile={profile.clone()} explanation={explanation.clone()} /> }) }
        </Panel>
    }
}

#[derive(PartialEq, Properties)]
struct FieldsProps {
    profile: Rc<Profile>,
    explanation: Option<Rc<Explanation>>,
}

/// The fields by theme, with a box that narrows them down and a switch that leaves what weighs on the score.
#[component]
fn Fields(FieldsProps { profile, explanation }: &FieldsProps) -> Html {
    let speech = use_speech();
    let wanted = use_state(String::new);
    let only_weighty = use_state(|| false);
    let opened = use_state(|| Theme::ALL.into_iter().collect::<BTreeSet<_>>());
    let weighty = use_memo(explanation.clone(), |explanation| explanation.as_deref().map(basis::weighty));
    let oninput = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            wanted.set(input.value());
        })
    };
    let onchange = {
        let only_weighty = only_weighty.clone();
        Callback::from(move |_: Event| only_weighty.set(!*only_weighty))
    };
    let toggle = |theme: Theme| {
        let opened = opened.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*opened).clone();
            if !next.remove(&theme) {
                next.insert(theme);
            }
            opened.set(next);
        })
    };
    let is_shown = |field: &ProfileField| {
        let weighs = weighty.as_ref().as_ref().is_none_or(|weighty| weighty.contains(field.feature.as_str()));
        matches(field, &wanted, speech.0) && (weighs || !*only_weighty)
    };
    let filtered = !wanted.trim().is_empty() || *only_weighty;
    let themes: Vec<(Theme, Vec<&ProfileField>)> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let of_theme = profile.fields.iter().filter(|field| field.theme == theme);
            (theme, of_theme.filter(|field| is_shown(field)).collect())
        })
        .filter(|(_, fields): &(_, Vec<_>)| !fields.is_empty())
        .collect();
    let found = themes.iter().map(|(_, fields)| fields.len()).sum::<usize>();
    html! {
        <>
            <div class="filter">
                <label for="profile-filter">{ speech.say(&m::FILTER) }</label>
                <input id="profile-filter" data-testid="profile-filter" type="search" autocomplete="off" value={(*wanted).clone()} {oninput} />
                <label class="switch">
                    <input type="checkbox" data-testid="only-weighty" checked={*only_weighty} disabled={weighty.is_none()} {onchange} />
                    { speech.say(&m::ONLY_WEIGHTY) }
                </label>
                <p role="status" class="muted" data-testid="profile-found">
                    if filtered {
                        { speech.fill(&m::FOUND_OF, &[("found", &whole(speech, found as f64)), ("total", &whole(speech, profile.fields.len() as f64))]) }
                    }
                </p>
                <SaveCsv name={speech.say(&m::INFORMATION_TITLE)} rows={rows(speech, &themes)} />
            </div>
            if themes.is_empty() {
                <p class="empty">{ speech.say(&m::NOTHING_FOUND) }</p>
            }
            <div class="profile">
                { for themes.into_iter().map(|(theme, fields)| group(speech, theme, &fields, filtered || opened.contains(&theme), toggle(theme))) }
            </div>
        </>
    }
}

/// The fields that are shown, as rows of a table.
fn rows(speech: Speech, themes: &[(Theme, Vec<&ProfileField>)]) -> Callback<(), Vec<Vec<String>>> {
    let fields: Vec<ProfileField> =
        themes.iter().flat_map(|(_, fields)| fields).map(|&field| field.clone()).collect();
    let head = [&m::THEME, &m::FEATURE, &m::VALUE].map(|title| speech.say(title).to_owned());
    let row = move |field: &ProfileField| {
        let value = format::value(speech, field.unit, field.value.as_ref());
        vec![field.theme.label().get(speech.0).to_owned(), field.label.clone(), value]
    };
    Callback::from(move |()| iter::once(head.to_vec()).chain(fields.iter().map(row)).collect())
}

/// Whether a field is wanted: every word typed stands in its label, its explanation or its theme.
fn matches(field: &ProfileField, wanted: &str, language: Language) -> bool {
    let theme = field.theme.label();
    let text =
        plain(&format!("{} {} {} {}", field.label, field.explanation, theme.get(language), field.feature));
    wanted.split_whitespace().all(|word| text.contains(&plain(word)))
}

/// A text as it is compared: in lower case, without the accents of French.
fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'à' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            '’' => '\'',
            other => other,
        })
        .collect()
}

fn group(
    speech: Speech,
    theme: Theme,
    fields: &[&ProfileField],
    open: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let id = format!("profile-{}", theme.code());
    let stated = fields.iter().filter(|field| field.value.is_some()).count();
    let count = speech.fill(
        &m::STATED_OF,
        &[("stated", &whole(speech, stated as f64)), ("total", &whole(speech, fields.len() as f64))],
    );
    html! {
        <section class="profile-theme" key={theme.code()}>
            <h3>
                <button type="button" aria-expanded={open.to_string()} aria-controls={id.clone()} {onclick} data-testid="profile-theme">
                    <svg class="chevron" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                    <span>{ theme.label().get(speech.0).to_owned() }</span>
                    <span class="muted">{ count }</span>
                </button>
            </h3>
            <dl {id} hidden={!open}>
                { for fields.iter().map(|field| html! { <Field key={field.feature.clone()} field={(*field).clone()} /> }) }
            </dl>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    field: ProfileField,
}

/// One piece of information; its explanation opens on demand.
#[component]
fn Field(FieldProps { field }: &FieldProps) -> Html {
    let speech = use_speech();
    let explained = use_state(|| false);
    let toggle = {
        let explained = explained.clone();
        Callback::from(move |_: MouseEvent| explained.set(!*explained))
    };
    let value = format::value(speech, field.unit, field.value.as_ref());
    html! {
        <div class="field" data-testid="profile-field" data-feature={field.feature.clone()}>
            <dt>
                { field.label.clone() }
                <button type="button" class="what" data-testid="what" aria-expanded={explained.to_string()} onclick={toggle}
                    aria-label={speech.fill(&m::WHAT_IS, &[("feature", &field.label)])}>{ "?" }</button>
                if basis::is_protected(&field.feature) {
                    <span class="tag">{ speech.say(&m::NOT_USED) }</span>
                }
            </dt>
            <dd class={classes!(field.value.is_none().then_some("missing"))}>{ value }</dd>
            if *explained {
                <dd class="explained" data-testid="explained">{ field.explanation.clone() }</dd>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use api::Cell;
    use catalogue::Unit;

    use super::*;

    #[test]
    fn a_field_is_found_by_any_words_in_any_order_without_accents() {
        let field = ProfileField {
            feature: "AMT_CREDIT".to_owned(),
            theme: Theme::Loan,
            label: "Montant du crédit demandé".to_owned(),
            explanation: "Somme totale du crédit que le client demande.".to_owned(),
            value: None,
            raw: Cell::Missing,
            formatted: String::new(),
            unit: Unit::Money,
            used: true,
        };
        for wanted in ["", "credit", "DEMANDÉ montant", "somme", "amt_credit"] {
            assert!(matches(&field, wanted, Language::Fr), "{wanted}");
        }
        assert!(!matches(&field, "montant voiture", Language::Fr));
    }
}
