//! Holds new clients against those whom a release was made of: has the population drifted?

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use matrix::FeatureFolder;
use matrix::npy::{self, NpyError};
use scoring::release::{Manifest, cohort, file};
use scoring::{ModelError, ScoringModel};

use crate::drift::{self, Side};
use crate::evidence::{Drift, Verdict};
use crate::input::Input;
use crate::publish::{self, PublishError};
use crate::quality::BIN_POINTS;

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum MonitorError {
    /// The release is damaged, or cannot be read.
    #[error(transparent)]
    Release(#[from] PublishError),
    /// The release cannot be served.
    #[error("{}: {source}", .folder.display())]
    Model {
        /// The release's folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// An array of the release cannot be read.
    #[error("{}: {source}", .path.display())]
    Array {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: NpyError,
    },
    /// A file of the release cannot be read.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The report of the release cannot be read.
    #[error("{}: {source}", .path.display())]
    Report {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The new features lack inputs of the model.
    #[error(
        "{} inputs of the release are not among the new features ({}); make the features with the program that made \
         the release", .0.len(), .0.join(", ")
    )]
    MissingInputs(Vec<String>),
    /// There is nobody to compare with.
    #[error("{0} has no clients")]
    Nobody(&'static str),
}

/// Compares the clients of a feature folder with those of a release.
///
/// The reference are the release's labelled clients. Their scores are out of fold where its report has them, since the
/// model knows the outcomes of those that it learned from; otherwise they are those of the release.
pub fn monitor(release: &Path, folder: &FeatureFolder) -> Result<Drift, MonitorError> {
    let (manifest, _) = publish::read_manifest(release)?;
    publish::verify(release, &manifest)?;
    let scorer = std::fs::read(release.join(file::SCORER))
        .map_err(|source| MonitorError::Io { path: release.join(file::SCORER), source })?;
    let model = ScoringModel::from_release(&manifest, &scorer)
        .map_err(|source| MonitorError::Model { folder: release.to_owned(), source })?;
    let reference = Reference::read(release, &manifest)?;
    let place = |input: &String| folder.set.features.iter().position(|feature| feature == input);
    let missing: Vec<String> =
        manifest.inputs.iter().filter(|input| place(input).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Err(MonitorError::MissingInputs(missing));
    }
    if folder.ids.is_empty() {
        return Err(MonitorError::Nobody("the new feature folder"));
    }
    let columns: Vec<usize> = manifest.inputs.iter().filter_map(place).collect();
    let mut row = Vec::new();
    let scores: Vec<f32> = (0..folder.ids.len())
        .map(|client| {
            row.clear();
            row.extend(columns.iter().map(|&column| folder.row(client)[column]));
            crate::quality::bin_of(model.score(&row).points) as f32
        })
        .collect();
    let inputs: Vec<Input> = manifest.inputs.iter().map(|name| Input::named(name)).collect();
    let of_reference = |client: usize, input: usize| reference.value(client, input);
    let of_others = |client: usize, input: usize| folder.row(client)[columns[input]];
    Ok(drift::compare(
        &inputs,
        &manifest.importance,
        &Side {
            words: &format!("labelled clients of release {}", manifest.release),
            scores: &reference.scores,
            clients: reference.rows.len(),
            value: &of_reference,
        },
        &Side {
            words: &folder.set.source.description,
            scores: &scores,
            clients: folder.ids.len(),
            value: &of_others,
        },
    ))
}

/// The labelled clients of a release.
struct Reference {
    features: Vec<f32>,
    width: usize,
    /// The labelled clients' rows.
    rows: Vec<usize>,
    /// The column of each input.
    columns: Vec<usize>,
    /// One number a bin of the scores' distribution, for each labelled client, in no order.
    scores: Vec<f32>,
}

impl Reference {
    fn read(release: &Path, manifest: &Manifest) -> Result<Self, MonitorError> {
        let features = array(release, file::FEATURES)?;
        let cohort_values = array(release, file::COHORT)?;
        let clients = manifest.clients.count as usize;
        let column = |name: &str| {
            let at = manifest.clients.cohort.iter().position(|column| column.name == name)?;
            cohort_values.get(at * clients..(at + 1) * clients)
        };
        let target = column(cohort::TARGET).unwrap_or_default();
        let rows: Vec<usize> = (0..target.len()).filter(|&row| !target[row].is_nan()).collect();
        if rows.is_empty() {
            return Err(MonitorError::Nobody("the release"));
        }
        let scores = if let Some(scores) = out_of_fold(release)? {
            scores
        } else {
            let points = column(cohort::POINTS).unwrap_or_default();
            rows.iter().map(|&row| (points[row] / BIN_POINTS as f32).floor()).collect()
        };
        let columns = manifest
            .input_columns()
            .map_err(|source| MonitorError::Model { folder: release.to_owned(), source })?;
        Ok(Self { features, width: manifest.clients.features.len(), rows, columns, scores })
    }

    fn value(&self, client: usize, input: usize) -> f32 {
        self.features[self.rows[client] * self.width + self.columns[input]]
    }
}

fn array(release: &Path, name: &str) -> Result<Vec<f32>, MonitorError> {
    let path = release.join(name);
    let file = File::open(&path).map_err(|source| MonitorError::Io { path: path.clone(), source })?;
    let (_, numbers) = npy::read::<f32>(BufReader::new(file))
        .map_err(|source| MonitorError::Array { path: path.clone(), source })?;
    Ok(numbers)
}

/// The bins of the labelled clients' out-of-fold scores, as the report counts them; `None` of an older report.
fn out_of_fold(release: &Path) -> Result<Option<Vec<f32>>, MonitorError> {
    #[derive(serde::Deserialize)]
    struct Known {
        distribution: Option<crate::evidence::Distribution>,
    }
    let path = release.join(file::REPORT);
    let bytes = std::fs::read(&path).map_err(|source| MonitorError::Io { path: path.clone(), source })?;
    let known: Known =
        serde_json::from_slice(&bytes).map_err(|source| MonitorError::Report { path, source })?;
    Ok(known.distribution.map(|distribution| {
        let counts = distribution.repaid.iter().zip(&distribution.defaulted).enumerate();
        let bin = |(bin, (repaid, defaulted)): (usize, (&u32, &u32))| {
            std::iter::repeat_n(bin as f32, (repaid + defaulted) as usize)
        };
        counts.flat_map(bin).collect()
    }))
}

/// The report as a table for people: the score, then the features that moved most.
pub fn table(drift: &Drift) -> String {
    const MOST: usize = 15;
    let mut lines = vec![
        format!(
            "{} {} against {} {}",
            drift.clients, drift.population, drift.reference_clients, drift.reference
        ),
        format!("{:<44} {:>8}  {:<8} {:>15}", "", "PSI", "verdict", "missing, before"),
    ];
    let shown = std::iter::once(&drift.score).chain(drift.features.iter().take(MOST));
    lines.extend(shown.map(|psi| {
        format!(
            "{:<44} {:>8.4}  {:<8} {:>6.1} % {:>5.1} %",
            psi.name,
            psi.psi,
            word(psi.verdict),
            100.0 * psi.missing,
            100.0 * psi.missing_reference
        )
    }));
    let count = |verdict| drift.features.iter().filter(|psi| psi.verdict == verdict).count();
    lines.push(format!(
        "of {} inputs, {} are stable (under 0.10), {} to be watched (to 0.25), {} have drifted",
        drift.features.len(),
        count(Verdict::Stable),
        count(Verdict::Watch),
        count(Verdict::Drifted)
    ));
    lines.push(format!("verdict: {}", word(drift.verdict)));
    lines.join("\n")
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stable => "stable",
        Verdict::Watch => "watch",
        Verdict::Drifted => "drifted",
    }
}
