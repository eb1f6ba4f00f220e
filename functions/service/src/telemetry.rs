//! What is told of each request: an identifier, how long it took and how it ended, and nothing personal.
//!
//! Every line of the log that belongs to a request has its identifier (`span.request_id`), and so has the answer
//! (`x-request-id`). Where a namespace is set, each request also leaves one line in CloudWatch's embedded metric
//! format, from which CloudWatch makes metrics without being asked.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use api::ProblemKind;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde_json::{Value, json};
use tracing::Instrument;
use uuid::Uuid;

/// The header of the identifier: read where it is a UUID, and always answered.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is told of the requests of one process.
pub struct Telemetry {
    function: &'static str,
    release: Box<dyn Fn() -> String + Send + Sync>,
    metrics: Option<Metrics>,
    started: Instant,
    /// How long it took from the start of the process until it could answer.
    ready: OnceLock<Duration>,
    /// Whether no request has come yet.
    cold: AtomicBool,
}

/// Where metrics go.
struct Metrics {
    namespace: String,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Telemetry {
    /// For a function that started just now; `release` names the release in service.
    pub fn new(function: &'static str, release: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self {
            function,
            release: Box::new(release),
            metrics: None,
            started: Instant::now(),
            ready: OnceLock::new(),
            cold: AtomicBool::new(true),
        }
    }

    /// The same, counting from that moment.
    #[must_use]
    pub fn since(self, started: Instant) -> Self {
        Self { started, ..self }
    }

    /// The same, with metrics of that namespace as lines to `out`.
    #[must_use]
    pub fn with_metrics(self, namespace: String, out: impl Write + Send + 'static) -> Self {
        Self { metrics: Some(Metrics { namespace, out: Mutex::new(Box::new(out)) }), ..self }
    }

    /// Says that requests can be answered from now on.
    pub fn ready(&self) {
        // Said once; a second time changes nothing.
        let _ = self.ready.set(self.started.elapsed());
    }

    fn measure(&self, measured: &Measured<'_>) {
        let Some(metrics) = &self.metrics else { return };
        let line = self.line(&metrics.namespace, measured).to_string() + "\n";
        let mut out = metrics.out.lock().unwrap_or_else(PoisonError::into_inner);
        // A metric that is lost is no reason to fail a request.
        let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    }

    /// Format: *CloudWatch embedded metric format specification*.
    fn line(&self, namespace: &str, measured: &Measured<'_>) -> Value {
        let cold = self.cold.swap(false, Ordering::Relaxed);
        let count = |name: &str| json!({"Name": name, "Unit": "Count"});
        let milliseconds = |name: &str| json!({"Name": name, "Unit": "Milliseconds"});
        let mut named = vec![milliseconds("Latency"), count("Requests"), count("ColdStart")];
        if cold && self.ready.get().is_some() {
            named.push(milliseconds("InitDuration"));
        }
        let mut directives = vec![json!({
            "Namespace": namespace,
            "Dimensions": [["Function"], ["Function", "Endpoint"]],
            "Metrics": named,
        })];
        if measured.problem.is_some() || measured.status >= 400 {
            directives.push(json!({
                "Namespace": namespace,
                "Dimensions": [["Function"], ["Function", "ErrorType"]],
                "Metrics": [count("Errors")],
            }));
        }
        let mut line = json!({
            "_aws": {"Timestamp": measured.at, "CloudWatchMetrics": directives},
            "Function": self.function,
            "Endpoint": measured.endpoint,
            "Release": (self.release)(),
            "RequestId": measured.request_id,
            "Status": measured.status,
            "Latency": measured.took.as_secs_f64() * 1e3,
            "Requests": 1,
            "ColdStart": u8::from(cold),
        });
        if cold && let Some(ready) = self.ready.get() {
            line["InitDuration"] = json!(ready.as_secs_f64() * 1e3);
        }
        if measured.problem.is_some() || measured.status >= 400 {
            line["Errors"] = json!(1);
            line["ErrorType"] = measured
                .problem
                .map_or_else(|| json!(format!("status-{}", measured.status)), |kind| json!(kind));
        }
        line
    }
}

impl std::fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telemetry").field("function", &self.function).finish_non_exhaustive()
    }
}

/// What is known of a request that was answered.
struct Measured<'a> {
    /// Milliseconds since 1970.
    at: u64,
    request_id: &'a str,
    /// The method, and the path as it is declared: without a client's number.
    endpoint: String,
    status: u16,
    problem: Option<ProblemKind>,
    took: Duration,
}

/// The request that is being answered.
#[derive(Debug, Clone)]
pub struct Current {
    /// Its identifier.
    pub id: String,
    /// When it came.
    pub begun: Instant,
    caller: Arc<OnceLock<String>>,
}

impl Current {
    /// Who calls, once that is known.
    pub fn caller(&self) -> Option<&str> {
        self.caller.get().map(String::as_str)
    }

    /// Says who calls.
    pub fn called_by(&self, subject: &str) {
        // The gate says it once.
        let _ = self.caller.set(subject.to_owned());
    }
}

tokio::task_local! {
    static CURRENT: Current;
}

/// The request that this task answers; `None` outside of one.
pub fn current() -> Option<Current> {
    CURRENT.try_with(Clone::clone).ok()
}

/// The routes, each request of which is told of.
pub fn watched(telemetry: &Arc<Telemetry>, routes: Router) -> Router {
    routes.layer(middleware::from_fn_with_state(Arc::clone(telemetry), watch))
}

async fn watch(State(telemetry): State<Arc<Telemetry>>, request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let current = Current { id: id.clone(), begun: Instant::now(), caller: Arc::default() };
    let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
    let path = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str);
    // With and without `/api`, the endpoint is the same one.
    let path = path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let endpoint = format!("{} {path}", request.method());
    let span = tracing::error_span!("request", request_id = id);
    let begun = current.begun;
    let mut response = CURRENT.scope(current, next.run(request)).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    telemetry.measure(&Measured {
        at,
        request_id: &id,
        endpoint,
        status: response.status().as_u16(),
        problem: response.extensions().get::<ProblemKind>().copied(),
        took: begun.elapsed(),
    });
    response
}

/// Lambda's identifier of the invocation, or the caller's where it is a UUID, or a new one.
fn request_id(request: &Request) -> String {
    if let Some(context) = request.extensions().get::<lambda_http::Context>() {
        return context.request_id.clone();
    }
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    // Whatever else a caller sends has no place in the log.
    given.and_then(|text| Uuid::try_parse(text).ok()).unwrap_or_else(Uuid::now_v7).to_string()
}
