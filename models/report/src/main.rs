//! The command line of the documents.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Parser;
use documents::document::Screenshots;

/// Write the methodology note, the model card and the presentation of a release, in French and English.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder of a release.
    #[arg(long, value_name = "FOLDER")]
    release: PathBuf,
    /// Where the documents are written; their pictures go into `pictures` below it.
    #[arg(long, value_name = "FOLDER")]
    output: PathBuf,
    /// Pictures of the dashboard, as the example `screenshots` of the system tests writes them.
    #[arg(long, value_name = "FOLDER")]
    screenshots: Option<PathBuf>,
}

fn main() -> Result<()> {
    let Arguments { release, output, screenshots } = Arguments::parse();
    let screenshots = Screenshots::of(screenshots.as_deref());
    for path in documents::write(&release, &output, &screenshots)? {
        let told = writeln!(std::io::stdout(), "{}", path.display());
        told.context("the standard output cannot be written to; what was made is in its place")?;
    }
    Ok(())
}
