//! The raw data: a folder or a zip archive with Kaggle's CSV files at its root, or in its only sub-folder
//! that has them.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use progress::shortened;
use zip::ZipArchive;
use zip::result::ZipError;

/// The one file without which there is nothing to learn from.
pub(crate) const TRAIN: &str = "application_train.csv";
/// What macOS adds to an archive; never data.
const MACOS_EXTRAS: &str = "__MACOSX";
/// As many names as a message lists.
const NAMES_SHOWN: usize = 8;
/// Tables are packed to between a quarter and a twentieth of their size; what is packed harder and unpacks to more than
/// [`HARMLESS`] bytes was made to fill a disk or a memory.
const MOST_TIMES: u64 = 200;
/// Bytes that a file may unpack to, however it is packed.
const HARMLESS: u64 = 64 << 20;
/// Bytes that the files of an archive may unpack to together: ten times the whole data.
const MOST_BYTES: u64 = 32 << 30;

/// Why the raw data could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// Nothing is there.
    #[error("{}: there is no such file or folder; give a folder or zip archive that has {TRAIN}", .0.display())]
    Absent(PathBuf),
    /// A file, but not an archive.
    #[error(
        "{}: neither a folder nor a readable zip archive ({problem}); give a folder or zip archive that has {TRAIN}",
        .path.display()
    )]
    NotArchive {
        /// What was given.
        path: PathBuf,
        /// What the zip library says.
        problem: ZipError,
    },
    /// An archive or folder without anything in it.
    #[error("{}: is empty; give a folder or zip archive that has {TRAIN}", .0.display())]
    Empty(PathBuf),
    /// None of the places where the applications may be has them.
    #[error(
        "{}: {TRAIN} is neither at its root nor in one of its folders; found there: {found}; \
         give the folder or zip archive of the Home Credit data as Kaggle gives it",
        .path.display()
    )]
    NoApplications {
        /// What was given.
        path: PathBuf,
        /// What was found at the root instead.
        found: String,
    },
    /// More than one sub-folder could be meant.
    #[error("{}: {TRAIN} is in several of its folders ({folders}); give one of them", .path.display())]
    Ambiguous {
        /// What was given.
        path: PathBuf,
        /// The folders that have it.
        folders: String,
    },
    /// A file in the archive needs a password.
    #[error("{file} in {} is encrypted; extract the archive with its password and give the folder", .path.display())]
    Encrypted {
        /// The archive.
        path: PathBuf,
        /// The file in it.
        file: String,
    },
    /// A file in the archive cannot be opened.
    #[error("{file} in {} cannot be read ({problem}); the archive may be damaged: download it again", .path.display())]
    Entry {
        /// The archive.
        path: PathBuf,
        /// The file in it.
        file: String,
        /// What the zip library says.
        problem: ZipError,
    },
    /// A name that no archive of data holds.
    #[error(
        "{}: it holds a file named {name:?}, which leads out of the archive; give the archive as Kaggle gives it",
        .path.display()
    )]
    Name {
        /// The archive.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A file that is packed as no data is.
    #[error(
        "{file} in {}: {packed} bytes unpack to {unpacked}, more than {MOST_TIMES} times as many, as no real data does; if \
         it is what you mean, extract the archive and give the folder",
        .path.display()
    )]
    Bomb {
        /// The archive.
        path: PathBuf,
        /// The file in it.
        file: String,
        /// Its bytes in the archive.
        packed: u64,
        /// Its bytes outside.
        unpacked: u64,
    },
    /// An archive whose files are too large together.
    #[error(
        "{}: its files unpack to {unpacked} bytes, more than {MOST_BYTES}; if it is what you mean, extract the archive and \
         give the folder",
        .path.display()
    )]
    TooLarge {
        /// The archive.
        path: PathBuf,
        /// What its files unpack to.
        unpacked: u64,
    },
    /// The system refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// What was to be read.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Raw data whose applications have been found.
#[derive(Debug)]
pub(crate) struct Input {
    /// What was given.
    path: PathBuf,
    kind: Kind,
    /// The folder inside that has the files: empty, or a name and a slash.
    prefix: String,
    /// Paths of the files inside, with forward slashes.
    files: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Folder,
    Archive,
}

impl Input {
    /// Opens a folder or an archive and finds the files in it.
    pub(crate) fn open(path: &Path) -> Result<Self, InputError> {
        let io = |source| InputError::Io { path: path.to_path_buf(), source };
        let kind = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Kind::Folder,
            Ok(_) => Kind::Archive,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(InputError::Absent(path.to_path_buf()));
            }
            Err(error) => return Err(io(error)),
        };
        let files = match kind {
            Kind::Folder => files_of_folder(path).map_err(io)?,
            Kind::Archive => files_of_archive(path)?,
        };
        if files.is_empty() {
            return Err(InputError::Empty(path.to_path_buf()));
        }
        let prefix = prefix(path, &files)?;
        Ok(Self { path: path.to_path_buf(), kind, prefix, files })
    }

    /// The name of the folder or archive, for people.
    pub(crate) fn name(&self) -> String {
        // `.` has no name of its own.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The sub-folder that has the files, where they are not at the root.
    pub(crate) fn folder(&self) -> Option<&str> {
        self.prefix.strip_suffix('/')
    }

    /// Whether the file is there.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.files.iter().any(|path| path.strip_prefix(&self.prefix) == Some(file))
    }

    /// What changes when a file does: its size with the time of its last change, or with its checksum in an archive.
    pub(crate) fn identity(&self, file: &str) -> Result<String, InputError> {
        let inner = format!("{}{file}", self.prefix);
        match self.kind {
            Kind::Folder => {
                let path = self.path.join(inner);
                let metadata = fs::metadata(&path);
                let metadata = metadata.map_err(|source| InputError::Io { path: path.clone(), source })?;
                let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let path = fs::canonicalize(&path).unwrap_or(path);
                Ok(format!("{} {} {:?}", path.display(), metadata.len(), changed.unwrap_or_default()))
            }
            Kind::Archive => {
                let mut archive = open_archive(&self.path)?;
                let entry = archive.by_name(&inner);
                let entry = entry.map_err(|problem| self.unreadable(file, problem))?;
                Ok(format!("{inner} {} {:08x}", entry.size(), entry.crc32()))
            }
        }
    }

    /// The size of a file in bytes, unpacked.
    pub(crate) fn size(&self, file: &str) -> Result<u64, InputError> {
        self.with_file(file, |_, size| size)
    }

    /// Hands the content of a file to `read`, together with its size in bytes.
    pub(crate) fn with_file<T>(
        &self,
        file: &str,
        read: impl FnOnce(&mut dyn Read, u64) -> T,
    ) -> Result<T, InputError> {
        let inner = format!("{}{file}", self.prefix);
        match self.kind {
            Kind::Folder => {
                let path = self.path.join(inner);
                let open = || {
                    let file = File::open(&path)?;
                    let size = file.metadata()?.len();
                    Ok((file, size))
                };
                let (mut file, size) =
                    open().map_err(|source| InputError::Io { path: path.clone(), source })?;
                Ok(read(&mut file, size))
            }
            Kind::Archive => {
                let mut archive = open_archive(&self.path)?;
                let entry = archive.by_name(&inner);
                let mut entry = entry.map_err(|problem| self.unreadable(file, problem))?;
                let size = entry.size();
                // More than it declares is not unpacked: the library sees to that.
                Ok(read(&mut entry, size))
            }
        }
    }
}

impl Input {
    fn unreadable(&self, file: &str, problem: ZipError) -> InputError {
        let (path, file) = (self.path.clone(), file.to_owned());
        match problem {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => InputError::Encrypted { path, file },
            problem => InputError::Entry { path, file, problem },
        }
    }
}

/// The files of a folder and of its sub-folders, one level deep.
fn files_of_folder(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
            continue;
        };
        if path.is_file() {
            files.push(name);
        } else if let Ok(inside) = fs::read_dir(&path) {
            for entry in inside {
                let path = entry?.path();
                if let Some(inner) = path.file_name().and_then(|inner| inner.to_str())
                    && path.is_file()
                {
                    files.push(format!("{name}/{inner}"));
                }
            }
        }
    }
    files.sort();
    Ok(files)
}

fn files_of_archive(path: &Path) -> Result<Vec<String>, InputError> {
    let mut archive = open_archive(path)?;
    let not_archive = |problem| InputError::NotArchive { path: path.to_path_buf(), problem };
    let mut files = Vec::new();
    let mut together: u64 = 0;
    for index in 0..archive.len() {
        // Raw: nothing is unpacked, and an encrypted file has a name and a size too.
        let entry = archive.by_index_raw(index).map_err(not_archive)?;
        let name = entry.name().map_err(not_archive)?.into_owned();
        if name.contains('\0') || name.starts_with('/') || name.split(['/', '\\']).any(|part| part == "..") {
            return Err(InputError::Name { path: path.to_path_buf(), name: shortened(&name) });
        }
        if name.ends_with('/') || name.starts_with(MACOS_EXTRAS) {
            continue;
        }
        let (packed, unpacked) = (entry.compressed_size(), entry.size());
        if unpacked > HARMLESS && unpacked / MOST_TIMES >= packed {
            let file = shortened(&name);
            return Err(InputError::Bomb { path: path.to_path_buf(), file, packed, unpacked });
        }
        together = together.saturating_add(unpacked);
        files.push(name);
    }
    if together > MOST_BYTES {
        return Err(InputError::TooLarge { path: path.to_path_buf(), unpacked: together });
    }
    files.sort();
    Ok(files)
}

fn open_archive(path: &Path) -> Result<ZipArchive<BufReader<File>>, InputError> {
    let file = File::open(path).map_err(|source| InputError::Io { path: path.to_path_buf(), source })?;
    ZipArchive::new(BufReader::with_capacity(1 << 16, file))
        .map_err(|problem| InputError::NotArchive { path: path.to_path_buf(), problem })
}

/// Where the applications are: at the root, or else in the one sub-folder that has them.
fn prefix(path: &Path, files: &[String]) -> Result<String, InputError> {
    if files.iter().any(|file| file == TRAIN) {
        return Ok(String::new());
    }
    let folders: Vec<_> = files
        .iter()
        .filter_map(|file| file.strip_suffix(TRAIN)?.strip_suffix('/'))
        .filter(|folder| !folder.contains('/'))
        .collect();
    match folders.as_slice() {
        [folder] => Ok(format!("{folder}/")),
        [] => {
            let mut found: Vec<_> = files.iter().take(NAMES_SHOWN).map(|file| shortened(file)).collect();
            if files.len() > found.len() {
                found.push(format!("and {} more", files.len() - found.len()));
            }
            Err(InputError::NoApplications { path: path.to_path_buf(), found: found.join(", ") })
        }
        several => {
            let folders: Vec<_> = several.iter().take(NAMES_SHOWN).map(|folder| shortened(folder)).collect();
            Err(InputError::Ambiguous { path: path.to_path_buf(), folders: folders.join(", ") })
        }
    }
}
