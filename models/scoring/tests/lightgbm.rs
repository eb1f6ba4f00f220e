//! LightGBM's text format: what is read decides and is explained as the format's own source says; what is not read is
//! refused by name. The official library is asked in `tests/suite/reference.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use scoring::Scorer;
use support::Random;
use support::game::{by_force, interaction_by_force};
use support::lightgbm::{Node, row, text};

fn trees(random: &mut Random, count: usize, depth: usize, inputs: usize) -> Vec<Node> {
    (0..count).map(|_| Node::random(random, depth, inputs)).collect()
}

fn read(text: &str) -> Result<Scorer, String> {
    Scorer::from_lightgbm(text.as_bytes()).map_err(|error| error.to_string())
}

/// What damage is made of.
const BYTES: &[u8] = b"0123456789-.e= \nTreinfaN";

/// The expected value where the inputs of `coalition` are those of the row, weighed by numbers of rows.
fn worth(node: &Node, row: &[f32], coalition: usize) -> f64 {
    match node {
        Node::Leaf { value, .. } => *value,
        Node::Split { split, left, right, .. } if coalition >> split.input & 1 == 1 => {
            worth(if split.goes_left(row) { left } else { right }, row, coalition)
        }
        Node::Split { left, right, .. } => {
            let all = f64::from(left.rows()) + f64::from(right.rows());
            let share = if all > 0.0 { f64::from(left.rows()) / all } else { 0.5 };
            share * worth(left, row, coalition) + (1.0 - share) * worth(right, row, coalition)
        }
    }
}

proptest! {
    #[test]
    fn raw_scores_are_those_of_the_format_bit_for_bit(seed in any::<u64>(), inputs in 1..=6_usize) {
        let mut random = Random(seed);
        let trees = trees(&mut random, 20, 5, inputs);
        let scorer = read(&text(&trees, inputs)).unwrap();
        let file = Scorer::from_bytes(&scorer.to_bytes()).unwrap();
        prop_assert!(file == scorer);
        for _ in 0..50 {
            let row = row(&mut random, inputs);
            let expected = trees.iter().fold(0.0, |sum, tree| sum + tree.value(&row));
            prop_assert_eq!(scorer.margin(&row).to_bits(), expected.to_bits(), "{:?}", row);
            prop_assert_eq!(file.margin(&row).to_bits(), expected.to_bits());
        }
    }

    #[test]
    fn contributions_are_those_of_the_definition(seed in any::<u64>(), depth in 1..=8_usize, inputs in 2..=6_usize) {
        let mut random = Random(seed);
        let trees = trees(&mut random, 3, depth, inputs);
        let scorer = read(&text(&trees, inputs)).unwrap();
        let row = row(&mut random, inputs);
        let game: Vec<f64> = (0..1 << inputs)
            .map(|coalition| trees.iter().map(|tree| worth(tree, &row, coalition)).sum())
            .collect();
        let mut contributions = vec![0.0; inputs];
        let base = scorer.contributions(&row, &mut contributions);
        prop_assert!((base - game[0]).abs() < 1e-12);
        for (found, expected) in contributions.iter().zip(by_force(&game)) {
            prop_assert!((found - expected).abs() < 1e-12, "{} {}", found, expected);
        }
        let interaction = scorer.interaction(&row, [0, inputs - 1]);
        prop_assert!((interaction - interaction_by_force(&game, [0, inputs - 1])).abs() < 1e-12);
    }

    #[test]
    fn damaged_text_never_panics(seed in any::<u64>(), changes in 1..4_usize) {
        let mut random = Random(seed);
        let mut text = text(&trees(&mut random, 3, 3, 4), 4).into_bytes();
        for _ in 0..changes {
            let at = random.below(text.len());
            match random.below(3) {
                0 => text[at] = BYTES[random.below(BYTES.len())],
                1 => { text.remove(at); }
                _ => text.insert(at, BYTES[random.below(BYTES.len())]),
            }
        }
        if let Ok(scorer) = Scorer::from_lightgbm(&text) {
            let row = row(&mut random, scorer.inputs().len());
            prop_assert!(scorer.margin(&row).is_finite());
            prop_assert!(Scorer::from_bytes(&scorer.to_bytes()).is_ok());
        }
    }
}

/// Two trees as LightGBM 4.7 writes them, categories 1 and 33 to the left; and a tree of one leaf.
const MODEL: &str = "tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=binary sigmoid:1
feature_names=income education
feature_infos=[0:9] 1:33
tree_sizes=1 2

Tree=0
num_leaves=3
num_cat=1
split_feature=1 0
split_gain=6 1
threshold=0 2.5000000000000004
decision_type=1 10
left_child=1 -2
right_child=-1 -3
leaf_value=-0.5 0.25 0.125
leaf_weight=1 1 1
leaf_count=2 1 1
internal_value=0 0
internal_weight=2 2
internal_count=4 2
cat_boundaries=0 2
cat_threshold=2 2
is_linear=0
shrinkage=1


Tree=1
num_leaves=1
num_cat=0
split_feature=
split_gain=
threshold=
decision_type=
left_child=
right_child=
leaf_value=-1
leaf_weight=
leaf_count=4
internal_value=
internal_weight=
internal_count=
is_linear=0
shrinkage=1


end of trees
";

#[test]
fn a_model_by_hand() {
    let scorer = read(MODEL).unwrap();
    assert_eq!(scorer.inputs(), ["income", "education"]);
    let cases = [
        ([2.5, 1.0], 0.25),
        ([2.500_000_2, 33.0], 0.125),
        ([f32::NAN, 33.0], 0.25),
        ([2.5, 2.0], -0.5),
        ([2.5, f32::NAN], -0.5),
        ([2.5, -1.0], -0.5),
    ];
    for (row, leaf) in cases {
        assert_eq!(scorer.margin(&row), leaf - 1.0, "{row:?}");
    }
    // Half of the rows have such an education; of these, half such an income. Nothing known: -1 + (-0.5 + 0.1875) / 2.
    let mut contributions = [0.0; 2];
    let base = scorer.contributions(&[2.0, 1.0], &mut contributions);
    assert_eq!(base, -1.15625);
    // Income: (0.25 - 0.1875) and half of it where education is unknown, each in half of the orders.
    assert!((contributions[0] - 0.046_875).abs() < 1e-15, "{contributions:?}");
    assert!((base + contributions[0] + contributions[1] + 0.75).abs() < 1e-15);
}

#[test]
fn lines_may_end_as_on_windows() {
    assert_eq!(read(&MODEL.replace('\n', "\r\n")), read(MODEL));
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let cases = [
        ("tree\n", "forest\n", "the first line is \"forest\""),
        ("version=v4", "version=v2", "header: version is \"v2\"; only v3 or v4"),
        ("num_class=1", "num_class=3", "num_class is \"3\"; only one class"),
        ("num_tree_per_iteration=1", "num_tree_per_iteration=3", "num_tree_per_iteration is \"3\""),
        (
            "objective=binary sigmoid:1",
            "objective=regression",
            "objective is \"regression\"; only binary sigmoid:1",
        ),
        ("objective=binary sigmoid:1", "objective=binary sigmoid:2", "objective is \"binary sigmoid:2\""),
        ("objective=binary sigmoid:1\n", "", "header has no objective"),
        ("label_index=0\n", "average_output\n", "average_output is \"set\""),
        ("is_linear=0", "is_linear=1", "tree 0: is_linear is \"1\""),
        ("max_feature_idx=1", "max_feature_idx=2", "feature_names has 2 entries, not 3"),
        ("max_feature_idx=1", "max_feature_idx=99999999999999999999", "entry 0 of max_feature_idx"),
        ("max_feature_idx=1", "max_feature_idx=18446744073709551615", "entry 0 of max_feature_idx"),
        ("income education", "income income", "the name of input 1, \"income\", is empty or taken"),
        ("tree_sizes=1 2", "tree_sizes=1", "tree_sizes has 1 entries, not 2"),
        ("Tree=1", "Tree=2", "\"Tree=2\"; expected field=value"),
        ("end of trees", "the end=1", "cut short"),
        ("num_leaves=3", "num_leaves=0", "tree 0: entry 0 of num_leaves is \"0\""),
        ("num_leaves=3", "num_leaves=4", "tree 0: leaf_value has 3 entries, not 4"),
        ("num_leaves=3\n", "num_leaves=3\nnum_leaves=3\n", "tree 0 has a second num_leaves"),
        (
            "split_feature=1 0",
            "split_feature=1 2",
            "entry 1 of split_feature is \"2\"; expected the position",
        ),
        ("split_feature=1 0", "split_feature=1", "split_feature has 1 entries, not 2"),
        ("split_feature=1 0\n", "", "tree 0 has no split_feature"),
        ("2.5000000000000004", "nan", "entry 1 of threshold is \"NaN\""),
        ("2.5000000000000004", "2.5x", "entry 1 of threshold is \"2.5x\"; expected a number"),
        ("threshold=0 2", "threshold=1 2", "entry 0 of threshold is \"1\"; expected the number of a set"),
        ("threshold=0 2", "threshold=-1 2", "entry 0 of threshold is \"-1\""),
        ("decision_type=1 10", "decision_type=1 1", "entry 1 of threshold is \"2.5000000000000004\""),
        ("decision_type=1 10", "decision_type=1 14", "entry 1 of decision_type is \"14\""),
        ("left_child=1 -2", "left_child=2 -2", "entry 0 of left_child is \"2\"; expected a split, or a leaf"),
        ("left_child=1 -2", "left_child=1 -4", "entry 1 of left_child is \"-4\""),
        ("left_child=1 -2", "left_child=0 -2", "tree 0: node 0 is reached by two ways"),
        ("leaf_value=-0.5", "leaf_value=inf", "tree 0: leaf 2 holds inf"),
        ("leaf_value=-0.5", "leaf_value=2e6", "margins may reach"),
        ("leaf_count=2 1", "leaf_count=-2 1", "entry 0 of leaf_count is \"-2\"; expected a number of rows"),
        ("cat_boundaries=0 2", "cat_boundaries=2 0", "cat_threshold has 2 entries, not 0"),
        ("cat_boundaries=0 2", "cat_boundaries=0 3", "cat_threshold has 2 entries, not 3"),
        ("num_cat=1", "num_cat=18446744073709551615", "entry 0 of num_cat"),
        ("cat_threshold=2 2\n", "", "tree 0 has no cat_threshold"),
        ("shrinkage=1\n", "shrinkage\n", "\"shrinkage\"; expected field=value"),
    ];
    for (from, to, expected) in cases {
        assert!(MODEL.contains(from), "{from}");
        let error = read(&MODEL.replacen(from, to, 1)).unwrap_err();
        assert!(error.contains(expected), "{to}: {error}");
    }
    assert!(
        Scorer::from_lightgbm(b"tree\n\xff").unwrap_err().to_string().contains("not a model in LightGBM's")
    );
    let long = format!("{}\n", "x".repeat(10_000));
    assert!(read(&long).unwrap_err().len() < 300, "an error repeats no long line");
}

#[test]
fn sets_must_rise_and_belong_to_one_split() {
    let both = MODEL
        .replace("decision_type=1 10", "decision_type=1 9")
        .replace("threshold=0 2.5000000000000004", "threshold=0 0");
    assert!(read(&both).unwrap_err().contains("the number of a set that no other split has"));
    let falling =
        MODEL.replace("num_cat=1", "num_cat=2").replace("cat_boundaries=0 2", "cat_boundaries=0 3 2");
    assert!(read(&falling).unwrap_err().contains("entry 0 of cat_boundaries"));
}
