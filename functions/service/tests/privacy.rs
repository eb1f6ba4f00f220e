//! What leaves a function on the way to the storage and the issuer: nothing of a client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;

use axum::http::Method;
use common::fixture::{FEATURES, FIRST_ID};
use common::proxy::Proxy;
use common::{World, ask_with, get, open};
use serde_json::json;
use service::artifacts::Live;
use service::audit::Audit;
use service::review::ReviewContext;
use service::review::store::ReviewStore;
use service::{Context, Storage, compare, explain, predict};
use std::time::Duration;

#[tokio::test]
async fn no_address_that_is_asked_for_has_anything_of_a_client() {
    let world = World::new(40).await;
    let (proxy, settings) = Proxy::start(world.s3.settings());
    let storage = Storage::connect(&settings);
    let audit = Arc::new(Audit::new(Some(b"a key")).unwrap());
    let never = Duration::from_secs(1_000_000);
    let predict =
        Context { live: Live::start(storage.clone(), never).await.unwrap(), audit: Arc::clone(&audit) };
    let explain =
        Context { live: Live::start(storage.clone(), never).await.unwrap(), audit: Arc::clone(&audit) };
    let compare =
        Context { live: Live::start(storage.clone(), never).await.unwrap(), audit: Arc::clone(&audit) };
    world.s3.bucket("reviews").unwrap();
    let kept = service::StorageSettings { bucket: "reviews".to_owned(), ..settings };
    let store = ReviewContext { store: ReviewStore::new(Storage::connect(&kept)), audit };
    let predict = open(predict::router(predict));
    let explain = open(explain::reviewed(explain, Some(store)));
    let compare = open(compare::router(compare));

    let id = FIRST_ID + 3 * 11;
    let json_of = [("content-type", "application/json")];
    for (function, path) in [
        (&predict, format!("/predict/{id}")),
        (&explain, format!("/explain/{id}")),
        (&explain, format!("/explain/{id}/profile")),
        (&explain, format!("/clients/{id}/reviews")),
        (
            &compare,
            format!(
                "/compare/{id}?cohort=filter&filter=AMT_CREDIT:..734561.25&features={}",
                FEATURES.join(",")
            ),
        ),
        (&compare, format!("/compare/{id}?cohort=similar&k=50")),
        (&compare, format!("/clients?prefix={id}")),
        (&predict, "/predict/3987654321".to_owned()),
    ] {
        get(function, &path).await;
    }
    let body = json!({"client_id": id, "changes": {"AMT_CREDIT": 734_561.25}}).to_string();
    ask_with(&predict, Method::POST, "/predict", &json_of, body).await;
    let review = json!({"client_id": id, "decision": "refused", "reason": "other", "text": "planted words"});
    let path = "/decisions/019b7a3e-5c00-7abc-8def-0123456789ab/review";
    let written = ask_with(&explain, Method::POST, path, &json_of, review.to_string()).await;
    assert_eq!(written.status.as_u16(), 201, "{:?}", written.body);

    let asked = proxy.asked();
    assert!(asked.iter().any(|path| path.contains("features.npy")), "{asked:?}");
    assert!(asked.iter().any(|path| path.contains("clients/") && path.contains("019b7a3e")), "{asked:?}");
    for path in &asked {
        for planted in [id.to_string(), "3987654321".to_owned(), "734561".to_owned(), "planted".to_owned()] {
            let number =
                path.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|part| part == planted);
            assert!(!number, "{planted} is in {path}");
        }
    }
}
