//! An answer that is awaited, there, or failed; and how one follows the other.

use std::rc::Rc;

use api::{Problem, ProblemKind};
use catalogue::Language;
use yew::Reducible;

use crate::fetch::Ask;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// The function says what is wrong.
    Problem(Problem),
    /// Something between here and the function answered, with this HTTP status.
    Status(u16),
    /// Nothing answered.
    Network,
    /// The answer is not what was agreed; the text says where.
    Malformed(String),
}

impl Failure {
    /// Whether the function says that there is no such client.
    pub(crate) fn is_unknown_client(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::ClientNotFound)
    }

    /// Whether the group is so small that nothing is said of it.
    pub(crate) fn is_too_small(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::CohortTooSmall)
    }

    /// Whether the function knows who asks, and does not let them.
    pub(crate) fn is_forbidden(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.kind == ProblemKind::Forbidden,
            Self::Status(status) => *status == 403,
            _ => false,
        }
    }

    /// Whether the function does not know who asks.
    pub(crate) fn is_unauthorized(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.status == 401,
            Self::Status(status) => *status == 401,
            _ => false,
        }
    }
}

/// An answer from afar.
#[derive(Debug, PartialEq)]
pub(crate) enum Remote<T> {
    /// Not here yet.
    Loading,
    /// Here.
    Ready(Rc<T>),
    /// Not coming.
    Failed(Failure),
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready(answer) => Self::Ready(Rc::clone(answer)),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

impl<T> Remote<T> {
    /// The answer, if it is here.
    pub(crate) fn ready(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(answer) => Some(answer),
            _ => None,
        }
    }
}

impl<T> From<Result<T, Failure>> for Remote<T> {
    fn from(result: Result<T, Failure>) -> Self {
        match result {
            Ok(answer) => Self::Ready(Rc::new(answer)),
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// What is asked for, in a language.
pub(crate) type Question = (Ask, Language);

/// A question, and what is known of its answer.
#[derive(Debug, PartialEq)]
pub(crate) struct Exchange<T> {
    question: Option<Question>,
    /// How often it was asked again; a change of it asks once more.
    pub(crate) attempt: u32,
    /// The answer to show: while a new one is awaited, possibly the one before.
    pub(crate) remote: Remote<T>,
}

impl<T> Default for Exchange<T> {
    fn default() -> Self {
        Self { question: None, attempt: 0, remote: Remote::Loading }
    }
}

/// What happens to an exchange.
pub(crate) enum Event<T> {
    /// A question is asked; the answer before may be shown meanwhile.
    Asked { question: Question, keep: bool },
    /// An answer arrives.
    Answered { question: Question, result: Result<T, Failure> },
    /// The person asks to try again.
    Again,
}

impl<T> Reducible for Exchange<T> {
    type Action = Event<T>;

    fn reduce(self: Rc<Self>, event: Event<T>) -> Rc<Self> {
        Rc::new(match event {
            Event::Asked { question, keep } => {
                let same_ask = self.question.as_ref().is_some_and(|(ask, _)| *ask == question.0);
                let remote = match &self.remote {
                    Remote::Ready(answer) if keep || same_ask => Remote::Ready(Rc::clone(answer)),
                    _ => Remote::Loading,
                };
                Self { question: Some(question), attempt: self.attempt, remote }
            }
            // An answer to a question that is no longer asked is stale.
            Event::Answered { question, .. } if self.question.as_ref() != Some(&question) => return self,
            Event::Answered { question, result } => {
                Self { question: Some(question), attempt: self.attempt, remote: result.into() }
            }
            Event::Again => {
                Self { question: self.question.clone(), attempt: self.attempt + 1, remote: Remote::Loading }
            }
        })
    }
}

impl<T> Exchange<T> {
    /// The answer to a question, as far as it is known: an answer to another is none, unless it may be kept.
    pub(crate) fn answer_to(&self, ask: &Ask, keep: bool) -> Remote<T> {
        match &self.question {
            Some((asked, _)) if keep || asked == ask => self.remote.clone(),
            _ => Remote::Loading,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(path: &str) -> Question {
        (Ask::from(path.to_owned()), Language::Fr)
    }

    fn after(events: Vec<Event<u32>>) -> Rc<Exchange<u32>> {
        events.into_iter().fold(Rc::new(Exchange::default()), Exchange::reduce)
    }

    fn asked(path: &str, keep: bool) -> Event<u32> {
        Event::Asked { question: question(path), keep }
    }

    fn answered(path: &str, result: Result<u32, Failure>) -> Event<u32> {
        Event::Answered { question: question(path), result }
    }

    #[test]
    fn a_stale_answer_changes_nothing() {
        let state = after(vec![asked("/1", false), asked("/2", false), answered("/1", Ok(1))]);
        assert_eq!(state.remote, Remote::Loading);
        let state = state.reduce(answered("/2", Ok(2)));
        assert_eq!(state.remote, Remote::Ready(Rc::new(2)));
    }

    #[test]
    fn the_answer_before_is_shown_only_where_that_is_wanted() {
        let kept = after(vec![asked("/1", true), answered("/1", Ok(1)), asked("/2", true)]);
        assert_eq!(kept.answer_to(&question("/2").0, true), Remote::Ready(Rc::new(1)));
        let dropped = after(vec![asked("/1", false), answered("/1", Ok(1)), asked("/2", false)]);
        assert_eq!(dropped.remote, Remote::Loading);
        let not_asked_yet = after(vec![asked("/1", false), answered("/1", Ok(1))]);
        assert_eq!(not_asked_yet.answer_to(&question("/2").0, false), Remote::Loading);
    }

    #[test]
    fn the_same_question_in_another_language_keeps_the_answer_until_the_new_one_is_here() {
        let english = (question("/1").0, Language::En);
        let state = after(vec![
            asked("/1", false),
            answered("/1", Ok(1)),
            Event::Asked { question: english.clone(), keep: false },
            answered("/1", Ok(7)),
        ]);
        assert_eq!(state.remote, Remote::Ready(Rc::new(1)), "the French answer came late");
        let state = state.reduce(Event::Answered { question: english, result: Ok(2) });
        assert_eq!(state.remote, Remote::Ready(Rc::new(2)));
    }

    #[test]
    fn trying_again_forgets_the_failure_and_counts() {
        let state = after(vec![asked("/1", false), answered("/1", Err(Failure::Network)), Event::Again]);
        assert_eq!((state.attempt, &state.remote), (1, &Remote::Loading));
    }
}
