//! The issuer of tokens is down, slow, or says nonsense; and clocks that do not agree.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::routing::get;
use common::fixture::FIRST_ID;
use common::table::Table;
use common::{Answer, World, ask};
use local::Issuer;
use local::issuer::{Algorithm, now};
use serde_json::{Value, json};
use service::predict;
use service::sign_in::settings::SignInSettings;
use service::sign_in::{Gate, behind};
use tokio::net::TcpListener;

/// What the keys' server does with a question.
#[derive(Debug, Clone)]
enum Mood {
    Silent,
    Says(StatusCode, String),
}

type Moods = Arc<Mutex<Mood>>;

async fn keys(State(mood): State<Moods>) -> (StatusCode, String) {
    let mood = mood.lock().unwrap().clone();
    match mood {
        Mood::Silent => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            (StatusCode::OK, String::new())
        }
        Mood::Says(status, text) => (status, text),
    }
}

/// A server of keys in that mood.
async fn moody() -> (Moods, String) {
    let mood: Moods = Arc::new(Mutex::new(Mood::Silent));
    let routes = Router::new().route("/keys", get(keys)).with_state(Arc::clone(&mood));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (mood, url)
}

async fn asked(function: &Router, token: &str) -> Answer {
    ask(function, Method::GET, &format!("/predict/{FIRST_ID}"), &[("x-id-token", token)]).await
}

#[tokio::test]
async fn an_issuer_that_cannot_be_read_lets_nobody_in_and_says_when_to_ask_again() {
    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let token = issuer.sign(&issuer.claims("anna", &["advisor"])).unwrap();
    let (mood, url) = moody().await;
    let set = json!({"keys": [issuer.key().published()]}).to_string();
    let elsewhere = json!({"keys": [{"kty": "oct", "kid": "key-1", "k": "AAAA"}]}).to_string();
    let symmetric =
        json!({"keys": [{"kty": "RSA", "kid": "key-1", "n": "AQ", "e": "AQ", "use": "enc"}]}).to_string();
    let mut table = Table::new("functions: sign-in", "issuer");
    for (fault, bad) in [
        ("the issuer does not answer", Mood::Silent),
        ("the issuer answers 500", Mood::Says(StatusCode::INTERNAL_SERVER_ERROR, set.clone())),
        ("the issuer sends its callers elsewhere", Mood::Says(StatusCode::FOUND, set.clone())),
        ("the issuer's keys are no JSON", Mood::Says(StatusCode::OK, "<html>".to_owned())),
        ("the issuer has no key", Mood::Says(StatusCode::OK, r#"{"keys": []}"#.to_owned())),
        ("the issuer has a secret key only", Mood::Says(StatusCode::OK, elsewhere)),
        ("the issuer has a key for another use only", Mood::Says(StatusCode::OK, symmetric)),
        ("the issuer's keys are too long", Mood::Says(StatusCode::OK, " ".repeat(1 << 20) + &set)),
    ] {
        *mood.lock().unwrap() = bad;
        let settings = SignInSettings { jwks: Some(url.clone()), ..issuer.settings(Duration::ZERO) };
        let function = predict::router(world.context().await.unwrap());
        let function = behind(&Arc::new(Gate::guarded(settings)), function);
        let begun = Instant::now();
        let answer = asked(&function, &token).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{fault}: {:?}", answer.body);
        assert_eq!(answer.headers["retry-after"], "5", "{fault}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{fault}: {:?}", begun.elapsed());
        *mood.lock().unwrap() = Mood::Says(StatusCode::OK, set.clone());
        let mended = asked(&function, &token).await;
        assert_eq!(mended.status, StatusCode::OK, "{fault}: {:?}", mended.body);
        // Known keys outlive the issuer.
        *mood.lock().unwrap() = Mood::Silent;
        assert_eq!(asked(&function, &token).await.status, StatusCode::OK, "{fault}");
        table.row(
            fault,
            "503 to whoever has a token; once the issuer is well, or where its key is known, it counts",
            &answer.said(),
        );
    }
    table.write();
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart_and_no_more() {
    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let function = predict::router(world.context().await.unwrap());
    let function = behind(&Arc::new(Gate::guarded(issuer.settings(Duration::ZERO))), function);
    let mut table = Table::new("functions: sign-in", "clocks");
    let good = issuer.claims("anna", &["advisor"]);
    let now = now();
    for (fault, from, until, status) in [
        ("the issuer's clock is 30 s ahead", now + 30, now + 3_600, 200),
        ("the issuer's clock is two minutes ahead", now + 120, now + 3_600, 401),
        ("the issuer's clock is 30 s behind, and the token has just ended", now - 3_600, now - 30, 200),
        (
            "the issuer's clock is two minutes behind, and the token has just ended",
            now - 3_600,
            now - 120,
            401,
        ),
        ("a token is used again a day later", now - 90_000, now - 86_400, 401),
        ("a token holds for a hundred years", now, now + 3_155_760_000, 200),
        ("a token ends before it begins", now + 3_600, now - 3_600, 401),
    ] {
        let mut claims = good.clone();
        claims["nbf"] = Value::from(from);
        claims["exp"] = Value::from(until);
        let answer = asked(&function, &issuer.sign(&claims).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{fault}: {:?}", answer.body);
        let expected = if status == 200 { "the token counts" } else { "401, which says what to do" };
        table.row(fault, expected, &answer.said());
    }
    table.write();
}
