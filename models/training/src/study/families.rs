//! Families of models on the same folds.

use std::time::Instant;

use super::Context;
use super::candidate::Candidate;
use crate::boosted::{Shape, TreeSettings};
use crate::calibration::IDENTITY;
use crate::error::FitError;
use crate::evidence::Family;
use crate::fit::{CONSTANT, base_rates};
use crate::trainer::Library;
use crate::{decision_tree, logistic};

/// Leaves and levels of leaf-wise trees.
const LEAF_WISE: (Shape, usize) = (Shape::LeafWise { leaves: 24 }, 8);

/// Compares the families, best AUC first.
pub(super) fn compare(context: &Context<'_>, served: &Candidate) -> Result<Vec<Family>, FitError> {
    let Context { ground, progress, .. } = *context;
    let (shape, depth) = LEAF_WISE;
    let other = TreeSettings { shape, depth, ..context.trees() };
    let served_shape = context.settings.trees.shape;
    let mut families = vec![(Library::Hessboost.name(), served.clone())];
    if matches!(served_shape, Shape::Symmetric) {
        let grown = Candidate::grown(context, ground, Library::Hessboost, &other, "leaf-wise trees")?;
        families.push((Library::Hessboost.name(), grown));
    } else {
        let symmetric = TreeSettings { shape: Shape::Symmetric, depth: 6, ..context.trees() };
        let grown = Candidate::grown(context, ground, Library::Hessboost, &symmetric, "symmetric trees")?;
        families.push((Library::Hessboost.name(), grown));
    }
    let forust = Candidate::grown(context, ground, Library::Forust, &other, "leaf-wise trees of forust")?;
    families.push((Library::Forust.name(), forust));

    let learning = ground.learning();
    let start = Instant::now();
    let margins = logistic::out_of_fold(&learning, progress)?;
    let seconds = start.elapsed().as_secs_f64();
    families.push(("linfa-logistic", Candidate::of(context, logistic::NAME, margins, seconds)?));

    let start = Instant::now();
    let margins = decision_tree::out_of_fold(&learning, progress)?;
    let seconds = start.elapsed().as_secs_f64();
    families.push(("linfa-trees", Candidate::of(context, decision_tree::NAME, margins, seconds)?));

    let margins = base_rates(&ground.sample, &ground.folds);
    families.push(("", Candidate::calibrated(context, CONSTANT, IDENTITY, margins, 0.0)));

    let mut told: Vec<Family> = families
        .iter()
        .enumerate()
        .map(|(at, (library, candidate))| Family {
            name: candidate.evaluation.name.to_owned(),
            library: (*library).to_owned(),
            served: at == 0,
            auc: candidate.evaluation.auc,
            auc_standard_error: candidate.evaluation.auc_standard_error,
            against_served: (at > 0).then(|| candidate.against(served)),
            log_loss: candidate.evaluation.log_loss,
            brier: candidate.evaluation.brier,
            cost_per_client: candidate.evaluation.cost_per_client,
            seconds: candidate.seconds,
        })
        .collect();
    told.sort_by(|a, b| b.auc.total_cmp(&a.auc));
    Ok(told)
}
