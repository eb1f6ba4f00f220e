//! Answers that can be sent: AWS Lambda takes at most 6 MB from a function, and what it does not take becomes a 502
//! without a word. Here it becomes a problem that says what to do.

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;

/// What Lambda takes (*Lambda quotas*), less what stands around a body: status, headers, names.
const LARGEST: usize = (6 << 20) - (64 << 10);
/// Bytes that a character of a body takes at most within the JSON around it: `\u0001`.
const LONGEST_ESCAPE: u64 = 6;

/// Lets an answer through where it can be sent; on any host, so that what works here works there.
pub(super) async fn bounded(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    if body.size_hint().upper().is_some_and(|bytes| bytes <= LARGEST as u64 / LONGEST_ESCAPE) {
        return Response::from_parts(parts, body);
    }
    let is_compressed = parts.headers.contains_key(header::CONTENT_ENCODING);
    // A body that is made in memory ends in no other error than its length.
    let bytes = to_bytes(body, LARGEST).await.ok().filter(|bytes| {
        let sent = if is_compressed { bytes.len().div_ceil(3) * 4 } else { quoted(bytes) };
        sent <= LARGEST
    });
    match bytes {
        Some(bytes) => Response::from_parts(parts, Body::from(bytes)),
        None => Failure::AnswerTooLarge.into_response(),
    }
}

/// How long a text is within the JSON around it.
fn quoted(text: &[u8]) -> usize {
    let length = |byte: &u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => LONGEST_ESCAPE as usize,
        _ => 1,
    };
    text.iter().map(length).sum()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    /// Asks for so many bytes, and answers with the status and what would be sent.
    async fn ask(text: String, encoding: Option<&str>) -> (StatusCode, Vec<u8>) {
        let routes =
            Router::new().route("/", get(|| async move { ([("content-type", "application/json")], text) }));
        let gate = std::sync::Arc::new(crate::sign_in::Gate::Open);
        let routes = crate::sign_in::behind(&gate, super::super::finished(routes));
        let mut request = Request::builder().uri("/");
        if let Some(encoding) = encoding {
            request = request.header("accept-encoding", encoding);
        }
        let response = routes.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let status = response.status();
        (status, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    #[tokio::test]
    async fn an_answer_that_lambda_would_not_take_is_a_problem() {
        // Numbers that hardly repeat: compressed, they are about half as long.
        let noise = |bytes: usize| {
            let mut state = 1_u64;
            let digits = (0..bytes).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b'0' + (state >> 60) as u8 % 10)
            });
            digits.collect::<String>()
        };
        for (text, encoding, status) in [
            ("1".repeat(100), None, StatusCode::OK),
            ("1".repeat(LARGEST), None, StatusCode::OK),
            ("1".repeat(LARGEST + 1), None, StatusCode::PAYLOAD_TOO_LARGE),
            ("1".repeat(LARGEST + 1), Some("gzip"), StatusCode::OK),
            ("\"".repeat(LARGEST / 2), None, StatusCode::OK),
            ("\"".repeat(LARGEST / 2 + 1), None, StatusCode::PAYLOAD_TOO_LARGE),
            (noise(7 << 20), Some("gzip"), StatusCode::OK),
            (noise(12 << 20), Some("gzip"), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let length = text.len();
            let (found, body) = ask(text.clone(), encoding).await;
            assert_eq!(found, status, "{length} bytes, {encoding:?}");
            if status == StatusCode::OK {
                assert_eq!(body == text.as_bytes(), encoding.is_none(), "{length} bytes, {encoding:?}");
            } else {
                let problem: api::Problem = serde_json::from_slice(&body).unwrap();
                assert_eq!(problem.kind, api::ProblemKind::TooLarge);
                assert!(problem.detail.contains("smaller batch"), "{}", problem.detail);
            }
        }
    }
}
