//! One client on one thread, and blocks of clients on one and two: score and explain; what two inputs do together;
//! and how long a model takes to load.
//!
//! Goals (design.md): 3 us to score and 5 us to explain with 500 symmetric trees of depth 6; 6 us and 400 us with
//! 420 other trees of 34 leaves; 356,255 clients explained in 3 s on two threads, which is 8.4 us a client;
//! `scorer.bin` loaded in under 2 ms. All on 300 inputs.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scoring::tree::Tree;
use scoring::{Scorer, Workspace};
use support::{Random, names, xgboost};

const INPUTS: usize = 300;

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
    let (mut out, mut workspace) = (vec![0.0; INPUTS], Workspace::default());
    criterion.bench_function(&format!("{name}/explain"), |bencher| {
        bencher.iter(|| {
            let row = black_box(next.next().expect("a cycle has no end"));
            let base = scorer.contributions_with(row, &mut out, &mut workspace);
            black_box(&out);
            base
        });
    });
    criterion.bench_function(&format!("{name}/interaction"), |bencher| {
        bencher.iter(|| scorer.interaction(black_box(next.next().expect("a cycle has no end")), [0, 1]));
    });
}

/// A block of clients; the time is that of the block, the throughput that of a client.
fn block(criterion: &mut Criterion, name: &str, scorer: &Scorer, count: usize) {
    let mut random = Random(4);
    let rows: Vec<f32> = (0..count).flat_map(|_| random.row(INPUTS)).collect();
    let (mut margins, mut contributions) = (vec![0.0; count], vec![0.0; rows.len()]);
    let mut group = criterion.benchmark_group(format!("{name}, {count} clients"));
    group.throughput(Throughput::Elements(count as u64)).sample_size(10);
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).expect("one or two");
        group.bench_function(format!("score, {threads} threads"), |bencher| {
            bencher.iter(|| scorer.margins_of(black_box(&rows), &mut margins, threads));
        });
        group.bench_function(format!("explain, {threads} threads"), |bencher| {
            bencher.iter(|| scorer.contributions_of(black_box(&rows), &mut contributions, threads));
        });
    }
    group.finish();
}

fn symmetric(criterion: &mut Criterion) {
    let mut random = Random(2);
    let trees: Vec<Tree> = (0..500).map(|_| random.symmetric(6, INPUTS, false)).collect();
    let scorer = Scorer::new(names(INPUTS), -2.4, trees.clone()).expect("the trees are sound");
    assert_eq!(scorer.trees(), (500, 0));
    client(criterion, "500 symmetric trees", &scorer);
    block(criterion, "500 symmetric trees", &scorer, 20_000);

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
        let tree = random.general(12, INPUTS);
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
    block(criterion, "420 other trees", &scorer, 2_000);
}

criterion_group!(benches, symmetric, general);
criterion_main!(benches);
