//! What every answer of the interface has in common.
//!
//! # Layout
//! - [`body`]: a body of JSON, and the places in it.
//! - [`client`]: the client's number in a path.
//! - [`description`]: what the interface is.
//! - [`kept`]: answers that may be kept.
//! - [`language`]: the language that is asked for.
//! - [`origins`]: pages that may read the answers.
//! - [`query`]: the parameters of a query, none unknown.
//! - `sendable`: answers that can be sent.
//! - [`subject`]: from a body to what is to be scored.

pub mod body;
pub mod client;
pub mod description;
pub mod kept;
pub mod language;
pub mod origins;
pub mod query;
mod sendable;
pub mod subject;

use std::any::Any;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::failure::Failure;

pub use body::JsonBody;
pub use client::ClientNumber;
pub use language::Spoken;
pub use subject::Subject;

/// Headers of every answer: nothing of it is kept, where the answer does not say otherwise, framed, sniffed or run.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "private, no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

/// Routes, with what is the same for all: problems for unknown paths and methods, for panics too; headers;
/// compression; one line in the log for each request.
pub fn finished(routes: Router) -> Router {
    with_the_rest(described(routes))
}

fn described(routes: Router) -> Router {
    routes.route("/openapi.json", get(description::describe))
}

fn with_the_rest(routes: Router) -> Router {
    let finished = routes
        .fallback(nothing_here)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(crate::sign_in::guard))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(sent));
    origins::shared_with(origins::from_env(), finished)
}

/// The same routes with and without `/api` before them: CloudFront passes the paths on as the browser asked for them.
pub fn under_both(routes: Router) -> Router {
    let routes = described(routes);
    with_the_rest(routes.clone().nest("/api", routes))
}

async fn nothing_here(uri: Uri) -> Failure {
    Failure::NothingHere(uri.path().to_owned())
}

async fn method_not_allowed(method: Method) -> Failure {
    Failure::Method(method.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    tracing::error!(message, "a request panicked");
    Failure::Defect.into_response()
}

pub(crate) fn add_headers(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
}

/// What is done to every answer before it is sent, in one layer: each layer costs a few allocations.
async fn sent(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    // The path as it is declared, not as it was asked for: a client's number does not belong in a log.
    let path = request.extensions().get::<MatchedPath>().cloned();
    let mut response = sendable::bounded(next.run(request).await).await;
    add_headers(&mut response);
    tracing::info!(
        %method,
        path = path.as_ref().map_or("unknown", MatchedPath::as_str),
        status = response.status().as_u16(),
        milliseconds = begun.elapsed().as_secs_f64() * 1e3,
        "request"
    );
    response
}
