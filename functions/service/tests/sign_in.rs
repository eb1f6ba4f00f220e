//! Who is let in, and to what.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode, header};
use common::fixture::FIRST_ID;
use common::{Answer, World, ask};
use jsonwebtoken::{EncodingKey, Header, encode};
use lambda_http::request::RequestContext;
use local::Issuer;
use local::issuer::{AUDIENCE, Algorithm, SigningKey, base64url, now};
use serde_json::{Value, json};
use service::sign_in::settings::SignInSettings;
use service::sign_in::{Gate, behind};
use service::{compare, explain, predict};

/// So long that no key that is not known is fetched a second time.
const NEVER: Duration = Duration::from_secs(1_000_000);

struct Guarded {
    world: World,
    issuer: Issuer,
    predict: Router,
}

impl Guarded {
    async fn new(algorithm: Algorithm, cooldown: Duration) -> Self {
        let world = World::new(40).await;
        let issuer = Issuer::start(algorithm).await.unwrap();
        let predict = predict::router(world.context().await.unwrap());
        let predict = guarded(predict, issuer.settings(cooldown));
        Self { world, issuer, predict }
    }

    async fn with_claims(&self, claims: &Value) -> Answer {
        self.with(&self.issuer.sign(claims).unwrap()).await
    }

    async fn with(&self, token: &str) -> Answer {
        ask(&self.predict, Method::GET, &path(), &[("authorization", &format!("Bearer {token}"))]).await
    }
}

fn guarded(routes: Router, settings: SignInSettings) -> Router {
    behind(&Arc::new(Gate::guarded(settings)), routes)
}

fn path() -> String {
    format!("/predict/{FIRST_ID}")
}

/// The same claims with one of them different; null takes it out.
fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    claims
}

fn assert_refused(answer: &Answer, says: &str, context: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{context}: {:?}", answer.body);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{context}");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-store", "{context}");
    let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
    assert!(challenge.starts_with(r#"Bearer realm="clairscore""#), "{context}: {challenge}");
    let problem = answer.json();
    assert_eq!(problem["type"], "urn:clairscore:problem:unauthenticated", "{context}");
    assert!(problem["detail"].as_str().unwrap().contains(says), "{context}: {problem}");
}

#[tokio::test]
async fn a_good_token_is_let_in_by_either_header() {
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        let guarded = Guarded::new(algorithm, NEVER).await;
        let token = guarded.issuer.sign(&guarded.issuer.claims("anna", &["advisor"])).unwrap();
        for (name, value) in [
            ("authorization", format!("Bearer {token}")),
            ("Authorization", format!("bearer {token}")),
            ("x-id-token", token.clone()),
        ] {
            let answer = ask(&guarded.predict, Method::GET, &path(), &[(name, &value)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{algorithm:?} {name}: {:?}", answer.body);
        }
        // What CloudFront puts into `Authorization` is not a token.
        let both = [("authorization", "AWS4-HMAC-SHA256 Credential=a"), ("x-id-token", token.as_str())];
        assert_eq!(ask(&guarded.predict, Method::GET, &path(), &both).await.status, StatusCode::OK);
        assert_eq!(guarded.issuer.fetches(), 1, "the keys are kept");
    }
}

#[tokio::test]
async fn two_tokens_are_none() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    let sign = |name: &str, role: &str| guarded.issuer.sign(&guarded.issuer.claims(name, &[role])).unwrap();
    let (anna, eve) = (sign("anna", "advisor"), sign("eve", "partner"));
    let [bearer, other] = [&anna, &eve].map(|token| format!("Bearer {token}"));
    for headers in [
        [("authorization", bearer.as_str()), ("authorization", other.as_str())],
        [("authorization", bearer.as_str()), ("authorization", bearer.as_str())],
        [("authorization", "Basic YTpi"), ("authorization", bearer.as_str())],
        [("x-id-token", anna.as_str()), ("x-id-token", eve.as_str())],
        [("x-id-token", anna.as_str()), ("authorization", other.as_str())],
        [("x-id-token", "a.b.c"), ("authorization", bearer.as_str())],
    ] {
        assert_refused(&ask(&guarded.predict, Method::GET, &path(), &headers).await, "one token", "two");
    }
    let joined = format!("{bearer}, {other}");
    let answer = ask(&guarded.predict, Method::GET, &path(), &[("authorization", &joined)]).await;
    assert_refused(&answer, "JSON Web Token", "two in one");
    let twice = [("x-id-token", anna.as_str()), ("authorization", bearer.as_str())];
    assert_eq!(
        ask(&guarded.predict, Method::GET, &path(), &twice).await.status,
        StatusCode::OK,
        "the same one"
    );
}

#[tokio::test]
async fn nobody_is_let_in_without_a_token() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    for headers in [
        &[][..],
        &[("authorization", "Basic YTpi")],
        &[("authorization", "AWS4-HMAC-SHA256 Credential=a")],
        &[("authorization", "Bearer")],
    ] {
        let answer = ask(&guarded.predict, Method::GET, &path(), headers).await;
        assert_refused(&answer, "sign in", &format!("{headers:?}"));
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], r#"Bearer realm="clairscore""#);
    }
    for path in ["/health", "/api/health"] {
        assert_eq!(ask(&guarded.predict, Method::GET, path, &[]).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(ask(&guarded.predict, Method::GET, "/nothing", &[]).await.status, StatusCode::NOT_FOUND);
    let prefixed = format!("/api{}", path());
    assert_refused(&ask(&guarded.predict, Method::GET, &prefixed, &[]).await, "sign in", "/api");
    assert_eq!(ask(&guarded.predict, Method::HEAD, &path(), &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_a_token_says_is_checked() {
    let guarded = Guarded::new(Algorithm::Rs256, NEVER).await;
    let good = guarded.issuer.claims("anna", &["advisor"]);
    let now = now();
    for (name, value, says) in [
        ("exp", json!(now - 61), "expired"),
        ("exp", Value::Null, "JSON Web Token"),
        ("exp", json!("soon"), "JSON Web Token"),
        ("nbf", json!(now + 120), "not valid yet"),
        ("nbf", json!("later"), "JSON Web Token"),
        ("iss", json!("https://evil.example"), "another issuer"),
        ("iss", json!([guarded.issuer.url(), "https://evil.example"]), "JSON Web Token"),
        ("iss", Value::Null, "JSON Web Token"),
        ("aud", json!("another"), "another service"),
        ("aud", json!([]), "another service"),
        ("aud", Value::Null, "another service"),
        ("sub", Value::Null, "JSON Web Token"),
        ("sub", json!(""), "JSON Web Token"),
    ] {
        let answer = guarded.with_claims(&with(&good, name, value.clone())).await;
        assert_refused(&answer, says, &format!("{name}: {value}"));
    }
    // A clock may be a minute off.
    for (name, value) in
        [("exp", json!(now - 30)), ("nbf", json!(now + 30)), ("aud", json!(["another", AUDIENCE]))]
    {
        let answer = guarded.with_claims(&with(&good, name, value.clone())).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {value}: {:?}", answer.body);
    }
    // Cognito's access tokens have no audience.
    let access = with(&good, "aud", Value::Null);
    let access = with(&access, "client_id", json!(AUDIENCE));
    assert_refused(&guarded.with_claims(&access).await, "another service", "client_id alone");
    for (token_use, client, status) in [
        ("access", AUDIENCE, StatusCode::OK),
        ("id", AUDIENCE, StatusCode::UNAUTHORIZED),
        ("access", "another", StatusCode::UNAUTHORIZED),
    ] {
        let claims = with(&with(&access, "token_use", json!(token_use)), "client_id", json!(client));
        assert_eq!(guarded.with_claims(&claims).await.status, status, "{token_use} {client}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_signed_by_the_issuer_is_none() {
    let guarded = Guarded::new(Algorithm::Rs256, NEVER).await;
    let (issuer, key) = (&guarded.issuer, guarded.issuer.key());
    let claims = issuer.claims("anna", &["advisor"]);
    let good = issuer.sign(&claims).unwrap();
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (head, payload) = message.split_once('.').unwrap();

    let none = base64url(json!({"alg": "none", "kid": "key-1"}).to_string().as_bytes());
    let mut hmac = Header::new(jsonwebtoken::Algorithm::HS256);
    hmac.kid = Some("key-1".to_owned());
    let confused = encode(&hmac, &claims, &EncodingKey::from_secret(key.public())).unwrap();
    let stranger = SigningKey::new("key-1".to_owned(), Algorithm::Rs256).unwrap();
    let curve = SigningKey::new("key-1".to_owned(), Algorithm::Es256).unwrap();
    let unknown = SigningKey::new("key-9".to_owned(), Algorithm::Rs256).unwrap();
    let other = base64url(issuer.claims("eve", &["advisor"]).to_string().as_bytes());
    let sign = |key: &SigningKey| key.sign(&key.header(), &claims).unwrap();
    let critical = with(&with(&key.header(), "crit", json!(["b64"])), "b64", json!(false));
    for (context, token, says) in [
        ("alg none", format!("{none}.{payload}."), "JSON Web Token"),
        ("alg none with a signature", format!("{none}.{payload}.{signature}"), "JSON Web Token"),
        ("HS256 with the public key", confused, "algorithm"),
        ("another key under the same name", sign(&stranger), "signature"),
        ("another kind of key", sign(&curve), "algorithm"),
        ("a key that is not published", sign(&unknown), "does not publish"),
        ("another's claims", format!("{head}.{other}.{signature}"), "signature"),
        ("no signature", format!("{message}."), "signature"),
        ("two parts", message.to_owned(), "JSON Web Token"),
        ("four parts", format!("{good}.a"), "JSON Web Token"),
        ("no text", "\u{e9}".to_owned(), "JSON Web Token"),
        ("empty parts", "..".to_owned(), "JSON Web Token"),
        ("too long", "a".repeat(20_000), "JSON Web Token"),
        (
            "no name of a key",
            key.sign(&with(&key.header(), "kid", Value::Null), &claims).unwrap(),
            "JSON Web Token",
        ),
        ("what must be understood", key.sign(&critical, &claims).unwrap(), "JSON Web Token"),
    ] {
        let headers = [("x-id-token", token.as_str())];
        assert_refused(&ask(&guarded.predict, Method::GET, &path(), &headers).await, says, context);
    }
    assert_eq!(guarded.with(&good).await.status, StatusCode::OK);
}

#[tokio::test]
async fn rotated_keys_are_followed_and_withdrawn_ones_forgotten() {
    let guarded = Guarded::new(Algorithm::Rs256, Duration::ZERO).await;
    let issuer = &guarded.issuer;
    let claims = issuer.claims("anna", &["advisor"]);
    let before = issuer.sign(&claims).unwrap();
    assert_eq!(guarded.with(&before).await.status, StatusCode::OK);
    issuer.publish(Algorithm::Es256).unwrap();
    let after = issuer.sign(&claims).unwrap();
    assert_eq!(guarded.with(&after).await.status, StatusCode::OK, "the new key");
    assert_eq!(guarded.with(&before).await.status, StatusCode::OK, "the old one is published still");
    assert_eq!(issuer.fetches(), 2);

    issuer.withdraw();
    issuer.publish(Algorithm::Rs256).unwrap();
    assert_eq!(guarded.with_claims(&claims).await.status, StatusCode::OK);
    assert_refused(&guarded.with(&before).await, "does not publish", "withdrawn");
}

#[tokio::test]
async fn unknown_keys_are_asked_for_once_in_a_while() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    let claims = guarded.issuer.claims("anna", &["advisor"]);
    for number in 0..20 {
        let key = SigningKey::new(format!("guess-{number}"), Algorithm::Es256).unwrap();
        let token = key.sign(&key.header(), &claims).unwrap();
        assert_refused(&guarded.with(&token).await, "does not publish", "guessed");
    }
    assert_eq!(guarded.issuer.fetches(), 1);
    assert_eq!(guarded.with_claims(&claims).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_silent_issuer_leaves_the_keys_as_they_are() {
    let guarded = Guarded::new(Algorithm::Es256, Duration::ZERO).await;
    let issuer = &guarded.issuer;
    let claims = issuer.claims("anna", &["advisor"]);
    issuer.fall_silent(true);
    let answer = guarded.with_claims(&claims).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "nothing can be verified");
    assert_eq!(answer.json()["type"], "urn:clairscore:problem:unavailable");
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    issuer.fall_silent(false);
    assert_eq!(guarded.with_claims(&claims).await.status, StatusCode::OK);

    let known = issuer.sign(&claims).unwrap();
    issuer.fall_silent(true);
    assert_eq!(guarded.with(&known).await.status, StatusCode::OK, "a key that is known");
    issuer.publish(Algorithm::Es256).unwrap();
    let answer = guarded.with_claims(&claims).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "it may be a new key");
    assert_eq!(guarded.with(&known).await.status, StatusCode::OK, "still known");
}

#[tokio::test]
async fn keys_may_be_named_by_url_and_belong_to_the_issuer() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    let issuer = &guarded.issuer;
    let token = issuer.sign(&issuer.claims("anna", &["advisor"])).unwrap();
    let headers = [("x-id-token", token.as_str())];
    let asked = async |settings| {
        let predict = predict::router(guarded.world.context().await.unwrap());
        ask(&self::guarded(predict, settings), Method::GET, &path(), &headers).await.status
    };
    let named = SignInSettings { jwks: Some(format!("{}/keys", issuer.url())), ..issuer.settings(NEVER) };
    assert_eq!(asked(named).await, StatusCode::OK);
    // The discovery document names another issuer than the one that is trusted.
    let other = SignInSettings { issuer: format!("{}/", issuer.url()), ..issuer.settings(NEVER) };
    assert_eq!(asked(other).await, StatusCode::SERVICE_UNAVAILABLE);
    let gone = SignInSettings { jwks: Some("http://127.0.0.1:9/keys".to_owned()), ..issuer.settings(NEVER) };
    assert_eq!(asked(gone).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn each_caller_may_do_what_its_roles_and_scopes_say() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    let (world, issuer) = (&guarded.world, &guarded.issuer);
    let settings = || issuer.settings(NEVER);
    let functions = [
        self::guarded(explain::router(world.context().await.unwrap()), settings()),
        self::guarded(compare::router(world.context().await.unwrap()), settings()),
    ];
    let [explain, compare] = &functions;
    let endpoints = [
        ("score", &guarded.predict, path()),
        ("explain", explain, format!("/explain/{FIRST_ID}")),
        ("explain", explain, format!("/explain/{FIRST_ID}/profile")),
        ("model", explain, "/model".to_owned()),
        ("compare", compare, format!("/compare/{FIRST_ID}")),
        ("clients", compare, "/clients".to_owned()),
    ];
    let nobody = issuer.claims("anna", &[]);
    let partner = ["score", "explain", "model", "compare"];
    let all = ["score", "explain", "model", "compare", "clients"];
    let cases: [(&str, Value, &[&str]); 10] = [
        ("no role", nobody.clone(), &[]),
        ("another role", with(&nobody, "roles", json!(["admin"])), &[]),
        ("advisor", with(&nobody, "cognito:groups", json!(["advisor"])), &all),
        ("partner", with(&nobody, "cognito:groups", json!(["partner"])), &partner),
        ("roles", with(&nobody, "roles", json!("partner")), &partner),
        ("scope of a role", with(&nobody, "scope", json!("openid clairscore/partner")), &partner),
        ("scopes", with(&nobody, "scope", json!("clairscore/score clairscore/model")), &["score", "model"]),
        ("a scope of another service", with(&nobody, "scope", json!("other/advisor advisor score")), &[]),
        (
            "both",
            with(&with(&nobody, "roles", json!(["partner"])), "scope", json!("clairscore/clients")),
            &all,
        ),
        ("a scope that is unknown", with(&nobody, "scope", json!("clairscore/everything")), &[]),
    ];
    for (context, claims, allowed) in cases {
        let token = issuer.sign(&claims).unwrap();
        for (scope, function, path) in &endpoints {
            let answer = ask(function, Method::GET, path, &[("x-id-token", &token)]).await;
            if allowed.contains(scope) {
                assert_eq!(answer.status, StatusCode::OK, "{context} {path}: {:?}", answer.body);
                continue;
            }
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{context} {path}");
            assert_eq!(answer.json()["type"], "urn:clairscore:problem:forbidden");
            let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
            let expected = format!(r#"error="insufficient_scope", scope="clairscore/{scope}""#);
            assert!(challenge.contains(&expected), "{challenge}");
        }
    }
}

#[tokio::test]
async fn routes_behind_no_gate_let_nobody_in() {
    let world = World::new(40).await;
    let predict = predict::router(world.context().await.unwrap());
    for path in [path(), "/health".to_owned()] {
        let answer = ask(&predict, Method::GET, &path, &[]).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
    }
}

/// What Lambda says of a request that was signed with AWS credentials.
fn signed(arn: &str) -> RequestContext {
    let event = json!({
        "accountId": "123456789012", "apiId": "a", "stage": "$default", "requestId": "1", "timeEpoch": 1,
        "http": {"method": "GET", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "a"},
        "authorizer": {"iam": {"accountId": "123456789012", "userArn": arn, "userId": "A"}},
    });
    RequestContext::ApiGatewayV2(serde_json::from_value(event).unwrap())
}

#[tokio::test]
async fn an_aws_principal_that_is_allowed_is_a_partner() {
    let guarded = Guarded::new(Algorithm::Es256, NEVER).await;
    let partners = SignInSettings::from_lookup(|name| match name {
        "CLAIRSCORE_OIDC_ISSUER" => Some(guarded.issuer.url().to_owned()),
        "CLAIRSCORE_OIDC_AUDIENCE" => Some(AUDIENCE.to_owned()),
        "CLAIRSCORE_IAM_PARTNERS" => Some("arn:aws:iam::123456789012:role/partner".to_owned()),
        _ => None,
    });
    let settings = partners.unwrap().unwrap();
    let allowed = "arn:aws:sts::123456789012:assumed-role/partner/nightly";
    let stranger = "arn:aws:sts::123456789012:assumed-role/other/nightly";
    let world = &guarded.world;
    for (arn, scored, found) in [(allowed, 200, 403), (stranger, 401, 401)] {
        let context = || axum::Extension(signed(arn));
        let predict = predict::router(world.context().await.unwrap());
        let predict = self::guarded(predict, settings.clone()).layer(context());
        assert_eq!(ask(&predict, Method::GET, &path(), &[]).await.status.as_u16(), scored, "{arn}");
        let compare = compare::router(world.context().await.unwrap());
        let compare = self::guarded(compare, settings.clone()).layer(context());
        assert_eq!(ask(&compare, Method::GET, "/clients", &[]).await.status.as_u16(), found, "{arn}");
        // A token goes before the signature.
        let token = guarded.issuer.sign(&guarded.issuer.claims("anna", &["advisor"])).unwrap();
        let answer = ask(&compare, Method::GET, "/clients", &[("x-id-token", &token)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{arn}");
        assert_refused(&ask(&predict, Method::GET, &path(), &[("x-id-token", "a.b.c")]).await, "", arn);
    }
    // Without a list, nobody's signature counts.
    let predict = predict::router(world.context().await.unwrap());
    let nobody =
        self::guarded(predict, guarded.issuer.settings(NEVER)).layer(axum::Extension(signed(allowed)));
    assert_refused(&ask(&nobody, Method::GET, &path(), &[]).await, "principal", "no list");
}
