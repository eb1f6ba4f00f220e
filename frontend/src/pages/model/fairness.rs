//! How groups of people fare: a table for each characteristic, with the rule of four fifths.

use catalogue::Language;
use serde::Deserialize;
use yew::prelude::*;

use crate::components::Panel;
use crate::format::{self, Style, share, whole};
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// A group approved less than four fifths as often as the best one calls for a look (29 CFR 1607.4 D).
const FOUR_FIFTHS: f64 = 0.8;

/// A characteristic by which people are told apart, as a release publishes it beside its report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Attribute {
    name: String,
    label_fr: String,
    label_en: String,
    used: bool,
    reference: String,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Group {
    group: String,
    label_fr: String,
    label_en: String,
    clients: u32,
    small: bool,
    #[serde(default)]
    approval_rate: Option<f64>,
    #[serde(default)]
    impact_ratio: Option<Figure>,
    #[serde(default)]
    mean_predicted: Option<f64>,
    #[serde(default)]
    observed: Option<f64>,
}

/// A figure with its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Figure {
    value: f64,
    low: f64,
    high: f64,
}

impl Group {
    /// Whether it is approved so seldom that one has to look into it.
    fn stands_out(&self) -> bool {
        !self.small && self.impact_ratio.is_some_and(|ratio| ratio.value < FOUR_FIFTHS)
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct FairnessPanelProps {
    pub(super) attributes: Vec<Attribute>,
}

#[component]
pub(super) fn FairnessPanel(FairnessPanelProps { attributes }: &FairnessPanelProps) -> Html {
    let speech = use_speech();
    html! {
        <Panel id="fairness" title={speech.say(&m::FAIRNESS)} lead={AttrValue::from(speech.say(&m::FAIRNESS_LEAD))}>
            <div class="fairness" data-testid="fairness">
                { for attributes.iter().map(|attribute| table(speech, attribute)) }
            </div>
        </Panel>
    }
}

fn table(speech: Speech, attribute: &Attribute) -> Html {
    let name = named(speech, &attribute.label_fr, &attribute.label_en);
    let used = if attribute.used { &m::USED_BY_MODEL } else { &m::NOT_USED };
    html! {
        <section key={attribute.name.clone()} class="fairness-attribute">
            <h3>{ name.clone() }<span class="tag">{ speech.say(used) }</span></h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label={name.clone()}>
                <table class="figures">
                    <caption class="unseen">{ name }</caption>
                    <thead><tr>
                        <th scope="col">{ speech.say(&m::GROUP) }</th>
                        <th scope="col" class="number">{ speech.say(&m::CLIENTS) }</th>
                        <th scope="col" class="number">{ speech.say(&m::OBSERVED) }</th>
                        <th scope="col" class="number">{ speech.say(&m::PREDICTED) }</th>
                        <th scope="col" class="number">{ speech.say(&m::APPROVED) }</th>
                        <th scope="col" class="number">{ speech.say(&m::IMPACT_RATIO) }</th>
                    </tr></thead>
                    <tbody>{ for attribute.groups.iter().map(|group| row(speech, attribute, group)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(speech: Speech, attribute: &Attribute, group: &Group) -> Html {
    let percent = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| share(speech, value));
    let two = |value: f64| format::number(speech, value, Style::Fixed(2));
    let ratio = match group.impact_ratio.filter(|_| !group.small) {
        _ if group.group == attribute.reference => speech.say(&m::REFERENCE).to_owned(),
        Some(Figure { value, low, high }) => {
            let places = [("value", two(value)), ("low", two(low)), ("high", two(high))];
            let places = [0, 1, 2].map(|place: usize| (places[place].0, places[place].1.as_str()));
            speech.fill(&m::RATIO_WITHIN, &places)
        }
        None => speech.say(&m::GROUP_TOO_SMALL).to_owned(),
    };
    html! {
        <tr>
            <th scope="row">
                { named(speech, &group.label_fr, &group.label_en) }
                if group.stands_out() {
                    <span class="tag warn">{ speech.say(&m::UNDER_FOUR_FIFTHS) }</span>
                }
            </th>
            <td class="number">{ whole(speech, group.clients) }</td>
            <td class="number">{ percent(group.observed) }</td>
            <td class="number">{ percent(group.mean_predicted) }</td>
            <td class="number">{ percent(group.approval_rate) }</td>
            <td class="number">{ ratio }</td>
        </tr>
    }
}

fn named(speech: Speech, fr: &str, en: &str) -> String {
    match speech.0 {
        Language::Fr => fr.to_owned(),
        Language::En => en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(small: bool, ratio: Option<f64>) -> Group {
        let text =
            r#"{"group": "a", "label_fr": "A", "label_en": "A", "clients": 7, "small": false, "more": 1}"#;
        let group: Group = serde_json::from_str(text).unwrap();
        let impact_ratio = ratio.map(|value| Figure { value, low: value, high: value });
        Group { small, impact_ratio, ..group }
    }

    #[test]
    fn a_group_stands_out_under_four_fifths_unless_it_is_too_small_to_tell() {
        assert!(group(false, Some(0.79)).stands_out());
        assert!(!group(false, Some(0.8)).stands_out());
        assert!(!group(true, Some(0.1)).stands_out());
        assert!(!group(false, None).stands_out());
    }
}
