//! A folder in the making, under a hidden name beside its place until it is whole.
//!
//! A run that is killed cannot remove what it was making. So the folder is locked as long as its maker lives, and whoever
//! makes the next one first removes those that nobody holds.
//!
//! # What it never does
//! It touches no folder whose name begins otherwise, and none that another run is still at.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// A folder in the making. Dropped before it was [kept](Making::keep), it is removed.
///
/// ```
/// let home = tempfile::tempdir()?;
/// let making = making::Making::begin(home.path(), ".making-")?;
/// std::fs::write(making.path().join("file"), "whole")?;
/// std::fs::rename(making.path(), home.path().join("place"))?;
/// making.keep();
/// assert!(home.path().join("place/file").is_file());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Making {
    folder: TempDir,
    /// Locked. The system unlocks it when this process ends, however it ends.
    _held: File,
}

impl Making {
    /// Makes an empty folder in `parent` whose name begins with `prefix`, and removes those that killed runs have left.
    pub fn begin(parent: &Path, prefix: &str) -> io::Result<Self> {
        clear(parent, prefix)?;
        loop {
            let mut builder = tempfile::Builder::new();
            builder.prefix(prefix);
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755));
            let folder = builder.tempdir_in(parent)?;
            let held = File::open(folder.path())?;
            held.lock()?;
            // Between its making and its locking, another run may have taken it for one that was left.
            if folder.path().exists() {
                return Ok(Self { folder, _held: held });
            }
        }
    }

    /// Where to write in the meantime.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Nothing is removed any more: the folder has been renamed.
    pub fn keep(self) {
        let _ = self.folder.keep();
    }
}

fn clear(parent: &Path, prefix: &str) -> io::Result<()> {
    for found in fs::read_dir(parent)? {
        let found = found?;
        if !found.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        // Held while it is removed: whoever is making it right now waits, and sees that it is gone.
        let Ok(folder) = File::open(found.path()) else { continue };
        if folder.try_lock().is_ok() {
            match fs::remove_dir_all(found.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_in_the_making_is_not() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".making-left")).unwrap();
        fs::write(home.path().join(".making-left/half"), "").unwrap();
        fs::create_dir(home.path().join("place")).unwrap();
        let first = Making::begin(home.path(), ".making-").unwrap();
        let second = Making::begin(home.path(), ".making-").unwrap();
        let name = |making: &Making| making.path().file_name().unwrap().to_str().unwrap().to_owned();
        let mut expected = vec![name(&first), name(&second), "place".to_owned()];
        expected.sort();
        assert_eq!(names(home.path()), expected);
        drop((first, second));
        assert_eq!(names(home.path()), ["place"]);
    }
}
