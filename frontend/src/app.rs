//! The page around every page.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::charts::Patterns;
use crate::components::{Footer, Header};
use crate::fetch::{self, path};
use crate::hooks::{
    Page, focus_main, stored_language, use_language_of_document, use_page, use_speech, use_standing,
    use_title,
};
use crate::i18n::{Speech, messages as m};
use crate::pages::{ApplicantPage, ClientPage, HomePage, ModelPage, NotFoundPage};
use crate::route::{Part, Route};
use crate::session::{Standing, Trouble};
use crate::state::{Action, State};

/// The shared state, the sign-in, the router, and the frame.
#[component]
pub(crate) fn App() -> Html {
    let page = use_reducer(|| State::begin(stored_language().as_deref()));
    let standing = use_standing();
    let is_in = matches!(standing, Some(Ok(Standing::Off | Standing::SignedIn { .. })));
    {
        let dispatcher = page.dispatcher();
        let language = page.language;
        // The report does not depend on the language: a change of it asks for nothing.
        use_effect_with((page.attempt, is_in), move |(_, is_in)| {
            if *is_in {
                spawn_local(async move {
                    let answer = fetch::get(path::MODEL, language, None).await;
                    dispatcher.dispatch(Action::Report(Box::new(answer)));
                });
            }
        });
    }
    use_language_of_document(page.language);
    let speech = Speech(page.language);
    let content = match standing {
        None | Some(Ok(Standing::Leaving)) => html! {
            <main id="main" class="threshold-page" aria-busy="true">
                <p class="muted" role="status">{ speech.say(&m::LOADING) }</p>
            </main>
        },
        Some(Ok(Standing::Off)) => html! { <BrowserRouter><Frame /></BrowserRouter> },
        Some(Ok(Standing::SignedIn { name, .. })) => {
            html! { <BrowserRouter><Frame {name} /></BrowserRouter> }
        }
        Some(Err(trouble)) => html! { <SignInTrouble {trouble} /> },
    };
    html! { <ContextProvider<Page> context={page}>{ content }</ContextProvider<Page>> }
}

#[derive(PartialEq, Properties)]
struct SignInTroubleProps {
    trouble: Trouble,
}

/// Nobody could be signed in: why, and the way to try again.
#[component]
fn SignInTrouble(SignInTroubleProps { trouble }: &SignInTroubleProps) -> Html {
    let speech = use_speech();
    use_title(speech.say(&m::SIGN_IN_FAILED).to_owned());
    let why = match trouble {
        Trouble::Provider => &m::SIGN_IN_PROVIDER,
        Trouble::Refused => &m::SIGN_IN_REFUSED,
        Trouble::Stranger => &m::SIGN_IN_STRANGER,
    };
    html! {
        <main id="main">
            <div class="notice" data-testid="sign-in-trouble">
                <h1>{ speech.say(&m::SIGN_IN_FAILED) }</h1>
                <p>{ speech.say(why) }</p>
                <a href="/" class="button">{ speech.say(&m::SIGN_IN_AGAIN) }</a>
            </div>
        </main>
    }
}

#[derive(PartialEq, Properties)]
struct FrameProps {
    /// Who is signed in, where signing in is wanted.
    #[prop_or_default]
    name: Option<AttrValue>,
}

/// Head, page, foot.
#[component]
fn Frame(FrameProps { name }: &FrameProps) -> Html {
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
            <a class="skip" href="#main" data-testid="skip">{ speech.say(&m::SKIP) }</a>
            <Patterns />
            <Header name={name.clone()} />
            <main id="main" tabindex="-1">{ draw(route) }</main>
            <Footer />
        </>
    }
}

fn draw(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Client { id } => html! { <ClientPage key={id} {id} part={Part::Decide} /> },
        Route::Part { id, part } => html! { <ClientPage key={id} {id} {part} /> },
        Route::Applicant => html! { <ApplicantPage /> },
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
