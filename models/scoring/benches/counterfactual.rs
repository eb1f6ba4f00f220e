//! One client, one thread: a what-if, and the search for counterfactuals.
//!
//! Goal: 50 ms for a search with 500 symmetric trees of depth 6 on 250 inputs. Two searches are timed: that of the
//! clients who are not granted and have a proposal, and that of those who have none, which tries most.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use scoring::counterfactual::{Goal, Outcome};
use scoring::{Applicant, Changes, Value};
use support::Random;
use support::applicants::{spread, usable_inputs};

const INPUTS: usize = 250;

fn search(criterion: &mut Criterion) {
    let mut random = Random(7);
    let model = random.loan_model(500, 6, usable_inputs(INPUTS));
    assert_eq!((model.inputs().len(), model.scorer().trees()), (INPUTS, (500, 0)));
    let (mut with, mut without) = (Vec::new(), Vec::new());
    while with.len() < 100 || without.len() < 100 {
        let applicant = Applicant::from_records(&random.applicant());
        let answer = model.counterfactuals(&applicant, Goal::Granted, &spread);
        match answer.outcome {
            Outcome::AlreadyReached => {}
            Outcome::Found(_) => with.push((applicant, answer.evaluations)),
            Outcome::OutOfReach(_) => without.push((applicant, answer.evaluations)),
        }
    }
    for (name, applicants) in [("with a proposal", &with), ("without", &without)] {
        let evaluations: Vec<usize> = applicants.iter().map(|(_, evaluations)| *evaluations).collect();
        let most = evaluations.iter().max().expect("there are a hundred");
        let mean = evaluations.iter().sum::<usize>() / evaluations.len();
        println!(
            "{} clients {name}: {mean} applications scored on average, {most} at most",
            evaluations.len()
        );
        let mut next = applicants.iter().cycle();
        criterion.bench_function(&format!("counterfactual/{name}"), |bencher| {
            bencher.iter(|| {
                let (applicant, _) = next.next().expect("a cycle has no end");
                model.counterfactuals(black_box(applicant), Goal::Granted, &spread)
            });
        });
    }

    let changes = Changes::none().and("AMT_CREDIT", Value::Number(180_000.0)).expect("plausible");
    let mut next = with.iter().cycle();
    criterion.bench_function("what-if", |bencher| {
        bencher.iter(|| {
            let (applicant, _) = next.next().expect("a cycle has no end");
            model.what_if(black_box(applicant), black_box(&changes))
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = search
}
criterion_main!(benches);
