//! What is set in a form, in the address bar.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::form::Changes;
use crate::route::Route;

/// Browsers refuse an address that changes at every stroke of a key.
const REST: Duration = Duration::from_millis(300);

/// Keeps the changes in the link of a page. The link replaces the one before: going back leaves the form.
#[hook]
pub(crate) fn use_link_of_changes(route: Route, changes: &Changes) {
    let navigator = use_navigator();
    let first = use_mut_ref(|| true);
    use_effect_with(changes.clone(), move |changes| {
        let stale = Rc::new(Cell::new(first.replace(false)));
        let (is_stale, link) = (Rc::clone(&stale), changes.to_link());
        spawn_local(async move {
            sleep(REST).await;
            if let (false, Some(navigator)) = (is_stale.get(), navigator) {
                // Names and numbers always fit into a query.
                navigator.replace_with_query(&route, link).ok();
            }
        });
        move || stale.set(true)
    });
}
