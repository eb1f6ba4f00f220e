//! Many who ask at a pace, and what they were answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use scoring::release::Manifest;
use serde_json::Value;

use super::connection::{Connection, Reply};
use super::traffic::{Request, request};

/// Failures that are kept in words.
const KEPT: usize = 10;

/// The numbers of requests go on from crowd to crowd: each asks for other clients.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// How fast they ask.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// Each asks again as soon as it is answered.
    Free,
    /// So many a second in all, whether answers come or not; a time counts from when the request was due.
    Rate(f64),
}

/// Those who ask.
#[derive(Debug)]
pub(super) struct Crowd {
    pub(super) bases: [String; 3],
    pub(super) clients: Arc<Vec<u64>>,
    pub(super) known: Arc<Known>,
    pub(super) people: usize,
}

/// The releases that an answer may come from, and the band of review of each.
#[derive(Debug)]
pub struct Known(BTreeMap<String, [i64; 2]>);

impl Known {
    pub(super) fn new<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Self {
        let band = |manifest: &Manifest| [manifest.rule.review_from, manifest.rule.review_to].map(i64::from);
        Self(manifests.into_iter().map(|manifest| (manifest.release.clone(), band(manifest))).collect())
    }

    /// That an answer is one of a release, about the client who was asked for. Answers with the release.
    fn check(&self, request: &Request, body: &[u8]) -> Result<Option<String>> {
        let answer: Value = serde_json::from_slice(body)?;
        if let Some(client) = request.client {
            ensure!(answer["client_id"] == client, "{} answers of another client: {answer}", request.path);
        }
        let Some(release) = answer["release"].as_str() else { return Ok(None) };
        let band = self.0.get(release).with_context(|| format!("{release} was never published"))?;
        if answer["review"].is_object() {
            let found = ["from", "to"].map(|end| answer["review"][end].as_i64());
            ensure!(found == band.map(Some), "a band of another release: {answer}");
        }
        Ok(Some(release.to_owned()))
    }
}

/// What was answered.
#[derive(Debug, Default)]
pub struct Answers {
    /// Requests that were answered with what was asked for.
    pub answered: usize,
    /// Requests that were refused and told when to come again.
    pub refused: usize,
    /// The first of those that failed.
    pub failed: Vec<String>,
    /// The releases that answered.
    pub releases: BTreeSet<String>,
    /// Since the crowd began: the last time that a request failed or was refused.
    pub last_trouble: Option<Duration>,
    /// Microseconds of those that were answered.
    took: Vec<u32>,
}

impl Answers {
    /// The time within which that share of the requests was answered.
    pub fn quantile(&self, share: f64) -> Duration {
        let mut took = self.took.clone();
        if took.is_empty() {
            return Duration::ZERO;
        }
        let place = ((took.len() - 1) as f64 * share).round() as usize;
        let (_, value, _) = took.select_nth_unstable(place);
        Duration::from_micros(u64::from(*value))
    }

    /// The median and the 99th percentile in words.
    pub fn times(&self) -> String {
        let milliseconds = |share| self.quantile(share).as_secs_f64() * 1e3;
        format!("p50 {:.1} ms, p99 {:.1} ms", milliseconds(0.5), milliseconds(0.99))
    }

    pub(super) fn and(&mut self, other: Self) {
        self.answered += other.answered;
        self.refused += other.refused;
        self.failed.extend(other.failed);
        self.failed.truncate(KEPT);
        self.releases.extend(other.releases);
        self.last_trouble = self.last_trouble.max(other.last_trouble);
        self.took.extend(other.took);
    }

    fn note(
        &mut self,
        request: &Request,
        reply: Result<Reply>,
        since: Duration,
        known: &Known,
        took: Duration,
    ) {
        let checked = reply.and_then(|reply| match (reply.status, reply.retry_after) {
            (200, _) => known.check(request, &reply.body).map(Some),
            (503, Some(_)) => Ok(None),
            (status, _) => {
                anyhow::bail!("{} answers {status}: {}", request.path, String::from_utf8_lossy(&reply.body))
            }
        });
        match checked {
            Ok(Some(release)) => {
                self.answered += 1;
                self.releases.extend(release);
                self.took.push(took.as_micros().try_into().unwrap_or(u32::MAX));
                return;
            }
            Ok(None) => self.refused += 1,
            Err(error) if self.failed.len() < KEPT => self.failed.push(format!("{error:#}")),
            Err(_) => {}
        }
        self.last_trouble = Some(since);
    }
}

impl Crowd {
    /// Asks for that long.
    pub(super) fn ask(&self, pace: Pace, time: Duration) -> Answers {
        let begun = Instant::now();
        let due = AtomicU64::new(0);
        let mut all = Answers::default();
        std::thread::scope(|scope| {
            let people: Vec<_> =
                (0..self.people).map(|_| scope.spawn(|| self.one(pace, begun, time, &due))).collect();
            for person in people {
                match person.join() {
                    Ok(answers) => all.and(answers),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        all
    }

    fn one(&self, pace: Pace, begun: Instant, time: Duration, due: &AtomicU64) -> Answers {
        let mut connections = self.bases.each_ref().map(|base| Connection::to(base));
        let mut answers = Answers::default();
        loop {
            let at = match pace {
                Pace::Free => begun.elapsed(),
                Pace::Rate(rate) => {
                    Duration::from_secs_f64(due.fetch_add(1, Ordering::Relaxed) as f64 / rate)
                }
            };
            if at >= time || begun.elapsed() >= time {
                return answers;
            }
            std::thread::sleep(at.saturating_sub(begun.elapsed()));
            let request = request(NUMBER.fetch_add(1, Ordering::Relaxed), &self.clients);
            let reply = connections[request.function].ask(&request.path, request.body.as_deref());
            let now = begun.elapsed();
            answers.note(&request, reply, now, &self.known, now.saturating_sub(at));
        }
    }
}
