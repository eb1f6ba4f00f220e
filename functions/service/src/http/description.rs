//! `GET /openapi.json`: what the interface is, served by each function.

use std::sync::LazyLock;

use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::kept::{self, Kept};
use super::query;
use crate::failure::Failure;

/// The description, as it is written in `functions/openapi.json`.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", api::openapi::document()));
    &TEXT
}

/// Answers with the description.
pub async fn describe(headers: HeaderMap, uri: Uri) -> Result<Response, Failure> {
    static TAG: LazyLock<String> = LazyLock::new(|| kept::tag(text().as_bytes()));
    query::none(&uri)?;
    let kept = Kept { tag: &TAG, control: "public, max-age=300" };
    Ok(kept.answer(&headers, || text().into()))
}
