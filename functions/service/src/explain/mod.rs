//! `GET /explain/{client_id}` and `POST /explain`: a score, taken apart; `GET /explain/{client_id}/profile`: the client's
//! information; `GET /model`: the report of the release, and the model's card.
//!
//! # Layout
//! - [`question`]: what may be asked beside an explanation.
//! - [`explanation`]: from a decision to contributions that add up.
//! - [`proposals`]: what would be granted.
//! - [`profile`]: the raw fields of a client's application.
//! - [`card`]: what the model is for, and where it ends.

mod card;
mod explanation;
mod profile;
mod proposals;
mod question;

use std::process::ExitCode;
use std::sync::Arc;

use api::request::LARGEST_BODY;
use api::{Explanation, Profile};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::artifacts::{Artifacts, Explaining};
use crate::decide::{Asked, decide, decide_body};
use crate::failure::Failure;
use crate::function::{Context, Function, whole};
use crate::host;
use crate::http::kept::{self, Kept};
use crate::http::{ClientNumber, JsonBody, Spoken, Subject, query};
use crate::review::{self, ReviewContext, store::ReviewStore};
use crate::storage::Storage;
use question::Question;

/// What this function's handlers share.
pub type ExplainContext = Context<Explaining>;

/// The function's routes but for its health, for a host that joins several functions.
pub fn routes(context: ExplainContext) -> Router {
    Router::new()
        .route("/explain/{client_id}", get(explain))
        .route("/explain", post(explain_body).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/explain/{client_id}/profile", get(profile))
        .route("/model", get(model))
        .with_state(context)
}

/// Runs the function until its host ends it; it answers for reviews where the settings say where they are kept.
pub async fn run() -> ExitCode {
    host::run(Function::Explain, |context: ExplainContext, settings| {
        let reviews = settings.reviews.as_ref().map(|reviews| ReviewContext {
            store: ReviewStore::new(Storage::connect(reviews)),
            audit: Arc::clone(&context.audit),
        });
        reviewed(context, reviews)
    })
    .await
}

/// The whole function where no reviews are kept.
pub fn router(context: ExplainContext) -> Router {
    reviewed(context, None)
}

/// The whole function, which answers for reviews too, where they are kept.
pub fn reviewed(context: ExplainContext, reviews: Option<ReviewContext>) -> Router {
    let routes = routes(context.clone());
    let routes = match reviews {
        Some(reviews) => routes.merge(review::routes(reviews)),
        None => routes,
    };
    whole(Function::Explain, context, routes)
}

async fn explain(
    State(context): State<ExplainContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Explanation>, Failure> {
    let question = Question::parse(&uri)?;
    let release = context.live.current();
    let asked = Asked { audit: &context.audit, function: "explain", language };
    let decided = decide(&release.scoring, &Subject::stored(client_id), asked).await?;
    Ok(Json(explanation::explanation(&release.scoring, decided, question, language)?))
}

async fn explain_body(
    State(context): State<ExplainContext>,
    Spoken(language): Spoken,
    uri: Uri,
    JsonBody(body): JsonBody,
) -> Result<Json<Explanation>, Failure> {
    let question = Question::parse(&uri)?;
    let release = context.live.current();
    let asked = Asked { audit: &context.audit, function: "explain", language };
    let decided = decide_body(&release.scoring, &body, asked).await?;
    Ok(Json(explanation::explanation(&release.scoring, decided, question, language)?))
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

async fn model(
    State(context): State<ExplainContext>,
    Spoken(language): Spoken,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    query::none(&uri)?;
    let release = context.live.current();
    // A release never changes, so that its name says whether a copy still holds.
    let version = format!("{} {} {}", env!("CARGO_PKG_VERSION"), release.release(), language.code());
    let kept = Kept { tag: &kept::tag(version.as_bytes()), control: "private, no-cache" };
    let told = || {
        let mut model = release.published.clone();
        let card = serde_json::to_value(card::card(&release, language)).expect("a card is valid JSON");
        model.insert("card".to_owned(), card);
        serde_json::to_vec(&model).expect("a report is valid JSON").into()
    };
    Ok(kept.answer(&headers, || release.told[language as usize].get_or_init(told).clone().into()))
}
