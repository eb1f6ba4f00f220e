//! What monotone constraints cost.

use super::Context;
use super::candidate::Candidate;
use crate::boosted::TreeSettings;
use crate::error::FitError;
use crate::evidence::Monotone;
use crate::trainer::Library;

/// Compares the served trees with and without the constraints that the catalogue declares.
pub(super) fn cost(context: &Context<'_>, served: &Candidate) -> Result<Monotone, FitError> {
    let trees = context.trees();
    let other = TreeSettings { monotone: !trees.monotone, ..trees };
    let name = if other.monotone { "monotone constraints" } else { "no constraints" };
    let other = Candidate::grown(context, context.ground, Library::Hessboost, &other, name)?;
    let (free, constrained) = if trees.monotone { (&other, served) } else { (served, &other) };
    let inputs = &context.ground.sample.inputs;
    Ok(Monotone {
        constrained_inputs: inputs.iter().filter(|input| input.direction().is_some()).count() as u32,
        auc_free: free.evaluation.auc,
        auc_constrained: constrained.evaluation.auc,
        cost: constrained.against(free),
        log_loss_free: free.evaluation.log_loss,
        log_loss_constrained: constrained.evaluation.log_loss,
    })
}
