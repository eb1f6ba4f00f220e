//! The three functions under load: as much as they can answer, most of that for a long time while releases change, and
//! then twice as much.
//!
//! # Layout
//! - [`traffic`]: what is asked.
//! - [`connection`]: how it is asked.
//! - [`crowd`]: many who ask at a pace, and what they were answered.

mod connection;
mod crowd;
mod traffic;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use scoring::release::{Manifest, file};

use crate::cloud::Cloud;
use crate::data::program;
use crate::http;
use crate::served::Served;
pub use crowd::{Answers, Known};
use crowd::{Crowd, Pace};
use traffic::FUNCTIONS;

/// Those who ask while the functions are well: fewer than a function has places, so that none is refused.
const USUAL: usize = 32;
/// Those who ask when it is too much.
const TOO_MANY: usize = 256;
/// The share of the capacity that is asked for in the long run.
const SHARE: f64 = 0.8;

/// How long each part takes.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Asking as fast as answers come.
    pub measuring: Duration,
    /// The long run.
    pub running: Duration,
    /// Between two moves of the pointer.
    pub swap: Duration,
    /// Asking for twice the capacity.
    pub overload: Duration,
    /// Asking as in the long run, after that.
    pub after: Duration,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// Answers a second, as fast as they come.
    pub capacity: f64,
    /// The long run.
    pub run: Answers,
    /// Moves of the pointer, each other one of them back.
    pub swaps: usize,
    /// MiB of each function before and after the long run.
    pub memory: [(f64, f64); 3],
    /// Twice the capacity.
    pub overload: Answers,
    /// After it.
    pub after: Answers,
}

impl Outcome {
    /// How long after the overload the last request failed or was refused.
    pub fn recovery(&self) -> Duration {
        self.after.last_trouble.unwrap_or_default()
    }
}

/// Goes through the plan on a release; `tell` is told how it goes.
pub fn soak(release: &Path, plan: Plan, tell: &mut dyn FnMut(String)) -> Result<Outcome> {
    let cloud = Cloud::start(release)?;
    let scratch = tempfile::tempdir()?;
    let (first, second) = (manifest(release)?, sibling(release, scratch.path())?);
    let known = Arc::new(Known::new([&first, &manifest(&second)?]));
    let [predict, explain, compare] = FUNCTIONS
        .map(|function| Served::start(&program(function), &cloud, &[("CLAIRSCORE_FOLLOW_SECONDS", "1")]));
    let functions = [predict?, explain?, compare?];
    let clients = Arc::new(http::clients(&functions[2].base, 5_000)?);
    let crowd = |people| Crowd {
        bases: functions.each_ref().map(|function| function.base.clone()),
        clients: Arc::clone(&clients),
        known: Arc::clone(&known),
        people,
    };
    let memory = || -> Result<[f64; 3]> {
        let [one, two, three] = functions.each_ref().map(Served::memory);
        Ok([one?, two?, three?])
    };

    // Once for what is made when it is first asked for, then for the figure.
    crowd(USUAL).ask(Pace::Free, plan.measuring / 2);
    let measured = crowd(USUAL).ask(Pace::Free, plan.measuring);
    ensure!(measured.failed.is_empty(), "{:?}", measured.failed);
    let capacity = measured.answered as f64 / plan.measuring.as_secs_f64();
    tell(format!("capacity: {capacity:.0} requests a second, {}", measured.times()));

    let before = memory()?;
    let (stop, swaps) = (AtomicBool::new(false), Mutex::new(Ok(0)));
    let mut run = Answers::default();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let moved = swapping(&cloud, &second, &first.release, plan.swap, &stop);
            *swaps.lock().unwrap_or_else(PoisonError::into_inner) = moved;
        });
        let begun = Instant::now();
        while begun.elapsed() < plan.running {
            let part = Duration::from_mins(1).min(plan.running.saturating_sub(begun.elapsed()));
            let answers = crowd(USUAL).ask(Pace::Rate(capacity * SHARE), part);
            tell(format!(
                "{:4.0} s: {} answered, {} failed, {}; memory {}",
                begun.elapsed().as_secs_f64(),
                answers.answered,
                answers.failed.len(),
                answers.times(),
                memory().map_or_else(|error| error.to_string(), |now| format!("{now:.0?} MiB"))
            ));
            run.and(answers);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let swaps = swaps.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    let after = memory()?;

    let overload = crowd(TOO_MANY).ask(Pace::Rate(capacity * 2.0), plan.overload);
    tell(format!(
        "twice the capacity: {} answered, {} refused with Retry-After, {} failed, {}",
        overload.answered,
        overload.refused,
        overload.failed.len(),
        overload.times()
    ));
    let afterwards = crowd(USUAL).ask(Pace::Rate(capacity * SHARE), plan.after);
    Ok(Outcome {
        capacity,
        run,
        swaps,
        memory: [0, 1, 2].map(|function| (before[function], after[function])),
        overload,
        after: afterwards,
    })
}

/// Publishes the second release, and moves the pointer back and forth until it is to stop.
fn swapping(cloud: &Cloud, second: &Path, first: &str, every: Duration, stop: &AtomicBool) -> Result<usize> {
    let mut moves = 0;
    let mut next = Instant::now() + every;
    while !stop.load(Ordering::Relaxed) {
        if Instant::now() >= next {
            if moves % 2 == 0 {
                cloud.publish(second)?;
            } else {
                cloud.point_to(first)?;
            }
            moves += 1;
            next += every;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(moves)
}

fn manifest(release: &Path) -> Result<Manifest> {
    let path = release.join(file::MANIFEST);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The same release with another band of review, under the name that follows from it.
fn sibling(release: &Path, folder: &Path) -> Result<PathBuf> {
    let mut manifest = manifest(release)?;
    manifest.rule.review_from -= 1;
    let Some((day, digest)) = manifest.release.rsplit_once('-') else { bail!("{}", manifest.release) };
    manifest.release = format!("{day}-{}", &manifest.digest()[..digest.len()]);
    let sibling = folder.join(&manifest.release);
    for name in manifest.files.keys() {
        let path = sibling.join(name);
        std::fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        std::fs::copy(release.join(name), path)?;
    }
    std::fs::write(sibling.join(file::MANIFEST), serde_json::to_vec(&manifest)?)?;
    Ok(sibling)
}
