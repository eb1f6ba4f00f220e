//! Selecting features, fitting on them, and comparing sets of them, as a person does it: files in, files out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use matrix::{DataSource, FeatureFolder, FeatureSet, SourceKind};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;
use training::Selection;
use training::selection::Reason;

/// The outcome is drawn from these.
const SIGNAL: [&str; 3] = ["EXT_SOURCE_2", "DAYS_BIRTH", "AMT_GOODS_PRICE"];
/// These are drawn by themselves; some have many values, some few.
const NOISE: [&str; 6] = [
    "AMT_INCOME_TOTAL",
    "REGION_POPULATION_RELATIVE",
    "HOUR_APPR_PROCESS_START",
    "CNT_CHILDREN",
    "OBS_30_CNT_SOCIAL_CIRCLE",
    "DAYS_ID_PUBLISH",
];
/// The same for all but one client: no tree can make anything of it.
const RARE: &str = "FLAG_CONT_MOBILE";
const CLIENTS: usize = 3_000;
const LABELLED: usize = 2_500;

/// A number in [0, 1).
fn uniform(random: &mut ChaCha8Rng) -> f32 {
    (random.next_u32() >> 8) as f32 / (1 << 24) as f32
}

/// Clients with three features that tell, six that do not, one of each kind that cannot be used, a duplicate, and the rare
/// one.
fn folder() -> FeatureFolder {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let unusable = ["AMT_CREDIT", "OWN_CAR_AGE", "FLAG_MOBIL", "CODE_GENDER", RARE];
    let names: Vec<&str> = SIGNAL.into_iter().chain(NOISE).chain(unusable).collect();
    let source =
        DataSource { kind: SourceKind::Synthetic, description: "a test".to_owned(), tables: Vec::new() };
    let (mut target, mut features) = (Vec::new(), Vec::new());
    for client in 0..CLIENTS {
        let mut row: Vec<f32> = (0..9).map(|_| uniform(&mut random)).collect();
        // A fifth lacks the third signal; the fourth to sixth of the noise have few values.
        if uniform(&mut random) < 0.2 {
            row[2] = f32::NAN;
        }
        row[5..8].iter_mut().for_each(|value| *value = (*value * 5.0).floor());
        let risk =
            0.02 + 0.5 * row[0] * row[0] + 0.2 * row[1] + if row[2].is_nan() { 0.2 } else { 0.1 * row[2] };
        let defaulted = uniform(&mut random) < risk;
        // The duplicate of the third signal, then missing for all with a label, one value for them, and protected.
        let known = client < LABELLED;
        row.extend([
            row[2],
            if known { f32::NAN } else { 1.0 },
            if known { 1.0 } else { 0.0 },
            f32::from(u8::from(defaulted)),
            f32::from(u8::from(client == 7)),
        ]);
        target.push(if known { f32::from(u8::from(defaulted)) } else { f32::NAN });
        features.extend(row);
    }
    let set = FeatureSet { features: names.into_iter().map(str::to_owned).collect(), source };
    FeatureFolder { set, ids: (100_001..).take(CLIENTS).collect(), target, features }
}

/// A folder of files for one test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.write("features", &folder());
        files
    }

    fn write(&self, name: &str, folder: &FeatureFolder) {
        std::fs::create_dir(self.at(name)).unwrap();
        folder.write(&self.at(name)).unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the command line; a word with an `@` before it is a file's name.
    fn run(&self, line: &str) -> Output {
        let words = line.split(' ').map(|word| match word.strip_prefix('@') {
            Some(name) => self.at(name).into_os_string(),
            None => word.into(),
        });
        Command::new(env!("CARGO_BIN_EXE_training")).args(words).output().unwrap()
    }

    /// What the command line says where it succeeds.
    fn said(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says where it fails.
    fn refused(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(!output.status.success(), "{line} succeeded");
        String::from_utf8(output.stderr).unwrap()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.at(name)).unwrap()
    }
}

fn reason<'a>(selection: &'a Selection, feature: &str) -> &'a Reason {
    let dropped = selection.dropped.iter().find(|dropped| dropped.feature == feature);
    &dropped.unwrap_or_else(|| panic!("{feature} was not dropped")).reason
}

fn manifest(releases: &Path) -> Value {
    let release = releases.read_dir().unwrap().next().unwrap().unwrap().path();
    serde_json::from_slice(&std::fs::read(release.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn signal_is_kept_and_what_is_dropped_has_its_own_reason() {
    let files = Files::new();
    let said = files.said("select --features @features --output @selection.json");
    let selection = Selection::read(&files.at("selection.json")).unwrap();

    let names = selection.names();
    assert_eq!(names[0], "EXT_SOURCE_2", "the strongest comes first");
    assert!(SIGNAL.iter().all(|signal| names[..3].contains(signal)), "signal before noise: {names:?}");
    // Noise beats the least of three shadows more often than not: what is kept is far less important than any signal.
    assert!(
        selection.selected[3..].iter().all(|noise| noise.importance < 0.5 * selection.selected[2].importance)
    );
    assert!(selection.selected.is_sorted_by(|a, b| a.importance >= b.importance));
    assert!(selection.selected.iter().all(|selected| selected.importance > selected.null_importance));

    assert_eq!(reason(&selection, "AMT_CREDIT"), &Reason::Duplicate { of: "AMT_GOODS_PRICE".to_owned() });
    assert_eq!(reason(&selection, "OWN_CAR_AGE"), &Reason::Missing);
    assert_eq!(reason(&selection, "FLAG_MOBIL"), &Reason::Constant);
    assert_eq!(reason(&selection, "CODE_GENDER"), &Reason::AuditOnly);
    assert_eq!(reason(&selection, RARE), &Reason::Useless { importance: 0.0, null_importance: 0.0 });
    for &noise in NOISE.iter().filter(|noise| !names.contains(noise)) {
        let Reason::Useless { importance, null_importance } = *reason(&selection, noise) else {
            panic!("{noise}: {:?}", reason(&selection, noise));
        };
        assert!(importance <= null_importance, "{noise}");
    }
    assert_eq!(selection.selected.len() + selection.dropped.len(), 14, "every feature is accounted for");

    let measurement = &selection.measurement;
    assert!(measurement.all.auc.mean > 0.65, "{:?}", measurement.all);
    let difference = measurement.difference;
    assert!(difference.mean > -3.0 * difference.corrected_standard_error, "{difference:?}");
    let means = measurement.selected.auc.mean - measurement.all.auc.mean;
    assert!((difference.mean - means).abs() < 1e-9, "the mean of the differences is that of the means");
    for words in ["of 14 features selected", "no better than their shadows", "EXT_SOURCE_2"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn the_same_seed_gives_the_same_file_at_any_number_of_threads() {
    let files = Files::new();
    for (name, options) in [
        ("one", "--threads 1"),
        ("two", "--threads 2"),
        ("again", "--threads 1 --seed 42 --folds 5 --repeats 1 --most 250"),
        ("other", "--seed 43"),
    ] {
        files.said(&format!("select --features @features --output @{name} {options}"));
    }
    assert_eq!(files.bytes("one"), files.bytes("two"));
    assert_eq!(files.bytes("one"), files.bytes("again"));
    assert_ne!(files.bytes("one"), files.bytes("other"));
    let left = files.0.path().read_dir().unwrap().count();
    assert_eq!(left, 5, "nothing but the folder and the four files is left");
}

#[test]
fn the_limit_keeps_the_most_important() {
    let files = Files::new();
    files.said("select --features @features --output @all.json");
    files.said("select --features @features --output @two.json --most 2 --folds 3 --repeats 2");
    let all = Selection::read(&files.at("all.json")).unwrap();
    let two = Selection::read(&files.at("two.json")).unwrap();
    assert_eq!(two.names(), all.names()[..2]);
    let Reason::BeyondLimit { rank, .. } = reason(&two, all.names()[2]) else { panic!("{:?}", two.dropped) };
    assert_eq!(*rank, 3);
    assert_eq!(two.measurement.list.features, 2.0);
    assert_eq!(two.measurement.list.rounds.len(), 2, "one number a repeat");
    assert!(two.measurement.list.auc.mean < all.measurement.list.auc.mean, "the third tells something");
}

#[test]
fn a_fit_learns_from_the_selected_features_alone() {
    let files = Files::new();
    files.said("select --features @features --output @selection.json");
    files.said("fit --features @features --output @selected --selection @selection.json");
    files.said("fit --features @features --output @all");
    let selected = manifest(&files.at("selected"));
    let selection = Selection::read(&files.at("selection.json")).unwrap();
    // In the order of the features, whatever their ranks.
    let mut names = selection.names();
    names.sort_by_key(|name| SIGNAL.iter().chain(&NOISE).position(|declared| declared == name));
    assert_eq!(selected["inputs"], Value::from(names));
    assert_eq!(selected["clients"]["features"].as_array().unwrap().len(), 14, "all are still shown");
    let all = manifest(&files.at("all"));
    assert_eq!(all["inputs"].as_array().unwrap().len(), 11, "signal, noise, the duplicate and the rare one");
    // The selection's first repeat is made as a fit is.
    assert_eq!(all["metrics"]["auc"], Value::from(selection.measurement.all.auc.mean));
    // Each fold learned from what it had selected for itself, not from the list that has seen all outcomes.
    assert_eq!(selected["metrics"]["auc"], Value::from(selection.measurement.selected.auc.mean));

    let refused =
        files.refused("fit --features @features --output @none --selection @selection.json --seed 7");
    assert!(refused.contains("--folds 5 --seed 42"), "{refused}");
}

#[test]
fn a_selection_that_does_not_fit_the_features_is_refused() {
    let files = Files::new();
    files.said("select --features @features --output @selection.json --folds 2");
    let written = String::from_utf8(files.bytes("selection.json")).unwrap();
    for (other, expected) in [
        ("EXT_SOURCE_3", "\"EXT_SOURCE_3\", which features.json does not have"),
        ("CODE_GENDER", "CODE_GENDER, which is kept for the fairness audit only"),
        ("FLAG_MOBIL", "FLAG_MOBIL, which is the same for every labelled client"),
    ] {
        std::fs::write(files.at("other.json"), written.replace("DAYS_BIRTH", other)).unwrap();
        let error = files.refused("fit --features @features --output @releases --selection @other.json");
        assert!(error.contains(expected), "{error}");
    }
    std::fs::write(files.at("other.json"), &written[..written.len() / 2]).unwrap();
    let error = files.refused("fit --features @features --output @releases --selection @other.json");
    assert!(error.contains("other.json") && error.contains("training select"), "{error}");
    assert!(!files.at("releases").exists(), "nothing was released");
}

#[test]
fn a_set_compared_with_itself_differs_by_exactly_nothing() {
    let files = Files::new();
    let said = files.said("compare --left @features --right @features --folds 3 --repeats 2");
    let difference = said.lines().last().unwrap();
    assert!(difference.ends_with("+0.0000 +- 0.0000 (0.0000)"), "{said}");
    assert!(said.contains("2500 labelled clients") && said.contains("3 folds, 2 times, seed 42"), "{said}");
}

#[test]
fn a_comparison_takes_selections_and_columns_of_another_catalogue() {
    let files = Files::new();
    let mut other = folder();
    other.set.features[0] = "a_name_of_another_catalogue".to_owned();
    files.write("other", &other);
    let same = files.said("compare --left @features --right @other --folds 2 --repeats 1");
    assert!(same.ends_with("+0.0000 +- 0.0000 (0.0000)\n"), "only the name differs: {same}");

    files.said("select --features @features --output @one.json --most 1 --folds 2");
    let said =
        files.said("compare --left @features --left-selection @one.json --right @features --repeats 1");
    let gain: f64 = said.lines().last().unwrap().split_whitespace().nth(3).unwrap().parse().unwrap();
    assert!(gain > 0.01, "ten features tell more than one: {said}");
    let turned =
        files.said("compare --left @features --right @features --right-selection @one.json --repeats 1");
    let loss: f64 = turned.lines().last().unwrap().split_whitespace().nth(3).unwrap().parse().unwrap();
    assert_eq!(loss, -gain);

    let error = files.refused("select --features @other --output @selection.json");
    assert!(error.contains("a_name_of_another_catalogue"), "a release rests on declared features: {error}");
}

#[test]
fn sides_on_other_clients_or_outcomes_are_refused() {
    type Change = fn(&mut FeatureFolder);
    let changes: [(&str, Change); 4] = [
        ("client 100003 against client 200001", |folder| {
            folder.ids =
                (0..CLIENTS as u32).map(|row| if row < 2 { 100_001 + row } else { 199_999 + row }).collect();
        }),
        ("TARGET of client 100001 is", |folder| folder.target[0] = 1.0 - folder.target[0]),
        ("TARGET of client 102501 is NaN against 0", |folder| folder.target[LABELLED] = 0.0),
        ("3000 clients against 2999", |folder| {
            folder.ids.pop();
            folder.target.pop();
            folder.features.truncate(2_999 * 14);
        }),
    ];
    for (expected, change) in changes {
        let files = Files::new();
        let mut other = folder();
        change(&mut other);
        files.write("other", &other);
        let error = files.refused("compare --left @features --right @other");
        assert!(error.contains(expected) && error.contains("same clients"), "{expected}: {error}");
    }
}

#[test]
fn settings_out_of_range_are_refused() {
    let files = Files::new();
    for (options, expected) in [
        ("--folds 1", "1 folds; give 2 to 20"),
        ("--repeats 0", "0 repeats; give 1 to 100"),
        ("--most 0", "at most 0 features; give 1 or more"),
    ] {
        let error = files.refused(&format!("select --features @features --output @selection.json {options}"));
        assert!(error.contains(expected), "{error}");
    }
    assert!(!files.at("selection.json").exists());
}
