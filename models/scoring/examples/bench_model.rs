//! Times a model in XGBoost's format on rows, and prints what was measured as JSON: the crate's side of
//! `make bench-scoring`, which has Python's libraries do the same.
//!
//! usage: `bench_model MODEL.json ROWS.f32`; the rows stand one after the other, 32-bit little-endian.
//!
//! Times are microseconds a row, the best of many short rounds: what else runs on the machine only adds to them.

use std::error::Error;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::Instant;
use std::{env, fs};

use scoring::{Scorer, Workspace};
use serde_json::json;

/// The clients of the Home Credit data.
const ALL: usize = 356_255;
/// Rows whose numbers are printed, for comparison.
const SHOWN: usize = 20;

/// The best time of a call, in microseconds, of 300 rounds of `calls`.
fn best(calls: usize, mut call: impl FnMut(usize)) -> f64 {
    let round = |round: usize, call: &mut dyn FnMut(usize)| {
        let start = Instant::now();
        (0..calls).for_each(|number| call(round * calls + number));
        start.elapsed().as_secs_f64() / calls as f64 * 1e6
    };
    (0..300).map(|number| round(number, &mut call)).fold(f64::INFINITY, f64::min)
}

/// The best time of three, in seconds.
fn seconds(mut call: impl FnMut()) -> f64 {
    let time = |call: &mut dyn FnMut()| {
        let start = Instant::now();
        call();
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| time(&mut call)).fold(f64::INFINITY, f64::min)
}

fn main() -> Result<(), Box<dyn Error>> {
    let [model, rows] =
        env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "two paths are needed")?;
    let scorer = Scorer::from_xgboost(&fs::read(model)?)?;
    let rows: Vec<f32> =
        fs::read(rows)?.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    let inputs = scorer.inputs().len();
    let row = |number: usize| {
        let at = number % (rows.len() / inputs) * inputs;
        &rows[at..at + inputs]
    };

    let mut one = vec![0.0; inputs];
    let mut workspace = Workspace::default();
    let score = best(100, |number| {
        black_box(scorer.margin(black_box(row(number))));
    });
    let explain = best(20, |number| {
        black_box(scorer.contributions_with(black_box(row(number)), &mut one, &mut workspace));
    });

    // All clients in calls of so many rows; a slower model on one call only.
    let count = rows.len() / inputs;
    let all = if scorer.trees().1 == 0 { ALL } else { count };
    let (mut margins, mut contributions) = (vec![0.0; count], vec![0.0; rows.len()]);
    let mut blocks = serde_json::Map::new();
    for threads in [1, 2].map(|threads| NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN)) {
        let calls = |call: &mut dyn FnMut(usize)| {
            (0..all).step_by(count).for_each(|start| call(count.min(all - start)));
        };
        let score =
            seconds(|| calls(&mut |n| scorer.margins_of(&rows[..n * inputs], &mut margins[..n], threads)));
        let explain = seconds(|| {
            calls(&mut |n| {
                let n = n * inputs;
                scorer.contributions_of(&rows[..n], &mut contributions[..n], threads);
            });
        });
        let figures = json!({"rows": all, "score_seconds": score, "explain_seconds": explain});
        blocks.insert(threads.to_string(), figures);
    }

    // The three inputs that matter most on the first row, in pairs.
    let base = scorer.contributions(row(0), &mut one);
    let mut order: Vec<usize> = (0..inputs).collect();
    order.sort_by(|&a, &b| one[b].abs().total_cmp(&one[a].abs()));
    let pairs = [[order[0], order[1]], [order[0], order[2]], [order[1], order[2]]];
    let interactions: Vec<_> = (0..3)
        .flat_map(|number| {
            pairs.map(|pair| json!([number, pair[0], pair[1], scorer.interaction(row(number), pair)]))
        })
        .collect();
    println!(
        "{}",
        json!({
            "trees": scorer.trees(),
            "score": score,
            "explain": explain,
            "blocks": blocks,
            "base": base,
            "margins": (0..count).map(|number| scorer.margin(row(number))).collect::<Vec<_>>(),
            "contributions": &contributions[..SHOWN * inputs],
            "interactions": interactions,
        })
    );
    Ok(())
}
