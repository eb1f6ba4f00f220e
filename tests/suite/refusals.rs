//! Data that cannot be read is refused with one clear error, and leaves nothing half-written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use system_tests::data::synthetic;
use system_tests::server::{Settings, entries, refused};

/// A damage to do to a folder of good tables.
type Damage = fn(&Path) -> Result<()>;

/// Rewrites the lines of a table.
fn edit(folder: &Path, file: &str, change: impl Fn(usize, &str) -> Option<String>) -> Result<()> {
    let path = folder.join(file);
    let text = fs::read_to_string(&path)?;
    let lines: Vec<_> =
        text.lines().enumerate().filter_map(|(index, line)| change(index + 1, line)).collect();
    Ok(fs::write(path, lines.join("\n") + "\n")?)
}

/// Replaces a cell of a table; lines count from 1, the header being the first.
fn set(folder: &Path, file: &str, line: usize, column: &str, value: &str) -> Result<()> {
    let text = fs::read_to_string(folder.join(file))?;
    let header = text.lines().next().unwrap_or_default();
    let index = header.split(',').position(|name| name == column).context("no such column")?;
    edit(folder, file, |number, text| {
        let mut cells: Vec<_> = text.split(',').collect();
        if number == line {
            cells[index] = value;
        }
        Some(cells.join(","))
    })
}

/// The name of a case, the damage, and what the error must name.
const CASES: &[(&str, Damage, &[&str])] = &[
    (
        "a folder without tables",
        |folder| {
            for name in entries(folder) {
                fs::remove_file(folder.join(name))?;
            }
            Ok(())
        },
        &["application_train.csv"],
    ),
    (
        "a missing key column",
        |folder| {
            edit(folder, "bureau.csv", |line, text| {
                Some(if line == 1 { text.replacen("SK_ID_CURR", "SK_ID_OTHER", 1) } else { text.to_owned() })
            })
        },
        &["bureau.csv", "SK_ID_CURR"],
    ),
    (
        "a truncated line",
        |folder| {
            edit(folder, "installments_payments.csv", |line, text| {
                Some(if line == 7 {
                    text.rsplit_once(',').map_or("", |cut| cut.0).to_owned()
                } else {
                    text.to_owned()
                })
            })
        },
        &["installments_payments.csv", "line 7", "AMT_PAYMENT"],
    ),
    (
        "an amount that is not a number",
        |folder| set(folder, "bureau.csv", 5, "AMT_CREDIT_SUM", "12O00"),
        &["bureau.csv", "line 5", "AMT_CREDIT_SUM", "12O00"],
    ),
    (
        "an empty key",
        |folder| set(folder, "POS_CASH_balance.csv", 3, "SK_ID_CURR", ""),
        &["POS_CASH_balance.csv", "line 3", "SK_ID_CURR"],
    ),
];

fn settings(data: &Path, state: &'static str) -> Settings {
    Settings { data: Some(data.to_owned()), state, ..Settings::SYNTHETIC }
}

/// Of a run that was refused, the lock and what the step printed may stay.
fn nothing_made(settings: &Settings, case: &str) {
    let left = entries(&settings.folder());
    assert!(left.iter().all(|entry| entry == "lock" || entry == "tables.log"), "{case} left {left:?}");
}

#[test]
fn damaged_tables_are_refused_by_name_line_and_column() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let good = scratch.path().join("good");
    synthetic(&good, 300)?;
    for (name, damage, expected) in CASES {
        let bad = scratch.path().join("bad");
        fs::create_dir(&bad)?;
        for file in entries(&good) {
            fs::copy(good.join(&file), bad.join(&file))?;
        }
        damage(&bad).with_context(|| (*name).to_owned())?;

        let settings = settings(&bad, "refusals");
        let failure = refused(&settings)?;
        for part in *expected {
            assert!(failure.text.contains(part), "{name}: {part} is not named: {}", failure.text);
        }
        assert_eq!(failure.text.matches("error:").count(), 1, "{name}: {}", failure.text);
        nothing_made(&settings, name);
        fs::remove_dir_all(&bad)?;
    }
    Ok(())
}

#[test]
fn a_path_that_is_no_data_is_refused() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let empty_zip = scratch.path().join("empty.zip");
    fs::write(&empty_zip, [b"PK\x05\x06".as_slice(), &[0; 18]].concat())?;
    let not_a_zip = scratch.path().join("notes.zip");
    fs::write(&not_a_zip, "these are notes")?;
    let nowhere = scratch.path().join("nowhere");
    for (path, expected) in [
        (&empty_zip, ["empty.zip", "application_train.csv"]),
        (&not_a_zip, ["notes.zip", "zip"]),
        (&nowhere, ["nowhere", "does not exist"]),
    ] {
        let settings = settings(path, "refusals-of-paths");
        let failure = refused(&settings)?;
        for part in expected {
            assert!(failure.text.contains(part), "{part} is not named: {}", failure.text);
        }
        nothing_made(&settings, &path.display().to_string());
    }
    Ok(())
}
