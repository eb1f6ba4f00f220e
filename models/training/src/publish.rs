//! Publishes a release into a folder: the release is copied whole and never changed again, then one pointer moves.
//!
//! ```text
//! <folder>/releases/<id>/...     immutable
//! <folder>/current.json          {"release": "<id>", "challenger": "<id>"}: replaced by a rename, last
//! ```
//!
//! At no moment does the pointer name a release that is not whole: a copy that is cut short lies under another name
//! and is cleared away by the next one. Publishing an earlier release again moves the pointer back: that is the
//! rollback.
//!
//! A challenger is measured against one release: it stays for as long as that one is in service, and is left behind when
//! the pointer moves to another, unless the same publication names it again.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use making::Making;
use scoring::release::{FileEntry, Manifest, Pointer, file};
use scoring::{ModelError, ScoringModel};

/// The beginning of a folder's name while a release is copied into it.
const COPYING: &str = ".copying-";
/// The beginning of a folder's name while the next pointer is written in it.
const POINTING: &str = ".pointing-";

/// What was done, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The release.
    pub release: String,
    /// Whether it was copied; `false` where it was there already.
    pub copied: bool,
    /// The stored files that were damaged or gone, and were written anew.
    pub repaired: Vec<String>,
    /// The release that the pointer named before; `None` where there was no pointer.
    pub before: Option<String>,
    /// The challenger that the pointer names now.
    pub challenger: Option<String>,
    /// The challenger that it named before.
    pub challenger_before: Option<String>,
}

/// Who is to be scored in the shadow of the release that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Challenge<'a> {
    /// Whoever is now, if the release stays in service; else nobody.
    AsItWas,
    /// Nobody.
    Ended,
    /// The release in this folder, which is published with it.
    By(&'a Path),
}

/// Why a release was not published. The pointer is where it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file cannot be read or written.
    #[error("{}: {source}; see whether it is there, may be read or written to, and the disk has room", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not JSON of the right shape.
    #[error("{}: {source}", .path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A file is not what the manifest says.
    #[error("{}: {problem}; make the release again, or copy it again", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The release could not be served.
    #[error("{}: {source}", .folder.display())]
    Release {
        /// The release's folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// A release cannot be the challenger of the one that is published.
    #[error("{} cannot be the challenger of {champion}: {problem}", .folder.display())]
    Challenger {
        /// The challenger's folder.
        folder: PathBuf,
        /// The release that is published.
        champion: String,
        /// Why.
        problem: String,
    },
    /// Another release has the same name.
    #[error("{} is another release of the same name; releases are never replaced: make this one anew", .0.display())]
    Different(PathBuf),
}

/// Publishes the release in `release` into `to`, which is made where it is not there yet.
///
/// Every file is checked before anything is written, and again after it was copied. With `dry_run` nothing is written.
pub fn publish(
    release: &Path,
    to: &Path,
    challenge: Challenge<'_>,
    dry_run: bool,
) -> Result<Published, PublishError> {
    let champion = Checked::of(release, to)?;
    let challenger = match challenge {
        Challenge::By(folder) => Some(Checked::of(folder, to)?.challenging(&champion.manifest)?),
        Challenge::AsItWas | Challenge::Ended => None,
    };
    let before = pointer(to)?;
    let name = champion.manifest.release.clone();
    let stays = before.as_ref().filter(|before| before.release == name && challenge == Challenge::AsItWas);
    let pointer = Pointer {
        challenger: match &challenger {
            Some(challenger) => Some(challenger.manifest.release.clone()),
            None => stays.and_then(|before| before.challenger.clone()),
        },
        release: name,
    };
    if !dry_run {
        champion.store()?;
        if let Some(challenger) = challenger {
            challenger.store()?;
        }
        // Begun in any case: it removes what a killed run has left.
        let moving = Making::begin(to, POINTING).map_err(at(to))?;
        if before.as_ref() != Some(&pointer) {
            point(to, &pointer, &moving)?;
        }
    }
    let (before, challenger_before) = before.map(|before| (before.release, before.challenger)).unzip();
    Ok(Published {
        release: pointer.release,
        copied: !champion.there,
        repaired: champion.repaired,
        before,
        challenger: pointer.challenger,
        challenger_before: challenger_before.flatten(),
    })
}

/// A release that could be served, and its place in the store.
struct Checked<'a> {
    folder: &'a Path,
    manifest: Manifest,
    bytes: Vec<u8>,
    place: PathBuf,
    /// Whether it is in its place already.
    there: bool,
    /// What is damaged or gone there.
    repaired: Vec<String>,
}

impl<'a> Checked<'a> {
    fn of(folder: &'a Path, to: &Path) -> Result<Self, PublishError> {
        let (manifest, bytes) = read_manifest(folder)?;
        verify(folder, &manifest)?;
        let scorer = read(&folder.join(file::SCORER))?;
        ScoringModel::from_release(&manifest, &scorer)
            .map_err(|source| PublishError::Release { folder: folder.to_owned(), source })?;
        let place = to.join(file::RELEASES).join(&manifest.release);
        let there = place.try_exists().map_err(at(&place))?;
        let repaired = if there { damages(&place, &manifest, &bytes)? } else { Vec::new() };
        Ok(Self { folder, manifest, bytes, place, there, repaired })
    }

    /// The same, where it can be scored in the shadow of that release: on the features that are stored of its clients.
    fn challenging(self, champion: &Manifest) -> Result<Self, PublishError> {
        let absent = self.manifest.inputs.iter().find(|input| !champion.clients.features.contains(input));
        let problem = match absent {
            Some(input) => format!("its input {input} is not among the features of that release"),
            None if self.manifest.release == champion.release => "it is that release".to_owned(),
            None => return Ok(self),
        };
        let (folder, champion) = (self.folder.to_owned(), champion.release.clone());
        Err(PublishError::Challenger { folder, champion, problem })
    }

    /// Copies it into its place, or puts right what is damaged there.
    fn store(&self) -> Result<(), PublishError> {
        let Self { folder, manifest, bytes, place, there, repaired } = self;
        match (there, repaired.is_empty()) {
            (false, _) => copy(folder, manifest, bytes, place),
            (true, false) => repair(folder, manifest, repaired, place),
            (true, true) => Ok(()),
        }
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> PublishError {
    move |source| PublishError::Io { path: path.to_owned(), source }
}

fn read(path: &Path) -> Result<Vec<u8>, PublishError> {
    fs::read(path).map_err(at(path))
}

fn damaged(path: PathBuf, problem: impl Into<String>) -> PublishError {
    PublishError::Damaged { path, problem: problem.into() }
}

/// The manifest of a release's folder, checked against its own name, and its bytes.
pub fn read_manifest(folder: &Path) -> Result<(Manifest, Vec<u8>), PublishError> {
    let path = folder.join(file::MANIFEST);
    let bytes = read(&path)?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|source| PublishError::Json { path: path.clone(), source })?;
    manifest.check().map_err(|error| damaged(path.clone(), error.to_string()))?;
    // The name becomes a folder's.
    if manifest.release.contains(['/', '\\']) || manifest.release.starts_with('.') {
        return Err(damaged(path, format!("{:?} is no name of a release", manifest.release)));
    }
    Ok((manifest, bytes))
}

/// Checks every file of a release's folder against its manifest.
pub fn verify(folder: &Path, manifest: &Manifest) -> Result<(), PublishError> {
    manifest.files.keys().try_for_each(|name| verify_file(folder, manifest, name))
}

fn verify_file(folder: &Path, manifest: &Manifest, name: &str) -> Result<(), PublishError> {
    let (path, expected) = (folder.join(name), &manifest.files[name]);
    if Path::new(name).components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
        return Err(damaged(path, "the manifest names a file outside of the release"));
    }
    let found = File::open(&path).and_then(FileEntry::read).map_err(at(&path))?;
    if found == *expected {
        return Ok(());
    }
    let problem = format!(
        "{} bytes with SHA-256 {}, not {} bytes with {}",
        found.bytes, found.sha256, expected.bytes, expected.sha256
    );
    Err(damaged(path, problem))
}

/// The files of a stored release that are gone or not what they were. That another release has its name is no damage.
fn damages(place: &Path, manifest: &Manifest, bytes: &[u8]) -> Result<Vec<String>, PublishError> {
    let mut found = Vec::new();
    for name in manifest.files.keys() {
        match verify_file(place, manifest, name) {
            Ok(()) => {}
            Err(PublishError::Io { source, .. }) if source.kind() != io::ErrorKind::NotFound => {
                return Err(at(&place.join(name))(source));
            }
            Err(_) => found.push(name.clone()),
        }
    }
    match read_manifest(place) {
        Ok((_, stored)) if stored == bytes => {}
        Ok(_) => return Err(PublishError::Different(place.to_owned())),
        Err(PublishError::Io { path, source }) if source.kind() != io::ErrorKind::NotFound => {
            return Err(PublishError::Io { path, source });
        }
        Err(_) => found.push(file::MANIFEST.to_owned()),
    }
    Ok(found)
}

fn copy(from: &Path, manifest: &Manifest, bytes: &[u8], place: &Path) -> Result<(), PublishError> {
    let releases = place.parent().unwrap_or(Path::new("."));
    let names: Vec<_> = manifest.files.keys().map(String::as_str).collect();
    let copy = gather(from, manifest, &names, releases)?;
    let target = copy.path().join(file::MANIFEST);
    fs::write(&target, bytes).map_err(at(&target))?;
    settle(&target)?;
    fs::rename(copy.path(), place).map_err(at(place))?;
    // Its name is taken by nothing now: there is nothing to remove.
    copy.keep();
    settle(releases)
}

/// Puts these files of a stored release right, each by a rename: whoever reads one finds it as it was or whole.
fn repair(from: &Path, manifest: &Manifest, names: &[String], place: &Path) -> Result<(), PublishError> {
    let releases = place.parent().unwrap_or(Path::new("."));
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let copy = gather(from, manifest, &names, releases)?;
    for name in names {
        let target = place.join(name);
        let folder = target.parent().unwrap_or(place);
        fs::create_dir_all(folder).map_err(at(folder))?;
        fs::rename(copy.path().join(name), &target).map_err(at(&target))?;
        settle(folder)?;
    }
    Ok(())
}

/// Copies of these files of a release that are on the disk and checked, in a folder of their own beside the releases.
/// It is removed when it is dropped.
fn gather(from: &Path, manifest: &Manifest, names: &[&str], releases: &Path) -> Result<Making, PublishError> {
    fs::create_dir_all(releases).map_err(at(releases))?;
    let copy = Making::begin(releases, COPYING).map_err(at(releases))?;
    for name in names {
        let (source, target) = (from.join(name), copy.path().join(name));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::copy(&source, &target).map_err(at(&target))?;
        settle(&target)?;
        if *name != file::MANIFEST {
            verify_file(copy.path(), manifest, name)?;
        }
    }
    Ok(copy)
}

/// Waits until a file, or a folder's list of names, has reached the disk.
fn settle(path: &Path) -> Result<(), PublishError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(at(path))
}

/// What the pointer names.
fn pointer(to: &Path) -> Result<Option<Pointer>, PublishError> {
    let path = to.join(file::POINTER);
    match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&path)(error)),
        Ok(bytes) => {
            let found = serde_json::from_slice(&bytes);
            found.map(Some).map_err(|source| PublishError::Json { path, source })
        }
    }
}

/// Moves the pointer: whoever reads it finds the former release or this one, and never half of a file.
fn point(to: &Path, pointer: &Pointer, moving: &Making) -> Result<(), PublishError> {
    let path = to.join(file::POINTER);
    let bytes =
        serde_json::to_vec(pointer).map_err(|source| PublishError::Json { path: path.clone(), source })?;
    let next = moving.path().join(file::POINTER);
    fs::write(&next, bytes).map_err(at(&path))?;
    settle(&next)?;
    fs::rename(&next, &path).map_err(at(&path))?;
    settle(to)
}
