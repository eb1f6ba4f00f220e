//! Raw data and tables with random damage: read or refused, never a panic, a hang, memory
//! without end or a page of a message.
//!
//! `SECONDS_EACH` lets each test go on for that long, as `make fuzz` does; `FIRST` is the number of the first input, so
//! that one that failed can be tried alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;
mod mutation;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fixture::Files;
use mutation::{MEMORY, Mutator, peak};
use progress::Silent;

/// No input of a few kilobytes takes as long, on a machine however busy.
const HANG: Duration = Duration::from_secs(20);

/// Tries inputs one after the other: `usual` of them, or as many as the time allows.
fn each_input(usual: u64, try_one: impl Fn(&mut Mutator) -> Result<(), String>) {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (first, seconds) = (setting("FIRST").unwrap_or(0), setting("SECONDS_EACH"));
    let started = Instant::now();
    let (mut number, mut accepted) = (first, 0);
    while seconds.map_or(number < first + usual, |seconds| started.elapsed().as_secs() < seconds) {
        let begun = Instant::now();
        let mut mutator = Mutator::new(number);
        let outcome = catch_unwind(AssertUnwindSafe(|| try_one(&mut mutator)));
        let Ok(outcome) = outcome else { panic!("input {number} panics: FIRST={number} tries it again") };
        assert!(begun.elapsed() < HANG, "input {number} takes {:?}", begun.elapsed());
        assert!(peak() < MEMORY, "input {number} takes {} MiB: FIRST={number} tries it again", peak());
        match outcome {
            Ok(()) => accepted += 1,
            Err(message) => {
                let shown = progress::shown(&message);
                assert!(shown.len() < 2_000 && shown.lines().count() == 1, "input {number}: {shown}");
            }
        }
        number += 1;
    }
    println!("{} inputs, {accepted} of them accepted, at most {} MiB", number - first, peak());
}

fn ingest(data: &Path, home: &Path) -> Result<(), String> {
    pipeline::ingest::ingest(data, &home.join("tables"), &Silent).map(drop).map_err(|error| error.to_string())
}

fn features(home: &Path) -> Result<(), String> {
    let features = pipeline::features::write(&home.join("tables"), &home.join("features"), &Silent);
    features.map(drop).map_err(|error| error.to_string())
}

#[test]
fn a_folder() {
    let example = Files::plausible();
    each_input(150, |mutator| {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        example.write_folder(&data);
        let names: Vec<_> = example.0.keys().collect();
        let name = names[mutator.below(names.len())];
        fs::write(data.join(name), mutator.mutate(example.text(name))).unwrap();
        ingest(&data, home.path())?;
        // What is accepted can be worked with; it takes longer, so not each time.
        if mutator.below(8) == 0 { features(home.path()) } else { Ok(()) }
    });
}

#[test]
fn an_archive() {
    let example = Files::plausible();
    let home = tempfile::tempdir().unwrap();
    example.write_archive(&home.path().join("whole.zip"), "");
    let whole = fs::read(home.path().join("whole.zip")).unwrap();
    each_input(300, |mutator| {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data.zip");
        fs::write(&data, mutator.mutate(whole.clone())).unwrap();
        ingest(&data, home.path())
    });
}

#[test]
fn tables() {
    let example = Files::plausible();
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("tables");
    example.write_folder(&home.path().join("data"));
    ingest(&home.path().join("data"), home.path()).unwrap();
    each_input(60, |mutator| {
        let home = tempfile::tempdir().unwrap();
        let tables = home.path().join("tables");
        fs::create_dir(&tables).unwrap();
        let names = fixture::listing(&whole);
        let damaged = mutator.below(names.len());
        for (index, name) in names.iter().enumerate() {
            let bytes = fs::read(whole.join(name)).unwrap();
            let bytes = if index == damaged { mutator.mutate(bytes) } else { bytes };
            fs::write(tables.join(name), bytes).unwrap();
        }
        features(home.path())
    });
}
