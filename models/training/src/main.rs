//! The command line of the training.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use matrix::FeatureFolder;
use progress::Terminal;
use training::calendar::Moment;
use training::compare::Side;
use training::paired::Plan;
use training::symmetric::TreeSettings;
use training::{SelectSettings, Selection, Settings, report};

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
        /// A selection, as `training select` writes it: its features alone are inputs. Without it, all are.
        #[arg(long, value_name = "JSON")]
        selection: Option<PathBuf>,
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
    /// Select the features that a model may learn from, say why the others are dropped, and measure what that costs.
    Select {
        /// A feature folder, as `pipeline features` writes it.
        #[arg(long, value_name = "FOLDER")]
        features: PathBuf,
        /// The selection to write.
        #[arg(long, value_name = "JSON")]
        output: PathBuf,
        /// At most so many features.
        #[arg(long, default_value_t = 250)]
        most: usize,
        /// How often the cross-validation is repeated with other folds, 1 to 100.
        #[arg(long, default_value_t = 1)]
        repeats: usize,
        #[command(flatten)]
        paired: Paired,
    },
    /// Compare two sets of features of the same clients, by cross-validation on the same folds.
    Compare {
        /// A feature folder.
        #[arg(long, value_name = "FOLDER")]
        left: PathBuf,
        /// A feature folder of the same clients.
        #[arg(long, value_name = "FOLDER")]
        right: PathBuf,
        /// A selection of the features on the left.
        #[arg(long, value_name = "JSON")]
        left_selection: Option<PathBuf>,
        /// A selection of the features on the right.
        #[arg(long, value_name = "JSON")]
        right_selection: Option<PathBuf>,
        /// How often the cross-validation is repeated with other folds, 1 to 100.
        #[arg(long, default_value_t = 5)]
        repeats: usize,
        #[command(flatten)]
        paired: Paired,
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

/// What paired cross-validations have in common.
#[derive(Debug, Args)]
struct Paired {
    /// Folds of a cross-validation, 2 to 20.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Decides the folds, the shuffles and the draws of the trees.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Worker threads; all processors where it is not given. The figures do not depend on it.
    #[arg(long)]
    threads: Option<NonZeroUsize>,
}

impl Paired {
    fn plan(self, repeats: usize) -> Plan {
        let Self { folds, seed, threads } = self;
        Plan { folds, repeats, seed, threads: all_where_not_given(threads), ..Plan::default() }
    }
}

fn all_where_not_given(threads: Option<NonZeroUsize>) -> NonZeroUsize {
    threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
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
        Command::Fit { features, output, selection, folds, seed, cost_ratio, monotone, threads } => {
            let threads = all_where_not_given(threads);
            let trees = TreeSettings { monotone, ..TreeSettings::default() };
            let settings = Settings { folds, seed, cost_ratio, threads, trees, ..Settings::default() };
            let selection = read_selection(selection)?;
            let folder = FeatureFolder::read(&features)?;
            let fitted = match &selection {
                None => training::fit(&folder, &settings, progress)?,
                Some(selection) => training::fit_selected(&folder, selection, &settings, progress)?,
            };
            let written = training::write(&folder, &fitted, &output, Moment::now())?;
            println!("{}", report::table(&fitted));
            let state = if written.existed { "was there already" } else { "written" };
            println!("{} {state}", written.folder.display());
            println!("release {}", written.release);
        }
        Command::Select { features, output, most, repeats, paired } => {
            let settings = SelectSettings { most, plan: paired.plan(repeats), ..SelectSettings::default() };
            let selection = training::select(FeatureFolder::read(&features)?, &settings, progress)?;
            selection.write(&output)?;
            println!("{selection}");
            println!("{} written", output.display());
        }
        Command::Compare { left, right, left_selection, right_selection, repeats, paired } => {
            let side = |folder: PathBuf, selection| -> Result<Side> {
                let selection = read_selection(selection)?;
                Ok(Side::of(FeatureFolder::read(&folder)?, selection.as_ref())?)
            };
            let (left, right) = (side(left, left_selection)?, side(right, right_selection)?);
            println!("{}", training::compare(&left, &right, &paired.plan(repeats), progress)?);
        }
        Command::Score { release, input, output } => {
            let count = training::score(&release, &input, &output, progress)?;
            println!("{count} scores written to {}", output.display());
        }
    }
    Ok(())
}

fn read_selection(path: Option<PathBuf>) -> Result<Option<Selection>> {
    Ok(path.map(|path| Selection::read(&path)).transpose()?)
}
