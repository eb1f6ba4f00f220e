//! What a person decided: written once, and found again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode};
use common::fixture::FIRST_ID;
use common::{Answer, World, ask, ask_with, get, open};
use local::Issuer;
use local::issuer::Algorithm;
use serde_json::{Value, json};
use service::Storage;
use service::audit::Audit;
use service::explain;
use service::review::ReviewContext;
use service::review::store::ReviewStore;
use service::sign_in::{Gate, behind};

const BUCKET: &str = "reviews-of-tests";
const DECISION: &str = "019b7a3e-5c00-7abc-8def-0123456789ab";
const JSON: (&str, &str) = ("content-type", "application/json");

/// The function `explain`, as it is started anew.
async fn function(world: &World) -> Router {
    let store = ReviewStore::new(Storage::connect(&world.s3.bucket(BUCKET).unwrap()));
    let audit = Arc::new(Audit::new(Some(b"a key that lasts")).unwrap());
    let context = world.context().await.unwrap();
    explain::reviewed(context, Some(ReviewContext { store, audit }))
}

async fn post(function: &Router, decision: &str, body: &Value) -> Answer {
    let path = format!("/decisions/{decision}/review");
    ask_with(function, Method::POST, &path, &[JSON], body.to_string()).await
}

fn good() -> Value {
    json!({"client_id": FIRST_ID, "decision": "granted", "reason": "new_information", "text": "A raise, shown."})
}

#[tokio::test]
async fn a_review_is_kept_and_found_by_decision_and_by_client() {
    let world = World::new(40).await;
    let explain = open(function(&world).await);
    let none = json!({"reviews": [], "earlier": 0});
    let of_decision = format!("/decisions/{DECISION}/reviews");
    let of_client = format!("/clients/{FIRST_ID}/reviews");
    assert_eq!(get(&explain, &of_decision).await.json(), none);
    assert_eq!(get(&explain, &of_client).await.json(), none);

    let answer = post(&explain, DECISION, &good()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.body);
    let first = answer.json();
    assert_eq!(first["decision_id"], DECISION);
    assert_eq!((&first["decision"], &first["text"]), (&json!("granted"), &json!("A raise, shown.")));
    assert_eq!(first["client"].as_str().unwrap().len(), 64);
    assert_eq!(first["reviewer"].as_str().unwrap().len(), 64);
    assert!(first["created"].as_str().unwrap().ends_with('Z'));
    let other = DECISION.replace("ab", "cd");
    let body = json!({"client_id": FIRST_ID, "decision": "refused", "reason": "policy", "text": ""});
    let second = post(&explain, &other, &body).await.json();
    let third = post(&explain, DECISION, &json!({"decision": "refused", "reason": "other", "text": "é\n🙂"}))
        .await
        .json();
    assert_eq!(third["client"], Value::Null);
    assert_eq!(third["text"], "é\n🙂");

    // Another process finds them: the history survives.
    let explain = open(function(&world).await);
    assert_eq!(get(&explain, &of_decision).await.json(), json!({"reviews": [first, third], "earlier": 0}));
    assert_eq!(
        get(&explain, &format!("/api{of_client}")).await.json(),
        json!({"reviews": [first, second], "earlier": 0})
    );
    assert_eq!(get(&explain, &format!("/clients/{}/reviews", FIRST_ID + 3)).await.json(), none);
    // The number of the client is nowhere in the storage.
    let stored = world.bucket(BUCKET);
    assert_eq!(stored.len(), 5, "three reviews and two entries: {stored:?}");
    assert!(stored.iter().all(|name| !name.contains(&FIRST_ID.to_string())), "{stored:?}");
}

#[tokio::test]
async fn of_very_many_reviews_the_last_are_told() {
    let world = World::new(40).await;
    let explain = open(function(&world).await);
    let storage = Storage::connect(&world.s3.bucket(BUCKET).unwrap());
    let mut review = post(&explain, DECISION, &good()).await.json();
    // Identifiers rise as time goes on; these are of the distant future.
    for number in 0..204 {
        review["review_id"] = json!(format!("fffffff0-0000-7000-8000-{number:012}"));
        let name = format!("decisions/{DECISION}/{}.json", review["review_id"].as_str().unwrap());
        assert!(storage.put_new(&name, review.to_string().into(), "application/json").await.unwrap());
        let client = review["client"].as_str().unwrap();
        let entry = format!("clients/{client}/{}.{DECISION}", review["review_id"].as_str().unwrap());
        assert!(storage.put_new(&entry, "".into(), "text/plain").await.unwrap());
    }
    for path in [format!("/decisions/{DECISION}/reviews"), format!("/clients/{FIRST_ID}/reviews")] {
        let answer = get(&explain, &path).await.json();
        let reviews = answer["reviews"].as_array().unwrap();
        assert_eq!((reviews.len(), &answer["earlier"]), (200, &json!(5)), "{path}");
        assert_eq!(reviews[199], review, "the last is the newest");
        assert_eq!(reviews[0]["review_id"], "fffffff0-0000-7000-8000-000000000004");
    }
}

#[tokio::test]
async fn a_stored_review_is_never_written_over() {
    let world = World::new(40).await;
    let storage = Storage::connect(&world.s3.bucket(BUCKET).unwrap());
    assert!(storage.put_new("a", "one".into(), "text/plain").await.unwrap());
    assert!(!storage.put_new("a", "two".into(), "text/plain").await.unwrap());
    assert_eq!(storage.get("a", 10).await.unwrap(), "one");
    // An entry that leads to no review is passed over.
    let explain = open(function(&world).await);
    let first = post(&explain, DECISION, &good()).await.json();
    let client = first["client"].as_str().unwrap();
    let lost = format!("clients/{client}/019b7a3e-5c00-7abc-8def-000000000000.{DECISION}");
    assert!(storage.put_new(&lost, "".into(), "text/plain").await.unwrap());
    let found = get(&explain, &format!("/clients/{FIRST_ID}/reviews")).await.json();
    assert_eq!(found, json!({"reviews": [first], "earlier": 0}));
}

#[tokio::test]
async fn what_is_wrong_with_a_review_is_named() {
    let world = World::new(40).await;
    let explain = open(function(&world).await);
    let change = |name: &str, value: Value| {
        let mut body = good();
        body[name] = value;
        body
    };
    let without = |name: &str| {
        let mut body = good();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    for (body, pointer) in [
        (json!([]), ""),
        (json!("granted"), ""),
        (change("colour", json!("red")), "/colour"),
        (change("a/b", json!(1)), "/a~1b"),
        (change("client_id", json!(-1)), "/client_id"),
        (change("client_id", json!(1.5)), "/client_id"),
        (change("client_id", json!("1")), "/client_id"),
        (change("client_id", json!(4_294_967_296_u64)), "/client_id"),
        (change("decision", json!("review")), "/decision"),
        (change("decision", json!(1)), "/decision"),
        (without("decision"), "/decision"),
        (change("reason", json!("mood")), "/reason"),
        (without("reason"), "/reason"),
        (change("text", json!(7)), "/text"),
        (change("text", json!("a".repeat(2_001))), "/text"),
        (change("text", json!("a\u{0}")), "/text"),
        (without("text"), "/text"),
    ] {
        let answer = post(&explain, DECISION, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {:?}", answer.body);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let longest = change("text", json!("🙂".repeat(2_000)));
    assert_eq!(post(&explain, DECISION, &longest).await.status, StatusCode::CREATED);

    let path = format!("/decisions/{DECISION}/review");
    for headers in [&[][..], &[("content-type", "text/plain")]] {
        let answer = ask_with(&explain, Method::POST, &path, headers, good().to_string()).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{headers:?}");
        assert_eq!(answer.json()["type"], "urn:clairscore:problem:unsupported-media-type");
    }
    let twice = good().to_string().replacen('{', r#"{"decision":"refused","#, 1);
    for (body, pointer) in [("{".to_owned(), ""), (String::new(), ""), (twice, "/decision")] {
        let answer = ask_with(&explain, Method::POST, &path, &[JSON], body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let answer = post(&explain, DECISION, &change("text", json!("a".repeat(40_000)))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["type"], "urn:clairscore:problem:too-large");
    assert!(answer.json()["detail"].as_str().unwrap().contains("32768"), "{:?}", answer.body);
    for decision in ["1", "019b7a3e-5c00-4abc-8def-0123456789ab", "..%2F..%2Fa", "%FF"] {
        let answer = post(&explain, decision, &good()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{decision}");
        assert_eq!(answer.json()["errors"][0]["pointer"], "path:decision_id", "{decision}");
    }
    assert_eq!(ask(&explain, Method::GET, &path, &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(get(&explain, "/decisions").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn advisors_alone_write_and_read_reviews() {
    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let settings = issuer.settings(Duration::from_mins(1));
    let explain = behind(&Arc::new(Gate::guarded(settings)), function(&world).await);
    let write = format!("/decisions/{DECISION}/review");
    let paths = [format!("/decisions/{DECISION}/reviews"), format!("/clients/{FIRST_ID}/reviews")];
    let mut reviewers = Vec::new();
    for (name, role, written, read) in [
        ("anna", "advisor", StatusCode::CREATED, StatusCode::OK),
        ("bert", "advisor", StatusCode::CREATED, StatusCode::OK),
        ("house", "partner", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
    ] {
        let token = issuer.sign(&issuer.claims(name, &[role])).unwrap();
        let headers = [JSON, ("x-id-token", token.as_str())];
        let answer = ask_with(&explain, Method::POST, &write, &headers, good().to_string()).await;
        assert_eq!(answer.status, written, "{name}");
        for path in &paths {
            assert_eq!(ask(&explain, Method::GET, path, &headers).await.status, read, "{name} {path}");
        }
        reviewers.push(answer.json()["reviewer"].clone());
    }
    assert_ne!(reviewers[0], reviewers[1], "who decided can be told apart");
    assert!(!reviewers[0].to_string().contains("anna"));
    assert_eq!(post(&explain, DECISION, &good()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_the_storage_nothing_is_said_to_be_written() {
    let world = World::new(40).await;
    let explain = open(function(&world).await);
    drop(world);
    let answer = post(&explain, DECISION, &good()).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers["retry-after"], "5");
}
