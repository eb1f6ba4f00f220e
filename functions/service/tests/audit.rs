//! The log: a line for each decision, a measure and an identifier for each request, and no value in any of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::Method;
use common::fixture::FIRST_ID;
use common::{World, ask, ask_with, get};
use local::Issuer;
use local::issuer::Algorithm;
use scoring::release::hexadecimal;
use serde_json::{Value, json};
use service::host::explaining;
use service::review::ReviewContext;
use service::review::store::ReviewStore;
use service::sign_in::{Gate, behind};
use service::telemetry::{Telemetry, watched};
use service::{Storage, predict};
use sha2::{Digest, Sha256};

/// Lines, kept.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn json(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Alone in its process: the log is the whole process's.
#[tokio::test]
async fn what_is_written_down_says_everything_but_the_values() {
    let (log, metrics) = (Lines::default(), Lines::default());
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false);
    lines.with_writer(move || writer.clone()).init();

    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let gate = Arc::new(Gate::guarded(issuer.settings(Duration::from_mins(1))));
    let watching = |name: &'static str| {
        let telemetry = Telemetry::new(name, || "a-release".to_owned());
        let telemetry = Arc::new(telemetry.with_metrics("Tests".to_owned(), metrics.clone()));
        telemetry.ready();
        telemetry
    };
    let context = world.context().await.unwrap();
    let predict = watched(&watching("predict"), behind(&gate, predict::router(context)));
    let context = world.context().await.unwrap();
    let reviews = ReviewContext {
        store: ReviewStore::new(Storage::connect(&world.s3.bucket("reviews").unwrap())),
        audit: Arc::clone(&context.audit),
    };
    let explain = explaining(context, Some(reviews));
    let explain = watched(&watching("explain"), behind(&gate, explain));

    let anna = issuer.sign(&issuer.claims("anna-the-advisor", &["advisor"])).unwrap();
    let bert = issuer.sign(&issuer.claims("bert-the-advisor", &["advisor"])).unwrap();
    let given = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let headers = [("x-id-token", anna.as_str()), ("x-request-id", given)];
    let predicted = ask(&predict, Method::GET, &format!("/predict/{FIRST_ID}"), &headers).await;
    assert_eq!(predicted.headers["x-request-id"], given);
    let headers = [("x-id-token", bert.as_str()), ("x-request-id", "bert@house.example")];
    let explained = ask(&explain, Method::GET, &format!("/api/explain/{FIRST_ID}"), &headers).await;
    let made = explained.headers["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(made.len(), 36, "what is no UUID is not taken over: {made}");
    ask(&explain, Method::GET, &format!("/explain/{FIRST_ID}/profile"), &headers).await;
    ask(&explain, Method::GET, "/explain/1", &headers).await;
    ask(&explain, Method::GET, "/nothing/here", &headers).await;
    get(&explain, "/model").await;
    let decision = predicted.json()["decision_id"].as_str().unwrap().to_owned();
    let review =
        json!({"client_id": FIRST_ID, "decision": "refused", "reason": "policy", "text": "Her cat is ill."});
    let headers = [("x-id-token", anna.as_str()), ("content-type", "application/json")];
    let path = format!("/decisions/{decision}/review");
    let reviewed = ask_with(&explain, Method::POST, &path, &headers, review.to_string()).await.json();

    let text = log.text();
    let entries: Vec<Value> = log.json().into_iter().filter(|line| line["target"] == "audit").collect();
    assert_eq!(entries.len(), 3, "a profile is no decision: {text}");
    let row: Vec<u8> = world.fixture.rows[0].iter().flat_map(|value| value.to_le_bytes()).collect();
    for (entry, answer, function, request) in
        [(&entries[0], &predicted, "predict", given), (&entries[1], &explained, "explain", &made)]
    {
        let answer = answer.json();
        assert_eq!(entry["function"], function);
        for field in ["decision_id", "release", "probability_of_default", "points", "decision"] {
            assert_eq!(entry[field], answer[field], "{field}");
        }
        let reasons = answer["reasons"].as_array().unwrap().iter();
        let codes: Vec<_> = reasons.map(|reason| reason["code"].as_str().unwrap()).collect();
        assert_eq!(entry["reasons"], codes.join(","));
        assert_eq!(entry["input"], hexadecimal(&Sha256::digest(&row)));
        assert_eq!(entry["client"].as_str().unwrap().len(), 64);
        assert_eq!(entry["caller"].as_str().unwrap().len(), 64);
        assert_eq!((&entry["request_id"], &entry["span"]["request_id"]), (&json!(request), &json!(request)));
        assert!(entry["milliseconds"].as_f64().unwrap() > 0.0);
        assert!(entry["timestamp"].is_string());
    }
    assert_eq!(entries[0]["client"], entries[1]["client"]);
    assert_ne!(entries[0]["caller"], entries[1]["caller"]);
    assert_ne!(entries[0]["decision_id"], entries[1]["decision_id"]);
    assert_eq!(entries[2]["review_id"], reviewed["review_id"]);
    assert_eq!(
        (&entries[2]["client"], &entries[2]["caller"]),
        (&entries[0]["client"], &entries[0]["caller"])
    );
    assert_eq!(reviewed["reviewer"], entries[0]["caller"]);

    // Every line of a request has its identifier.
    for line in log.json().iter().filter(|line| line["target"].as_str().unwrap().starts_with("service::http"))
    {
        assert_eq!(line["span"]["request_id"].as_str().unwrap().len(), 36, "{line}");
    }

    let measured = metrics.json();
    assert_eq!(measured.len(), 7, "{}", metrics.text());
    for (line, endpoint, status, error, cold) in [
        (&measured[0], "GET /predict/{client_id}", 200, None, 1),
        (&measured[1], "GET /explain/{client_id}", 200, None, 1),
        (&measured[2], "GET /explain/{client_id}/profile", 200, None, 0),
        (&measured[3], "GET /explain/{client_id}", 404, Some("urn:clairscore:problem:client-not-found"), 0),
        (&measured[4], "GET unknown", 404, Some("urn:clairscore:problem:not-found"), 0),
        (&measured[5], "GET /model", 401, Some("urn:clairscore:problem:unauthenticated"), 0),
        (&measured[6], "POST /decisions/{decision_id}/review", 201, None, 0),
    ] {
        assert_eq!((&line["Endpoint"], &line["Status"]), (&json!(endpoint), &json!(status)), "{line}");
        assert_eq!(line["ErrorType"].as_str(), error, "{line}");
        assert_eq!((&line["ColdStart"], &line["Requests"]), (&json!(cold), &json!(1)), "{line}");
        assert_eq!((&line["Release"], line["InitDuration"].is_number()), (&json!("a-release"), cold == 1));
        assert!(line["Latency"].as_f64().unwrap() > 0.0);
        assert_embedded(line);
    }

    let numbers = |text: &str| {
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .any(|number| number == FIRST_ID.to_string())
    };
    assert!(!numbers(&text) && !numbers(&metrics.text()), "the client's number is in the log");
    let values = [
        world.fixture.rows[0][0].to_string(),
        world.fixture.rows[0][6].to_string(),
        "anna".to_owned(),
        "bert".to_owned(),
        "cat is ill".to_owned(),
        anna,
    ];
    for value in values {
        assert!(!text.contains(&value), "{value} is in the log: {text}");
        assert!(!metrics.text().contains(&value), "{value} is among the metrics: {}", metrics.text());
    }
}

/// What the specification of the embedded metric format asks for.
fn assert_embedded(line: &Value) {
    assert!(line["_aws"]["Timestamp"].as_u64().unwrap() > 1_600_000_000_000);
    for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
        assert_eq!(directive["Namespace"], "Tests");
        for dimension in
            directive["Dimensions"].as_array().unwrap().iter().flat_map(|set| set.as_array().unwrap())
        {
            assert!(line[dimension.as_str().unwrap()].is_string(), "{dimension} of {line}");
        }
        for metric in directive["Metrics"].as_array().unwrap() {
            assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{metric} of {line}");
        }
    }
}
