//! One client, one thread: score and explain; and how long a model takes to load.
//!
//! Goals (design.md): 3 us to score and 5 us to explain with 500 symmetric trees of depth 6 on 200 inputs;
//! `scorer.bin` loaded in under 2 ms; 6 us and 400 us with 420 other trees of 34 leaves.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use scoring::Scorer;
use scoring::tree::Tree;
use support::{Random, names, xgboost};

const INPUTS: usize = 200;

/// Values spread over all thresholds, one in five missing, as in the Home Credit data.
fn rows(count: usize) -> Vec<Vec<f32>> {
    let mut random = Random(1);
    (0..count).map(|_| random.row(INPUTS)).collect()
}

/// Goes through the rows, so that no branch is learned by heart.
fn client(criterion: &mut Criterion, name: &str, scorer: &Scorer) {
    let rows = rows(1000);
    let mut next = rows.iter().cycle();
    criterion.bench_function(&format!("{name}/score"), |bencher| {
        bencher.iter(|| scorer.margin(black_box(next.next().expect("a cycle has no end"))));
    });
    let mut out = vec![0.0; INPUTS];
    criterion.bench_function(&format!("{name}/explain"), |bencher| {
        bencher.iter(|| {
            let base = scorer.contributions(black_box(next.next().expect("a cycle has no end")), &mut out);
            black_box(&out);
            base
        });
    });
}

fn symmetric(criterion: &mut Criterion) {
    let mut random = Random(2);
    let trees: Vec<Tree> = (0..500).map(|_| random.symmetric(6, INPUTS, false)).collect();
    let scorer = Scorer::new(names(INPUTS), -2.4, trees.clone()).expect("the trees are sound");
    assert_eq!(scorer.trees(), (500, 0));
    client(criterion, "500 symmetric trees", &scorer);

    let bytes = scorer.to_bytes();
    criterion.bench_function("500 symmetric trees/load scorer.bin", |bencher| {
        bencher.iter(|| Scorer::from_bytes(black_box(&bytes)));
    });
    let json = xgboost(&trees, INPUTS, "[8.0726E-2]").to_string();
    criterion.bench_function("500 symmetric trees/make from model.json", |bencher| {
        bencher.iter(|| Scorer::from_xgboost(black_box(json.as_bytes())));
    });
    println!("scorer.bin {} bytes, model.json {} bytes", bytes.len(), json.len());
}

fn general(criterion: &mut Criterion) {
    let mut random = Random(3);
    let mut trees = Vec::new();
    while trees.len() < 420 {
        let tree = random.general(9, INPUTS);
        // Between 30 and 38 leaves: 34 on average.
        if (59..=75).contains(&tree.nodes().len()) {
            trees.push(tree);
        }
    }
    let leaves = trees.iter().map(|tree| tree.nodes().len().div_ceil(2)).sum::<usize>() / trees.len();
    println!("420 other trees of {leaves} leaves on average");
    let scorer = Scorer::new(names(INPUTS), -2.4, trees).expect("the trees are sound");
    assert_eq!(scorer.trees(), (0, 420));
    client(criterion, "420 other trees", &scorer);
}

criterion_group!(benches, symmetric, general);
criterion_main!(benches);
