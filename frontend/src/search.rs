//! The search box: what was typed, what was found, which suggestion is chosen.

use std::rc::Rc;

use api::{ClientPage, ClientSummary};
use yew::Reducible;

use crate::remote::Failure;

/// How many suggestions are asked for.
pub(crate) const LIMIT: u32 = 8;

/// The state of the search box.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Search {
    /// What stands in the box.
    pub(crate) text: String,
    /// The suggestions for it.
    pub(crate) hits: Vec<ClientSummary>,
    /// How many clients begin so, the suggestions included.
    pub(crate) total: u32,
    /// The suggestion that the arrow keys stand on.
    pub(crate) active: Option<usize>,
    /// Whether the suggestions are shown.
    pub(crate) open: bool,
    /// How far the search is.
    pub(crate) status: Status,
}

/// How far a search is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Status {
    /// Nothing is asked.
    #[default]
    Idle,
    /// The text is not the beginning of a number.
    NotANumber,
    /// An answer is awaited.
    Waiting,
    /// The suggestions are those for the text.
    Answered,
    /// No answer.
    Failed(Failure),
}

/// What happens to the search box.
#[derive(Debug)]
pub(crate) enum Action {
    /// The text changes.
    Typed(String),
    /// The answer for a prefix arrives.
    Answered { prefix: String, result: Result<ClientPage, Failure> },
    /// Arrow down.
    Next,
    /// Arrow up.
    Previous,
    /// Escape, or the focus goes elsewhere.
    Close,
}

impl Search {
    /// The beginning of a client's number; `None` where the text is empty or is none. Spaces are left out, since
    /// numbers are often pasted in groups of three.
    pub(crate) fn prefix(&self) -> Option<String> {
        let digits: String = self.text.chars().filter(|character| !character.is_whitespace()).collect();
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
    }

    /// The client that Enter opens: the suggestion chosen, or the number typed.
    pub(crate) fn target(&self) -> Option<u32> {
        match self.active {
            Some(index) if self.open => self.hits.get(index).map(|hit| hit.client_id),
            _ => self.prefix()?.parse().ok(),
        }
    }

    /// Moves the choice by one place, over the ends: past the last suggestion stands the box itself.
    fn step(&mut self, forward: bool) {
        let places = self.hits.len() + 1;
        let here = self.active.map_or(self.hits.len(), |index| index);
        let there = (here + if forward { 1 } else { places - 1 }) % places;
        self.active = (there < self.hits.len()).then_some(there);
        self.open = !self.hits.is_empty();
    }
}

impl Reducible for Search {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Action::Typed(text) => {
                next.text = text;
                next.active = None;
                next.status = match next.prefix() {
                    Some(_) => Status::Waiting,
                    None if next.text.trim().is_empty() => Status::Idle,
                    None => Status::NotANumber,
                };
                if next.status != Status::Waiting {
                    next.hits.clear();
                }
                next.open = next.status == Status::Waiting;
            }
            Action::Answered { prefix, .. } if next.prefix().as_ref() != Some(&prefix) => return self,
            Action::Answered { result: Ok(page), .. } => {
                next.hits = page.clients;
                next.total = page.total;
                next.active = None;
                next.status = Status::Answered;
            }
            Action::Answered { result: Err(failure), .. } => {
                next.hits.clear();
                next.active = None;
                next.status = Status::Failed(failure);
            }
            Action::Next => next.step(true),
            Action::Previous => next.step(false),
            Action::Close => {
                next.open = false;
                next.active = None;
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use api::Decision;

    use super::*;

    fn page(ids: &[u32]) -> ClientPage {
        let clients = ids
            .iter()
            .map(|&client_id| ClientSummary { client_id, points: 500, decision: Decision::Review })
            .collect();
        ClientPage { clients, next: None, total: ids.len() as u32 }
    }

    fn after(actions: Vec<Action>) -> Rc<Search> {
        actions.into_iter().fold(Rc::new(Search::default()), Search::reduce)
    }

    fn typed(text: &str) -> Action {
        Action::Typed(text.to_owned())
    }

    fn answered(prefix: &str, ids: &[u32]) -> Action {
        Action::Answered { prefix: prefix.to_owned(), result: Ok(page(ids)) }
    }

    #[test]
    fn an_answer_for_an_earlier_text_is_discarded() {
        let state = after(vec![typed("1"), typed("10"), answered("1", &[100, 111])]);
        assert_eq!((state.hits.len(), &state.status), (0, &Status::Waiting));
        let state = state.reduce(answered("10", &[100]));
        assert_eq!((state.hits.len(), &state.status), (1, &Status::Answered));
    }

    #[test]
    fn only_digits_are_asked_for_and_spaces_are_left_out() {
        assert_eq!(after(vec![typed(" 100 002 ")]).prefix().as_deref(), Some("100002"));
        assert_eq!(after(vec![typed("12a")]).status, Status::NotANumber);
        assert_eq!(after(vec![typed("  ")]).status, Status::Idle);
    }

    #[test]
    fn the_arrows_go_round_by_way_of_the_box() {
        let mut state = after(vec![typed("1"), answered("1", &[100, 111])]);
        let mut seen = Vec::new();
        for _ in 0..4 {
            state = state.reduce(Action::Next);
            seen.push(state.active);
        }
        assert_eq!(seen, [Some(0), Some(1), None, Some(0)]);
        assert_eq!(state.reduce(Action::Previous).active, None);
    }

    #[test]
    fn enter_opens_the_choice_or_the_number_typed() {
        let state = after(vec![typed("1"), answered("1", &[100, 111])]);
        assert_eq!(state.target(), Some(1));
        let state = state.reduce(Action::Previous);
        assert_eq!(state.target(), Some(111));
        assert_eq!(state.reduce(Action::Close).target(), Some(1));
        assert_eq!(after(vec![typed("99999999999")]).target(), None, "no client has so great a number");
    }

    #[test]
    fn emptying_the_box_forgets_the_suggestions() {
        let state = after(vec![typed("1"), answered("1", &[100]), typed("")]);
        assert_eq!((state.hits.len(), state.open), (0, false));
    }
}
