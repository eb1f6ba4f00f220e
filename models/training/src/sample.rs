//! The labelled clients on the model's inputs.

use std::sync::Arc;

use matrix::FeatureFolder;

use crate::error::FitError;
use crate::input::Input;
use crate::screen::Screen;
use crate::selection::Selection;

/// What a model learns from: clients whose outcome is known, and the features that it may use.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The model's inputs: features that may be used to decide and that differ between labelled clients.
    pub inputs: Vec<Input>,
    /// The column of the feature folder that each input is.
    pub columns: Vec<usize>,
    /// Row-major, one row a labelled client, one column an input; NaN is missing. Shared, because at full size they
    /// are most of the memory.
    pub values: Arc<Vec<f32>>,
    /// Whether each client defaulted.
    pub labels: Vec<bool>,
}

impl Sample {
    /// Takes the labelled clients and the usable features out of a feature folder.
    ///
    /// Left out are features kept for the fairness audit only, and those that are the same for every labelled
    /// client (missing for all, or one value for all).
    pub fn of(folder: &FeatureFolder) -> Result<Self, FitError> {
        Self::chosen(folder, &Screen::of(folder)?, None)
    }

    /// Takes the labelled clients and the features of a selection alone, in the order of the folder's columns; all
    /// usable features where there is no selection.
    ///
    /// A selected feature that the folder does not have, or that cannot be an input, is refused.
    pub fn chosen(
        folder: &FeatureFolder,
        screen: &Screen,
        selection: Option<&Selection>,
    ) -> Result<Self, FitError> {
        match selection {
            None => Self::on(folder, screen, screen.usable()),
            Some(selection) => Self::named(folder, screen, &selection.names()),
        }
    }

    /// Takes the labelled clients and these features alone, in the order of the folder's columns, by the same rules.
    pub fn named(folder: &FeatureFolder, screen: &Screen, names: &[&str]) -> Result<Self, FitError> {
        let mut columns = Vec::with_capacity(names.len());
        for &name in names {
            let column = folder.set.features.iter().position(|feature| feature == name);
            let column = column.ok_or_else(|| FitError::SelectedMissing(name.to_owned()))?;
            if let Some(reason) = screen.unusable[column] {
                return Err(FitError::SelectedUnusable { feature: name.to_owned(), reason: reason.words() });
            }
            columns.push(column);
        }
        columns.sort_unstable();
        columns.dedup();
        Self::on(folder, screen, columns)
    }

    /// Takes these columns of the labelled clients.
    pub(crate) fn on(folder: &FeatureFolder, screen: &Screen, columns: Vec<usize>) -> Result<Self, FitError> {
        if columns.is_empty() {
            return Err(FitError::NoInput);
        }
        let mut values = Vec::with_capacity(screen.labelled.len() * columns.len());
        for &row in &screen.labelled {
            let row = folder.row(row);
            values.extend(columns.iter().map(|&column| row[column]));
        }
        Ok(Self {
            inputs: columns.iter().map(|&column| screen.inputs[column].clone()).collect(),
            columns,
            values: Arc::new(values),
            labels: screen.labels.clone(),
        })
    }

    /// The same clients on some of the inputs, given by their positions.
    #[must_use]
    pub fn narrowed(&self, inputs: &[usize]) -> Self {
        let mut values = Vec::with_capacity(self.len() * inputs.len());
        for row in 0..self.len() {
            let row = self.row(row);
            values.extend(inputs.iter().map(|&input| row[input]));
        }
        Self {
            inputs: inputs.iter().map(|&input| self.inputs[input].clone()).collect(),
            columns: inputs.iter().map(|&input| self.columns[input]).collect(),
            values: Arc::new(values),
            labels: self.labels.clone(),
        }
    }

    /// The number of labelled clients.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no client; never so for a sample made by [`Sample::of`].
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The number of clients who defaulted.
    pub fn defaults(&self) -> usize {
        self.labels.iter().filter(|&&defaulted| defaulted).count()
    }

    /// The inputs of the client at position `index`.
    pub fn row(&self, index: usize) -> &[f32] {
        let width = self.inputs.len();
        &self.values[index * width..(index + 1) * width]
    }

    /// The labels of some clients.
    pub fn labels_of(&self, rows: &[usize]) -> Vec<bool> {
        rows.iter().map(|&row| self.labels[row]).collect()
    }

    /// The names of the inputs, in the order of a row.
    pub fn names(&self) -> Vec<String> {
        self.inputs.iter().map(|input| input.name().to_owned()).collect()
    }

    /// The model's inputs of a client of the feature folder, into `row`.
    pub fn gather(&self, client: &[f32], row: &mut Vec<f32>) {
        row.clear();
        row.extend(self.columns.iter().map(|&column| client[column]));
    }
}
