//! A model as it is served: breakdowns that add up, decisions that agree with the threshold, reasons that may
//! be given, and releases that are refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;

use catalogue::{Protection, Table};
use matrix::{DataSource, SourceKind, TableRows};
use proptest::prelude::*;
use scoring::release::{Calibration, ClientSample, DecisionRule, FORMAT, Manifest, PointsScale};
use scoring::{Decision, ModelError, Scorer, ScoringModel};
use support::Random;

const CALIBRATION: Calibration = Calibration { slope: 1.1, intercept: -0.2 };
const RULE: DecisionRule =
    DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };

/// All features that a model may use.
fn inputs() -> Vec<String> {
    let usable = catalogue::features().iter().filter(|feature| feature.protection != Protection::AuditOnly);
    usable.map(|feature| feature.id.clone()).collect()
}

/// A model on all usable features, whose scores spread over the scale; `spread` multiplies its trees.
fn model(seed: u64, spread: usize) -> ScoringModel {
    let mut random = Random(seed);
    let inputs = inputs();
    let mut trees: Vec<_> = (0..20 * spread).map(|_| random.symmetric(6, inputs.len(), true)).collect();
    trees.extend((0..5).map(|_| random.general(6, inputs.len())));
    let scorer = Scorer::new(inputs, -2.4, trees).unwrap();
    ScoringModel::new(scorer, CALIBRATION, PointsScale::default(), RULE).unwrap()
}

fn parts(inputs: &[&str]) -> Scorer {
    Scorer::new(inputs.iter().map(|&input| input.to_owned()).collect(), 0.0, vec![]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_breakdown_adds_up(seed in any::<u64>(), spread in 1..=6_usize) {
        let model = model(seed, spread);
        let row = Random(seed ^ 1).row(model.inputs().len());
        let breakdown = model.explain(&row);
        prop_assert_eq!(breakdown.score, model.score(&row));

        let score = breakdown.score;
        prop_assert_eq!(score.log_odds.get(), 1.1_f64.mul_add(score.margin, -0.2));
        let log_odds: f64 = breakdown.contributions.iter().map(|contribution| contribution.log_odds).sum();
        prop_assert!((breakdown.base_log_odds.get() + log_odds - score.log_odds.get()).abs() < 1e-10);
        let points: i32 = breakdown.contributions.iter().map(|contribution| contribution.points).sum();
        prop_assert_eq!(breakdown.base_points.get() + points, score.points.get());
    }

    #[test]
    fn the_decision_agrees_with_the_threshold(seed in any::<u64>()) {
        let inputs = model(seed, 1).scorer().clone();
        let rule = DecisionRule { review_from: 500, review_to: 500, ..RULE };
        let model = ScoringModel::new(inputs, CALIBRATION, PointsScale::default(), rule).unwrap();
        let mut random = Random(seed ^ 2);
        for _ in 0..20 {
            let score = model.score(&random.row(model.inputs().len()));
            let granted = score.log_odds <= model.threshold_log_odds();
            prop_assert_eq!(score.decision == Decision::Granted, granted);
            prop_assert_eq!(score.points.get() >= 500, granted);
        }
    }

    #[test]
    fn reasons_may_be_given_and_are_the_heaviest(seed in any::<u64>()) {
        let model = model(seed, 2);
        let breakdown = model.explain(&Random(seed ^ 3).row(model.inputs().len()));
        for (sign, reasons) in [(-1, model.reasons(&breakdown)), (1, model.strengths(&breakdown))] {
            prop_assert!(reasons.len() <= 4);
            for (index, reason) in reasons.iter().enumerate() {
                prop_assert_eq!(reason.points.signum(), sign);
                prop_assert!(reason.feature.is_sayable());
                prop_assert_eq!(reason.code(), &model.inputs()[reason.input]);
                prop_assert_eq!(reason.points, breakdown.contributions[reason.input].points);
                prop_assert!(reasons[..index].iter().all(|other| other.theme() != reason.theme()));
                prop_assert!(reasons[..index].iter().all(|other| other.points.abs() >= reason.points.abs()));
            }
            // Nothing heavier was passed over, unless it must not be named or its theme has a heavier reason.
            let lightest = if reasons.len() == 4 { reasons[3].points.abs() } else { 0 };
            for contribution in &breakdown.contributions {
                let feature = model.features()[contribution.input];
                let passed_over = contribution.points.signum() == sign
                    && contribution.points.abs() > lightest
                    && feature.is_sayable();
                let heavier = |reason: &scoring::Reason| {
                    reason.theme() == feature.theme && reason.points.abs() >= contribution.points.abs()
                };
                prop_assert!(!passed_over || reasons.iter().any(heavier), "{}", feature.id);
            }
        }
    }
}

#[test]
fn scores_of_all_decisions_occur() {
    let model = model(4, 1);
    let mut random = Random(9);
    let mut counts = [0; 3];
    for _ in 0..2000 {
        counts[usize::from(model.score(&random.row(model.inputs().len())).decision.code())] += 1;
    }
    assert!(counts.iter().all(|&count| count > 20), "{counts:?}");
}

/// Age may be used, and weighs here more than anything else; it is still no reason.
#[test]
fn a_protected_characteristic_is_never_a_reason() {
    use scoring::tree::{Node, NodeKind, Split, Tree};
    let stump = |feature, value: f64| {
        let split = Split { feature, threshold: 0.0, default_left: false };
        let nodes = [
            Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
            Node { cover: 1.0, kind: NodeKind::Leaf(value) },
            Node { cover: 1.0, kind: NodeKind::Leaf(-value) },
        ];
        Tree::new(&nodes, 3).unwrap()
    };
    let inputs = ["DAYS_BIRTH", "AMT_CREDIT", "EXT_SOURCE_2"].map(str::to_owned).to_vec();
    let scorer = Scorer::new(inputs, -2.0, vec![stump(0, 1.0), stump(1, -0.5), stump(2, 0.001)]).unwrap();
    let model = ScoringModel::new(scorer, CALIBRATION, PointsScale::default(), RULE).unwrap();
    let breakdown = model.explain(&[-10_000.0, 1000.0, -1.0]);
    let points: Vec<i32> = breakdown.contributions.iter().map(|contribution| contribution.points).collect();
    assert_eq!(points, [-127, -63, 0]);
    let codes: Vec<_> = model.reasons(&breakdown).iter().map(scoring::Reason::code).collect();
    assert_eq!(codes, ["AMT_CREDIT"], "neither age nor what weighs less than a point");
    assert!(model.strengths(&breakdown).is_empty());
}

#[test]
fn parts_that_make_no_model_are_refused() {
    let scale = PointsScale::default();
    let new =
        |scorer, calibration, scale, rule| ScoringModel::new(scorer, calibration, scale, rule).unwrap_err();
    let good = || parts(&["AMT_CREDIT"]);
    let cases = [
        (new(parts(&["AMT"]), CALIBRATION, scale, RULE), "no feature \"AMT\""),
        (new(parts(&["CODE_GENDER"]), CALIBRATION, scale, RULE), "CODE_GENDER is a protected characteristic"),
        (new(good(), Calibration { slope: -1.0, ..CALIBRATION }, scale, RULE), "calibration: the slope -1"),
        (new(good(), CALIBRATION, PointsScale { pdo: f64::NAN, ..scale }, RULE), "points scale"),
        (new(good(), CALIBRATION, scale, DecisionRule { threshold: 530, ..RULE }), "the threshold 530"),
        (
            new(Scorer::new(vec!["AMT_CREDIT".to_owned()], 9e5, vec![]).unwrap(), CALIBRATION, scale, RULE),
            "a contribution may come to",
        ),
    ];
    for (error, expected) in cases {
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
}

fn manifest(inputs: &[&str]) -> Manifest {
    let names: Vec<String> = inputs.iter().map(|&input| input.to_owned()).collect();
    named(Manifest {
        format: FORMAT,
        release: String::new(),
        created: "2026-01-31T12:00:00Z".to_owned(),
        source: DataSource {
            kind: SourceKind::Files,
            description: "nothing".to_owned(),
            tables: vec![TableRows { table: Table::Application, rows: 0 }],
        },
        files: BTreeMap::new(),
        clients: ClientSample { count: 0, features: names.clone(), cohort: Vec::new() },
        calibration: CALIBRATION,
        scale: PointsScale::default(),
        rule: RULE,
        importance: vec![0.0; names.len()],
        usual: Vec::new(),
        inputs: names,
        metrics: BTreeMap::new(),
    })
}

fn named(mut manifest: Manifest) -> Manifest {
    manifest.release = format!("2026-01-31-{}", &manifest.digest()[..12]);
    manifest
}

#[test]
fn a_release_is_read_when_its_parts_fit() {
    let manifest = manifest(&["AMT_CREDIT", "EXT_SOURCE_1"]);
    let model =
        ScoringModel::from_release(&manifest, &parts(&["AMT_CREDIT", "EXT_SOURCE_1"]).to_bytes()).unwrap();
    assert_eq!(model.inputs(), manifest.inputs);
    assert_eq!(model.rule(), manifest.rule);
    let score = model.score(&[1.0, f32::NAN]);
    assert_eq!(score.log_odds.get(), -0.2);
}

#[test]
fn a_release_whose_parts_do_not_fit_is_refused() {
    let good = manifest(&["AMT_CREDIT", "EXT_SOURCE_1"]);
    let bytes = parts(&["AMT_CREDIT", "EXT_SOURCE_1"]).to_bytes();
    let refused =
        |manifest: &Manifest, bytes: &[u8]| ScoringModel::from_release(manifest, bytes).unwrap_err();

    let swapped = refused(&good, &parts(&["EXT_SOURCE_1", "AMT_CREDIT"]).to_bytes());
    assert_eq!(swapped.to_string(), "input 0 is AMT_CREDIT in the manifest and EXT_SOURCE_1 in scorer.bin");
    assert!(matches!(
        refused(&good, &parts(&["AMT_CREDIT"]).to_bytes()),
        ModelError::Inputs { index: 1, .. }
    ));
    assert!(matches!(refused(&good, &bytes[..50]), ModelError::Scorer(_)));
    let altered = Manifest { calibration: Calibration { intercept: 0.0, ..CALIBRATION }, ..good.clone() };
    assert!(matches!(refused(&altered, &bytes), ModelError::NotGenuine(_)));
    assert!(matches!(refused(&named(Manifest { format: 2, ..good.clone() }), &bytes), ModelError::Format(2)));
    let unlike = named(Manifest { importance: vec![0.0], ..good.clone() });
    assert!(matches!(refused(&unlike, &bytes), ModelError::Importance { found: 1, inputs: 2 }));
    let mut columns = good.clone();
    columns.clients.features.pop();
    assert!(matches!(refused(&named(columns), &bytes), ModelError::InputWithoutColumn(_)));
}
