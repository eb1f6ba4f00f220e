//! The least that a function can be: what the cold start of the others is measured beside.

use axum::Router;
use axum::routing::get;

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(Router::new().route("/health", get(async || "hello"))).await
}
