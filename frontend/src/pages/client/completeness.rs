//! How complete a client's file is: a missing piece of information speaks too, and may be asked for.

use std::rc::Rc;

use api::Profile;
use catalogue::Theme;
use yew::prelude::*;

use crate::charts::MeterBar;
use crate::components::RouteLink;
use crate::format::whole;
use crate::hooks::use_speech;
use crate::i18n::messages as m;
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
    /// Counts the fields that the model may use.
    fn of(profile: &Profile) -> Self {
        let used = || profile.fields.iter().filter(|field| field.used);
        let lacks = |theme| used().filter(|field| field.theme == theme && field.value.is_none()).count();
        let mut lacking: Vec<_> = Theme::ALL.into_iter().map(|theme| (theme, lacks(theme))).collect();
        lacking.retain(|(_, count)| *count > 0);
        lacking.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        lacking.truncate(NAMED);
        Self { stated: used().filter(|field| field.value.is_some()).count(), total: used().count(), lacking }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct CompletenessProps {
    pub(super) id: u32,
    pub(super) profile: Rc<Profile>,
}

/// A bar, the figure, and where most is missing.
#[component]
pub(super) fn Completeness(CompletenessProps { id, profile }: &CompletenessProps) -> Html {
    let speech = use_speech();
    let Stated { stated, total, lacking } = Stated::of(profile);
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
    use api::{ProfileField, Value};
    use catalogue::Unit;

    use super::*;

    fn field(theme: Theme, stated: bool, used: bool) -> ProfileField {
        ProfileField {
            feature: String::new(),
            theme,
            label: String::new(),
            explanation: String::new(),
            value: stated.then_some(Value::Number(1.0)),
            unit: Unit::Count,
            used,
        }
    }

    #[test]
    fn what_the_model_may_not_use_is_not_asked_for() {
        let fields = vec![
            field(Theme::Home, false, true),
            field(Theme::Home, false, true),
            field(Theme::Loan, true, true),
            field(Theme::Income, false, true),
            field(Theme::Person, false, false),
        ];
        let profile = Profile { release: String::new(), client_id: 7, fields };
        let expected = Stated { stated: 1, total: 4, lacking: vec![(Theme::Home, 2), (Theme::Income, 1)] };
        assert_eq!(Stated::of(&profile), expected);
    }
}
