//! One client: decision, explanation, information, comparison. Each panel asks for its own answer, so that a
//! function that is down takes only its panel with it.

mod comparison;
mod decision;
mod explanation;
mod profile;
mod words;

use api::{Explanation, Prediction, Profile};
use yew::prelude::*;

use self::comparison::ComparisonPanel;
use self::decision::DecisionPanel;
use self::explanation::ExplanationPanel;
use self::profile::ProfilePanel;
use crate::components::RouteLink;
use crate::fetch::path;
use crate::hooks::{use_remote, use_speech, use_title};
use crate::i18n::messages as m;
use crate::remote::Remote;
use crate::route::Route;

#[derive(PartialEq, Properties)]
pub(crate) struct ClientPageProps {
    pub(crate) id: u32,
}

#[component]
pub(crate) fn ClientPage(ClientPageProps { id }: &ClientPageProps) -> Html {
    let speech = use_speech();
    let id = *id;
    let name = speech.fill(&m::CLIENT_N, &[("id", &id.to_string())]);
    use_title(name.clone());
    let prediction = use_remote::<Prediction>(path::prediction(id), false);
    let explanation = use_remote::<Explanation>(path::explanation(id), false);
    let profile = use_remote::<Profile>(path::profile(id), false);
    if is_unknown(&prediction.remote) || is_unknown(&explanation.remote) || is_unknown(&profile.remote) {
        return html! { <UnknownClient {id} /> };
    }
    let contributions = explanation.remote.ready().cloned();
    html! {
        <div class="client">
            <div class="page-head">
                <h1>{ name }</h1>
                <nav class="sections" aria-label={speech.say(&m::ON_THIS_PAGE)}>
                    <a href="#decision">{ speech.say(&m::DECISION) }</a>
                    <a href="#explanation">{ speech.say(&m::EXPLANATION) }</a>
                    <a href="#comparison">{ speech.say(&m::COMPARISON) }</a>
                    <a href="#information">{ speech.say(&m::INFORMATION) }</a>
                </nav>
            </div>
            <DecisionPanel pending={prediction} />
            <ExplanationPanel pending={explanation} />
            <ComparisonPanel {id} explanation={contributions} />
            <ProfilePanel pending={profile} />
        </div>
    }
}

/// Whether a function knows the client not.
fn is_unknown<T>(remote: &Remote<T>) -> bool {
    matches!(remote, Remote::Failed(failure) if failure.is_unknown_client())
}

#[derive(PartialEq, Properties)]
struct UnknownClientProps {
    id: u32,
}

#[component]
fn UnknownClient(UnknownClientProps { id }: &UnknownClientProps) -> Html {
    let speech = use_speech();
    html! {
        <div class="notice" data-testid="unknown-client">
            <h1>{ speech.say(&m::UNKNOWN_CLIENT) }</h1>
            <p>{ speech.fill(&m::UNKNOWN_CLIENT_DETAIL, &[("id", &id.to_string())]) }</p>
            <RouteLink to={Route::Home} class="button">{ speech.say(&m::BACK_TO_SEARCH) }</RouteLink>
        </div>
    }
}
