//! What surrounds every chart: a switch between drawing and table; and the patterns that all charts share.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::csv;
use crate::hooks::use_speech;
use crate::i18n::messages as m;

/// A chart and the same figures as a table.
#[derive(PartialEq, Properties)]
pub(crate) struct ChartFrameProps {
    /// The chart's name for assistive technology, and the table's caption.
    pub(crate) name: AttrValue,
    /// The drawing.
    pub(crate) chart: Html,
    /// The head and body rows of the table.
    pub(crate) table: Html,
    /// More controls, beside the switch.
    #[prop_or_default]
    pub(crate) tools: Html,
}

/// The drawing, or the table, and a button that changes one for the other.
#[component]
pub(crate) fn ChartFrame(ChartFrameProps { name, chart, table, tools }: &ChartFrameProps) -> Html {
    let speech = use_speech();
    let as_table = use_state(|| false);
    let toggle = {
        let as_table = as_table.clone();
        Callback::from(move |_: MouseEvent| as_table.set(!*as_table))
    };
    let frame = use_node_ref();
    let save = {
        let (frame, name) = (frame.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(frame) = frame.cast::<Element>() {
                download(&name, &csv::write(speech.0, &cells(&frame)));
            }
        })
    };
    let label = speech.say(if *as_table { &m::SHOW_CHART } else { &m::SHOW_TABLE });
    html! {
        <div class="chart-frame" role="group" aria-label={name.clone()} ref={frame}>
            if *as_table {
                <div class="table-scroll" tabindex="0" role="region" aria-label={name.clone()}>
                    <table class="figures">
                        <caption class="unseen">{ name.clone() }</caption>
                        { table.clone() }
                    </table>
                </div>
            } else {
                { chart.clone() }
            }
            <div class="chart-tools">
                if *as_table {
                    <button type="button" class="quiet" data-testid="save-csv" onclick={save}>{ speech.say(&m::SAVE_CSV) }</button>
                } else {
                    { tools.clone() }
                }
                <button type="button" class="quiet" data-testid="table-toggle" onclick={toggle}>{ label }</button>
            </div>
        </div>
    }
}

/// The texts of the table that is shown, row by row.
fn cells(frame: &Element) -> Vec<Vec<String>> {
    let all = |element: &Element, selector: &str| {
        let found = element.query_selector_all(selector).ok();
        let count = found.as_ref().map_or(0, web_sys::NodeList::length);
        (0..count)
            .filter_map(|index| found.as_ref()?.item(index)?.dyn_into::<Element>().ok())
            .collect::<Vec<_>>()
    };
    let text = |cell: Element| cell.text_content().unwrap_or_default();
    all(frame, "tr").iter().map(|row| all(row, "th, td").into_iter().map(text).collect()).collect()
}

/// Has the browser save a text as a file. A browser that refuses saves nothing.
fn download(name: &str, text: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(link) = document.create_element("a") else { return };
    let address = format!("data:text/csv;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)));
    let file = format!("{name}.csv");
    if link.set_attribute("href", &address).and_then(|()| link.set_attribute("download", &file)).is_ok()
        && let Ok(link) = link.dyn_into::<HtmlElement>()
    {
        link.click();
    }
}

/// Patterns that fills refer to. Stands once in the page.
#[component]
pub(crate) fn Patterns() -> Html {
    html! {
        <svg class="unseen" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="hatch-down" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch-down-ground" width="6" height="6" />
                    <line class="hatch-down-line" x1="0" y1="0" x2="0" y2="6" />
                </pattern>
                <pattern id="hatch-review" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <rect class="hatch-review-ground" width="6" height="6" />
                    <line class="hatch-review-line" x1="0" y1="0" x2="0" y2="6" />
                </pattern>
                <pattern id="dots-unknown" width="5" height="5" patternUnits="userSpaceOnUse">
                    <rect class="dots-unknown-ground" width="5" height="5" />
                    <circle class="dots-unknown-dot" cx="2.5" cy="2.5" r="1" />
                </pattern>
            </defs>
        </svg>
    }
}
