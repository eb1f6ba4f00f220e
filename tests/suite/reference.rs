//! The official libraries agree: xgboost loads the release's model and gives what the functions answer, and models
//! that xgboost and lightgbm train are read here and answer as they do there.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::{fs, num::NonZeroUsize};

use anyhow::{Context, Result, bail, ensure};
use matrix::npy;
use scoring::Scorer;
use system_tests::data::root;
use system_tests::http::{clients, get};
use system_tests::server::Server;

/// Has xgboost score and explain `count` clients, and compares. Answers with what was measured.
pub(crate) fn agrees_with_xgboost(server: &Server, count: usize) -> Result<String> {
    let mut explanations = tempfile::NamedTempFile::new()?;
    for id in clients(&server.base, count)? {
        let explanation = get(&server.base, &format!("/explain/{id}"))?;
        writeln!(explanations, "{explanation}")?;
    }
    explanations.flush()?;
    python("xgboost_agrees.py", &[server.release.as_ref(), explanations.path().as_ref()])
}

/// Runs a script of the reference libraries; answers with what it prints.
fn python(script: &str, arguments: &[&OsStr]) -> Result<String> {
    let output = Command::new(root().join("target/venv/bin/python"))
        .arg(root().join("tests/reference").join(script))
        .args(arguments)
        .env("OMP_WAIT_POLICY", "passive")
        .output()
        .context("target/venv is missing: run `make test`, which makes it")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    Ok(text)
}

/// Has lightgbm and xgboost train on a release's clients, reads their models, and compares raw scores and
/// contributions of all clients and of rows of adversarial values.
pub(crate) fn models_are_read(release: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    python("models.py", &[release.as_ref(), folder.path().as_ref()])?;
    let mut read = 0;
    for entry in fs::read_dir(folder.path())? {
        let path = entry?.path();
        let bytes = || fs::read(&path);
        // LightGBM adds up in 64 bits, xgboost in 32.
        let (scorer, rows, bit_for_bit, tolerance) = match path.extension().and_then(OsStr::to_str) {
            Some("txt") => (Scorer::from_lightgbm(&bytes()?)?, "rows.npy", true, 1e-9),
            Some("json") => (Scorer::from_xgboost(&bytes()?)?, "finite_rows.npy", false, 1e-5),
            _ => continue,
        };
        agrees(&scorer, &folder.path().join(rows), &path, bit_for_bit, tolerance)?;
        let written = Scorer::from_bytes(&scorer.to_bytes())?;
        ensure!(written == scorer, "{}: scorer.bin is another model", path.display());
        read += 1;
    }
    ensure!(read == 11, "{read} models were written, not 11");
    Ok(())
}

fn agrees(scorer: &Scorer, rows: &Path, model: &Path, bit_for_bit: bool, tolerance: f64) -> Result<()> {
    let name = model.display();
    let (header, rows) = npy::parse::<f32>(&fs::read(rows)?)?;
    let (_, margins) = npy::parse::<f64>(&fs::read(model.with_extension("margins.npy"))?)?;
    let (_, expected) = npy::parse::<f64>(&fs::read(model.with_extension("contributions.npy"))?)?;
    let inputs = scorer.inputs().len();
    ensure!(header.shape == [margins.len(), inputs], "{name}: {:?}", header.shape);
    let mut found = vec![0.0; margins.len()];
    scorer.margins_of(&rows, &mut found, NonZeroUsize::MIN);
    let mut worst = 0.0_f64;
    for (row, (found, expected)) in found.iter().zip(&margins).enumerate() {
        if bit_for_bit && found.to_bits() != expected.to_bits() {
            bail!("{name}: row {row} scores {found:e}, in the library {expected:e}");
        }
        worst = worst.max((found - expected).abs());
    }
    let explained = expected.chunks_exact(inputs + 1);
    let step = margins.len().div_ceil(explained.len());
    let mut contributions = vec![0.0; inputs];
    let mut worst_contribution = 0.0_f64;
    for (row, expected) in rows.chunks_exact(inputs).step_by(step).zip(explained) {
        let base = scorer.contributions(row, &mut contributions);
        for (found, expected) in contributions.iter().chain([&base]).zip(expected) {
            worst_contribution = worst_contribution.max((found - expected).abs());
        }
    }
    let trees = scorer.trees();
    println!(
        "{name}, {trees:?} trees: margins within {worst:.1e}, contributions within {worst_contribution:.1e}"
    );
    ensure!(worst < tolerance && worst_contribution < tolerance, "{name} disagrees");
    Ok(())
}

#[test]
fn the_official_xgboost_gives_the_same_margins_and_contributions() -> Result<()> {
    let server = Server::shared()?;
    print!("{}", agrees_with_xgboost(&server, 300)?);
    Ok(())
}

#[test]
fn models_of_the_official_libraries_are_read() -> Result<()> {
    models_are_read(&Server::shared()?.release)
}
