//! What each column of a feature folder is good for, before anything is learned from it.

use std::collections::HashMap;

use catalogue::Protection;
use matrix::FeatureFolder;

use crate::error::FitError;
use crate::input::Input;

/// Fewer labelled clients than this teach nothing.
pub const LEAST_LABELLED: usize = 200;
/// Fewer clients of one outcome than this cannot be spread over folds.
pub const LEAST_OF_CLASS: usize = 20;

/// Why a feature cannot be an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It is kept for the fairness audit only.
    AuditOnly,
    /// No labelled client has a value.
    Missing,
    /// It is the same for every labelled client.
    Constant,
}

impl Unusable {
    /// The reason, in words that follow the feature's name.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AuditOnly => "is kept for the fairness audit only",
            Self::Missing => "is missing for every labelled client",
            Self::Constant => "is the same for every labelled client",
        }
    }
}

/// The labelled clients of a feature folder, and its columns.
#[derive(Debug, Clone)]
pub struct Screen {
    /// The rows of the labelled clients, rising.
    pub labelled: Vec<usize>,
    /// Whether each of them defaulted.
    pub labels: Vec<bool>,
    /// What each column is.
    pub inputs: Vec<Input>,
    /// Why each column cannot be an input; `None` of those that can.
    pub unusable: Vec<Option<Unusable>>,
}

impl Screen {
    /// Looks through a feature folder. Columns that are not declared, infinite numbers and too few labels are
    /// refused.
    pub fn of(folder: &FeatureFolder) -> Result<Self, FitError> {
        let undeclared = folder.set.features.iter().find(|name| catalogue::feature(name).is_none());
        match undeclared {
            None => Self::of_any(folder),
            Some(name) => Err(FitError::UnknownFeature(name.clone())),
        }
    }

    /// The same, whatever catalogue declared the columns.
    pub fn of_any(folder: &FeatureFolder) -> Result<Self, FitError> {
        let inputs: Vec<Input> = folder.set.features.iter().map(|name| Input::named(name)).collect();
        refuse_infinite(folder)?;
        let labelled: Vec<usize> =
            (0..folder.ids.len()).filter(|&row| !folder.target[row].is_nan()).collect();
        let labels: Vec<bool> = labelled.iter().map(|&row| folder.target[row] == 1.0).collect();
        check_labels(&labels)?;
        let unusable = inputs.iter().enumerate().map(|(column, input)| match input {
            Input::Declared(feature) if feature.protection == Protection::AuditOnly => {
                Some(Unusable::AuditOnly)
            }
            _ => sameness(folder, &labelled, column),
        });
        let unusable = unusable.collect();
        Ok(Self { labelled, labels, inputs, unusable })
    }

    /// The columns that can be inputs.
    pub fn usable(&self) -> Vec<usize> {
        (0..self.inputs.len()).filter(|&column| self.unusable[column].is_none()).collect()
    }
}

/// Whether a column tells no labelled client from another.
fn sameness(folder: &FeatureFolder, labelled: &[usize], column: usize) -> Option<Unusable> {
    let first = folder.row(labelled[0])[column];
    let varies = labelled.iter().any(|&row| !same(folder.row(row)[column], first));
    match (varies, first.is_nan()) {
        (true, _) => None,
        (false, true) => Some(Unusable::Missing),
        (false, false) => Some(Unusable::Constant),
    }
}

/// For each column, the first column that is the same for every client, labelled or not; `None` where it is itself
/// the first.
pub fn duplicates(folder: &FeatureFolder) -> Vec<Option<usize>> {
    let width = folder.set.features.len();
    // One pass over the rows gives every column a fingerprint; only columns that share one are compared.
    let mut fingerprints = vec![0_u64; width];
    for row in folder.features.chunks_exact(width.max(1)) {
        for (fingerprint, &value) in fingerprints.iter_mut().zip(row) {
            let bits = if value.is_nan() { f32::NAN } else { value + 0.0 }.to_bits();
            // A step of FNV-1a, on words.
            *fingerprint =
                (*fingerprint ^ u64::from(bits)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        }
    }
    let equal = |left: usize, right: usize| {
        folder.features.chunks_exact(width).all(|row| same(row[left], row[right]))
    };
    let mut firsts: HashMap<u64, Vec<usize>> = HashMap::new();
    (0..width)
        .map(|column| {
            let alike = firsts.entry(fingerprints[column]).or_default();
            let first = alike.iter().copied().find(|&first| equal(first, column));
            if first.is_none() {
                alike.push(column);
            }
            first
        })
        .collect()
}

/// Whether two values are one to a tree: both missing, or equal (0 and -0 are).
fn same(left: f32, right: f32) -> bool {
    left == right || (left.is_nan() && right.is_nan())
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

#[cfg(test)]
mod tests {
    use matrix::{DataSource, FeatureSet, SourceKind};

    use super::*;

    /// 240 labelled clients and 10 more, on these features; `value` of a client's row and a column.
    fn folder(features: &[&str], value: impl Fn(usize, usize) -> f32) -> FeatureFolder {
        let clients = 250;
        let names = features.iter().map(|&name| name.to_owned()).collect();
        let source =
            DataSource { kind: SourceKind::Synthetic, description: "a test".to_owned(), tables: Vec::new() };
        let width = features.len();
        FeatureFolder {
            set: FeatureSet { features: names, source },
            ids: (1..=clients as u32).collect(),
            target: (0..clients)
                .map(|row| if row < 240 { f32::from(u8::from(row % 5 == 0)) } else { f32::NAN })
                .collect(),
            features: (0..clients * width).map(|at| value(at / width, at % width)).collect(),
        }
    }

    #[test]
    fn a_column_that_tells_no_labelled_client_from_another_is_no_input() {
        let names = ["AMT_CREDIT", "CODE_GENDER", "AMT_ANNUITY", "CNT_CHILDREN", "AMT_GOODS_PRICE"];
        let folder = folder(&names, |row, column| match column {
            // Those without a label differ in all of them.
            2 if row < 240 => 7.0,
            3 if row < 240 => f32::NAN,
            // Differs by what is missing alone.
            4 => [f32::NAN, 1.0][row % 2],
            _ => row as f32,
        });
        let screen = Screen::of(&folder).unwrap();
        let expected =
            [None, Some(Unusable::AuditOnly), Some(Unusable::Constant), Some(Unusable::Missing), None];
        assert_eq!(screen.unusable, expected);
        assert_eq!(screen.usable(), [0, 4]);
        assert_eq!((screen.labelled.len(), screen.labels[0], screen.labels[1]), (240, true, false));
    }

    #[test]
    fn duplicates_are_the_same_for_all_clients_and_name_the_first() {
        let names = ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL", "CNT_CHILDREN"];
        let folder = folder(&names, |row, column| match (column, row % 3) {
            (_, 0) if column < 4 => f32::NAN,
            // Equal but for the sign of zero.
            (1, 1) => -0.0,
            (0 | 2 | 3, 1) => 0.0,
            // The last differs for one client, who has no label.
            (3, _) if row == 248 => 1.5,
            _ => row as f32,
        });
        assert_eq!(duplicates(&folder), [None, Some(0), Some(0), None, None]);
    }
}
