//! Where real and made-up tables are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A program of the workspace, as built for running.
pub fn program(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("release").join(name)
}

/// An archive of real data, or `None`, with the reason printed, where this machine has none.
pub fn real(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/homecredit").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: the real data {} is not on this machine", path.display());
    None
}

/// Writes a synthetic population of `clients` into `folder`, which must not exist.
pub fn synthetic(folder: &Path, clients: u32) -> Result<()> {
    let output = Command::new(program("synthetic"))
        .args(["--clients", &clients.to_string(), "--output"])
        .arg(folder)
        .output()
        .context("target/release/synthetic is not built: run `make test`")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
