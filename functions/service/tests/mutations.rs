//! Requests with random damage: answered or refused as a problem, never a panic or a failure of the server.
//!
//! `SECONDS_EACH` lets it go on for that long, as `make fuzz` does; `FIRST` is the number of the first request.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
#[path = "../../../data/pipeline/tests/mutation/mod.rs"]
mod mutation;

use std::time::{Duration, Instant};

use axum::http::{Method, Uri, header};
use common::fixture::FIRST_ID;
use common::{World, ask_with};
use mutation::{MEMORY, Mutator, peak};

/// No request on a few hundred clients takes as long, on a machine however busy.
const HANG: Duration = Duration::from_secs(10);
const JSON: [(&str, &str); 1] = [("content-type", "application/json")];
/// Requests where no time is given.
const USUAL: u64 = 3_000;

/// What is damaged: a path with its query, and a body, which is empty for GET.
fn requests() -> Vec<(&'static str, String, &'static str)> {
    let id = FIRST_ID;
    let changed = r#"{"client_id": 99990, "changes": {"AMT_CREDIT": 4.5e5, "NAME_EDUCATION_TYPE": "Higher education"}}"#;
    let records = r#"{"application": {"AMT_CREDIT": 450000, "DAYS_BIRTH": -12000, "NAME_HOUSING_TYPE": "With parents"},
        "bureau": [{"SK_ID_BUREAU": 1, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -10}],
        "bureau_balance": [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "C"}]}"#;
    let batch =
        r#"{"requests": [{"client_id": 99990}, {"client_id": 2, "changes": {}}, {"application": {}}, 5]}"#;
    vec![
        ("predict", "/predict".to_owned(), changed),
        ("predict", "/predict".to_owned(), records),
        ("predict", "/predict/batch".to_owned(), batch),
        ("predict", format!("/predict/{id}"), ""),
        ("explain", "/explain?counterfactuals=true".to_owned(), changed),
        ("explain", "/explain".to_owned(), records),
        ("explain", format!("/explain/{id}/profile"), ""),
        ("compare", format!("/compare/{id}?cohort=similar&k=50&features=AMT_CREDIT,DAYS_BIRTH"), ""),
        ("compare", format!("/compare/{id}?cohort=same&same=AMT_CREDIT&density=AMT_CREDIT,DAYS_BIRTH"), ""),
        (
            "compare",
            format!("/compare/{id}?cohort=filter&filter=AMT_CREDIT:1..5e9;decision:granted;points:4.."),
            "",
        ),
        (
            "compare",
            "/clients?prefix=10&filter=points:..900;AMT_CREDIT:missing|450000&sort=-points&limit=5"
                .to_owned(),
            "",
        ),
    ]
}

#[tokio::test]
async fn a_damaged_request_is_answered_or_refused() {
    let world = World::new(400).await;
    let (predict, explain, compare) = (world.predict().await, world.explain().await, world.compare().await);
    let function = |name: &str| match name {
        "predict" => &predict,
        "explain" => &explain,
        _ => &compare,
    };
    let requests = requests();
    // Otherwise nothing behind the first check would ever be reached.
    for (name, path, body) in &requests {
        let function = function(name);
        let method = if body.is_empty() { Method::GET } else { Method::POST };
        let answer = ask_with(function, method, path, &JSON, *body).await;
        assert!(answer.status.is_success(), "{path} {body}: {:?}", answer.body);
    }
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (first, seconds) = (setting("FIRST").unwrap_or(0), setting("SECONDS_EACH"));
    let started = Instant::now();
    let (mut number, mut accepted) = (first, 0);
    while seconds.map_or(number < first + USUAL, |seconds| started.elapsed().as_secs() < seconds) {
        let mut mutator = Mutator::new(number);
        let (name, path, body) = &requests[mutator.below(requests.len())];
        let (mut path, mut body) = (path.clone(), body.as_bytes().to_vec());
        let method = if body.is_empty() { Method::GET } else { Method::POST };
        if body.is_empty() || mutator.below(4) == 0 {
            path = mutator.mutate(path.into_bytes()).iter().map(|&byte| written(byte)).collect();
        } else {
            body = mutator.mutate(body);
        }
        number += 1;
        // What is no address at all never gets as far as a function.
        if !path.starts_with('/') || path.parse::<Uri>().is_err() {
            continue;
        }
        let begun = Instant::now();
        let answer = ask_with(function(name), method, &path, &JSON, body.clone()).await;
        let context = || format!("FIRST={}: {path} {}", number - 1, String::from_utf8_lossy(&body));
        assert!(begun.elapsed() < HANG, "{:?}, {}", begun.elapsed(), context());
        assert!(answer.status.as_u16() < 500, "{}, {}", answer.status, context());
        assert!(peak() < MEMORY, "{} MiB, {}", peak(), context());
        if answer.status.is_success() {
            accepted += 1;
        } else {
            let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            assert_eq!(kind, Some("application/problem+json"), "{}, {}", answer.status, context());
            assert!(answer.body.len() < 10_000, "a page of {} bytes, {}", answer.body.len(), context());
        }
    }
    println!("{} requests, {accepted} of them accepted, at most {} MiB", number - first, peak());
    assert!(seconds.is_some() || accepted > 0, "all were refused: the damage is too great to find anything");
}

/// A byte as an address may hold it.
fn written(byte: u8) -> String {
    if byte.is_ascii_graphic() && !b"<>\"\\^`{}|#".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
