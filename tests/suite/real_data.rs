//! Real archives, where this machine has them.

use std::path::PathBuf;

use anyhow::Result;
use system_tests::data::real;
use system_tests::http::{clients, get};
use system_tests::server::{Server, Settings};

use crate::api::adds_up;
use crate::reference::{agrees_with_xgboost, models_are_read};

/// Runs the system on an archive; answers with what it printed, and with its release.
fn run(archive: &str, state: &'static str, count: usize, sample: usize) -> Result<Option<(String, PathBuf)>> {
    let Some(data) = real(archive) else {
        return Ok(None);
    };
    let server = Server::start(&Settings { data: Some(data), state, ..Settings::SYNTHETIC })?;
    assert_eq!(clients(&server.base, 100_000)?.len(), count);
    for id in clients(&server.base, sample)? {
        adds_up(&get(&server.base, &format!("/explain/{id}"))?)?;
        get(&server.base, &format!("/compare/{id}"))?;
    }
    print!("{}", agrees_with_xgboost(&server, sample)?);
    let model = get(&server.base, "/model")?;
    assert_eq!(model["source_kind"], "files");
    let absent = model["absent_tables"].to_string();
    let (output, release) = (server.output.clone(), server.release.clone());
    server.interrupt()?;
    Ok(Some((format!("{output}{absent}"), release)))
}

#[test]
fn an_archive_without_instalments_is_served() -> Result<()> {
    if let Some((output, release)) = run("relational.zip", "relational", 10_000, 200)? {
        assert!(output.contains("installments_payments"), "the missing table is not named: {output}");
        models_are_read(&release)?;
    }
    Ok(())
}

#[test]
fn an_archive_with_instalments_is_served() -> Result<()> {
    if let Some((output, _)) = run("all_tables_719.zip", "all-tables", 719, 100)? {
        assert!(output.contains("bureau_balance"), "the missing table is not named: {output}");
    }
    Ok(())
}
