//! `GET /explain/{client_id}`: a score, taken apart; its `/profile`: the client's information; `GET /model`: the
//! report of the release.
//!
//! # Layout
//! - [`explanation`]: from a decision to contributions that add up.
//! - [`profile`]: the raw fields of a client's application.

mod explanation;
mod profile;

use api::{Explanation, ModelReport, Profile};
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use axum::{Json, Router};

use crate::artifacts::Explaining;
use crate::decide::decide;
use crate::failure::Failure;
use crate::function::{Context, Function, health};
use crate::http::{ClientNumber, Spoken, query, under_both};

/// What this function's handlers share.
pub type ExplainContext = Context<Explaining>;

/// The function's routes but for its health, for a host that joins several functions.
pub fn routes(context: ExplainContext) -> Router {
    Router::new()
        .route("/explain/{client_id}", get(explain))
        .route("/explain/{client_id}/profile", get(profile))
        .route("/model", get(model))
        .with_state(context)
}

/// The whole function.
pub fn router(context: ExplainContext) -> Router {
    let health = get(health::<Explaining>).with_state((context.clone(), Function::Explain));
    under_both(routes(context).route("/health", health))
}

async fn explain(
    State(context): State<ExplainContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Explanation>, Failure> {
    query::none(&uri)?;
    let release = context.live.current();
    let decided = decide(&release.scoring, &context.audit, "explain", client_id, language).await?;
    Ok(Json(explanation::explanation(&release.scoring, decided, language)))
}

async fn profile(
    State(context): State<ExplainContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Profile>, Failure> {
    query::none(&uri)?;
    let release = context.live.current();
    let row = release.scoring.rows.get(client_id).await?.ok_or(Failure::UnknownClient(client_id))?;
    Ok(Json(profile::profile(&release.scoring, client_id, &row, language)))
}

async fn model(State(context): State<ExplainContext>, uri: Uri) -> Result<Json<ModelReport>, Failure> {
    query::none(&uri)?;
    let release = context.live.current();
    Ok(Json(release.report.clone()))
}
