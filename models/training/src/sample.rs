//! The labelled clients on the model's inputs.

use catalogue::{Feature, Protection};
use matrix::FeatureFolder;

use crate::error::FitError;

/// Fewer labelled clients than this teach nothing.
pub const LEAST_LABELLED: usize = 200;
/// Fewer clients of one outcome than this cannot be spread over folds.
pub const LEAST_OF_CLASS: usize = 20;

/// What a model learns from: clients whose outcome is known, and the features that it may use.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The model's inputs: declared features that may be used to decide and that differ between labelled clients.
    pub inputs: Vec<&'static Feature>,
    /// The column of the feature folder that each input is.
    pub columns: Vec<usize>,
    /// Row-major, one row a labelled client, one column an input; NaN is missing.
    pub values: Vec<f32>,
    /// Whether each client defaulted.
    pub labels: Vec<bool>,
}

impl Sample {
    /// Takes the labelled clients and the usable features out of a feature folder.
    ///
    /// Left out are features kept for the fairness audit only, and those that are the same for every labelled
    /// client (missing for all, or one value for all).
    pub fn of(folder: &FeatureFolder) -> Result<Self, FitError> {
        let features: Vec<&'static Feature> = folder
            .set
            .features
            .iter()
            .map(|name| catalogue::feature(name).ok_or_else(|| FitError::UnknownFeature(name.clone())))
            .collect::<Result<_, _>>()?;
        refuse_infinite(folder)?;
        let labelled: Vec<usize> =
            (0..folder.ids.len()).filter(|&row| !folder.target[row].is_nan()).collect();
        let labels: Vec<bool> = labelled.iter().map(|&row| folder.target[row] == 1.0).collect();
        check_labels(&labels)?;

        let varies = |&column: &usize| {
            let first = folder.row(labelled[0])[column];
            labelled.iter().any(|&row| {
                let value = folder.row(row)[column];
                value != first && !(value.is_nan() && first.is_nan())
            })
        };
        let columns: Vec<usize> = (0..features.len())
            .filter(|&column| features[column].protection != Protection::AuditOnly)
            .filter(varies)
            .collect();
        if columns.is_empty() {
            return Err(FitError::NoInput);
        }
        let mut sample = Self {
            inputs: columns.iter().map(|&column| features[column]).collect(),
            columns,
            values: Vec::with_capacity(labelled.len() * features.len()),
            labels,
        };
        for row in labelled {
            let row = folder.row(row);
            sample.values.extend(sample.columns.iter().map(|&column| row[column]));
        }
        Ok(sample)
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
        self.inputs.iter().map(|input| input.id.clone()).collect()
    }

    /// The model's inputs of a client of the feature folder, into `row`.
    pub fn gather(&self, client: &[f32], row: &mut Vec<f32>) {
        row.clear();
        row.extend(self.columns.iter().map(|&column| client[column]));
    }
}

fn refuse_infinite(folder: &FeatureFolder) -> Result<(), FitError> {
    match folder.features.iter().position(|value| value.is_infinite()) {
        None => Ok(()),
        Some(position) => {
            let width = folder.set.features.len();
            Err(FitError::Infinite {
                client: folder.ids[position / width],
                feature: folder.set.features[position % width].clone(),
            })
        }
    }
}

fn check_labels(labels: &[bool]) -> Result<(), FitError> {
    if labels.len() < LEAST_LABELLED {
        return Err(FitError::FewLabels { found: labels.len(), needed: LEAST_LABELLED });
    }
    let defaults = labels.iter().filter(|&&defaulted| defaulted).count();
    for (class, found) in [(1, defaults), (0, labels.len() - defaults)] {
        if found < LEAST_OF_CLASS {
            return Err(FitError::FewOfClass { class, found, needed: LEAST_OF_CLASS });
        }
    }
    Ok(())
}
