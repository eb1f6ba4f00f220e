//! What a fit and a study write into `report.json`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use api::ModelReport;
use fixture::{Files, population, release};
use training::Study;
use training::evidence::{Figure, Report, Trial, Verdict};

fn report(files: &Files, said: &str) -> Report {
    let path = files.at(&format!("releases/{}/report.json", release(said)));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_report_holds_every_figure_with_its_interval() {
    let files = Files::new();
    files.write("features", &population(4_000, 1, 0.0));
    let fit = "fit --features @features --output @releases --draws 100 --out-of-fold @folds.csv --threads";
    let (said, _) = files.said(&format!("{fit} 2"));
    let report = report(&files, &said);
    let quality = &report.quality;
    let figures = [
        ("AUC", quality.auc, 0.6..0.8),
        ("Gini", quality.gini, 0.2..0.6),
        ("KS", quality.kolmogorov_smirnov, 0.1..0.5),
        ("PR-AUC", quality.average_precision, 0.2..0.6),
        ("log-loss", quality.log_loss, 0.3..0.6),
        ("Brier", quality.brier, 0.1..0.2),
        ("ECE", quality.expected_calibration_error, 0.0..0.05),
        ("cost", quality.cost_per_client, 0.5..0.9),
        ("lift", quality.lift_top_decile, 1.2..4.0),
        ("threshold", report.cost_evidence.threshold, 0.02..0.3),
        ("review", report.cost_evidence.review.review, 0.0..0.7),
    ];
    for (name, Figure { value, low, high, standard_error }, range) in figures {
        assert!(range.contains(&value), "{name}: {value}");
        assert!(low <= high && standard_error > 0.0 && high - low < 8.0 * standard_error, "{name}");
    }
    assert!(quality.auc.low < quality.auc.value && quality.auc.value < quality.auc.high);
    assert!((quality.gini.value - (2.0 * quality.auc.value - 1.0)).abs() < 1e-9);
    assert_eq!(quality.reliability.iter().map(|bin| bin.clients).sum::<u32>(), 3_200);
    assert!(quality.reliability.iter().all(|bin| bin.low <= bin.observed && bin.observed <= bin.high));
    let counted = report.distribution.repaid.iter().chain(&report.distribution.defaulted).sum::<u32>();
    assert_eq!(counted, 3_200);
    assert!(report.precision_recall.windows(2).all(|pair| pair[0][0] <= pair[1][0]));

    let cost = &report.cost_evidence;
    assert_eq!(cost.review.ratios, [7.0, 14.0]);
    assert!(cost.cost_at_threshold <= cost.cost_at_theoretical.min(cost.cost_at_half));
    assert!((cost.cost_at_threshold - quality.cost_per_client.value).abs() < 1e-9);
    let shares = [cost.review.granted, cost.review.review.value, cost.review.refused];
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(shares[0], report.model.cost.shares[0]);

    let names: Vec<&str> = report.fairness.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["sex", "age_band", "family_status", "region_rating", "income_type"]);
    let sex = &report.fairness[0];
    assert!(!sex.used && report.fairness[1].used);
    assert_eq!(sex.groups.iter().map(|group| group.clients).sum::<u32>(), 3_200);
    let reference = sex.groups.iter().find(|group| group.group == sex.reference).unwrap();
    assert_eq!(reference.impact_ratio.unwrap().value, 1.0);

    assert_eq!(report.beeswarm.features.len(), report.model.importance.len().min(20));
    assert_eq!(report.beeswarm.features[0].feature, report.model.importance[0].feature);
    let drift = report.drift.as_ref().unwrap();
    assert_eq!((drift.reference_clients, drift.clients, drift.verdict), (3_200, 800, Verdict::Stable));
    assert!(report.study.is_none());
    assert_eq!((report.method.folds, report.method.inputs, report.method.draws), (5, 7, 100));

    // The functions read it as they always did, and threads change nothing.
    let json = serde_json::to_vec(&report).unwrap();
    let model: ModelReport = serde_json::from_slice(&json).unwrap();
    assert_eq!(model, report.model);
    let (again, _) = files.said(&format!("{fit} 1"));
    assert_eq!(release(&again), release(&said));

    let folds = std::fs::read_to_string(files.at("folds.csv")).unwrap();
    assert_eq!(folds.lines().count(), 3_201);
    assert!(folds.starts_with("SK_ID_CURR,fold,TARGET,log_odds\n100001,"));
}

#[test]
fn a_cross_validation_is_repeated_with_other_folds() {
    let files = Files::new();
    files.write("features", &population(2_000, 6, 0.0));
    let fit = "fit --features @features --output @releases --folds 4 --draws 20 --repeats";
    let (said, _) = files.said(&format!("{fit} 3 --seed 7"));
    assert!(said.contains("3 times 4 folds"), "{said}");
    let three = report(&files, &said);
    let repeated = three.repeated.as_ref().unwrap();
    assert_eq!((repeated.repeats, repeated.folds, repeated.rounds.len()), (3, 4, 3));
    assert_eq!(repeated.rounds[0], three.method.rounds);
    for figure in [repeated.auc, repeated.log_loss, repeated.brier, repeated.cost_per_client] {
        assert!(figure.standard_error > 0.0, "{figure:?}");
        // Twelve folds, of which each holds out one client for every three that it learns from.
        let ratio = figure.corrected_standard_error / figure.standard_error;
        assert!((ratio - 5.0_f64.sqrt()).abs() < 1e-6, "{figure:?}");
    }
    // The mean of what single fits of the same seeds say, calibrations and all.
    let fits = [7, 8, 9].map(|seed| report(&files, &files.said(&format!("{fit} 1 --seed {seed}")).0));
    assert!(fits.iter().all(|fit| fit.repeated.is_none()));
    assert_eq!(repeated.rounds, fits.each_ref().map(|fit| fit.method.rounds));
    let mean = fits.iter().map(|fit| fit.model.candidates[0].auc).sum::<f64>() / 3.0;
    assert!((repeated.auc.mean - mean).abs() < 1e-6, "{} and {mean}", repeated.auc.mean);

    files.said("select --features @features --output @selection.json --folds 4 --seed 7");
    let (_, error) = files.refused(&format!("{fit} 2 --seed 7 --selection @selection.json"));
    assert!(error.contains("training select --repeats"), "{error}");
    files.said("select --features @features --output @selection.json --folds 4 --seed 7 --repeats 2");
    let (said, _) = files.said(&format!("{fit} 2 --seed 7 --selection @selection.json"));
    assert_eq!(report(&files, &said).repeated.unwrap().repeats, 2);
}

#[test]
fn a_study_compares_and_becomes_part_of_the_report() {
    let files = Files::new();
    files.write("features", &population(2_500, 2, 0.0));
    let line = "study --features @features --output @study.json --folds 3 --models 2";
    let (said, _) = files.said(line);
    assert!(said.contains("oversampling") && said.contains("forust"), "{said}");
    let study = Study::read(&files.at("study.json")).unwrap();

    let families = study.families.as_ref().unwrap();
    assert_eq!(families.len(), 6);
    assert!(families.is_sorted_by(|a, b| a.auc >= b.auc));
    let named = |name: &str| families.iter().find(|family| family.name == name).unwrap();
    let served = named("symmetric boosted trees");
    assert!(served.served && served.against_served.is_none() && served.auc > 0.6);
    for name in ["leaf-wise boosted trees", "leaf-wise boosted trees of forust", "logistic regression"] {
        let family = named(name);
        assert!((family.auc - served.auc).abs() < 0.04, "{name}: {}", family.auc);
        let difference = family.against_served.unwrap().difference;
        assert!((difference - (family.auc - served.auc)).abs() < 1e-9);
    }
    assert!(named("decision tree").auc > 0.55);
    assert_eq!(named("constant").auc, 0.5);

    let [none, weights, oversampling] = &study.imbalance.as_ref().unwrap()[..] else { panic!("three") };
    let share = none.mean_predicted_raw;
    assert!(none.expected_calibration_error_raw < 0.06);
    for treated in [weights, oversampling] {
        // Both predict as if every second client defaulted; calibration mends that.
        assert!(treated.mean_predicted_raw > share + 0.15, "{treated:?}");
        assert!(treated.expected_calibration_error_raw > 0.1 && treated.expected_calibration_error < 0.06);
        assert!((treated.auc - none.auc).abs() < 0.04);
    }

    let monotone = study.monotone.as_ref().unwrap();
    assert!(monotone.constrained_inputs >= 2 && monotone.cost.difference.abs() < 0.03);
    let protected = study.protected.as_ref().unwrap();
    assert_eq!(protected.left_out, ["CODE_GENDER", "NAME_FAMILY_STATUS"]);
    let attributes: Vec<&str> = protected.groups.iter().map(|group| group.attribute.as_str()).collect();
    assert_eq!(attributes, [["sex"; 2].as_slice(), &["family_status"; 5]].concat());
    let stability = study.stability.as_ref().unwrap();
    assert_eq!((stability.draws, stability.top_twenty.len()), (2, 7));
    assert_eq!(stability.top_twenty_kept.value, 7.0);
    assert!(stability.first_reason_kept > 0.3 && stability.first_theme_kept >= stability.first_reason_kept);
    assert!(study.search.is_none());

    let (said, _) =
        files.said("fit --features @features --output @releases --folds 3 --draws 50 --study @study.json");
    assert_eq!(report(&files, &said).study.unwrap(), study);
    let (_, error) = files.refused("fit --features @features --output @releases --study @study.json");
    assert!(error.contains("3 folds of seed 42, not of 5 folds"), "{error}");
}

#[test]
fn a_search_that_was_stopped_goes_on_as_if_it_had_not() {
    let files = Files::new();
    files.write("features", &population(1_500, 3, 0.0));
    let line = "study --parts search --features @features --folds 2 --trials";
    files.said(&format!("{line} 11 --output @whole.json"));
    files.said(&format!("{line} 4 --output @parts.json"));
    let path = files.at("parts.trials.jsonl");
    let half = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &half[..half.len() - 20]).unwrap();
    let (_, told) = files.said(&format!("{line} 11 --output @parts.json"));
    assert!(told.contains("3 trials are resumed"), "{told}");

    let trials = |name: &str| -> Vec<Trial> {
        let search = Study::read(&files.at(name)).unwrap().search.unwrap();
        search.trials.into_iter().map(|trial| Trial { seconds: 0.0, ..trial }).collect()
    };
    let whole = trials("whole.json");
    assert_eq!(trials("parts.json"), whole);
    assert_eq!(whole.len(), 11);
    assert!(whole[1..].iter().all(|trial| trial.trees != whole[0].trees));
    let search = Study::read(&files.at("whole.json")).unwrap().search.unwrap();
    assert!(whole.iter().all(|trial| trial.log_loss >= whole[search.best as usize].log_loss));

    let (said, _) =
        files.said("fit --features @features --output @releases --folds 2 --study @whole.json --tuned");
    assert_eq!(report(&files, &said).method.trees, whole[search.best as usize].trees);
}

#[test]
fn the_second_library_makes_a_release_too() {
    let files = Files::new();
    files.write("features", &population(2_000, 4, 0.0));
    let (said, _) =
        files.said("fit --features @features --output @releases --folds 2 --draws 50 --library forust");
    let report = report(&files, &said);
    assert_eq!(report.method.model, "leaf-wise boosted trees of forust");
    assert!(report.quality.auc.value > 0.6);
}

#[test]
fn settings_out_of_range_are_refused() {
    let files = Files::new();
    files.write("features", &population(500, 5, 0.0));
    for (settings, expected) in [
        ("--draws 5", "5 bootstrap draws"),
        ("--review-ratios 11,14", "review ratios 11 and 14"),
        ("--review-ratios 0,14", "review ratios 0 and 14"),
        ("--tuned", "--study"),
        ("--repeats 0", "0 repeats"),
    ] {
        let (_, error) = files.refused(&format!("fit --features @features --output @releases {settings}"));
        assert!(error.contains(expected), "{settings}: {error}");
    }
}
