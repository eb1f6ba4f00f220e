//! `GET /predict/{client_id}`, `POST /predict`, `POST /predict/batch`: a score and the decision that follows from it.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use api::request::{LARGEST_BATCH, LARGEST_BODY};
use api::{BatchAnswer, BatchResult, Prediction};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::Uri;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::artifacts::{DataError, Row, Scoring};
use crate::decide::{Asked, decide, decide_body, decide_on};
use crate::failure::Failure;
use crate::function::{Context, Function, whole};
use crate::host;
use crate::http::body::below;
use crate::http::{ClientNumber, JsonBody, Spoken, Subject, query};

/// Reads of clients' rows under way at the same time for one batch.
const READS: usize = 16;

/// What this function's handlers share.
pub type PredictContext = Context<Scoring>;

/// The function's routes but for its health, for a host that joins several functions.
pub fn routes(context: PredictContext) -> Router {
    Router::new()
        .route("/predict/{client_id}", get(predict))
        .route("/predict", post(predict_body))
        .route("/predict/batch", post(predict_batch))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(context)
}

/// Runs the function until its host ends it.
pub async fn run() -> ExitCode {
    host::run(Function::Predict, |context, _| router(context)).await
}

/// The whole function.
pub fn router(context: PredictContext) -> Router {
    whole(Function::Predict, context.clone(), routes(context))
}

async fn predict(
    State(context): State<PredictContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Prediction>, Failure> {
    query::none(&uri)?;
    let scoring = context.live.current();
    let asked = Asked { audit: &context.audit, function: "predict", language };
    Ok(Json(decide(&scoring, &Subject::stored(client_id), asked).await?.prediction))
}

async fn predict_body(
    State(context): State<PredictContext>,
    Spoken(language): Spoken,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Json<Prediction>, Failure> {
    query::none(&uri)?;
    let scoring = context.live.current();
    let asked = Asked { audit: &context.audit, function: "predict", language };
    Ok(Json(decide_body(&scoring, &body, asked).await?.prediction))
}

async fn predict_batch(
    State(context): State<PredictContext>,
    Spoken(language): Spoken,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Json<BatchAnswer>, Failure> {
    query::none(&uri)?;
    let requests = parts(&body)?;
    let subjects: Vec<_> = requests
        .iter()
        .enumerate()
        .map(|(place, json)| Subject::parse(json, &below("/requests", place)))
        .collect();
    let scoring = context.live.current();
    let rows = rows(&scoring, &subjects).await;
    let asked = Asked { audit: &context.audit, function: "predict", language };
    let results = subjects.into_iter().enumerate().map(|(place, subject)| {
        let decided = subject.and_then(|subject| {
            let row = match subject {
                Subject::Client { id, .. } => rows.get(&id).cloned().unwrap_or(Ok(None))?,
                Subject::Applicant { .. } => None,
            };
            decide_on(&scoring, &subject, row, asked)
                .map_err(|failure| failure.in_body(|| below(&below("/requests", place), "client_id")))
        });
        match decided {
            Ok(decided) => BatchResult::Prediction(Box::new(decided.prediction)),
            Err(failure) => BatchResult::Problem(failure.problem()),
        }
    });
    Ok(Json(BatchAnswer { results: results.collect(), release: scoring.manifest.release.clone() }))
}

/// The parts of a batch.
fn parts(body: &Value) -> Result<&[Value], Failure> {
    let fields = body.as_object().ok_or_else(|| Failure::at("", "expected an object"))?;
    if let Some(unknown) = fields.keys().find(|name| *name != "requests") {
        return Err(Failure::at(below("", unknown), "unknown field; expected: requests"));
    }
    let requests = fields.get("requests").and_then(Value::as_array).filter(|list| !list.is_empty());
    match requests {
        Some(list) if list.len() <= LARGEST_BATCH => Ok(list),
        Some(list) => {
            let detail = format!("{} requests; expected at most {LARGEST_BATCH}", list.len());
            Err(Failure::at("/requests", detail))
        }
        None => Err(Failure::at("/requests", format!("expected a list of 1 to {LARGEST_BATCH} requests"))),
    }
}

type Found = Result<Option<Row>, DataError>;

/// The rows of a batch's clients, each read once, several at the same time.
async fn rows(scoring: &Arc<Scoring>, subjects: &[Result<Subject, Failure>]) -> HashMap<u32, Found> {
    let mut ids: Vec<u32> = subjects
        .iter()
        .filter_map(|subject| match subject {
            Ok(Subject::Client { id, .. }) => Some(*id),
            Ok(Subject::Applicant { .. }) | Err(_) => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut reads = JoinSet::new();
    for some in ids.chunks(ids.len().div_ceil(READS).max(1)) {
        let (scoring, some) = (Arc::clone(scoring), some.to_vec());
        reads.spawn(async move {
            let mut rows = Vec::with_capacity(some.len());
            for id in some {
                rows.push((id, scoring.rows.get(id).await));
            }
            rows
        });
    }
    let mut rows = HashMap::with_capacity(ids.len());
    while let Some(read) = reads.join_next().await {
        // A read that panics is a defect here, and the panic goes on in this task.
        rows.extend(read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
    }
    rows
}
