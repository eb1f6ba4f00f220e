//! The interface, over the real S3 protocol.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use system_tests::http::{clients, get, get_in};
use system_tests::server::Server;

fn number(value: &Value) -> Result<f64> {
    value.as_f64().with_context(|| format!("{value} is not a number"))
}

/// Contributions, in log-odds and in points, add up to the score, by feature and by theme.
pub(crate) fn adds_up(explanation: &Value) -> Result<()> {
    for parts in ["contributions", "themes"] {
        let parts = explanation[parts].as_array().context("no contributions")?;
        let mut log_odds = number(&explanation["base"]["log_odds"])?;
        let mut points = explanation["base"]["points"].as_i64().context("base.points")?;
        for part in parts {
            log_odds += number(&part["log_odds"])?;
            points += part["points"].as_i64().context("points")?;
        }
        ensure!((log_odds - number(&explanation["log_odds"])?).abs() < 1e-9, "log-odds of {explanation}");
        ensure!(Some(points) == explanation["points"].as_i64(), "points of {explanation}");
    }
    Ok(())
}

#[test]
fn every_client_is_scored_explained_and_compared() -> Result<()> {
    let server = Server::shared()?;
    let ids = clients(&server.base, 5_000)?;
    assert_eq!(ids.len(), 3_000, "the clients that were asked for");
    for id in ids.iter().step_by(60) {
        let prediction = get(&server.base, &format!("/predict/{id}"))?;
        let log_odds = number(&prediction["log_odds"])?;
        let probability = number(&prediction["probability_of_default"])?;
        assert!((probability - 1.0 / (1.0 + (-log_odds).exp())).abs() < 1e-12, "{prediction}");
        let (points, from, to) =
            (&prediction["points"], &prediction["review"]["from"], &prediction["review"]["to"]);
        let decision = match points.as_i64() {
            points if points >= to.as_i64() => "granted",
            points if points < from.as_i64() => "refused",
            _ => "review",
        };
        assert_eq!(prediction["decision"], decision, "{prediction}");

        let explanation = get(&server.base, &format!("/explain/{id}"))?;
        adds_up(&explanation)?;
        assert_eq!(explanation["log_odds"], prediction["log_odds"]);
        assert_ne!(explanation["decision_id"], prediction["decision_id"]);

        let comparison = get(&server.base, &format!("/compare/{id}?features=AMT_CREDIT,NAME_INCOME_TYPE"))?;
        assert_eq!(comparison["cohort"]["size"], 3_000);
        for feature in comparison["features"].as_array().context("features")? {
            let sum: u64 = ["repaid", "defaulted", "unknown"]
                .iter()
                .filter_map(|outcome| feature["histogram"][outcome].as_array())
                .flatten()
                .filter_map(Value::as_u64)
                .sum();
            let present = 3_000.0 * (1.0 - number(&feature["missing_share"])?);
            assert_eq!(sum as f64, present.round(), "{feature}");
        }
    }
    Ok(())
}

#[test]
fn protected_characteristics_are_known_and_not_used() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let explanation = get(&server.base, &format!("/explain/{id}"))?;
    let profile = get(&server.base, &format!("/explain/{id}/profile"))?;
    for protected in ["CODE_GENDER", "NAME_FAMILY_STATUS"] {
        let contributions = explanation["contributions"].as_array().context("contributions")?;
        assert!(contributions.iter().all(|part| part["feature"] != protected));
        let fields = profile["fields"].as_array().context("fields")?;
        let field =
            fields.iter().find(|field| field["feature"] == protected).context("not in the profile")?;
        assert_eq!(field["used"], false);
    }
    Ok(())
}

#[test]
fn answers_are_in_the_language_asked_for() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let mut labels = Vec::new();
    for language in ["fr-FR,fr;q=0.9", "en-GB"] {
        let answer = get_in(&server.base, &format!("/explain/{id}"), language)?;
        let themes = answer.body["themes"].as_array().context("themes")?;
        let loan = themes.iter().find(|theme| theme["theme"] == "loan").context("no theme loan")?;
        labels.push(loan["label"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(labels, ["Crédit demandé", "Loan asked for"]);
    Ok(())
}

#[test]
fn errors_are_problem_details() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let cases = [
        ("/predict/1".to_owned(), 404, "client-not-found", ""),
        ("/predict/abc".to_owned(), 422, "invalid-request", "path:client_id"),
        ("/predict/-5".to_owned(), 422, "invalid-request", "path:client_id"),
        ("/predict/99999999999".to_owned(), 422, "invalid-request", "path:client_id"),
        ("/explain/1".to_owned(), 404, "client-not-found", ""),
        ("/compare/1".to_owned(), 404, "client-not-found", ""),
        (format!("/compare/{id}?features=NO_SUCH"), 422, "invalid-request", "query:features"),
        (format!("/compare/{id}?cohort=nobody"), 422, "invalid-request", "query:cohort"),
        (format!("/compare/{id}?colour=red"), 422, "invalid-request", "query:colour"),
        ("/clients?limit=0".to_owned(), 422, "invalid-request", "query:limit"),
        ("/clients?prefix=12x".to_owned(), 422, "invalid-request", "query:prefix"),
        ("/nothing/here".to_owned(), 404, "not-found", ""),
    ];
    for (path, status, kind, pointer) in cases {
        let answer = get_in(&server.base, &path, "en")?;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert_eq!(answer.media_type, "application/problem+json", "{path}");
        assert_eq!(answer.body["type"], format!("urn:clairscore:problem:{kind}"), "{path}");
        assert_eq!(answer.body["status"], status, "{path}");
        if !pointer.is_empty() {
            assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{path}: {}", answer.body);
        }
    }
    Ok(())
}
