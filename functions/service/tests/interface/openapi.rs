//! The description of the interface: kept in the repository, served by each function; and what may be kept or read by
//! other pages.

use std::path::Path;

use crate::common::{World, ask, get};
use axum::Router;
use axum::http::{Method, StatusCode, header};
use axum::routing::get as route;
use serde_json::{Value, json};
use service::http::{description, origins};
use service::sign_in::{Need, Role, access};

/// What renews the file.
const RENEW: &str = "CLAIRSCORE_RENEW=1 cargo test --release --locked --workspace --test interface";

#[test]
fn the_description_in_the_repository_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.json");
    let described = format!("{:#}\n", api::openapi::document());
    if std::env::var_os("CLAIRSCORE_RENEW").is_some() {
        std::fs::write(&path, &described).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == described, "functions/openapi.json is stale; renew it: {RENEW}");
}

#[test]
fn each_operation_says_the_scope_that_its_endpoint_asks_for() {
    let document: Value = serde_json::from_str(description::TEXT).unwrap();
    let mut described = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            let security = operation["security"].as_array().unwrap();
            let answers = operation["responses"].as_object().unwrap();
            match access::need(&method, path) {
                Need::Nothing => {
                    assert!(security.is_empty(), "{path}");
                    assert!(!answers.contains_key("401") && !answers.contains_key("403"), "{path}");
                }
                Need::Scope(scope) => {
                    let by_credentials = Role::Partner.scopes().has(scope);
                    let mut ways = vec!["bearer", "idToken"];
                    ways.extend(by_credentials.then_some("signature"));
                    let expected = ways.iter().map(|way| json!({*way: [scope.name()]}));
                    let expected: Vec<Value> = std::iter::once(json!({})).chain(expected).collect();
                    assert_eq!(security, &expected, "{method} {path}");
                    assert!(answers.contains_key("401") && answers.contains_key("403"), "{path}");
                    for way in ways {
                        assert!(document["components"]["securitySchemes"][way].is_object(), "{way}");
                    }
                }
                Need::Everything => panic!("{method} {path} is in no table of endpoints"),
            }
            assert!(answers.contains_key("429") && answers.contains_key("503"), "{method} {path}");
            described += 1;
        }
    }
    assert!(described >= 13, "{described} operations");
}

#[tokio::test]
async fn each_function_serves_it_and_says_when_a_copy_holds() {
    let world = World::new(30).await;
    for function in [world.predict().await, world.explain().await, world.compare().await] {
        for path in ["/openapi.json", "/api/openapi.json"] {
            let answer = get(&function, path).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.body, description::TEXT);
            assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=300");
            assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            let tag = answer.headers[header::ETAG].to_str().unwrap();
            let again = ask(&function, Method::GET, path, &[("if-none-match", tag)]).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
            assert_eq!(again.headers[header::ETAG], tag);
            let other = ask(&function, Method::GET, path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(other.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn a_copy_of_the_model_holds_for_its_release_and_language() {
    let world = World::new(30).await;
    let explain = world.explain().await;
    let french = get(&explain, "/model").await;
    assert_eq!(french.headers[header::CACHE_CONTROL], "private, no-cache");
    assert_eq!(french.headers[header::CONTENT_TYPE], "application/json");
    // The answer is what the type says.
    let model: api::Model = serde_json::from_slice(&french.body).unwrap();
    assert_eq!(model.report.release, world.fixture.manifest.release);
    let tag = french.headers[header::ETAG].to_str().unwrap();
    let same = [("if-none-match", tag)];
    assert_eq!(ask(&explain, Method::GET, "/model", &same).await.status, StatusCode::NOT_MODIFIED);
    let english = [("if-none-match", tag), ("accept-language", "en")];
    assert_eq!(ask(&explain, Method::GET, "/model", &english).await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_of_configured_origins_alone_may_read_answers() {
    let routes = Router::new().route("/health", route(|| async { "well" }));
    let shared = origins::shared_with(
        origins::listed("https://partner.example, https://other.example"),
        routes.clone(),
    );
    let preflight = |origin| [("origin", origin), ("access-control-request-method", "POST")];
    for (origin, allowed) in [
        ("https://partner.example", true),
        ("https://other.example", true),
        ("https://partner.example.evil", false),
        ("http://partner.example", false),
        ("null", false),
    ] {
        let asked = ask(&shared, Method::OPTIONS, "/health", &preflight(origin)).await;
        let answer = ask(&shared, Method::GET, "/health", &[("origin", origin)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[header::VARY], "origin");
        for answer in [&asked, &answer] {
            let told = answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
            assert_eq!(told.map(|told| told.to_str().unwrap()), allowed.then_some(origin), "{origin}");
        }
        let expected = if allowed { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
        assert_eq!(asked.status, expected, "{origin}");
    }
    let unshared = origins::shared_with(vec![], routes);
    let answer = ask(&unshared, Method::GET, "/health", &[("origin", "https://partner.example")]).await;
    assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
