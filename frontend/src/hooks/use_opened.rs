//! The files opened last. They are kept for this tab alone, so that no client's number stays on a desk's machine.

use web_sys::Storage;
use yew::prelude::*;

use crate::recent::{self, Recent};

/// Where the numbers are kept.
const KEY: &str = "clairscore.opened";

/// Puts a client in front of the files opened last.
#[hook]
pub(crate) fn use_opened(id: Option<u32>) {
    use_effect_with(id, |id| {
        if let (Some(id), Some(storage)) = (*id, storage()) {
            let next = opened().with(id);
            // A browser may forbid storage: then nothing is remembered.
            storage.set_item(KEY, &next.to_string()).ok();
        }
    });
}

/// The files opened last, the latest first.
pub(crate) fn opened() -> Recent {
    storage()
        .and_then(|storage| storage.get_item(KEY).ok()?)
        .map(|text| recent::read(&text))
        .unwrap_or_default()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
