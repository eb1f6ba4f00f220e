//! What the tests of the service share.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod fixture;
pub(crate) mod proxy;
pub(crate) mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use fixture::Fixture;
use local::EmbeddedS3;
use serde_json::Value;
use service::artifacts::{Artifacts, Live, LoadError};
use service::audit::Audit;
use service::sign_in::{Gate, behind};
use service::{Context, Storage, compare, explain, predict};
use tempfile::TempDir;
use tower::ServiceExt;

/// The bucket of the tests.
pub(crate) const BUCKET: &str = "releases-of-tests";
/// Long enough that no test meets a check of the pointer that it did not ask for.
const NEVER: Duration = Duration::from_secs(1_000_000);

/// An S3 server with a release in service.
pub(crate) struct World {
    /// The server.
    pub(crate) s3: EmbeddedS3,
    /// The way to the bucket.
    pub(crate) storage: Storage,
    /// The release.
    pub(crate) fixture: Fixture,
    at: TempDir,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body.
    pub(crate) body: Bytes,
}

impl Answer {
    /// The status, and what is said of a problem: for the table of faults.
    pub(crate) fn said(&self) -> String {
        let retry = self.headers.get("retry-after").and_then(|value| value.to_str().ok());
        let retry = retry.map_or_else(String::new, |seconds| format!(", Retry-After {seconds}"));
        match serde_json::from_slice::<Value>(&self.body)
            .ok()
            .and_then(|json| json["detail"].as_str().map(str::to_owned))
        {
            Some(detail) => format!("{}{retry}: {detail}", self.status.as_u16()),
            None => self.status.as_u16().to_string(),
        }
    }

    /// The body, which is JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }
}

impl World {
    /// A release of that many clients, published.
    pub(crate) async fn new(clients: usize) -> Self {
        let at = TempDir::new().unwrap();
        let fixture = fixture::write(&at.path().join("releases"), 1, clients);
        let s3 = EmbeddedS3::start(&at.path().join("s3"), BUCKET).await.unwrap();
        let storage = Storage::connect(s3.settings());
        local::publish(&storage, &fixture.folder).await.unwrap();
        Self { s3, storage, fixture, at }
    }

    /// Another release, not yet published.
    pub(crate) fn another(&self, seed: u64, clients: usize) -> Fixture {
        fixture::write(&self.at.path().join("releases"), seed, clients)
    }

    /// The file of an object, by its key.
    pub(crate) fn object(&self, key: &str) -> PathBuf {
        self.at.path().join("s3").join(BUCKET).join(key)
    }

    /// The file of an object of the release in service.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.object(&format!("releases/{}/{name}", self.fixture.manifest.release))
    }

    /// The names of the objects of a bucket.
    pub(crate) fn bucket(&self, name: &str) -> Vec<String> {
        fn walk(folder: &Path, names: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                if entry.path().is_dir() {
                    walk(&entry.path(), names);
                } else {
                    names.push(entry.path().display().to_string());
                }
            }
        }
        let mut names = Vec::new();
        walk(&self.at.path().join("s3").join(name), &mut names);
        names
    }

    /// What a function's handlers share.
    pub(crate) async fn context<A: Artifacts>(&self) -> Result<Context<A>, LoadError> {
        let live = Live::start(self.storage.clone(), NEVER).await?;
        Ok(Context { live, audit: Arc::new(Audit::new(Some(b"key of the tests")).unwrap()) })
    }

    /// The whole function `predict`.
    pub(crate) async fn predict(&self) -> Router {
        open(predict::router(self.context().await.unwrap()))
    }

    /// The whole function `explain`.
    pub(crate) async fn explain(&self) -> Router {
        open(explain::router(self.context().await.unwrap()))
    }

    /// The whole function `compare`.
    pub(crate) async fn compare(&self) -> Router {
        open(compare::router(self.context().await.unwrap()))
    }
}

/// The routes for whoever is on this machine.
pub(crate) fn open(routes: Router) -> Router {
    behind(&Arc::new(Gate::Open), routes)
}

/// Asks a function, with some headers.
pub(crate) async fn ask(function: &Router, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask_with(function, method, path, headers, Body::empty()).await
}

/// Asks a function, with some headers and a body.
pub(crate) async fn ask_with(
    function: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = function.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Asks a function with GET.
pub(crate) async fn get(function: &Router, path: &str) -> Answer {
    ask(function, Method::GET, path, &[]).await
}

/// Flips one bit of a file.
pub(crate) fn flip(path: &Path, byte: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[byte] ^= 0x10;
    std::fs::write(path, bytes).unwrap();
}
