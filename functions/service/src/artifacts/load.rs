//! From the pointer to verified files.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use matrix::npy::{self, Element, NpyError};
use scoring::release::{Manifest, Pointer, file};
use tokio::task::JoinSet;

use super::Artifacts;
use crate::storage::{Storage, StorageError};

/// No pointer is longer, in bytes.
const LONGEST_POINTER: u64 = 4 << 10;
/// No manifest is longer, in bytes.
const LONGEST_MANIFEST: u64 = 16 << 20;

/// Why a release is not answered from.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no pointer, so nothing was ever published.
    #[error(
        "{key} is not in the bucket {bucket}: publish a release, or check CLAIRSCORE_BUCKET and CLAIRSCORE_PREFIX"
    )]
    NoPointer {
        /// The bucket.
        bucket: String,
        /// The pointer's key.
        key: String,
    },
    /// A file is missing or cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file is not what its name says.
    #[error("{file}: {problem}")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl LoadError {
    /// A damaged file.
    #[allow(clippy::needless_pass_by_value, reason = "an error is named where it ends")]
    pub fn damaged(file: impl Into<String>, problem: impl ToString) -> Self {
        Self::Damaged { file: file.into(), problem: problem.to_string() }
    }
}

/// The verified parts of a release that a function asked for.
#[derive(Debug)]
pub struct Parts {
    /// The manifest.
    pub manifest: Arc<Manifest>,
    /// Where more can be read.
    pub storage: Storage,
    files: HashMap<&'static str, Bytes>,
}

impl Parts {
    /// The bytes of one of [`Artifacts::FILES`].
    ///
    /// # Panics
    /// When the file is not among them.
    pub fn file(&self, name: &'static str) -> &Bytes {
        self.files.get(name).expect("artifacts ask for files that they list")
    }

    /// A whole array that holds one number a client.
    pub fn per_client<T: Element>(&self, name: &'static str) -> Result<Vec<T>, LoadError> {
        let damaged = |error: NpyError| LoadError::damaged(name, error);
        let (header, numbers) = npy::parse::<T>(self.file(name)).map_err(damaged)?;
        let clients = self.manifest.clients.count as usize;
        if header.shape == [clients] {
            Ok(numbers)
        } else {
            let problem = format!("shape {:?}, expected [{clients}]", header.shape);
            Err(LoadError::damaged(name, problem))
        }
    }

    /// The name below the bucket's prefix of a file of this release.
    pub fn path(&self, name: &str) -> String {
        path(&self.manifest.release, name)
    }
}

/// `releases/<id>/<name>`.
fn path(release: &str, name: &str) -> String {
    format!("{}/{release}/{name}", file::RELEASES)
}

/// What the pointer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The release that it names.
    pub release: String,
    /// The challenger that it names; not yet looked at.
    pub challenger: Option<String>,
    /// The tag of what it says, by which the storage can tell that nothing has changed.
    pub tag: Option<String>,
}

/// What the pointer says, unless its tag is `known`: then `None`.
pub async fn pointer(storage: &Storage, known: Option<&str>) -> Result<Option<Named>, LoadError> {
    let tagged = match storage.get_unless(file::POINTER, known, LONGEST_POINTER).await {
        Ok(Some(tagged)) => tagged,
        Ok(None) => return Ok(None),
        Err(StorageError::Missing { bucket, key }) => return Err(LoadError::NoPointer { bucket, key }),
        Err(error) => return Err(error.into()),
    };
    let pointer: Pointer =
        serde_json::from_slice(&tagged.bytes).map_err(|error| LoadError::damaged(file::POINTER, error))?;
    check_name(&pointer.release)?;
    Ok(Some(Named { release: pointer.release, challenger: pointer.challenger, tag: tagged.tag }))
}

/// The name becomes part of a key: nothing in it may lead elsewhere.
fn check_name(release: &str) -> Result<(), LoadError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if release.is_empty() || !release.bytes().all(plain) {
        let problem = format!("{release:?} is not the name of a release");
        return Err(LoadError::damaged(file::POINTER, problem));
    }
    Ok(())
}

/// Reads and verifies what `A` needs of a release.
pub async fn load<A: Artifacts>(storage: &Storage, release: &str) -> Result<A, LoadError> {
    let manifest = Arc::new(manifest(storage, release).await?);
    let mut reads = JoinSet::new();
    for &name in A::FILES {
        let (storage, manifest) = (storage.clone(), Arc::clone(&manifest));
        reads.spawn(async move { Ok((name, whole_file(&storage, &manifest, name).await?)) });
    }
    {
        let (storage, path, header) =
            (storage.clone(), path(release, A::ARRAY), array_header::<A>(&manifest)?);
        reads.spawn(async move {
            let bytes = storage.get_range(&path, 0..header.len() as u64).await?;
            if bytes == header {
                Ok((A::ARRAY, bytes))
            } else {
                Err(LoadError::damaged(A::ARRAY, "its header is not the one that the manifest leads to"))
            }
        });
    }
    let mut files = HashMap::new();
    while let Some(read) = reads.join_next().await {
        // A read that panics is a defect here, and the panic goes on in this task.
        let (name, bytes) = read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        files.insert(name, bytes);
    }
    A::assemble(Parts { manifest, storage: storage.clone(), files })
}

/// Reads a file of a release whole, and checks it.
pub async fn whole_file(storage: &Storage, manifest: &Manifest, name: &str) -> Result<Bytes, LoadError> {
    let entry = manifest.files.get(name);
    let length =
        entry.ok_or_else(|| LoadError::damaged(file::MANIFEST, format!("{name} is not in it")))?.bytes;
    let bytes = storage.get_exact(&path(&manifest.release, name), length).await?;
    manifest.check_file(name, &bytes).map_err(|error| LoadError::damaged(name, error))?;
    Ok(bytes)
}

/// Reads and checks a release's manifest.
pub async fn manifest(storage: &Storage, release: &str) -> Result<Manifest, LoadError> {
    check_name(release)?;
    let bytes = storage.get(&path(release, file::MANIFEST), LONGEST_MANIFEST).await?;
    let damaged = |problem: String| LoadError::damaged(file::MANIFEST, problem);
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    if manifest.release != release {
        return Err(damaged(format!("it is the manifest of {}, not of {release}", manifest.release)));
    }
    manifest.check().map_err(|error| damaged(error.to_string()))?;
    Ok(manifest)
}

/// The header that the array's shape leads to; the array's size in the manifest is checked against it.
fn array_header<A: Artifacts>(manifest: &Manifest) -> Result<Vec<u8>, LoadError> {
    let clients = manifest.clients.count as usize;
    let (columns, by_column) = match A::ARRAY {
        file::COHORT => (manifest.clients.cohort.len(), true),
        _ => (manifest.clients.features.len(), false),
    };
    let header = npy::header::<f32>(&[clients, columns], by_column);
    let expected = header.len() as u64 + clients as u64 * columns as u64 * f32::SIZE as u64;
    match manifest.files.get(A::ARRAY) {
        Some(entry) if clients == 0 || columns == 0 => {
            Err(LoadError::damaged(A::ARRAY, format!("it holds no number in {} bytes", entry.bytes)))
        }
        Some(entry) if entry.bytes == expected => Ok(header),
        Some(entry) => Err(LoadError::damaged(
            A::ARRAY,
            format!("{} bytes, and its shape needs {expected}", entry.bytes),
        )),
        None => Err(LoadError::damaged(file::MANIFEST, format!("{} is not in it", A::ARRAY))),
    }
}
