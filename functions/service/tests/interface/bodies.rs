//! Questions with a body: what-if, new applicants, batches, and what is refused.

use std::time::Duration;

use crate::common::fixture::{FEATURES, FIRST_ID, Fixture, INPUTS};
use crate::common::{Answer, World, ask, ask_with, get};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

/// Asks with a body.
async fn post(function: &Router, path: &str, body: impl Into<Body>, headers: &[(&str, &str)]) -> Answer {
    ask_with(function, Method::POST, path, headers, body).await
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("accept-language", "en")];

async fn post_json(function: &Router, path: &str, body: &Value) -> Answer {
    post(function, path, body.to_string(), JSON).await
}

fn column(feature: &str) -> usize {
    FEATURES.iter().position(|name| *name == feature).unwrap()
}

/// The raw application of a client of the fixture.
fn application(fixture: &Fixture, row: usize) -> serde_json::Map<String, Value> {
    let mut application = serde_json::Map::new();
    for (name, &value) in FEATURES.iter().zip(&fixture.rows[row]) {
        let feature = catalogue::feature(name).unwrap();
        if *name == "credit_to_income" {
            continue;
        }
        let value = match feature.categories() {
            _ if value.is_nan() => Value::Null,
            [] => json!(value.to_string().parse::<f64>().unwrap()),
            categories => json!(categories[value as usize].value),
        };
        application.insert((*name).to_owned(), value);
    }
    application
}

#[tokio::test]
async fn a_changed_field_moves_all_that_follows_from_it() {
    let world = World::new(100).await;
    let predict = world.predict().await;
    for row in 0..100 {
        let (id, stored) = (world.fixture.ids[row], world.fixture.rows[row]);
        let credit = (stored[column("AMT_CREDIT")] * 0.5).round();
        let body = json!({"client_id": id, "changes": {"AMT_CREDIT": credit, "NAME_EDUCATION_TYPE": "Higher education"}});
        let answer = post_json(&predict, "/predict", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        let answer = answer.json();

        let education = catalogue::feature("NAME_EDUCATION_TYPE").unwrap().categories();
        let code = education.iter().position(|category| category.value == "Higher education").unwrap();
        let mut changed = stored;
        changed[column("AMT_CREDIT")] = credit;
        changed[column("credit_to_income")] =
            (f64::from(credit) / f64::from(stored[column("AMT_INCOME_TOTAL")])) as f32;
        changed[column("NAME_EDUCATION_TYPE")] = code as f32;
        let inputs: Vec<f32> = INPUTS.iter().map(|input| changed[column(input)]).collect();
        let score = world.fixture.model.score(&inputs);
        let before = world.fixture.model.score(&world.fixture.inputs(row));

        assert_eq!(answer["log_odds"], score.log_odds.get(), "client {id}");
        assert_eq!(answer["points"], score.points.get());
        assert_eq!((&answer["basis"], &answer["client_id"]), (&json!("changed"), &json!(id)));
        let what_if = &answer["what_if"];
        assert_eq!(what_if["before"]["points"], before.points.get());
        assert_eq!(what_if["points"], score.points.get() - before.points.get());
        assert_eq!(what_if["left_behind"], json!([]));
        let features = what_if["features"].as_array().unwrap();
        let points: i64 = features.iter().map(|feature| feature["points"].as_i64().unwrap()).sum();
        assert_eq!(what_if["points"], points, "differences add up");
        assert!(features.iter().any(|feature| feature["feature"] == "credit_to_income"), "{what_if}");
    }
}

#[tokio::test]
async fn without_changes_the_answer_is_the_stored_client_s() {
    let world = World::new(40).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    for body in [json!({"client_id": FIRST_ID}), json!({"client_id": FIRST_ID, "changes": {}})] {
        for (function, path) in [(&predict, "/predict"), (&explain, "/explain")] {
            let mut posted = post_json(function, path, &body).await.json();
            let mut got =
                ask(function, Method::GET, &format!("{path}/{FIRST_ID}"), &[("accept-language", "en")])
                    .await
                    .json();
            assert_eq!(posted["basis"], "stored");
            for answer in [&mut posted, &mut got] {
                answer["decision_id"] = Value::Null;
            }
            assert_eq!(posted, got);
        }
    }
}

#[tokio::test]
async fn an_applicant_is_scored_as_the_client_with_the_same_records() {
    let world = World::new(100).await;
    let explain = world.explain().await;
    for row in (0..100).step_by(9) {
        let body = json!({"application": application(&world.fixture, row), "bureau": []});
        let answer = post_json(&explain, "/explain", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        let answer = answer.json();
        let score = world.fixture.model.score(&world.fixture.inputs(row));
        assert_eq!((&answer["basis"], &answer["client_id"]), (&json!("records"), &Value::Null));
        assert_eq!(answer["points"], score.points.get(), "row {row}");
        assert!((answer["log_odds"].as_f64().unwrap() - score.log_odds.get()).abs() < 1e-9);
    }
    // A number is told back, and nobody needs to be known by it.
    let mut with_id = application(&world.fixture, 0);
    with_id.insert("SK_ID_CURR".to_owned(), json!(4_000_000_000_u32));
    let answer = post_json(&explain, "/explain", &json!({"application": with_id})).await.json();
    assert_eq!(answer["client_id"], 4_000_000_000_u32);
}

#[tokio::test]
async fn probability_effects_lead_from_the_base_to_the_client() {
    let world = World::new(60).await;
    let explain = world.explain().await;
    for id in &world.fixture.ids {
        let answer = get(&explain, &format!("/explain/{id}")).await.json();
        let effects = &answer["probability_effects"];
        assert_eq!(effects["method"], "ordered path increments");
        for list in ["features", "themes"] {
            let sum: f64 =
                effects[list].as_array().unwrap().iter().map(|it| it["probability"].as_f64().unwrap()).sum();
            let end = effects["base"].as_f64().unwrap() + sum;
            assert!((end - answer["probability_of_default"].as_f64().unwrap()).abs() < 1e-12, "client {id}");
        }
    }
}

#[tokio::test]
async fn counterfactuals_reach_what_they_say_when_they_are_asked_for() {
    let world = World::new(100).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    let mut outcomes = std::collections::BTreeMap::new();
    for id in &world.fixture.ids {
        for goal in ["granted", "review"] {
            let path = format!("/explain/{id}?counterfactuals=true&goal={goal}");
            let answer = ask(&explain, Method::GET, &path, JSON).await.json();
            let found = &answer["counterfactuals"];
            let outcome = found["outcome"].as_str().unwrap().to_owned();
            let decision = answer["decision"].as_str().unwrap();
            let reached = decision == "granted" || (goal == "review" && decision == "review");
            assert_eq!(outcome == "already_reached", reached, "{answer}");
            assert_eq!(outcome == "out_of_reach", found["nearest"].is_object());
            assert_eq!(outcome == "found", !found["proposals"].as_array().unwrap().is_empty());
            for proposal in found["proposals"]
                .as_array()
                .unwrap()
                .iter()
                .chain(found["nearest"].is_object().then_some(&found["nearest"]))
            {
                let changes: serde_json::Map<String, Value> = proposal["changes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|change| (change["feature"].as_str().unwrap().to_owned(), change["to"].clone()))
                    .collect();
                let body = json!({"client_id": id, "changes": changes});
                let again = post_json(&predict, "/predict", &body).await.json();
                for field in ["points", "decision", "log_odds"] {
                    assert_eq!(again[field], proposal[field], "{field} of {proposal}");
                }
            }
            *outcomes.entry((goal, outcome)).or_insert(0) += 1;
        }
    }
    assert!(outcomes.keys().any(|(_, outcome)| outcome == "out_of_reach"), "{outcomes:?}");

    // A smaller loan is less than three incomes, and less than half a million.
    let mut application = json!({
        "NAME_CONTRACT_TYPE": "Cash loans", "AMT_CREDIT": 520_000, "AMT_INCOME_TOTAL": 150_000, "AMT_ANNUITY": 27_000,
        "AMT_GOODS_PRICE": 400_000, "EXT_SOURCE_2": 0.4, "DAYS_BIRTH": -16_000, "CNT_CHILDREN": 0,
        "NAME_EDUCATION_TYPE": "Lower secondary"
    });
    let answer = post_json(&explain, "/explain?counterfactuals=true", &json!({"application": application}))
        .await
        .json();
    assert_eq!(answer["decision"], "refused");
    let found = &answer["counterfactuals"];
    assert_eq!(found["outcome"], "found", "{found}");
    let proposal = &found["proposals"][0];
    for change in proposal["changes"].as_array().unwrap() {
        application[change["feature"].as_str().unwrap()] = change["to"].clone();
    }
    let again = post_json(&predict, "/predict", &json!({"application": application})).await.json();
    assert_eq!((&again["decision"], &again["points"]), (&json!("granted"), &proposal["points"]));
    let unasked = get(&explain, &format!("/explain/{FIRST_ID}")).await.json();
    assert!(unasked.get("counterfactuals").is_none());
}

#[tokio::test]
async fn a_batch_is_answered_in_order_each_part_for_itself() {
    let world = World::new(60).await;
    let predict = world.predict().await;
    let mut requests: Vec<Value> =
        world.fixture.ids.iter().rev().map(|id| json!({"client_id": id})).collect();
    requests[7] = json!({"client_id": 1});
    requests[11] = json!({"client_id": FIRST_ID, "changes": {"AMT_CREDIT": "much"}});
    requests[13] = json!({"application": application(&world.fixture, 0)});
    requests[17] = json!(5);
    let answer = post_json(&predict, "/predict/batch", &json!({"requests": requests})).await;
    assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    let answer = answer.json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 60);
    let pointer = |place: usize| &results[place]["problem"]["errors"][0]["pointer"];
    assert_eq!(results[7]["problem"]["status"], 404);
    assert_eq!(pointer(7), "/requests/7/client_id");
    assert_eq!(pointer(11), "/requests/11/changes/AMT_CREDIT");
    assert_eq!(results[13]["prediction"]["basis"], "records");
    assert_eq!(pointer(17), "/requests/17");
    for (place, id) in world.fixture.ids.iter().rev().enumerate() {
        if ![7, 11, 13, 17].contains(&place) {
            let alone = get(&predict, &format!("/predict/{id}")).await.json();
            assert_eq!(results[place]["prediction"]["points"], alone["points"]);
            assert_eq!(results[place]["prediction"]["client_id"], *id);
        }
    }
}

#[tokio::test]
async fn a_batch_has_one_to_a_thousand_parts() {
    let world = World::new(30).await;
    let predict = world.predict().await;
    let of = |count: usize| json!({"requests": vec![json!({"client_id": FIRST_ID}); count]});
    assert_eq!(
        post_json(&predict, "/predict/batch", &of(1000)).await.json()["results"].as_array().unwrap().len(),
        1000
    );
    for (body, pointer) in [
        (of(0), "/requests"),
        (of(1001), "/requests"),
        (json!({}), "/requests"),
        (json!({"requests": {}}), "/requests"),
        (json!({"requests": [], "more": 1}), "/more"),
        (json!([]), ""),
    ] {
        let answer = post_json(&predict, "/predict/batch", &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn what_cannot_be_scored_is_refused_with_its_place() {
    let world = World::new(30).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    let id = FIRST_ID;
    for (body, pointer) in [
        (format!(r#"{{"client_id": {id}, "changes": {{"AMT_CREDIT": NaN}}}}"#), "/changes/AMT_CREDIT"),
        (format!(r#"{{"client_id": {id}, "changes": {{"AMT_CREDIT": 1e999}}}}"#), "/changes/AMT_CREDIT"),
        (format!(r#"{{"client_id": {id}, "changes": {{"AMT_CREDIT": 1e300}}}}"#), "/changes/AMT_CREDIT"),
        (format!(r#"{{"client_id": {id}, "changes": {{"AMT_CREDIT": 0}}}}"#), "/changes/AMT_CREDIT"),
        (
            format!(r#"{{"client_id": {id}, "changes": {{"credit_to_income": 1}}}}"#),
            "/changes/credit_to_income",
        ),
        (format!(r#"{{"client_id": {id}, "client_id": 5}}"#), "/client_id"),
        (format!(r#"{{"client_id": {id}, "change": {{}}}}"#), "/change"),
        ("{".to_owned(), ""),
        (String::new(), ""),
    ] {
        for (function, path) in [(&predict, "/predict"), (&explain, "/explain")] {
            let answer = post(function, path, body.clone(), JSON).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
            let problem = answer.json();
            assert_eq!(problem["type"], "urn:clairscore:problem:invalid-request");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}: {problem}");
        }
    }
    let unknown = post_json(&predict, "/predict", &json!({"client_id": 1})).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.json()["errors"][0]["pointer"], "/client_id");
}

#[tokio::test]
async fn a_body_is_json_of_at_most_a_mebibyte() {
    let world = World::new(30).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    let padded = |length: usize| {
        let body = json!({"client_id": FIRST_ID}).to_string();
        format!("{body}{}", " ".repeat(length - body.len()))
    };
    for (function, path) in [(&predict, "/predict"), (&explain, "/explain")] {
        assert_eq!(post(function, path, padded(1 << 20), JSON).await.status, StatusCode::OK);
        let answer = post(function, path, padded((1 << 20) + 1), JSON).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.json()["type"], "urn:clairscore:problem:too-large");
        for headers in [&[] as &[(&str, &str)], &[("content-type", "text/plain")]] {
            let answer = post(function, path, padded(100), headers).await;
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
            assert_eq!(answer.json()["status"], 415);
        }
    }
    // Deep nesting ends in an answer, not in the stack.
    let deep =
        tokio::time::timeout(Duration::from_secs(5), post(&predict, "/predict", "[".repeat(500_000), JSON))
            .await;
    assert_eq!(deep.unwrap().status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_profile_is_told_by_theme_with_values_raw_and_written() {
    let world = World::new(40).await;
    let explain = world.explain().await;
    let profile = ask(&explain, Method::GET, &format!("/explain/{FIRST_ID}/profile"), JSON).await.json();
    let fields = profile["fields"].as_array().unwrap();
    let education = fields.iter().find(|field| field["feature"] == "NAME_EDUCATION_TYPE").unwrap();
    let code = world.fixture.rows[0][column("NAME_EDUCATION_TYPE")] as usize;
    let category = &catalogue::feature("NAME_EDUCATION_TYPE").unwrap().categories()[code];
    assert_eq!(
        (&education["raw"], &education["formatted"]),
        (&json!(category.value), &json!(category.label.en))
    );
    let age = fields.iter().find(|field| field["feature"] == "DAYS_BIRTH").unwrap();
    assert!(age["formatted"].as_str().unwrap().ends_with(" years"), "{age}");
    assert!(age["raw"].as_f64().unwrap() < -6_000.0);
    let themes = profile["themes"].as_array().unwrap();
    let count: u64 = themes.iter().map(|theme| theme["fields"].as_u64().unwrap()).sum();
    assert_eq!(count as usize, fields.len());
    // What is raw can be asked for again, and changes nothing.
    let changes: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| (field["feature"].as_str().unwrap().to_owned(), field["raw"].clone()))
        .collect();
    let again = post_json(&explain, "/explain", &json!({"client_id": FIRST_ID, "changes": changes})).await;
    assert_eq!(again.status, StatusCode::OK, "{:?}", again.body);
    assert_eq!(again.json()["what_if"]["points"], 0);
}

#[tokio::test]
async fn the_model_s_card_is_in_the_language_asked_for() {
    let world = World::new(30).await;
    let explain = world.explain().await;
    let codes = |answer: &Value| -> Vec<String> {
        let sections = answer["card"]["sections"].as_array().unwrap();
        sections.iter().map(|section| section["code"].as_str().unwrap().to_owned()).collect()
    };
    let french = get(&explain, "/model").await.json();
    let english = ask(&explain, Method::GET, "/model", JSON).await.json();
    assert_eq!(codes(&french), codes(&english));
    assert_eq!(english["card"]["sections"][0]["title"], "Intended use");
    assert_eq!(french["card"]["sections"][0]["title"], "Usage prévu");
    let protected =
        english["card"]["sections"].as_array().unwrap().iter().find(|it| it["code"] == "protected").unwrap();
    assert!(protected["text"].as_str().unwrap().contains("Sex"), "{protected}");
    // Of made-up clients it says that they are made up, in its own language, whatever the maker of the data wrote.
    let source = |answer: &Value| answer["card"]["sections"][2]["text"].as_str().unwrap().to_owned();
    assert!(source(&french).starts_with("Données synthétiques\u{a0}: des clients inventés. Appris sur"));
    assert!(source(&english).starts_with("Synthetic data: clients who are made up. Learned from"));
    for section in french["card"]["sections"].as_array().unwrap() {
        let text = section["text"].as_str().unwrap();
        assert!(![" :", " ;", " ?", " !"].iter().any(|space| text.contains(space)), "{text}");
    }
}
