//! A study as a table for people.

use std::fmt::Write;

use crate::evidence::Study;
use crate::evidence::figure::Paired;

/// The parts that a study has, one below the other.
pub fn table(study: &Study) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} labelled clients, {} inputs, {} folds, {} threads",
        study.labelled_clients, study.inputs, study.folds, study.threads
    );
    for family in study.families.iter().flatten() {
        let _ = writeln!(
            text,
            "{:<36} AUC {:.4} +- {:.4}{}  log-loss {:.4}  cost {:.4}  {:>6.1} s",
            family.name,
            family.auc,
            family.auc_standard_error,
            family.against_served.map_or_else(|| "  (served)          ".to_owned(), against),
            family.log_loss,
            family.cost_per_client,
            family.seconds
        );
    }
    for one in study.imbalance.iter().flatten() {
        let _ = writeln!(
            text,
            "{:<36} AUC {:.4} +- {:.4}{}  mean PD {:.4}, ECE {:.4} before calibration, {:.4} after",
            one.treatment,
            one.auc,
            one.auc_standard_error,
            one.against_none.map_or_else(String::new, against),
            one.mean_predicted_raw,
            one.expected_calibration_error_raw,
            one.expected_calibration_error
        );
    }
    if let Some(monotone) = &study.monotone {
        let _ = writeln!(
            text,
            "monotone constraints on {} inputs: AUC{}, log-loss {:.5} to {:.5}",
            monotone.constrained_inputs,
            against(monotone.cost),
            monotone.log_loss_free,
            monotone.log_loss_constrained
        );
    }
    if let Some(protected) = &study.protected {
        let _ = writeln!(
            text,
            "without {}: AUC{}, cost {:.4} to {:.4}",
            protected.left_out.join(", "),
            against(protected.cost),
            protected.cost_per_client_with,
            protected.cost_per_client_without
        );
        for group in &protected.groups {
            let ratio = |ratio: Option<f64>| ratio.map_or("few".to_owned(), |ratio| format!("{ratio:.3}"));
            let _ = writeln!(
                text,
                "    {} {:<24} approved {:.3} with them, {:.3} without; impact ratio {} to {}",
                group.attribute,
                group.group,
                group.approval_rate_with,
                group.approval_rate_without,
                ratio(group.impact_ratio_with),
                ratio(group.impact_ratio_without)
            );
        }
    }
    if let Some(stability) = &study.stability {
        let (auc, points, top) = (stability.auc, stability.threshold_points, stability.top_twenty_kept);
        let _ = writeln!(
            text,
            "{} bootstrap models: AUC {:.4} +- {:.4}, threshold {:.0} +- {:.1} points, {:.1} of the top 20 kept, first \
             reason kept {:.2}, its theme {:.2}",
            stability.draws,
            auc.value,
            auc.standard_error,
            points.value,
            points.standard_error,
            top.value,
            stability.first_reason_kept,
            stability.first_theme_kept
        );
    }
    if let Some(search) = &study.search
        && let Some(best) = search.trials.get(search.best as usize)
    {
        let _ = writeln!(
            text,
            "search: trial {} of {} is best, {} {:?}, {} rounds: log-loss {:.5} (defaults {:.5}), AUC{}",
            best.number,
            search.trials.len(),
            best.shape,
            best.trees,
            best.rounds,
            best.log_loss,
            search.trials[0].log_loss,
            against(search.against_defaults)
        );
    }
    text.truncate(text.trim_end().len());
    text
}

fn against(paired: Paired) -> String {
    format!(" {:+.4} +- {:.4}", paired.difference, paired.standard_error)
}
