//! The clients, inputs and folds that everything about a model is measured on.

use matrix::FeatureFolder;
use progress::Progress;

use crate::cross_validation::Part;
use crate::error::FitError;
use crate::folds::{self, Fold};
use crate::sample::Sample;
use crate::screen::Screen;
use crate::selection::Selection;
use crate::trainer::Trainer;

/// A trainer on a sample, or why there is none.
pub type Made = Result<Box<dyn Trainer>, FitError>;

/// A sample and its folds.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The labelled clients on the inputs of the final model.
    pub sample: Sample,
    /// The same clients on the inputs of each fold, where they differ from those of `sample`; otherwise empty.
    pub by_fold: Vec<Sample>,
    /// The folds.
    pub folds: Vec<Fold>,
    /// Whether the inputs were selected.
    pub selected: bool,
}

impl Ground {
    /// The labelled clients of a feature folder on all usable features, or on those of a selection.
    ///
    /// A selection that was made of the same clients has seen the outcomes of those whom the folds hold out. So each
    /// fold learns from the features that were selected by its learning clients alone: calibration, threshold and all
    /// figures are those of selecting and fitting together, as they will be for new clients. The folds must be the
    /// selection's.
    pub fn of(
        folder: &FeatureFolder,
        selection: Option<&Selection>,
        folds: usize,
        seed: u64,
        progress: &dyn Progress,
    ) -> Result<Self, FitError> {
        Self::repeated(folder, selection, folds, seed, 0, progress)
    }

    /// The same with the folds of a later repeat, from 1; `seed` is the first one's. A selection must have been made
    /// anew in the folds of that repeat too.
    pub fn repeated(
        folder: &FeatureFolder,
        selection: Option<&Selection>,
        folds: usize,
        seed: u64,
        repeat: usize,
        progress: &dyn Progress,
    ) -> Result<Self, FitError> {
        let screen = Screen::of(folder)?;
        let sample = Sample::chosen(folder, &screen, selection)?;
        let by_fold = match selection {
            None => Vec::new(),
            Some(selection) if is_of_others(selection, folder, &sample) => {
                let source = &selection.source.description;
                progress.note(&format!("note: the features were selected of other data: {source}"));
                Vec::new()
            }
            Some(selection) => {
                let own = lists(selection, folds, seed, repeat)?;
                progress.note("each fold learns from the features that its own learning clients selected");
                own.iter().map(|names| on(folder, &screen, names)).collect::<Result<_, _>>()?
            }
        };
        let folds = folds::stratified(&sample.labels, folds, seed.wrapping_add(repeat as u64));
        Ok(Self { sample, by_fold, folds, selected: selection.is_some() })
    }

    /// The sample that a fold learns from.
    pub fn sample_of(&self, fold: usize) -> &Sample {
        self.by_fold.get(fold).unwrap_or(&self.sample)
    }

    /// The samples and the folds, one after the other.
    pub fn learning(&self) -> Vec<(&Sample, &Fold)> {
        self.folds.iter().enumerate().map(|(number, fold)| (self.sample_of(number), fold)).collect()
    }

    /// A trainer for each of the samples in `by_fold`.
    pub fn trainers(&self, make: &dyn Fn(&Sample) -> Made) -> Result<Vec<Box<dyn Trainer>>, FitError> {
        self.by_fold.iter().map(make).collect()
    }

    /// The parts of a cross-validation: `trainer` is made for `sample`, and `trainers` for each of `by_fold`.
    pub fn parts<'a>(&'a self, trainer: &'a dyn Trainer, trainers: &'a [Box<dyn Trainer>]) -> Vec<Part<'a>> {
        let part = |(number, fold): (usize, &'a Fold)| Part {
            trainer: trainers.get(number).map_or(trainer, |trainer| &**trainer),
            sample: self.sample_of(number),
            fold,
        };
        self.folds.iter().enumerate().map(part).collect()
    }

    /// The same ground with more columns of the folder among the inputs.
    pub fn with_columns(
        &self,
        folder: &FeatureFolder,
        screen: &Screen,
        more: &[usize],
    ) -> Result<Self, FitError> {
        let widened = |sample: &Sample| {
            let mut columns = [&sample.columns, more].concat();
            columns.sort_unstable();
            Sample::on(folder, screen, columns)
        };
        Ok(Self {
            sample: widened(&self.sample)?,
            by_fold: self.by_fold.iter().map(widened).collect::<Result<_, _>>()?,
            folds: self.folds.clone(),
            selected: self.selected,
        })
    }
}

/// Whether a selection has seen no outcome of these clients.
fn is_of_others(selection: &Selection, folder: &FeatureFolder, sample: &Sample) -> bool {
    selection.source != folder.set.source || selection.labelled_clients as usize != sample.len()
}

fn on(folder: &FeatureFolder, screen: &Screen, names: &[String]) -> Result<Sample, FitError> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Sample::named(folder, screen, &names)
}

/// What was selected in each fold of a repeat.
fn lists(selection: &Selection, folds: usize, seed: u64, repeat: usize) -> Result<&[Vec<String>], FitError> {
    let method = &selection.method;
    if (method.folds, method.seed) != (folds, seed) {
        return Err(FitError::SelectionFolds { folds: method.folds, seed: method.seed });
    }
    let lists = &selection.selected_in_folds;
    if !lists.len().is_multiple_of(folds) || lists.is_empty() {
        return Err(FitError::SelectionLists { lists: lists.len(), folds });
    }
    let repeats = lists.len() / folds;
    lists.chunks(folds).nth(repeat).ok_or(FitError::SelectionRepeats { repeats, asked: repeat + 1 })
}
