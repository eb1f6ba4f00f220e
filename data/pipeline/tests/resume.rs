//! A run that was killed is gone on from.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fixture::Files;

/// Rows of the table that the run is killed in: enough to take a while.
const LONG: usize = 1_000_000;

fn ingest(data: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipeline"));
    command.args(["ingest", "--data"]).arg(data).arg("--output").arg(output);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn finished(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    told
}

/// Good tables, the last of them long.
fn data(folder: &Path) {
    Files::example().write_folder(folder);
    let path = folder.join("credit_card_balance.csv");
    let text = fs::read_to_string(&path).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let row = rows.lines().next().unwrap();
    fs::write(&path, format!("{header}\n{}", format!("{row}\n").repeat(LONG))).unwrap();
}

#[test]
fn a_killed_run_is_gone_on_from_and_gives_the_same() {
    let home = tempfile::tempdir().unwrap();
    let (raw, whole, output) =
        (home.path().join("raw"), home.path().join("whole"), home.path().join("tables"));
    data(&raw);
    finished(&mut ingest(&raw, &whole));

    let mut killed = ingest(&raw, &output).spawn().unwrap();
    let list = home.path().join(".tables.partial/done.json");
    let started = Instant::now();
    // The long table is the last one: once the one before it is on the list, it is being read.
    while !fs::read_to_string(&list).is_ok_and(|text| text.contains("installments_payments")) {
        assert!(started.elapsed() < Duration::from_mins(1), "nothing is ever done");
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::sleep(Duration::from_millis(1));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(!output.exists(), "half of it was shown");

    // A file that has changed since is read again.
    let bureau = raw.join("bureau.csv");
    fs::write(&bureau, fs::read(&bureau).unwrap()).unwrap();
    let told = finished(&mut ingest(&raw, &output));
    assert!(told.contains("application_train.csv, application_test.csv: read by an earlier run"), "{told}");
    assert!(told.contains("installments_payments.csv: read by an earlier run"), "{told}");
    for read_again in ["bureau.csv: read by", "credit_card_balance.csv: read by"] {
        assert!(!told.contains(read_again), "{told}");
    }
    let names = fixture::listing(&whole);
    assert_eq!(fixture::listing(&output), names);
    for name in names {
        assert!(
            fs::read(whole.join(&name)).unwrap() == fs::read(output.join(&name)).unwrap(),
            "{name} differs"
        );
    }
    assert!(!home.path().join(".tables.partial").exists());
}
