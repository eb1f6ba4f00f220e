//! The two files that a scorer is read from: XGBoost's JSON and `scorer.bin`, whole and damaged.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use scoring::Scorer;
use scoring::binary::BinaryError;
use scoring::tree::Tree;
use serde_json::{Value, json};
use support::{Random, names, xgboost};

const INPUTS: usize = 5;

fn trees(seed: u64) -> Vec<Tree> {
    let mut random = Random(seed);
    let mut trees: Vec<Tree> = (0..7).map(|depth| random.symmetric(depth, INPUTS, depth > 4)).collect();
    trees.extend((0..4).map(|_| random.general(5, INPUTS)));
    trees
}

fn document() -> Value {
    xgboost(&trees(1), INPUTS, "[9.090909E-2]")
}

fn read(document: &Value) -> Result<Scorer, String> {
    Scorer::from_xgboost(document.to_string().as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn xgboost_json_is_the_model_that_was_written() {
    let constant = (9.090_909e-2_f64 / (1.0 - 9.090_909e-2)).ln();
    let expected = Scorer::new(names(INPUTS), constant, trees(1)).unwrap();
    let read = read(&document()).unwrap();
    assert_eq!(read.inputs(), expected.inputs());
    let mut random = Random(5);
    for _ in 0..100 {
        let row = random.row(INPUTS);
        assert!((read.margin(&row) - expected.margin(&row)).abs() < 1e-14);
    }
}

#[test]
fn base_score_is_a_probability_in_either_form() {
    for text in ["5E-1", "[5E-1]", "0.5"] {
        let scorer = read(&xgboost(&[], 1, text)).unwrap();
        assert_eq!(scorer.margin(&[0.0]), 0.0, "{text}");
    }
    for text in ["0", "1", "[1E0]", "[5E-1,5E-1]", "", "[]", "half", "NaN"] {
        let error = read(&xgboost(&[], 1, text)).unwrap_err();
        assert!(error.contains("base_score"), "{text}: {error}");
    }
}

#[test]
fn a_model_without_names_gets_those_that_xgboost_gives() {
    let mut document = document();
    document["learner"]["feature_names"] = json!([]);
    assert_eq!(read(&document).unwrap().inputs(), ["f0", "f1", "f2", "f3", "f4"]);
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let at = |pointer: &str, value: Value, expected: &'static str| (pointer.to_owned(), value, expected);
    let tree = "/learner/gradient_booster/model/trees/4";
    // The root of tree 4 is a split, and its last node a leaf.
    let of_tree = |field: &str, value: Value, expected| at(&format!("{tree}/{field}"), value, expected);
    let cases = [
        at("/learner/objective/name", json!("reg:squarederror"), "objective.name is \"reg:squarederror\""),
        at("/learner/objective/name", json!("multi:softprob"), "only binary:logistic is read"),
        at("/learner/gradient_booster/name", json!("dart"), "gradient_booster.name is \"dart\""),
        at("/learner/gradient_booster/name", json!("gblinear"), "only gbtree is read"),
        at("/learner/learner_model_param/num_class", json!("3"), "num_class is \"3\""),
        at("/learner/learner_model_param/num_target", json!("2"), "num_target is \"2\""),
        at("/learner/learner_model_param/num_feature", json!("4"), "feature_names has 5 entries, not 4"),
        at("/learner/learner_model_param/num_feature", json!("9999999999"), "num_feature is \"9999999999\""),
        at(
            "/learner/feature_names/1",
            json!("input_0"),
            "the name of input 1, \"input_0\", is empty or taken",
        ),
        at("/learner/gradient_booster/model/tree_info/2", json!(1), "tree_info is \"1\""),
        at("/learner/gradient_booster/model/tree_info", json!([0]), "tree_info has 1 entries, not 11"),
        at("/learner/gradient_booster/model", json!({}), "missing field"),
        of_tree("split_type/0", json!(1), "tree 4, node 0: split_type is 1"),
        of_tree("split_indices/0", json!(5), "tree 4: node 0 splits on input 5 of 5"),
        of_tree("split_indices/0", json!(-1), "tree 4, node 0: split_indices is -1"),
        of_tree("left_children/0", json!(0), "tree 4: node 0 is reached by two ways"),
        of_tree("left_children/0", json!(999), "tree 4: node 0 has child 999"),
        of_tree("left_children/0", json!(-1), "tree 4, node 0: left_children is -1"),
        of_tree("right_children/0", json!(-7), "tree 4, node 0: right_children is -7"),
        of_tree("sum_hessian/0", json!(-1.0), "tree 4: node 0 has cover -1"),
        of_tree("split_conditions/0", json!(null), "not a model in XGBoost's JSON format"),
        of_tree("default_left/0", json!(2), "default_left holds 2"),
        of_tree("sum_hessian", json!([1.0]), "tree 4: sum_hessian has 1 entries for"),
        of_tree("tree_param/size_leaf_vector", json!("3"), "size_leaf_vector is \"3\""),
    ];
    for (pointer, value, expected) in cases {
        let mut document = document();
        *document.pointer_mut(&pointer).unwrap() = value;
        let error = read(&document).unwrap_err();
        assert!(error.contains(expected), "{pointer}: {error}");
    }

    let mut dropped = document();
    dropped["learner"]["gradient_booster"]["model"]["weight_drop"] = json!([1.0, 0.5]);
    assert!(read(&dropped).unwrap_err().contains("weight_drop is \"0.5\""));
    let huge = format!("{}", document()).replacen("\"split_conditions\":[", "\"split_conditions\":[1e39,", 1);
    assert!(Scorer::from_xgboost(huge.as_bytes()).is_err());
    assert!(Scorer::from_xgboost(b"").is_err());
    assert!(Scorer::from_xgboost(b"{L\x00\x00").is_err(), "UBJSON is not JSON");
}

#[test]
fn leaves_beyond_any_log_odds_are_refused() {
    let mut document = document();
    *document.pointer_mut("/learner/gradient_booster/model/trees/0/split_conditions/0").unwrap() = json!(2e6);
    assert!(read(&document).unwrap_err().contains("margins may reach"));
}

fn scorer() -> Scorer {
    Scorer::new(names(INPUTS), -2.0, trees(3)).unwrap()
}

#[test]
fn a_scorer_file_reads_back_as_written() {
    let scorer = scorer();
    let bytes = scorer.to_bytes();
    let read = Scorer::from_bytes(&bytes).unwrap();
    assert!(read == scorer);
    assert!(read.to_bytes() == bytes);
    let empty = Scorer::new(vec![], 0.0, vec![]).unwrap();
    assert_eq!(Scorer::from_bytes(&empty.to_bytes()), Ok(empty));
}

#[test]
fn every_flipped_bit_is_found() {
    let bytes = scorer().to_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            assert!(Scorer::from_bytes(&damaged).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_file_cut_anywhere_or_followed_by_more_is_refused() {
    let bytes = scorer().to_bytes();
    for length in 0..bytes.len() {
        assert!(Scorer::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
    }
    assert!(Scorer::from_bytes(&[bytes, vec![0; 8]].concat()).is_err());
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let bytes = scorer().to_bytes();
    let with = |at: usize, byte: u8| {
        let mut changed = bytes.clone();
        changed[at] = byte;
        changed
    };
    assert_eq!(Scorer::from_bytes(b"{}"), Err(BinaryError::Magic));
    assert_eq!(Scorer::from_bytes(&with(8, 9)), Err(BinaryError::Version(9)));
    assert!(matches!(Scorer::from_bytes(&with(40, 1)), Err(BinaryError::Checksum { .. })));
}

/// Gives a file whose content was changed the checksum that fits.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let content = bytes.len() - 8;
    let checksum = crc32fast::hash(&bytes[..content]);
    bytes[content..content + 4].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn shapley_values_that_do_not_add_up_are_refused() {
    let bytes =
        Scorer::new(names(INPUTS), 0.0, vec![Random(2).symmetric(3, INPUTS, false)]).unwrap().to_bytes();
    // The last number of the only table stands before the checksum.
    let mut changed = bytes.clone();
    let at = bytes.len() - 16;
    changed[at..at + 8].copy_from_slice(&0.125_f64.to_le_bytes());
    assert!(Scorer::from_bytes(&sealed(bytes)).is_ok());
    let error = Scorer::from_bytes(&sealed(changed)).unwrap_err();
    assert!(error.to_string().contains("do not add up"), "{error}");
}

#[test]
fn shares_that_do_not_lead_to_the_expected_value_are_refused() {
    let bytes =
        Scorer::new(names(INPUTS), 0.0, vec![Random(2).symmetric(3, INPUTS, false)]).unwrap().to_bytes();
    // The seven shares stand before the table of three values for each of eight patterns.
    let root = bytes.len() - 8 - 8 * (3 * 8 + 7);
    for share in [0.125_f64, -0.5, 1.5, f64::NAN] {
        let mut changed = bytes.clone();
        changed[root..root + 8].copy_from_slice(&share.to_le_bytes());
        let error = Scorer::from_bytes(&sealed(changed)).unwrap_err();
        assert!(error.to_string().contains("shares of a tree"), "{share}: {error}");
    }
}

proptest! {
    /// Neither reader panics, and what it accepts can score.
    #[test]
    fn damaged_files_never_panic(seed in any::<u64>(), changes in 1..6_usize) {
        let mut random = Random(seed);
        let mut bytes = scorer().to_bytes();
        for _ in 0..changes {
            let at = random.below(bytes.len() - 8);
            bytes[at] = [0, 1, 0x7f, 0x80, 0xff, random.next() as u8][random.below(6)];
        }
        if let Ok(scorer) = Scorer::from_bytes(&sealed(bytes)) {
            prop_assert!(scorer.margin(&random.row(scorer.inputs().len())).is_finite());
        }
    }

    #[test]
    fn damaged_json_never_panics(seed in any::<u64>(), changes in 1..4_usize) {
        let mut random = Random(seed);
        let mut text = document().to_string().into_bytes();
        for _ in 0..changes {
            let at = random.below(text.len());
            match random.below(3) {
                0 => text[at] = b"0123456789-.eE[]{},:\"n"[random.below(22)],
                1 => { text.remove(at); }
                _ => text.insert(at, b"0123456789-.eE[]{},:\"n"[random.below(22)]),
            }
        }
        if let Ok(scorer) = Scorer::from_xgboost(&text) {
            let row = random.row(scorer.inputs().len());
            prop_assert!(scorer.margin(&row).is_finite());
            prop_assert!(Scorer::from_bytes(&scorer.to_bytes()).is_ok());
        }
    }

    /// One number of the document is replaced by another: the structure stays, the tree does not.
    #[test]
    fn changed_numbers_never_panic(seed in any::<u64>()) {
        let mut random = Random(seed);
        let mut document = document();
        let trees = document.pointer_mut("/learner/gradient_booster/model/trees").unwrap().as_array_mut().unwrap();
        let at = random.below(trees.len());
        let field = ["left_children", "right_children", "split_indices", "split_conditions", "default_left",
            "sum_hessian", "split_type"][random.below(7)];
        let array = trees[at][field].as_array_mut().unwrap();
        let node = random.below(array.len());
        array[node] = [json!(-1), json!(0), json!(1), json!(i64::MAX), json!(i64::MIN), json!(1e30), json!(-0.5)]
            [random.below(7)].clone();
        if let Ok(scorer) = read(&document) {
            prop_assert!(scorer.margin(&random.row(INPUTS)).is_finite());
        }
    }
}
