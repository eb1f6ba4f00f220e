//! A decision: what `predict` and `explain` both answer, and what the audit log keeps.

use api::{Basis, Decision, Difference, Prediction, Reason, ReviewBand, Standing, Threshold, WhatIf};
use catalogue::Language;
use scoring::release::file;
use scoring::{Applicant, Breakdown, Changes, Score, sentences};
use serde_json::Value;
use uuid::Uuid;

use crate::artifacts::{DataError, Row, Scoring};
use crate::audit::{Audit, Challenged, Entry};
use crate::failure::Failure;
use crate::http::Subject;
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
    /// The application that was scored.
    pub origin: Origin,
}

/// Where the inputs come from.
#[derive(Debug)]
pub enum Origin {
    /// The stored features of a client.
    Stored(Row),
    /// An application that was worked out for this answer.
    Applicant(Box<Applicant>),
}

impl Origin {
    /// The application, so that it can be changed.
    pub fn applicant(self, scoring: &Scoring) -> Result<Applicant, Failure> {
        match self {
            Self::Stored(row) => stored(scoring, &row),
            Self::Applicant(applicant) => Ok(*applicant),
        }
    }
}

/// Who asks for a decision, and how it is told.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The audit log.
    pub audit: &'a Audit,
    /// The function that answers.
    pub function: &'static str,
    /// The language of reasons and labels.
    pub language: Language,
}

/// Scores a subject, and writes the decision into the audit log.
pub async fn decide(scoring: &Scoring, subject: &Subject, asked: Asked<'_>) -> Result<Decided, Failure> {
    let row = match subject {
        Subject::Client { id, .. } => scoring.rows.get(*id).await?,
        Subject::Applicant { .. } => None,
    };
    decide_on(scoring, subject, row, asked)
}

/// The same of the subject that a request's body describes; failures say where in it.
pub async fn decide_body(scoring: &Scoring, body: &Value, asked: Asked<'_>) -> Result<Decided, Failure> {
    let subject = Subject::parse(body, "")?;
    let decided = decide(scoring, &subject, asked).await;
    decided.map_err(|failure| failure.in_body(|| "/client_id".to_owned()))
}

/// The same where the client's row has been read: `None` where the release has no such client.
pub fn decide_on(
    scoring: &Scoring,
    subject: &Subject,
    row: Option<Row>,
    asked: Asked<'_>,
) -> Result<Decided, Failure> {
    let model = &scoring.model;
    match subject {
        Subject::Client { id, changes } => {
            let row = row.ok_or(Failure::UnknownClient(*id))?;
            match changes {
                None => {
                    let inputs = scoring.inputs(&row);
                    let basis = Based { client_id: Some(*id), basis: Basis::Stored, what_if: None };
                    Ok(decided(scoring, basis, inputs, Origin::Stored(row), asked))
                }
                Some(changes) => {
                    let present = stored(scoring, &row)?;
                    let changed = present.with(changes);
                    let what_if = Some(what_if(scoring, &present, changes, asked.language));
                    let basis = Based { client_id: Some(*id), basis: Basis::Changed, what_if };
                    let inputs = changed.inputs(model);
                    Ok(decided(scoring, basis, inputs, Origin::Applicant(Box::new(changed)), asked))
                }
            }
        }
        Subject::Applicant { id, records } => {
            let applicant = Applicant::from_records(records);
            let basis = Based { client_id: *id, basis: Basis::Records, what_if: None };
            let inputs = applicant.inputs(model);
            Ok(decided(scoring, basis, inputs, Origin::Applicant(Box::new(applicant)), asked))
        }
    }
}

/// Whose decision it is.
struct Based {
    client_id: Option<u32>,
    basis: Basis,
    what_if: Option<WhatIf>,
}

fn decided(scoring: &Scoring, based: Based, inputs: Vec<f32>, origin: Origin, asked: Asked<'_>) -> Decided {
    let model = &scoring.model;
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
                asked.language,
            ),
        };
        reasons.into_iter().map(reason).collect()
    };
    let (score, rule) = (&breakdown.score, model.rule());
    let threshold = model.threshold_log_odds();
    let prediction = Prediction {
        decision_id: Uuid::now_v7().to_string(),
        release: scoring.manifest.release.clone(),
        client_id: based.client_id,
        basis: based.basis,
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
        what_if: based.what_if,
    };
    let shadow = scoring.shadow.get();
    let challenged = shadow.as_deref().map(|challenger| {
        let score = match &origin {
            Origin::Stored(row) => challenger.score_row(row),
            Origin::Applicant(applicant) => challenger.score(applicant),
        };
        Challenged {
            release: challenger.release(),
            probability_of_default: score.probability.get(),
            points: score.points.get(),
            decision: score.decision.name(),
        }
    });
    let entry = Entry {
        function: asked.function,
        decision_id: &prediction.decision_id,
        release: &prediction.release,
        client_id: based.client_id,
        basis: based.basis.name(),
        probability_of_default: prediction.probability_of_default,
        points: prediction.points,
        decision: score.decision.name(),
        reasons: prediction.reasons.iter().map(|reason| reason.code.as_str()).collect(),
        challenged,
    };
    match &origin {
        Origin::Stored(row) => asked.audit.record(&entry, &row.bytes),
        Origin::Applicant(_) => {
            let bytes: Vec<u8> = inputs.iter().flat_map(|input| input.to_le_bytes()).collect();
            asked.audit.record(&entry, &bytes);
        }
    }
    Decided { prediction, breakdown, inputs, origin }
}

/// A client of the release, so that their application can be changed.
fn stored(scoring: &Scoring, row: &Row) -> Result<Applicant, Failure> {
    Applicant::from_stored(&scoring.features, &row.values).map_err(|error| {
        let file = format!("{} of {}", file::FEATURES, scoring.manifest.release);
        DataError::Damaged { file, what: error.to_string() }.into()
    })
}

fn what_if(scoring: &Scoring, present: &Applicant, changes: &Changes, language: Language) -> WhatIf {
    let answer = scoring.model.what_if(present, changes);
    let (before, after) = (&answer.before.score, &answer.after.score);
    let mut moved: Vec<_> = answer
        .inputs
        .iter()
        .filter(|input| {
            let same = input.before == input.after || (input.before.is_nan() && input.after.is_nan());
            !same || input.log_odds != 0.0 || input.points != 0
        })
        .collect();
    moved.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    let features = moved.into_iter().map(|input| {
        let feature = scoring.model.features()[input.input];
        Difference {
            feature: feature.id.clone(),
            theme: feature.theme,
            label: feature.label.get(language).to_owned(),
            unit: feature.unit,
            before: scoring.categories.value(feature, input.before, language),
            after: scoring.categories.value(feature, input.after, language),
            log_odds: input.log_odds,
            points: input.points,
        }
    });
    WhatIf {
        before: standing(before),
        log_odds: after.log_odds.get() - before.log_odds.get(),
        points: after.points.get() - before.points.get(),
        features: features.collect(),
        left_behind: answer.left_behind.iter().map(|feature| feature.id.clone()).collect(),
    }
}

fn standing(score: &Score) -> Standing {
    Standing {
        log_odds: score.log_odds.get(),
        probability_of_default: score.probability.get(),
        points: score.points.get(),
        decision: on_the_wire(score.decision),
    }
}

/// The same decision in the interface's type.
pub fn on_the_wire(decision: scoring::Decision) -> Decision {
    match decision {
        scoring::Decision::Granted => Decision::Granted,
        scoring::Decision::Review => Decision::Review,
        scoring::Decision::Refused => Decision::Refused,
    }
}
