//! Whether somebody is signed in, and the renewal of what proves it.

use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

use crate::session::{self, Standing, Trouble};

/// How things stand with the provider; `None` until it is known.
#[hook]
pub(crate) fn use_standing() -> Option<Result<Standing, Trouble>> {
    let standing = use_state(|| None);
    {
        let standing = standing.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let begun = session::begin().await;
                let mut now = begun.as_ref().ok().cloned();
                standing.set(Some(begun));
                // Where no renewal comes, the next question is refused, and the page offers to sign in again.
                while let Some(Standing::SignedIn { lasts, .. }) = now {
                    sleep(Duration::from_secs(u64::from(lasts))).await;
                    now = session::renew().await;
                }
            });
        });
    }
    (*standing).clone()
}
