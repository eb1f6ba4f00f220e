//! The command line of the training.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use matrix::FeatureFolder;
use progress::Terminal;
use training::boosted::{Shape, TreeSettings};
use training::calendar::Moment;
use training::compare::Side;
use training::evidence::Verdict;
use training::paired::Plan;
use training::study::search::Budget;
use training::study::{self, Part};
use training::trainer::Library;
use training::{SelectSettings, Selection, Settings, Study, StudySettings, monitor, report};

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
    Fit(Fit),
    /// Compare families of models, treatments of the rare class, constraints and protected features, measure
    /// stability, and search settings, on the folds of the fit.
    Study(StudyOf),
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
    /// Hold new clients against those whom a release was made of. Fails where the population has drifted.
    Monitor {
        /// The folder of a release.
        #[arg(long, value_name = "FOLDER")]
        reference: PathBuf,
        /// The new clients' feature folder.
        #[arg(long, value_name = "FOLDER")]
        data: PathBuf,
        /// Where the report is written too.
        #[arg(long, value_name = "JSON")]
        output: Option<PathBuf>,
    },
    /// Copy a release where it is served from, and then move the pointer to it. An earlier release is published again to
    /// roll back.
    Publish {
        /// The folder of a release.
        #[arg(long, value_name = "FOLDER")]
        release: PathBuf,
        /// The folder that holds `current.json` and `releases`.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// Check everything, say what would be done, and write nothing.
        #[arg(long)]
        dry_run: bool,
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

/// What a fit is asked for.
#[derive(Debug, Args)]
struct Fit {
    /// A feature folder, as `pipeline features` writes it.
    #[arg(long, value_name = "FOLDER")]
    features: PathBuf,
    /// Where the release's folder is written, under the release's name.
    #[arg(long, value_name = "RELEASES_FOLDER")]
    output: PathBuf,
    /// A selection, as `training select` writes it: its features alone are inputs. Without it, all are.
    #[arg(long, value_name = "JSON")]
    selection: Option<PathBuf>,
    /// A study of the same data, as `training study` writes it: it becomes part of the report.
    #[arg(long, value_name = "JSON")]
    study: Option<PathBuf>,
    /// Grow the trees with the best settings of the study's search.
    #[arg(long, requires = "study")]
    tuned: bool,
    #[command(flatten)]
    common: Common,
    /// The cost ratios whose thresholds bound the band that goes to a person; 0.7 and 1.4 times the cost ratio where
    /// they are not given.
    #[arg(long, value_name = "LOW,HIGH", value_delimiter = ',')]
    review_ratios: Option<Vec<f64>>,
    /// Bootstrap draws behind every interval, 20 to 10000.
    #[arg(long, default_value_t = 300)]
    draws: usize,
    /// The library that grows the trees.
    #[arg(long, value_enum, default_value = "hessboost")]
    library: LibraryName,
    /// Write what was predicted out of fold: `SK_ID_CURR,fold,TARGET,log_odds`.
    #[arg(long, value_name = "CSV")]
    out_of_fold: Option<PathBuf>,
}

/// What a study is asked for.
#[derive(Debug, Args)]
struct StudyOf {
    /// A feature folder, as `pipeline features` writes it.
    #[arg(long, value_name = "FOLDER")]
    features: PathBuf,
    /// The study to write. Parts that it holds already, of the same data, are kept unless they are made again.
    #[arg(long, value_name = "JSON")]
    output: PathBuf,
    /// A selection, as the fit is given it.
    #[arg(long, value_name = "JSON")]
    selection: Option<PathBuf>,
    /// The parts to make.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "families,imbalance,monotone,protected,stability"
    )]
    parts: Vec<PartName>,
    #[command(flatten)]
    common: Common,
    /// At most so many trials of the search, those of the file among them.
    #[arg(long, default_value_t = 20)]
    trials: u32,
    /// Begin no trial after so many minutes.
    #[arg(long)]
    minutes: Option<f64>,
    /// Where trials are kept, one a line, and resumed from; beside the output where it is not given.
    #[arg(long, value_name = "JSONL")]
    trials_file: Option<PathBuf>,
    /// Models on bootstrap draws, for the stability.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=1000))]
    models: u16,
}

/// What a fit and a study have in common.
#[derive(Debug, Args)]
struct Common {
    /// Folds of the cross-validation, 2 to 20.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Decides the folds and all draws.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// What a missed default costs, in wrong refusals.
    #[arg(long, default_value_t = 10.0)]
    cost_ratio: f64,
    /// Let features that declare a direction move the risk in that direction only.
    #[arg(long)]
    monotone: bool,
    /// Grow leaf-wise trees of at most so many leaves, not symmetric ones.
    #[arg(long, value_name = "LEAVES")]
    leaf_wise: Option<usize>,
    /// Worker threads; all processors where it is not given. The release does not depend on it.
    #[arg(long)]
    threads: Option<NonZeroUsize>,
}

impl Common {
    fn trees(&self) -> TreeSettings {
        let mut trees = TreeSettings { monotone: self.monotone, ..TreeSettings::default() };
        if let Some(leaves) = self.leaf_wise {
            (trees.shape, trees.depth) = (Shape::LeafWise { leaves }, 10);
        }
        trees
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LibraryName {
    Hessboost,
    Forust,
}

impl From<LibraryName> for Library {
    fn from(name: LibraryName) -> Self {
        match name {
            LibraryName::Hessboost => Self::Hessboost,
            LibraryName::Forust => Self::Forust,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PartName {
    Families,
    Imbalance,
    Monotone,
    Protected,
    Search,
    Stability,
}

impl From<PartName> for Part {
    fn from(name: PartName) -> Self {
        match name {
            PartName::Families => Self::Families,
            PartName::Imbalance => Self::Imbalance,
            PartName::Monotone => Self::Monotone,
            PartName::Protected => Self::Protected,
            PartName::Search => Self::Search,
            PartName::Stability => Self::Stability,
        }
    }
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
        Command::Fit(arguments) => fit(arguments, progress)?,
        Command::Study(arguments) => make_study(arguments, progress)?,
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
        Command::Monitor { reference, data, output } => {
            let drift = training::monitor(&reference, &FeatureFolder::read(&data)?)?;
            if let Some(output) = output {
                std::fs::write(&output, serde_json::to_vec_pretty(&drift)?)
                    .with_context(|| output.display().to_string())?;
            }
            println!("{}", monitor::table(&drift));
            if drift.verdict == Verdict::Drifted {
                bail!("the population has drifted: the model was not made for these clients; fit a new one");
            }
        }
        Command::Publish { release, to, dry_run } => {
            let published = training::publish(&release, &to, dry_run)?;
            let copied = match (published.copied, dry_run) {
                (true, false) => "copied",
                (true, true) => "would be copied",
                (false, _) => "was there already",
            };
            println!("release {} {copied}", published.release);
            let before = published.before.unwrap_or_else(|| "no release".to_owned());
            let to_this = before != published.release;
            match (to_this, dry_run) {
                (false, _) => println!("the pointer names it already"),
                (true, false) => println!("the pointer moved to it from {before}"),
                (true, true) => println!("the pointer would move to it from {before}; nothing was written"),
            }
        }
        Command::Score { release, input, output } => {
            let count = training::score(&release, &input, &output, progress)?;
            println!("{count} scores written to {}", output.display());
        }
    }
    Ok(())
}

fn fit(arguments: Fit, progress: &Terminal) -> Result<()> {
    let Fit { features, output, selection, study, tuned, common, review_ratios, draws, library, out_of_fold } =
        arguments;
    let mut trees = common.trees();
    let selection = read_selection(selection)?;
    let folder = FeatureFolder::read(&features)?;
    let study = study.map(|path| Study::read(&path)).transpose()?;
    if let Some(study) = &study {
        study.check(&folder.set.source, common.folds, common.seed)?;
        if tuned {
            trees = TreeSettings { monotone: common.monotone, ..study.tuned()? };
        }
    }
    let settings = Settings {
        folds: common.folds,
        seed: common.seed,
        cost_ratio: common.cost_ratio,
        review_ratios: review_ratios.map(two).transpose()?,
        draws,
        threads: all_where_not_given(common.threads),
        library: library.into(),
        trees,
        ..Settings::default()
    };
    let mut fitted = match &selection {
        None => training::fit(&folder, &settings, progress)?,
        Some(selection) => training::fit_selected(&folder, selection, &settings, progress)?,
    };
    if let Some(study) = study {
        fitted = fitted.with_study(study)?;
    }
    let written = training::write(&folder, &fitted, &output, Moment::now())?;
    if let Some(path) = out_of_fold {
        training::write_out_of_fold(&fitted, &path)?;
    }
    println!("{}", report::table(&fitted));
    let state = if written.existed { "was there already" } else { "written" };
    println!("{} {state}", written.folder.display());
    println!("release {}", written.release);
    Ok(())
}

fn make_study(arguments: StudyOf, progress: &Terminal) -> Result<()> {
    let StudyOf { features, output, selection, parts, common, trials, minutes, trials_file, models } =
        arguments;
    let settings = StudySettings {
        parts: parts.into_iter().map(Part::from).collect(),
        folds: common.folds,
        seed: common.seed,
        cost_ratio: common.cost_ratio,
        threads: all_where_not_given(common.threads),
        trees: common.trees(),
        search: Budget {
            trials,
            minutes,
            file: trials_file.unwrap_or_else(|| output.with_extension("trials.jsonl")),
        },
        draws: usize::from(models),
        ..StudySettings::default()
    };
    let before = output.exists().then(|| Study::read(&output)).transpose()?;
    let selection = read_selection(selection)?;
    let folder = FeatureFolder::read(&features)?;
    let mut study = training::study(&folder, selection.as_ref(), &settings, progress)?;
    if let Some(before) = before {
        study.complete(before);
    }
    study.write(&output)?;
    println!("{}", study::table(&study));
    println!("{} written", output.display());
    Ok(())
}

fn two(numbers: Vec<f64>) -> Result<[f64; 2]> {
    <[f64; 2]>::try_from(numbers)
        .map_err(|numbers| anyhow!("--review-ratios: {} numbers, not two", numbers.len()))
}

fn read_selection(path: Option<PathBuf>) -> Result<Option<Selection>> {
    Ok(path.map(|path| Selection::read(&path)).transpose()?)
}
