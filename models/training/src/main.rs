//! The command line of the training.

mod terminal;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use matrix::FeatureFolder;
use training::calendar::Moment;
use training::symmetric::TreeSettings;
use training::{Settings, report};

use crate::terminal::Terminal;

/// From features to a release, and from a release to scores.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fit, calibrate and evaluate a model, and write its release.
    Fit {
        /// A feature folder, as `pipeline features` writes it.
        #[arg(long, value_name = "FOLDER")]
        features: PathBuf,
        /// Where the release's folder is written, under the release's name.
        #[arg(long, value_name = "RELEASES_FOLDER")]
        output: PathBuf,
        /// Folds of the cross-validation, 2 to 20.
        #[arg(long, default_value_t = 5)]
        folds: usize,
        /// Decides the folds and the draws of the trees.
        #[arg(long, default_value_t = 42)]
        seed: u64,
        /// What a missed default costs, in wrong refusals.
        #[arg(long, default_value_t = 10.0)]
        cost_ratio: f64,
        /// Let features that declare a direction move the risk in that direction only.
        #[arg(long)]
        monotone: bool,
        /// Worker threads; all processors where it is not given. The release does not depend on it.
        #[arg(long)]
        threads: Option<NonZeroUsize>,
    },
    /// Score applications in Kaggle's layout: any columns in any order, `SK_ID_CURR` among them.
    Score {
        /// The folder of a release.
        #[arg(long, value_name = "FOLDER")]
        release: PathBuf,
        /// The applications.
        #[arg(long, value_name = "CSV")]
        input: PathBuf,
        /// The scores to write: `SK_ID_CURR,probability_of_default,points,decision`.
        #[arg(long, value_name = "CSV")]
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
        Command::Fit { features, output, folds, seed, cost_ratio, monotone, threads } => {
            let threads =
                threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
            let trees = TreeSettings { monotone, ..TreeSettings::default() };
            let settings = Settings { folds, seed, cost_ratio, threads, trees, ..Settings::default() };
            let folder = FeatureFolder::read(&features)?;
            let fitted = training::fit(&folder, &settings, progress)?;
            let written = training::write(&folder, &fitted, &output, Moment::now())?;
            println!("{}", report::table(&fitted));
            let state = if written.existed { "was there already" } else { "written" };
            println!("{} {state}", written.folder.display());
            println!("release {}", written.release);
        }
        Command::Score { release, input, output } => {
            let count = training::score(&release, &input, &output, progress)?;
            println!("{count} scores written to {}", output.display());
        }
    }
    Ok(())
}
