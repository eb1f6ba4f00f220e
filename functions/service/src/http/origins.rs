//! Pages of other origins that may read the answers (the Fetch standard's CORS protocol): those that are configured, and
//! no others. Without any, a browser shows the answers to pages of the same origin alone.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

/// The environment variable that lists the origins, separated by commas: `https://partner.example`.
pub const VARIABLE: &str = "CLAIRSCORE_ORIGINS";

/// How long a browser keeps the answer to its question before the question, in seconds.
const KEPT: &str = "600";
const METHODS: &str = "GET, POST";
const REQUEST_HEADERS: &str =
    "accept, accept-language, authorization, content-type, if-none-match, x-request-id";
const ANSWER_HEADERS: &str = "etag, retry-after, x-request-id";

/// The origins in the environment.
pub fn from_env() -> Vec<String> {
    listed(&std::env::var(VARIABLE).unwrap_or_default())
}

/// The origins of a list. One that is no scheme and host is passed over and logged: it could match nothing.
pub fn listed(list: &str) -> Vec<String> {
    let origins = list.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    let (good, bad): (Vec<_>, Vec<_>) = origins.map(str::to_owned).partition(|origin| is_origin(origin));
    for origin in bad {
        tracing::warn!(
            origin,
            "{VARIABLE} lists what is no origin: expected such as https://partner.example"
        );
    }
    good
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', '?', '#', '@', ' ']))
}

/// Lets pages of these origins read the answers of some routes.
pub fn shared_with(origins: Vec<String>, routes: Router) -> Router {
    if origins.is_empty() {
        return routes;
    }
    routes.layer(middleware::from_fn_with_state(Arc::new(origins), answer))
}

async fn answer(State(origins): State<Arc<Vec<String>>>, request: Request, next: Next) -> Response {
    let allowed = allowed(&origins, request.headers());
    let asks_before = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &allowed {
        Some(_) if asks_before => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(REQUEST_HEADERS));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(KEPT));
            response
        }
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(ANSWER_HEADERS));
    }
    response
}

fn allowed(origins: &[String], headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let listed = listed(
            "https://a.example, http://localhost:8080,*,https://*.example,null,https://a.example/b,,ftp://a",
        );
        assert_eq!(listed, ["https://a.example", "http://localhost:8080"]);
    }
}
