//! A button that saves what is on screen as a file for a spreadsheet.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::csv;
use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(crate) struct SaveCsvProps {
    /// The file's name, without its ending.
    pub(crate) name: AttrValue,
    /// What is on screen at the time, row by row, the first one the heads of the columns.
    pub(crate) rows: Callback<(), Vec<Vec<String>>>,
}

#[component]
pub(crate) fn SaveCsv(SaveCsvProps { name, rows }: &SaveCsvProps) -> Html {
    let speech = use_speech();
    let onclick = {
        let (name, rows) = (name.clone(), rows.clone());
        Callback::from(move |_: MouseEvent| download(&name, &csv::write(speech.0, &rows.emit(()))))
    };
    html! {
        <button type="button" class="quiet" data-testid="save-csv" {onclick}>{ speech.say(&m::SAVE_CSV) }</button>
    }
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
