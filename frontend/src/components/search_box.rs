//! The search box: a combobox that suggests clients (WAI-ARIA Authoring Practices, editable combobox with list
//! autocomplete).

use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, HtmlInputElement};
use yew::platform::time::sleep;
use yew::prelude::*;
use yew_router::prelude::*;

use super::DecisionBadge;
use crate::fetch::{self, path};
use crate::format::whole;
use crate::hooks::use_speech;
use crate::i18n::{Speech, messages as m};
use crate::route::Route;
use crate::search::{Action, LIMIT, Search, Status};

/// How long the typing has to rest before a question is asked.
const REST: Duration = Duration::from_millis(120);

#[derive(PartialEq, Properties)]
pub(crate) struct SearchBoxProps {
    /// Whether it stands in the head of a page rather than on its own.
    #[prop_or_default]
    pub(crate) compact: bool,
}

#[component]
pub(crate) fn SearchBox(SearchBoxProps { compact }: &SearchBoxProps) -> Html {
    let speech = use_speech();
    let search = use_reducer(Search::default);
    let navigator = use_navigator();
    {
        let dispatcher = search.dispatcher();
        use_effect_with((search.prefix(), speech.0), move |(prefix, language)| {
            let controller = AbortController::new().ok();
            if let Some(prefix) = prefix.clone() {
                let signal = controller.as_ref().map(AbortController::signal);
                let language = *language;
                spawn_local(async move {
                    sleep(REST).await;
                    let stale = || signal.as_ref().is_some_and(web_sys::AbortSignal::aborted);
                    if stale() {
                        return;
                    }
                    let result = fetch::get(&path::clients(&prefix, LIMIT), language, signal.as_ref()).await;
                    if !stale() {
                        dispatcher.dispatch(Action::Answered { prefix, result });
                    }
                });
            }
            move || {
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
    }
    let open = {
        let (search, navigator) = (search.clone(), navigator.clone());
        Callback::from(move |id: u32| {
            search.dispatch(Action::Typed(String::new()));
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Client { id });
            }
        })
    };
    let oninput = {
        let search = search.dispatcher();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            search.dispatch(Action::Typed(input.value()));
        })
    };
    let onkeydown = {
        let search = search.dispatcher();
        Callback::from(move |event: KeyboardEvent| {
            let action = match event.key().as_str() {
                "ArrowDown" => Action::Next,
                "ArrowUp" => Action::Previous,
                "Escape" => Action::Close,
                _ => return,
            };
            event.prevent_default();
            search.dispatch(action);
        })
    };
    let onsubmit = {
        let (search, open) = (search.clone(), open.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(id) = search.target() {
                open.emit(id);
            }
        })
    };
    let onblur = {
        let search = search.dispatcher();
        Callback::from(move |_: FocusEvent| search.dispatch(Action::Close))
    };
    let active = search.active.filter(|_| search.open).map(option_id);
    let expanded = search.open && !search.hits.is_empty();
    html! {
        <form class={classes!("search", compact.then_some("compact"))} role="search" {onsubmit}>
            <label for="search-input" class={classes!(compact.then_some("unseen"))}>{ speech.say(&m::SEARCH_LABEL) }</label>
            <div class="search-field">
                <svg class="search-sign" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><circle cx="8" cy="8" r="5" /><path d="M12 12l4 4" /></svg>
                <input id="search-input" data-testid="search-input" type="text" inputmode="numeric" autocomplete="off" spellcheck="false"
                    maxlength="20" placeholder={speech.say(if *compact { &m::SEARCH_COMPACT } else { &m::SEARCH_PLACEHOLDER })}
                    role="combobox" aria-autocomplete="list" aria-expanded={expanded.to_string()} aria-controls="search-list"
                    aria-activedescendant={active} aria-describedby="search-note" value={search.text.clone()}
                    {oninput} {onkeydown} {onblur} />
                if !*compact {
                    <button type="submit" disabled={search.target().is_none()}>{ speech.say(&m::OPEN) }</button>
                }
                <ul id="search-list" class="suggestions" role="listbox" aria-label={speech.say(&m::SUGGESTIONS)} hidden={!expanded}>
                    { for search.hits.iter().enumerate().map(|(index, hit)| {
                        let id = hit.client_id;
                        let open = open.clone();
                        html! {
                            <li key={id} id={option_id(index)} role="option" aria-selected={(search.active == Some(index)).to_string()}
                                data-testid="search-suggestion" data-client={id.to_string()}
                                // A press would take the focus, and so close the list before the click.
                                onmousedown={Callback::from(|event: MouseEvent| event.prevent_default())}
                                onclick={Callback::from(move |_: MouseEvent| open.emit(id))}>
                                <span class="suggestion-id">{ id }</span>
                                <span class="suggestion-points">{ speech.fill(&m::N_POINTS, &[("points", &whole(speech, hit.points))]) }</span>
                                <DecisionBadge decision={hit.decision} />
                            </li>
                        }
                    }) }
                </ul>
            </div>
            <p id="search-note" class="search-note" role="status" data-testid="search-note">{ note(speech, &search) }</p>
        </form>
    }
}

fn option_id(index: usize) -> String {
    format!("search-option-{index}")
}

/// What is to be said of the search, if anything.
fn note(speech: Speech, search: &Search) -> String {
    match &search.status {
        Status::NotANumber => speech.say(&m::DIGITS_ONLY).to_owned(),
        Status::Answered if search.hits.is_empty() => {
            speech.fill(&m::NO_CLIENT_BEGINS, &[("prefix", search.text.trim())])
        }
        Status::Answered if search.total as usize > search.hits.len() => speech.fill(
            &m::SHOWN_OF,
            &[("shown", &whole(speech, search.hits.len() as f64)), ("total", &whole(speech, search.total))],
        ),
        Status::Idle | Status::Waiting | Status::Answered => String::new(),
        Status::Failed(_) => speech.say(&m::SEARCH_FAILED).to_owned(),
    }
}
