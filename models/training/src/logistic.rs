//! The baseline: a logistic regression, by `linfa`.
//!
//! Medians take the place of missing numbers, a category becomes one column a value, and every column is
//! standardised; all of it is learned from the learning clients alone.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::{FittedLogisticRegression, LogisticRegression};
use ndarray::{Array1, Array2};
use progress::Progress;

use crate::error::FitError;
use crate::folds::Fold;
use crate::sample::Sample;

/// The name of the candidate.
pub const NAME: &str = "logistic regression";

/// L2 penalty on the standardised weights, against the sum of the clients' losses.
const PENALTY: f64 = 30.0;
/// Standardised values are kept within so many standard deviations: amounts have long tails.
const CLIP: f64 = 5.0;
/// A category that fewer learning clients have gets no column.
const LEAST_OF_CATEGORY: usize = 20;
const ITERATIONS: u64 = 300;
/// The gradient's norm, a client, at which the fit ends.
const TOLERANCE: f64 = 1e-6;

/// The margins of each client, by the regression of the fold that holds them out. The samples of the folds hold the same
/// clients, and may differ in their inputs.
///
/// # Panics
/// When there is no fold.
pub fn out_of_fold(folds: &[(&Sample, &Fold)], progress: &dyn Progress) -> Result<Vec<f64>, FitError> {
    progress.begin(NAME, folds.len() as u64);
    let mut margins = vec![f64::NAN; folds[0].0.len()];
    for (number, &(sample, fold)) in folds.iter().enumerate() {
        let regression = Regression::fit(sample, &fold.learn)?;
        for (&row, margin) in fold.held_out.iter().zip(regression.margins(sample, &fold.held_out)) {
            margins[row] = margin;
        }
        progress.advance(number as u64 + 1);
    }
    progress.end(&format!("{NAME}: {} folds", folds.len()));
    Ok(margins)
}

/// A fitted regression with its encoding.
#[derive(Debug)]
pub struct Regression {
    encoding: Vec<Column>,
    weights: Array1<f64>,
    intercept: f64,
}

impl Regression {
    /// Fits the regression on some clients of the sample.
    pub fn fit(sample: &Sample, learn: &[usize]) -> Result<Self, FitError> {
        let encoding = encoding(sample, learn);
        let records = encode(&encoding, sample, learn);
        let targets = Array1::from(sample.labels_of(learn));
        let fitted: FittedLogisticRegression<f64, bool> = LogisticRegression::default()
            .alpha(PENALTY)
            .max_iterations(ITERATIONS)
            .gradient_tolerance(TOLERANCE * learn.len() as f64)
            .fit(&DatasetBase::new(records, targets))?;
        // linfa takes the larger class for the positive one: usually those who repaid.
        let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
        Ok(Self { encoding, weights: fitted.params() * sign, intercept: fitted.intercept() * sign })
    }

    /// The margins of some clients of the sample: log-odds of default.
    pub fn margins(&self, sample: &Sample, rows: &[usize]) -> Vec<f64> {
        (encode(&self.encoding, sample, rows).dot(&self.weights) + self.intercept).to_vec()
    }
}

/// A column of the regression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    input: usize,
    value: Raw,
    mean: f64,
    deviation: f64,
}

/// What a column holds before it is standardised.
#[derive(Debug, Clone, Copy)]
enum Raw {
    /// The input's number, or this one where it is missing.
    Number { median: f64 },
    /// Whether the input is the category with this code.
    Category { code: f32 },
}

impl Column {
    fn raw(&self, row: &[f32]) -> f64 {
        match self.value {
            Raw::Number { median } => {
                let value = row[self.input];
                if value.is_nan() { median } else { f64::from(value) }
            }
            Raw::Category { code } => f64::from(u8::from(row[self.input] == code)),
        }
    }
}

/// The columns that tell some of the learning clients apart.
pub(crate) fn encoding(sample: &Sample, learn: &[usize]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (input, declared) in sample.inputs.iter().enumerate() {
        let present = || learn.iter().map(|&row| sample.row(row)[input]).filter(|value| !value.is_nan());
        let values: Vec<Raw> = if declared.categories().is_empty() {
            median(present().collect()).map(|median| Raw::Number { median }).into_iter().collect()
        } else {
            let mut counts = vec![0; declared.categories().len()];
            present().for_each(|code| {
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            });
            let common = (0..counts.len()).filter(|&code| counts[code] >= LEAST_OF_CATEGORY);
            common.map(|code| Raw::Category { code: code as f32 }).collect()
        };
        for value in values {
            let mut column = Column { input, value, mean: 0.0, deviation: 1.0 };
            let raw = || learn.iter().map(|&row| column.raw(sample.row(row)));
            let mean = raw().sum::<f64>() / learn.len() as f64;
            let variance = raw().map(|value| (value - mean).powi(2)).sum::<f64>() / learn.len() as f64;
            // A column that is the same for all learning clients says nothing.
            if variance > 0.0 {
                (column.mean, column.deviation) = (mean, variance.sqrt());
                columns.push(column);
            }
        }
    }
    columns
}

fn median(mut values: Vec<f32>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let (_, median, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    Some(f64::from(*median))
}

/// Some clients on these columns, standardised.
pub(crate) fn encode(columns: &[Column], sample: &Sample, rows: &[usize]) -> Array2<f64> {
    Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| {
        let column = &columns[column];
        ((column.raw(sample.row(rows[row])) - column.mean) / column.deviation).clamp(-CLIP, CLIP)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::input::Input;
    use crate::metrics;

    /// Clients whose risk falls with the external score, and rises for one category; a third lacks the score.
    fn sample(clients: usize, repaid_are_few: bool) -> Sample {
        let mut sample = Sample {
            inputs: ["EXT_SOURCE_2", "NAME_CONTRACT_TYPE"].map(Input::named).to_vec(),
            columns: vec![0, 1],
            values: Arc::default(),
            labels: Vec::new(),
        };
        let mut values = Vec::new();
        for client in 0..clients {
            let score = (client * 7919 % 1_000) as f32 / 1_000.0;
            let category = (client * 31 % 7 == 0) as u8;
            values.extend([if client % 3 == 0 { f32::NAN } else { score }, f32::from(category)]);
            let chance = (client * 104_729 % 1_009) as f32 / 1_009.0;
            let shift = if repaid_are_few { 0.7 } else { 0.0 };
            sample.labels.push(chance < 0.35 - 0.3 * score + 0.2 * f32::from(category) + shift);
        }
        sample.values = Arc::new(values);
        sample
    }

    #[test]
    fn margins_rise_with_the_risk_whichever_class_is_larger() {
        for repaid_are_few in [false, true] {
            let sample = sample(3_000, repaid_are_few);
            let share = sample.defaults() as f64 / 3_000.0;
            assert_eq!(share > 0.5, repaid_are_few, "{share}");
            let (learn, rest): (Vec<usize>, Vec<usize>) = (0..3_000).partition(|row| row % 5 != 0);
            let margins = Regression::fit(&sample, &learn).unwrap().margins(&sample, &rest);
            let auc = metrics::auc(&margins, &sample.labels_of(&rest));
            assert!(auc > 0.6, "{auc}");
            let mean =
                margins.iter().map(|margin| 1.0 / (1.0 + (-margin).exp())).sum::<f64>() / rest.len() as f64;
            assert!((mean - share).abs() < 0.03, "mean {mean} for a share of {share}");
        }
    }

    #[test]
    fn a_missing_number_counts_as_the_median_of_the_learning_clients() {
        let mut sample = sample(600, false);
        let learn: Vec<usize> = (0..500).collect();
        let regression = Regression::fit(&sample, &learn).unwrap();
        let present = learn.iter().map(|&row| sample.row(row)[0]).filter(|value| !value.is_nan()).collect();
        Arc::make_mut(&mut sample.values)[2 * 510] = f32::NAN;
        let missing = regression.margins(&sample, &[510]);
        Arc::make_mut(&mut sample.values)[2 * 510] = median(present).unwrap() as f32;
        assert_eq!(regression.margins(&sample, &[510]), missing);
    }
}
