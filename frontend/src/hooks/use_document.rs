//! What stands outside the components: the document's title and language, the storage, the focus.

use catalogue::Language;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};
use yew::prelude::*;

/// Where the language is kept between visits.
const LANGUAGE_KEY: &str = "clairscore.language";

/// Sets the document's title.
#[hook]
pub(crate) fn use_title(title: String) {
    use_effect_with(title, |title| {
        if let Some(document) = document() {
            document.set_title(&format!("{title} · Clairscore"));
        }
    });
}

/// Says in which language the document is.
#[hook]
pub(crate) fn use_language_of_document(language: Language) {
    use_effect_with(language, |language| {
        if let Some(root) = document().and_then(|document| document.document_element()) {
            // Setting an attribute of that name cannot fail.
            root.set_attribute("lang", language.code()).ok();
        }
    });
}

/// Brings a new page into view, and the keyboard to its beginning.
pub(crate) fn focus_main() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    let main = document().and_then(|document| document.get_element_by_id("main"));
    if let Some(main) = main.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        main.focus().ok();
    }
}

/// The language chosen on an earlier visit. A browser may forbid storage: then there is none.
pub(crate) fn stored_language() -> Option<String> {
    storage()?.get_item(LANGUAGE_KEY).ok()?
}

/// Keeps the language for later visits, where the browser lets it.
pub(crate) fn store_language(language: Language) {
    if let Some(storage) = storage() {
        storage.set_item(LANGUAGE_KEY, language.code()).ok();
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
