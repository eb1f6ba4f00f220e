//! The command line of the pipeline.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use pipeline::check::{self, Severity};
use pipeline::{features, ingest};
use progress::{Progress as _, Terminal};

/// From raw tables to features.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the raw CSV tables and write them as typed Parquet.
    Ingest {
        /// A folder or zip archive with the CSV files as Kaggle gives them.
        #[arg(long, value_name = "PATH")]
        data: PathBuf,
        /// The tables folder to write; one that is there already is replaced.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
    /// Compute every declared feature for every client.
    Features {
        /// A tables folder, as `ingest` writes it.
        #[arg(long, value_name = "FOLDER")]
        tables: PathBuf,
        /// The feature folder to write; one that is there already is replaced.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
    /// Both: FOLDER/tables, then FOLDER/features.
    Run {
        /// A folder or zip archive with the CSV files as Kaggle gives them.
        #[arg(long, value_name = "PATH")]
        data: PathBuf,
        /// Where the tables folder and the feature folder are written.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
    /// Write the catalogue of columns and features as a page for people.
    Catalogue {
        /// The Markdown file to write.
        #[arg(long, value_name = "FILE", default_value = "data/catalogue/CATALOGUE.md")]
        output: PathBuf,
    },
    /// Report on the quality of the data; fails where a hard rule is violated.
    Check {
        #[command(flatten)]
        input: CheckInput,
        /// Where quality.json and quality.html are written; a report that is there already is replaced.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct CheckInput {
    /// A tables folder, as `ingest` writes it.
    #[arg(long, value_name = "FOLDER")]
    tables: Option<PathBuf>,
    /// A folder or zip archive with the CSV files, to be ingested for the while.
    #[arg(long, value_name = "PATH")]
    data: Option<PathBuf>,
}

fn main() -> ExitCode {
    let terminal = Terminal::default();
    match run(Arguments::parse().command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.fail(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, progress: &Terminal) -> Result<()> {
    match command {
        Command::Ingest { data, output } => tables(&data, &output, progress),
        Command::Features { tables, output } => matrix(&tables, &output, progress),
        Command::Run { data, output } => {
            let folder = output.join("tables");
            tables(&data, &folder, progress)?;
            matrix(&folder, &output.join("features"), progress)
        }
        Command::Catalogue { output } => {
            std::fs::write(&output, catalogue::page::markdown())
                .with_context(|| format!("{} cannot be written", output.display()))?;
            progress.note(&format!(
                "catalogue: {} features written to {}",
                catalogue::features().len(),
                output.display()
            ));
            Ok(())
        }
        Command::Check { input, output } => quality(input, &output, progress),
    }
}

fn tables(data: &Path, output: &Path, progress: &Terminal) -> Result<()> {
    let manifest = ingest::ingest(data, output, progress)?;
    let count = manifest.source.tables.len();
    progress.note(&format!(
        "tables: {count} of {} written to {}",
        1 + catalogue::Table::HISTORY.len(),
        output.display()
    ));
    Ok(())
}

fn matrix(tables: &Path, output: &Path, progress: &Terminal) -> Result<()> {
    features::write(tables, output, progress)?;
    progress.note(&format!("features: written to {}", output.display()));
    Ok(())
}

fn quality(input: CheckInput, output: &Path, progress: &Terminal) -> Result<()> {
    let input = match input {
        CheckInput { tables: Some(tables), .. } => check::Input::Tables(tables),
        CheckInput { data: Some(data), .. } => check::Input::Raw(data),
        CheckInput { .. } => bail!("nothing to check; give --tables or --data"),
    };
    let report = check::write(&input, output, progress)?;
    let summary = progress::shown(&report.summary());
    if let Err(error) = std::io::stdout().write_all(summary.as_bytes()) {
        bail!("the standard output cannot be written to ({error}); the report is in {}", output.display());
    }
    let page = output.join(check::PAGE);
    match report.count(Severity::Hard) {
        0 => progress.note(&format!("quality: written to {}", page.display())),
        1 => bail!("a hard rule is violated; read what to do about it in {}", page.display()),
        hard => bail!("{hard} violations of hard rules; read what to do about them in {}", page.display()),
    }
    Ok(())
}
