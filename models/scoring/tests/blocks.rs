//! Blocks of rows give the numbers of the rows one by one, at any number of threads.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::num::NonZeroUsize;

use scoring::blocks::{self, BLOCK};
use scoring::tree::Tree;
use scoring::{Scorer, Workspace};
use support::{Random, names};

const INPUTS: usize = 9;

fn scorer() -> Scorer {
    let mut random = Random(1);
    let mut trees: Vec<Tree> = (0..20).map(|depth| random.symmetric(depth % 7, INPUTS, true)).collect();
    trees.extend((0..10).map(|_| random.general(7, INPUTS)));
    Scorer::new(names(INPUTS), -2.4, trees).unwrap()
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let scorer = scorer();
    let mut random = Random(2);
    for count in [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 3] {
        let rows: Vec<f32> = (0..count).flat_map(|_| random.row(INPUTS)).collect();
        let margins: Vec<f64> = rows.chunks_exact(INPUTS).map(|row| scorer.margin(row)).collect();
        let mut contributions = vec![0.0; rows.len()];
        let mut workspace = Workspace::default();
        for (row, out) in rows.chunks_exact(INPUTS).zip(contributions.chunks_exact_mut(INPUTS)) {
            scorer.contributions_with(row, out, &mut workspace);
        }
        for threads in [1, 2, 3, 16].map(|threads| NonZeroUsize::new(threads).unwrap()) {
            let mut found = vec![f64::NAN; count];
            scorer.margins_of(&rows, &mut found, threads);
            assert_eq!(bits(&found), bits(&margins), "{count} rows, {threads} threads");

            let mut found = vec![f64::NAN; rows.len()];
            assert_eq!(scorer.contributions_of(&rows, &mut found, threads), scorer.base_margin());
            assert_eq!(bits(&found), bits(&contributions), "{count} rows, {threads} threads");
        }
    }
}

#[test]
fn a_model_without_inputs_has_rows_all_the_same() {
    let scorer = Scorer::new(vec![], -2.0, vec![]).unwrap();
    let mut margins = [0.0; 3];
    scorer.margins_of(&[], &mut margins, NonZeroUsize::MIN);
    assert_eq!(margins, [-2.0; 3]);
    assert_eq!(scorer.contributions_of(&[], &mut [], NonZeroUsize::MIN), -2.0);
}

#[test]
fn blocks_keep_their_order_and_their_borders() {
    let borders = |count, threads| {
        blocks::map(count, NonZeroUsize::new(threads).unwrap(), |block, _| {
            // The first one takes longest.
            std::thread::sleep(std::time::Duration::from_millis(if block.start == 0 { 20 } else { 0 }));
            (block.start, block.end)
        })
    };
    let expected = [(0, BLOCK), (BLOCK, 2 * BLOCK), (2 * BLOCK, 2 * BLOCK + 1)];
    assert_eq!(borders(2 * BLOCK + 1, 1), expected);
    assert_eq!(borders(2 * BLOCK + 1, 4), expected);
    assert!(borders(0, 4).is_empty());
}

#[test]
#[should_panic(expected = "each row has one value for each input")]
fn half_a_row_is_refused() {
    scorer().contributions_of(&[0.0; INPUTS + 1], &mut [0.0; INPUTS + 1], NonZeroUsize::MIN);
}
