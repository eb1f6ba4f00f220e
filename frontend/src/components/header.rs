//! The head of every page: name, ways, where the data come from, language.

use catalogue::Language;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{RouteLink, SearchBox};
use crate::hooks::{store_language, use_page, use_speech};
use crate::i18n::messages as m;
use crate::remote::Remote;
use crate::route::Route;
use crate::session;
use crate::state::Action;

#[derive(PartialEq, Properties)]
pub(crate) struct HeaderProps {
    /// Who is signed in, where signing in is wanted.
    pub(crate) name: Option<AttrValue>,
}

#[component]
pub(crate) fn Header(HeaderProps { name }: &HeaderProps) -> Html {
    let speech = use_speech();
    let route = use_route::<Route>();
    let is = |wanted: Route| route == Some(wanted);
    html! {
        <header class="masthead">
            <div class="masthead-row">
                <RouteLink to={Route::Home} class="brand">
                    <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                        <path class="brand-arc" d="M4 23a12 12 0 0 1 24 0" /><circle class="brand-dot" cx="22.2" cy="12.7" r="4.2" />
                    </svg>
                    { "Clairscore" }
                </RouteLink>
                <nav aria-label={speech.say(&m::MAIN_NAVIGATION)}>
                    <RouteLink to={Route::Home} current={is(Route::Home)}>{ speech.say(&m::NAV_SEARCH) }</RouteLink>
                    <RouteLink to={Route::Applicant} current={is(Route::Applicant)}>{ speech.say(&m::NAV_APPLICANT) }</RouteLink>
                    <RouteLink to={Route::Model} current={is(Route::Model)}>{ speech.say(&m::NAV_MODEL) }</RouteLink>
                </nav>
                if !is(Route::Home) {
                    <SearchBox compact=true />
                }
                <SourcePill />
                <LanguageSwitch />
                if let Some(name) = name {
                    <Person name={name.clone()} />
                }
            </div>
        </header>
    }
}

/// Where the data come from. It stands on every page, so that made-up clients are never taken for real ones.
#[component]
fn SourcePill() -> Html {
    let (speech, page) = (use_speech(), use_page());
    let (class, text, title): (_, &str, &str) = match &page.report {
        // It keeps its place, so that nothing moves aside when it is known.
        Remote::Loading => {
            let text = speech.say(&m::SOURCE_SYNTHETIC);
            return html! { <span class="pill waiting" aria-hidden="true">{ text }</span> };
        }
        Remote::Failed(_) => ("pill", speech.say(&m::SOURCE_UNKNOWN), speech.say(&m::SOURCE_UNKNOWN)),
        Remote::Ready(report) if report.source_kind == "synthetic" => {
            ("pill synthetic", speech.say(&m::SOURCE_SYNTHETIC), speech.say(&m::SYNTHETIC_NOTE))
        }
        Remote::Ready(report) => ("pill", report.source.as_str(), report.source.as_str()),
    };
    html! { <span {class} title={title.to_owned()} data-testid="source-pill">{ text.to_owned() }</span> }
}

#[derive(PartialEq, Properties)]
struct PersonProps {
    name: AttrValue,
}

/// Who is signed in, and the way out.
#[component]
fn Person(PersonProps { name }: &PersonProps) -> Html {
    let speech = use_speech();
    let onclick = Callback::from(|_: MouseEvent| spawn_local(session::sign_out()));
    html! {
        <span class="person">
            <span class="muted" data-testid="person">{ name.clone() }</span>
            <button type="button" class="quiet" data-testid="sign-out" {onclick}>{ speech.say(&m::SIGN_OUT) }</button>
        </span>
    }
}

/// The other language, in that language.
#[component]
fn LanguageSwitch() -> Html {
    let page = use_page();
    let (other, name) = match page.language {
        Language::Fr => (Language::En, "English"),
        Language::En => (Language::Fr, "Français"),
    };
    let onclick = Callback::from(move |_: MouseEvent| {
        store_language(other);
        page.dispatch(Action::Speak(other));
    });
    html! {
        <button type="button" class="quiet" lang={other.code()} {onclick} data-testid="lang-switch">{ name }</button>
    }
}
