//! An output folder appears whole or not at all.
//!
//! Everything is written to a hidden sibling, which takes the folder's name once it is complete. Dropped
//! before that, it is removed, and so are the folders that were made to hold it. The folder that is replaced steps aside
//! under another hidden name: killed in between, it is found there by the next run and put back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why an output folder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum StagingError {
    /// Replacing the folder might destroy something that this program did not make.
    #[error(
        "{}: already there, and not a folder of this kind (it has no {marker}); name another output or remove it",
        .path.display()
    )]
    Occupied {
        /// The output.
        path: PathBuf,
        /// The file by which such a folder is known.
        marker: &'static str,
    },
    /// The path has no last component, such as `/` or `..`.
    #[error("{}: not a name for an output folder; give a folder that may be made", .0.display())]
    Unnamed(PathBuf),
    /// The system refused.
    #[error("{}: {source}; see whether the folder may be written to and the disk has room", .path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// A folder in the making.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    partial: PathBuf,
    /// The folder that is replaced, while it is.
    former: PathBuf,
    /// Parents that were made for it, the outermost first.
    made: Vec<PathBuf>,
}

impl Staging {
    /// Begins the folder `target`. One that is already there is replaced at the end, provided that it is
    /// empty or has the file `marker`.
    pub fn begin(target: &Path, marker: &'static str) -> Result<Self, StagingError> {
        let staging = Self::resume(target, marker)?;
        let io = |source| StagingError::Io { path: staging.partial.clone(), source };
        fs::remove_dir_all(&staging.partial).map_err(io)?;
        fs::create_dir(&staging.partial).map_err(io)?;
        Ok(staging)
    }

    /// The same, but what a run that was killed has left is still there to go on from.
    pub fn resume(target: &Path, marker: &'static str) -> Result<Self, StagingError> {
        let io = |path: &Path| {
            let path = path.to_path_buf();
            move |source| StagingError::Io { path, source }
        };
        let target = std::path::absolute(target).map_err(io(target))?;
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(StagingError::Unnamed(target));
        };
        let hidden = |ending: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            parent.join(hidden)
        };
        let (partial, former) = (hidden(".partial"), hidden(".former"));
        if former.exists() {
            if target.exists() {
                fs::remove_dir_all(&former).map_err(io(&former))?;
            } else {
                fs::rename(&former, &target).map_err(io(&former))?;
            }
        }
        match fs::read_dir(&target) {
            Ok(mut entries) => {
                if entries.next().is_some() && !target.join(marker).is_file() {
                    return Err(StagingError::Occupied { path: target, marker });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(StagingError::Occupied { path: target, marker });
            }
            Err(error) => return Err(io(&target)(error)),
        }

        let missing =
            parent.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let mut made: Vec<_> = missing.map(Path::to_path_buf).collect();
        made.reverse();
        let staging = Self { target: target.clone(), partial, former, made };
        fs::create_dir_all(parent).map_err(io(parent))?;
        fs::create_dir_all(&staging.partial).map_err(io(&staging.partial))?;
        Ok(staging)
    }

    /// Where to write in the meantime.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Gives the finished folder its name, in place of the one that was there.
    pub fn commit(mut self) -> Result<(), StagingError> {
        let io = |source| StagingError::Io { path: self.target.clone(), source };
        let replaces = self.target.exists();
        if replaces {
            fs::rename(&self.target, &self.former).map_err(io)?;
        }
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            if replaces {
                fs::rename(&self.former, &self.target).map_err(io)?;
            }
            return Err(io(error));
        }
        self.made.clear();
        if replaces {
            fs::remove_dir_all(&self.former).map_err(io)?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a commit neither is there any more. A failure has no one left to be told to.
        let _ = fs::remove_dir_all(&self.partial);
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_committed_folder_replaces_the_old_one_whole() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("a/b/out");
        for content in ["old.txt", "new.txt"] {
            let staging = Staging::begin(&target, "marker.json").unwrap();
            fs::write(staging.path().join(content), "").unwrap();
            fs::write(staging.path().join("marker.json"), "").unwrap();
            staging.commit().unwrap();
        }
        assert_eq!(listing(&target), ["marker.json", "new.txt"]);
        assert_eq!(listing(&home.path().join("a/b")), ["out"]);
    }

    #[test]
    fn a_dropped_folder_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let staging = Staging::begin(&home.path().join("a/b/out"), "marker.json").unwrap();
        fs::write(staging.path().join("half"), "").unwrap();
        drop(staging);
        assert!(listing(home.path()).is_empty());
    }

    #[test]
    fn what_a_killed_run_left_does_not_stand_in_the_way() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        fs::create_dir(home.path().join(".out.partial")).unwrap();
        fs::write(home.path().join(".out.partial/half"), "").unwrap();
        let resumed = Staging::resume(&target, "marker.json").unwrap();
        assert_eq!(listing(resumed.path()), ["half"]);
        drop(resumed);
        fs::create_dir(home.path().join(".out.partial")).unwrap();
        Staging::begin(&target, "marker.json").unwrap().commit().unwrap();
        assert!(listing(&target).is_empty());
    }

    #[test]
    fn a_run_that_is_killed_while_it_replaces_loses_nothing() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        let folder = |name: &str, content: &str| {
            fs::create_dir(home.path().join(name)).unwrap();
            fs::write(home.path().join(name).join("marker.json"), content).unwrap();
        };
        // The old one stands aside, and the new one has not taken its place.
        folder(".out.former", "old");
        drop(Staging::begin(&target, "marker.json").unwrap());
        assert_eq!(fs::read_to_string(target.join("marker.json")).unwrap(), "old");
        // The new one has taken its place, and the old one is not removed.
        folder(".out.former", "older");
        drop(Staging::begin(&target, "marker.json").unwrap());
        assert_eq!(fs::read_to_string(target.join("marker.json")).unwrap(), "old");
        assert_eq!(listing(home.path()), ["out"]);
    }

    #[test]
    fn what_this_program_did_not_make_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("holiday");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("photo.jpg"), "").unwrap();
        for target in [folder.clone(), folder.join("photo.jpg")] {
            let error = Staging::begin(&target, "marker.json").unwrap_err();
            assert!(matches!(error, StagingError::Occupied { .. }), "{error}");
        }
        assert_eq!(listing(&folder), ["photo.jpg"]);
        assert_eq!(listing(home.path()), ["holiday"]);
    }
}
