//! The client among others. With whom, and on which features, stands in the link.

mod boxes;
mod cohort;
mod crossing;

use std::rc::Rc;

use api::compare::LEAST_COHORT;
use api::{CohortKind, Comparison, Explanation, FeatureComparison, Value};
use catalogue::{Text, Theme, Unit};
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew_router::prelude::*;

use self::boxes::BoxesPanel;
use self::cohort::CohortForm;
use self::crossing::CrossingPanel;
use crate::charts::Histogram;
use crate::components::{Panel, remote};
use crate::features;
use crate::fetch::path;
use crate::format::{self, Style, share, whole};
use crate::hooks::{use_remote, use_speech};
use crate::i18n::{Speech, messages as m};
use crate::order;
use crate::remote::Remote;
use crate::route::{CompareView, Part};

/// So many features are offered first, for weighing most on this score.
const WEIGHTIEST: usize = 8;

#[derive(PartialEq, Properties)]
pub(in crate::pages::client) struct ComparePartProps {
    pub(in crate::pages::client) id: u32,
    /// Where the features to choose from come from, once it is there.
    pub(in crate::pages::client) explanation: Option<Rc<Explanation>>,
}

#[component]
pub(in crate::pages::client) fn ComparePart(ComparePartProps { id, explanation }: &ComparePartProps) -> Html {
    let (speech, id) = (use_speech(), *id);
    let navigator = use_navigator();
    let view = use_location().and_then(|location| location.query::<CompareView>().ok()).unwrap_or_default();
    let [kind, k, filter] = cohort::query(&view);
    let query = [kind, k, filter, ("features", view.feature.as_str())];
    let pending = use_remote::<Comparison>(path::comparison(id, &query), true);
    let onview = Callback::from(move |view: CompareView| {
        if let Some(navigator) = &navigator {
            // Texts always fit into a query.
            navigator.push_with_query(&Part::Compare.of(id), view).ok();
        }
    });
    let onchange = {
        let view = view.clone();
        onview.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            CompareView { feature: select.value(), ..view.clone() }
        })
    };
    let shown = pending.remote.ready().and_then(|comparison| comparison.features.first());
    let current = if view.feature.is_empty() {
        shown.map(|feature| feature.feature.as_str())
    } else {
        Some(&*view.feature)
    };
    let too_small = matches!(&pending.remote, Remote::Failed(failure) if failure.is_too_small());
    html! {
        <>
            <Panel id="comparison" title={speech.say(&m::COMPARISON_TITLE)} lead={AttrValue::from(speech.say(&m::COMPARISON_LEAD))}>
                <CohortForm view={view.clone()} onview={onview.clone()} />
                <div class="chooser">
                    <label for="compare-feature">{ speech.say(&m::CHOOSE_FEATURE) }</label>
                    <select id="compare-feature" data-testid="compare-feature-select" {onchange}>
                        { options(speech, explanation.as_deref(), pending.remote.ready().map(Rc::as_ref), current) }
                    </select>
                </div>
                if too_small {
                    <p class="empty" role="status" data-testid="too-small">{ speech.say(&m::COHORT_TOO_SMALL) }</p>
                } else {
                    { remote(&pending, 8, |comparison| match comparison.features.first() {
                        Some(feature) => draw(speech, comparison, feature),
                        None => html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> },
                    }) }
                }
            </Panel>
            if let (Some(explanation), false) = (explanation, too_small) {
                <BoxesPanel {id} view={view.clone()} explanation={explanation.clone()} />
                <CrossingPanel {id} {view} {onview} explanation={explanation.clone()} />
            }
        </>
    }
}

/// The features to choose from: those that weigh most on this score, then all by theme. Without an explanation,
/// those that the comparison itself holds.
fn options(
    speech: Speech,
    explanation: Option<&Explanation>,
    comparison: Option<&Comparison>,
    current: Option<&str>,
) -> Html {
    let option = |feature: &str, label: &str| {
        html! { <option value={feature.to_owned()} selected={current == Some(feature)}>{ label.to_owned() }</option> }
    };
    let Some(explanation) = explanation else {
        let features = comparison.map(|comparison| comparison.features.as_slice()).unwrap_or_default();
        return features.iter().map(|feature| option(&feature.feature, &feature.label)).collect();
    };
    let (first, rest) = explanation.contributions.split_at(explanation.contributions.len().min(WEIGHTIEST));
    let group = |label: &str, options: Vec<Html>| {
        if options.is_empty() {
            return Html::default();
        }
        html! { <optgroup label={label.to_owned()}>{ for options }</optgroup> }
    };
    // A link may name a feature that the score does not rest on.
    let is_listed = |name: &str| explanation.contributions.iter().any(|one| one.feature == name);
    let other = current.filter(|name| !is_listed(name));
    let other = other.and_then(|name| Some(option(name, features::label(name, speech.0)?)));
    html! {
        <>
            { for other }
            { group(speech.say(&m::WEIGH_MOST), first.iter().map(|one| option(&one.feature, &one.label)).collect()) }
            { for Theme::ALL.into_iter().map(|theme| {
                let mut features: Vec<_> = rest.iter().filter(|one| one.theme == theme).collect();
                order::sort(&mut features, |one, other| one.label < other.label);
                group(theme.label().get(speech.0), features.into_iter().map(|one| option(&one.feature, &one.label)).collect())
            }) }
        </>
    }
}

fn draw(speech: Speech, comparison: &Comparison, feature: &FeatureComparison) -> Html {
    let place = place(speech, feature);
    html! {
        <div class="comparison">
            <div class="comparison-chart">
                <h3>{ feature.label.clone() }</h3>
                <p class="sentence" data-testid="compare-percentile" data-feature={feature.feature.clone()}
                    data-percentile={feature.percentile.map(|percentile| percentile.to_string())}>{ place }</p>
                if feature.withheld {
                    <p class="empty">{ speech.say(&m::TOO_FEW_VALUES) }</p>
                } else {
                    <Histogram feature={Rc::new(feature.clone())} />
                }
            </div>
            <aside class="comparison-figures">
                <h3>{ speech.say(cohort_name(comparison.cohort.kind)) }</h3>
                <dl class="facts" data-testid="cohort" data-size={comparison.cohort.size.to_string()}>
                    { fact(speech.say(&m::CLIENTS), whole(speech, comparison.cohort.size)) }
                    if let Some(rate) = comparison.cohort.default_rate {
                        { fact(speech.say(&m::DEFAULT_RATE), share(speech, rate)) }
                    }
                    { fact(speech.say(&m::MEAN_SCORE), speech.fill(&m::N_POINTS, &[("points", &whole(speech, comparison.cohort.mean_points.round()))])) }
                    { fact(speech.say(&m::GRANTED_SHARE), share(speech, comparison.cohort.granted_share)) }
                </dl>
                { figures(speech, feature) }
            </aside>
        </div>
    }
}

fn cohort_name(kind: CohortKind) -> &'static Text {
    match kind {
        CohortKind::Everyone => &m::EVERYONE,
        CohortKind::Similar | CohortKind::Same => &m::SIMILAR_CLIENTS,
        CohortKind::Filter => &m::FILTERED_CLIENTS,
    }
}

fn fact(name: &'static str, value: String) -> Html {
    html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }
}

/// The figures of the feature over everyone. An age is told from the youngest, though its days are negative.
fn figures(speech: Speech, feature: &FeatureComparison) -> Html {
    let mut ends = [feature.min, feature.q1, feature.median, feature.q3, feature.max];
    if feature.unit == Unit::DaysSince {
        ends.reverse();
    }
    let names = [&m::LEAST, &m::FIRST_QUARTILE, &m::MEDIAN, &m::THIRD_QUARTILE, &m::GREATEST];
    let write = |value: f64| format::quantity(speech, feature.unit, value);
    html! {
        <>
            <h3>{ speech.say(&m::THIS_FEATURE) }</h3>
            <dl class="facts" data-testid="compare-figures">
                { for names.into_iter().zip(ends).filter_map(|(name, value)| Some(fact(speech.say(name), write(value?)))) }
                if let Some(mean) = feature.mean {
                    { fact(speech.say(&m::MEAN), write(mean)) }
                }
                { fact(speech.say(&m::MISSING_SHARE), share(speech, feature.missing_share)) }
            </dl>
        </>
    }
}

/// Where the client stands, in words.
fn place(speech: Speech, feature: &FeatureComparison) -> String {
    if feature.value.is_none() {
        return speech.say(&m::CLIENT_HAS_NO_VALUE).to_owned();
    }
    if feature.withheld {
        return String::new();
    }
    let Some(percentile) = feature.percentile else { return category(speech, feature) };
    let value = format::value(speech, feature.unit, feature.value.as_ref());
    // Seldom does everybody, or nobody, share: near the ends a decimal tells the two apart.
    let write = |percent: f64| {
        let decimals = u8::from(!(1.0..=99.0).contains(&percent) && percent != 0.0 && percent != 100.0);
        format::number(speech, percent / 100.0, Style::Percent(decimals))
    };
    if feature.unit == Unit::DaysSince {
        // Fewer days lie further back: who has at most the client's is at least as old.
        return speech.fill(&m::LONGER_THAN, &[("value", &value), ("share", &write(100.0 - percentile))]);
    }
    speech.fill(&m::AT_LEAST_AS_HIGH, &[("value", &value), ("share", &write(percentile))])
}

/// How many share the client's category.
fn category(speech: Speech, feature: &FeatureComparison) -> String {
    let Some(Value::Label(label)) = &feature.value else { return String::new() };
    let histogram = &feature.histogram;
    let count = |index: usize| {
        [&histogram.repaid, &histogram.defaulted, &histogram.unknown]
            .into_iter()
            .map(|counts| f64::from(counts.get(index).copied().unwrap_or_default()))
            .sum::<f64>()
    };
    let all: f64 = (0..histogram.labels.len()).map(count).sum();
    let same = histogram.labels.iter().position(|known| known == label).map_or(0.0, count);
    if same < LEAST_COHORT as f64 {
        // So few would be spoken of as persons: the value alone is said.
        return label.clone();
    }
    speech.fill(&m::SAME_CATEGORY, &[("value", label), ("share", &share(speech, same / all))])
}

#[cfg(test)]
mod tests {
    use api::Histogram;
    use catalogue::Language;

    use super::*;

    fn compared(
        feature: &str,
        unit: Unit,
        value: Option<Value>,
        percentile: Option<f64>,
    ) -> FeatureComparison {
        FeatureComparison {
            feature: feature.to_owned(),
            label: "X".to_owned(),
            unit,
            value,
            percentile,
            min: None,
            q1: None,
            median: None,
            q3: None,
            max: None,
            mean: None,
            missing_share: 0.0,
            withheld: false,
            histogram: Histogram {
                edges: vec![0.0, 1.0, 2.0],
                labels: vec!["Cash".to_owned(), "Revolving".to_owned()],
                repaid: vec![80, 10],
                defaulted: vec![8, 1],
                unknown: vec![1, 0],
            },
        }
    }

    #[test]
    fn a_place_is_said_by_the_share_of_those_not_above() {
        let say = |feature: &FeatureComparison| place(Speech(Language::En), feature);
        let high = compared("AMT_CREDIT", Unit::Money, Some(Value::Number(500_000.0)), Some(62.4));
        assert!(say(&high).contains("62%"), "{}", say(&high));
        let lowest = compared("AMT_CREDIT", Unit::Money, Some(Value::Number(1.0)), Some(0.03));
        assert!(say(&lowest).contains("0%") || say(&lowest).contains("0.0"), "{}", say(&lowest));
    }

    #[test]
    fn an_age_counts_from_the_other_side() {
        let old = compared("DAYS_BIRTH", Unit::DaysSince, Some(Value::Number(-24_000.0)), Some(4.0));
        let said = place(Speech(Language::En), &old);
        assert!(said.contains("65") && said.contains("96%"), "{said}");
    }

    #[test]
    fn a_category_is_said_by_the_share_in_it() {
        let cash =
            compared("NAME_CONTRACT_TYPE", Unit::Category, Some(Value::Label("Cash".to_owned())), None);
        assert!(place(Speech(Language::En), &cash).contains("89%"));
    }

    #[test]
    fn of_fewer_than_thirty_no_share_is_said() {
        let label = "Revolving".to_owned();
        let rare = compared("NAME_CONTRACT_TYPE", Unit::Category, Some(Value::Label(label.clone())), None);
        assert_eq!(place(Speech(Language::En), &rare), label);
    }

    #[test]
    fn a_missing_value_has_no_place() {
        let missing = compared("AMT_CREDIT", Unit::Money, None, None);
        assert_eq!(place(Speech(Language::En), &missing), m::CLIENT_HAS_NO_VALUE.get(Language::En));
    }
}
