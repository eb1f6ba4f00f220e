//! What all pages share: the language, and what is known of the model in service.

use std::rc::Rc;

use api::ModelReport;
use catalogue::Language;
use yew::Reducible;

use crate::remote::{Failure, Remote};

/// The state that all pages share.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// The language that the page speaks.
    pub(crate) language: Language,
    /// The report of the model in service.
    pub(crate) report: Remote<ModelReport>,
    /// How often the report was asked for again.
    pub(crate) attempt: u32,
}

/// What changes it.
#[derive(Debug)]
pub(crate) enum Action {
    /// The person chooses a language.
    Speak(Language),
    /// The report arrives, or does not.
    Report(Box<Result<ModelReport, Failure>>),
    /// The person asks to try again.
    ReportAgain,
}

impl State {
    /// The state at the start: French, unless the person chose otherwise on an earlier visit.
    pub(crate) fn begin(stored_language: Option<&str>) -> Self {
        let language = stored_language.and_then(Language::from_tag).unwrap_or_default();
        Self { language, report: Remote::Loading, attempt: 0 }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Speak(language) => next.language = language,
            Action::Report(result) => next.report = (*result).into(),
            Action::ReportAgain => {
                next.report = Remote::Loading;
                next.attempt += 1;
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_unless_an_earlier_visit_chose_otherwise() {
        assert_eq!(State::begin(None).language, Language::Fr);
        assert_eq!(State::begin(Some("en")).language, Language::En);
        assert_eq!(State::begin(Some("klingon")).language, Language::Fr);
    }

    #[test]
    fn a_language_changes_nothing_else() {
        let state = Rc::new(State::begin(None)).reduce(Action::Report(Box::new(Err(Failure::Network))));
        let state = state.reduce(Action::Speak(Language::En));
        assert_eq!(state.language, Language::En);
        assert_eq!(state.report, Remote::Failed(Failure::Network));
    }

    #[test]
    fn trying_again_shows_that_it_is_loading() {
        let state = Rc::new(State::begin(None)).reduce(Action::Report(Box::new(Err(Failure::Network))));
        let state = state.reduce(Action::ReportAgain);
        assert_eq!((state.attempt, &state.report), (1, &Remote::Loading));
    }
}
