//! One client's file: a head that stays, and its parts, each with a link of its own. Each panel asks for its own
//! answer, so that a function that is down takes only its panel with it.

mod changes;
mod compare;
mod completeness;
mod decide;
mod head;
mod know;
mod letter;
mod review;
mod simulate;
mod understand;
mod words;

use api::{Explanation, Prediction, Profile};
use yew::prelude::*;

use self::compare::ComparePart;
use self::decide::DecidePart;
use self::head::Head;
use self::know::KnowPart;
use self::letter::LetterPart;
use self::review::ReviewPart;
use self::simulate::SimulatePart;
use self::understand::UnderstandPart;
use crate::components::RouteLink;
use crate::fetch::path;
use crate::hooks::{use_opened, use_remote, use_speech, use_title};
use crate::i18n::messages as m;
use crate::remote::Remote;
use crate::route::{Part, Route};

#[derive(PartialEq, Properties)]
pub(crate) struct ClientPageProps {
    pub(crate) id: u32,
    pub(crate) part: Part,
}

#[component]
pub(crate) fn ClientPage(ClientPageProps { id, part }: &ClientPageProps) -> Html {
    let speech = use_speech();
    let (id, part) = (*id, *part);
    let name = speech.fill(&m::CLIENT_N, &[("id", &id.to_string())]);
    use_title(format!("{} · {name}", speech.say(head::name(part))));
    let prediction = use_remote::<Prediction>(path::prediction(id), false);
    let explanation = use_remote::<Explanation>(path::explanation(id), false);
    let profile = use_remote::<Profile>(path::profile(id), false);
    use_opened(prediction.remote.ready().and_then(|prediction| prediction.client_id));
    if is_unknown(&prediction.remote) || is_unknown(&explanation.remote) || is_unknown(&profile.remote) {
        return html! { <UnknownClient {id} /> };
    }
    let head = prediction.remote.clone();
    let drawn = match part {
        Part::Decide => html! { <DecidePart {id} {prediction} {explanation} {profile} /> },
        Part::Understand => html! { <UnderstandPart {explanation} /> },
        Part::Know => html! { <KnowPart {profile} explanation={explanation.remote.ready().cloned()} /> },
        Part::Compare => html! { <ComparePart {id} explanation={explanation.remote.ready().cloned()} /> },
        Part::Simulate => html! { <SimulatePart {id} {profile} {explanation} /> },
        Part::Review => html! { <ReviewPart {id} {prediction} /> },
        Part::Letter => html! { <LetterPart {id} {prediction} {explanation} {profile} /> },
    };
    html! {
        <div class="client">
            <Head {id} {part} prediction={head} />
            { drawn }
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
