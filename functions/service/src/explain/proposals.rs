//! What would be granted: counterfactuals, in the interface's types.

use api::{Counterfactuals, Goal, Outcome, Proposal, ProposedChange};
use catalogue::{Feature, Language, Text};
use scoring::counterfactual::{self, wording};
use scoring::usual::Values;
use scoring::{Applicant, Points};

use crate::artifacts::Scoring;
use crate::decide::on_the_wire;
use crate::failure::Failure;

static CAUTION: Text = Text::new(
    "Ces propositions disent ce que ce modèle répondrait aujourd’hui\u{202f}; elles ne promettent pas que le crédit serait accordé.",
    "These proposals say what this model would answer today; they are no promise that the loan would be granted.",
);

/// Looks for the smallest changes of an application that reach a goal.
pub(super) fn search(
    scoring: &Scoring,
    applicant: &Applicant,
    goal: Goal,
    language: Language,
) -> Result<Counterfactuals, Failure> {
    let reach = match goal {
        Goal::Granted => counterfactual::Goal::Granted,
        // A rule's borders were checked to be points when the release was loaded.
        Goal::Review => Points::new(scoring.model.rule().review_from)
            .map(counterfactual::Goal::Points)
            .map_err(|_| Failure::Defect)?,
    };
    let found = scoring.model.counterfactuals(applicant, reach, &|feature| spread(scoring, feature));
    let (outcome, proposals, nearest) = match found.outcome {
        counterfactual::Outcome::AlreadyReached => (Outcome::AlreadyReached, vec![], None),
        counterfactual::Outcome::Found(proposals) => (Outcome::Found, proposals, None),
        counterfactual::Outcome::OutOfReach(nearest) => (Outcome::OutOfReach, vec![], Some(nearest)),
    };
    let told = |proposal: &counterfactual::Proposal| proposal_on_the_wire(proposal, language);
    Ok(Counterfactuals {
        goal,
        outcome,
        proposals: proposals.iter().map(told).collect(),
        nearest: nearest.as_ref().map(told),
        caution: CAUTION.get(language).to_owned(),
    })
}

/// The range between a feature's quartiles among granted clients; NaN where the release does not say.
fn spread(scoring: &Scoring, feature: &Feature) -> f64 {
    let manifest = &scoring.manifest;
    let column = manifest.clients.features.iter().position(|name| *name == feature.id);
    let usual = column.and_then(|column| manifest.usual.get(column)?.as_ref());
    match usual.map(|usual| &usual.values) {
        Some(Values::Quantiles(quantiles)) => quantiles.p75 - quantiles.p25,
        Some(Values::Shares(_)) | None => f64::NAN,
    }
}

fn proposal_on_the_wire(proposal: &counterfactual::Proposal, language: Language) -> Proposal {
    let changes = proposal.changes.iter().map(|change| ProposedChange {
        feature: change.feature.id.clone(),
        label: change.feature.label.get(language).to_owned(),
        unit: change.feature.unit,
        from: change.from,
        to: change.to,
        follows: change.follows,
        text: wording::change(change, language),
    });
    let score = &proposal.score;
    Proposal {
        changes: changes.collect(),
        log_odds: score.log_odds.get(),
        probability_of_default: score.probability.get(),
        points: score.points.get(),
        decision: on_the_wire(score.decision),
        distance: proposal.distance,
        text: wording::outcome(proposal, language),
    }
}
