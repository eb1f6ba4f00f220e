//! The files of a release: their names below its folder, their sizes and digests.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The manifest.
pub const MANIFEST: &str = "manifest.json";
/// The model in XGBoost's JSON format.
pub const MODEL: &str = "model.json";
/// The model laid out for the functions.
pub const SCORER: &str = "scorer.bin";
/// The clients' numbers.
pub const IDS: &str = "clients/ids.npy";
/// The clients' features, row by row.
pub const FEATURES: &str = "clients/features.npy";
/// A checksum of each row of the features.
pub const CHECKSUMS: &str = "clients/checksums.npy";
/// What is shown, filtered and compared, column by column.
pub const COHORT: &str = "clients/cohort.npy";
/// Figures and curves.
pub const REPORT: &str = "report.json";
/// The pointer, beside the folder `releases`.
pub const POINTER: &str = "current.json";
/// The folder of all releases.
pub const RELEASES: &str = "releases";

/// A file's size and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// The size and digest of a file of these bytes.
    ///
    /// ```
    /// let entry = scoring::release::FileEntry::of(b"abc");
    /// assert_eq!(entry.bytes, 3);
    /// assert!(entry.sha256.starts_with("ba7816bf"));
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: hexadecimal(&Sha256::digest(bytes)) }
    }

    /// The size and digest of all that is read, which may be larger than memory.
    ///
    /// ```
    /// use scoring::release::FileEntry;
    ///
    /// let entry = FileEntry::read(&b"abc"[..])?;
    /// assert_eq!(entry, FileEntry::of(b"abc"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read(mut source: impl Read) -> io::Result<Self> {
        let (mut digest, mut bytes) = (Sha256::new(), 0);
        let mut buffer = vec![0; 1 << 20];
        loop {
            match source.read(&mut buffer)? {
                0 => return Ok(Self { bytes, sha256: hexadecimal(&digest.finalize()) }),
                read => {
                    digest.update(&buffer[..read]);
                    bytes += read as u64;
                }
            }
        }
    }
}

/// Why bytes are not those of a release's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The manifest does not name the file.
    #[error("the manifest names no file {0:?}")]
    NotNamed(String),
    /// The bytes are others.
    #[error(
        "{name} is damaged: {} bytes with SHA-256 {}, not {} bytes with {}",
        .found.bytes, .found.sha256, .expected.bytes, .expected.sha256
    )]
    Differs {
        /// The file's name.
        name: String,
        /// What the manifest says.
        expected: FileEntry,
        /// What the bytes come to.
        found: FileEntry,
    },
}

/// Bytes in lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
