//! What leaving protected features out costs, and what it changes for the groups.

use scoring::Points;
use scoring::release::PointsScale;

use super::Context;
use super::candidate::Candidate;
use crate::audit::{self, Grouping};
use crate::error::FitError;
use crate::evaluation::{points, typed};
use crate::evidence::Protected;
use crate::evidence::study::ProtectedGroup;
use crate::screen::{Screen, Unusable};
use crate::trainer::Library;

/// Compares the served model with one that takes the protected features in; `None` where the data have none.
pub(super) fn cost(context: &Context<'_>, served: &Candidate) -> Result<Option<Protected>, FitError> {
    let screen = Screen::of(context.folder)?;
    let kept_out: Vec<usize> = (0..screen.unusable.len())
        .filter(|&column| screen.unusable[column] == Some(Unusable::AuditOnly))
        .collect();
    if kept_out.is_empty() {
        return Ok(None);
    }
    let ground = context.ground.with_columns(context.folder, &screen, &kept_out)?;
    let name = "with protected features";
    let with = Candidate::grown(context, &ground, Library::Hessboost, &context.trees(), name)?;
    let groupings = audit::groupings(context.folder);
    let protected = groupings
        .iter()
        .filter(|grouping| kept_out.iter().any(|&column| screen.inputs[column].name() == grouping.feature));
    Ok(Some(Protected {
        left_out: kept_out.iter().map(|&column| screen.inputs[column].name().to_owned()).collect(),
        auc_without: served.evaluation.auc,
        auc_with: with.evaluation.auc,
        cost: served.against(&with),
        cost_per_client_without: served.evaluation.cost_per_client,
        cost_per_client_with: with.evaluation.cost_per_client,
        groups: protected.flat_map(|grouping| groups(context, grouping, served, &with)).collect(),
    }))
}

fn groups(
    context: &Context<'_>,
    grouping: &Grouping,
    without: &Candidate,
    with: &Candidate,
) -> Vec<ProtectedGroup> {
    let labels = &context.ground.sample.labels;
    let rates = |candidate: &Candidate| {
        let points: Vec<Points> = points(&typed(&candidate.log_odds), &PointsScale::default());
        audit::approval(grouping, &points, labels, candidate.evaluation.threshold)
    };
    let (without, with) = (rates(without), rates(with));
    let group =
        |(named, (without, with)): (&audit::Named, (&audit::Approval, &audit::Approval))| ProtectedGroup {
            attribute: grouping.name.to_owned(),
            group: named.name.clone(),
            clients: without.clients as u32,
            approval_rate_without: without.rate,
            approval_rate_with: with.rate,
            impact_ratio_without: without.impact_ratio,
            impact_ratio_with: with.impact_ratio,
        };
    grouping.groups.iter().zip(without.iter().zip(&with)).map(group).collect()
}
