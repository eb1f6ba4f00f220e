//! A function's own process on a port of this machine, where nobody is asked who they are.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::cloud::Cloud;

/// A function on a port; it ends when this is dropped.
#[derive(Debug)]
pub struct Served {
    process: Child,
    /// Where it listens: `http://127.0.0.1:port`.
    pub base: String,
}

impl Served {
    /// That function's program in that cloud, with some variables more.
    pub fn start(program: &Path, cloud: &Cloud, more: &[(&str, &str)]) -> Result<Self> {
        // On loopback nobody is asked who they are.
        let issuer = ["CLAIRSCORE_OIDC_ISSUER", "CLAIRSCORE_OIDC_AUDIENCE", "CLAIRSCORE_IAM_PARTNERS"];
        let metrics = ["CLAIRSCORE_METRICS_NAMESPACE"];
        let mut process = Command::new(program)
            .envs(cloud.without(&[&issuer[..], &metrics].concat()))
            .envs(more.iter().copied())
            .env("PORT", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("build the functions first")?;
        let mut output = BufReader::new(process.stdout.take().context("no output")?);
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            let told: Value = serde_json::from_str(&line)?;
            if let Some(address) = told["address"].as_str() {
                let base = format!("http://{address}");
                // The log is read away, as Lambda does.
                std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
                return Ok(Self { process, base });
            }
            line.clear();
        }
        bail!("{} does not listen", program.display());
    }

    /// The memory that it holds now, in MiB.
    pub fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes / 1024.0)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A process that has ended already cannot be ended, and that is well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
