//! Scoring and explaining allocate nothing once the first client has made room.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use catalogue::Protection;
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Scorer, ScoringModel, Workspace};
use support::Random;

/// The system's allocator, which counts what each thread asks of it.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that is ending has no counter left.
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

#[allow(unsafe_code, reason = "an allocator is unsafe by its nature; this one hands on to the system's")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` allocates.
fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    let before = ALLOCATIONS.get();
    drop(black_box(work()));
    ALLOCATIONS.get() - before
}

/// Symmetric trees and others, on all features that a model may use.
fn model() -> ScoringModel {
    let usable = catalogue::features().iter().filter(|feature| feature.protection != Protection::AuditOnly);
    let inputs: Vec<String> = usable.map(|feature| feature.id.clone()).collect();
    let mut random = Random(8);
    let mut trees: Vec<_> = (0..100).map(|_| random.symmetric(6, inputs.len(), true)).collect();
    trees.extend((0..50).map(|depth| random.general(3 + depth % 14, inputs.len())));
    let scorer = Scorer::new(inputs, -2.4, trees).unwrap();
    assert!(scorer.trees().1 > 0, "the general path is there too");
    let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    ScoringModel::new(scorer, Calibration { slope: 1.1, intercept: -0.2 }, PointsScale::default(), rule)
        .unwrap()
}

fn rows(model: &ScoringModel) -> Vec<Vec<f32>> {
    let mut random = Random(9);
    (0..50).map(|_| random.row(model.inputs().len())).collect()
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| Vec::<u8>::with_capacity(100)), 1);
    assert_eq!(allocations(|| ()), 0);
}

#[test]
fn a_warm_hot_path_allocates_nothing() {
    let model = model();
    let (scorer, rows) = (model.scorer(), rows(&model));
    let mut workspace = Workspace::default();
    let mut out = vec![0.0; model.inputs().len()];
    scorer.contributions_with(&rows[0], &mut out, &mut workspace);
    scorer.contributions(&rows[0], &mut out);
    // The breakdown and its workspace grow with the first client.
    let mut breakdown = model.explain(&rows[0]);
    model.explain_into(&rows[0], &mut breakdown, &mut workspace);

    for row in &rows {
        assert_eq!(allocations(|| scorer.margin(row)), 0, "margin");
        assert_eq!(allocations(|| model.score(row)), 0, "score");
        assert_eq!(allocations(|| scorer.contributions(row, &mut out)), 0, "contributions");
        let kept = allocations(|| scorer.contributions_with(row, &mut out, &mut workspace));
        assert_eq!(kept, 0, "contributions in a workspace");
        assert_eq!(allocations(|| model.explain_into(row, &mut breakdown, &mut workspace)), 0, "a breakdown");
        assert_eq!(breakdown, model.explain(row));
        // What is answered is new; nothing else is.
        assert_eq!(allocations(|| model.explain(row)), 1, "a new breakdown");
    }
}
