//! What a release is: the objects under `releases/<id>/` and the manifest that vouches for them.
//!
//! ```text
//! current.json                        Pointer: the only object that ever changes
//! releases/<id>/manifest.json         Manifest: written last; what it does not name is not part of the release
//! releases/<id>/model.json            XGBoost's JSON format
//! releases/<id>/scorer.bin            the same model laid out for the functions
//! releases/<id>/clients/ids.npy       u32 [clients], rising
//! releases/<id>/clients/features.npy  f32 [clients, features], row-major
//! releases/<id>/clients/checksums.npy u32 [clients], CRC-32 of each row's bytes: one row is read without the others
//! releases/<id>/clients/cohort.npy    f32 [clients, columns], column-major
//! releases/<id>/report.json           api::ModelReport
//! ```

pub mod file;

use std::collections::BTreeMap;

use matrix::DataSource;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

pub use self::file::{FileEntry, FileError, hexadecimal};
use crate::model::ModelError;
use crate::usual::Usual;

/// The version of the layout that this code writes and reads.
pub const FORMAT: u32 = 1;

/// The columns of `cohort.npy` that are not features.
pub mod cohort {
    /// The score in whole points.
    pub const POINTS: &str = "points";
    /// The probability of default.
    pub const PROBABILITY: &str = "probability_of_default";
    /// The decision: 0 refused, 1 review, 2 granted.
    pub const DECISION: &str = "decision";
    /// 1 defaulted, 0 repaid, NaN unknown.
    pub const TARGET: &str = catalogue::table::TARGET;
}

/// `current.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The release in service.
    pub release: String,
    /// A release that is scored in its shadow: logged, never shown. What is no text here names none, so that nothing that
    /// is wrong with a challenger keeps the release in service from being read.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text_or_none")]
    pub challenger: Option<String>,
}

impl Pointer {
    /// To a release without a challenger.
    pub fn to(release: &str) -> Self {
        Self { release: release.to_owned(), challenger: None }
    }
}

fn text_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        _ => None,
    })
}

/// `manifest.json`: everything that is needed to check a release and to answer from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The release's name: a date and the first twelve digits of [`Manifest::digest`].
    pub release: String,
    /// When it was made (RFC 3339, UTC). Not part of the digest.
    pub created: String,
    /// Where the data came from.
    pub source: DataSource,
    /// Every other file of the release, by its name below the release's folder.
    pub files: BTreeMap<String, FileEntry>,
    /// The model's inputs, in its order; each is a column of `features.npy`.
    pub inputs: Vec<String>,
    /// The clients' sample.
    pub clients: ClientSample,
    /// From margin to log-odds.
    pub calibration: Calibration,
    /// From log-odds to points.
    pub scale: PointsScale,
    /// From points to a decision.
    pub rule: DecisionRule,
    /// The mean over the clients of each input's absolute contribution to the log-odds, in the order of `inputs`.
    pub importance: Vec<f64>,
    /// What is usual among the sample's granted clients, for each of `clients.features`; empty in a release that was
    /// made without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usual: Vec<Option<Usual>>,
    /// The figures that matter, by name (`auc`, `auc_standard_error`, `log_loss`, `brier`, ...).
    pub metrics: BTreeMap<String, f64>,
}

/// What the client files hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSample {
    /// The number of clients.
    pub count: u32,
    /// The columns of `features.npy`.
    pub features: Vec<String>,
    /// The columns of `cohort.npy`.
    pub cohort: Vec<CohortColumn>,
}

/// A column of `cohort.npy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortColumn {
    /// A feature, or one of [`cohort`]'s names.
    pub name: String,
    /// For a category: the values behind the codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// SHA-256 of the column's bytes: one column is read without the others.
    pub sha256: String,
}

/// Platt's logistic function on the model's margin: `log-odds = slope * margin + intercept`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Positive.
    pub slope: f64,
    /// In log-odds.
    pub intercept: f64,
}

/// A scorecard's scale: `points = base_points - pdo / ln 2 * (log-odds - base_log_odds)`, kept in 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PointsScale {
    /// The score at the base log-odds.
    pub base_points: f64,
    /// Log-odds of default at which a client has the base points.
    pub base_log_odds: f64,
    /// Points to double the odds of repayment.
    pub pdo: f64,
}

impl Default for PointsScale {
    /// 500 points where ten repay for one who defaults; 80 points double that.
    fn default() -> Self {
        Self { base_points: 500.0, base_log_odds: -std::f64::consts::LN_10, pdo: 80.0 }
    }
}

/// From whole points to a decision: `points >= review_to` is granted, `points < review_from` is refused, what lies
/// between goes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DecisionRule {
    /// What a missed default costs, in wrong refusals.
    pub cost_ratio: f64,
    /// From this score on, lending costs less than refusing. Lies in the review band.
    pub threshold: i32,
    /// The lower end of the review band.
    pub review_from: i32,
    /// Where the review band ends.
    pub review_to: i32,
}

impl Manifest {
    /// SHA-256, in hexadecimal, of what the release is: the manifest without its name and date.
    ///
    /// The release's name ends with it, so that a manifest cannot be altered, or put under another name, unseen.
    pub fn digest(&self) -> String {
        let nameless = Self { release: String::new(), created: String::new(), ..self.clone() };
        // Writing to memory a structure of strings, numbers and maps with string keys cannot fail.
        let bytes = serde_json::to_vec(&nameless).expect("a manifest is valid JSON");
        hexadecimal(&Sha256::digest(bytes))
    }

    /// Whether the name fits the content.
    pub fn is_genuine(&self) -> bool {
        let digest = self.digest();
        self.release.rsplit_once('-').is_some_and(|(_, suffix)| suffix == &digest[..12])
    }

    /// Checks that this code reads the manifest's format, and that its name fits its content.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.format != FORMAT {
            return Err(ModelError::Format(self.format));
        }
        if !self.is_genuine() {
            return Err(ModelError::NotGenuine(self.release.clone()));
        }
        Ok(())
    }

    /// The column of `features.npy` that each input is, in the order of the inputs.
    pub fn input_columns(&self) -> Result<Vec<usize>, ModelError> {
        let column = |input: &String| {
            let found = self.clients.features.iter().position(|feature| feature == input);
            found.ok_or_else(|| ModelError::InputWithoutColumn(input.clone()))
        };
        self.inputs.iter().map(column).collect()
    }

    /// What is usual of each input among the granted clients, in the order of the inputs; nothing where the release
    /// does not say.
    pub fn input_usual(&self) -> Result<Vec<Option<Usual>>, ModelError> {
        let columns = self.input_columns()?;
        if self.usual.is_empty() {
            return Ok(vec![None; columns.len()]);
        }
        if self.usual.len() != self.clients.features.len() {
            let (found, features) = (self.usual.len(), self.clients.features.len());
            return Err(ModelError::UsualCount { found, features });
        }
        Ok(columns.into_iter().map(|column| self.usual[column].clone()).collect())
    }

    /// Checks that these are the bytes of the release's file `name` (its name below the release's folder).
    pub fn check_file(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let entry = self.files.get(name).ok_or_else(|| FileError::NotNamed(name.to_owned()))?;
        let found = FileEntry::of(bytes);
        if *entry == found {
            Ok(())
        } else {
            Err(FileError::Differs { name: name.to_owned(), expected: entry.clone(), found })
        }
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Table;
    use matrix::{SourceKind, TableRows};
    use proptest::prelude::*;

    use super::*;
    use crate::usual::{Quantiles, Values};

    fn named(mut manifest: Manifest) -> Manifest {
        manifest.release = format!("2026-01-31-{}", &manifest.digest()[..12]);
        manifest
    }

    fn manifest() -> Manifest {
        named(Manifest {
            format: FORMAT,
            release: String::new(),
            created: "2026-01-31T12:00:00Z".to_owned(),
            source: DataSource {
                kind: SourceKind::Synthetic,
                description: "20,000 clients, seed 1".to_owned(),
                tables: vec![TableRows { table: Table::Application, rows: 20_000 }],
            },
            files: BTreeMap::from([(file::SCORER.to_owned(), FileEntry::of(b"scorer"))]),
            inputs: vec!["AMT_CREDIT".to_owned(), "EXT_SOURCE_1".to_owned()],
            clients: ClientSample {
                count: 1,
                features: vec!["CNT_CHILDREN".to_owned(), "EXT_SOURCE_1".to_owned(), "AMT_CREDIT".to_owned()],
                cohort: Vec::new(),
            },
            calibration: Calibration { slope: 1.05, intercept: -0.02 },
            scale: PointsScale::default(),
            rule: DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 },
            importance: vec![0.1, 0.2],
            usual: vec![None, Some(usual(0.1, 0.7)), Some(usual(1e5, 9e5))],
            metrics: BTreeMap::from([("auc".to_owned(), 0.757)]),
        })
    }

    fn usual(low: f64, high: f64) -> Usual {
        let quantiles = Quantiles { p10: low, p25: low, median: low, p75: high, p90: high };
        Usual { missing: 0.25, values: Values::Quantiles(quantiles) }
    }

    type Change = fn(&mut Manifest);

    #[test]
    fn a_name_vouches_for_all_but_itself_and_the_date() {
        let genuine = manifest();
        assert!(genuine.is_genuine());
        assert!(Manifest { created: String::new(), ..genuine.clone() }.is_genuine());
        assert!(!Manifest { release: "2026-01-31-0123456789ab".to_owned(), ..genuine.clone() }.is_genuine());
        assert!(!Manifest { release: String::new(), ..genuine.clone() }.is_genuine());

        let changes: [Change; 12] = [
            |manifest| manifest.format += 1,
            |manifest| manifest.source.description.push('!'),
            |manifest| manifest.files.values_mut().for_each(|file| file.bytes += 1),
            |manifest| manifest.inputs.swap(0, 1),
            |manifest| manifest.clients.count += 1,
            |manifest| manifest.calibration.slope = manifest.calibration.slope.next_up(),
            |manifest| manifest.scale.pdo += 1.0,
            |manifest| manifest.rule.threshold += 1,
            |manifest| manifest.importance.swap(0, 1),
            |manifest| manifest.usual.swap(1, 2),
            |manifest| manifest.metrics.clear(),
            |manifest| manifest.files.clear(),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = genuine.clone();
            change(&mut changed);
            assert!(!changed.is_genuine(), "change {number}");
        }
    }

    #[test]
    fn a_file_is_checked_by_size_and_digest() {
        let manifest = manifest();
        assert_eq!(manifest.check_file(file::SCORER, b"scorer"), Ok(()));
        let error = manifest.check_file(file::SCORER, b"scorex").unwrap_err().to_string();
        assert!(error.starts_with("scorer.bin is damaged: 6 bytes"), "{error}");
        assert!(matches!(manifest.check_file(file::MODEL, b""), Err(FileError::NotNamed(_))));
    }

    #[test]
    fn inputs_are_found_among_the_clients_columns() {
        let mut manifest = manifest();
        assert_eq!(manifest.input_columns(), Ok(vec![2, 1]));
        assert_eq!(manifest.input_usual(), Ok(vec![Some(usual(1e5, 9e5)), Some(usual(0.1, 0.7))]));
        manifest.usual.pop();
        let error = manifest.input_usual().unwrap_err().to_string();
        assert_eq!(error, "usual values are given of 2 features, not of all 3");
        manifest.usual.clear();
        assert_eq!(manifest.input_usual(), Ok(vec![None, None]));
        manifest.clients.features.pop();
        assert_eq!(manifest.input_columns(), Err(ModelError::InputWithoutColumn("AMT_CREDIT".to_owned())));
    }

    #[test]
    fn a_manifest_without_usual_values_reads_and_digests_as_before_there_were_any() {
        let old = named(Manifest { usual: Vec::new(), ..manifest() });
        let text = serde_json::to_string(&old).unwrap();
        assert!(!text.contains("usual"), "{text}");
        let read: Manifest = serde_json::from_str(&text).unwrap();
        assert_eq!(read, old);
        assert!(read.is_genuine());
    }

    proptest! {
        #[test]
        fn a_manifest_reads_back_genuine_whatever_its_numbers(slope in any::<f64>(), importance in any::<f64>(), auc in any::<f64>()) {
            prop_assume!(slope.is_finite() && importance.is_finite() && auc.is_finite());
            let mut written = manifest();
            written.calibration.slope = slope;
            written.importance[0] = importance;
            written.usual[1] = Some(usual(slope, importance));
            written.metrics.insert("auc".to_owned(), auc);
            let written = named(written);
            let read: Manifest = serde_json::from_str(&serde_json::to_string_pretty(&written).unwrap()).unwrap();
            prop_assert_eq!(&read, &written);
            prop_assert!(read.is_genuine());
        }
    }
}
