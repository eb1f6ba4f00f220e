//! A challenger: scored in the shadow of the release in service, written down, never shown, and harmless.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::Method;
use common::fixture::FIRST_ID;
use common::proxy::{Fault, Proxy};
use common::{World, ask_with, flip, get, open};
use scoring::ScoringModel;
use scoring::release::{Manifest, file};
use serde_json::{Value, json};
use service::artifacts::{Comparing, Explaining, Live, Scoring};
use service::lines::JsonLines;
use service::{Context, Storage, compare, explain, predict};

/// The lines of the whole process: tests find theirs by their decisions.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENING: LazyLock<()> = LazyLock::new(|| {
    tracing_subscriber::fmt().event_format(JsonLines).with_writer(|| Log).init();
});

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The audit line of an answer.
fn line(answer: &Value) -> Value {
    let text = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut own = lines.filter(|line| line["decision_id"] == answer["decision_id"]);
    let line = own.next().unwrap();
    assert_eq!((&line["target"], own.count()), (&json!("audit"), 0));
    line
}

/// A release of the same features whose calibration is another one, stored but not in service.
fn challenger(world: &World, intercept: f64) -> Manifest {
    let other = world.another(2, 40);
    let mut manifest = other.manifest.clone();
    manifest.calibration.intercept = intercept;
    manifest.release = format!("20260103-{}", &manifest.digest()[..12]);
    let place = world.object(&format!("releases/{}", manifest.release));
    std::fs::create_dir_all(place.join("clients")).unwrap();
    for name in manifest.files.keys() {
        std::fs::copy(other.folder.join(name), place.join(name)).unwrap();
    }
    std::fs::write(place.join(file::MANIFEST), serde_json::to_vec(&manifest).unwrap()).unwrap();
    manifest
}

fn model(world: &World, manifest: &Manifest) -> ScoringModel {
    let scorer = world.object(&format!("releases/{}/{}", manifest.release, file::SCORER));
    ScoringModel::from_release(manifest, &std::fs::read(scorer).unwrap()).unwrap()
}

/// Puts the pointer as a client of S3 does: a file that is written over keeps its tag.
async fn point(world: &World, challenger: &Value) {
    let pointer = json!({"release": world.fixture.manifest.release, "challenger": challenger});
    let storage = &world.storage;
    let put = storage.client().put_object().bucket(storage.bucket()).key(storage.key(file::POINTER));
    put.body(pointer.to_string().into_bytes().into()).send().await.unwrap();
}

/// What a function answers but for what no two answers have in common.
async fn answered(function: &Router, path: &str) -> Value {
    let answer = get(function, path).await;
    assert_eq!(answer.status, 200, "{path}: {:?}", answer.body);
    answer.json()
}

fn without_id(mut answer: Value) -> Value {
    answer.as_object_mut().unwrap().remove("decision_id");
    answer
}

#[tokio::test]
async fn it_is_written_down_and_never_shown() {
    LazyLock::force(&LISTENING);
    let world = World::new(40).await;
    let (scoring, explaining): (Context<Scoring>, Context<Explaining>) =
        (world.context().await.unwrap(), world.context().await.unwrap());
    let predict = open(predict::router(scoring.clone()));
    let explain = open(explain::router(explaining.clone()));
    let (one, other) = (format!("/predict/{FIRST_ID}"), format!("/explain/{FIRST_ID}"));
    let before = [answered(&predict, &one).await, answered(&explain, &other).await];
    for answer in &before {
        assert!(line(answer).get("challenger").is_none());
    }

    let manifest = challenger(&world, 0.7);
    let model = model(&world, &manifest);
    point(&world, &json!(manifest.release)).await;
    assert!(!scoring.live.follow().await.unwrap(), "the release in service is the same");
    assert!(!explaining.live.follow().await.unwrap());

    let expected = model.score(&world.fixture.inputs(0));
    let to_three_decimals = (expected.probability.get() * 1e3).round() / 1e3;
    for (answer, before) in
        [answered(&predict, &one).await, answered(&explain, &other).await].into_iter().zip(before)
    {
        let line = line(&answer);
        assert_eq!(line["challenger"], manifest.release);
        assert_eq!(line["challenger_probability_of_default"], to_three_decimals);
        assert_eq!(line["challenger_points"], expected.points.get());
        assert_eq!(line["challenger_decision"], expected.decision.name());
        assert_ne!(line["challenger_points"], line["points"]);
        assert_eq!(line["release"], world.fixture.manifest.release);
        let answer = without_id(answer);
        assert_eq!(answer, without_id(before), "an answer is what it was");
        let text = answer.to_string();
        assert!(!text.contains("challenger") && !text.contains(&manifest.release), "{text}");
    }
    for path in ["/model", "/health"] {
        assert!(!get(&explain, path).await.json().to_string().contains(&manifest.release), "{path}");
    }

    // A what-if changes what the challenger is asked about too.
    let body = json!({"client_id": FIRST_ID, "changes": {"AMT_CREDIT": 2_000_000}}).to_string();
    let headers = [("content-type", "application/json")];
    let changed = ask_with(&predict, Method::POST, "/predict", &headers, body).await.json();
    let written = line(&changed);
    let mut inputs = world.fixture.inputs(0);
    inputs[2] = 2_000_000.0;
    inputs[1] = 2_000_000.0 / inputs[6];
    assert_eq!(written["challenger_points"], model.score(&inputs).points.get(), "{written}");

    // Where the pointer moves to another release, the challenge has ended.
    let next = world.another(3, 40);
    local::publish(&world.storage, &next.folder).await.unwrap();
    assert!(scoring.live.follow().await.unwrap());
    let client = next.ids[0];
    assert!(line(&answered(&predict, &format!("/predict/{client}")).await).get("challenger").is_none());
    // And publishing what is in service already leaves it.
    point(&world, &json!(manifest.release)).await;
    assert!(!local::publish::point_to(&world.storage, &world.fixture.manifest.release).await.unwrap());
    assert!(std::fs::read_to_string(world.object(file::POINTER)).unwrap().contains(&manifest.release));
}

#[tokio::test]
async fn a_broken_one_changes_nothing() {
    LazyLock::force(&LISTENING);
    let world = World::new(40).await;
    let context: Context<Scoring> = world.context().await.unwrap();
    let predict = open(predict::router(context.clone()));
    let path = format!("/predict/{FIRST_ID}");
    let before = without_id(answered(&predict, &path).await);
    let manifest = challenger(&world, 0.7);
    let scorer = world.object(&format!("releases/{}/{}", manifest.release, file::SCORER));
    flip(&scorer, 20);
    let damaged = json!(manifest.release);
    for named in [json!("20260101-000000000000"), json!("../x"), json!(""), json!(7), json!({}), damaged] {
        point(&world, &named).await;
        assert!(!context.live.follow().await.unwrap(), "{named}");
        let answer = answered(&predict, &path).await;
        assert!(line(&answer).get("challenger").is_none(), "{named}");
        assert_eq!(without_id(answer), before, "{named}");
        // Nor does a start fail for it.
        let started: Context<Scoring> = world.context().await.unwrap();
        assert_eq!(started.live.release(), world.fixture.manifest.release);
    }
    // Functions that decide nothing have no use for one.
    let comparing: Context<Comparing> = world.context().await.unwrap();
    assert!(!comparing.live.follow().await.unwrap());
    answered(&open(compare::router(comparing)), &format!("/compare/{FIRST_ID}")).await;

    // Mended, it is taken up at the next look.
    flip(&scorer, 20);
    context.live.follow().await.unwrap();
    assert_eq!(line(&answered(&predict, &path).await)["challenger"], manifest.release);
}

#[tokio::test]
async fn a_start_does_not_wait_for_it() {
    LazyLock::force(&LISTENING);
    let world = World::new(40).await;
    let manifest = challenger(&world, 0.7);
    point(&world, &json!(manifest.release)).await;
    let (proxy, settings) = Proxy::start(world.s3.settings());
    let late = Duration::from_secs(2);
    let part = Box::leak(manifest.release.clone().into_boxed_str());
    proxy.fail(part, Fault::Late(late), 1);
    let begun = Instant::now();
    let live =
        Live::<Scoring>::start(Storage::connect(&settings), Duration::from_secs(1_000_000)).await.unwrap();
    assert!(live.current().shadow.get().is_none() && begun.elapsed() < late);
    // The look at the pointer waits for the challenge that is under way.
    live.follow().await.unwrap();
    let shadow = live.current().shadow.get().unwrap();
    assert_eq!(shadow.release(), manifest.release);
}
