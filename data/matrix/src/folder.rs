//! The feature folder: what the pipeline writes and the training reads.
//!
//! ```text
//! features.json    names of the columns, and the data's source            written last: a folder without it is not one
//! ids.npy          u32  [clients]            SK_ID_CURR, rising
//! target.npy       f32  [clients]            1 defaulted, 0 repaid, NaN unknown
//! features.npy     f32  [clients, features]  row-major; NaN is missing
//! ```

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::npy::{self, NpyError};
use crate::source::DataSource;

/// What `features.json` says of a feature folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureSet {
    /// The features, in the order of the columns.
    pub features: Vec<String>,
    /// Where the data came from.
    pub source: DataSource,
}

/// A feature folder read into memory.
#[derive(Debug, Clone)]
pub struct FeatureFolder {
    /// What `features.json` says.
    pub set: FeatureSet,
    /// `SK_ID_CURR` of each client, rising.
    pub ids: Vec<u32>,
    /// 1 for a client who defaulted, 0 for one who repaid, NaN where it is not known.
    pub target: Vec<f32>,
    /// Row-major, one row a client; NaN is missing.
    pub features: Vec<f32>,
}

/// Why a feature folder could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file is missing, or cannot be read or written.
    #[error("{}: {source}; see whether it is there, may be read or written to, and the disk has room", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// `features.json` is damaged.
    #[error("{}: {source}", .path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// An array is damaged.
    #[error("{}: {source}; make the features again with `pipeline features`", .path.display())]
    Array {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: NpyError,
    },
    /// The files contradict each other.
    #[error("{}: {problem}; make the features again with `pipeline features`", .path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        problem: String,
    },
}

impl FeatureFolder {
    /// Reads a feature folder and checks that its files fit together.
    pub fn read(folder: &Path) -> Result<Self, FolderError> {
        let path = folder.join("features.json");
        let file = File::open(&path).map_err(|source| FolderError::Io { path: path.clone(), source })?;
        let set: FeatureSet = serde_json::from_reader(BufReader::new(file))
            .map_err(|source| FolderError::Json { path: path.clone(), source })?;
        let (_, ids) = array::<u32>(folder, "ids.npy")?;
        let (_, target) = array::<f32>(folder, "target.npy")?;
        let (header, features) = array::<f32>(folder, "features.npy")?;

        let read = Self { set, ids, target, features };
        if header.fortran_order {
            let problem = "columns are contiguous, not rows".to_owned();
            return Err(FolderError::Shape { path: folder.join("features.npy"), problem });
        }
        if let [rows, columns] = *header.shape.as_slice() {
            read.check(folder, [rows, columns])?;
        } else {
            let problem = format!("{} dimension, not 2", header.shape.len());
            return Err(FolderError::Shape { path: folder.join("features.npy"), problem });
        }
        Ok(read)
    }

    /// Checks that the parts fit together, `features` being an array of `shape`.
    fn check(&self, folder: &Path, shape: [usize; 2]) -> Result<(), FolderError> {
        let misfit = |name: &str, problem: String| FolderError::Shape { path: folder.join(name), problem };
        let (clients, columns) = (self.ids.len(), self.set.features.len());
        if let Some(pair) = self.ids.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(misfit("ids.npy", format!("client {} follows client {}", pair[1], pair[0])));
        }
        if self.target.len() != clients {
            return Err(misfit("target.npy", format!("{} rows for {clients} clients", self.target.len())));
        }
        if let Some(row) =
            self.target.iter().position(|&label| label != 0.0 && label != 1.0 && !label.is_nan())
        {
            let problem = format!("client {} has {}, not 0, 1 or NaN", self.ids[row], self.target[row]);
            return Err(misfit("target.npy", problem));
        }
        if shape != [clients, columns] {
            return Err(misfit("features.npy", format!("shape {shape:?}, not [{clients}, {columns}]")));
        }
        if self.features.len() != clients * columns {
            let problem =
                format!("{} numbers for {clients} clients of {columns} features", self.features.len());
            return Err(misfit("features.npy", problem));
        }
        Ok(())
    }

    /// Writes the four files into `folder`, which exists; `features.json` last.
    ///
    /// What does not fit together is refused before anything is written, so that whatever was written can be
    /// read back.
    pub fn write(&self, folder: &Path) -> Result<(), FolderError> {
        self.check(folder, [self.ids.len(), self.set.features.len()])?;
        let rows = self.ids.len();
        save(folder, "ids.npy", &[rows], &self.ids)?;
        save(folder, "target.npy", &[rows], &self.target)?;
        save(folder, "features.npy", &[rows, self.set.features.len()], &self.features)?;

        let path = folder.join("features.json");
        let io = |source| FolderError::Io { path: path.clone(), source };
        let mut file = BufWriter::new(File::create(&path).map_err(io)?);
        serde_json::to_writer_pretty(&mut file, &self.set)
            .map_err(|source| FolderError::Json { path: path.clone(), source })?;
        file.flush().map_err(io)
    }

    /// The features of the client in row `row`.
    pub fn row(&self, row: usize) -> &[f32] {
        let columns = self.set.features.len();
        &self.features[row * columns..(row + 1) * columns]
    }
}

fn array<T: npy::Element>(folder: &Path, name: &str) -> Result<(npy::Header, Vec<T>), FolderError> {
    let path = folder.join(name);
    let file = File::open(&path).map_err(|source| FolderError::Io { path: path.clone(), source })?;
    npy::read(BufReader::new(file)).map_err(|source| trouble(path, source))
}

fn save<T: npy::Element>(
    folder: &Path,
    name: &str,
    shape: &[usize],
    numbers: &[T],
) -> Result<(), FolderError> {
    let path = folder.join(name);
    let file = File::create(&path).map_err(|source| FolderError::Io { path: path.clone(), source })?;
    npy::write(BufWriter::new(file), shape, false, numbers).map_err(|source| trouble(path, source))
}

/// A disk that is full has damaged nothing.
fn trouble(path: PathBuf, error: NpyError) -> FolderError {
    match error {
        NpyError::Io(source) => FolderError::Io { path, source },
        source => FolderError::Array { path, source },
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Table;

    use super::*;
    use crate::source::{SourceKind, TableRows};

    fn example() -> FeatureFolder {
        FeatureFolder {
            set: FeatureSet {
                features: vec!["AMT_CREDIT".to_owned(), "credit_to_income".to_owned()],
                source: DataSource {
                    kind: SourceKind::Synthetic,
                    description: "three clients".to_owned(),
                    tables: vec![TableRows { table: Table::Application, rows: 3 }],
                },
            },
            ids: vec![100_001, 100_002, 4_294_967_295],
            target: vec![0.0, 1.0, f32::NAN],
            features: vec![1.5, f32::NAN, -0.0, 3.0, f32::MAX, f32::MIN_POSITIVE],
        }
    }

    fn written(folder: &FeatureFolder) -> tempfile::TempDir {
        let at = tempfile::tempdir().unwrap();
        folder.write(at.path()).unwrap();
        at
    }

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    #[test]
    fn a_folder_reads_back_as_written() {
        let folder = example();
        let at = written(&folder);
        let read = FeatureFolder::read(at.path()).unwrap();
        assert_eq!(read.set, folder.set);
        assert_eq!(read.ids, folder.ids);
        assert_eq!(bits(&read.target), bits(&folder.target));
        assert_eq!(bits(&read.features), bits(&folder.features));
        assert_eq!(bits(read.row(1)), bits(&[-0.0, 3.0]));
        assert!(read.set.source.has(Table::Application) && !read.set.source.has(Table::Bureau));
    }

    #[test]
    fn a_folder_of_no_client_reads_back() {
        let mut folder = example();
        (folder.ids, folder.target, folder.features) = (vec![], vec![], vec![]);
        let at = written(&folder);
        assert!(FeatureFolder::read(at.path()).unwrap().ids.is_empty());
    }

    #[test]
    fn parts_that_do_not_fit_are_refused_before_anything_is_written() {
        type Damage = fn(&mut FeatureFolder);
        let cases: [(&str, Damage); 6] = [
            ("client 100001 follows client 100002", |folder| folder.ids.swap(0, 1)),
            ("client 100001 follows client 100001", |folder| folder.ids[1] = 100_001),
            ("2 rows for 3 clients", |folder| folder.target.truncate(2)),
            ("client 100002 has 0.5", |folder| folder.target[1] = 0.5),
            ("5 numbers", |folder| folder.features.truncate(5)),
            ("6 numbers", |folder| folder.set.features.truncate(1)),
        ];
        for (expected, damage) in cases {
            let mut folder = example();
            damage(&mut folder);
            let at = tempfile::tempdir().unwrap();
            let error = folder.write(at.path()).unwrap_err().to_string();
            assert!(error.contains(expected), "{expected}: {error}");
            assert_eq!(at.path().read_dir().unwrap().count(), 0, "{expected}");
        }
    }

    #[test]
    fn a_damaged_folder_is_refused_and_the_file_named() {
        let other = |shape: &[usize], numbers: &[f32]| {
            let mut bytes = Vec::new();
            npy::write(&mut bytes, shape, false, numbers).unwrap();
            bytes
        };
        let mut columns_first = Vec::new();
        npy::write(&mut columns_first, &[3, 2], true, &example().features).unwrap();
        let mut unsorted = Vec::new();
        npy::write(&mut unsorted, &[3], false, &[2u32, 1, 3]).unwrap();
        let cases: [(&str, Option<Vec<u8>>, &str); 10] = [
            ("features.json", None, "features.json"),
            ("features.json", Some(b"{".to_vec()), "features.json"),
            ("ids.npy", None, "ids.npy"),
            ("ids.npy", Some(other(&[3], &[1.0, 2.0, 3.0])), "expected <u4"),
            ("ids.npy", Some(unsorted), "client 1 follows client 2"),
            ("target.npy", Some(other(&[2], &[0.0, 1.0])), "2 rows for 3 clients"),
            ("target.npy", Some(other(&[3], &[0.0, 1.0, 2.0])), "client 4294967295 has 2"),
            ("features.npy", Some(other(&[2, 3], &[0.0; 6])), "shape [2, 3], not [3, 2]"),
            ("features.npy", Some(other(&[6], &[0.0; 6])), "1 dimension"),
            ("features.npy", Some(columns_first), "columns are contiguous"),
        ];
        for (file, bytes, expected) in cases {
            let at = written(&example());
            let path = at.path().join(file);
            match bytes {
                Some(bytes) => std::fs::write(&path, bytes).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let error = FeatureFolder::read(at.path()).unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains(file), "{file}, {expected}: {error}");
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let whole = written(&example());
        let bytes = std::fs::read(whole.path().join("features.npy")).unwrap();
        for length in 0..bytes.len() {
            std::fs::write(whole.path().join("features.npy"), &bytes[..length]).unwrap();
            assert!(FeatureFolder::read(whole.path()).is_err(), "{length} bytes");
        }
    }
}
