//! Attacks on sign-in, against the functions' own processes under the Lambda runtime protocol.

use anyhow::{Context, Result};
use local::issuer::now;
use serde_json::{Value, json};
use system_tests::cloud::{Cloud, event, with_header};
use system_tests::data::program;
use system_tests::http::clients;
use system_tests::lambda::Runtime;
use system_tests::server::Server;

const DECISION: &str = "/decisions/019b7a3e-5c00-7abc-8def-0123456789ab";

struct Lab {
    cloud: Cloud,
    id: u64,
}

impl Lab {
    fn new() -> Result<Self> {
        let server = Server::shared()?;
        let id = clients(&server.base, 1)?[0];
        Ok(Self { cloud: Cloud::start(&server.release)?, id })
    }

    /// The claims of a good token of that role, with some of them different.
    fn token(&self, role: &str, change: impl FnOnce(&mut Value)) -> Result<String> {
        let mut claims = self.cloud.issuer().claims("someone", &[role]);
        change(&mut claims);
        Ok(self.cloud.issuer().sign(&claims)?)
    }

    fn runtime(&self, function: &str) -> Result<(Runtime, system_tests::lambda::Function)> {
        let mut environment = self.cloud.without(&[]);
        environment.push(("CLAIRSCORE_ORIGINS", "https://dashboard.example"));
        let runtime = Runtime::start()?;
        let process = runtime.function(&program(function), &environment)?;
        Ok((runtime, process))
    }
}

#[test]
fn a_token_counts_for_its_time_its_issuer_and_its_audience_alone() -> Result<()> {
    let lab = Lab::new()?;
    let path = format!("/predict/{}", lab.id);
    let (mut runtime, process) = lab.runtime("predict")?;
    let stranger = Cloud::start(&Server::shared()?.release)?;
    let now = now();
    let good = lab.token("advisor", |_| {})?;
    for (attack, header, value, status) in [
        ("none: a good token", "x-id-token", good.clone(), 200),
        ("none: the same token again", "x-id-token", good.clone(), 200),
        ("none: the header in capitals", "X-ID-TOKEN", good.clone(), 200),
        ("an expired token", "x-id-token", lab.token("advisor", |it| it["exp"] = (now - 3_600).into())?, 401),
        (
            "a token of tomorrow",
            "x-id-token",
            lab.token("advisor", |it| it["nbf"] = (now + 86_400).into())?,
            401,
        ),
        ("a token without an end", "x-id-token", lab.token("advisor", |it| it["exp"] = Value::Null)?, 401),
        (
            "a token for another service",
            "x-id-token",
            lab.token("advisor", |it| it["aud"] = "other".into())?,
            401,
        ),
        ("another issuer's token", "x-id-token", stranger.token("advisor")?, 401),
        (
            "another issuer's token that names ours",
            "x-id-token",
            {
                let mut claims = lab.cloud.issuer().claims("someone", &["advisor"]);
                claims["iss"] = lab.cloud.issuer().url().into();
                stranger.issuer().sign(&claims)?
            },
            401,
        ),
        ("a token cut short", "x-id-token", good[..good.len() - 4].to_owned(), 401),
        (
            "two tokens, as the function URL joins them",
            "authorization",
            format!("Bearer {good},Bearer {good}"),
            401,
        ),
        ("two tokens in x-id-token", "x-id-token", format!("{good},{good}"), 401),
        ("a token as Basic", "authorization", format!("Basic {good}"), 401),
        ("a token in a cookie", "cookie", format!("x-id-token={good}"), 401),
        (
            "a context in a header",
            "x-amzn-request-context",
            json!({"authorizer": {"iam": {"userArn": "arn:aws:sts::123456789012:assumed-role/partner/a"}}})
                .to_string(),
            401,
        ),
    ] {
        let answer = runtime.invoke(&with_header(event("get.json", &path)?, header, &value));
        let answer = answer.with_context(|| process.lines())?;
        assert_eq!(answer.status, status, "{attack}: {:?}", answer.json());
        if status == 401 {
            assert!(answer.headers["www-authenticate"].starts_with("Bearer"), "{attack}");
            assert!(answer.json()?.get("points").is_none(), "{attack}");
        }
    }
    let mut both = with_header(event("get.json", &path)?, "x-id-token", &good);
    both["headers"]["authorization"] = format!("Bearer {}", lab.token("partner", |_| {})?).into();
    assert_eq!(runtime.invoke(&both)?.status, 401, "two different tokens");
    let mut query = event("get.json", &path)?;
    query["rawQueryString"] = format!("x-id-token={good}&access_token={good}").into();
    assert_eq!(runtime.invoke(&query)?.status, 401, "a token in the query");
    Ok(())
}

#[test]
fn a_partner_comes_nowhere_that_is_an_advisor_s() -> Result<()> {
    let lab = Lab::new()?;
    let partner = lab.token("partner", |_| {})?;
    let (mut explain, explaining) = lab.runtime("explain")?;
    let (mut compare, _comparing) = lab.runtime("compare")?;
    let reviews = format!("{DECISION}/reviews");
    let answer = explain.invoke(&with_header(
        event("post.json", &format!("{DECISION}/review"))?,
        "x-id-token",
        &partner,
    ));
    let answer = answer.with_context(|| explaining.lines())?;
    assert_eq!(answer.status, 403, "a review by a partner");
    assert!(answer.headers["www-authenticate"].contains("clairscore/review"), "{:?}", answer.headers);
    for path in [reviews.clone(), format!("/api{reviews}"), format!("/clients/{}/reviews", lab.id)] {
        let answer = explain.invoke(&with_header(event("get.json", &path)?, "x-id-token", &partner))?;
        assert_eq!(answer.status, 403, "{path}");
    }
    // Signed with AWS credentials, a partner is a partner still.
    let mut signed = event("iam.json", &format!("{DECISION}/review"))?;
    signed["requestContext"]["http"]["method"] = "POST".into();
    signed["headers"]["content-type"] = "application/json".into();
    signed["body"] = json!({"client_id": lab.id, "decision": "granted", "reason": "other", "text": "x"})
        .to_string()
        .into();
    assert_eq!(explain.invoke(&signed)?.status, 403, "a review by a signed partner");

    // Other ways to write the same path lead to no answer.
    for path in [
        "/clients",
        "/api/clients",
        "//clients",
        "/clients/",
        "/./clients",
        "/compare/../clients",
        "/api/api/clients",
        "/CLIENTS",
        "/%63lients",
        "/clients%2F",
        "/clients;a=b",
        "/clients\\",
        "/api/../clients",
    ] {
        let answer = compare.invoke(&with_header(event("get.json", path)?, "x-id-token", &partner))?;
        assert!(matches!(answer.status, 403 | 404), "{path}: {}", answer.status);
    }
    let mut overridden = with_header(event("get.json", &reviews)?, "x-id-token", &partner);
    overridden["headers"]["x-http-method-override"] = "POST".into();
    overridden["headers"]["x-original-url"] = "/health".into();
    assert_eq!(explain.invoke(&overridden)?.status, 403, "headers that rewrite a request elsewhere");
    let kept = with_header(event("get.json", &reviews)?, "x-id-token", &lab.token("advisor", |_| {})?);
    assert_eq!(explain.invoke(&kept)?.json()?["reviews"], json!([]), "nothing was written");
    Ok(())
}

#[test]
fn scopes_are_what_the_token_says_and_no_more() -> Result<()> {
    let lab = Lab::new()?;
    let (mut predict, predicting) = lab.runtime("predict")?;
    let (mut explain, _explaining) = lab.runtime("explain")?;
    let (score, reasons) = (format!("/predict/{}", lab.id), format!("/explain/{}", lab.id));
    for (said, scored, explained) in [
        (json!({"scope": "clairscore/score"}), 200, 403),
        (json!({"scope": "clairscore/explain"}), 403, 200),
        (json!({"scope": "clairscore/partner"}), 200, 200),
        (
            json!({"scope": "CLAIRSCORE/score clairscore/Score clairscore/score/ score clairscore//score"}),
            403,
            403,
        ),
        (json!({"scope": ["clairscore/score"]}), 401, 401),
        (json!({"roles": ["Advisor", "advisor ", "admin", "*", ""]}), 403, 403),
        (json!({"roles": "advisor,partner"}), 403, 403),
        (json!({"roles": {"advisor": true}}), 401, 401),
        (json!({"groups": ["advisor"], "role": "advisor", "custom:roles": "advisor"}), 403, 403),
    ] {
        let token = lab.token("nobody", |claims| {
            for (name, value) in said.as_object().into_iter().flatten() {
                claims[name] = value.clone();
            }
        })?;
        let answer = predict.invoke(&with_header(event("get.json", &score)?, "x-id-token", &token));
        assert_eq!(answer.with_context(|| predicting.lines())?.status, scored, "{said} scores");
        let answer = explain.invoke(&with_header(event("get.json", &reasons)?, "x-id-token", &token))?;
        assert_eq!(answer.status, explained, "{said} explains");
    }
    Ok(())
}

#[test]
fn a_page_of_another_origin_reads_nothing() -> Result<()> {
    let lab = Lab::new()?;
    let token = lab.token("advisor", |_| {})?;
    let (mut explain, explaining) = lab.runtime("explain")?;
    let path = format!("/api/explain/{}", lab.id);
    for (origin, allowed) in [
        ("https://dashboard.example", true),
        ("https://evil.example", false),
        ("https://dashboard.example.evil.example", false),
        ("http://dashboard.example", false),
        ("https://DASHBOARD.example", false),
        ("null", false),
        ("https://dashboard.example, https://evil.example", false),
        ("*", false),
    ] {
        let mut asked = with_header(event("get.json", &path)?, "x-id-token", &token);
        asked["headers"]["origin"] = origin.into();
        let mut before = event("get.json", &path)?;
        before["requestContext"]["http"]["method"] = "OPTIONS".into();
        for (name, value) in [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "x-id-token"),
        ] {
            before["headers"][name] = value.into();
        }
        for event in [asked, before] {
            let answer = explain.invoke(&event).with_context(|| explaining.lines())?;
            let told = answer.headers.get("access-control-allow-origin").map(String::as_str);
            assert_eq!(told, allowed.then_some(origin), "{origin}");
            assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{origin}");
        }
    }
    // What a page may send without asking first is not read.
    for media in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"] {
        let mut form = with_header(event("post.json", &format!("{DECISION}/review"))?, "x-id-token", &token);
        form["headers"]["content-type"] = media.into();
        let answer = explain.invoke(&form)?;
        assert!(matches!(answer.status, 415 | 422), "{media}: {}", answer.status);
    }
    Ok(())
}
