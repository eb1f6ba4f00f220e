//! Answers that may be kept: a tag by which a client asks whether its copy still holds (RFC 9110, sections 8.8 and 13).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use scoring::release::hexadecimal;
use sha2::{Digest, Sha256};

/// How an answer may be kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// Its tag, in quotes.
    pub tag: &'a str,
    /// `Cache-Control`.
    pub control: &'static str,
}

/// The tag of some bytes. It is weak, for the answer may be compressed on its way.
pub fn tag(bytes: &[u8]) -> String {
    format!("W/\"{}\"", &hexadecimal(&Sha256::digest(bytes))[..16])
}

impl Kept<'_> {
    /// The JSON that `body` makes, or 304 where the client has it already.
    pub fn answer(self, asked: &HeaderMap, body: impl FnOnce() -> Body) -> Response {
        let mut response = if self.is_known(asked) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, "application/json")], body()).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.control));
        if let Ok(tag) = HeaderValue::from_str(self.tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }

    fn is_known(self, asked: &HeaderMap) -> bool {
        let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        // Tags are compared weakly.
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        known.flat_map(|list| list.split(',')).any(|tag| tag.trim() == "*" || opaque(tag) == opaque(self.tag))
    }
}
