//! The state that all pages share.

use yew::prelude::*;

use crate::i18n::Speech;
use crate::state::State;

/// A handle on the shared state.
pub(crate) type Page = UseReducerHandle<State>;

/// The shared state, and the way to change it.
#[hook]
pub(crate) fn use_page() -> Page {
    use_context::<Page>().expect("the app provides the shared state to every component")
}

/// The language that the page speaks.
#[hook]
pub(crate) fn use_speech() -> Speech {
    Speech(use_page().language)
}
