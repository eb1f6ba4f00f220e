//! Where a link leads nowhere.

use yew::prelude::*;

use crate::components::RouteLink;
use crate::hooks::{use_speech, use_title};
use crate::i18n::messages as m;
use crate::route::Route;

#[component]
pub(crate) fn NotFoundPage() -> Html {
    let speech = use_speech();
    use_title(speech.say(&m::NOT_FOUND).to_owned());
    html! {
        <div class="notice">
            <h1>{ speech.say(&m::NOT_FOUND) }</h1>
            <p>{ speech.say(&m::NOT_FOUND_DETAIL) }</p>
            <RouteLink to={Route::Home} class="button">{ speech.say(&m::BACK_TO_SEARCH) }</RouteLink>
        </div>
    }
}
