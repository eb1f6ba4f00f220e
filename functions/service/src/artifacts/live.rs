//! The release in service, and following the pointer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use super::Artifacts;
use super::load::{self, LoadError};
use crate::storage::Storage;

/// The release that a function answers from.
///
/// Requests look at the pointer, at most once in a period and never waiting for it: a process that Lambda has
/// frozen gets no timer. A new release is verified whole before it takes the old one's place; one that is damaged is
/// refused, and the old one stays.
#[derive(Debug)]
pub struct Live<A> {
    storage: Storage,
    current: ArcSwap<A>,
    period: Duration,
    started: Instant,
    /// When the pointer is to be looked at next, in milliseconds from `started`.
    next_check: AtomicU64,
    /// The tag of the pointer that led to the release in service. Two checks at the same time could put an older
    /// release over a newer one: one holds it at a time.
    checking: tokio::sync::Mutex<Option<String>>,
}

impl<A: Artifacts> Live<A> {
    /// Loads the release that the pointer names.
    pub async fn start(storage: Storage, period: Duration) -> Result<Arc<Self>, LoadError> {
        // Without a tag that is known, the pointer always says something.
        let named = load::pointer(&storage, None).await?.expect("no condition was made");
        let artifacts: A = load::load(&storage, &named.release).await?;
        Ok(Arc::new(Self {
            storage,
            current: ArcSwap::from_pointee(artifacts),
            period,
            started: Instant::now(),
            next_check: AtomicU64::new(period.as_millis() as u64),
            checking: tokio::sync::Mutex::new(named.tag),
        }))
    }

    /// The release in service. Looks at the pointer in the background when it is time to.
    pub fn current(self: &Arc<Self>) -> Arc<A> {
        let now = self.started.elapsed().as_millis() as u64;
        let due = self.next_check.load(Ordering::Relaxed);
        let next = now + self.period.as_millis() as u64;
        // Of the requests that find the check due, the exchange lets one go and do it.
        let mine = now >= due
            && self.next_check.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if mine {
            let live = Arc::clone(self);
            tokio::spawn(async move {
                if let Err(error) = live.follow().await {
                    let release = live.current.load().release().to_owned();
                    tracing::error!(%error, kept = release, "the new release is refused");
                }
            });
        }
        self.current.load_full()
    }

    /// The name of the release in service.
    pub fn release(&self) -> String {
        self.current.load().release().to_owned()
    }

    /// Looks at the pointer, and takes up the release that it names where that is another one.
    ///
    /// Answers whether the release changed.
    pub async fn follow(&self) -> Result<bool, LoadError> {
        let mut tag = self.checking.lock().await;
        let Some(named) = load::pointer(&self.storage, tag.as_deref()).await? else { return Ok(false) };
        let release = named.release;
        if release == self.current.load().release() {
            *tag = named.tag;
            return Ok(false);
        }
        let artifacts: A = load::load(&self.storage, &release).await?;
        self.current.store(Arc::new(artifacts));
        // Only now: a release that was refused is tried again, for what was missing of it may have come.
        *tag = named.tag;
        tracing::info!(release, "release in service");
        Ok(true)
    }
}
