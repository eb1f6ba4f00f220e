//! A storage that is slow, fails, lies or goes away.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use common::fixture::FIRST_ID;
use common::proxy::{Fault, Proxy};
use common::table::Table;
use common::{World, get, open};
use service::artifacts::{Artifacts, Comparing, Explaining, Live, Scoring};
use service::audit::Audit;
use service::{Context, Storage, compare, explain, predict};

const NEVER: Duration = Duration::from_secs(1_000_000);
const ALWAYS: usize = usize::MAX;

/// A release behind a proxy.
struct Behind {
    world: World,
    proxy: Proxy,
    storage: Storage,
}

impl Behind {
    async fn new() -> Self {
        let world = World::new(40).await;
        let (proxy, settings) = Proxy::start(world.s3.settings());
        Self { world, proxy, storage: Storage::connect(&settings) }
    }

    async fn context<A: Artifacts>(&self) -> Context<A> {
        let live = Live::start(self.storage.clone(), NEVER).await.unwrap();
        Context { live, audit: Arc::new(Audit::new(Some(b"key of the tests")).unwrap()) }
    }

    async fn predict(&self) -> Router {
        open(predict::router(self.context().await))
    }
}

fn path(client: u32) -> String {
    format!("/predict/{}", FIRST_ID + 3 * client)
}

#[tokio::test]
async fn what_fails_for_a_moment_is_not_noticed() {
    let behind = Behind::new().await;
    let predict = behind.predict().await;
    let late = Fault::Late(Duration::from_millis(300));
    let faults =
        [Fault::Status(500), Fault::Status(503), Fault::Silence, Fault::Cut, Fault::Flip, Fault::Other, late];
    let mut table = Table::new("functions: storage", "moment");
    for (client, fault) in faults.into_iter().enumerate() {
        let words = format!("a client is read, and once {}", fault.words());
        behind.proxy.fail("features.npy", fault, 1);
        let answer = get(&predict, &path(client as u32)).await;
        assert_eq!(answer.status, StatusCode::OK, "fault {client}: {:?}", answer.body);
        table.row(&words, "it is read again, and answered", &answer.said());
        behind.proxy.mend();
    }
    // At the start too.
    for (part, fault) in [
        ("current.json", Fault::Status(503)),
        ("manifest.json", Fault::Silence),
        ("scorer.bin", Fault::Cut),
        ("ids.npy", Fault::Status(500)),
        ("features.npy", Fault::Cut),
    ] {
        let words = format!("the function starts, and once {} ({part})", fault.words());
        behind.proxy.fail(part, fault, 1);
        behind.context::<Scoring>().await;
        table.row(&words, "it is read again, and the function starts", "it started");
        behind.proxy.mend();
    }
    table.write();
}

#[tokio::test]
async fn what_lies_again_and_again_is_not_answered_from() {
    let mut table = Table::new("functions: storage", "again");
    let behind = Behind::new().await;
    let predict = behind.predict().await;
    for (fault, status) in [
        (Fault::Flip, StatusCode::INTERNAL_SERVER_ERROR),
        (Fault::Other, StatusCode::INTERNAL_SERVER_ERROR),
        (Fault::Cut, StatusCode::SERVICE_UNAVAILABLE),
        (Fault::Status(503), StatusCode::SERVICE_UNAVAILABLE),
        (Fault::Status(403), StatusCode::SERVICE_UNAVAILABLE),
        (Fault::Silence, StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let words = format!("a client is read, and each time {}", fault.words());
        behind.proxy.fail("features.npy", fault, ALWAYS);
        let answer = get(&predict, &path(0)).await;
        assert_eq!(answer.status, status, "{:?}", answer.body);
        assert_eq!(answer.headers.contains_key("retry-after"), status == StatusCode::SERVICE_UNAVAILABLE);
        let expected = match status {
            StatusCode::SERVICE_UNAVAILABLE => "no answer from it; 503 says when to ask again",
            _ => "no answer from it; 500 says that the release must be published again",
        };
        table.row(&words, expected, &answer.said());
        behind.proxy.mend();
    }
    table.write();
    assert_eq!(get(&predict, &path(0)).await.status, StatusCode::OK, "once it is well again");
}

#[tokio::test]
async fn a_slow_storage_is_waited_for_so_long_and_no_longer() {
    let behind = Behind::new().await;
    let predict = behind.predict().await;
    let mut table = Table::new("functions: storage", "slow");
    for fault in [Fault::Late(Duration::from_secs(30)), Fault::Stall(Duration::from_secs(30))] {
        let words = format!("a client is read, and {}", fault.words());
        behind.proxy.fail("features.npy", fault, ALWAYS);
        let begun = Instant::now();
        let answer = get(&predict, &path(0)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers.contains_key("retry-after"));
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
        table.row(&words, "503 within 15 s, which says when to ask again", &answer.said());
        behind.proxy.mend();
    }
    table.write();
}

#[tokio::test]
async fn memory_answers_while_the_storage_is_gone() {
    let behind = Behind::new().await;
    let predict = behind.predict().await;
    let explain = open(explain::router(behind.context::<Explaining>().await));
    let compare = open(compare::router(behind.context::<Comparing>().await));
    let known = [
        (&predict, path(1)),
        (&predict, "/health".to_owned()),
        (&explain, format!("/explain/{}", FIRST_ID + 3)),
        (&explain, format!("/explain/{}/profile", FIRST_ID + 3)),
        (&explain, "/model".to_owned()),
        (&compare, format!("/compare/{}?features=AMT_CREDIT", FIRST_ID + 3)),
        (&compare, "/clients".to_owned()),
    ];
    for (function, path) in &known {
        assert_eq!(get(function, path).await.status, StatusCode::OK, "{path}");
    }
    behind.proxy.asked();
    behind.proxy.fail("", Fault::Silence, ALWAYS);
    for (function, path) in &known {
        assert_eq!(get(function, path).await.status, StatusCode::OK, "{path} from memory");
    }
    assert_eq!(behind.proxy.asked(), Vec::<String>::new(), "what is known is not asked for");
    let mut table = Table::new("functions: storage", "gone");
    table.row(
        "S3 is gone; what was asked before is asked again",
        "memory answers, and S3 is not asked",
        "200",
    );
    for (function, path) in [
        (&predict, path(2)),
        (&explain, format!("/explain/{}", FIRST_ID + 6)),
        (&compare, format!("/compare/{}?features=DAYS_BIRTH", FIRST_ID + 3)),
    ] {
        let answer = get(function, &path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.headers["retry-after"], "5");
        assert_eq!(answer.json()["type"], "urn:clairscore:problem:unavailable");
        let asked = path.split('/').nth(1).unwrap_or_default();
        let words = format!("S3 is gone; {asked} is asked for what is not in memory");
        table.row(&words, "503, which says when to ask again", &answer.said());
    }
    table.write();
}

#[tokio::test]
async fn a_client_is_one_ranged_read_and_then_none() {
    let behind = Behind::new().await;
    let predict = behind.predict().await;
    behind.proxy.asked();
    for _ in 0..3 {
        assert_eq!(get(&predict, &path(5)).await.status, StatusCode::OK);
    }
    let asked = behind.proxy.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("clients/features.npy"), "{asked:?}");
    // A number that no client has costs nothing.
    assert_eq!(get(&predict, "/predict/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(behind.proxy.asked().len(), 0);
}

#[tokio::test]
async fn a_release_that_is_not_whole_is_refused_and_the_old_one_stays() {
    let behind = Behind::new().await;
    let context = behind.context::<Scoring>().await;
    let function = open(predict::router(context.clone()));
    let first = behind.world.fixture.manifest.release.clone();
    let second = behind.world.another(2, 40);
    local::publish(&behind.world.storage, &second.folder).await.unwrap();
    let mut table = Table::new("functions: releases", "half");
    for (part, fault, times) in [
        ("current.json", Fault::Status(404), ALWAYS),
        ("current.json", Fault::Other, ALWAYS),
        ("current.json", Fault::Silence, ALWAYS),
        ("manifest.json", Fault::Status(404), ALWAYS),
        ("manifest.json", Fault::Flip, ALWAYS),
        ("scorer.bin", Fault::Flip, ALWAYS),
        ("scorer.bin", Fault::Other, ALWAYS),
        ("scorer.bin", Fault::Cut, ALWAYS),
        ("ids.npy", Fault::Status(404), ALWAYS),
        ("checksums", Fault::Flip, ALWAYS),
        ("features.npy", Fault::Flip, ALWAYS),
    ] {
        let words = format!("the pointer moves to a release, and each time {} ({part})", fault.words());
        behind.proxy.fail(part, fault, times);
        let error = context.live.follow().await.unwrap_err().to_string();
        assert!(error.contains(part), "{part}: {error}");
        assert_eq!(context.live.release(), first, "{part}");
        let answer = get(&function, "/health").await;
        assert_eq!(
            (answer.status, answer.json()["release"].as_str()),
            (StatusCode::OK, Some(first.as_str()))
        );
        let observed = "refused, the object named in the log; the release before it answers";
        table.row(&words, "the new release is refused, and the old one answers", observed);
        behind.proxy.mend();
    }
    // Its files come late: half-published now, whole the next time.
    assert!(context.live.follow().await.unwrap());
    assert_eq!(context.live.release(), second.manifest.release);
    table.row("what failed is well again", "the new release is taken up", "taken up");
    table.write();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_that_moves_while_a_release_is_loaded_is_followed_the_next_time() {
    let behind = Behind::new().await;
    let context = behind.context::<Scoring>().await;
    let (second, third) = (behind.world.another(2, 40), behind.world.another(3, 40));
    local::publish(&behind.world.storage, &third.folder).await.unwrap();
    local::publish(&behind.world.storage, &second.folder).await.unwrap();
    let (storage, name) = (behind.world.storage.clone(), third.manifest.release.clone());
    let runtime = tokio::runtime::Handle::current();
    let moves = move || {
        let moved = runtime.block_on(local::publish::point_to(&storage, &name));
        assert!(moved.unwrap());
    };
    behind.proxy.fail("scorer.bin", Fault::First(Arc::new(moves)), 1);
    assert!(context.live.follow().await.unwrap());
    assert_eq!(context.live.release(), second.manifest.release, "what was begun is ended");
    assert!(context.live.follow().await.unwrap());
    assert_eq!(context.live.release(), third.manifest.release);
    assert!(!context.live.follow().await.unwrap());
    let mut table = Table::new("functions: releases", "moving");
    let expected = "the release that was begun is loaded whole, and the next look follows the pointer";
    table.row("the pointer moves while a release is loaded", expected, "loaded whole; then followed");
    table.write();
}

#[tokio::test]
async fn an_unchanged_pointer_is_not_sent_again() {
    let behind = Behind::new().await;
    behind.proxy.fail("current.json", Fault::Conditions, ALWAYS);
    let context = behind.context::<Scoring>().await;
    behind.proxy.asked();
    for _ in 0..3 {
        assert!(!context.live.follow().await.unwrap());
    }
    assert_eq!(behind.proxy.asked().len(), 3, "the pointer alone, once each time");
    let second = behind.world.another(2, 40);
    local::publish(&behind.world.storage, &second.folder).await.unwrap();
    assert!(context.live.follow().await.unwrap());
    assert!(!context.live.follow().await.unwrap());
    assert_eq!(context.live.release(), second.manifest.release);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_fails_while_releases_change() {
    let behind = Behind::new().await;
    let context = behind.context::<Scoring>().await;
    let function = open(predict::router(context.clone()));
    let second = behind.world.another(2, 40);
    local::publish(&behind.world.storage, &second.folder).await.unwrap();
    let names = [behind.world.fixture.manifest.release.clone(), second.manifest.release.clone()];
    let (ended, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..4 {
        let (function, ended, answered, names) =
            (function.clone(), Arc::clone(&ended), Arc::clone(&answered), names.clone());
        callers.spawn(async move {
            let mut client = caller;
            while !ended.load(Ordering::Relaxed) {
                let answer = get(&function, &path(client % 40)).await;
                assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
                let release = answer.json()["release"].as_str().unwrap().to_owned();
                assert!(names.contains(&release), "{release}");
                answered.fetch_add(1, Ordering::Relaxed);
                client += 7;
                // What is answered from memory never waits: the storage's turn must come too.
                tokio::task::yield_now().await;
            }
        });
    }
    for change in 0..20 {
        local::publish::point_to(&behind.world.storage, &names[change % 2]).await.unwrap();
        context.live.follow().await.unwrap();
        assert_eq!(context.live.release(), names[change % 2]);
    }
    ended.store(true, Ordering::Relaxed);
    while let Some(caller) = callers.join_next().await {
        caller.unwrap();
    }
    assert!(answered.load(Ordering::Relaxed) > 20, "{answered:?}");
    let mut table = Table::new("functions: releases", "swaps");
    let fault = "four callers ask while the pointer moves twenty times, back and forth";
    table.row(fault, "no request fails, and each is answered from one of the releases", "none failed");
    table.write();
}
