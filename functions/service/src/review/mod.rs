//! What a person decided, written once and read back: `POST /decisions/{decision_id}/review`,
//! `GET /decisions/{decision_id}/reviews` and `GET /clients/{client_id}/reviews`.
//!
//! # Layout
//! - [`request`]: from a body to a checked request.
//! - [`store`]: reviews in S3, each an object that never changes.
//!
//! # What it never does
//! It decides nothing, changes no score, and writes no text of a review into a log.

mod request;
pub mod store;

use std::sync::Arc;

use api::{Review, ReviewRequest, Reviews};
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use uuid::Uuid;

use crate::audit::Audit;
use crate::failure::Failure;
use crate::http::{ClientNumber, JsonBody, query};
use crate::sign_in::Caller;
use store::ReviewStore;

/// The largest body of a review, in bytes: two thousand characters need eight thousand at most, and escapes more.
const LARGEST_BODY: usize = 32 << 10;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct ReviewContext {
    /// Where reviews are kept.
    pub store: ReviewStore,
    /// Who is meant by a hash. Its key must outlive the process, or reviews are not found again.
    pub audit: Arc<Audit>,
}

/// The routes of reviews.
pub fn routes(context: ReviewContext) -> Router {
    Router::new()
        .route("/decisions/{decision_id}/review", post(write).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/decisions/{decision_id}/reviews", get(of_decision))
        .route("/clients/{client_id}/reviews", get(of_client))
        .with_state(context)
}

async fn write(
    State(context): State<ReviewContext>,
    Extension(caller): Extension<Caller>,
    DecisionNumber(decision): DecisionNumber,
    uri: Uri,
    JsonBody(body): JsonBody<LARGEST_BODY>,
) -> Result<(StatusCode, Json<Review>), Failure> {
    query::none(&uri)?;
    let ReviewRequest { client_id, decision: decided, reason, text } = request::parse(body)?;
    let review = Review {
        review_id: Uuid::now_v7().to_string(),
        decision_id: decision.to_string(),
        client: client_id.map(|id| context.audit.pseudonym(id)),
        decision: decided,
        reason,
        text,
        reviewer: context.audit.subject(&caller.subject),
        created: now(),
    };
    context.store.write(&review).await?;
    context.audit.reviewed(&review);
    Ok((StatusCode::CREATED, Json(review)))
}

async fn of_decision(
    State(context): State<ReviewContext>,
    DecisionNumber(decision): DecisionNumber,
    uri: Uri,
) -> Result<Json<Reviews>, Failure> {
    query::none(&uri)?;
    Ok(Json(context.store.of_decision(&decision.to_string()).await?))
}

async fn of_client(
    State(context): State<ReviewContext>,
    ClientNumber(client_id): ClientNumber,
    uri: Uri,
) -> Result<Json<Reviews>, Failure> {
    query::none(&uri)?;
    Ok(Json(context.store.of_client(&context.audit.pseudonym(client_id)).await?))
}

/// The present, to the second, as RFC 3339 writes it.
fn now() -> String {
    let now = DateTime::from(std::time::SystemTime::now());
    // A date of this era can be written.
    DateTime::from_secs(now.secs()).fmt(DateTimeFormat::DateTime).unwrap_or_default()
}

/// The identifier in a path's `{decision_id}`: a UUID of version 7.
#[derive(Debug, Clone, Copy)]
struct DecisionNumber(Uuid);

impl<S: Send + Sync> FromRequestParts<S> for DecisionNumber {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let text = Path::<String>::from_request_parts(parts, state).await.map(|Path(text)| text);
        let decision = text.ok().and_then(|text| Uuid::try_parse(&text).ok());
        let decision = decision.filter(|decision| decision.get_version_num() == 7);
        decision.map(Self).ok_or_else(|| {
            Failure::path("decision_id", "expected the identifier of a decision (a UUID of version 7)")
        })
    }
}
