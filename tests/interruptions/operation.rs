//! What is interrupted: four programs that replace or add a result, each with a result that was there before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use scoring::release::{Manifest, file};
use system_tests::data::{program, synthetic};
use tempfile::TempDir;

/// The files below a folder with their bytes.
pub(crate) type Contents = BTreeMap<String, Vec<u8>>;

pub(crate) const ALL: [Kind; 4] = [Kind::Ingest, Kind::Features, Kind::Fit, Kind::Publish];

/// A program that is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Ingest,
    Features,
    Fit,
    Publish,
}

impl Kind {
    /// As the table names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Features => "features",
            Self::Fit => "training fit",
            Self::Publish => "training publish",
        }
    }
}

/// Two populations with all that is made of them, once for all tests.
pub(crate) struct Made {
    home: TempDir,
}

impl Made {
    pub(crate) fn get() -> &'static Self {
        static MADE: OnceLock<Made> = OnceLock::new();
        MADE.get_or_init(|| Self::make().expect("the populations and all that is made of them"))
    }

    fn make() -> Result<Self> {
        let made = Self { home: TempDir::new()? };
        for (generation, clients) in [("old", 1_200), ("new", 1_500)] {
            let at = |name: &str| made.at(generation, name);
            synthetic(&at("raw"), clients)?;
            succeed(
                Command::new(program("pipeline"))
                    .args(["ingest", "--data"])
                    .arg(at("raw"))
                    .arg("--output")
                    .arg(at("tables")),
            )?;
            succeed(
                Command::new(program("pipeline"))
                    .args(["features", "--tables"])
                    .arg(at("tables"))
                    .arg("--output")
                    .arg(at("features")),
            )?;
            succeed(&mut fit(&at("features"), &at("releases")))?;
        }
        Ok(made)
    }

    fn at(&self, generation: &str, name: &str) -> PathBuf {
        self.home.path().join(generation).join(name)
    }

    /// The only release of a generation.
    pub(crate) fn release(&self, generation: &str) -> Result<PathBuf> {
        let mut releases = fs::read_dir(self.at(generation, "releases"))?;
        Ok(releases.next().context("no release was made")??.path())
    }
}

fn fit(features: &Path, releases: &Path) -> Command {
    let mut command = Command::new(program("training"));
    command.args(["fit", "--folds", "2", "--draws", "20", "--threads", "1", "--features"]).arg(features);
    command.arg("--output").arg(releases);
    command
}

/// A program in a home of its own, where the old result is.
pub(crate) struct Operation {
    kind: Kind,
    home: TempDir,
    old: Contents,
    new: Contents,
}

impl Operation {
    pub(crate) fn new(kind: Kind) -> Result<Self> {
        let made = Made::get();
        let home = TempDir::new()?;
        let result = home.path().join("result");
        let (old, new) = match kind {
            Kind::Ingest => (made.at("old", "tables"), made.at("new", "tables")),
            Kind::Features => (made.at("old", "features"), made.at("new", "features")),
            Kind::Fit | Kind::Publish => (made.release("old")?, made.release("new")?),
        };
        match kind {
            Kind::Ingest | Kind::Features => copy(&old, &result)?,
            Kind::Fit => copy(&old, &result.join(old.file_name().context("a release has a name")?))?,
            Kind::Publish => {
                succeed(
                    Command::new(program("training"))
                        .args(["publish", "--release"])
                        .arg(&old)
                        .arg("--to")
                        .arg(&result),
                )?;
            }
        }
        Ok(Self { kind, home, old: contents(&old)?, new: contents(&new)? })
    }

    fn result(&self) -> PathBuf {
        self.home.path().join("result")
    }

    /// The program, which makes the new result.
    pub(crate) fn command(&self) -> Result<Command> {
        let made = Made::get();
        let mut command = match self.kind {
            Kind::Ingest => {
                let mut command = Command::new(program("pipeline"));
                command
                    .args(["ingest", "--data"])
                    .arg(made.at("new", "raw"))
                    .arg("--output")
                    .arg(self.result());
                command
            }
            Kind::Features => {
                let mut command = Command::new(program("pipeline"));
                command.args(["features", "--tables"]).arg(made.at("new", "tables"));
                command.arg("--output").arg(self.result());
                command
            }
            Kind::Fit => fit(&made.at("new", "features"), &self.result()),
            Kind::Publish => {
                let mut command = Command::new(program("training"));
                command
                    .args(["publish", "--release"])
                    .arg(made.release("new")?)
                    .arg("--to")
                    .arg(self.result());
                command
            }
        };
        command.stdin(Stdio::null());
        Ok(command)
    }

    /// How long the program takes where nothing interrupts it.
    pub(crate) fn duration(&self) -> Result<Duration> {
        let started = Instant::now();
        succeed(&mut self.command()?)?;
        Ok(started.elapsed())
    }

    /// Checks that what is in service, or stands under the result's name, is whole; answers which it is.
    pub(crate) fn check(&self) -> Result<&'static str> {
        match self.kind {
            Kind::Ingest | Kind::Features => {
                // Between two renames the old one stands aside; the next run puts it back.
                let aside = self.home.path().join(".result.former");
                let found =
                    if self.result().exists() { contents(&self.result())? } else { contents(&aside)? };
                match found {
                    found if found == self.old => Ok("the old result"),
                    found if found == self.new => Ok("the new result"),
                    found => anyhow::bail!("neither the old result nor the new one: {:?}", found.keys()),
                }
            }
            Kind::Fit => {
                let mut whole = 0;
                for release in folders(&self.result())? {
                    whole_release(&release)?;
                    whole += 1;
                }
                ensure!(whole > 0, "the old release is gone");
                Ok(if whole == 1 { "the old release" } else { "the old and the new release" })
            }
            Kind::Publish => {
                let pointer = fs::read(self.result().join(file::POINTER))?;
                let pointer: serde_json::Value = serde_json::from_slice(&pointer)?;
                let release = pointer["release"].as_str().context("the pointer names a release")?;
                let stored = self.result().join(file::RELEASES).join(release);
                whole_release(&stored)?;
                let old = contents(&stored)? == self.old;
                Ok(if old { "the old release in service" } else { "the new release in service" })
            }
        }
    }

    /// Runs the program to its end, and checks that the new result is there and nothing else is left.
    pub(crate) fn finish(&self) -> Result<()> {
        succeed(&mut self.command()?)?;
        let found = self.check()?;
        ensure!(found.contains("new"), "after another run there is still {found}");
        for folder in [self.home.path().to_owned(), self.result(), self.result().join(file::RELEASES)] {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let name = entry?.file_name().to_string_lossy().into_owned();
                ensure!(!name.starts_with('.'), "{name} is left in {}", folder.display());
            }
        }
        Ok(())
    }
}

pub(crate) fn whole_release(folder: &Path) -> Result<()> {
    let bytes = fs::read(folder.join(file::MANIFEST))
        .with_context(|| format!("{} has no manifest", folder.display()))?;
    let manifest: Manifest = serde_json::from_slice(&bytes)?;
    manifest.check()?;
    for name in manifest.files.keys() {
        manifest.check_file(name, &fs::read(folder.join(name))?)?;
    }
    Ok(())
}

/// The folders in a folder that are not hidden.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Runs a program that must succeed.
pub(crate) fn succeed(command: &mut Command) -> Result<Output> {
    let output = command.output()?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output)
}

fn contents(folder: &Path) -> Result<Contents> {
    let mut found = Contents::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                found.insert(name, fs::read(path)?);
            }
        }
    }
    Ok(found)
}

pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for (name, bytes) in contents(from)? {
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::write(target, bytes)?;
    }
    Ok(())
}
