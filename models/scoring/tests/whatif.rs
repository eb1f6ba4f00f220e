//! What would happen if: differences add up, and what is not read changes nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use catalogue::{Protection, Theme};
use proptest::prelude::*;
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::{Applicant, Changes, Scorer, ScoringModel, Value};
use support::Random;

/// A model on all usable features, with thresholds in the middle of what they hold.
fn model(random: &mut Random) -> ScoringModel {
    let usable = catalogue::features().iter().filter(|feature| feature.protection != Protection::AuditOnly);
    let inputs: Vec<String> = usable.map(|feature| feature.id.clone()).collect();
    let mut trees: Vec<_> = (0..60).map(|_| random.symmetric(6, inputs.len(), true)).collect();
    trees.extend((0..10).map(|_| random.general(6, inputs.len())));
    let scorer = Scorer::new(inputs, -2.4, trees).unwrap();
    let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    ScoringModel::new(scorer, Calibration { slope: 1.1, intercept: -0.2 }, PointsScale::default(), rule)
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn differences_add_up(seed in any::<u64>()) {
        let mut random = Random(seed);
        let model = model(&mut random);
        let applicant = Applicant::from_records(&random.applicant());
        let changes = [("AMT_CREDIT", 2e5), ("AMT_INCOME_TOTAL", 9e4), ("EXT_SOURCE_2", 0.4), ("OWN_CAR_AGE", 3.0)]
            .into_iter()
            .fold(Changes::none(), |changes, (name, number)| changes.and(name, Value::Number(number)).unwrap());
        let answer = model.what_if(&applicant, &changes);
        let (before, after) = (answer.before.score, answer.after.score);
        prop_assert_eq!(before, model.score(&applicant.inputs(&model)));
        prop_assert_eq!(after, model.score(&applicant.with(&changes).inputs(&model)));

        let log_odds = after.log_odds.get() - before.log_odds.get();
        let points = after.points.get() - before.points.get();
        prop_assert_eq!(answer.inputs.iter().map(|input| input.points).sum::<i32>(), points);
        prop_assert_eq!(answer.themes.iter().map(|theme| theme.points).sum::<i32>(), points);
        prop_assert!((answer.inputs.iter().map(|input| input.log_odds).sum::<f64>() - log_odds).abs() < 1e-9);
        prop_assert!((answer.themes.iter().map(|theme| theme.log_odds).sum::<f64>() - log_odds).abs() < 1e-9);
        for theme in &answer.themes {
            let of = answer.inputs.iter().filter(|input| model.features()[input.input].theme == theme.theme);
            prop_assert_eq!(of.map(|input| input.points).sum::<i32>(), theme.points);
        }
        let order: Vec<_> = Theme::ALL.into_iter().filter(|t| answer.themes.iter().any(|d| d.theme == *t)).collect();
        prop_assert_eq!(order, answer.themes.iter().map(|theme| theme.theme).collect::<Vec<_>>());
        for input in &answer.inputs {
            let feature = model.features()[input.input];
            prop_assert_eq!(input.before.to_bits(), applicant.value(feature).to_bits());
        }
    }

    /// An advisor may ask, and the answer shows that the model does not look at it.
    #[test]
    fn a_protected_field_changes_nothing(seed in any::<u64>()) {
        let mut random = Random(seed);
        let model = model(&mut random);
        let applicant = Applicant::from_records(&random.applicant());
        for sex in ["F", "M", "XNA"] {
            let answer = model.what_if(&applicant, &Changes::read([("CODE_GENDER", sex)]).unwrap());
            prop_assert_eq!(&answer.before, &answer.after);
            prop_assert!(answer.inputs.iter().all(|input| input.points == 0 && input.log_odds == 0.0));
        }
    }
}

#[test]
fn an_input_that_cannot_follow_is_named() {
    let inputs = vec!["AMT_CREDIT".to_owned(), "credit_to_goods".to_owned()];
    let scorer = Scorer::new(inputs, -2.0, vec![]).unwrap();
    let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    let calibration = Calibration { slope: 1.0, intercept: 0.0 };
    let model = ScoringModel::new(scorer, calibration, PointsScale::default(), rule).unwrap();
    let applicant = Applicant::from_stored(model.features(), &[1000.0, 1.25]).unwrap();
    let answer = model.what_if(&applicant, &Changes::read([("AMT_CREDIT", "2000")]).unwrap());
    let left_behind: Vec<_> = answer.left_behind.iter().map(|feature| feature.id.as_str()).collect();
    assert_eq!(left_behind, ["credit_to_goods"]);
    assert!(answer.inputs[1].after.is_nan());
}
