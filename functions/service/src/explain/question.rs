//! What may be asked beside an explanation.

use api::Goal;
use axum::http::Uri;

use crate::failure::Failure;
use crate::http::query;

/// What is asked for, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    /// What counterfactuals have to reach; `None` where none are asked for.
    pub(super) goal: Option<Goal>,
}

impl Question {
    pub(super) fn parse(uri: &Uri) -> Result<Self, Failure> {
        let [counterfactuals, goal] = query::parameters(uri, ["counterfactuals", "goal"])?;
        let wanted = match counterfactuals.as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(Failure::query("counterfactuals", "expected true or false")),
        };
        let goal = match goal.as_deref() {
            None | Some("granted") => Goal::Granted,
            Some("review") => Goal::Review,
            Some(_) => return Err(Failure::query("goal", "expected granted or review")),
        };
        Ok(Self { goal: wanted.then_some(goal) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counterfactuals_are_asked_for() {
        let goal =
            |query: &str| Question::parse(&format!("/explain/1?{query}").parse().unwrap()).map(|it| it.goal);
        assert_eq!(goal(""), Ok(None));
        assert_eq!(goal("goal=review"), Ok(None));
        assert_eq!(goal("counterfactuals=true"), Ok(Some(Goal::Granted)));
        assert_eq!(goal("counterfactuals=true&goal=review"), Ok(Some(Goal::Review)));
        for wrong in ["counterfactuals=yes", "counterfactuals=true&goal=500", "counter=true"] {
            assert!(goal(wrong).is_err(), "{wrong}");
        }
    }
}
