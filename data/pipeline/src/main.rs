//! The command line of the pipeline.

mod terminal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use pipeline::{Progress, features, ingest};

use crate::terminal::Terminal;

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
}

fn main() -> ExitCode {
    let terminal = Terminal::default();
    match run(Arguments::parse().command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.clear();
            eprintln!("error: {error}");
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
