//! Box plots of several features on one scale, with the client's mark on each.

use std::rc::Rc;

use api::{Comparison, FeatureComparison, Value};
use catalogue::Unit;
use yew::prelude::*;

use super::frame::ChartFrame;
use super::scale::{Scale, percent};
use crate::format;
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};

/// How far the drawing reaches on both sides of the median, in widths of the box.
const REACH: f64 = 3.0;

#[derive(PartialEq, Properties)]
pub(crate) struct BoxesProps {
    pub(crate) comparison: Rc<Comparison>,
}

/// A feature's five numbers and the client's value on the common scale: 0 is the median, 1 the width of the box.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    ends: [f64; 5],
    client: Option<f64>,
}

impl Row {
    /// `None` for a category, and where no value is present.
    fn of(feature: &FeatureComparison) -> Option<Self> {
        let [min, q1, median, q3, max] = numbers(feature)?;
        // Where half of the clients have one value, the box has no width: a sixth of the whole extent stands for it.
        let widths = [q3 - q1, (max - min) / (2.0 * REACH), 1.0];
        let width = widths.into_iter().find(|width| *width > 0.0)?;
        // An age grows to the right, though its days are negative.
        let sign = if feature.unit == Unit::DaysSince { -1.0 } else { 1.0 };
        let place = |value: f64| (sign * (value - median) / width).clamp(-REACH, REACH);
        let mut ends = [min, q1, median, q3, max].map(place);
        if sign < 0.0 {
            ends.reverse();
        }
        let client = match feature.value {
            Some(Value::Number(value)) => Some(place(value)),
            _ => None,
        };
        Some(Self { ends, client })
    }
}

/// Least, first quartile, median, third quartile, greatest.
fn numbers(feature: &FeatureComparison) -> Option<[f64; 5]> {
    Some([feature.min?, feature.q1?, feature.median?, feature.q3?, feature.max?])
}

/// A row a feature: whiskers, box, median, the client.
#[component]
pub(crate) fn Boxes(BoxesProps { comparison }: &BoxesProps) -> Html {
    let speech = use_speech();
    let rows: Vec<_> =
        comparison.features.iter().filter_map(|feature| Some((feature, Row::of(feature)?))).collect();
    if rows.is_empty() {
        return html! { <p class="empty">{ speech.say(&m::NO_VALUES) }</p> };
    }
    let scale = Scale::percent((-REACH * 1.03, REACH * 1.03));
    let chart = html! {
        <div class="boxes">
            <ul>
                { for rows.iter().map(|(feature, row)| html! {
                    <li key={feature.feature.clone()} class="box-row" data-testid="box">
                        <span class="box-label">{ feature.label.clone() }</span>
                        { draw(scale, row) }
                        <span class="box-value">{ format::value(speech, feature.unit, feature.value.as_ref()) }</span>
                    </li>
                }) }
            </ul>
            <ul class="legend">
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><circle class="box-client" cx="7" cy="7" r="5" /></svg>{ speech.say(&m::BOX_CLIENT) }</li>
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="box-half" x="1" y="3" width="12" height="8" /></svg>{ speech.say(&m::BOX_HALF) }</li>
            </ul>
        </div>
    };
    let table = table(speech, comparison);
    html! { <ChartFrame name={speech.say(&m::BOXES_TITLE)} {chart} {table} /> }
}

fn draw(scale: Scale, row: &Row) -> Html {
    let [min, q1, median, q3, max] = row.ends.map(|end| scale.place(end));
    html! {
        <svg class="box-plot" width="100%" height="26" aria-hidden="true" focusable="false">
            <line class="whisker" x1={percent(min)} x2={percent(max)} y1="13" y2="13" />
            <rect class="box-half" x={percent(q1)} width={percent(q3 - q1)} y="5" height="16" rx="2" />
            <line class="box-median" x1={percent(median)} x2={percent(median)} y1="4" y2="22" />
            if let Some(client) = row.client {
                <circle class="box-client" cx={percent(scale.place(client))} cy="13" r="6" />
            }
        </svg>
    }
}

fn table(speech: Speech, comparison: &Comparison) -> Html {
    let heads =
        [&m::THIS_CLIENT, &m::LEAST, &m::FIRST_QUARTILE, &m::MEDIAN, &m::THIRD_QUARTILE, &m::GREATEST];
    html! {
        <>
            <thead><tr>
                <th scope="col">{ speech.say(&m::FEATURE) }</th>
                { for heads.map(|head| html! { <th scope="col" class="number">{ speech.say(head) }</th> }) }
            </tr></thead>
            <tbody>
                { for comparison.features.iter().filter_map(|feature| Some((feature, numbers(feature)?))).map(|(feature, mut numbers)| {
                    if feature.unit == Unit::DaysSince {
                        numbers.reverse();
                    }
                    html! {
                        <tr>
                            <th scope="row">{ feature.label.clone() }</th>
                            <td class="number">{ format::value(speech, feature.unit, feature.value.as_ref()) }</td>
                            { for numbers.map(|number| html! { <td class="number">{ format::quantity(speech, feature.unit, number) }</td> }) }
                        </tr>
                    }
                }) }
            </tbody>
        </>
    }
}

#[cfg(test)]
mod tests {
    use api::Histogram;

    use super::*;

    fn feature(unit: Unit, ends: [f64; 5], value: f64) -> FeatureComparison {
        let [min, q1, median, q3, max] = ends.map(Some);
        FeatureComparison {
            feature: String::new(),
            label: String::new(),
            unit,
            value: Some(Value::Number(value)),
            percentile: None,
            min,
            q1,
            median,
            q3,
            max,
            mean: None,
            missing_share: 0.0,
            withheld: false,
            histogram: Histogram::default(),
        }
    }

    #[test]
    fn the_width_of_the_box_is_the_measure() {
        let row = Row::of(&feature(Unit::Money, [0.0, 10.0, 15.0, 20.0, 900.0], 25.0)).unwrap();
        assert_eq!(row.ends, [-1.5, -0.5, 0.0, 0.5, REACH]);
        assert_eq!(row.client, Some(1.0));
    }

    #[test]
    fn an_age_grows_to_the_right() {
        let row = Row::of(&feature(Unit::DaysSince, [-40.0, -30.0, -25.0, -20.0, -10.0], -30.0)).unwrap();
        assert_eq!(row.client, Some(0.5), "older than the median");
        assert_eq!(row.ends, [-1.5, -0.5, 0.0, 0.5, 1.5]);
    }

    #[test]
    fn a_box_without_width_is_measured_by_its_extent() {
        let row = Row::of(&feature(Unit::Count, [0.0, 0.0, 0.0, 0.0, 6.0], 2.0)).unwrap();
        assert_eq!((row.ends[4], row.client), (REACH, Some(2.0)));
        let alone = Row::of(&feature(Unit::Count, [1.0; 5], 1.0)).unwrap();
        assert_eq!(alone.ends, [0.0; 5]);
    }
}
