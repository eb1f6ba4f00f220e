//! A review that is being written: what a person decides, the ground of it, and their words.

use std::fmt;
use std::rc::Rc;

use api::review::LONGEST_TEXT;
use api::{Decision, Review, ReviewReason, ReviewRequest, ReviewedDecision};
use yew::Reducible;

use crate::remote::Failure;

/// What is written so far, and what became of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) decision: Option<ReviewedDecision>,
    pub(crate) reason: Option<ReviewReason>,
    pub(crate) text: String,
    pub(crate) status: Status,
}

/// What became of a draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Status {
    /// Being written.
    #[default]
    Written,
    /// The person wanted to send it, and something is missing.
    Incomplete,
    /// On its way.
    Sending,
    /// Kept.
    Kept,
    /// Not kept, for this reason.
    Failed(Failure),
}

/// What is missing from a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// No way is chosen.
    Decision,
    /// No ground is chosen, or one that the choice contradicts.
    Reason,
    /// The ground is another, and the text does not say which.
    Text,
}

/// What happens to a draft.
#[derive(Debug)]
pub(crate) enum Action {
    Decide(ReviewedDecision),
    Ground(Option<ReviewReason>),
    Write(String),
    /// The person sends what the draft lacks something to be.
    Refuse,
    /// It is sent.
    Send,
    /// The function answers.
    Answered(Result<Review, Failure>),
}

impl Reducible for Draft {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Self::clone(&self);
        // Who writes on after an answer writes another review, or mends this one.
        if matches!(next.status, Status::Kept | Status::Failed(_)) {
            next.status = Status::Written;
        }
        match action {
            Action::Decide(decision) => next.decision = Some(decision),
            Action::Ground(reason) => next.reason = reason,
            Action::Write(text) => next.text = text,
            Action::Refuse => next.status = Status::Incomplete,
            Action::Send => next.status = Status::Sending,
            Action::Answered(Ok(_)) => next = Self { status: Status::Kept, ..Self::default() },
            Action::Answered(Err(failure)) => next.status = Status::Failed(failure),
        }
        Rc::new(next)
    }
}

impl fmt::Display for Draft {
    /// What is written: the choice and the ground by their names, then the text as it is.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decision = self.decision.map_or("", ReviewedDecision::name);
        let reason = self.reason.map_or("", ReviewReason::name);
        write!(to, "{decision}\n{reason}\n{}", self.text)
    }
}

impl Draft {
    /// The draft of a text; what is not understood is not chosen.
    pub(crate) fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '\n');
        let mut part = || parts.next().unwrap_or_default();
        let (decision, reason) = (part(), part());
        Self {
            decision: ReviewedDecision::ALL.into_iter().find(|known| known.name() == decision),
            reason: ReviewReason::ALL.into_iter().find(|known| known.name() == reason),
            text: part().to_owned(),
            status: Status::Written,
        }
    }

    /// Whether nothing is written.
    pub(crate) fn is_empty(&self) -> bool {
        self.decision.is_none() && self.reason.is_none() && self.text.is_empty()
    }

    /// What is to be sent, or all that is missing. `proposed` is what the score leads to.
    pub(crate) fn request(&self, client: u32, proposed: Decision) -> Result<ReviewRequest, Vec<Missing>> {
        let reason = self.reason.filter(|reason| self.allows(*reason, proposed));
        let text = self.text.trim();
        let mut missing = Vec::new();
        if self.decision.is_none() {
            missing.push(Missing::Decision);
        }
        if reason.is_none() {
            missing.push(Missing::Reason);
        }
        if reason == Some(ReviewReason::Other) && text.is_empty() {
            missing.push(Missing::Text);
        }
        match (self.decision, reason) {
            (Some(decision), Some(reason)) if missing.is_empty() => {
                let text = text.chars().take(LONGEST_TEXT).collect();
                Ok(ReviewRequest { client_id: Some(client), decision, reason, text })
            }
            _ => Err(missing),
        }
    }

    /// Whether the choice goes against what is proposed. A case that is proposed for review goes either way.
    pub(crate) fn overrides(&self, proposed: Decision) -> bool {
        matches!(
            (self.decision, proposed),
            (Some(ReviewedDecision::Granted), Decision::Refused)
                | (Some(ReviewedDecision::Refused), Decision::Granted)
        )
    }

    /// Whether a ground goes with the choice: who decides otherwise does not follow the score.
    pub(crate) fn allows(&self, reason: ReviewReason, proposed: Decision) -> bool {
        reason != ReviewReason::AgreesWithScore || !self.overrides(proposed)
    }

    /// Letters that the text may still take.
    pub(crate) fn room(&self) -> usize {
        LONGEST_TEXT.saturating_sub(self.text.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: Vec<Action>) -> Rc<Draft> {
        actions.into_iter().fold(Rc::new(Draft::default()), Draft::reduce)
    }

    #[test]
    fn a_draft_is_sent_once_nothing_is_missing() {
        let empty = after(vec![]);
        assert_eq!(empty.request(7, Decision::Refused), Err(vec![Missing::Decision, Missing::Reason]));
        let draft = after(vec![
            Action::Decide(ReviewedDecision::Granted),
            Action::Ground(Some(ReviewReason::NewInformation)),
            Action::Write("  A raise, shown. ".to_owned()),
        ]);
        let request = draft.request(7, Decision::Refused).unwrap();
        assert_eq!((request.client_id, request.decision), (Some(7), ReviewedDecision::Granted));
        assert_eq!(
            (request.reason, request.text.as_str()),
            (ReviewReason::NewInformation, "A raise, shown.")
        );
    }

    #[test]
    fn who_decides_otherwise_does_not_agree_with_the_score() {
        let draft = after(vec![
            Action::Decide(ReviewedDecision::Granted),
            Action::Ground(Some(ReviewReason::AgreesWithScore)),
        ]);
        assert!(draft.overrides(Decision::Refused));
        assert_eq!(draft.request(7, Decision::Refused), Err(vec![Missing::Reason]));
        for proposed in [Decision::Granted, Decision::Review] {
            assert!(!draft.overrides(proposed));
            assert!(draft.request(7, proposed).is_ok());
        }
    }

    #[test]
    fn another_ground_has_to_be_said() {
        let other = |text: &str| {
            after(vec![
                Action::Decide(ReviewedDecision::Refused),
                Action::Ground(Some(ReviewReason::Other)),
                Action::Write(text.to_owned()),
            ])
        };
        assert_eq!(other(" \n").request(7, Decision::Refused), Err(vec![Missing::Text]));
        assert!(other("Moved abroad.").request(7, Decision::Refused).is_ok());
    }

    #[test]
    fn a_draft_is_taken_up_again_as_it_was_written() {
        let write = vec![
            Action::Decide(ReviewedDecision::Granted),
            Action::Ground(Some(ReviewReason::Other)),
            Action::Write("«\u{a0}Déménagé.\u{a0}»\n".to_owned()),
        ];
        let written = after(write);
        assert_eq!(Draft::read(&written.to_string()), *written);
        assert_eq!(Draft::read(&Draft::default().to_string()), Draft::default());
        let sent = Draft { status: Status::Sending, ..Draft::clone(&written) };
        assert_eq!(Draft::read(&sent.to_string()), *written, "what becomes of it is not kept");
        assert_eq!(Draft::read("nonsense"), Draft::default());
        assert!(!written.is_empty() && Draft::default().is_empty());
    }

    #[test]
    fn a_failure_keeps_what_was_written_and_success_begins_anew() {
        let write = || {
            vec![
                Action::Decide(ReviewedDecision::Refused),
                Action::Ground(Some(ReviewReason::Policy)),
                Action::Write("As agreed.".to_owned()),
                Action::Send,
            ]
        };
        let sent = after(write());
        assert_eq!(sent.status, Status::Sending);
        let failed = sent.reduce(Action::Answered(Err(Failure::Network)));
        assert_eq!((failed.text.as_str(), &failed.status), ("As agreed.", &Status::Failed(Failure::Network)));
        assert_eq!(failed.reduce(Action::Write("More.".to_owned())).status, Status::Written);
        let review = Review {
            review_id: String::new(),
            decision_id: String::new(),
            client: None,
            decision: ReviewedDecision::Refused,
            reason: ReviewReason::Policy,
            text: "As agreed.".to_owned(),
            reviewer: String::new(),
            created: String::new(),
        };
        let kept = after(write()).reduce(Action::Answered(Ok(review)));
        assert_eq!(*kept, Draft { status: Status::Kept, ..Draft::default() });
    }
}
