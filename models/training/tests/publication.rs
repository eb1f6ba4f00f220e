//! What is done with a release: publishing, monitoring, scoring.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use fixture::{COLUMNS, Files, population, release};
use training::evidence::{Drift, Verdict};

/// Files with features and one release, `releases/<id>`.
fn fitted(seed: u64) -> (Files, String) {
    let files = Files::new();
    files.write("features", &population(1_500, seed, 0.0));
    let (said, _) = files.said("fit --features @features --output @releases --folds 2 --draws 20");
    (files, format!("releases/{}", release(&said)))
}

fn fit_again(files: &Files, name: &str) -> String {
    let line = format!("fit --features @features --output @{name} --folds 2 --draws 20 --cost-ratio 5");
    format!("{name}/{}", release(&files.said(&line).0))
}

fn pointer(files: &Files) -> String {
    fs::read_to_string(files.at("store/current.json")).unwrap_or_default()
}

fn id(path: &str) -> &str {
    path.rsplit_once('/').unwrap().1
}

/// The files below a folder with their bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_release_is_copied_whole_and_the_pointer_moves_and_moves_back() {
    let (files, first) = fitted(11);
    let second = fit_again(&files, "releases");
    assert_ne!(first, second);

    let (said, _) = files.said(&format!("publish --release @{first} --to @store --dry-run"));
    assert!(said.contains("would be copied") && said.contains("nothing was written"), "{said}");
    assert!(!files.at("store").exists());

    let (said, _) = files.said(&format!("publish --release @{first} --to @store"));
    assert!(said.contains("moved to it from no release"), "{said}");
    assert_eq!(pointer(&files), format!("{{\"release\":\"{}\"}}", id(&first)));
    assert_eq!(contents(&files.at(&format!("store/{first}"))), contents(&files.at(&first)));

    files.said(&format!("publish --release @{second} --to @store"));
    assert!(pointer(&files).contains(id(&second)));
    let (said, _) = files.said(&format!("publish --release @{second} --to @store"));
    assert!(said.contains("was there already") && said.contains("names it already"), "{said}");

    let (said, _) = files.said(&format!("publish --release @store/{first} --to @store"));
    assert!(said.contains("was there already") && said.contains(id(&second)), "{said}");
    assert!(pointer(&files).contains(id(&first)));
    assert_eq!(fs::read_dir(files.at("store")).unwrap().count(), 2, "nothing else is left behind");
}

#[test]
fn a_challenger_stays_as_long_as_the_release_that_it_challenges() {
    let (files, first) = fitted(17);
    let second = fit_again(&files, "releases");
    let (one, two) = (id(&first), id(&second));
    let publish = |rest: &str| files.said(&format!("publish --to @store --release {rest}")).0;
    let said = publish(&format!("@{first} --challenger @{second} --dry-run"));
    assert!(said.contains("would be scored in its shadow") && !files.at("store").exists(), "{said}");
    let said = publish(&format!("@{first} --challenger @{second}"));
    assert!(said.contains(&format!("{two} is scored in its shadow")), "{said}");
    let challenged = format!("{{\"release\":\"{one}\",\"challenger\":\"{two}\"}}");
    assert_eq!(pointer(&files), challenged);
    assert_eq!(contents(&files.at(&format!("store/{second}"))), contents(&files.at(&second)));

    // The release in service, published again.
    publish(&format!("@{first}"));
    assert_eq!(pointer(&files), challenged);
    let said = publish(&format!("@{first} --no-challenger"));
    assert!(said.contains(&format!("{two} is a challenger no more")), "{said}");
    assert_eq!(pointer(&files), format!("{{\"release\":\"{one}\"}}"));

    // The challenger takes the place, and rolling back brings nobody back into the shadow.
    publish(&format!("@{first} --challenger @{second}"));
    let said = publish(&format!("@{second}"));
    assert!(said.contains(&format!("moved to it from {one}")) && said.contains("no more"), "{said}");
    assert_eq!(pointer(&files), format!("{{\"release\":\"{two}\"}}"));
    publish(&format!("@{first}"));
    assert_eq!(pointer(&files), format!("{{\"release\":\"{one}\"}}"));

    // Nobody challenges themselves, and damage is found before anything is written.
    let (_, error) =
        files.refused(&format!("publish --to @store --release @{second} --challenger @{second}"));
    assert!(error.contains("it is that release"), "{error}");
    fs::write(files.at(&format!("{second}/scorer.bin")), b"damaged").unwrap();
    files.refused(&format!("publish --to @store --release @{first} --challenger @{second}"));
    assert_eq!(pointer(&files), format!("{{\"release\":\"{one}\"}}"));
}

#[test]
fn damage_anywhere_leaves_the_pointer_where_it_was() {
    let (files, first) = fitted(12);
    let second = fit_again(&files, "others");
    files.said(&format!("publish --release @{first} --to @store"));
    let before = pointer(&files);

    for name in ["model.json", "scorer.bin", "clients/features.npy", "report.json", "manifest.json"] {
        let path = files.at(&format!("{second}/{name}"));
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        // In a manifest: a digit of a date, a size or a digest.
        let digit = damaged.iter().rposition(u8::is_ascii_digit).unwrap_or(whole.len() / 2);
        damaged[digit] ^= 1;
        fs::write(&path, damaged).unwrap();
        let (_, error) = files.refused(&format!("publish --release @{second} --to @store"));
        assert!(error.contains(name), "{name}: {error}");
        assert_eq!(pointer(&files), before);
        assert!(!files.at(&format!("store/releases/{}", id(&second))).exists());
        fs::write(&path, whole).unwrap();
    }
    let missing = files.at(&format!("{second}/clients/ids.npy"));
    let ids = fs::read(&missing).unwrap();
    fs::remove_file(&missing).unwrap();
    files.refused(&format!("publish --release @{second} --to @store"));
    assert_eq!(pointer(&files), before);
    fs::write(&missing, ids).unwrap();
    files.said(&format!("publish --release @{second} --to @store"));
    assert!(pointer(&files).contains(id(&second)));
}

#[test]
fn a_stored_release_is_never_replaced_by_another() {
    let (files, first) = fitted(13);
    files.said(&format!("publish --release @{first} --to @store"));
    // The same name with another date of making: genuine, and yet another file.
    let path = files.at(&format!("store/{first}/manifest.json"));
    let manifest = fs::read_to_string(&path).unwrap();
    fs::write(&path, manifest.replacen("\"created\": \"20", "\"created\": \"19", 1)).unwrap();
    let (_, error) = files.refused(&format!("publish --release @{first} --to @store"));
    assert!(error.contains("another release of the same name"), "{error}");
}

#[test]
fn a_stored_release_that_was_damaged_is_put_right_by_publishing_it_again() {
    let (files, first) = fitted(17);
    let publish = format!("publish --release @{first} --to @store");
    files.said(&publish);
    let whole = contents(&files.at(&first));
    let stored = |name: &str| files.at(&format!("store/{first}/{name}"));
    // A flipped bit leaves the size as it is.
    let mut features = fs::read(stored("clients/features.npy")).unwrap();
    *features.last_mut().unwrap() ^= 1;
    fs::write(stored("clients/features.npy"), features).unwrap();
    fs::write(stored("manifest.json"), "{").unwrap();
    fs::remove_file(stored("scorer.bin")).unwrap();
    let named = "clients/features.npy, scorer.bin, manifest.json";

    let (said, _) = files.said(&format!("{publish} --dry-run"));
    assert!(said.contains(&format!("would be written anew: {named}")), "{said}");
    assert_ne!(contents(&files.at(&format!("store/{first}"))), whole, "a dry run wrote");

    let (said, _) = files.said(&publish);
    assert!(said.contains(&format!("written anew: {named}")), "{said}");
    assert_eq!(contents(&files.at(&format!("store/{first}"))), whole);
    assert_eq!(fs::read_dir(files.at("store/releases")).unwrap().count(), 1, "a copy is left behind");
    let (said, _) = files.said(&publish);
    assert!(!said.contains("anew"), "{said}");
}

#[test]
fn a_publication_that_is_killed_leaves_a_whole_release_in_service() {
    let (files, first) = fitted(14);
    let second = fit_again(&files, "releases");
    files.said(&format!("publish --release @{first} --to @store"));
    let mut cut_short = 0;
    for attempt in 0..40 {
        let mut publication = files.command(&format!("publish --release @{second} --to @store"));
        let mut running = publication.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_micros(500 * attempt));
        let _ = running.kill();
        cut_short += usize::from(!running.wait().unwrap().success());
        let named = pointer(&files);
        let named = [&first, &second].into_iter().find(|release| named.contains(id(release))).unwrap();
        assert_eq!(contents(&files.at(&format!("store/releases/{}", id(named)))), contents(&files.at(named)));
        // From the beginning again, whatever was reached.
        files.said(&format!("publish --release @{first} --to @store"));
        let _ = fs::remove_dir_all(files.at(&format!("store/releases/{}", id(&second))));
    }
    assert!(cut_short > 0, "no attempt was cut short");
    files.said(&format!("publish --release @{second} --to @store"));
    assert!(pointer(&files).contains(id(&second)));
    let names: Vec<String> = fs::read_dir(files.at("store/releases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 2, "no copy is left half made: {names:?}");
}

#[test]
fn monitoring_passes_the_same_population_and_fails_a_shifted_one() {
    let (files, first) = fitted(15);
    files.write("same", &population(2_000, 115, 0.0));
    files.write("moved", &population(2_000, 116, 0.3));
    let read = |name: &str| -> Drift { serde_json::from_slice(&fs::read(files.at(name)).unwrap()).unwrap() };

    let (said, _) = files.said(&format!("monitor --reference @{first} --data @same --output @same.json"));
    assert!(said.contains("verdict: stable"), "{said}");
    let same = read("same.json");
    assert_eq!((same.reference_clients, same.clients, same.features.len()), (1_200, 2_000, 7));
    assert!(same.features.iter().all(|psi| psi.psi < 0.05), "{same:?}");

    let (said, error) =
        files.refused(&format!("monitor --reference @{first} --data @moved --output @moved.json"));
    assert!(said.contains("verdict: drifted") && error.contains("has drifted"), "{said}{error}");
    let moved = read("moved.json");
    assert_eq!(moved.score.verdict, Verdict::Drifted);
    let mut worst: Vec<&str> = moved.features[..2].iter().map(|psi| psi.name.as_str()).collect();
    worst.sort_unstable();
    assert_eq!(worst, ["EXT_SOURCE_2", "EXT_SOURCE_3"]);
    assert!(moved.features[2..].iter().all(|psi| psi.verdict == Verdict::Stable));

    let mut narrow = population(100, 1, 0.0);
    narrow.set.features.truncate(1);
    narrow.features = narrow.features.chunks(COLUMNS.len()).map(|row| row[0]).collect();
    files.write("narrow", &narrow);
    let (_, error) = files.refused(&format!("monitor --reference @{first} --data @narrow"));
    assert!(
        error.contains("6 inputs of the release are not among") && error.contains("AMT_CREDIT"),
        "{error}"
    );
}

#[test]
fn applications_are_scored_whatever_their_columns_order_and_what_is_unknown_is_named() {
    let (files, first) = fitted(16);
    let score = |name: &str| format!("score --release @{first} --input @{name} --output @scores.csv");
    let scored = |name: &str, csv: &str| {
        fs::write(files.at(name), csv).unwrap();
        let (_, told) = files.said(&score(name));
        (fs::read_to_string(files.at("scores.csv")).unwrap(), told)
    };
    let whole = "SK_ID_CURR,EXT_SOURCE_2,EXT_SOURCE_3,AMT_CREDIT,DAYS_BIRTH,CNT_CHILDREN,REGION_RATING_CLIENT,NAME_INCOME_TYPE\n\
                 7,0.1,0.2,500000,-12000,0,2,Working\n\
                 8,0.9,,90000,-20000,2,1,Pensioner\n";
    let (expected, told) = scored("whole.csv", whole);
    assert!(!told.contains("warning"), "{told}");
    let lines: Vec<&str> = expected.lines().collect();
    assert_eq!(lines[0], "SK_ID_CURR,probability_of_default,points,decision");
    assert!(lines[1].starts_with("7,") && lines[2].starts_with("8,") && lines.len() == 3);
    let pd = |line: &str| line.split(',').nth(1).unwrap().parse::<f64>().unwrap();
    assert!(pd(lines[1]) > pd(lines[2]));

    let turned: String = whole
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').rev().collect();
            cells.join(",") + "\n"
        })
        .collect();
    assert_eq!(scored("turned.csv", &turned).0, expected);

    // A column that the model uses is missing, one is nobody's, and a category is new.
    let odd = "NAME_INCOME_TYPE,SK_ID_CURR,TARGET,SHOE_SIZE,EXT_SOURCE_2\nAstronaut,7,1,44,0.1\nWorking,8,0,40,0.9\n";
    let (odd, told) = scored("odd.csv", odd);
    assert_eq!(odd.lines().count(), 3);
    assert!(told.contains("5 columns that the model uses are not in the file"), "{told}");
    for name in
        ["EXT_SOURCE_3", "AMT_CREDIT", "DAYS_BIRTH", "CNT_CHILDREN", "REGION_RATING_CLIENT", "SHOE_SIZE"]
    {
        assert!(told.contains(name), "{name}: {told}");
    }
    assert!(
        told.contains("NAME_INCOME_TYPE: \"Astronaut\" is not a declared category") && told.contains("1 row"),
        "{told}"
    );
}
