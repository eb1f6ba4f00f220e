//! The page around every page.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::charts::Patterns;
use crate::components::{Footer, Header};
use crate::fetch::{self, path};
use crate::hooks::{Page, focus_main, stored_language, use_language_of_document, use_page, use_speech};
use crate::i18n::messages as m;
use crate::pages::{ClientPage, HomePage, ModelPage, NotFoundPage};
use crate::route::Route;
use crate::state::{Action, State};

/// The shared state, the router, and the frame.
#[component]
pub(crate) fn App() -> Html {
    let page = use_reducer(|| State::begin(stored_language().as_deref()));
    {
        let dispatcher = page.dispatcher();
        let language = page.language;
        // The report does not depend on the language: a change of it asks for nothing.
        use_effect_with(page.attempt, move |_| {
            spawn_local(async move {
                let answer = fetch::get(path::MODEL, language, None).await;
                dispatcher.dispatch(Action::Report(Box::new(answer)));
            });
        });
    }
    use_language_of_document(page.language);
    html! {
        <ContextProvider<Page> context={page}>
            <BrowserRouter>
                <Frame />
            </BrowserRouter>
        </ContextProvider<Page>>
    }
}

/// Head, page, foot.
#[component]
fn Frame() -> Html {
    let speech = use_speech();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let first = use_mut_ref(|| true);
    use_effect_with(route, move |_| {
        // On the first page the browser has put the focus where it belongs.
        if !first.replace(false) {
            focus_main();
        }
    });
    html! {
        <>
            <a class="skip" href="#main">{ speech.say(&m::SKIP) }</a>
            <Patterns />
            <Header />
            <main id="main" tabindex="-1">{ draw(route) }</main>
            <Footer />
        </>
    }
}

fn draw(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Client { id } => html! { <ClientPage key={id} {id} /> },
        Route::Model => html! { <ModelPage /> },
        Route::NotFound => html! { <NotFoundPage /> },
    }
}

/// Asks for the report once more.
#[hook]
pub(crate) fn use_report_again() -> Callback<()> {
    let page = use_page();
    Callback::from(move |()| page.dispatch(Action::ReportAgain))
}
