//! What is stored is damaged: nothing wrong is ever answered.
//!
//! A function either refuses the release and names the file, or each of its answers is the one that it gives of the
//! undamaged release, or a problem.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use axum::Router;
use common::fixture::FEATURES;
use common::table::Table;
use common::{World, flip, get, open};
use scoring::release::file;
use serde_json::Value;
use service::artifacts::{Artifacts, LoadError};
use service::{Context, compare, explain, predict};

const CLIENTS: usize = 40;
const FILES: [&str; 8] = [
    file::MANIFEST,
    file::MODEL,
    file::SCORER,
    file::IDS,
    file::FEATURES,
    file::CHECKSUMS,
    file::COHORT,
    file::REPORT,
];

/// A function, or why it does not start.
type Started = Result<Router, String>;

async fn started<A: Artifacts>(world: &World, router: fn(Context<A>) -> Router) -> Started {
    let context: Result<Context<A>, LoadError> = world.context().await;
    context.map(|context| open(router(context))).map_err(|error| error.to_string())
}

async fn functions(world: &World) -> [Started; 3] {
    [
        started(world, predict::router).await,
        started(world, explain::router).await,
        started(world, compare::router).await,
    ]
}

/// What each function is asked.
fn questions(world: &World) -> [Vec<String>; 3] {
    let ids = || world.fixture.ids.iter();
    [
        ids().map(|id| format!("/predict/{id}")).collect(),
        ids().map(|id| format!("/explain/{id}")).chain(["/model".to_owned()]).collect(),
        FEATURES
            .iter()
            .map(|feature| format!("/compare/{}?features={feature}", world.fixture.ids[7]))
            .chain(["/clients?limit=100".to_owned()])
            .collect(),
    ]
}

/// The answers, without what is another one each time; `None` for a problem.
async fn answers(function: &Router, questions: &[String]) -> Vec<Option<Value>> {
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = get(function, question).await;
        let mut json = answer.json();
        if answer.status.is_success() {
            json.as_object_mut().unwrap().remove("decision_id");
            answers.push(Some(json));
        } else {
            assert!(answer.status.is_server_error(), "{question}: {json}");
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{question}");
            assert!(!json["detail"].as_str().unwrap().is_empty(), "{question}");
            answers.push(None);
        }
    }
    answers
}

/// What came of a damage, over all functions.
#[derive(Default)]
struct Seen {
    refused: usize,
    problems: usize,
    right: usize,
}

impl Seen {
    async fn look(&mut self, world: &World, good: &[Vec<Option<Value>>; 3], damaged: &str) {
        let asked = questions(world);
        for ((function, asked), good) in functions(world).await.into_iter().zip(&asked).zip(good) {
            match function {
                Err(problem) => {
                    assert!(problem.contains(damaged), "{damaged} is not named: {problem}");
                    self.refused += 1;
                }
                Ok(function) => {
                    for ((found, good), asked) in answers(&function, asked).await.iter().zip(good).zip(asked)
                    {
                        if found.is_none() {
                            self.problems += 1;
                            continue;
                        }
                        assert_eq!(found, good, "{damaged} is damaged, and {asked} is answered wrong");
                        self.right += 1;
                    }
                }
            }
        }
    }

    /// In words, without numbers that depend on where the damage was.
    fn words(&self, damages: usize) -> String {
        let refused = match self.refused {
            0 => "no function needs it to start",
            refused if refused == 3 * damages => "every function refuses the release and names the file",
            _ => "the functions that read it at the start refuse the release and name the file",
        };
        let problems =
            if self.problems > 0 { "; what is read of it later is answered with a problem" } else { "" };
        format!("{refused}{problems}; no wrong answer")
    }
}

async fn good(world: &World) -> [Vec<Option<Value>>; 3] {
    let asked = questions(world);
    let [predict, explain, compare] = functions(world).await.map(Result::unwrap);
    let good = [
        answers(&predict, &asked[0]).await,
        answers(&explain, &asked[1]).await,
        answers(&compare, &asked[2]).await,
    ];
    assert!(good.iter().flatten().all(Option::is_some));
    good
}

const EXPECTED: &str = "the release is refused, or what is damaged of it is answered with a problem";

#[tokio::test]
async fn a_bit_that_is_flipped_in_any_file_leads_to_no_wrong_answer() {
    let world = World::new(CLIENTS).await;
    let good = good(&world).await;
    let mut table = Table::new("functions: releases", "flipped");
    for name in FILES {
        let path = world.file(name);
        let length = std::fs::metadata(&path).unwrap().len() as usize;
        let places = [0, 11, length / 5, length / 3, length / 2, 2 * length / 3, length - 40, length - 1];
        let mut seen = Seen::default();
        for place in places {
            flip(&path, place);
            seen.look(&world, &good, name).await;
            flip(&path, place);
        }
        if name == file::MODEL {
            assert_eq!((seen.refused, seen.problems), (0, 0), "no function reads {name}");
        } else {
            assert!(seen.refused + seen.problems > 0, "{name}: nobody noticed");
        }
        table.row(
            &format!("a bit of {name} is flipped, at eight places"),
            EXPECTED,
            &seen.words(places.len()),
        );
    }
    table.write();
}

#[tokio::test]
async fn a_file_of_another_release_leads_to_no_wrong_answer() {
    let world = World::new(CLIENTS).await;
    let good = good(&world).await;
    let other = world.another(2, CLIENTS);
    let mut table = Table::new("functions: releases", "foreign");
    for name in FILES {
        let path = world.file(name);
        let whole = std::fs::read(&path).unwrap();
        let foreign = std::fs::read(other.folder.join(name)).unwrap();
        std::fs::write(&path, &foreign).unwrap();
        let mut seen = Seen::default();
        seen.look(&world, &good, name).await;
        std::fs::write(&path, &whole).unwrap();
        // The model is the same in both, and so are the clients' numbers.
        if foreign != whole {
            assert!(seen.refused + seen.problems > 0, "{name}: nobody noticed");
            table.row(&format!("{name} is another release's"), EXPECTED, &seen.words(1));
        }
    }
    table.write();
}

#[tokio::test]
async fn a_client_s_row_in_another_s_place_is_not_answered_from() {
    let world = World::new(CLIENTS).await;
    let good = good(&world).await;
    let mut table = Table::new("functions: releases", "rows");
    for (name, header, part) in [
        (file::FEATURES, 128, FEATURES.len() * 4),
        // Columns: the score, and the first feature.
        (file::COHORT, 128, CLIENTS * 4),
    ] {
        let path = world.file(name);
        let whole = std::fs::read(&path).unwrap();
        let mut swapped = whole.clone();
        let (first, fifth) = (header, header + 4 * part);
        swapped[first..first + part].copy_from_slice(&whole[fifth..fifth + part]);
        swapped[fifth..fifth + part].copy_from_slice(&whole[first..first + part]);
        std::fs::write(&path, &swapped).unwrap();
        let mut seen = Seen::default();
        seen.look(&world, &good, name).await;
        assert!(seen.problems > 0 && seen.refused == 0, "{name}: nobody noticed");
        std::fs::write(&path, &whole).unwrap();
        let fault = if name == file::COHORT { "two columns" } else { "two clients' rows" };
        table.row(&format!("{fault} of {name} have changed places"), EXPECTED, &seen.words(1));
    }
    table.write();
}

async fn put_pointer(world: &World, content: &[u8]) {
    let put = world.storage.client().put_object().bucket(world.storage.bucket());
    put.key(file::POINTER).body(content.to_vec().into()).send().await.unwrap();
}

#[tokio::test]
async fn a_pointer_that_is_lost_or_leads_nowhere_is_said_with_what_to_do() {
    let world = World::new(CLIENTS).await;
    let context = world.context().await.unwrap();
    let running = open(predict::router(context.clone()));
    let pointer = world.object(file::POINTER);
    let whole = std::fs::read(&pointer).unwrap();
    let mut table = Table::new("functions: releases", "pointer");
    let expected = "no function starts from it; one that runs keeps its release";
    for (fault, content, says) in [
        ("the pointer is lost", None, "publish a release"),
        ("the pointer is empty", Some(""), "current.json"),
        ("the pointer is cut short", Some(r#"{"release": "2026"#), "current.json"),
        ("the pointer leads out of the releases", Some(r#"{"release": "../other"}"#), "current.json"),
        (
            "the pointer names a release that is not there",
            Some(r#"{"release": "20200101-000000000000"}"#),
            "manifest.json",
        ),
    ] {
        match content {
            None => std::fs::remove_file(&pointer).unwrap(),
            Some(content) => put_pointer(&world, content.as_bytes()).await,
        }
        let [problem, ..] = functions(&world).await.map(|function| function.err().unwrap());
        assert!(problem.contains(says), "{fault}: {problem}");
        context.live.follow().await.unwrap_err();
        let answer = get(&running, &format!("/predict/{}", world.fixture.ids[0])).await;
        assert_eq!(answer.json()["release"], world.fixture.manifest.release.as_str(), "{fault}");
        table.row(fault, expected, &format!("{problem}; who runs answers {}", answer.said()));
    }
    put_pointer(&world, &whole).await;
    assert!(!context.live.follow().await.unwrap());
    table.write();
}
