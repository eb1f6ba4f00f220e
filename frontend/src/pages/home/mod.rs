//! Finding a client.

use api::{ClientPage, ClientSummary};
use yew::prelude::*;

use crate::charts::MeterBar;
use crate::components::{DecisionBadge, RouteLink, SearchBox, remote};
use crate::fetch::path;
use crate::format::whole;
use crate::hooks::{opened, use_remote, use_speech, use_title};
use crate::i18n::messages as m;
use crate::route::Route;

/// How many clients are listed.
const LISTED: u32 = 8;

#[component]
pub(crate) fn HomePage() -> Html {
    let speech = use_speech();
    use_title(speech.say(&m::NAV_SEARCH).to_owned());
    let pending = use_remote::<ClientPage>(path::clients("", LISTED), false);
    html! {
        <div class="home">
            <div class="hero">
                <h1>{ speech.say(&m::HOME_TITLE) }</h1>
                <p class="lead">{ speech.say(&m::HOME_LEAD) }</p>
                <SearchBox />
                <Opened />
            </div>
            <section class="panel" aria-labelledby="some-title">
                <header class="panel-head">
                    <h2 id="some-title">{ speech.say(&m::SOME_CLIENTS) }</h2>
                    if let Some(page) = pending.remote.ready() {
                        <span class="muted">{ speech.fill(&m::OF_CLIENTS, &[("total", &whole(speech, page.total))]) }</span>
                    }
                </header>
                { remote(&pending, 6, |page| html! {
                    if page.clients.is_empty() {
                        <p class="empty">{ speech.say(&m::NO_CLIENTS) }</p>
                    } else {
                        <ul class="clients">
                            { for page.clients.iter().map(|client| html! { <ClientRow key={client.client_id} client={client.clone()} /> }) }
                        </ul>
                    }
                }) }
            </section>
        </div>
    }
}

/// The files opened last.
#[component]
fn Opened() -> Html {
    let speech = use_speech();
    let opened = use_memo((), |()| opened());
    if opened.0.is_empty() {
        return Html::default();
    }
    html! {
        <nav class="opened" aria-label={speech.say(&m::OPENED_LAST)} data-testid="opened">
            <span class="muted" aria-hidden="true">{ speech.say(&m::OPENED_LAST) }</span>
            <ul>
                { for opened.0.iter().map(|id| html! {
                    <li key={*id}><RouteLink to={Route::Client { id: *id }} class="pill">{ *id }</RouteLink></li>
                }) }
            </ul>
        </nav>
    }
}

#[derive(PartialEq, Properties)]
struct ClientRowProps {
    client: ClientSummary,
}

/// A client in the list: number, score, decision.
#[component]
fn ClientRow(ClientRowProps { client }: &ClientRowProps) -> Html {
    let speech = use_speech();
    html! {
        <li>
            <RouteLink to={Route::Client { id: client.client_id }} class="client-row" testid="client-row">
                <span class="client-id">{ client.client_id }</span>
                <span class="client-bar"><MeterBar share={f64::from(client.points) / 1000.0} /></span>
                <span class="client-points">{ speech.fill(&m::N_POINTS, &[("points", &whole(speech, client.points))]) }</span>
                <DecisionBadge decision={client.decision} />
            </RouteLink>
        </li>
    }
}
