//! An attack on cohorts: somebody who knows all of a client but how the loan ended compares cohorts with and without that
//! client, over many of them, and guesses from the figures.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use axum::Router;
use common::fixture::{FEATURES, FIRST_ID, Fixture};
use common::{World, get};

const CLIENTS: usize = 2_000;
/// Clients whom the attack is tried on.
const VICTIMS: usize = 24;

fn column(feature: &str) -> usize {
    FEATURES.iter().position(|name| *name == feature).unwrap()
}

/// How many of a cohort defaulted, as far as its rate tells, and all of it; `None` where it is not told of.
async fn told(compare: &Router, filter: &str) -> Option<(f64, f64)> {
    let path = format!("/compare/{FIRST_ID}?cohort=filter&filter={filter}");
    let answer = get(compare, &path).await;
    let json = answer.json();
    if !answer.status.is_success() {
        assert_eq!(json["type"], "urn:clairscore:problem:cohort-too-small", "{filter}: {json}");
        return None;
    }
    let size = json["cohort"]["size"].as_f64().unwrap();
    Some((json["cohort"]["default_rate"].as_f64()? * size, size))
}

/// Conditions that hold of a client and of many others: what pairs of cohorts are taken within.
fn contexts(fixture: &Fixture, row: usize) -> Vec<String> {
    let value = |feature: &str| fixture.rows[row][column(feature)];
    let mut contexts = vec!["points:0..1000".to_owned()];
    for (feature, widths) in
        [("AMT_INCOME_TOTAL", [60_000.0, 90_000.0, 150_000.0]), ("DAYS_BIRTH", [3_000.0, 6_000.0, 9_000.0])]
    {
        for width in widths {
            contexts.push(format!("{feature}:{}..{}", value(feature) - width, value(feature) + width / 2.0));
            contexts.push(format!("{feature}:{}..{}", value(feature) - width / 3.0, value(feature) + width));
        }
    }
    contexts.push(format!("CNT_CHILDREN:{}", value("CNT_CHILDREN")));
    contexts
}

/// The victims: clients with a known outcome, as many of each kind.
fn victims(fixture: &Fixture) -> Vec<usize> {
    let of = |outcome: f32| (0..CLIENTS).filter(move |&row| fixture.target[row] == outcome).step_by(11);
    of(1.0).take(VICTIMS / 2).chain(of(0.0).take(VICTIMS / 2)).collect()
}

/// How often the guesses are right, where half of them are by chance.
fn right(fixture: &Fixture, guesses: &[(usize, f64)]) -> f64 {
    let mut sorted: Vec<f64> = guesses.iter().map(|guess| guess.1).collect();
    sorted.sort_by(f64::total_cmp);
    // The best border between the two kinds that an attacker could hope for.
    let share = |border: f64| {
        let hits = guesses.iter().filter(|(row, found)| (*found > border) == (fixture.target[*row] == 1.0));
        hits.count() as f64 / guesses.len() as f64
    };
    share(0.5).max(share(sorted[sorted.len() / 2]))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_client_is_singled_out_by_differences_over_many_cohorts() {
    let world = World::new(CLIENTS).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let (mut nested, mut tracked, mut told_of) = (vec![], vec![], 0);
    for row in victims(fixture) {
        let credit = fixture.rows[row][column("AMT_CREDIT")];
        let (mut differences, mut trackers) = (vec![], vec![]);
        for context in contexts(fixture, row) {
            // With the victim, and without: to the letter, that is all that sets these two apart.
            let with = told(&compare, &format!("{context};AMT_CREDIT:..{credit}")).await;
            let without = told(&compare, &format!("{context};AMT_CREDIT:..{}", credit - 0.5)).await;
            if let (Some(with), Some(without)) = (with, without) {
                differences.push(with.0 - without.0);
                told_of += 1;
            }
            // All, less one side, less the other, and both sides again: what is left is who is on neither.
            let (up, down) =
                (format!("AMT_CREDIT:..{}", credit - 0.5), format!("AMT_CREDIT:{}..", credit + 0.5));
            let parts = [
                told(&compare, &context).await,
                told(&compare, &format!("{context};{up}")).await,
                told(&compare, &format!("{context};{down}")).await,
            ];
            if let [Some(all), Some(below), Some(above)] = parts {
                trackers.push(all.0 - below.0 - above.0);
            }
        }
        let mean = |found: &[f64]| found.iter().sum::<f64>() / found.len().max(1) as f64;
        nested.push((row, mean(&differences)));
        tracked.push((row, mean(&trackers)));
    }
    assert!(told_of > 100, "{told_of} pairs are told of: the answers are of no use");
    let (nested, tracked) = (right(fixture, &nested), right(fixture, &tracked));
    println!("right guesses: {nested:.2} from pairs, {tracked:.2} from sums of three");
    assert!(nested <= 0.75 && tracked <= 0.75, "{nested} and {tracked} of the guesses are right");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_size_of_a_small_cohort_is_not_told() {
    let world = World::new(600).await;
    let compare = world.compare().await;
    let mut details = Vec::new();
    for filter in ["AMT_CREDIT:1..2", "CNT_CHILDREN:3;decision:refused;EXT_SOURCE_2:missing"] {
        let answer = get(&compare, &format!("/compare/{FIRST_ID}?cohort=filter&filter={filter}")).await;
        assert_eq!(answer.status.as_u16(), 422, "{filter}");
        details.push(answer.json()["detail"].clone());
    }
    assert_eq!(details[0], details[1], "nobody and a few are told apart");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_near_the_truth_still() {
    let world = World::new(CLIENTS).await;
    let (compare, fixture) = (world.compare().await, &world.fixture);
    let credit = column("AMT_CREDIT");
    for border in [200_000.0, 450_000.0, 800_000.0_f32] {
        let rows: Vec<usize> = (0..CLIENTS).filter(|&row| fixture.rows[row][credit] <= border).collect();
        let known: Vec<f32> = rows.iter().map(|&row| fixture.target[row]).filter(|it| !it.is_nan()).collect();
        let rate = f64::from(known.iter().sum::<f32>()) / known.len() as f64;
        let (defaulted, size) = told(&compare, &format!("AMT_CREDIT:..{border}")).await.unwrap();
        let share = size / rows.len() as f64;
        assert!((0.85..1.1).contains(&share), "{border}: {size} of {}", rows.len());
        let found = defaulted / size;
        assert!((found - rate).abs() < 0.04, "{border}: {found} for {rate}");
    }
}
