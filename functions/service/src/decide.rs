//! A client's decision: what `predict` and `explain` both answer, and what the audit log keeps.

use api::{Decision, Prediction, Reason, ReviewBand, Threshold};
use catalogue::Language;
use scoring::{Breakdown, sentences};
use uuid::Uuid;

use crate::artifacts::Scoring;
use crate::audit::{Audit, Entry};
use crate::failure::Failure;
use crate::value::decimal;

/// A decision, and what it was made of.
#[derive(Debug)]
pub struct Decided {
    /// The answer of `predict`.
    pub prediction: Prediction,
    /// The score, taken apart.
    pub breakdown: Breakdown,
    /// The model's inputs.
    pub inputs: Vec<f32>,
}

/// Scores a client of the release, and writes the decision into the audit log.
pub async fn decide(
    scoring: &Scoring,
    audit: &Audit,
    function: &'static str,
    client_id: u32,
    language: Language,
) -> Result<Decided, Failure> {
    let row = scoring.rows.get(client_id).await?.ok_or(Failure::UnknownClient(client_id))?;
    let model = &scoring.model;
    let inputs = scoring.inputs(&row);
    let breakdown = model.explain(&inputs);
    let told = |reasons: Vec<scoring::Reason>| -> Vec<Reason> {
        let reason = |reason: scoring::Reason| Reason {
            code: reason.code().to_owned(),
            theme: reason.theme(),
            points: reason.points,
            text: sentences::effect(
                &reason,
                decimal(inputs[reason.input]),
                model.usual(reason.input),
                language,
            ),
        };
        reasons.into_iter().map(reason).collect()
    };
    let (score, rule) = (&breakdown.score, model.rule());
    let threshold = model.threshold_log_odds();
    let prediction = Prediction {
        decision_id: Uuid::now_v7().to_string(),
        release: scoring.manifest.release.clone(),
        client_id,
        log_odds: score.log_odds.get(),
        probability_of_default: score.probability.get(),
        points: score.points.get(),
        threshold: Threshold {
            log_odds: threshold.get(),
            probability_of_default: threshold.probability().get(),
            points: rule.threshold,
        },
        review: ReviewBand { from: rule.review_from, to: rule.review_to },
        decision: on_the_wire(score.decision),
        reasons: told(model.reasons(&breakdown)),
        strengths: told(model.strengths(&breakdown)),
    };
    let entry = Entry {
        function,
        decision_id: &prediction.decision_id,
        release: &prediction.release,
        client_id,
        probability_of_default: prediction.probability_of_default,
        points: prediction.points,
        decision: score.decision.name(),
        reasons: prediction.reasons.iter().map(|reason| reason.code.as_str()).collect(),
    };
    audit.record(&entry, &row);
    Ok(Decided { prediction, breakdown, inputs })
}

/// The same decision in the interface's type.
pub fn on_the_wire(decision: scoring::Decision) -> Decision {
    match decision {
        scoring::Decision::Granted => Decision::Granted,
        scoring::Decision::Review => Decision::Review,
        scoring::Decision::Refused => Decision::Refused,
    }
}
