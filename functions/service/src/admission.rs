//! How many requests a server takes at a time, and how long it waits for a body.
//!
//! On Lambda a process has one request at a time, whole: there this layer is not laid on.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use api::request::LARGEST_BODY;
use axum::Router;
use axum::body::{Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::Failure;
use crate::http::add_headers;

/// Requests under way at a time where the settings do not say another number.
pub const USUAL: usize = 64;
/// How long a body may take to come.
const BODY: Duration = Duration::from_secs(5);

/// The least time between two lines of the log that say how many were refused.
const TELL: Duration = Duration::from_secs(10);

/// The places for requests.
#[derive(Debug)]
pub struct Admission {
    places: Arc<Semaphore>,
    most: usize,
    told: Mutex<Told>,
}

/// What was said of those who were refused.
#[derive(Debug, Default)]
struct Told {
    at: Option<Instant>,
    /// How many were refused since.
    refused: u64,
}

impl Admission {
    /// So many places.
    pub fn new(most: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(most)), most, told: Mutex::default() }
    }

    /// The places that are free now.
    pub fn free(&self) -> usize {
        self.places.available_permits()
    }

    fn place(&self) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok();
        if place.is_none() {
            self.tell();
        }
        place
    }

    fn tell(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.refused += 1;
        if told.at.is_none_or(|at| at.elapsed() >= TELL) {
            tracing::warn!(
                most = self.most,
                refused = told.refused,
                "more requests are under way than are taken"
            );
            *told = Told { at: Some(Instant::now()), refused: 0 };
        }
    }
}

/// The routes, which take no more requests at a time than there are places: the next are refused at once.
pub fn admitted(admission: &Arc<Admission>, routes: Router) -> Router {
    routes.layer(middleware::from_fn_with_state(Arc::clone(admission), admit))
}

async fn admit(State(admission): State<Arc<Admission>>, request: Request, next: Next) -> Response {
    let Some(place) = admission.place() else { return refused(Failure::Busy) };
    let request = match whole(request).await {
        Ok(request) => request,
        Err(failure) => return refused(failure),
    };
    // Scoring never waits, so that without this a request would hold its place only while nobody asks for one: the
    // others would queue where nobody counts them.
    tokio::task::yield_now().await;
    let response = next.run(request).await;
    drop(place);
    response
}

/// The request with the whole of its body, which has so long to come.
async fn whole(request: Request) -> Result<Request, Failure> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    if request.body().size_hint().lower() > LARGEST_BODY as u64 {
        return Err(Failure::TooLarge { most: LARGEST_BODY });
    }
    let (parts, body) = request.into_parts();
    let mut reading = Request::new(body);
    DefaultBodyLimit::max(LARGEST_BODY).apply(&mut reading);
    match tokio::time::timeout(BODY, Bytes::from_request(reading, &())).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, bytes.into())),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Failure::TooLarge { most: LARGEST_BODY })
        }
        Ok(Err(_)) => Err(Failure::at("", "the body broke off before its end")),
        Err(_) => Err(Failure::Late(BODY.as_secs())),
    }
}

fn refused(failure: Failure) -> Response {
    let mut response = failure.into_response();
    add_headers(&mut response);
    response
}
