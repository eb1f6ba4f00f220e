//! Joins what the tests saw of each fault to `tests/FAULTS.md`: the end of `make faults`.
//!
//! usage: `faults [--check]`: with `--check`, the page must be that already. Rows are lines of JSON in `target/faults`:
//! `{"part": …, "fault": …, "expected": …, "observed": …}`; where no part is named, the programs are meant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use system_tests::data::root;

const HEAD: &str = "# Faults

What was done to the system, what must come of it, and what did. The tests wrote these rows as they ran: `make faults` does
it again. In each case nothing wrong is answered and nothing is lost, and whoever is told of it is told what to do.
";

/// The part of rows that name none.
const USUAL: &str = "programs";

fn main() -> Result<()> {
    let check = std::env::args().any(|argument| argument == "--check");
    let page = page()?;
    let path = root().join("tests/FAULTS.md");
    if check {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        ensure!(kept == page, "tests/FAULTS.md is not what the tests saw: `make faults` renews it");
    } else {
        fs::write(&path, &page)?;
    }
    println!("{} rows", page.lines().filter(|line| line.starts_with("| ")).count());
    Ok(())
}

/// The rows by part; within a part as they were written, file after file.
fn page() -> Result<String> {
    let folder = root().join("target/faults");
    let entries =
        fs::read_dir(&folder).context("target/faults is missing: `make faults` runs the tests first")?;
    let files: BTreeSet<_> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let mut parts: BTreeMap<String, Vec<[String; 3]>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "jsonl")) {
        for line in fs::read_to_string(file)?.lines() {
            let written: Value = serde_json::from_str(line).with_context(|| file.display().to_string())?;
            let cell = |name: &str| -> Result<String> {
                let text = written[name]
                    .as_str()
                    .with_context(|| format!("{}: no {name}: {line}", file.display()))?;
                Ok(text.replace('|', "\\|").replace('\n', " "))
            };
            let row = [cell("fault")?, cell("expected")?, cell("observed")?];
            let part = written["part"].as_str().unwrap_or(USUAL).to_owned();
            parts.entry(part).or_default().push(row);
        }
    }
    let mut page = HEAD.to_owned();
    for (part, rows) in parts {
        write!(page, "\n## {part}\n\n| fault | expected | observed |\n| --- | --- | --- |\n")?;
        for [fault, expected, observed] in rows {
            writeln!(page, "| {fault} | {expected} | {observed} |")?;
        }
    }
    Ok(page)
}
