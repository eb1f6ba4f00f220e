//! An answer from a function, asked for when the component appears and whenever the question changes.

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use crate::fetch;
use crate::remote::{Event, Exchange, Remote};

use super::use_speech;

/// What is known of an answer, and the way to ask again.
#[derive(PartialEq)]
pub(crate) struct Pending<T> {
    pub(crate) remote: Remote<T>,
    pub(crate) retry: Callback<()>,
}

/// Asks for a path in the page's language. A question that is no longer asked is cancelled, and its answer, should it
/// still come, discarded. With `keep`, the answer to the path before stays until the new one is here.
#[hook]
pub(crate) fn use_remote<T: DeserializeOwned + PartialEq + 'static>(path: String, keep: bool) -> Pending<T> {
    let language = use_speech().0;
    let exchange = use_reducer(Exchange::<T>::default);
    {
        let dispatcher = exchange.dispatcher();
        use_effect_with((path.clone(), language, exchange.attempt), move |(path, language, _)| {
            let question = (path.clone(), *language);
            let controller = AbortController::new().ok();
            let signal = controller.as_ref().map(AbortController::signal);
            dispatcher.dispatch(Event::Asked { question: question.clone(), keep });
            spawn_local(async move {
                let result = fetch::get(&question.0, question.1, signal.as_ref()).await;
                if signal.is_none_or(|signal| !signal.aborted()) {
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
        remote: exchange.answer_to(&path, keep),
        retry: Callback::from(move |()| dispatcher.dispatch(Event::Again)),
    }
}
