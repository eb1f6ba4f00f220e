//! The official xgboost loads the release's model and agrees with what the functions answer.

use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result, ensure};
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
    let output = Command::new(root().join("target/venv/bin/python"))
        .arg(root().join("tests/reference/xgboost_agrees.py"))
        .arg(&server.release)
        .arg(explanations.path())
        .env("OMP_WAIT_POLICY", "passive")
        .output()
        .context("target/venv is missing: run `make test`, which makes it")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    Ok(text)
}

#[test]
fn the_official_xgboost_gives_the_same_margins_and_contributions() -> Result<()> {
    let server = Server::shared()?;
    print!("{}", agrees_with_xgboost(&server, 300)?);
    Ok(())
}
