//! A client among others of every kind, and clients found, against figures worked out from the release's own rows.

use crate::common::fixture::{FEATURES, FIRST_ID, Fixture};
use crate::common::{World, ask, get};
use axum::http::{Method, StatusCode};
use serde_json::Value;

/// Whether the client of a row meets a condition.
type Meets<'a> = Box<dyn Fn(usize) -> bool + 'a>;

fn column(feature: &str) -> usize {
    FEATURES.iter().position(|name| *name == feature).unwrap()
}

fn points(fixture: &Fixture, row: usize) -> i32 {
    fixture.model.score(&fixture.inputs(row)).points.get()
}

fn decision(fixture: &Fixture, row: usize) -> &'static str {
    fixture.model.score(&fixture.inputs(row)).decision.name()
}

/// `%` for everything that a query may not hold.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// Whether the figures of a cohort are those of these rows.
fn agrees(fixture: &Fixture, answer: &Value, rows: &[usize], own: usize) {
    let cohort = &answer["cohort"];
    assert_eq!(cohort["size"], rows.len(), "{cohort}");
    let mean = rows.iter().map(|&row| f64::from(points(fixture, row))).sum::<f64>() / rows.len() as f64;
    assert!((cohort["mean_points"].as_f64().unwrap() - mean).abs() < 1e-9);
    let granted = rows.iter().filter(|&&row| decision(fixture, row) == "granted").count();
    assert_eq!(cohort["granted_share"], granted as f64 / rows.len() as f64);
    let known: Vec<f32> =
        rows.iter().map(|&row| fixture.target[row]).filter(|target| !target.is_nan()).collect();
    let rate = f64::from(known.iter().sum::<f32>()) / known.len() as f64;
    match known.len() {
        0..30 => assert!(cohort["default_rate"].is_null()),
        _ => assert_eq!(cohort["default_rate"], rate),
    }
    for found in answer["features"].as_array().unwrap() {
        let feature = found["feature"].as_str().unwrap();
        let values = rows.iter().map(|&row| fixture.rows[row][column(feature)]);
        let present: Vec<f64> = values.filter(|value| !value.is_nan()).map(f64::from).collect();
        let missing = 1.0 - present.len() as f64 / rows.len() as f64;
        assert!((found["missing_share"].as_f64().unwrap() - missing).abs() < 1e-12, "{feature}");
        let bins = bins(found);
        assert_eq!(bins.iter().flatten().sum::<usize>(), present.len(), "{feature}");
        // Neither a bin nor those who are told of in none are so few that their outcomes would be a person's.
        let told = bins.iter().map(|[repaid, defaulted, _]| repaid + defaulted);
        assert!(told.clone().all(|told| told == 0 || told >= 30), "{feature}: {bins:?}");
        let kept_back = known.len() - told.clone().sum::<usize>();
        assert!(kept_back == 0 || kept_back >= 30, "{feature}: {kept_back} kept back");
        if told.sum::<usize>() == known.len() {
            let defaulted = bins.iter().map(|bin| bin[1]).sum::<usize>();
            assert_eq!(defaulted as f32, known.iter().sum::<f32>(), "{feature}");
        }
        let own = f64::from(fixture.rows[own][column(feature)]);
        if catalogue::feature(feature).unwrap().categories().is_empty()
            && !own.is_nan()
            && !present.is_empty()
        {
            let at_most = present.iter().filter(|&&value| value <= own).count();
            let percentile = 100.0 * at_most as f64 / present.len() as f64;
            assert_eq!(found["percentile"], percentile, "{feature}");
            let mean = present.iter().sum::<f64>() / present.len() as f64;
            assert!((found["mean"].as_f64().unwrap() / mean - 1.0).abs() < 1e-6, "{feature}");
        }
    }
}

/// A histogram's bins: clients who repaid, defaulted, and whose outcome is not known or not told.
fn bins(found: &Value) -> Vec<[usize; 3]> {
    let counts = |outcome: &str, bin: usize| found["histogram"][outcome][bin].as_u64().unwrap() as usize;
    let bins = found["histogram"]["repaid"].as_array().unwrap().len();
    (0..bins).map(|bin| ["repaid", "defaulted", "unknown"].map(|outcome| counts(outcome, bin))).collect()
}

/// Whether the figures of a cohort are about these rows: to the border of a step, and less some who are left out.
fn tells_of(fixture: &Fixture, answer: &Value, rows: &[usize], context: &str) {
    let cohort = &answer["cohort"];
    let size = cohort["size"].as_f64().unwrap();
    let share = size / rows.len() as f64;
    assert!(size >= 30.0 && (0.6..1.3).contains(&share), "{context}: {size} of {}", rows.len());
    let mean = rows.iter().map(|&row| f64::from(points(fixture, row))).sum::<f64>() / rows.len() as f64;
    let found = cohort["mean_points"].as_f64().unwrap();
    assert!((found - mean).abs() < 20.0, "{context}: {found} points, and {mean} to the letter");
    for found in answer["features"].as_array().unwrap() {
        let counted: usize = bins(found).iter().flatten().sum();
        let present = size * (1.0 - found["missing_share"].as_f64().unwrap());
        assert!((counted as f64 - present).abs() < 1e-6 || found["withheld"] == true, "{context}: {found}");
    }
}

#[tokio::test]
async fn a_filter_is_the_conjunction_of_its_conditions() {
    let world = World::new(600).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let value = |row: usize, feature: &str| fixture.rows[row][column(feature)];
    let education = catalogue::feature("NAME_EDUCATION_TYPE").unwrap().categories();
    let (first, third) = (education[0].value, education[2].value);
    let cases: Vec<(String, Meets<'_>)> = vec![
        (
            "AMT_CREDIT:200000..700000".to_owned(),
            Box::new(|row| (200_000.0..=700_000.0).contains(&value(row, "AMT_CREDIT"))),
        ),
        ("AMT_CREDIT:500000..".to_owned(), Box::new(|row| value(row, "AMT_CREDIT") >= 500_000.0)),
        ("EXT_SOURCE_2:..0.5".to_owned(), Box::new(|row| value(row, "EXT_SOURCE_2") <= 0.5)),
        ("EXT_SOURCE_2:missing".to_owned(), Box::new(|row| value(row, "EXT_SOURCE_2").is_nan())),
        ("CNT_CHILDREN:0|2".to_owned(), Box::new(|row| [0.0, 2.0].contains(&value(row, "CNT_CHILDREN")))),
        (
            format!("NAME_EDUCATION_TYPE:{first}|{third};DAYS_BIRTH:-15000..-8000"),
            Box::new(|row| {
                [0.0, 2.0].contains(&value(row, "NAME_EDUCATION_TYPE"))
                    && (-15_000.0..=-8_000.0).contains(&value(row, "DAYS_BIRTH"))
            }),
        ),
        ("decision:granted|review".to_owned(), Box::new(|row| decision(fixture, row) != "refused")),
        (
            "points:400..550;decision:refused".to_owned(),
            Box::new(|row| {
                (400..=550).contains(&points(fixture, row)) && decision(fixture, row) == "refused"
            }),
        ),
    ];
    for (filter, meets) in cases {
        let rows: Vec<usize> = (0..600).filter(|&row| meets(row)).collect();
        assert!(rows.len() >= 30, "{filter}: {} rows", rows.len());
        let path = format!(
            "/compare/{FIRST_ID}?cohort=filter&filter={}&features={}",
            escaped(&filter),
            FEATURES.join(",")
        );
        let answer = get(&compare, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{filter}: {:?}", answer.body);
        tells_of(fixture, &answer.json(), &rows, &filter);

        // To the letter, they are found by searching for them.
        let page = get(&compare, &format!("/clients?limit=100&filter={}", escaped(&filter))).await.json();
        assert_eq!(page["total"], rows.len(), "{filter}");
        let found: Vec<u64> =
            page["clients"].as_array().unwrap().iter().map(|it| it["client_id"].as_u64().unwrap()).collect();
        let expected: Vec<u64> = rows.iter().take(100).map(|&row| u64::from(fixture.ids[row])).collect();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn everyone_has_the_figures_of_a_filter_that_all_meet() {
    let world = World::new(500).await;
    let compare = world.compare().await;
    let features = FEATURES.join(",");
    for own in [0, 3] {
        let id = world.fixture.ids[own];
        let everyone = get(&compare, &format!("/compare/{id}?features={features}")).await.json();
        agrees(&world.fixture, &everyone, &(0..500).collect::<Vec<_>>(), own);
        let filtered = get(
            &compare,
            &format!("/compare/{id}?cohort=filter&filter=points%3A0..1000&features={features}"),
        )
        .await
        .json();
        assert_eq!(everyone["features"], filtered["features"]);
        for figure in ["size", "default_rate", "mean_points", "granted_share"] {
            assert_eq!(everyone["cohort"][figure], filtered["cohort"][figure]);
        }
    }
}

#[tokio::test]
async fn the_same_are_the_same_in_every_feature_named() {
    let world = World::new(600).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let same = "NAME_EDUCATION_TYPE,CNT_CHILDREN";
    let own = &fixture.rows[4];
    let rows: Vec<usize> = (0..600)
        .filter(|&row| same.split(',').all(|name| fixture.rows[row][column(name)] == own[column(name)]))
        .collect();
    let path = format!("/compare/{}?cohort=same&same={same}&features=AMT_CREDIT", fixture.ids[4]);
    let answer = get(&compare, &path).await;
    if rows.len() < 30 {
        assert_eq!(answer.json()["type"], "urn:clairscore:problem:cohort-too-small");
    } else {
        tells_of(fixture, &answer.json(), &rows, same);
        assert_eq!(
            answer.json()["cohort"]["chosen_by"],
            serde_json::json!(same.split(',').collect::<Vec<_>>())
        );
    }
    // A number is the same within a tenth of all clients.
    let path = format!("/compare/{}?cohort=same&same=AMT_CREDIT&features=AMT_CREDIT", fixture.ids[4]);
    let answer = get(&compare, &path).await.json();
    let size = answer["cohort"]["size"].as_u64().unwrap();
    assert!((40..=75).contains(&size), "{size}");
    let found = &answer["features"][0];
    let credit = f64::from(own[column("AMT_CREDIT")]);
    assert!(found["min"].as_f64().unwrap() <= credit && credit <= found["max"].as_f64().unwrap());
    // Those without a value are the same.
    let path = format!("/compare/{}?cohort=same&same=EXT_SOURCE_2&features=EXT_SOURCE_2", FIRST_ID + 9);
    let answer = get(&compare, &path).await.json();
    let missing: Vec<usize> = (0..600).filter(|row| row % 7 == 3).collect();
    tells_of(fixture, &answer, &missing, "missing");
    assert_eq!(answer["features"][0]["missing_share"], 1.0);
}

#[tokio::test]
async fn similar_clients_are_as_many_as_asked_for_and_not_the_client() {
    let world = World::new(600).await;
    let compare = world.compare().await;
    for (query, size) in [("", 500), ("&k=50", 50), ("&k=51", 100), ("&k=5000", 550)] {
        let answer =
            get(&compare, &format!("/compare/{FIRST_ID}?cohort=similar{query}&features=EXT_SOURCE_2")).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        let answer = answer.json();
        assert_eq!(answer["cohort"]["size"], size);
        let chosen_by = answer["cohort"]["chosen_by"].as_array().unwrap();
        assert!(
            chosen_by.contains(&"EXT_SOURCE_2".into()) && !chosen_by.contains(&"NAME_EDUCATION_TYPE".into())
        );
    }
    // The nearer the clients, the narrower their values around the client's own.
    let spread = |answer: &Value| {
        let found = &answer["features"][0];
        found["q3"].as_f64().unwrap() - found["q1"].as_f64().unwrap()
    };
    let near =
        get(&compare, &format!("/compare/{FIRST_ID}?cohort=similar&k=50&features=EXT_SOURCE_2")).await.json();
    let all = get(&compare, &format!("/compare/{FIRST_ID}?features=EXT_SOURCE_2")).await.json();
    assert!(spread(&near) < spread(&all), "{near} {all}");
}

#[tokio::test]
async fn nothing_is_said_of_fewer_than_thirty() {
    let world = World::new(600).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let mut credits: Vec<f32> = fixture.rows.iter().map(|row| row[column("AMT_CREDIT")]).collect();
    credits.sort_by(f32::total_cmp);
    for (count, status) in
        [(29, StatusCode::UNPROCESSABLE_ENTITY), (90, StatusCode::OK), (0, StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let greatest = if count == 0 { 1.0 } else { credits[count - 1] };
        let path = format!(
            "/compare/{FIRST_ID}?cohort=filter&filter=AMT_CREDIT:..{greatest}&density=AMT_CREDIT,DAYS_BIRTH"
        );
        let answer = get(&compare, &path).await;
        assert_eq!(answer.status, status, "{count}: {:?}", answer.body);
        if status != StatusCode::OK {
            assert_eq!(answer.json()["type"], "urn:clairscore:problem:cohort-too-small");
        }
    }
}

#[tokio::test]
async fn nothing_is_said_of_fewer_than_thirty_who_have_a_value() {
    let world = World::new(600).await;
    let compare = world.compare().await;
    // One client in seven has no external score: a cohort of these alone, and one of both kinds.
    for (filter, nobody) in [("EXT_SOURCE_2:missing", true), ("AMT_CREDIT:200000..700000", false)] {
        let path = format!(
            "/compare/{FIRST_ID}?cohort=filter&filter={}&features=EXT_SOURCE_2,AMT_CREDIT&density=EXT_SOURCE_2,AMT_CREDIT",
            escaped(filter)
        );
        let answer = get(&compare, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        let answer = answer.json();
        let [found, credit] = [0, 1].map(|place| &answer["features"][place]);
        let density = &answer["density"];
        assert_eq!(credit["withheld"], Value::Null, "everybody has a credit");
        assert!(
            found["value"].is_number() && density["x"]["value"].is_number(),
            "the client's own value is told"
        );
        if nobody {
            assert_eq!(density["clients"], 0);
            for figure in ["percentile", "min", "q1", "median", "q3", "max", "mean"] {
                assert_eq!(found[figure], Value::Null, "{figure}");
            }
        } else {
            assert_eq!((&found["withheld"], &density["withheld"]), (&Value::Null, &Value::Null));
            assert!(found["median"].is_number() && density["own"].is_array());
        }
    }
}

#[tokio::test]
async fn a_density_counts_those_with_both_values() {
    let world = World::new(600).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let path = format!("/compare/{FIRST_ID}?density=EXT_SOURCE_2,NAME_EDUCATION_TYPE&features=AMT_CREDIT");
    let answer = ask(&compare, Method::GET, &path, &[("accept-language", "en")]).await.json();
    let density = &answer["density"];
    let (x, y) = (&density["x"], &density["y"]);
    assert_eq!(
        (x["feature"].as_str(), y["feature"].as_str()),
        (Some("EXT_SOURCE_2"), Some("NAME_EDUCATION_TYPE"))
    );
    let edges: Vec<f64> = x["edges"].as_array().unwrap().iter().map(|edge| edge.as_f64().unwrap()).collect();
    assert!(edges.len() <= 13, "{edges:?}");
    assert_eq!(y["labels"].as_array().unwrap().len(), y["edges"].as_array().unwrap().len() - 1);
    let inner = &edges[1..edges.len() - 1];
    let mut counted = 0;
    for (up, counts) in density["counts"].as_array().unwrap().iter().enumerate() {
        for (over, count) in counts.as_array().unwrap().iter().enumerate() {
            let rows: Vec<usize> = (0..600)
                .filter(|&row| {
                    let score = fixture.rows[row][column("EXT_SOURCE_2")];
                    let bin = inner.iter().filter(|&&edge| edge as f32 <= score).count();
                    !score.is_nan()
                        && bin == over
                        && fixture.rows[row][column("NAME_EDUCATION_TYPE")] as usize == up
                })
                .collect();
            assert_eq!(*count, rows.len());
            counted += rows.len();
            let mean = &density["mean_points"][up][over];
            assert_eq!(mean.is_null(), rows.len() < 30, "{} clients", rows.len());
            if let Some(mean) = mean.as_f64() {
                let expected =
                    rows.iter().map(|&row| f64::from(points(fixture, row))).sum::<f64>() / rows.len() as f64;
                assert!((mean - expected).abs() < 1e-9);
            }
        }
    }
    assert_eq!(density["clients"], counted);
    let own = fixture.rows[0][column("NAME_EDUCATION_TYPE")] as u64;
    assert_eq!(density["own"][0], own);
}

#[tokio::test]
async fn clients_come_in_the_order_asked_for_page_by_page() {
    let world = World::new(300).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    for sort in ["client_id", "-client_id", "points", "-points"] {
        let mut expected: Vec<(i64, u32)> =
            (0..300).map(|row| (i64::from(points(fixture, row)), fixture.ids[row])).collect();
        match sort {
            "client_id" => expected.sort_by_key(|&(_, id)| id),
            "-client_id" => expected.sort_by_key(|&(_, id)| std::cmp::Reverse(id)),
            "points" => expected.sort_by_key(|&(points, id)| (points, id)),
            _ => expected.sort_by_key(|&(points, id)| (-points, id)),
        }
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = get(&compare, &format!("/clients?sort={sort}&limit=37{cursor}")).await.json();
            assert_eq!(page["total"], 300);
            let clients = page["clients"].as_array().unwrap();
            found.extend(
                clients
                    .iter()
                    .map(|it| (it["points"].as_i64().unwrap(), it["client_id"].as_u64().unwrap() as u32)),
            );
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected, "{sort}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_named() {
    let world = World::new(100).await;
    let compare = world.compare().await;
    let many = ["points:1"; 21].join(";");
    for (query, name) in [
        ("cohort=nobody", "cohort"),
        ("k=100", "k"),
        ("cohort=similar&k=49", "k"),
        ("cohort=similar&k=5001", "k"),
        ("cohort=similar&filter=points:1", "filter"),
        ("cohort=filter", "filter"),
        ("cohort=filter&filter=", "filter"),
        ("cohort=filter&filter=NO_SUCH:1", "filter"),
        ("cohort=filter&filter=AMT_CREDIT", "filter"),
        ("cohort=filter&filter=AMT_CREDIT:much", "filter"),
        ("cohort=filter&filter=AMT_CREDIT:NaN..", "filter"),
        ("cohort=filter&filter=AMT_CREDIT:5..1", "filter"),
        ("cohort=filter&filter=decision:perhaps", "filter"),
        ("cohort=filter&filter=NAME_EDUCATION_TYPE:None", "filter"),
        ("cohort=filter&filter=TARGET:1", "filter"),
        (&format!("cohort=filter&filter={many}"), "filter"),
        ("cohort=same", "same"),
        ("cohort=same&same=NO_SUCH", "same"),
        ("features=AMT_CREDIT,AMT_CREDIT", "features"),
        ("features=", "features"),
        ("density=AMT_CREDIT", "density"),
        ("density=AMT_CREDIT,CNT_CHILDREN,DAYS_BIRTH", "density"),
        ("colour=red", "colour"),
    ] {
        let answer = get(&compare, &format!("/compare/{FIRST_ID}?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {:?}", answer.body);
        assert_eq!(answer.json()["errors"][0]["pointer"], format!("query:{name}"), "{query}");
    }
    for (query, name) in [
        ("sort=name", "sort"),
        ("filter=x", "filter"),
        ("sort=points&cursor=100002", "cursor"),
        ("cursor=1.2", "cursor"),
        ("cursor=0100002", "cursor"),
        ("sort=points&cursor=0512.100002", "cursor"),
        ("sort=points&cursor=512.00000000000000000100002", "cursor"),
        ("limit=05", "limit"),
    ] {
        let answer = get(&compare, &format!("/clients?{query}")).await;
        assert_eq!(answer.json()["errors"][0]["pointer"], format!("query:{name}"), "{query}");
    }
}
