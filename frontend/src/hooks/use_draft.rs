//! A review that is being written. It is kept for this tab until it is sent, so that nothing is lost where the page is left
//! before: to look something up, or to sign in again.

use web_sys::Storage;
use yew::prelude::*;

use crate::review::Draft;

/// The draft of a client's review.
#[hook]
pub(crate) fn use_draft(client: u32) -> UseReducerHandle<Draft> {
    let draft = use_reducer(|| kept(client).unwrap_or_default());
    use_effect_with(draft.clone(), move |draft| {
        // A browser may forbid storage: then a draft lasts as long as the page.
        let Some(storage) = storage() else { return };
        if draft.is_empty() {
            storage.remove_item(&key(client)).ok();
        } else {
            storage.set_item(&key(client), &draft.to_string()).ok();
        }
    });
    draft
}

/// Forgets a draft that has been sent, though its page may have been left before the answer came.
pub(crate) fn forget_draft(client: u32) {
    if let Some(storage) = storage() {
        storage.remove_item(&key(client)).ok();
    }
}

fn kept(client: u32) -> Option<Draft> {
    Some(Draft::read(&storage()?.get_item(&key(client)).ok()??))
}

fn key(client: u32) -> String {
    format!("clairscore.draft.{client}")
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
