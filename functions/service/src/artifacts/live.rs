//! The release in service, and following the pointer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use super::load::{self, LoadError, Named};
use super::{Artifacts, Challenger};
use crate::storage::Storage;

/// The release that a function answers from.
///
/// Requests look at the pointer, at most once in a period and never waiting for it: a process that Lambda has
/// frozen gets no timer. A new release is verified whole before it takes the old one's place; one that is damaged is
/// refused, and the old one stays. The challenger that the pointer names is loaded after all that: nothing waits for
/// it, and what is wrong with it is logged.
#[derive(Debug)]
pub struct Live<A> {
    storage: Storage,
    current: ArcSwap<A>,
    period: Duration,
    started: Instant,
    /// When the pointer is to be looked at next, in milliseconds from `started`.
    next_check: AtomicU64,
    /// Two checks at the same time could put an older release over a newer one: one holds it at a time.
    checking: tokio::sync::Mutex<Seen>,
    /// The same for challengers; apart, so that no release waits for one.
    challenging: tokio::sync::Mutex<()>,
}

/// The pointer that led to the release in service.
#[derive(Debug)]
struct Seen {
    tag: Option<String>,
    challenger: Option<String>,
}

impl<A: Artifacts> Live<A> {
    /// Loads the release that the pointer names.
    pub async fn start(storage: Storage, period: Duration) -> Result<Arc<Self>, LoadError> {
        // Without a tag that is known, the pointer always says something.
        let named = load::pointer(&storage, None).await?.expect("no condition was made");
        let artifacts: A = load::load(&storage, &named.release).await?;
        let challenged = named.challenger.is_some();
        let live = Arc::new(Self {
            storage,
            current: ArcSwap::from_pointee(artifacts),
            period,
            started: Instant::now(),
            next_check: AtomicU64::new(period.as_millis() as u64),
            checking: tokio::sync::Mutex::new(Seen { tag: named.tag, challenger: named.challenger }),
            challenging: tokio::sync::Mutex::new(()),
        });
        if challenged {
            let live = Arc::clone(&live);
            tokio::spawn(async move { live.challenge().await });
        }
        Ok(live)
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

    /// Looks at the pointer, and takes up the release and the challenger that it names where they are others.
    ///
    /// Answers whether the release changed.
    pub async fn follow(&self) -> Result<bool, LoadError> {
        let changed = self.follow_release().await?;
        self.challenge().await;
        Ok(changed)
    }

    async fn follow_release(&self) -> Result<bool, LoadError> {
        let mut seen = self.checking.lock().await;
        let Some(named) = load::pointer(&self.storage, seen.tag.as_deref()).await? else { return Ok(false) };
        let Named { release, challenger, tag } = named;
        let changed = release != self.current.load().release();
        if changed {
            let artifacts: A = load::load(&self.storage, &release).await?;
            self.current.store(Arc::new(artifacts));
            tracing::info!(release, "release in service");
        }
        // Only now: a release that was refused is tried again, for what was missing of it may have come.
        *seen = Seen { tag, challenger };
        Ok(changed)
    }

    /// Takes up the challenger that the pointer names, where it is another one. One that is refused is tried again at the
    /// next check, as a release is.
    async fn challenge(&self) {
        let _alone = self.challenging.lock().await;
        let named = self.checking.lock().await.challenger.clone();
        let current = self.current.load_full();
        let Some(champion) = current.scoring() else { return };
        let present = champion.shadow.get();
        if present.as_ref().map(|challenger| challenger.release()) == named.as_deref() {
            return;
        }
        champion.shadow.set(None);
        let Some(named) = named else {
            tracing::info!("no challenger any more");
            return;
        };
        match Challenger::load(&self.storage, &named, champion).await {
            Ok(challenger) => {
                champion.shadow.set(Some(challenger));
                tracing::info!(challenger = named, "challenger in the shadow");
            }
            Err(error) => tracing::error!(%error, challenger = named, "the challenger is refused"),
        }
    }
}
