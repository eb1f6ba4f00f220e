//! A field of an application that somebody sets.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::form::{Field, FieldKind, Set, Setting};
use crate::format;
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};
use catalogue::Unit;

/// A slider has about so many steps.
const STEPS: f64 = 200.0;

#[derive(PartialEq, Properties)]
pub(crate) struct FieldInputProps {
    pub(crate) field: Field,
    /// What it is set to now.
    pub(crate) setting: Option<Setting>,
    /// Whether that differs from what is there.
    #[prop_or_default]
    pub(crate) changed: bool,
    /// Whether a slider stands beside a number.
    #[prop_or_default]
    pub(crate) slider: bool,
    pub(crate) onset: Callback<Set>,
}

#[component]
pub(crate) fn FieldInput(props: &FieldInputProps) -> Html {
    let speech = use_speech();
    let FieldInputProps { field, setting, changed, onset, .. } = props;
    let id = format!("set-{}", field.name);
    let label = field.declaration().label.get(speech.0).to_owned();
    let present = field.present.map(|present| said(speech, field, present));
    let back = {
        let (name, onset) = (field.name, onset.clone());
        Callback::from(move |_: MouseEvent| onset.emit(Set::Back(name)))
    };
    let input = match field.kind {
        FieldKind::Number { .. } => html! { <NumberInput ..props.clone_for(&id) /> },
        FieldKind::Flag => flag(field, *setting, &id, onset),
        FieldKind::Category => category(speech, field, *setting, &id, onset),
    };
    html! {
        <div class={classes!("set", changed.then_some("changed"))} data-testid="field" data-field={field.name}>
            <label for={id}>{ label }</label>
            { input }
            if *changed {
                <p class="set-present muted">
                    { speech.fill(&m::INSTEAD_OF, &[("present", present.as_deref().unwrap_or(speech.say(&m::MISSING)))]) }
                    { " " }
                    <button type="button" class="link" data-testid="put-back" onclick={back}>{ speech.say(&m::PUT_BACK) }</button>
                </p>
            }
        </div>
    }
}

/// A setting in words.
fn said(speech: Speech, field: &Field, setting: Setting) -> String {
    match setting {
        Setting::Number(number) => format::quantity(speech, field.unit, number),
        Setting::Category(value) => {
            let mut categories = field.categories().iter();
            let found = categories.find(|category| category.value == value);
            found.map_or(value, |category| category.label.get(speech.0)).to_owned()
        }
    }
}

#[derive(PartialEq, Properties)]
struct NumberInputProps {
    field: Field,
    setting: Option<Setting>,
    slider: bool,
    onset: Callback<Set>,
    id: AttrValue,
}

impl FieldInputProps {
    fn clone_for(&self, id: &str) -> NumberInputProps {
        NumberInputProps {
            field: self.field.clone(),
            setting: self.setting,
            slider: self.slider,
            onset: self.onset.clone(),
            id: id.to_owned().into(),
        }
    }
}

/// What is typed stays as it was typed, until the setting changes by other means.
#[component]
fn NumberInput(NumberInputProps { field, setting, slider, onset, id }: &NumberInputProps) -> Html {
    let speech = use_speech();
    let FieldKind::Number { least, greatest, .. } = field.kind else { return Html::default() };
    let shown = match setting {
        Some(Setting::Number(raw)) => Some(field.to_shown(*raw)),
        _ => None,
    };
    let text = use_state(|| written(shown));
    {
        let (text, field) = (text.clone(), field.clone());
        use_effect_with(*setting, move |setting| {
            let typed = text.parse().ok().map(|shown| Setting::Number(field.to_raw(shown)));
            if typed != *setting {
                text.set(written(shown));
            }
        });
    }
    let read = {
        let (text, field, onset) = (text.clone(), field.clone(), onset.clone());
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let typed = input.value();
            if let Ok(shown) = typed.parse() {
                onset.emit(Set::To(field.clone(), Setting::Number(field.to_raw(shown))));
            }
            text.set(typed);
        }
    };
    let oninput = Callback::from(read);
    let (a, b) = (field.to_shown(least), field.to_shown(greatest));
    let (low, high) = (a.min(b), a.max(b));
    let typed: Option<f64> = text.parse().ok();
    let outside = typed.is_some_and(|shown| !field.accepts(Setting::Number(field.to_raw(shown))));
    let note = format!("{id}-note");
    let step = step(low, high);
    html! {
        <>
            <span class="set-number">
                <input id={id.clone()} data-testid="set-number" type="number" inputmode="decimal" step="any" min={low.to_string()} max={high.to_string()}
                    value={(*text).clone()} oninput={oninput.clone()} aria-invalid={outside.then_some("true")}
                    aria-describedby={outside.then(|| note.clone())} />
                if let Some(unit) = unit(field.unit) {
                    <span class="muted">{ speech.say(unit) }</span>
                }
            </span>
            if *slider {
                <input class="set-slider" type="range" min={low.to_string()} max={high.to_string()} step={step.to_string()} tabindex="-1" aria-hidden="true"
                    value={shown.unwrap_or(low).to_string()} {oninput} />
            }
            if outside {
                <p class="set-note" id={note}>
                    { speech.fill(&m::BETWEEN, &[
                        ("least", &format::number(speech, low, format::Style::Decimal(2))),
                        ("greatest", &format::number(speech, high, format::Style::Decimal(2))),
                    ]) }
                </p>
            }
        </>
    }
}

/// A number as an input holds it.
fn written(shown: Option<f64>) -> String {
    shown.map(|shown| shown.to_string()).unwrap_or_default()
}

/// A round step that divides the extent into about as many as a slider has.
fn step(low: f64, high: f64) -> f64 {
    let rough = (high - low) / STEPS;
    let power = 10f64.powf(rough.max(1e-6).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|multiple| multiple * power)
        .find(|step| *step >= rough)
        .unwrap_or(power)
}

/// What is counted, where the label does not say it.
fn unit(unit: Unit) -> Option<&'static catalogue::Text> {
    match unit {
        Unit::DaysSince | Unit::DaysRelative | Unit::Years => Some(&m::IN_YEARS),
        Unit::Share => Some(&m::IN_PERCENT),
        _ => None,
    }
}

fn flag(field: &Field, setting: Option<Setting>, id: &str, onset: &Callback<Set>) -> Html {
    let checked = setting == Some(Setting::Number(1.0));
    let (field, onset) = (field.clone(), onset.clone());
    let onchange = Callback::from(move |_: Event| {
        let next = if checked { 0.0 } else { 1.0 };
        onset.emit(Set::To(field.clone(), Setting::Number(next)));
    });
    html! { <input id={id.to_owned()} type="checkbox" {checked} {onchange} /> }
}

fn category(
    speech: Speech,
    field: &Field,
    setting: Option<Setting>,
    id: &str,
    onset: &Callback<Set>,
) -> Html {
    let onchange = {
        let (field, onset) = (field.clone(), onset.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            match field.read(&select.value()) {
                Some(setting) => onset.emit(Set::To(field.clone(), setting)),
                None => onset.emit(Set::Back(field.name)),
            }
        })
    };
    html! {
        <select id={id.to_owned()} {onchange}>
            if field.present.is_none() {
                <option value="" selected={setting.is_none()}>{ speech.say(&m::MISSING) }</option>
            }
            { for field.categories().iter().map(|category| html! {
                <option value={category.value} selected={setting == Some(Setting::Category(category.value))}>
                    { category.label.get(speech.0).to_owned() }
                </option>
            }) }
        </select>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_moves_by_round_steps() {
        assert_eq!(step(100_000.0, 500_000.0), 2_000.0);
        assert_eq!(step(0.0, 200.0), 1.0);
        assert_eq!(step(0.0, 1.0), 0.005);
    }
}
