//! A small JSON document over HTTP.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri, header};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

use super::settings::trustworthy;
use crate::storage::with_sources;

/// How long it may take in all.
const PATIENCE: Duration = Duration::from_secs(3);
/// No document of an issuer is longer, in bytes.
const LONGEST: usize = 256 << 10;

/// The document at that URL. Redirections are not followed, and nothing comes in clear from another machine.
pub(super) async fn json<T: DeserializeOwned>(url: &str) -> Result<T, String> {
    let fetched = tokio::time::timeout(PATIENCE, fetch(url));
    let bytes = fetched.await.unwrap_or_else(|_| Err(format!("no answer in {} s", PATIENCE.as_secs())));
    bytes
        .and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()))
        .map_err(|problem| format!("{url}: {problem}"))
}

async fn fetch(url: &str) -> Result<axum::body::Bytes, String> {
    if !trustworthy(url) {
        return Err("neither over TLS nor on this machine".to_owned());
    }
    let uri: Uri = url.parse().map_err(|error| format!("{error}"))?;
    let plain = uri.scheme_str() == Some("http");
    let request = Request::get(uri).header(header::ACCEPT, "application/json").body(Body::empty());
    let request = request.map_err(|error| error.to_string())?;
    // A client each time: the next fetch may be an hour away, and reading the system's certificates is in vain where
    // the way is plain.
    let builder = Client::builder(TokioExecutor::new());
    let answer = if plain {
        builder.build_http().request(request).await
    } else {
        let connector =
            HttpsConnectorBuilder::new().with_native_roots().map_err(|error| error.to_string())?;
        builder.build(connector.https_only().enable_http1().build()).request(request).await
    };
    let answer = answer.map_err(|error| with_sources(&error))?;
    if !answer.status().is_success() {
        return Err(format!("it answers {}", answer.status()));
    }
    to_bytes(Body::new(answer.into_body()), LONGEST).await.map_err(|error| with_sources(&error))
}
