//! How long `compare` takes over as many clients as Home Credit's data have: 50th and 99th percentile of requests to the
//! whole function, in this process, warm, one after the other.
//!
//! `make bench-compare`, or `target/release/examples/compare_speed [CLIENTS] [REQUESTS]`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement fails by panicking, and prints")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

use axum::Router;
use axum::http::StatusCode;
use common::{World, get};

/// Six features: numbers with many values and with few, with missing ones, and a category.
const FEATURES: &str = "EXT_SOURCE_2,credit_to_income,AMT_CREDIT,DAYS_BIRTH,CNT_CHILDREN,NAME_EDUCATION_TYPE";

const QUESTIONS: [(&str, &str); 10] = [
    ("everyone", "cohort=everyone"),
    ("filter that all meet", "cohort=filter&filter=points:0..1000"),
    ("filter that nearly all meet", "cohort=filter&filter=AMT_CREDIT:60000.."),
    ("filter that half meet", "cohort=filter&filter=AMT_CREDIT:500000.."),
    (
        "filter by category and score",
        "cohort=filter&filter=NAME_EDUCATION_TYPE:Higher%20education;points:400..600",
    ),
    (
        "filter by three ranges",
        "cohort=filter&filter=AMT_CREDIT:200000..700000;DAYS_BIRTH:-20000..-9000;EXT_SOURCE_2:0.2..",
    ),
    ("500 similar", "cohort=similar"),
    ("5,000 similar", "cohort=similar&k=5000"),
    ("same education and children", "cohort=same&same=NAME_EDUCATION_TYPE,CNT_CHILDREN"),
    ("everyone, with a density", "cohort=everyone&density=EXT_SOURCE_2,AMT_CREDIT"),
];

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().expect("a number"));
    let (clients, requests) = (arguments.next().unwrap_or(356_255), arguments.next().unwrap_or(300));
    let world = World::new(clients).await;
    let compare = world.compare().await;
    println!("{clients} clients, six features, {requests} requests each, milliseconds\n");
    println!("| cohort | size | p50 | p99 |\n| --- | ---: | ---: | ---: |");
    for (name, query) in QUESTIONS {
        let path = |request: usize| {
            let id = world.fixture.ids[request * 7_919 % clients];
            format!("/compare/{id}?{query}&features={FEATURES}")
        };
        let size = asked(&compare, &path(0)).await.0;
        let mut times = Vec::with_capacity(requests);
        for request in 0..requests {
            times.push(asked(&compare, &path(request)).await.1);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        println!("| {name} | {size} | {:.1} | {:.1} |", at(0.5), at(0.99));
    }
    for (name, path) in [
        ("clients, by score", "/clients?sort=points&limit=100"),
        (
            "clients, filtered, by score",
            "/clients?sort=-points&limit=100&filter=AMT_CREDIT:500000..;decision:granted",
        ),
    ] {
        let mut times = Vec::with_capacity(requests);
        for _ in 0..requests {
            let begun = Instant::now();
            assert_eq!(get(&compare, path).await.status, StatusCode::OK);
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        println!("| {name} | | {:.1} | {:.1} |", times[times.len() / 2], times[times.len() * 99 / 100]);
    }
}

/// The cohort's size, and the milliseconds until the answer was there.
async fn asked(compare: &Router, path: &str) -> (u64, f64) {
    let begun = Instant::now();
    let answer = get(compare, path).await;
    let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {:?}", answer.body);
    (answer.json()["cohort"]["size"].as_u64().unwrap(), milliseconds)
}
