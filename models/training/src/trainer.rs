//! What a library that grows trees has to do. Another one can take the place of `hessboost` behind these traits.

use crate::error::FitError;

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
