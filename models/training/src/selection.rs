//! `selection.json`: the features that a model may learn from, and why the others are not among them.

use std::fmt;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use matrix::DataSource;
use serde::{Deserialize, Serialize};

use crate::error::FitError;
use crate::paired::Figure;

/// What `training select` found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Where the data came from.
    pub source: DataSource,
    /// Labelled clients that were learned from.
    pub labelled_clients: u32,
    /// Those of them who defaulted.
    pub defaults: u32,
    /// How the features were told apart, and how the measurement was made.
    pub method: Method,
    /// What the selection costs or gains.
    pub measurement: Measurement,
    /// The selected features, the most important first.
    pub selected: Vec<Selected>,
    /// For each fold, repeat after repeat, the features that were selected by its learning clients alone, in the order
    /// of the features: on these a fit is cross-validated without having looked at the outcomes that it is judged by.
    pub selected_in_folds: Vec<Vec<String>>,
    /// Every other feature, in the order of the features, and why it was dropped.
    pub dropped: Vec<Dropped>,
}

/// All that the selection depends on, besides the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Decides the folds, the shadows and the draws of the trees.
    pub seed: u64,
    /// Folds of a cross-validation.
    pub folds: usize,
    /// How often it was repeated.
    pub repeats: usize,
    /// At most so many features.
    pub most: usize,
    /// How often the trees were grown for the importances.
    pub runs: usize,
    /// The rounds of each of these runs.
    pub importance_rounds: usize,
}

/// The AUC with all usable features, and with selected ones, in the same folds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// With all features.
    pub all: Side,
    /// With those that are selected from the learning clients of each fold: what to expect of a selection on new
    /// clients.
    pub selected: Side,
    /// What `selected` has over `all`, fold by fold.
    pub difference: Figure,
    /// With the features of this file. They were chosen with a look at the outcomes of those held out here, so that
    /// this is too high.
    pub list: Side,
    /// What `list` has over `all`, fold by fold.
    pub list_difference: Figure,
}

/// One side of the measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The area under the ROC curve.
    pub auc: Figure,
    /// The number of features in the mean over the folds.
    pub features: f64,
    /// The rounds of each repeat.
    pub rounds: Vec<usize>,
}

/// A selected feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selected {
    /// Its name.
    pub feature: String,
    /// Its mean absolute contribution to the margin, in log-odds.
    pub importance: f64,
    /// The bar that it had to clear: the least that its shadow contributes, the same values dealt anew among the
    /// clients.
    pub null_importance: f64,
}

/// A feature that was not selected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    /// Its name.
    pub feature: String,
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
}

/// Why a feature was dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// It is kept for the fairness audit only.
    AuditOnly,
    /// It is missing for every labelled client.
    Missing,
    /// It is the same for every labelled client.
    Constant,
    /// It is the same as another feature, for every client.
    Duplicate {
        /// The other, which was declared before.
        of: String,
    },
    /// It contributes less than its shadow in any run.
    Useless {
        /// Its mean absolute contribution.
        importance: f64,
        /// The bar that it did not clear.
        null_importance: f64,
    },
    /// It is useful, but as many features as are wanted are more so.
    BeyondLimit {
        /// Its mean absolute contribution.
        importance: f64,
        /// The bar that it cleared.
        null_importance: f64,
        /// Its place among the useful ones.
        rank: usize,
    },
}

impl Reason {
    /// The reason in words, without its figures.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::AuditOnly => "kept for the fairness audit only",
            Self::Missing => "missing for every labelled client",
            Self::Constant => "the same for every labelled client",
            Self::Duplicate { .. } => "the same as another feature",
            Self::Useless { .. } => "no better than their shadows",
            Self::BeyondLimit { .. } => "useful, but beyond the limit",
        }
    }
}

impl Selection {
    /// Reads a selection.
    pub fn read(path: &Path) -> Result<Self, FitError> {
        let bytes = fs::read(path).map_err(|source| FitError::Io { path: path.to_owned(), source })?;
        serde_json::from_slice(&bytes)
            .map_err(|source| FitError::SelectionFile { path: path.to_owned(), source })
    }

    /// Writes the selection: whoever finds the file finds all of it.
    pub fn write(&self, path: &Path) -> Result<(), FitError> {
        let io = |source| FitError::Io { path: path.to_owned(), source };
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".selection-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = BufWriter::new(builder.tempfile_in(folder).map_err(io)?);
        serde_json::to_writer_pretty(&mut file, self)
            .map_err(|source| FitError::SelectionFile { path: path.to_owned(), source })?;
        writeln!(file).map_err(io)?;
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error).map_err(io)?;
        file.persist(path).map_err(|error| io(error.error))?;
        Ok(())
    }

    /// The names of the selected features, the most important first.
    pub fn names(&self) -> Vec<&str> {
        self.selected.iter().map(|selected| selected.feature.as_str()).collect()
    }
}

/// So many features are shown to people.
const SHOWN: usize = 20;

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { selected, dropped, method, measurement, .. } = self;
        writeln!(f, "{:>5} of {} features selected", selected.len(), selected.len() + dropped.len())?;
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for reason in dropped.iter().map(|dropped| dropped.reason.words()) {
            match reasons.iter_mut().find(|(words, _)| *words == reason) {
                Some((_, count)) => *count += 1,
                None => reasons.push((reason, 1)),
            }
        }
        for (reason, count) in reasons {
            writeln!(f, "{count:>5} {reason}")?;
        }
        writeln!(
            f,
            "\n{} labelled clients, {} defaults; {} folds, {} times, seed {}",
            self.labelled_clients, self.defaults, method.folds, method.repeats, method.seed
        )?;
        writeln!(f, "{:<28} {:>8}  AUC +- s.e. (corrected)", "", "features")?;
        let Measurement { all, selected: redone, difference, list, list_difference } = measurement;
        for (name, side) in [("all", all), ("selected in each fold", redone), ("this list", list)] {
            writeln!(f, "{name:<28} {:>8.1}  {}", side.features, side.auc)?;
        }
        writeln!(f, "{:<37} {difference:+}", "selected in each fold above all")?;
        writeln!(f, "{:<37} {list_difference:+}", "this list above all (optimistic)")?;
        write!(f, "\n{:>4} {:<48} {:>10} {:>10}", "", "most important", "log-odds", "shuffled")?;
        for (place, selected) in selected.iter().take(SHOWN).enumerate() {
            let Selected { feature, importance, null_importance } = selected;
            write!(f, "\n{:>4} {feature:<48} {importance:>10.5} {null_importance:>10.5}", place + 1)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use matrix::SourceKind;

    use super::*;

    fn selection() -> Selection {
        let figure = Figure { mean: 0.75, standard_error: 0.01, corrected_standard_error: 0.02 };
        let side = Side { auc: figure, features: 2.5, rounds: vec![80] };
        let useless = Reason::Useless { importance: 0.001, null_importance: 0.002 };
        let beyond = Reason::BeyondLimit { importance: 0.003, null_importance: 0.002, rank: 2 };
        let reasons = [
            Reason::AuditOnly,
            Reason::Missing,
            Reason::Constant,
            Reason::Duplicate { of: "AMT_CREDIT".to_owned() },
            useless.clone(),
            useless,
            beyond,
        ];
        let dropped = |(number, reason)| Dropped { feature: format!("feature_{number}"), reason };
        Selection {
            source: DataSource {
                kind: SourceKind::Synthetic,
                description: "a test".to_owned(),
                tables: Vec::new(),
            },
            labelled_clients: 1_000,
            defaults: 80,
            method: Method { seed: 42, folds: 5, repeats: 1, most: 1, runs: 3, importance_rounds: 100 },
            measurement: Measurement {
                all: side.clone(),
                selected: side.clone(),
                difference: figure,
                list: side,
                list_difference: figure,
            },
            selected: vec![Selected {
                feature: "AMT_CREDIT".to_owned(),
                importance: 0.1,
                null_importance: 0.002,
            }],
            selected_in_folds: vec![vec!["AMT_CREDIT".to_owned()]; 5],
            dropped: reasons.into_iter().enumerate().map(dropped).collect(),
        }
    }

    #[test]
    fn it_reads_back_as_written_and_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("selection.json");
        fs::write(&path, "an older one").unwrap();
        selection().write(&path).unwrap();
        assert_eq!(Selection::read(&path).unwrap(), selection());
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "no other file is left");
        let text = fs::read_to_string(&path).unwrap();
        for words in ["\"reason\": \"duplicate\"", "\"of\": \"AMT_CREDIT\"", "\"reason\": \"beyond_limit\""] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }

    #[test]
    fn the_table_counts_by_reason() {
        let table = selection().to_string();
        for words in
            ["1 of 8 features selected", "2 no better than", "1 missing", "1 useful, but", "AMT_CREDIT"]
        {
            assert!(table.contains(words), "{words}: {table}");
        }
    }
}
