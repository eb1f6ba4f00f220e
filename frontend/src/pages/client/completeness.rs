//! How complete a client's file is: a missing piece of information speaks too, and may be asked for.

use std::collections::BTreeSet;
use std::rc::Rc;

use api::{Explanation, Profile};
use catalogue::Theme;
use yew::prelude::*;

use crate::basis;
use crate::charts::MeterBar;
use crate::components::RouteLink;
use crate::format::whole;
use crate::hooks::use_speech;
use crate::i18n::messages as m;
use crate::order;
use crate::route::Part;

/// So many themes are named for what they lack.
const NAMED: usize = 2;

/// What is stated of what could be.
#[derive(Debug, PartialEq, Eq)]
struct Stated {
    stated: usize,
    total: usize,
    /// The themes that lack most, with what they lack, the emptiest first.
    lacking: Vec<(Theme, usize)>,
}

impl Stated {
    /// Counts the fields that the score rests on.
    fn of(profile: &Profile, sources: &BTreeSet<&str>) -> Self {
        let used = || profile.fields.iter().filter(|field| sources.contains(field.feature.as_str()));
        let lacks = |theme| used().filter(|field| field.theme == theme && field.value.is_none()).count();
        let mut lacking: Vec<_> = Theme::ALL.into_iter().map(|theme| (theme, lacks(theme))).collect();
        lacking.retain(|(_, count)| *count > 0);
        order::sort(&mut lacking, |one, other| one.1 > other.1);
        lacking.truncate(NAMED);
        Self { stated: used().filter(|field| field.value.is_some()).count(), total: used().count(), lacking }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct CompletenessProps {
    pub(super) id: u32,
    pub(super) profile: Rc<Profile>,
    /// What says which fields the score rests on.
    pub(super) explanation: Rc<Explanation>,
}

/// A bar, the figure, and where most is missing.
#[component]
pub(super) fn Completeness(CompletenessProps { id, profile, explanation }: &CompletenessProps) -> Html {
    let speech = use_speech();
    let Stated { stated, total, lacking } = Stated::of(profile, &basis::sources(explanation));
    let count = |count: usize| whole(speech, count as f64);
    html! {
        <div class="completeness" data-testid="completeness">
            <MeterBar share={stated as f64 / total.max(1) as f64} />
            <p>{ speech.fill(&m::STATED_OF, &[("stated", &count(stated)), ("total", &count(total))]) }</p>
            if !lacking.is_empty() {
                <p class="muted">
                    { speech.say(&m::MOST_MISSING) }
                    { for lacking.iter().enumerate().map(|(index, (theme, missing))| html! {
                        <>
                            { if index > 0 { ", " } else { " " } }
                            { format!("{} ({})", theme.label().get(speech.0), count(*missing)) }
                        </>
                    }) }
                </p>
            }
            <RouteLink to={Part::Know.of(*id)}>{ speech.say(&m::SEE_INFORMATION) }</RouteLink>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use api::{Cell, ProfileField, Value};
    use catalogue::Unit;

    use super::*;

    fn field(feature: &str, theme: Theme, stated: bool) -> ProfileField {
        ProfileField {
            feature: feature.to_owned(),
            theme,
            label: String::new(),
            explanation: String::new(),
            value: stated.then_some(Value::Number(1.0)),
            raw: Cell::Missing,
            formatted: String::new(),
            unit: Unit::Count,
            used: false,
        }
    }

    #[test]
    fn what_the_score_does_not_rest_on_is_not_missed() {
        let fields = vec![
            field("A", Theme::Home, false),
            field("B", Theme::Home, false),
            field("C", Theme::Loan, true),
            field("D", Theme::Income, false),
            field("E", Theme::Person, false),
        ];
        let profile = Profile { release: String::new(), client_id: 7, fields, themes: Vec::new() };
        let expected = Stated { stated: 1, total: 4, lacking: vec![(Theme::Home, 2), (Theme::Income, 1)] };
        assert_eq!(Stated::of(&profile, &BTreeSet::from(["A", "B", "C", "D"])), expected);
    }
}
