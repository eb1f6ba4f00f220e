//! What a library that grows trees has to do. Another one can take the place of `hessboost` behind these traits.

use crate::boosted::{BoostedTrees, TreeSettings};
use crate::error::FitError;
use crate::forust::ForustTrees;
use crate::sample::Sample;

/// The libraries that grow trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Library {
    /// `hessboost`: symmetric trees, or leaf-wise ones.
    Hessboost,
    /// `forust-ml`: leaf-wise trees.
    Forust,
}

impl Library {
    /// The library's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hessboost => "hessboost",
            Self::Forust => "forust-ml",
        }
    }

    /// A trainer on one sample.
    pub fn trainer(self, sample: &Sample, settings: &TreeSettings) -> Result<Box<dyn Trainer>, FitError> {
        Ok(match self {
            Self::Hessboost => Box::new(BoostedTrees::new(sample, settings)?),
            Self::Forust => Box::new(ForustTrees::new(sample, settings)?),
        })
    }
}

/// Starts ensembles on the clients of one sample.
pub trait Trainer {
    /// The kind of model, in words.
    fn name(&self) -> &'static str;

    /// An ensemble that will learn from `learn` and be watched on `held_out` (positions in the sample; it may be
    /// empty). It has no tree yet.
    fn start<'a>(&'a self, learn: &[usize], held_out: &[usize]) -> Result<Box<dyn Ensemble + 'a>, FitError>;
}

/// An ensemble of trees that grows by rounds.
pub trait Ensemble {
    /// Grows so many rounds more. Returns the log-loss of the held-out clients after each of them; nothing where
    /// none are held out.
    fn grow(&mut self, rounds: usize) -> Result<Vec<f64>, FitError>;

    /// The margins (log-odds before calibration) of rows of inputs, row-major, as the first `rounds` rounds have
    /// them.
    fn margins(&self, rows: &[f32], rounds: usize) -> Result<Vec<f64>, FitError>;

    /// The ensemble in `XGBoost`'s JSON format, with the inputs' names.
    fn xgboost_json(&self) -> Result<Vec<u8>, FitError>;
}
