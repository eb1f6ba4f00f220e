//! Finding a client: by number, among the files opened last, or in the list. Which clients the list shows, and in
//! which order, stands in the link.

use std::iter;
use std::rc::Rc;

use api::{ClientPage, ClientSort, ClientSummary};
use catalogue::Text;
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::charts::MeterBar;
use crate::components::{DecisionBadge, FilterForm, Panel, RouteLink, SaveCsv, SearchBox, remote, word};
use crate::fetch::path;
use crate::filter::Filter;
use crate::format::{clients, whole};
use crate::hooks::{opened, use_remote, use_speech, use_title};
use crate::i18n::{Speech, messages as m};
use crate::route::{ListView, Route};

/// How many clients are listed on a page.
const LISTED: &str = "15";

#[component]
pub(crate) fn HomePage() -> Html {
    let speech = use_speech();
    use_title(speech.say(&m::NAV_SEARCH).to_owned());
    html! {
        <div class="home">
            <div class="hero">
                <h1>{ speech.say(&m::HOME_TITLE) }</h1>
                <p class="lead">{ speech.say(&m::HOME_LEAD) }</p>
                <SearchBox />
                <Opened />
            </div>
            <List />
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

/// The clients, filtered and ordered, page by page.
#[component]
fn List() -> Html {
    let speech = use_speech();
    let navigator = use_navigator();
    let view = use_location().and_then(|location| location.query::<ListView>().ok()).unwrap_or_default();
    let query = [
        ("limit", LISTED),
        ("filter", view.filter.as_str()),
        ("sort", view.sort.as_str()),
        ("cursor", view.cursor.as_str()),
    ];
    let pending = use_remote::<ClientPage>(path::with("/clients", &query), true);
    let show = Callback::from(move |view: ListView| {
        if let Some(navigator) = &navigator {
            // Texts always fit into a query.
            navigator.push_with_query(&Route::Home, view).ok();
        }
    });
    let filter = Filter::read(&view.filter);
    let onfilter = {
        let view = view.clone();
        show.reform(move |filter: Filter| ListView {
            filter: filter.to_string(),
            cursor: String::new(),
            ..view.clone()
        })
    };
    let onsort = {
        let view = view.clone();
        show.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            ListView { sort: select.value(), cursor: String::new(), ..view.clone() }
        })
    };
    let to_cursor = |cursor: String| {
        let view = ListView { cursor, ..view.clone() };
        show.reform(move |_: MouseEvent| view.clone())
    };
    let order = if view.sort.is_empty() { ClientSort::Number.name() } else { view.sort.as_str() };
    let total = pending.remote.ready().map(|page| clients(speech, page.total));
    html! {
        <Panel id="list" title={speech.say(&m::CLIENTS)}
            aside={html! { <span class="muted" role="status" data-testid="list-total">{ total }</span> }}>
            <div class="list-tools">
                <FilterForm id="list" {filter} {onfilter} />
                <div class="filter-field">
                    <label for="list-sort">{ speech.say(&m::SORT) }</label>
                    <select id="list-sort" data-testid="list-sort" onchange={onsort}>
                        { for ClientSort::ALL.into_iter().map(|sort| html! {
                            <option value={sort.name()} selected={order == sort.name()}>{ speech.say(sort_name(sort)) }</option>
                        }) }
                    </select>
                </div>
            </div>
            { remote(&pending, 8, |page| html! {
                if page.clients.is_empty() {
                    <p class="empty" data-testid="no-clients">{ speech.say(&m::NO_CLIENTS) }</p>
                } else {
                    <ul class="clients">
                        { for page.clients.iter().map(|client| html! { <ClientRow key={client.client_id} client={client.clone()} /> }) }
                    </ul>
                }
            }) }
            <div class="pager">
                if let Some(page) = pending.remote.ready().filter(|page| !page.clients.is_empty()) {
                    <SaveCsv name={speech.say(&m::CLIENTS)} rows={rows(speech, page.clone())} />
                }
                if !view.cursor.is_empty() {
                    <button type="button" class="quiet" data-testid="first-page" onclick={to_cursor(String::new())}>{ speech.say(&m::FIRST_PAGE) }</button>
                }
                if let Some(next) = pending.remote.ready().and_then(|page| page.next.clone()) {
                    <button type="button" class="quiet" data-testid="next-page" onclick={to_cursor(next)}>{ speech.say(&m::NEXT_PAGE) }</button>
                }
            </div>
        </Panel>
    }
}

/// The clients that are listed, as rows of a table.
fn rows(speech: Speech, page: Rc<ClientPage>) -> Callback<(), Vec<Vec<String>>> {
    let head = [&m::SEARCH_LABEL, &m::SCORE, &m::DECISION].map(|title| speech.say(title).to_owned());
    let row = move |client: &ClientSummary| {
        let decision = speech.say(word(client.decision)).to_owned();
        vec![client.client_id.to_string(), whole(speech, client.points), decision]
    };
    Callback::from(move |()| iter::once(head.to_vec()).chain(page.clients.iter().map(row)).collect())
}

fn sort_name(sort: ClientSort) -> &'static Text {
    match sort {
        ClientSort::Number => &m::SORT_NUMBER,
        ClientSort::NumberFalling => &m::SORT_NUMBER_FALLING,
        ClientSort::Points => &m::SORT_POINTS,
        ClientSort::PointsFalling => &m::SORT_POINTS_FALLING,
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
