//! Margins and Shapley values against their definitions, on small trees by hand and on random ones by force.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use scoring::Scorer;
use scoring::tree::{Node, NodeKind, Split, Tree};
use support::game::{by_force, interaction_by_force};
use support::{Random, names};

fn split(feature: u32, threshold: f32, default_left: bool, left: u32, right: u32) -> NodeKind {
    NodeKind::Split { split: Split { feature, threshold, default_left }, left, right }
}

fn tree(inputs: usize, nodes: &[(f64, NodeKind)]) -> Tree {
    let nodes: Vec<Node> = nodes.iter().map(|&(cover, kind)| Node { cover, kind }).collect();
    Tree::new(&nodes, inputs).unwrap()
}

/// The expected value of a tree where the inputs of `coalition` are those of the row: Lundberg et al. 2020,
/// algorithm 1, as it stands there.
fn worth(tree: &Tree, row: &[f32], coalition: usize, node: u32) -> f64 {
    match tree.nodes()[node as usize].kind {
        NodeKind::Leaf(value) => value,
        NodeKind::Split { split, left, right } if coalition >> split.feature & 1 == 1 => {
            let value = row[split.feature as usize];
            let goes_left = if value.is_nan() { split.default_left } else { value < split.threshold };
            worth(tree, row, coalition, if goes_left { left } else { right })
        }
        NodeKind::Split { left, right, .. } => {
            let cover = |child: u32| tree.nodes()[child as usize].cover;
            let all = cover(left) + cover(right);
            let share = if all > 0.0 { cover(left) / all } else { 0.5 };
            share * worth(tree, row, coalition, left) + (1.0 - share) * worth(tree, row, coalition, right)
        }
    }
}

/// What every coalition of the inputs is worth, by its bits.
fn game(trees: &[Tree], row: &[f32]) -> Vec<f64> {
    let of = |coalition| trees.iter().map(|tree| worth(tree, row, coalition, 0)).sum();
    (0..1 << row.len()).map(of).collect()
}

#[track_caller]
fn check(trees: &[Tree], row: &[f32], expect_symmetric: bool) {
    let scorer = Scorer::new(names(row.len()), -2.5, trees.to_vec()).unwrap();
    if expect_symmetric {
        assert_eq!(scorer.trees(), (trees.len(), 0));
    }
    let walked: f64 = trees.iter().map(|tree| tree.value(row)).sum::<f64>() - 2.5;
    let margin = scorer.margin(row);
    assert!((margin - walked).abs() < 1e-12, "margin {margin}, by walking {walked}");

    let mut contributions = vec![f64::NAN; row.len()];
    let base = scorer.contributions(row, &mut contributions);
    let empty: f64 = trees.iter().map(|tree| worth(tree, row, 0, 0)).sum::<f64>() - 2.5;
    assert!((base - empty).abs() < 1e-12, "base {base}, by definition {empty}");
    let game = game(trees, row);
    for (input, (found, expected)) in contributions.iter().zip(by_force(&game)).enumerate() {
        assert!((found - expected).abs() < 1e-12, "input {input}: {found}, by definition {expected}");
    }
    for a in 0..row.len() {
        for b in (0..row.len()).filter(|&b| b != a) {
            let (found, expected) = (scorer.interaction(row, [a, b]), interaction_by_force(&game, [a, b]));
            assert!((found - expected).abs() < 1e-12, "inputs {a}, {b}: {found}, by definition {expected}");
        }
    }
    // A file holds all that is needed for it.
    let read = Scorer::from_bytes(&scorer.to_bytes()).unwrap();
    if let [last, .., first] = (0..row.len()).collect::<Vec<_>>()[..] {
        assert_eq!(read.interaction(row, [first, last]), scorer.interaction(row, [first, last]));
    }
    assert!((base + contributions.iter().sum::<f64>() - margin).abs() < 1e-12);
}

/// The example of Lundberg et al. 2020, figure 2: a score of 80 for fever and cough together, 0 otherwise, each
/// present in half of the patients. From 20, each adds 30.
#[test]
fn fever_and_cough_share_alike() {
    let tree = tree(
        2,
        &[
            (4.0, split(0, 0.5, true, 1, 2)),
            (2.0, split(1, 0.5, true, 3, 4)),
            (2.0, split(1, 0.5, true, 5, 6)),
            (1.0, NodeKind::Leaf(0.0)),
            (1.0, NodeKind::Leaf(0.0)),
            (1.0, NodeKind::Leaf(0.0)),
            (1.0, NodeKind::Leaf(80.0)),
        ],
    );
    let scorer = Scorer::new(names(2), 0.0, vec![tree]).unwrap();
    let mut contributions = [0.0; 2];
    assert_eq!(scorer.contributions(&[1.0, 1.0], &mut contributions), 20.0);
    assert_eq!(contributions, [30.0, 30.0]);
    scorer.contributions(&[1.0, 0.0], &mut contributions);
    assert_eq!(contributions, [10.0, -30.0]);
    assert_eq!(scorer.margin(&[1.0, 1.0]), 80.0);
    assert_eq!(scorer.margin(&[f32::NAN, 1.0]), 0.0);
}

/// The other model of that figure, 10 more for cough: an asymmetric tree. Worked out by hand, with unequal covers.
#[test]
fn an_asymmetric_tree_by_hand() {
    // Cover 1 to 3 at the root; on the right, input 1 splits 2 to 1. On the left it splits too, elsewhere and
    // without effect: without that the tree would be symmetric.
    let tree = tree(
        2,
        &[
            (4.0, split(0, 0.0, false, 1, 2)),
            (1.0, split(1, 1.5, true, 7, 8)),
            (3.0, split(1, 0.0, true, 3, 4)),
            (2.0, split(0, 5.0, false, 5, 6)),
            (1.0, NodeKind::Leaf(12.0)),
            (1.0, NodeKind::Leaf(0.0)),
            (1.0, NodeKind::Leaf(8.0)),
            (0.5, NodeKind::Leaf(4.0)),
            (0.5, NodeKind::Leaf(4.0)),
        ],
    );
    let scorer = Scorer::new(names(2), 0.0, vec![tree]).unwrap();
    assert_eq!(scorer.trees(), (0, 1));
    // Nothing known: 1/4 * 4 + 3/4 * (2/3 * (0 + 8) / 2 + 1/3 * 12) = 6. Input 0 = 1: 2/3 * 0 + 1/3 * 12 = 4.
    // Input 1 = 1: 1/4 * 4 + 3/4 * 12 = 10. Both: 12. So input 0: ((4 - 6) + (12 - 10)) / 2 = 0, input 1: 6.
    let mut contributions = [0.0; 2];
    let base = scorer.contributions(&[1.0, 1.0], &mut contributions);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-14;
    assert!(
        close(base, 6.0) && close(contributions[0], 0.0) && close(contributions[1], 6.0),
        "{base} {contributions:?}"
    );
    assert_eq!(scorer.margin(&[1.0, 1.0]), 12.0);
    assert_eq!(scorer.margin(&[1.0, f32::NAN]), 0.0, "a missing input 1 goes left");
    assert_eq!(scorer.margin(&[f32::NAN, -1.0]), 8.0, "a missing input 0 goes right, twice");
}

#[test]
fn special_values_go_where_xgboost_sends_them() {
    let tree =
        tree(1, &[(2.0, split(0, 0.0, true, 1, 2)), (1.0, NodeKind::Leaf(-1.0)), (1.0, NodeKind::Leaf(1.0))]);
    let scorer = Scorer::new(names(1), 0.0, vec![tree]).unwrap();
    let cases = [
        (f32::NAN, -1.0),
        (-f32::NAN, -1.0),
        (f32::INFINITY, 1.0),
        (f32::NEG_INFINITY, -1.0),
        (-0.0, 1.0),
        (0.0, 1.0),
        (-f32::MIN_POSITIVE, -1.0),
    ];
    for (value, margin) in cases {
        assert_eq!(scorer.margin(&[value]), margin, "{value}");
    }
}

#[test]
fn a_model_without_trees_is_its_constant() {
    let scorer = Scorer::new(names(3), -2.0, vec![]).unwrap();
    let mut contributions = [1.0; 3];
    assert_eq!(scorer.margin(&[0.0; 3]), -2.0);
    assert_eq!(scorer.contributions(&[0.0; 3], &mut contributions), -2.0);
    assert_eq!(contributions, [0.0; 3]);
}

/// A general tree twelve inputs deep: more quadrature points than the smaller ones use.
#[test]
fn deep_paths_are_exact_too() {
    let mut random = Random(7);
    for _ in 0..20 {
        let trees = [random.general(14, 12)];
        let row = random.row(12);
        check(&trees, &row, false);
    }
}

/// A chain of 100 splits on as many inputs: values cannot be had by force, but their sum and symmetry can.
#[test]
fn very_deep_paths_still_add_up() {
    const DEPTH: usize = 100;
    let mut nodes: Vec<(f64, NodeKind)> = Vec::new();
    for level in 0..DEPTH as u32 {
        nodes.push((100.0, split(level, 0.0, true, 2 * level + 1, 2 * level + 2)));
        nodes.push((1.0, NodeKind::Leaf(0.0)));
    }
    nodes.push((99.0, NodeKind::Leaf(1.0)));
    let scorer = Scorer::new(names(DEPTH), 0.0, vec![tree(DEPTH, &nodes)]).unwrap();
    let mut contributions = vec![0.0; DEPTH];
    let base = scorer.contributions(&[1.0; DEPTH], &mut contributions);
    assert!((base + contributions.iter().sum::<f64>() - 1.0).abs() < 1e-13);
    let (first, rest) = contributions.split_first().unwrap();
    // All splits but the last have the same share.
    assert!(rest[..DEPTH - 2].iter().all(|value| (value - first).abs() < 1e-15), "{contributions:?}");
}

#[test]
fn a_sum_over_inputs_has_no_interactions() {
    let mut random = Random(5);
    let stump = |feature: u32, value: f64| {
        let leaf = |value| (1.0, NodeKind::Leaf(value));
        tree(4, &[(2.0, split(feature, 0.25, false, 1, 2)), leaf(-value), leaf(value)])
    };
    let trees: Vec<Tree> = (0..12).map(|i| stump(i % 4, 1.0 + f64::from(i))).collect();
    let scorer = Scorer::new(names(4), 0.0, trees).unwrap();
    let row = random.row(4);
    assert!((1..4).all(|b| scorer.interaction(&row, [0, b]) == 0.0));
}

#[test]
fn many_trees_add_up_within_the_goal() {
    let mut random = Random(11);
    let mut trees: Vec<Tree> = (0..300).map(|_| random.symmetric(6, 50, true)).collect();
    trees.extend((0..100).map(|_| random.general(8, 50)));
    let scorer = Scorer::new(names(50), 0.3, trees).unwrap();
    let mut contributions = vec![0.0; 50];
    for _ in 0..200 {
        let row = random.row(50);
        let base = scorer.contributions(&row, &mut contributions);
        let gap = (base + contributions.iter().sum::<f64>() - scorer.margin(&row)).abs();
        assert!(gap < 1e-10, "{gap:e}");
    }
}

proptest! {
    #[test]
    fn symmetric_trees_have_the_values_of_the_definition(seed in any::<u64>(), depth in 0..=8_usize, inputs in 1..=7_usize) {
        let mut random = Random(seed);
        let trees: Vec<Tree> = (0..3).map(|_| random.symmetric(depth, inputs, false)).collect();
        check(&trees, &random.row(inputs), true);
    }

    #[test]
    fn symmetric_trees_with_early_leaves_too(seed in any::<u64>(), depth in 1..=8_usize, inputs in 1..=7_usize) {
        let mut random = Random(seed);
        let trees: Vec<Tree> = (0..3).map(|_| random.symmetric(depth, inputs, true)).collect();
        check(&trees, &random.row(inputs), true);
    }

    #[test]
    fn other_trees_have_the_values_of_the_definition(seed in any::<u64>(), depth in 1..=9_usize, inputs in 1..=8_usize) {
        let mut random = Random(seed);
        let trees: Vec<Tree> = (0..3).map(|_| random.general(depth, inputs)).collect();
        check(&trees, &random.row(inputs), false);
    }
}
