//! The system as its user starts it, on data of the test's choice.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::thread::JoinHandle;

use anyhow::{Context, Result, bail, ensure};

use crate::data::root;

/// How to start the system.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// `DATA=`; a synthetic population where it is not given.
    pub data: Option<PathBuf>,
    /// `CLIENTS=`.
    pub clients: u32,
    /// `PORT=`; 0 takes a free one.
    pub port: u16,
    /// The name of the folder below `target/system-tests` in which everything made is kept.
    pub state: &'static str,
}

impl Settings {
    /// A synthetic population, large enough to train on and small enough for a test.
    pub const SYNTHETIC: Self = Self { data: None, clients: 3_000, port: 0, state: "synthetic" };

    /// Where everything made is kept.
    pub fn folder(&self) -> PathBuf {
        root().join("target/system-tests").join(self.state)
    }

    /// The command, not yet started. What is built is not built again.
    pub fn command(&self) -> Command {
        let mut command = Command::new("make");
        command.arg("--no-print-directory").arg("run").current_dir(root());
        command.env("NO_BUILD", "1").env("STATE", self.folder());
        command.env("CLIENTS", self.clients.to_string()).env("PORT", self.port.to_string());
        match &self.data {
            Some(data) => command.env("DATA", data),
            None => command.env_remove("DATA"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// A running system; it is stopped when dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    errors: Option<JoinHandle<String>>,
    /// What it printed until it listened.
    pub output: String,
    /// Where it listens: `http://127.0.0.1:port`.
    pub base: String,
    /// The folder of the release in service.
    pub release: PathBuf,
}

impl Server {
    /// Starts the system and waits until it listens.
    pub fn start(settings: &Settings) -> Result<Self> {
        let mut process = settings.command().spawn().context("make is not installed")?;
        let stderr = process.stderr.take().context("no standard error")?;
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            // What is not text is of no use in a message.
            let _ = BufReader::new(stderr).read_to_string(&mut text);
            text
        });
        let mut lines = BufReader::new(process.stdout.take().context("no standard output")?).lines();
        let mut output = String::new();
        for line in lines.by_ref() {
            let line = line?;
            output += &line;
            output.push('\n');
            let Some(base) = line.strip_prefix("listening on ") else {
                continue;
            };
            let base = base.trim_end_matches('/').to_owned();
            // The rest is read away, so that the system never waits for a reader.
            std::thread::spawn(move || lines.for_each(drop));
            let folder = settings.folder();
            let name = std::fs::read_to_string(folder.join("release"))?;
            let release = folder.join("releases").join(name.trim());
            return Ok(Self { process, errors: Some(errors), output, base, release });
        }
        let status = process.wait()?;
        bail!("the system ended with {status}: {output}{}", errors.join().unwrap_or_default());
    }

    /// The system on a synthetic population, shared by the tests that run at the same time.
    pub fn shared() -> Result<Arc<Self>> {
        Self::shared_with(&Settings::SYNTHETIC)
    }

    /// The system that runs at `BASE` in the environment, and where none is named, [`Self::shared`], which ends with what is
    /// answered beside its address.
    pub fn named_or_shared() -> Result<(String, Option<Arc<Self>>)> {
        if let Ok(base) = std::env::var("BASE") {
            return Ok((base, None));
        }
        let server = Self::shared()?;
        Ok((server.base.clone(), Some(server)))
    }

    /// The system with these settings, shared by the tests that run at the same time.
    pub fn shared_with(settings: &Settings) -> Result<Arc<Self>> {
        static RUNNING: Mutex<Option<HashMap<Settings, Weak<Server>>>> = Mutex::new(None);
        // A test that failed while starting leaves nothing half-made behind: the next may try.
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let running = running.get_or_insert_default();
        if let Some(server) = running.get(settings).and_then(Weak::upgrade) {
            return Ok(server);
        }
        // Whoever let go of the last one last is waiting for its end, and it for what is under way. Where it does not come to
        // one, the start says so.
        let lock = settings.folder().join("lock");
        let _ =
            Command::new("flock").args(["--wait", "30"]).arg(lock).arg("true").stderr(Stdio::null()).status();
        let server = Arc::new(Self::start(settings)?);
        running.insert(settings.clone(), Arc::downgrade(&server));
        Ok(server)
    }

    /// Interrupts the system, as Ctrl-C does, and waits for its end.
    pub fn interrupt(mut self) -> Result<(ExitStatus, String)> {
        self.signal()?;
        let status = self.process.wait()?;
        let errors = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        Ok((status, errors))
    }

    /// Ctrl-C reaches every process of the terminal's group; here, the server that make runs.
    fn signal(&self) -> Result<()> {
        let make = self.process.id().to_string();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &make]).output()?;
        for child in String::from_utf8_lossy(&children.stdout).split_whitespace() {
            ensure!(
                Command::new("kill").args(["-INT", child]).status()?.success(),
                "cannot interrupt {child}"
            );
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) && self.signal().is_ok() {
            // Nothing can be done here about a process that does not end.
            let _ = self.process.wait();
        }
    }
}

/// What a run that is to fail ended with.
#[derive(Debug)]
pub struct Failure {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it printed, on both streams.
    pub text: String,
}

/// Starts the system on data that it must refuse.
pub fn refused(settings: &Settings) -> Result<Failure> {
    let output = settings.command().output()?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(!output.status.success(), "the run was expected to fail: {text}");
    Ok(Failure { code: output.status.code(), text })
}

/// The entries of a folder, by name; empty where there is no such folder.
pub fn entries(folder: &Path) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> =
        folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
