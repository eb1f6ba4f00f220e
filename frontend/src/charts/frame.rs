//! What surrounds every chart: a switch between drawing and table; and the patterns that all charts share.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::components::SaveCsv;
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
    let rows = {
        let frame = frame.clone();
        Callback::from(move |()| frame.cast::<Element>().map(|frame| cells(&frame)).unwrap_or_default())
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
                    <SaveCsv name={name.clone()} {rows} />
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
