//! The functions' own processes under the Lambda runtime protocol, with events of function URLs as they were recorded.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use system_tests::cloud::{Cloud, event, with_header};
use system_tests::data::root;
use system_tests::http::{clients, get};
use system_tests::lambda::Runtime;
use system_tests::server::Server;

fn program(function: &str) -> PathBuf {
    root().join("target/release").join(function)
}

#[test]
fn predict_answers_whoever_may_ask() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let expected = get(&server.base, &format!("/predict/{id}"))?;
    let cloud = Cloud::start(&server.release)?;
    let mut runtime = Runtime::start()?;
    let path = format!("/predict/{id}");
    let token = cloud.token("partner")?;
    let bearer = format!("Bearer {token}");

    // The first event waits for the process.
    runtime.send(&with_header(event("get.json", &path)?, "authorization", &bearer))?;
    let begun = Instant::now();
    let function = runtime.function(&program("predict"), &cloud.without(&[]))?;
    let answer = runtime.answer(begun).with_context(|| function.lines())?;
    ensure!(answer.status == 200, "{answer:?}");
    let prediction = answer.json()?;
    for field in ["release", "client_id", "log_odds", "points", "decision", "reasons"] {
        assert_eq!(prediction[field], expected[field], "{field}");
    }
    assert_eq!(answer.headers["x-request-id"], "00000000-0000-4000-8000-000000000001");
    assert_eq!(answer.headers["cache-control"], "private, no-store");

    let refused = runtime.invoke(&event("get.json", &path)?)?;
    assert_eq!(refused.status, 401);
    assert!(refused.headers["www-authenticate"].starts_with("Bearer"));
    assert_eq!(refused.json()?["type"], "urn:clairscore:problem:unauthenticated");

    // Behind CloudFront the token has a header of its own, and the answer is compressed.
    let behind = with_header(event("cloudfront.json", &format!("/api{path}"))?, "x-id-token", &token);
    let answer = runtime.invoke(&behind)?;
    assert_eq!((answer.status, answer.headers["content-encoding"].as_str()), (200, "gzip"));
    assert!(answer.json().is_err(), "it is compressed");

    let signed = runtime.invoke(&event("iam.json", &path)?)?;
    assert_eq!(signed.json()?["points"], expected["points"], "signed with AWS credentials");
    let mut stranger = event("iam.json", &path)?;
    stranger["requestContext"]["authorizer"]["iam"]["userArn"] =
        "arn:aws:sts::123456789012:assumed-role/other/nightly".into();
    assert_eq!(runtime.invoke(&stranger)?.status, 401);
    let missing = with_header(event("get.json", "/predict/1")?, "authorization", &bearer);
    assert_eq!(runtime.invoke(&missing)?.status, 404);
    assert_eq!(runtime.invoke(&event("get.json", "/health")?)?.status, 200);

    // One line of the audit log for each decision, one of metrics for each request, and nothing personal.
    std::thread::sleep(system_tests::cloud::MOMENT);
    let lines = function.lines();
    let lines: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let of = |test: &dyn Fn(&Value) -> bool| lines.iter().filter(|line| test(line)).count();
    assert_eq!(of(&|line| line["target"] == "audit"), 3, "{lines:?}");
    assert_eq!(of(&|line| line["_aws"].is_object()), 7, "{lines:?}");
    assert_eq!(of(&|line| line["ColdStart"] == 1), 1, "{lines:?}");
    for line in &lines {
        assert!(!line.to_string().contains("someone"), "{line}");
    }
    Ok(())
}

#[test]
fn explain_keeps_reviews_whatever_their_encoding() -> Result<()> {
    let server = Server::shared()?;
    let cloud = Cloud::start(&server.release)?;
    let mut runtime = Runtime::start()?;
    let function = runtime.function(&program("explain"), &cloud.without(&[]))?;
    let token = cloud.token("advisor")?;
    let path = "/decisions/019b7a3e-5c00-7abc-8def-0123456789ab/review";
    let mut kept = Vec::new();
    for name in ["post.json", "post-base64.json"] {
        let answer = runtime.invoke(&with_header(event(name, path)?, "x-id-token", &token));
        let answer = answer.with_context(|| function.lines())?;
        assert_eq!(answer.status, 201, "{name}: {answer:?}");
        let review = answer.json()?;
        assert_eq!(review["text"], "Dossier incomplet — à revoir.");
        kept.push(review);
    }
    for path in [format!("{path}s"), "/clients/100002/reviews".to_owned()] {
        let answer = runtime.invoke(&with_header(event("get.json", &path)?, "x-id-token", &token))?;
        assert_eq!(answer.json()?["reviews"], Value::from(kept.clone()), "{path}");
    }
    let partner = cloud.token("partner")?;
    let answer = runtime.invoke(&with_header(event("post.json", path)?, "x-id-token", &partner))?;
    assert_eq!(answer.status, 403);
    Ok(())
}

#[test]
fn no_function_starts_on_lambda_for_everyone() -> Result<()> {
    let server = Server::shared()?;
    let cloud = Cloud::start(&server.release)?;
    let runtime = Runtime::start()?;
    let names = ["CLAIRSCORE_OIDC_ISSUER", "CLAIRSCORE_OIDC_AUDIENCE", "CLAIRSCORE_IAM_PARTNERS"];
    for (function, without, named) in [
        ("predict", &names[..], "CLAIRSCORE_OIDC_ISSUER"),
        ("explain", &names[..], "CLAIRSCORE_OIDC_ISSUER"),
        ("compare", &names[..], "CLAIRSCORE_OIDC_ISSUER"),
        ("predict", &names[..1], "CLAIRSCORE_OIDC_ISSUER"),
        ("predict", &names[1..2], "CLAIRSCORE_OIDC_AUDIENCE"),
        ("explain", &["CLAIRSCORE_AUDIT_KEY"], "CLAIRSCORE_AUDIT_KEY"),
        ("compare", &["CLAIRSCORE_BUCKET"], "CLAIRSCORE_BUCKET"),
    ] {
        let (code, lines) = runtime.function(&program(function), &cloud.without(without))?.ended()?;
        assert_eq!(code, Some(1), "{function} without {without:?}: {lines}");
        assert!(lines.contains(named), "{function} without {without:?}: {lines}");
    }
    Ok(())
}
