//! What weighs on this score against what weighs on scores in general.

use std::rc::Rc;

use api::Explanation;
use api::model::ImportanceReport;
use yew::prelude::*;

use super::frame::ChartFrame;
use super::scale::percent;
use crate::format::{self, Style, signed};
use crate::hooks::use_speech;
use crate::i18n::messages as m;
use crate::order;

/// So many features are drawn.
const ROWS: usize = 10;
/// From so many times the usual on, a weight is said to be unusual.
const UNUSUAL: f64 = 2.0;
/// A weight below so many points is too small to call unusual.
const NOTABLE: f64 = 8.0;

#[derive(PartialEq, Properties)]
pub(crate) struct ImportanceProps {
    pub(crate) explanation: Rc<Explanation>,
    /// The mean weight of each feature over all clients; empty while it is not known.
    pub(crate) everywhere: Vec<ImportanceReport>,
}

/// A feature that weighs here, or usually does.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    feature: String,
    label: String,
    here: i32,
    usual: Option<f64>,
}

impl Row {
    fn is_unusual(&self) -> bool {
        let here = f64::from(self.here.abs());
        here >= NOTABLE && self.usual.is_some_and(|usual| here >= UNUSUAL * usual)
    }
}

/// The features that weigh most here, the heaviest first.
fn rows(explanation: &Explanation, everywhere: &[ImportanceReport]) -> Vec<Row> {
    let usual = |feature: &str| Some(everywhere.iter().find(|one| one.feature == feature)?.points);
    let mut rows: Vec<_> = explanation
        .contributions
        .iter()
        .map(|one| Row {
            feature: one.feature.clone(),
            label: one.label.clone(),
            here: one.points,
            usual: usual(&one.feature),
        })
        .collect();
    order::sort(&mut rows, |one, other| one.here.abs() > other.here.abs());
    rows.truncate(ROWS);
    rows
}

/// Two bars a feature: here, and on average over all clients.
#[component]
pub(crate) fn Importance(ImportanceProps { explanation, everywhere }: &ImportanceProps) -> Html {
    let speech = use_speech();
    let rows = rows(explanation, everywhere);
    let longest = rows
        .iter()
        .map(|row| f64::from(row.here.abs()).max(row.usual.unwrap_or_default()))
        .fold(1.0, f64::max);
    let usual = |row: &Row| match row.usual {
        Some(usual) => format::number(speech, usual, Style::Fixed(1)),
        None => "–".to_owned(),
    };
    let chart = html! {
        <div class="importance-pairs">
            <ol>
                { for rows.iter().map(|row| html! {
                    <li key={row.feature.clone()} class="importance-pair" data-testid="here">
                        <span class="pair-label">
                            { row.label.clone() }
                            if row.is_unusual() {
                                <span class="tag">{ speech.say(&m::MORE_THAN_USUAL) }</span>
                            }
                        </span>
                        <svg class="pair-bars" width="100%" height="22" aria-hidden="true" focusable="false">
                            <rect class={if row.here < 0 { "bar-down" } else { "bar-up" }} y="1" height="11" rx="2"
                                width={percent(f64::from(row.here.abs()) / longest * 100.0)} />
                            <rect class="bar-usual" y="14" height="6" rx="2"
                                width={percent(row.usual.unwrap_or_default() / longest * 100.0)} />
                        </svg>
                        <span class={classes!("pair-points", if row.here < 0 { "down" } else { "up" })}>{ signed(speech, row.here) }</span>
                        <span class="pair-usual muted">{ usual(row) }</span>
                    </li>
                }) }
            </ol>
            <ul class="legend">
                { key("bar-up", speech.say(&m::HERE_GAINS)) }
                { key("bar-down", speech.say(&m::HERE_LOSES)) }
                { key("bar-usual", speech.say(&m::USUALLY)) }
            </ul>
        </div>
    };
    let table = html! {
        <>
            <thead><tr>
                <th scope="col">{ speech.say(&m::FEATURE) }</th>
                <th scope="col" class="number">{ speech.say(&m::THIS_CLIENT) }</th>
                <th scope="col" class="number">{ speech.say(&m::USUALLY) }</th>
            </tr></thead>
            <tbody>
                { for rows.iter().map(|row| html! {
                    <tr>
                        <th scope="row">{ row.label.clone() }</th>
                        <td class="number">{ signed(speech, row.here) }</td>
                        <td class="number">{ usual(row) }</td>
                    </tr>
                }) }
            </tbody>
        </>
    };
    html! { <ChartFrame name={speech.say(&m::HERE_TITLE)} {chart} {table} /> }
}

fn key(class: &'static str, text: &'static str) -> Html {
    html! {
        <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect {class} width="14" height="14" rx="3" /></svg>{ text }</li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(here: i32, usual: Option<f64>) -> Row {
        Row { feature: String::new(), label: String::new(), here, usual }
    }

    #[test]
    fn unusual_is_twice_the_usual_and_no_trifle() {
        assert!(row(-40, Some(20.0)).is_unusual());
        assert!(!row(-40, Some(21.0)).is_unusual());
        assert!(!row(6, Some(1.0)).is_unusual(), "a trifle");
        assert!(!row(60, None).is_unusual(), "nothing to measure by");
    }
}
