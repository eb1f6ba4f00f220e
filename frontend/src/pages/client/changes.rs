//! What would change the decision: the proposals that the function found, or the one that comes nearest.

use std::collections::BTreeMap;

use api::{Counterfactuals, Explanation, Outcome, Proposal};
use yew::prelude::*;

use crate::components::{DecisionBadge, RouteLink};
use crate::features;
use crate::format::whole;
use crate::i18n::{Speech, messages as m};
use crate::route::Part;

/// The proposals of an explanation.
pub(super) fn draw(speech: Speech, id: u32, explanation: &Explanation) -> Html {
    let Some(found) = &explanation.counterfactuals else {
        return html! { <p class="empty">{ speech.say(&m::NO_PROPOSALS_ASKED) }</p> };
    };
    html! {
        <div class="proposals" data-testid="proposals" data-outcome={outcome(found.outcome)}>
            { lead(speech, found) }
            { for found.proposals.iter().map(|proposal| card(speech, id, proposal)) }
            if let Some(nearest) = found.nearest.as_ref().filter(|nearest| !nearest.changes.is_empty()) {
                { card(speech, id, nearest) }
            }
            if !found.proposals.is_empty() || found.nearest.as_ref().is_some_and(|nearest| !nearest.changes.is_empty()) {
                <p class="muted">{ found.caution.clone() }</p>
            }
        </div>
    }
}

fn lead(speech: Speech, found: &Counterfactuals) -> Html {
    let changeless = found.nearest.as_ref().is_none_or(|nearest| nearest.changes.is_empty());
    let message = match (found.outcome, changeless) {
        (Outcome::AlreadyReached, _) => &m::PROPOSALS_REACHED,
        (Outcome::Found, _) => &m::PROPOSALS_FOUND,
        (Outcome::OutOfReach, false) => &m::PROPOSALS_NEAREST,
        (Outcome::OutOfReach, true) => &m::PROPOSALS_NONE,
    };
    html! { <p>{ speech.say(message) }</p> }
}

/// The outcome's name on the wire.
fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::AlreadyReached => "already_reached",
        Outcome::Found => "found",
        Outcome::OutOfReach => "out_of_reach",
    }
}

/// What to do, what would come of it, and the way to try it.
fn card(speech: Speech, id: u32, proposal: &Proposal) -> Html {
    html! {
        <div class="proposal" data-testid="proposal" data-points={proposal.points.to_string()}>
            <ul>
                { for proposal.changes.iter().map(|change| html! {
                    <li class={classes!(change.follows.then_some("follows"))}>{ change.text.clone() }</li>
                }) }
            </ul>
            <p class="proposal-end">
                <DecisionBadge decision={proposal.decision} />
                <strong>{ speech.fill(&m::N_POINTS, &[("points", &whole(speech, proposal.points))]) }</strong>
                <RouteLink to={Part::Simulate.of(id)} query={link(proposal)} testid="try-proposal">{ speech.say(&m::TRY_PROPOSAL) }</RouteLink>
            </p>
        </div>
    }
}

/// The changes as the simulation's link holds them.
fn link(proposal: &Proposal) -> BTreeMap<&'static str, String> {
    let name = |feature: &str| Some(features::column(feature)?.name);
    proposal
        .changes
        .iter()
        .filter_map(|change| Some((name(&change.feature)?, change.to.to_string())))
        .collect()
}
