//! Writes a release folder.
//!
//! It is written under another name beside its place, the manifest last, and then renamed: whoever finds a folder
//! under a release's name finds all of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use making::Making;
use matrix::FeatureFolder;
use matrix::npy::NpyError;
use scoring::ScoringModel;
use scoring::release::{FORMAT, FileEntry, Manifest, file, hexadecimal};
use sha2::{Digest, Sha256};

use crate::calendar::Moment;
use crate::clients;
use crate::error::FitError;
use crate::fit::Fitted;

/// A release that is in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub release: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it had been there before, and so was left as it is.
    pub existed: bool,
}

/// Writes the release of a fitted model below `releases`, which is made where it is not there yet.
///
/// The name is the date of `now` and a digest of the release, so that the same release on the same day has the same
/// name; one that is there already is left as it is.
pub fn write(
    folder: &FeatureFolder,
    fitted: &Fitted,
    releases: &Path,
    now: Moment,
) -> Result<Written, FitError> {
    fs::create_dir_all(releases).map_err(at(releases))?;
    // Removed again when anything below fails.
    let making = Making::begin(releases, ".making-").map_err(at(releases))?;
    let mut out = Output { root: making.path(), files: BTreeMap::new() };
    out.subfolder("clients")?;

    out.write(file::MODEL, |file| file.write_all(&fitted.model_json))?;
    out.write(file::SCORER, |file| file.write_all(&fitted.scorer))?;
    out.write(file::IDS, |file| clients::write_ids(folder, file).map_err(io_error))?;
    out.write(file::FEATURES, |file| clients::write_features(folder, file).map_err(io_error))?;
    out.write(file::CHECKSUMS, |file| clients::write_checksums(folder, file).map_err(io_error))?;
    let sample = out.write(file::COHORT, |file| clients::write_cohort(folder, &fitted.scores, file))?;
    // Without indentation: most of it is lists of pairs of numbers, and the functions read it at a cold start.
    let report =
        serde_json::to_vec(&fitted.report).map_err(|source| FitError::Json { name: file::REPORT, source })?;
    out.write(file::REPORT, |file| file.write_all(&report))?;

    let mut manifest = Manifest {
        format: FORMAT,
        release: String::new(),
        created: now.rfc3339(),
        source: folder.set.source.clone(),
        files: out.files,
        inputs: fitted.inputs.clone(),
        clients: sample,
        calibration: fitted.calibration,
        scale: fitted.scale,
        rule: fitted.rule,
        importance: fitted.importance.clone(),
        usual: clients::usual(folder, &fitted.scores),
        metrics: fitted.metrics.clone(),
    };
    manifest.release = format!("{}-{}", now.date(), &manifest.digest()[..12]);
    let bytes = json(file::MANIFEST, &manifest)?;
    // As the functions will read it.
    let read: Manifest =
        serde_json::from_slice(&bytes).map_err(|source| FitError::Json { name: file::MANIFEST, source })?;
    if read != manifest {
        return Err(FitError::Manifest);
    }
    ScoringModel::from_release(&read, &fitted.scorer)?;

    let place = releases.join(&manifest.release);
    let existed = place.join(file::MANIFEST).is_file();
    if !existed {
        let mut out = Output { root: making.path(), files: BTreeMap::new() };
        out.write(file::MANIFEST, |file| file.write_all(&bytes))?;
        fs::rename(making.path(), &place).map_err(at(&place))?;
        // Its name is taken by nothing now: there is nothing to remove.
        making.keep();
    }
    Ok(Written { release: manifest.release, folder: place, existed })
}

/// Writes what was predicted out of fold as a table: `SK_ID_CURR,fold,TARGET,log_odds`.
///
/// It holds clients' keys and outcomes, and so is no part of a release.
pub fn write_out_of_fold(fitted: &Fitted, path: &Path) -> Result<(), FitError> {
    let write = || {
        let mut file = BufWriter::new(File::create(path)?);
        writeln!(file, "SK_ID_CURR,fold,TARGET,log_odds")?;
        for one in &fitted.out_of_fold {
            writeln!(file, "{},{},{},{}", one.client, one.fold, u8::from(one.defaulted), one.log_odds)?;
        }
        file.flush()
    };
    write().map_err(at(path))
}

fn json(name: &'static str, value: &impl serde::Serialize) -> Result<Vec<u8>, FitError> {
    serde_json::to_vec_pretty(value).map_err(|source| FitError::Json { name, source })
}

fn at(path: &Path) -> impl Fn(io::Error) -> FitError {
    move |source| FitError::Io { path: path.to_owned(), source }
}

/// Numbers that are in memory only fail to be written where the file does.
fn io_error(error: NpyError) -> io::Error {
    match error {
        NpyError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// A folder that is being written, with the digests of the files so far.
struct Output<'a> {
    root: &'a Path,
    files: BTreeMap<String, FileEntry>,
}

impl Output<'_> {
    fn subfolder(&self, name: &str) -> Result<(), FitError> {
        let path = self.root.join(name);
        fs::create_dir(&path).map_err(at(&path))
    }

    fn write<T>(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut Digesting) -> io::Result<T>,
    ) -> Result<T, FitError> {
        let path = self.root.join(name);
        let write = || {
            let file = BufWriter::with_capacity(1 << 20, File::create(&path)?);
            let mut digesting = Digesting { file, digest: Sha256::new(), bytes: 0 };
            let result = content(&mut digesting)?;
            let (entry, file) = digesting.finish()?;
            // Names are only trustworthy when what they name has reached the disk.
            file.sync_all()?;
            Ok((entry, result))
        };
        let (entry, result) = write().map_err(at(&path))?;
        self.files.insert(name.to_owned(), entry);
        Ok(result)
    }
}

/// A file of which the digest is taken while it is written.
struct Digesting {
    file: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl Digesting {
    fn finish(self) -> io::Result<(FileEntry, File)> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let sha256 = hexadecimal(&self.digest.finalize());
        Ok((FileEntry { bytes: self.bytes, sha256 }, file))
    }
}

impl Write for Digesting {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.digest.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
