//! The site's files, with the headers that CloudFront sends.

use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use service::sign_in::SignInSettings;
use tower_http::services::ServeDir;

/// Nothing but the site's own files may load, run or be connected to; nobody may frame it.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const HEADERS: [(HeaderName, &str); 3] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];
/// Hexadecimal digits from which on a part of a file's name is a hash of its content.
const HASH_DIGITS: usize = 8;

/// Serves a folder. A path without a dot in its last part is a page of the application, whose one document is
/// `index.html`; a path with one is a file, or is not there. `/config.json` tells the page where people sign in.
pub fn router(folder: &Path, sign_in: Option<&SignInSettings>) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let told = Json(config(sign_in));
    Router::new()
        .route("/config.json", get(move || async move { told }))
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(policy(sign_in), page_or_file))
}

/// What the page is told of signing in; nothing where nobody has to.
fn config(sign_in: Option<&SignInSettings>) -> Value {
    sign_in.map_or_else(
        || json!({}),
        |settings| json!({"issuer": settings.issuer, "client_id": settings.audience.first()}),
    )
}

/// The policy, which lets the page ask the issuer where people sign in.
fn policy(sign_in: Option<&SignInSettings>) -> HeaderValue {
    let issuer = sign_in.and_then(|settings| settings.issuer.parse::<Uri>().ok());
    let origin = issuer.and_then(|uri| Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?)));
    let policy = origin.map(|origin| format!("{POLICY}; connect-src 'self' {origin}"));
    policy.and_then(|policy| HeaderValue::from_str(&policy).ok()).unwrap_or(HeaderValue::from_static(POLICY))
}

async fn page_or_file(State(policy): State<HeaderValue>, mut request: Request, next: Next) -> Response {
    if !names_a_file(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let kept =
        if is_hashed(request.uri().path()) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let kept = if found { kept } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

fn names_a_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// Whether a file's name carries a hash of its content: such a file never changes.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_']).skip(1).any(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        digits && part.len() >= HASH_DIGITS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_may_ask_the_issuer_and_nobody_else() {
        let settings = SignInSettings {
            issuer: "https://id.example.org/pool".to_owned(),
            audience: vec!["dashboard".to_owned(), "partners".to_owned()],
            jwks: None,
            partners: Vec::new(),
            cooldown: std::time::Duration::ZERO,
        };
        let with = policy(Some(&settings));
        assert!(with.to_str().unwrap().ends_with("; connect-src 'self' https://id.example.org"), "{with:?}");
        assert_eq!(policy(None), POLICY);
        let told = json!({"issuer": "https://id.example.org/pool", "client_id": "dashboard"});
        assert_eq!((config(Some(&settings)), config(None)), (told, json!({})));
    }

    #[test]
    fn a_path_is_a_page_or_a_file() {
        for (path, file) in [
            ("/", false),
            ("/client/100002", false),
            ("/client/100002/", false),
            ("/a.b/c", false),
            ("/app.js", true),
            ("/fonts/x.woff2", true),
        ] {
            assert_eq!(names_a_file(path), file, "{path}");
        }
    }

    #[test]
    fn a_hash_is_told_from_a_name() {
        for (path, hashed) in [
            ("/app-0f3a9b2c.js", true),
            ("/app-0f3a9b2c4d5e6f70_bg.wasm", true),
            ("/style.0f3a9b2c.css", true),
            ("/index.html", false),
            ("/facade00.js", false),
            ("/app-short1.js", false),
            ("/app-ABCDEF01.js", false),
        ] {
            assert_eq!(is_hashed(path), hashed, "{path}");
        }
    }
}
