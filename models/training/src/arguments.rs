//! What the command line takes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use training::boosted::{Shape, TreeSettings};
use training::paired::Plan;
use training::study::Part;
use training::trainer::Library;

/// From features to a release, and from a release to scores.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
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
        /// The folder of a release that is scored in its shadow: logged, never shown. A challenger stays until the pointer
        /// moves to another release.
        #[arg(long, value_name = "FOLDER")]
        challenger: Option<PathBuf>,
        /// End a challenge.
        #[arg(long, conflicts_with = "challenger")]
        no_challenger: bool,
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
pub(crate) struct Fit {
    /// A feature folder, as `pipeline features` writes it.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) features: PathBuf,
    /// Where the release's folder is written, under the release's name.
    #[arg(long, value_name = "RELEASES_FOLDER")]
    pub(crate) output: PathBuf,
    /// A selection, as `training select` writes it: its features alone are inputs. Without it, all are.
    #[arg(long, value_name = "JSON")]
    pub(crate) selection: Option<PathBuf>,
    /// A study of the same data, as `training study` writes it: it becomes part of the report.
    #[arg(long, value_name = "JSON")]
    pub(crate) study: Option<PathBuf>,
    /// Grow the trees with the best settings of the study's search.
    #[arg(long, requires = "study")]
    pub(crate) tuned: bool,
    #[command(flatten)]
    pub(crate) common: Common,
    /// How often the cross-validation is made, each time with other folds, 1 to 100; a selection must have been made as
    /// often.
    #[arg(long, default_value_t = 1)]
    pub(crate) repeats: usize,
    /// The cost ratios whose thresholds bound the band that goes to a person; 0.7 and 1.4 times the cost ratio where
    /// they are not given.
    #[arg(long, value_name = "LOW,HIGH", value_delimiter = ',')]
    pub(crate) review_ratios: Option<Vec<f64>>,
    /// Bootstrap draws behind every interval, 20 to 10000.
    #[arg(long, default_value_t = 300)]
    pub(crate) draws: usize,
    /// The library that grows the trees.
    #[arg(long, value_enum, default_value = "hessboost")]
    pub(crate) library: Library,
    /// Write what was predicted out of fold, in the first repeat: `SK_ID_CURR,fold,TARGET,log_odds`.
    #[arg(long, value_name = "CSV")]
    pub(crate) out_of_fold: Option<PathBuf>,
}

/// What a study is asked for.
#[derive(Debug, Args)]
pub(crate) struct StudyOf {
    /// A feature folder, as `pipeline features` writes it.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) features: PathBuf,
    /// The study to write. Parts that it holds already, of the same data, are kept unless they are made again.
    #[arg(long, value_name = "JSON")]
    pub(crate) output: PathBuf,
    /// A selection, as the fit is given it.
    #[arg(long, value_name = "JSON")]
    pub(crate) selection: Option<PathBuf>,
    /// The parts to make.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "families,imbalance,monotone,protected,stability"
    )]
    pub(crate) parts: Vec<Part>,
    #[command(flatten)]
    pub(crate) common: Common,
    /// At most so many trials of the search, those of the file among them.
    #[arg(long, default_value_t = 20)]
    pub(crate) trials: u32,
    /// Begin no trial after so many minutes.
    #[arg(long)]
    pub(crate) minutes: Option<f64>,
    /// Where trials are kept, one a line, and resumed from; beside the output where it is not given.
    #[arg(long, value_name = "JSONL")]
    pub(crate) trials_file: Option<PathBuf>,
    /// Models on bootstrap draws, for the stability.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=1000))]
    pub(crate) models: u16,
}

/// What a fit and a study have in common.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folds of the cross-validation, 2 to 20.
    #[arg(long, default_value_t = 5)]
    pub(crate) folds: usize,
    /// Decides the folds and all draws.
    #[arg(long, default_value_t = 42)]
    pub(crate) seed: u64,
    /// What a missed default costs, in wrong refusals.
    #[arg(long, default_value_t = 10.0)]
    pub(crate) cost_ratio: f64,
    /// Let features that declare a direction move the risk in that direction only.
    #[arg(long)]
    pub(crate) monotone: bool,
    /// Grow leaf-wise trees of at most so many leaves, not symmetric ones.
    #[arg(long, value_name = "LEAVES")]
    pub(crate) leaf_wise: Option<usize>,
    /// Worker threads; all processors where it is not given. The release does not depend on it.
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
}

impl Common {
    pub(crate) fn trees(&self) -> TreeSettings {
        let mut trees = TreeSettings { monotone: self.monotone, ..TreeSettings::default() };
        if let Some(leaves) = self.leaf_wise {
            (trees.shape, trees.depth) = (Shape::LeafWise { leaves }, 10);
        }
        trees
    }
}

/// What paired cross-validations have in common.
#[derive(Debug, Args)]
pub(crate) struct Paired {
    /// Folds of a cross-validation, 2 to 20.
    #[arg(long, default_value_t = 5)]
    pub(crate) folds: usize,
    /// Decides the folds, the shadows and the draws of the trees.
    #[arg(long, default_value_t = 42)]
    pub(crate) seed: u64,
    /// Worker threads; all processors where it is not given. The figures do not depend on it.
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
}

impl Paired {
    pub(crate) fn plan(self, repeats: usize) -> Plan {
        let Self { folds, seed, threads } = self;
        Plan { folds, repeats, seed, threads: all_where_not_given(threads), ..Plan::default() }
    }
}

pub(crate) fn all_where_not_given(threads: Option<NonZeroUsize>) -> NonZeroUsize {
    threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
