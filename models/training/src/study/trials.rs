//! The file that keeps what a search tried: JSON lines, flushed one by one, so that a search that was stopped goes on
//! where it was.
//!
//! The first line says which search it is; every other one is a [`Trial`]. A last line that was cut short is dropped.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use matrix::DataSource;
use serde::{Deserialize, Serialize};

use crate::error::FitError;
use crate::evidence::Trial;

/// Which search the trials belong to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// The data.
    pub source: DataSource,
    /// Labelled clients.
    pub labelled_clients: u32,
    /// The model's inputs.
    pub inputs: Vec<String>,
    /// Folds.
    pub folds: u32,
    /// Decides what is tried, the folds, and the draws.
    pub seed: u64,
}

/// The file, open for the next trial.
#[derive(Debug)]
pub struct Trials {
    path: PathBuf,
    file: File,
    /// What was tried, in order.
    pub done: Vec<Trial>,
}

impl Trials {
    /// Opens the file, or begins it. Trials of another search are refused.
    pub fn open(path: &Path, key: &Key) -> Result<Self, FitError> {
        let io = |source| FitError::Io { path: path.to_owned(), source };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(io(error)),
        };
        // What has no end of line was cut short while it was written.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text[..whole].lines();
        let broken = |source| FitError::StudyFile { path: path.to_owned(), source };
        if let Some(first) = lines.next() {
            let found: Key = serde_json::from_str(first).map_err(broken)?;
            if found != *key {
                return Err(FitError::OtherTrials(path.to_owned()));
            }
        }
        let done: Vec<Trial> = lines.map(serde_json::from_str).collect::<Result<_, _>>().map_err(broken)?;
        if done.iter().enumerate().any(|(at, trial)| trial.number as usize != at) {
            return Err(FitError::OtherTrials(path.to_owned()));
        }
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).open(path).map_err(io)?;
        file.set_len(whole as u64).map_err(io)?;
        let mut trials = Self { path: path.to_owned(), file, done };
        if whole == 0 {
            trials.line(key)?;
        }
        Ok(trials)
    }

    /// Keeps one more trial.
    pub fn push(&mut self, trial: Trial) -> Result<(), FitError> {
        self.line(&trial)?;
        self.done.push(trial);
        Ok(())
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), FitError> {
        let mut line = serde_json::to_vec(value)
            .map_err(|source| FitError::StudyFile { path: self.path.clone(), source })?;
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        written.map_err(|source| FitError::Io { path: self.path.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use matrix::SourceKind;

    use super::*;
    use crate::boosted::TreeSettings;
    use crate::report;

    fn key(seed: u64) -> Key {
        let source =
            DataSource { kind: SourceKind::Synthetic, description: "a test".to_owned(), tables: Vec::new() };
        Key { source, labelled_clients: 10, inputs: vec!["AMT_CREDIT".to_owned()], folds: 5, seed }
    }

    fn trial(number: u32) -> Trial {
        Trial {
            number,
            shape: "symmetric".to_owned(),
            trees: report::trees(&TreeSettings::default()),
            rounds: 100,
            fold_aucs: vec![0.7, 0.72],
            auc: 0.71,
            log_loss: 0.25,
            seconds: 1.5,
        }
    }

    #[test]
    fn trials_are_read_back_and_a_line_that_was_cut_short_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trials.jsonl");
        let mut trials = Trials::open(&path, &key(1)).unwrap();
        trials.push(trial(0)).unwrap();
        trials.push(trial(1)).unwrap();
        drop(trials);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}{}", &serde_json::to_string(&trial(2)).unwrap()[..40])).unwrap();

        let mut again = Trials::open(&path, &key(1)).unwrap();
        assert_eq!(again.done, [trial(0), trial(1)]);
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
        again.push(trial(2)).unwrap();
        drop(again);
        assert_eq!(Trials::open(&path, &key(1)).unwrap().done.len(), 3);
    }

    #[test]
    fn trials_of_another_search_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trials.jsonl");
        Trials::open(&path, &key(1)).unwrap().push(trial(0)).unwrap();
        let error = Trials::open(&path, &key(2)).unwrap_err().to_string();
        assert!(error.contains("another search"), "{error}");
    }
}
