//! What is answered when something is wrong.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use axum::http::{Method, StatusCode, header};
use axum::routing::get as route;
use common::fixture::FIRST_ID;
use common::{Answer, World, ask, flip, get};
use scoring::release::file;

fn assert_problem(answer: &Answer, status: u16, kind: &str, pointer: Option<&str>, context: &str) {
    assert_eq!(answer.status.as_u16(), status, "{context}: {:?}", answer.body);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{context}");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-store", "{context}");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:clairscore:problem:{kind}"), "{context}");
    assert_eq!(problem["status"], status, "{context}");
    assert_ne!(problem["title"], "", "{context}");
    assert_ne!(problem["detail"], "", "{context}");
    let found = problem["errors"].get(0).map(|error| error["pointer"].as_str().unwrap());
    assert_eq!(found, pointer, "{context}: {problem}");
}

#[tokio::test]
async fn each_wrong_request_has_its_problem() {
    let world = World::new(40).await;
    let (predict, explain, compare) = (world.predict().await, world.explain().await, world.compare().await);
    let many = vec!["AMT_CREDIT"; 21].join(",");
    let id = FIRST_ID;
    let wrong_id = Some("path:client_id");
    let cases = [
        (&predict, "GET", "/predict/1".to_owned(), 404, "client-not-found", wrong_id),
        (&predict, "GET", "/predict/abc".to_owned(), 422, "invalid-request", wrong_id),
        (&predict, "GET", "/predict/-1".to_owned(), 422, "invalid-request", wrong_id),
        (&predict, "GET", "/predict/4294967296".to_owned(), 422, "invalid-request", wrong_id),
        (&predict, "GET", "/predict/%FF".to_owned(), 422, "invalid-request", wrong_id),
        (&predict, "GET", format!("/predict/{id}?verbose=1"), 422, "invalid-request", Some("query:verbose")),
        (&predict, "GET", "/predict/".to_owned(), 404, "not-found", None),
        (&predict, "GET", "/".to_owned(), 404, "not-found", None),
        (&predict, "GET", "/api".to_owned(), 404, "not-found", None),
        (&predict, "GET", format!("/explain/{id}"), 404, "not-found", None),
        (&predict, "DELETE", format!("/predict/{id}"), 405, "method-not-allowed", None),
        (&predict, "POST", format!("/api/predict/{id}"), 405, "method-not-allowed", None),
        (&explain, "GET", "/explain/1".to_owned(), 404, "client-not-found", wrong_id),
        (&explain, "GET", "/explain/1/profile".to_owned(), 404, "client-not-found", wrong_id),
        (&explain, "GET", "/explain/x/profile".to_owned(), 422, "invalid-request", wrong_id),
        (&explain, "GET", "/model?x=".to_owned(), 422, "invalid-request", Some("query:x")),
        (&compare, "GET", "/compare/1".to_owned(), 404, "client-not-found", wrong_id),
        (
            &compare,
            "GET",
            format!("/compare/{id}?cohort=friends"),
            422,
            "invalid-request",
            Some("query:cohort"),
        ),
        (
            &compare,
            "GET",
            format!("/compare/{id}?features=SHOE_SIZE"),
            422,
            "invalid-request",
            Some("query:features"),
        ),
        (
            &compare,
            "GET",
            format!("/compare/{id}?features=points"),
            422,
            "invalid-request",
            Some("query:features"),
        ),
        (&compare, "GET", format!("/compare/{id}?features="), 422, "invalid-request", Some("query:features")),
        (
            &compare,
            "GET",
            format!("/compare/{id}?features={many}"),
            422,
            "invalid-request",
            Some("query:features"),
        ),
        (
            &compare,
            "GET",
            format!("/compare/{id}?feature=AMT_CREDIT"),
            422,
            "invalid-request",
            Some("query:feature"),
        ),
        (&compare, "GET", "/clients?prefix=12a".to_owned(), 422, "invalid-request", Some("query:prefix")),
        (&compare, "GET", "/clients?limit=0".to_owned(), 422, "invalid-request", Some("query:limit")),
        (&compare, "GET", "/clients?limit=101".to_owned(), 422, "invalid-request", Some("query:limit")),
        (&compare, "GET", "/clients?limit=1&limit=2".to_owned(), 422, "invalid-request", Some("query:limit")),
        (&compare, "GET", "/clients?cursor=first".to_owned(), 422, "invalid-request", Some("query:cursor")),
    ];
    for (function, method, path, status, kind, pointer) in cases {
        let answer = ask(function, method.parse().unwrap(), &path, &[]).await;
        assert_problem(&answer, status, kind, pointer, &format!("{method} {path}"));
        if status == 405 {
            assert_eq!(answer.headers[header::ALLOW], "GET,HEAD", "{path}");
        }
    }
}

#[tokio::test]
async fn a_small_group_is_not_described() {
    let world = World::new(29).await;
    let compare = world.compare().await;
    let answer = get(&compare, &format!("/compare/{FIRST_ID}?features=AMT_CREDIT")).await;
    assert_problem(&answer, 422, "cohort-too-small", None, "29 clients");
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("30") && !detail.contains("29"), "its size is not told: {detail}");
    assert_eq!(get(&compare, "/clients").await.status, StatusCode::OK);
}

#[tokio::test]
async fn few_known_outcomes_give_no_rate() {
    // 37 clients, of whom every fifth has no known outcome, leave 30; 36 leave 29.
    for (clients, known) in [(36, false), (37, true)] {
        let world = World::new(clients).await;
        let answer = get(&world.compare().await, &format!("/compare/{FIRST_ID}")).await.json();
        assert_eq!(answer["cohort"]["default_rate"].is_number(), known, "{clients} clients");
    }
}

#[tokio::test]
async fn a_damaged_row_is_not_answered_from() {
    let world = World::new(40).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    let features = world.file(file::FEATURES);
    // The last byte is of the last client's last feature, which the model does not even use.
    let last = std::fs::metadata(&features).unwrap().len() as usize - 1;
    flip(&features, last);
    let id = world.fixture.ids.last().unwrap();
    for (function, path) in [
        (&predict, format!("/predict/{id}")),
        (&explain, format!("/explain/{id}")),
        (&explain, format!("/explain/{id}/profile")),
    ] {
        let answer = get(function, &path).await;
        assert_problem(&answer, 500, "internal", None, &path);
        assert!(answer.json().get("points").is_none());
    }
    assert_eq!(get(&predict, &format!("/predict/{FIRST_ID}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_damaged_column_is_not_answered_from() {
    let world = World::new(40).await;
    let compare = world.compare().await;
    let cohort = world.file(file::COHORT);
    flip(&cohort, std::fs::metadata(&cohort).unwrap().len() as usize - 1);
    let ask_for = |feature: &str| format!("/compare/{FIRST_ID}?features={feature}");
    assert_problem(&get(&compare, &ask_for("CODE_GENDER")).await, 500, "internal", None, "the last column");
    assert_eq!(get(&compare, &ask_for("AMT_CREDIT")).await.status, StatusCode::OK);
    // What was damaged is asked for again, not remembered.
    flip(&cohort, std::fs::metadata(&cohort).unwrap().len() as usize - 1);
    assert_eq!(get(&compare, &ask_for("CODE_GENDER")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_storage_that_is_gone_is_said_to_be() {
    let world = World::new(40).await;
    let (predict, compare) = (world.predict().await, world.compare().await);
    drop(world);
    for (function, path) in
        [(&predict, format!("/predict/{FIRST_ID}")), (&compare, format!("/compare/{FIRST_ID}"))]
    {
        let answer = get(function, &path).await;
        assert_problem(&answer, 503, "unavailable", None, &path);
        assert_eq!(answer.headers[header::RETRY_AFTER], "5");
    }
    assert_eq!(get(&predict, "/health").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_panic_is_a_problem_and_the_next_request_is_answered() {
    async fn panics() -> &'static str {
        panic!("the innards")
    }
    let routes = axum::Router::new().route("/panics", route(panics)).route("/works", route(async || "yes"));
    let function = common::open(service::http::finished(routes));
    let answer = get(&function, "/panics").await;
    assert_problem(&answer, 500, "internal", None, "a panic");
    assert!(!String::from_utf8_lossy(&answer.body).contains("innards"));
    assert_eq!(ask(&function, Method::GET, "/works", &[]).await.status, StatusCode::OK);
}
