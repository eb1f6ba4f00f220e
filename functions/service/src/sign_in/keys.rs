//! The issuer's public keys, kept and followed as they rotate.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::fetch;
use super::refusal::Refusal;
use super::settings::SignInSettings;

/// Keys are looked at again after that long, so that one that was withdrawn is not trusted for ever.
const LIFE: Duration = Duration::from_hours(1);
/// After a fetch that failed, the next one waits that long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// A public key, and the one algorithm that it is for.
#[derive(Debug)]
pub struct Key {
    /// RS256 or ES256.
    pub algorithm: Algorithm,
    /// The key.
    pub decoding: DecodingKey,
}

/// The issuer's keys. Requests never wait for them but where a token names a key that is not known.
#[derive(Debug)]
pub struct Keys {
    issuer: String,
    jwks: Option<String>,
    cooldown: Duration,
    known: ArcSwap<Known>,
    /// One fetch at a time; those who wait for it find its result.
    last: Mutex<Option<Attempt>>,
}

#[derive(Debug, Default)]
struct Known {
    keys: HashMap<String, Arc<Key>>,
    /// When they were fetched; `None` before the first time.
    fetched: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Attempt {
    at: Instant,
    succeeded: bool,
}

impl Keys {
    /// The keys of that issuer. Nothing is fetched yet.
    pub fn new(settings: &SignInSettings) -> Self {
        Self {
            issuer: settings.issuer.clone(),
            jwks: settings.jwks.clone(),
            cooldown: settings.cooldown,
            known: ArcSwap::default(),
            last: Mutex::new(None),
        }
    }

    /// The key of that name. A name that is not known leads to a fetch, at most once in a cooldown.
    pub async fn get(self: &Arc<Self>, id: &str) -> Result<Arc<Key>, Refusal> {
        let known = self.known.load_full();
        if let Some(key) = known.keys.get(id) {
            if known.fetched.is_some_and(|at| at.elapsed() > LIFE) {
                let keys = Arc::clone(self);
                tokio::spawn(async move { keys.refresh(LIFE).await });
            }
            return Ok(Arc::clone(key));
        }
        let answered = self.refresh(self.cooldown).await;
        match self.known.load().keys.get(id) {
            Some(key) => Ok(Arc::clone(key)),
            // An issuer that answers does not know the key. One that is silent may have just begun to use it.
            None if answered => Err(Refusal::UnknownKey),
            None => Err(Refusal::Unverifiable),
        }
    }

    /// Fetches the keys unless that was done a short while ago; answers whether the issuer answered the last time.
    /// Keys that are known stay where it does not answer.
    pub async fn refresh(&self, pause: Duration) -> bool {
        let mut last = self.last.lock().await;
        if let Some(last) = *last {
            let pause = if last.succeeded { pause } else { pause.min(AFTER_FAILURE) };
            if last.at.elapsed() < pause {
                return last.succeeded;
            }
        }
        let fetched = self.fetch().await;
        let succeeded = fetched.is_ok();
        *last = Some(Attempt { at: Instant::now(), succeeded });
        match fetched {
            Ok(keys) => self.known.store(Arc::new(Known { keys, fetched: Some(Instant::now()) })),
            Err(problem) => {
                let kept = self.known.load().keys.len();
                tracing::error!(problem, kept, "the issuer's keys cannot be fetched");
            }
        }
        succeeded
    }

    async fn fetch(&self) -> Result<HashMap<String, Arc<Key>>, String> {
        let url = if let Some(url) = &self.jwks {
            url.clone()
        } else {
            let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
            let discovered: Discovery = fetch::json(&at).await?;
            if discovered.issuer != self.issuer {
                return Err(format!("{at}: it is the document of {}", discovered.issuer));
            }
            discovered.jwks_uri
        };
        let set: KeySet = fetch::json(&url).await?;
        let keys: HashMap<_, _> = set.keys.into_iter().filter_map(usable).collect();
        if keys.is_empty() { Err(format!("{url}: no key for RS256 or ES256")) } else { Ok(keys) }
    }
}

/// What is needed of OpenID Connect Discovery 1.0, section 3.
#[derive(Debug, Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// RFC 7517, section 5. A key of a kind that is not known does not spoil the others.
#[derive(Debug, Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// RFC 7517, section 4, and RFC 7518, section 6.
#[derive(Debug, Deserialize)]
struct PublicKey {
    kid: String,
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

fn usable(key: serde_json::Value) -> Option<(String, Arc<Key>)> {
    let key: PublicKey = serde_json::from_value(key).ok()?;
    if key.usage.is_some_and(|usage| usage != "sig") {
        return None;
    }
    let is_for = |algorithm| key.alg.as_deref().is_none_or(|named| named == algorithm);
    let (algorithm, decoding) = match key.kty.as_str() {
        "RSA" if is_for("RS256") => {
            (Algorithm::RS256, DecodingKey::from_rsa_components(&key.n?, &key.e?).ok()?)
        }
        "EC" if is_for("ES256") && key.crv.as_deref() == Some("P-256") => {
            (Algorithm::ES256, DecodingKey::from_ec_components(&key.x?, &key.y?).ok()?)
        }
        _ => return None,
    };
    Some((key.kid, Arc::new(Key { algorithm, decoding })))
}
