//! `GET /openapi.json`: what the interface is, served by each function.

use std::sync::LazyLock;

use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::kept::{self, Kept};
use super::query;
use crate::failure::Failure;

/// The description, which `tests/interface` holds to the types.
pub const TEXT: &str = include_str!("../../../openapi.json");

/// Answers with the description.
pub async fn describe(headers: HeaderMap, uri: Uri) -> Result<Response, Failure> {
    static TAG: LazyLock<String> = LazyLock::new(|| kept::tag(TEXT.as_bytes()));
    query::none(&uri)?;
    let kept = Kept { tag: &TAG, control: "public, max-age=300" };
    Ok(kept.answer(&headers, || TEXT.into()))
}
