//! A decision as a badge: a sign and a word.

use api::Decision;
use catalogue::Text;
use yew::prelude::*;

use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(crate) struct DecisionBadgeProps {
    pub(crate) decision: Decision,
}

/// A sign of its own shape for each decision, so that it does not hang on colour.
#[component]
pub(crate) fn DecisionBadge(DecisionBadgeProps { decision }: &DecisionBadgeProps) -> Html {
    let speech = use_speech();
    let (class, path) = match decision {
        Decision::Granted => ("badge granted", "M3 8.5l3.2 3.2L13 5"),
        Decision::Review => ("badge review", "M8 3v6M8 12.2v.3"),
        Decision::Refused => ("badge refused", "M4 4l8 8M12 4l-8 8"),
    };
    html! {
        <span {class}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={path} /></svg>
            { speech.say(word(*decision)) }
        </span>
    }
}

/// A decision in a word.
pub(crate) fn word(decision: Decision) -> &'static Text {
    match decision {
        Decision::Granted => &m::GRANTED,
        Decision::Review => &m::REVIEW,
        Decision::Refused => &m::REFUSED,
    }
}
