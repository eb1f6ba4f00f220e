//! A score in parts that add up, in points, log-odds and probabilities; what it is compared with; and whether the
//! first reason stands.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use catalogue::{Protection, Table, Theme};
use proptest::prelude::*;
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::tree::{Node, NodeKind, Split, Tree};
use scoring::usual::{Quantiles, Usual, Values};
use scoring::{Records, Row, Scorer, ScoringModel, increments, stability};
use support::Random;

const CALIBRATION: Calibration = Calibration { slope: 1.1, intercept: -0.2 };
const RULE: DecisionRule =
    DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };

fn served(inputs: Vec<String>, trees: Vec<Tree>) -> ScoringModel {
    let scorer = Scorer::new(inputs, -2.4, trees).unwrap();
    ScoringModel::new(scorer, CALIBRATION, PointsScale::default(), RULE).unwrap()
}

/// A model on all usable features.
fn model(seed: u64) -> ScoringModel {
    let mut random = Random(seed);
    let usable = catalogue::features().iter().filter(|feature| feature.protection != Protection::AuditOnly);
    let inputs: Vec<String> = usable.map(|feature| feature.id.clone()).collect();
    let trees = (0..40).map(|_| random.symmetric(6, inputs.len(), true)).collect();
    served(inputs, trees)
}

fn stump(feature: u32, inputs: usize, threshold: f32, value: f64) -> Tree {
    let split = Split { feature, threshold, default_left: false };
    let nodes = [
        Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
        Node { cover: 1.0, kind: NodeKind::Leaf(value) },
        Node { cover: 1.0, kind: NodeKind::Leaf(-value) },
    ];
    Tree::new(&nodes, inputs).unwrap()
}

fn names(inputs: &[&str]) -> Vec<String> {
    inputs.iter().map(|&input| input.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn themes_and_summaries_add_up_to_the_score(seed in any::<u64>(), most in 0..700_usize) {
        let model = model(seed);
        let breakdown = model.explain(&Random(seed ^ 1).row(model.inputs().len()));
        let (score, base) = (breakdown.score, breakdown.base_log_odds.get());

        let themes = breakdown.by_theme(&model);
        let points: i32 = themes.iter().map(|theme| theme.points).sum();
        prop_assert_eq!(breakdown.base_points.get() + points, score.points.get());
        let log_odds: f64 = themes.iter().map(|theme| theme.log_odds).sum();
        prop_assert!((base + log_odds - score.log_odds.get()).abs() < 1e-10);
        prop_assert!(themes.is_sorted_by(|a, b| a.log_odds.abs() >= b.log_odds.abs()));
        prop_assert_eq!(themes.len(), Theme::ALL.len());

        let summary = breakdown.summary(most);
        let (largest, remainder) = (&summary.largest, summary.remainder);
        prop_assert_eq!(largest.len(), most.min(model.inputs().len()));
        prop_assert_eq!(largest.len() + remainder.count, model.inputs().len());
        let points: i32 = largest.iter().map(|contribution| contribution.points).sum();
        prop_assert_eq!(breakdown.base_points.get() + points + remainder.points, score.points.get());
        let log_odds: f64 = largest.iter().map(|contribution| contribution.log_odds).sum();
        prop_assert!((base + log_odds + remainder.log_odds - score.log_odds.get()).abs() < 1e-10);
        // What is shown is not smaller than what is hidden.
        let shown = largest.last().map_or(f64::INFINITY, |contribution| contribution.log_odds.abs());
        let hidden = breakdown.contributions.iter().filter(|one| largest.iter().all(|two| two.input != one.input));
        prop_assert!(hidden.clone().all(|contribution| contribution.log_odds.abs() <= shown));
        prop_assert_eq!(hidden.count(), remainder.count);
    }

    #[test]
    fn probability_effects_sum_to_the_difference_from_the_base(seed in any::<u64>()) {
        let model = model(seed);
        let breakdown = model.explain(&Random(seed ^ 2).row(model.inputs().len()));
        let difference =
            breakdown.score.probability.get() - breakdown.base_log_odds.probability().get();
        let by_feature = breakdown.increments();
        let by_theme = breakdown.theme_increments(&model);
        for sum in [
            by_feature.iter().map(|effect| effect.probability).sum::<f64>(),
            by_theme.iter().map(|effect| effect.probability).sum::<f64>(),
        ] {
            prop_assert!((sum - difference).abs() < 1e-12, "{sum} is not {difference}");
        }
        // Each effect goes the way of its contribution, in the order that is stated.
        prop_assert_eq!(by_feature.len(), model.inputs().len());
        let contributions = breakdown.by_size();
        for (effect, contribution) in by_feature.iter().zip(&contributions) {
            prop_assert_eq!(effect.of, contribution.input);
            prop_assert!(contribution.log_odds.abs() < 1e-9 || effect.probability * contribution.log_odds > 0.0);
        }
    }
}

/// The path of two steps, worked out by hand: from log-odds -2.84 by +1.1 first, then by -0.55.
#[test]
fn increments_follow_the_largest_contribution_first() {
    let inputs = names(&["AMT_CREDIT", "EXT_SOURCE_2"]);
    let model = served(inputs, vec![stump(0, 2, 1e5, 0.5), stump(1, 2, 0.5, 1.0)]);
    let breakdown = model.explain(&[2e5, 0.1]);
    let logistic = |log_odds: f64| 1.0 / (1.0 + (-log_odds).exp());
    let path = [-2.84, -1.74, -2.29].map(logistic);
    let effects = breakdown.increments();
    assert_eq!(increments::METHOD, "ordered path increments");
    assert_eq!([effects[0].of, effects[1].of], [1, 0]);
    assert!((effects[0].probability - (path[1] - path[0])).abs() < 1e-12, "{effects:?}");
    assert!((effects[1].probability - (path[2] - path[1])).abs() < 1e-12, "{effects:?}");
    let themes = breakdown.theme_increments(&model);
    assert_eq!([themes[0].of, themes[1].of], [Theme::ExternalScores, Theme::Loan]);
    assert_eq!(themes[0].probability, effects[0].probability);
}

/// The hour of the application weighs most here, and region and documents much; only the loan may be said.
#[test]
fn what_a_client_could_not_answer_is_never_a_reason() {
    let inputs =
        names(&["HOUR_APPR_PROCESS_START", "REGION_RATING_CLIENT", "documents_provided", "AMT_CREDIT"]);
    let trees = [1.0, 0.8, 0.6, 0.1].iter().zip(0..).map(|(&value, input)| stump(input, 4, 5.0, value));
    let model = served(inputs, trees.collect());
    let breakdown = model.explain(&[1.0; 4]);
    let codes: Vec<_> = model.reasons(&breakdown).iter().map(scoring::Reason::code).collect();
    assert_eq!(codes, ["AMT_CREDIT"]);
    assert_eq!(breakdown.by_theme(&model).iter().map(|theme| theme.points).sum::<i32>(), -317);
}

#[test]
fn usual_values_are_checked_and_found_by_input() {
    let inputs = ["AMT_CREDIT", "FLAG_EMAIL"];
    let model = || served(names(&inputs), vec![]);
    assert_eq!(model().usual(0), None);
    assert_eq!(model().input("FLAG_EMAIL".parse().unwrap()), Some(1));
    assert_eq!(model().input("AMT_ANNUITY".parse().unwrap()), None);
    let shares = Usual { missing: 0.0, values: Values::Shares(vec![0.9, 0.1]) };
    let told = model().with_usual(vec![None, Some(shares.clone())]).unwrap();
    assert_eq!([told.usual(0), told.usual(1), told.usual(2)], [None, Some(&shares), None]);

    let falling = Quantiles { p10: 5.0, p25: 4.0, median: 3.0, p75: 2.0, p90: 1.0 };
    let falling = Usual { missing: 0.0, values: Values::Quantiles(falling) };
    let cases = [
        (vec![None], "usual values are given of 1 features, not of all 2"),
        (
            vec![Some(falling), None],
            "usual values of AMT_CREDIT: [5.0, 4.0, 3.0, 2.0, 1.0] are not finite and rising",
        ),
        (vec![Some(shares), None], "usual values of AMT_CREDIT: shares of codes, of a number"),
    ];
    for (usual, expected) in cases {
        assert_eq!(model().with_usual(usual).unwrap_err().to_string(), expected);
    }
}

/// One threshold lies where rounding does not reach, the other in the middle of what is told as the same figure.
#[test]
fn the_first_reason_stands_where_rounding_does_not_reach_a_threshold() {
    let inputs = names(&["EXT_SOURCE_2", "AMT_INCOME_TOTAL"]);
    let model = served(inputs, vec![stump(0, 2, 0.5, 0.5), stump(1, 2, 100_000.0, 0.25)]);
    let far: Vec<[f32; 2]> = (0..100).map(|index| [0.004 * index as f32, 50_000.0]).collect();
    let rows = |rows: &[[f32; 2]]| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
    let measure = |rows: Vec<Vec<f32>>| stability::of_rows(&model, rows.iter().map(Vec::as_slice), 20, 7);
    let found = measure(rows(&far));
    assert_eq!((found.clients, found.steady, found.draws, found.kept), (100, 100, 2000, 2000));
    assert_eq!((found.steady_share(), found.kept_share()), (Some(1.0), Some(1.0)));
    assert_eq!((found.steady_theme_share(), found.kept_theme_share()), (Some(1.0), Some(1.0)));

    // 0.499 is told as 0.5: half of what reads so lies above the threshold, where income is the reason.
    let near = measure(rows(&[[0.4999, 50_000.0]; 200]));
    assert_eq!(near.clients, 200);
    let kept = near.kept_share().unwrap();
    assert!((0.45..0.55).contains(&kept), "{kept}");
    assert_eq!((near.steady, near.steady_theme), (0, 0));
    assert_eq!(near.kept_theme, near.kept, "score and income are of two themes");
    assert_eq!(measure(rows(&[[0.9, 200_000.0]])).steady_share(), None, "granted without a reason");
}

/// Half a unit of the amounts does not bring the ratio, told as 3.9 times the income, over a threshold at 3.901;
/// half a unit of the ratio's own last figure does.
#[test]
fn what_is_computed_follows_the_fields_that_are_moved() {
    let inputs = names(&["credit_to_income", "EXT_SOURCE_2"]);
    let model = served(inputs, vec![stump(0, 2, 3.901, 0.5), stump(1, 2, 0.1, 0.25)]);
    let cells = [("AMT_CREDIT", "390000"), ("AMT_INCOME_TOTAL", "100000"), ("EXT_SOURCE_2", "0.01")];
    let (row, _) = Row::read(Table::Application, cells).unwrap();
    let by_records = stability::of_records(&model, [&Records::new(row)], 200, 3);
    assert_eq!((by_records.clients, by_records.steady, by_records.kept), (1, 1, 200));
    let by_rows = stability::of_rows(&model, [[3.9_f32, 0.01].as_slice()], 200, 3);
    assert!((0.3..0.7).contains(&by_rows.kept_share().unwrap()), "{by_rows:?}");
}

/// The fields themselves are moved as well: a score of 0.5004 is told as 0.5, and so is one on the other side.
#[test]
fn fields_near_a_threshold_are_moved_over_it() {
    let model = served(names(&["EXT_SOURCE_2"]), vec![stump(0, 1, 0.5, 0.5)]);
    let (row, _) = Row::read(Table::Application, [("EXT_SOURCE_2", "0.4996")]).unwrap();
    let found = stability::of_records(&model, [&Records::new(row)], 200, 5);
    assert_eq!((found.clients, found.steady), (1, 0));
    assert!((0.4..0.65).contains(&found.kept_share().unwrap()), "{found:?}");
}
