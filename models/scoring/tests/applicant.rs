//! An applicant without their history: changes are followed as if the records were at hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use catalogue::{Feature, Kind, Table, feature, features};
use proptest::prelude::*;
use scoring::{Applicant, Changes, Records, Value, interpreter};
use support::Random;
use support::applicants::rewritten;

/// All features, as a release stores them.
fn all() -> Vec<&'static Feature> {
    features().iter().collect()
}

fn stored(records: &Records) -> Applicant {
    let values: Vec<f32> = interpreter::features(records).into_iter().map(|value| value as f32).collect();
    Applicant::from_stored(&all(), &values).unwrap()
}

/// Up to five fields from another applicant's application.
fn changes(random: &mut Random) -> Changes {
    let other = random.applicant();
    let columns = Table::Application.columns();
    (0..=random.below(5)).fold(Changes::none(), |changes, _| {
        let column = &columns[random.below(columns.len())];
        let reference = Table::Application.column(column.name).unwrap();
        if matches!(column.kind, Kind::Id) || changes.iter().any(|(changed, _)| changed == reference) {
            return changes;
        }
        changes.and(column.name, other.application().get(reference)).unwrap()
    })
}

fn same(a: f32, b: f32) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn with_records_every_feature_is_that_of_the_changed_records(seed in any::<u64>()) {
        let mut random = Random(seed);
        let records = random.applicant();
        let applicant = Applicant::from_records(&records);
        let changes = changes(&mut random);
        let changed = applicant.with(&changes);
        for (feature, expected) in features().iter().zip(rewritten(&records, &changes)) {
            let value = changed.value(feature);
            prop_assert!(same(value, expected), "{}: {value}, not {expected}", feature.id);
        }
        prop_assert_eq!(changed.left_behind().count(), 0);
    }

    #[test]
    fn with_stored_features_the_same_holds_within_rounding(seed in any::<u64>()) {
        let mut random = Random(seed);
        let records = random.applicant();
        let applicant = stored(&records);
        let changes = changes(&mut random);
        let changed = applicant.with(&changes);
        let left_behind: Vec<_> = changed.left_behind().map(|feature| feature.id.as_str()).collect();
        for (feature, expected) in features().iter().zip(rewritten(&records, &changes)) {
            let value = changed.value(feature);
            if left_behind.contains(&feature.id.as_str()) {
                prop_assert!(value.is_nan(), "{}", feature.id);
                continue;
            }
            // Differences of rounded scores lose digits: they are within the rounding of what they are made of.
            let near = (value - expected).abs() <= 1e-6 * expected.abs().max(1.0);
            prop_assert!(near || same(value, expected), "{}: {value}, not {expected}", feature.id);
        }
    }

    #[test]
    fn what_reads_no_changed_field_keeps_its_bits(seed in any::<u64>()) {
        let mut random = Random(seed);
        let applicant = stored(&random.applicant());
        let changes = changes(&mut random);
        let changed = applicant.with(&changes);
        let touched: Vec<_> = changes
            .iter()
            .filter(|&(column, value)| applicant.application().get(column) != value)
            .map(|(column, _)| column)
            .collect();
        for feature in features() {
            if !feature.sources().iter().any(|column| touched.contains(column)) {
                prop_assert_eq!(changed.value(feature).to_bits(), applicant.value(feature).to_bits());
            }
        }
    }
}

/// Nothing but a field that is itself missing keeps a feature from following.
#[test]
fn nearly_everything_can_follow() {
    let mut random = Random(5);
    let (mut followed, mut left_behind) = (0, 0);
    for _ in 0..300 {
        let applicant = stored(&random.applicant());
        let Value::Number(credit) =
            applicant.application().get(Table::Application.column("AMT_CREDIT").unwrap())
        else {
            panic!("every applicant asks for a credit")
        };
        let changes = Changes::none()
            .and("AMT_CREDIT", Value::Number(credit / 2.0))
            .and_then(|changes| changes.and("AMT_INCOME_TOTAL", Value::Number(1e5)))
            .unwrap();
        let changed = applicant.with(&changes);
        left_behind += changed.left_behind().count();
        followed += 1;
    }
    assert_eq!((followed, left_behind), (300, 0));
}

#[test]
fn what_the_stored_features_do_not_tell_stays_missing_and_is_named() {
    let features =
        ["AMT_CREDIT", "AMT_INCOME_TOTAL", "credit_to_income", "credit_to_goods", "credit_to_previous_mean"]
            .map(|id| feature(id).unwrap());
    // The income is missing, and the goods price is not among the features.
    let applicant = Applicant::from_stored(&features, &[1000.0, f32::NAN, f32::NAN, 1.25, 0.5]).unwrap();
    let ids = |applicant: &Applicant| {
        let ids: Vec<_> = applicant.left_behind().map(|feature| feature.id.clone()).collect();
        features.iter().map(|feature| feature.id.clone()).filter(|id| ids.contains(id)).collect::<Vec<_>>()
    };
    let changed = applicant.with(&Changes::read([("AMT_CREDIT", "2000")]).unwrap());
    assert_eq!(ids(&changed), ["credit_to_goods"]);
    assert_eq!(changed.value(features[4]), 1.0, "the earlier loans were of 2,000");
    assert!(changed.value(features[2]).is_nan() && changed.value(features[3]).is_nan());
    // Once the field is given, what reads it follows.
    let given =
        changed.with(&Changes::read([("AMT_GOODS_PRICE", "1000"), ("AMT_INCOME_TOTAL", "500")]).unwrap());
    assert!(ids(&given).is_empty());
    assert_eq!((given.value(features[2]), given.value(features[3])), (4.0, 2.0));
}
