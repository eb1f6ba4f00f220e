//! The log: a line for each decision, a measure and an identifier for each request, and no value in any of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use common::fixture::FIRST_ID;
use common::{World, ask, ask_with, get};
use local::Issuer;
use local::issuer::Algorithm;
use scoring::release::hexadecimal;
use serde_json::{Value, json};
use service::audit::Audit;
use service::lines::JsonLines;
use service::review::ReviewContext;
use service::review::store::ReviewStore;
use service::sign_in::{Gate, Need, Scope, access, behind};
use service::telemetry::{Telemetry, watched};
use service::{Storage, explain, predict};
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

/// What is asked of each route that decides: method, route, path, and body.
fn questions() -> Vec<(Method, &'static str, String, Value)> {
    let changed =
        json!({"client_id": FIRST_ID + 3, "changes": {"AMT_CREDIT": 181_234.25, "CNT_CHILDREN": 3}});
    let applicant = json!({"application": {
        "SK_ID_CURR": 4_123_456_789_u32, "AMT_CREDIT": 271_828.5, "AMT_INCOME_TOTAL": 67_890.5, "EXT_SOURCE_2": 0.314_15,
        "NAME_EDUCATION_TYPE": "Higher education"
    }});
    let unknown = json!({"application": {"AMT_CREDIT": 271_828.5}, "bureau": []});
    let refused = json!({"client_id": 1});
    let batch = json!({"requests": [{"client_id": FIRST_ID}, changed, refused, applicant, unknown]});
    let stored = |path: &str| format!("{path}/{FIRST_ID}");
    vec![
        (Method::GET, "/predict/{client_id}", stored("/predict"), Value::Null),
        (Method::POST, "/predict", "/predict".to_owned(), changed.clone()),
        (Method::POST, "/predict", "/api/predict".to_owned(), applicant.clone()),
        (Method::POST, "/predict/batch", "/predict/batch".to_owned(), batch),
        (Method::GET, "/explain/{client_id}", stored("/explain"), Value::Null),
        (Method::POST, "/explain", "/explain".to_owned(), changed),
        (Method::POST, "/explain", "/explain?counterfactuals=true".to_owned(), applicant),
        (Method::POST, "/explain", "/explain".to_owned(), unknown),
    ]
}

#[tokio::test]
async fn every_route_that_decides_leaves_a_whole_line_a_decision() {
    let log = Lines::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().event_format(JsonLines);
    // Of this thread alone, on which all of this test runs.
    let _here = tracing::subscriber::set_default(lines.with_writer(move || writer.clone()).finish());
    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let gate = Arc::new(Gate::guarded(issuer.settings(Duration::from_mins(1))));
    let whole = |name, routes| {
        watched(&Arc::new(Telemetry::new(name, || "a-release".to_owned())), behind(&gate, routes))
    };
    let predict = whole("predict", predict::router(world.context().await.unwrap()));
    let explain = whole("explain", explain::reviewed(world.context().await.unwrap(), None));
    let token = issuer.sign(&issuer.claims("anna", &["advisor"])).unwrap();
    let headers = [("x-id-token", token.as_str()), ("content-type", "application/json")];

    let mut inputs = std::collections::BTreeMap::new();
    let mut routes = std::collections::BTreeSet::new();
    for (method, route, path, body) in questions() {
        let (name, function) =
            if path.contains("/predict") { ("predict", &predict) } else { ("explain", &explain) };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let before = log.json().len();
        let answer = ask_with(function, method.clone(), &path, &headers, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {:?}", answer.body);
        let (request, answer) = (answer.headers["x-request-id"].clone(), answer.json());
        let decisions: Vec<&Value> = match answer["results"].as_array() {
            Some(results) => {
                results.iter().map(|result| &result["prediction"]).filter(|it| it.is_object()).collect()
            }
            None => vec![&answer],
        };
        let written = log.json().split_off(before);
        let entries: Vec<&Value> = written.iter().filter(|line| line["target"] == "audit").collect();
        assert_eq!(entries.len(), decisions.len(), "{path}: {written:?}");
        assert_eq!(decisions.len(), if route == "/predict/batch" { 4 } else { 1 });
        for (entry, decision) in entries.iter().zip(decisions) {
            assert_eq!(entry["function"], name, "{path}");
            let probability = decision["probability_of_default"].as_f64().unwrap();
            assert_eq!(entry["probability_of_default"], (probability * 1e3).round() / 1e3, "{path}");
            for field in ["decision_id", "release", "basis", "points", "decision"] {
                assert!(!entry[field].is_null(), "{field} of {path}: {entry}");
                assert_eq!(entry[field], decision[field], "{field} of {path}");
            }
            let reasons = decision["reasons"].as_array().unwrap().iter();
            let codes: Vec<_> = reasons.map(|reason| reason["code"].as_str().unwrap()).collect();
            assert_eq!(entry["reasons"], codes.join(","), "{path}");
            assert_eq!(entry["request_id"], request.to_str().unwrap(), "{path}");
            assert!(entry["milliseconds"].as_f64().unwrap() > 0.0, "{path}");
            assert!(entry["timestamp"].as_str().unwrap().ends_with('Z'), "{path}");
            for hash in ["input", "caller"] {
                assert_eq!(entry[hash].as_str().map(str::len), Some(64), "{hash} of {path}: {entry}");
            }
            // Whoever has a number is told apart by its hash, and nobody else has one.
            let client = entry["client"].as_str();
            assert_eq!(client.is_some(), decision["client_id"].is_number(), "{path}: {entry}");
            let who = (decision["client_id"].to_string(), decision["points"].to_string());
            let input = entry["input"].as_str().unwrap().to_owned();
            let same = inputs.entry(who).or_insert_with(|| (input.clone(), client.map(str::to_owned)));
            assert_eq!(same, &(input, client.map(str::to_owned)), "the same input has the same hash");
        }
        routes.insert((method.to_string(), route));
    }
    assert_eq!(inputs.len(), 4, "{inputs:?}");
    // No route that decides was left out.
    let deciding = access::ENDPOINTS.iter().filter(|(_, path, need)| {
        matches!(need, Need::Scope(Scope::Score | Scope::Explain)) && !path.ends_with("/profile")
    });
    let deciding = deciding.map(|(method, path, _)| (method.to_string(), *path)).collect();
    assert_eq!(routes, deciding);

    let text = log.text();
    let id = FIRST_ID + 3;
    let row = &world.fixture.rows[0];
    let values = ["181234", "4123456789", "271828", "67890", "0.31415", "Higher education", "anna"];
    let stored = [FIRST_ID.to_string(), id.to_string(), row[0].to_string(), row[6].to_string()];
    for value in values.into_iter().chain(stored.iter().map(String::as_str)).chain([token.as_str()]) {
        let inside = text.match_indices(value).any(|(at, _)| {
            let around = [text[..at].chars().next_back(), text[at + value.len()..].chars().next()];
            // A hash may hold any digits: a value stands by itself.
            !around.into_iter().flatten().any(|letter| letter.is_ascii_alphanumeric())
        });
        assert!(!inside, "{value} is in the log: {text}");
    }
}

/// The log is the whole process's.
#[tokio::test]
async fn what_is_written_down_says_everything_but_the_values() {
    let (log, metrics) = (Lines::default(), Lines::default());
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().event_format(JsonLines);
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
    let explain = explain::reviewed(context, Some(reviews));
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
        for field in ["decision_id", "release", "points", "decision"] {
            assert_eq!(entry[field], answer[field], "{field}");
        }
        let probability = answer["probability_of_default"].as_f64().unwrap();
        assert_eq!(entry["probability_of_default"], (probability * 1e3).round() / 1e3);
        let reasons = answer["reasons"].as_array().unwrap().iter();
        let codes: Vec<_> = reasons.map(|reason| reason["code"].as_str().unwrap()).collect();
        assert_eq!(entry["reasons"], codes.join(","));
        assert_eq!(entry["input"], Audit::new(Some(b"key of the tests")).unwrap().input(&row));
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

    // Whoever has the release, and not the key, finds no client by hashing what is in it.
    for (id, row) in world.fixture.ids.iter().zip(&world.fixture.rows) {
        let row: Vec<u8> = row.iter().flat_map(|value| value.to_le_bytes()).collect();
        for bytes in [row, id.to_string().into_bytes(), id.to_le_bytes().to_vec()] {
            let hash = hexadecimal(&Sha256::digest(&bytes));
            assert!(!text.contains(&hash) && !metrics.text().contains(&hash), "{id} can be found");
        }
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
