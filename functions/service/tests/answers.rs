//! What each endpoint answers, on a small release.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use axum::http::{Method, StatusCode, header};
use common::fixture::{FEATURES, FIRST_ID};
use common::{Answer, World, ask, get};
use serde_json::{Value, json};

/// A client whose external score is missing: the fourth.
const WITHOUT_SCORE: u32 = FIRST_ID + 9;

/// The answer without what differs from run to run, and with figures to ten digits: the last bits of a logarithm are
/// the platform's.
fn pinned(mut answer: Value) -> Value {
    for varying in ["decision_id", "release"] {
        if answer.get(varying).is_some() {
            answer[varying] = Value::Null;
        }
    }
    rounded(answer)
}

fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            json!(format!("{:.9e}", number.as_f64().unwrap()).parse::<f64>().unwrap())
        }
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, rounded(field))).collect(),
        other => other,
    }
}

async fn english(function: &axum::Router, path: &str) -> Answer {
    ask(function, Method::GET, path, &[("accept-language", "en-GB,en;q=0.9")]).await
}

#[tokio::test]
async fn predict_answers() {
    let world = World::new(100).await;
    let predict = world.predict().await;
    let answer = get(&predict, &format!("/predict/{WITHOUT_SCORE}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let json = answer.json();
    assert_eq!(json["release"], world.fixture.manifest.release);
    assert_eq!(json["decision_id"].as_str().unwrap().as_bytes()[14], b'7', "a UUID of version 7");
    insta::assert_json_snapshot!("predict", pinned(json));
    let answer = english(&predict, &format!("/predict/{WITHOUT_SCORE}")).await;
    insta::assert_json_snapshot!("predict_en", pinned(answer.json()));
}

#[tokio::test]
async fn explain_answers() {
    let world = World::new(100).await;
    let explain = world.explain().await;
    for (name, path) in [
        ("explain", format!("/explain/{WITHOUT_SCORE}")),
        ("profile", format!("/explain/{WITHOUT_SCORE}/profile")),
        ("model", "/model".to_owned()),
    ] {
        let answer = get(&explain, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.json()["release"], world.fixture.manifest.release, "{path}");
        insta::assert_json_snapshot!(name, pinned(answer.json()));
    }
}

#[tokio::test]
async fn compare_answers() {
    let world = World::new(100).await;
    let compare = world.compare().await;
    for (name, path) in [
        ("compare", format!("/compare/{FIRST_ID}?features=EXT_SOURCE_2,CNT_CHILDREN,NAME_EDUCATION_TYPE")),
        ("compare_missing", format!("/compare/{WITHOUT_SCORE}?cohort=everyone&features=EXT_SOURCE_2")),
        ("clients", "/clients?prefix=1000&limit=3".to_owned()),
    ] {
        let answer = get(&compare, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {:?}", answer.body);
        insta::assert_json_snapshot!(name, pinned(answer.json()));
    }
}

#[tokio::test]
async fn contributions_add_up_for_every_client() {
    let world = World::new(100).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    for (row, id) in world.fixture.ids.iter().enumerate() {
        let explanation = get(&explain, &format!("/explain/{id}")).await.json();
        let prediction = get(&predict, &format!("/predict/{id}")).await.json();
        let score = world.fixture.model.score(&world.fixture.inputs(row));
        assert_eq!(prediction["log_odds"], score.log_odds.get());
        assert_eq!(prediction["points"], score.points.get());
        for field in
            ["log_odds", "probability_of_default", "points", "decision", "reasons", "strengths", "threshold"]
        {
            assert_eq!(explanation[field], prediction[field], "client {id}: {field}");
        }
        for parts in ["contributions", "themes"] {
            let parts = explanation[parts].as_array().unwrap();
            let base = &explanation["base"];
            let log_odds: f64 = parts.iter().map(|part| part["log_odds"].as_f64().unwrap()).sum();
            let points: i64 = parts.iter().map(|part| part["points"].as_i64().unwrap()).sum();
            let off =
                base["log_odds"].as_f64().unwrap() + log_odds - explanation["log_odds"].as_f64().unwrap();
            assert!(off.abs() < 1e-9, "client {id}: {off}");
            assert_eq!(base["points"].as_i64().unwrap() + points, explanation["points"].as_i64().unwrap());
        }
        let margin = explanation["margin"].as_f64().unwrap();
        assert!((1.1 * margin - 0.2 - score.log_odds.get()).abs() < 1e-12);
    }
}

#[tokio::test]
async fn labels_are_in_the_language_asked_for() {
    let world = World::new(100).await;
    let (explain, compare) = (world.explain().await, world.compare().await);
    for (function, path, pointer, french, english_label) in [
        (
            &explain,
            format!("/explain/{FIRST_ID}/profile"),
            "/fields/0/label",
            "Nombre d’enfants",
            "Number of children",
        ),
        (
            &compare,
            format!("/compare/{FIRST_ID}?features=AMT_CREDIT"),
            "/features/0/label",
            "Montant du crédit demandé",
            "Amount of the loan asked for",
        ),
    ] {
        let find = |answer: Answer| {
            let json = answer.json();
            if pointer.starts_with("/fields") {
                let fields = json["fields"].as_array().unwrap();
                fields.iter().find(|field| field["feature"] == "CNT_CHILDREN").unwrap()["label"].clone()
            } else {
                json.pointer(pointer).unwrap().clone()
            }
        };
        assert_eq!(find(get(function, &path).await), french);
        assert_eq!(find(english(function, &path).await), english_label);
    }
}

#[tokio::test]
async fn a_comparison_s_figures_are_those_of_the_clients() {
    let world = World::new(100).await;
    let compare = world.compare().await;
    let column = FEATURES.iter().position(|feature| *feature == "AMT_INCOME_TOTAL").unwrap();
    let mut incomes: Vec<f64> = world.fixture.rows.iter().map(|row| f64::from(row[column])).collect();
    let own = incomes[10];
    incomes.sort_by(f64::total_cmp);

    let answer =
        get(&compare, &format!("/compare/{}?features=AMT_INCOME_TOTAL", world.fixture.ids[10])).await.json();
    let found = &answer["features"][0];
    let at_most = incomes.iter().filter(|&&income| income <= own).count();
    assert_eq!(found["value"], own);
    assert_eq!(found["percentile"], at_most as f64);
    assert_eq!((&found["min"], &found["max"]), (&json!(incomes[0]), &json!(incomes[99])));
    // numpy.median of an even count, and the first quartile at place 24.75.
    assert_eq!(found["median"], f64::midpoint(incomes[49], incomes[50]));
    let q1 = incomes[24] + 0.75 * (incomes[25] - incomes[24]);
    assert!((found["q1"].as_f64().unwrap() - q1).abs() < 1e-6);
    assert!((found["mean"].as_f64().unwrap() - incomes.iter().sum::<f64>() / 100.0).abs() < 1e-6);

    let defaulted = world.fixture.target.iter().filter(|target| **target == 1.0).count();
    assert_eq!(answer["cohort"]["size"], 100);
    assert_eq!(answer["cohort"]["default_rate"], defaulted as f64 / 80.0);
}

#[tokio::test]
async fn without_a_choice_the_most_important_features_are_compared() {
    let world = World::new(100).await;
    let answer = get(&world.compare().await, &format!("/compare/{FIRST_ID}")).await.json();
    let features: Vec<_> =
        answer["features"].as_array().unwrap().iter().map(|one| one["feature"].clone()).collect();
    assert_eq!(
        features,
        [
            "EXT_SOURCE_2",
            "credit_to_income",
            "AMT_CREDIT",
            "DAYS_BIRTH",
            "CNT_CHILDREN",
            "NAME_EDUCATION_TYPE"
        ]
    );
}

#[tokio::test]
async fn pages_of_clients_lead_through_all_of_them() {
    let world = World::new(100).await;
    let compare = world.compare().await;
    for prefix in ["", "9", "99", "1", "100", "100002", "5"] {
        let expected: Vec<u32> =
            world.fixture.ids.iter().copied().filter(|id| id.to_string().starts_with(prefix)).collect();
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = get(&compare, &format!("/clients?prefix={prefix}&limit=7{cursor}")).await.json();
            assert_eq!(page["total"], expected.len(), "{prefix}");
            found
                .extend(page["clients"].as_array().unwrap().iter().map(|client| client["client_id"].clone()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected, "{prefix}");
    }
    let predict = world.predict().await;
    for client in get(&compare, "/clients").await.json()["clients"].as_array().unwrap() {
        let prediction = get(&predict, &format!("/predict/{}", client["client_id"])).await.json();
        assert_eq!(
            (&client["points"], &client["decision"]),
            (&prediction["points"], &prediction["decision"])
        );
    }
}

#[tokio::test]
async fn each_function_tells_its_health() {
    let world = World::new(30).await;
    for (name, function) in [
        ("predict", world.predict().await),
        ("explain", world.explain().await),
        ("compare", world.compare().await),
    ] {
        let answer = get(&function, "/health").await.json();
        let release = &world.fixture.manifest.release;
        assert_eq!(
            answer,
            json!({"function": name, "version": env!("CARGO_PKG_VERSION"), "release": release})
        );
    }
}

#[tokio::test]
async fn paths_are_known_with_and_without_api() {
    let world = World::new(30).await;
    let predict = world.predict().await;
    for path in [format!("/predict/{FIRST_ID}"), format!("/api/predict/{FIRST_ID}"), "/api/health".to_owned()]
    {
        assert_eq!(get(&predict, &path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(get(&predict, &format!("/api/api/predict/{FIRST_ID}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_is_kept_nowhere_and_compressed() {
    let world = World::new(100).await;
    let explain = world.explain().await;
    let path = format!("/explain/{FIRST_ID}");
    for accepted in ["gzip", "gzip, deflate, br, zstd"] {
        let answer = ask(&explain, Method::GET, &path, &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.headers[header::CONTENT_ENCODING], "gzip");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "private, no-store");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    }
    let plain = get(&explain, &path).await;
    assert!(!plain.headers.contains_key(header::CONTENT_ENCODING));
    let vary: Vec<_> =
        plain.headers.get_all(header::VARY).iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.join(",").contains("accept-language"), "{vary:?}");
}
