//! A release folder into a bucket: the files, then the manifest, then the pointer.
//!
//! The pointer moves last, so that at no moment does it name a release that is not whole.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::primitives::ByteStream;
use scoring::release::{FileEntry, Manifest, Pointer, file, hexadecimal};
use service::Storage;
use service::storage::{StorageError, with_sources};

/// A client file may be large, and the way to the storage slow.
const UPLOAD: Duration = Duration::from_mins(10);
/// As much is read back at a time.
const BLOCK: u64 = 8 << 20;
/// No manifest is longer.
const LONGEST_MANIFEST: u64 = 16 << 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The release in service.
    pub release: String,
    /// The files that were uploaded: those that were not stored yet, or had been damaged since.
    pub uploaded: Vec<String>,
    /// Whether the pointer moved; `false` where it named this release already.
    pub pointer_moved: bool,
}

/// Why a release was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file of the folder cannot be read.
    #[error("{}: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file of the folder is not what the manifest says.
    #[error("{}: {problem}; make the release again", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// What is stored cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// An object cannot be written.
    #[error("{key} could not be written: {problem}")]
    Write {
        /// The object.
        key: String,
        /// What the storage says.
        problem: String,
    },
}

/// Publishes the release in `folder`, and moves the pointer to it.
///
/// Every file is checked against the manifest before anything is written. What is stored already is read back, and only
/// what is not there, or no longer what it was, is uploaded.
pub async fn publish(storage: &Storage, folder: &Path) -> Result<Published, PublishError> {
    let path = folder.join(file::MANIFEST);
    let bytes = std::fs::read(&path).map_err(|source| PublishError::Read { path: path.clone(), source })?;
    let manifest = read_manifest(&path, &bytes)?;
    let release = manifest.release.clone();

    let absent = absent(storage, &manifest, &bytes).await?;
    if !absent.is_empty() {
        let (of_folder, of_manifest) = (folder.to_owned(), manifest.clone());
        // Reading and hashing block: not on a thread that serves.
        tokio::task::spawn_blocking(move || verify(&of_folder, &of_manifest))
            .await
            .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
    }
    for name in &absent {
        let path = folder.join(name);
        let body = ByteStream::from_path(&path).await.map_err(|error| PublishError::Read {
            path: path.clone(),
            source: std::io::Error::other(with_sources(&error)),
        })?;
        write(storage, &object(&release, name), body).await?;
    }
    let pointer_moved = point_to(storage, &release).await?;
    Ok(Published { release, uploaded: absent, pointer_moved })
}

/// Moves the pointer to a release that is stored; answers whether it named another one before. A challenger stays
/// where the release does, and is left behind where it does not.
pub async fn point_to(storage: &Storage, release: &str) -> Result<bool, PublishError> {
    match storage.get(file::POINTER, LONGEST_MANIFEST).await {
        Ok(stored) => {
            let stored: Option<Pointer> = serde_json::from_slice(&stored).ok();
            if stored.is_some_and(|stored| stored.release == release) {
                return Ok(false);
            }
        }
        Err(StorageError::Missing { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    // Writing a string to memory cannot fail.
    let pointer = serde_json::to_vec(&Pointer::to(release)).expect("a pointer is valid JSON");
    write(storage, file::POINTER, pointer.into()).await?;
    Ok(true)
}

fn object(release: &str, name: &str) -> String {
    format!("{}/{release}/{name}", file::RELEASES)
}

fn read_manifest(path: &Path, bytes: &[u8]) -> Result<Manifest, PublishError> {
    let damaged = |problem: String| PublishError::Damaged { path: path.to_owned(), problem };
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    manifest.check().map_err(|error| damaged(error.to_string()))?;
    Ok(manifest)
}

/// Checks every file of a release folder against the manifest.
fn verify(folder: &Path, manifest: &Manifest) -> Result<(), PublishError> {
    for (name, expected) in &manifest.files {
        let path = folder.join(name);
        let found = File::open(&path).and_then(FileEntry::read);
        let found = found.map_err(|source| PublishError::Read { path: path.clone(), source })?;
        if found != *expected {
            let problem = format!(
                "{} bytes with SHA-256 {}, and the manifest says {} with {}",
                found.bytes, found.sha256, expected.bytes, expected.sha256
            );
            return Err(PublishError::Damaged { path, problem });
        }
    }
    Ok(())
}

/// The files that are not stored as they should be, the manifest last.
async fn absent(storage: &Storage, manifest: &Manifest, bytes: &[u8]) -> Result<Vec<String>, PublishError> {
    let mut absent = Vec::new();
    for (name, entry) in &manifest.files {
        if stored(storage, &object(&manifest.release, name), entry).await?.as_ref() != Some(entry) {
            absent.push(name.clone());
        }
    }
    let key = object(&manifest.release, file::MANIFEST);
    match storage.get(&key, LONGEST_MANIFEST).await {
        Ok(stored) if stored == bytes => {}
        Ok(_) | Err(StorageError::Missing { .. } | StorageError::Length { .. }) => {
            absent.push(file::MANIFEST.to_owned());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(absent)
}

/// The size and digest of what is stored there, a block at a time; nothing where there is no object of that size.
async fn stored(
    storage: &Storage,
    name: &str,
    expected: &FileEntry,
) -> Result<Option<FileEntry>, PublishError> {
    let key = storage.key(name);
    let head = storage.client().head_object().bucket(storage.bucket()).key(key).send().await;
    // Whatever the reason is, an upload mends it or names it.
    let length = head.ok().and_then(|head| head.content_length());
    if length.and_then(|length| u64::try_from(length).ok()) != Some(expected.bytes) {
        return Ok(None);
    }
    let mut digest = Context::new(&SHA256);
    let mut start = 0;
    while start < expected.bytes {
        let end = expected.bytes.min(start + BLOCK);
        let block = storage.get_range(name, start..end).await?;
        // A block takes a few milliseconds: other work on this thread can wait for it.
        digest.update(&block);
        start = end;
    }
    Ok(Some(FileEntry { bytes: expected.bytes, sha256: hexadecimal(digest.finish().as_ref()) }))
}

async fn write(storage: &Storage, name: &str, body: ByteStream) -> Result<(), PublishError> {
    let key = storage.key(name);
    let patience =
        TimeoutConfig::builder().operation_timeout(UPLOAD).operation_attempt_timeout(UPLOAD).build();
    let request = storage.client().put_object().bucket(storage.bucket()).key(&key).body(body);
    let configured =
        request.customize().config_override(aws_sdk_s3::config::Builder::new().timeout_config(patience));
    match configured.send().await {
        Ok(_) => Ok(()),
        Err(error) => Err(PublishError::Write { key, problem: with_sources(&error) }),
    }
}
