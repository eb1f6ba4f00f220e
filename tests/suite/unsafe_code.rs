//! Unsafe code is counted: each block is here with its reason, and a new one does not come in unseen.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use system_tests::data::root;

/// Files with unsafe code, how many lines begin some, and why.
const KNOWN: [(&str, usize, &str); 2] = [
    (
        "models/scoring/src/symmetric/cuts.rs",
        1,
        "comparisons by SSE, which every x86-64 has: half the time of the portable form, and held to it by a test",
    ),
    (
        "models/scoring/tests/allocation.rs",
        7,
        "an allocator that counts is unsafe by its nature; of a test alone",
    ),
];

#[test]
fn unsafe_code_is_where_it_is_known() -> Result<()> {
    let mut found = Vec::new();
    for folder in ["data", "models", "functions", "frontend", "infra", "tests"] {
        look(&root().join(folder), &mut found)?;
    }
    found.sort();
    let known: Vec<_> = KNOWN.iter().map(|(file, lines, _)| ((*file).to_owned(), *lines)).collect();
    ensure!(found == known, "unsafe code, by file: {found:?}; known with its reason is {KNOWN:?}");
    Ok(())
}

/// Counts the lines of the Rust files of a folder that begin unsafe code.
fn look(folder: &Path, found: &mut Vec<(String, usize)>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            look(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)?;
            let begins = |line: &&str| {
                let code = line.split("//").next().unwrap_or_default();
                ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern"]
                    .iter()
                    .any(|start| code.contains(start))
            };
            // This file has the words as text.
            let lines = text.lines().filter(begins).count();
            if lines > 0 && !path.ends_with("tests/suite/unsafe_code.rs") {
                found.push((path.strip_prefix(root())?.to_string_lossy().into_owned(), lines));
            }
        }
    }
    Ok(())
}
