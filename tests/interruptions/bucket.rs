//! `kill -9` while a release is published into a bucket.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use scoring::release::file;
use system_tests::data::program;
use tempfile::TempDir;

use crate::kill::{Random, points};
use crate::operation::{Made, copy, whole_release};
use crate::row::Rows;

#[test]
fn a_publication_into_a_bucket_that_is_killed_leaves_a_whole_release_in_service() -> Result<()> {
    let mut rows = Rows::begin("bucket")?;
    let (old, new) = (Made::get().release("old")?, Made::get().release("new")?);
    let first = Bucket::new()?;
    first.publish(&old)?;
    let duration = {
        let bucket = first.copy()?;
        bucket.publish(&new)?
    };
    let (mut random, points) = (Random::new(9), points());
    let mut seen = Vec::new();
    for _ in 0..points {
        let bucket = first.copy()?;
        let mut running = bucket.start(&new)?;
        sleep(duration.mul_f64(random.next()));
        running.kill()?;
        running.wait()?;
        let stored = bucket.in_service()?;
        seen.push(if stored.file_name() == old.file_name() { "the old release" } else { "the new release" });
        bucket.publish(&new)?;
        ensure!(bucket.in_service()?.file_name() == new.file_name(), "the next run does not publish it");
    }
    seen.sort_unstable();
    seen.dedup();
    rows.add(
        &format!("kill -9 of publishing into a bucket, at {points} random moments"),
        "the pointer names a whole release; the next run publishes the new one",
        &format!("in service then: {}; the next run published", seen.join(", ")),
    )
}

/// A storage folder and what it takes to serve from it.
struct Bucket {
    home: TempDir,
}

impl Bucket {
    fn new() -> Result<Self> {
        let home = TempDir::new()?;
        fs::create_dir(home.path().join("site"))?;
        fs::write(home.path().join("site/index.html"), "<!doctype html><title>Clairscore</title>")?;
        Ok(Self { home })
    }

    fn copy(&self) -> Result<Self> {
        let other = Self::new()?;
        copy(&self.home.path().join("storage"), &other.home.path().join("storage"))?;
        Ok(other)
    }

    fn start(&self, release: &Path) -> Result<Child> {
        let mut command = Command::new(program("local"));
        command.args(["--port", "0", "--release"]).arg(release);
        command.arg("--storage").arg(self.home.path().join("storage"));
        command.arg("--site").arg(self.home.path().join("site"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().context("target/release/local is not built: run `make test`")
    }

    /// Serves the release until it listens; how long that took.
    fn publish(&self, release: &Path) -> Result<Duration> {
        let started = Instant::now();
        let mut running = self.start(release)?;
        let told = BufReader::new(running.stdout.take().context("its output is read")?).lines().next();
        let duration = started.elapsed();
        running.kill()?;
        running.wait()?;
        let told = told.context("it ended without a word")??;
        ensure!(told.starts_with("listening on "), "{told}");
        Ok(duration)
    }

    /// The folder of the release in service, which must be whole.
    fn in_service(&self) -> Result<PathBuf> {
        for bucket in fs::read_dir(self.home.path().join("storage"))? {
            let bucket = bucket?.path();
            if let Ok(pointer) = fs::read(bucket.join(file::POINTER)) {
                let pointer: serde_json::Value = serde_json::from_slice(&pointer)?;
                let release = pointer["release"].as_str().context("the pointer names a release")?;
                let stored = bucket.join(file::RELEASES).join(release);
                whole_release(&stored)?;
                return Ok(stored);
            }
        }
        anyhow::bail!("there is no pointer")
    }
}
