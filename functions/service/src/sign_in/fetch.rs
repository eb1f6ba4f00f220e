//! A small JSON document over HTTP.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Uri, header};
use hyper::client::conn::http1;
use hyper_rustls::{HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tower::ServiceExt;

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

async fn fetch(url: &str) -> Result<Bytes, String> {
    if !trustworthy(url) {
        return Err("neither over TLS nor on this machine".to_owned());
    }
    let uri: Uri = url.parse().map_err(|error| format!("{error}"))?;
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path).header(header::HOST, host).header(header::ACCEPT, "application/json");
    let request = request.body(Body::empty()).map_err(|error| error.to_string())?;
    let stream = connect(uri).await?;
    let (mut sender, connection) = http1::handshake(stream).await.map_err(|error| with_sources(&error))?;
    // It ends with its sender; what goes wrong on it, the sender is told.
    tokio::spawn(async move { drop(connection.await) });
    let answer = sender.send_request(request).await.map_err(|error| with_sources(&error))?;
    if !answer.status().is_success() {
        return Err(format!("it answers {}", answer.status()));
    }
    to_bytes(Body::new(answer.into_body()), LONGEST).await.map_err(|error| with_sources(&error))
}

/// A connection for one request: the next may be an hour away.
async fn connect(uri: Uri) -> Result<MaybeHttpsStream<TokioIo<TcpStream>>, String> {
    // Where the way is plain, reading the system's certificates would be in vain.
    if uri.scheme_str() == Some("http") {
        let stream = HttpConnector::new().oneshot(uri).await.map_err(|error| with_sources(&error))?;
        return Ok(stream.into());
    }
    let connector = HttpsConnectorBuilder::new().with_native_roots().map_err(|error| error.to_string())?;
    let connector = connector.https_only().enable_http1().build();
    connector.oneshot(uri).await.map_err(|error| with_sources(error.as_ref()))
}
