//! `GET /predict/{client_id}`: a score and the decision that follows from it.

use api::Prediction;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use axum::{Json, Router};

use crate::artifacts::Scoring;
use crate::decide::decide;
use crate::failure::Failure;
use crate::function::{Context, Function, health};
use crate::http::{ClientNumber, Spoken, query, under_both};

/// What this function's handlers share.
pub type PredictContext = Context<Scoring>;

/// The function's routes but for its health, for a host that joins several functions.
pub fn routes(context: PredictContext) -> Router {
    Router::new().route("/predict/{client_id}", get(predict)).with_state(context)
}

/// The whole function.
pub fn router(context: PredictContext) -> Router {
    let health = get(health::<Scoring>).with_state((context.clone(), Function::Predict));
    under_both(routes(context).route("/health", health))
}

async fn predict(
    State(context): State<PredictContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Prediction>, Failure> {
    query::none(&uri)?;
    let scoring = context.live.current();
    let decided = decide(&scoring, &context.audit, "predict", client_id, language).await?;
    Ok(Json(decided.prediction))
}
