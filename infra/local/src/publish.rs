//! A release folder into a bucket: the files, then the manifest, then the pointer.
//!
//! The pointer moves last, so that at no moment does it name a release that is not whole.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::primitives::ByteStream;
use scoring::release::{FileEntry, Manifest, Pointer, file};
use service::Storage;
use service::storage::{StorageError, with_sources};

/// A client file may be large, and the way to the storage slow.
const UPLOAD: Duration = Duration::from_mins(10);
/// No manifest is longer.
const LONGEST_MANIFEST: u64 = 16 << 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The release in service.
    pub release: String,
    /// Whether it was uploaded; `false` where it was there already.
    pub uploaded: bool,
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
/// Every file is checked against the manifest before anything is written. A release whose manifest and files are
/// stored already is not uploaded again.
pub async fn publish(storage: &Storage, folder: &Path) -> Result<Published, PublishError> {
    let path = folder.join(file::MANIFEST);
    let bytes = std::fs::read(&path).map_err(|source| PublishError::Read { path: path.clone(), source })?;
    let manifest = read_manifest(&path, &bytes)?;
    let release = manifest.release.clone();

    let uploaded = !is_stored(storage, &manifest, &bytes).await?;
    if uploaded {
        let (of_folder, of_manifest) = (folder.to_owned(), manifest.clone());
        // Reading and hashing block: not on a thread that serves.
        tokio::task::spawn_blocking(move || verify(&of_folder, &of_manifest))
            .await
            .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        for name in manifest.files.keys() {
            let path = folder.join(name);
            let body = ByteStream::from_path(&path).await.map_err(|error| PublishError::Read {
                path: path.clone(),
                source: std::io::Error::other(with_sources(&error)),
            })?;
            write(storage, &object(&release, name), body).await?;
        }
        write(storage, &object(&release, file::MANIFEST), bytes.into()).await?;
    }
    let pointer_moved = point_to(storage, &release).await?;
    Ok(Published { release, uploaded, pointer_moved })
}

/// Moves the pointer to a release that is stored; answers whether it named another one before.
pub async fn point_to(storage: &Storage, release: &str) -> Result<bool, PublishError> {
    let pointer = serde_json::to_vec(&Pointer { release: release.to_owned() })
        // Writing a string to memory cannot fail.
        .expect("a pointer is valid JSON");
    match storage.get(file::POINTER, LONGEST_MANIFEST).await {
        Ok(stored) if stored == pointer => return Ok(false),
        Ok(_) | Err(StorageError::Missing { .. }) => {}
        Err(error) => return Err(error.into()),
    }
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

/// Whether the very manifest is stored, and every file in its size.
async fn is_stored(storage: &Storage, manifest: &Manifest, bytes: &[u8]) -> Result<bool, PublishError> {
    match storage.get(&object(&manifest.release, file::MANIFEST), LONGEST_MANIFEST).await {
        Ok(stored) if stored == bytes => {}
        Ok(_) | Err(StorageError::Missing { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    for (name, entry) in &manifest.files {
        let key = storage.key(&object(&manifest.release, name));
        let head = storage.client().head_object().bucket(storage.bucket()).key(key).send().await;
        // Whatever the reason is, an upload mends it or names it.
        let length = head.ok().and_then(|head| head.content_length());
        if length.and_then(|length| u64::try_from(length).ok()) != Some(entry.bytes) {
            return Ok(false);
        }
    }
    Ok(true)
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
