//! An answer from a function, asked for when the component appears and whenever the question changes.

use std::time::Duration;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::platform::time::sleep;
use yew::prelude::*;

use crate::fetch::{self, Ask};
use crate::remote::{Event, Exchange, Remote};

use super::use_speech;

/// What is known of an answer, and the way to ask again.
#[derive(PartialEq)]
pub(crate) struct Pending<T> {
    pub(crate) remote: Remote<T>,
    pub(crate) retry: Callback<()>,
}

impl<T> Clone for Pending<T> {
    fn clone(&self) -> Self {
        Self { remote: self.remote.clone(), retry: self.retry.clone() }
    }
}

/// Asks for a path in the page's language. A question that is no longer asked is cancelled, and its answer, should it
/// still come, discarded. With `keep`, the answer to the path before stays until the new one is here.
#[hook]
pub(crate) fn use_remote<T: DeserializeOwned + PartialEq + 'static>(path: String, keep: bool) -> Pending<T> {
    use_asked(Ask::from(path), keep, Duration::ZERO)
}

/// The same for any question, which is asked only once it has stood unchanged for a while: while somebody types, none is.
#[hook]
pub(crate) fn use_asked<T: DeserializeOwned + PartialEq + 'static>(
    ask: Ask,
    keep: bool,
    rest: Duration,
) -> Pending<T> {
    let language = use_speech().0;
    let exchange = use_reducer(Exchange::<T>::default);
    {
        let dispatcher = exchange.dispatcher();
        use_effect_with((ask.clone(), language, exchange.attempt), move |(ask, language, _)| {
            let question = (ask.clone(), *language);
            let controller = AbortController::new().ok();
            let signal = controller.as_ref().map(AbortController::signal);
            dispatcher.dispatch(Event::Asked { question: question.clone(), keep });
            spawn_local(async move {
                let is_stale = || signal.as_ref().is_some_and(web_sys::AbortSignal::aborted);
                if !rest.is_zero() {
                    sleep(rest).await;
                    if is_stale() {
                        return;
                    }
                }
                let result = fetch::ask(&question.0, question.1, signal.as_ref()).await;
                if !is_stale() {
                    dispatcher.dispatch(Event::Answered { question, result });
                }
            });
            move || {
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
    }
    let dispatcher = exchange.dispatcher();
    Pending {
        remote: exchange.answer_to(&ask, keep),
        retry: Callback::from(move |()| dispatcher.dispatch(Event::Again)),
    }
}
