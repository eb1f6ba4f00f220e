//! An issuer of OpenID Connect tokens on the loopback interface, for tests and for trying sign-in on this machine.

mod browser;
pub mod program;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use service::sign_in::SignInSettings;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Whom its tokens are meant for.
pub const AUDIENCE: &str = "clairscore-local";
/// How long its tokens last.
const LIFE: Duration = Duration::from_hours(8);

/// Why the issuer does not start.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// No port can be listened on.
    #[error("the issuer finds no port: {0}")]
    Listen(#[from] std::io::Error),
    /// No key can be made.
    #[error("no key can be made")]
    Key,
}

/// The algorithms that it signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA, PKCS #1 v1.5, with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

/// A running issuer. It ends when it is dropped.
#[derive(Debug)]
pub struct Issuer {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    url: String,
    /// The keys that are published; the last one signs.
    keys: Mutex<Vec<Arc<SigningKey>>>,
    named: AtomicUsize,
    fetches: AtomicUsize,
    silent: AtomicBool,
    /// How long tokens last, in seconds.
    life: AtomicU64,
    renewals: AtomicUsize,
    flow: browser::Flow,
}

/// A key that signs tokens.
#[derive(Debug)]
pub struct SigningKey {
    id: String,
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
}

impl Issuer {
    /// An issuer with one key, on a free port.
    pub async fn start(algorithm: Algorithm) -> Result<Self, IssuerError> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let shared = Arc::new(Shared {
            url: format!("http://{}", listener.local_addr()?),
            keys: Mutex::new(Vec::new()),
            named: AtomicUsize::new(0),
            fetches: AtomicUsize::new(0),
            silent: AtomicBool::new(false),
            life: AtomicU64::new(LIFE.as_secs()),
            renewals: AtomicUsize::new(0),
            flow: browser::Flow::default(),
        });
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .merge(browser::routes());
        let routes = browser::readable(routes).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "the issuer ended");
            }
        });
        let issuer = Self { shared, server };
        issuer.publish(algorithm)?;
        Ok(issuer)
    }

    /// Its URL: the `iss` of its tokens.
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Where a program gets a token.
    pub fn token_url(&self) -> String {
        format!("{}/token", self.url())
    }

    /// What makes a service trust it.
    pub fn settings(&self, cooldown: Duration) -> SignInSettings {
        SignInSettings {
            issuer: self.url().to_owned(),
            audience: vec![AUDIENCE.to_owned()],
            jwks: None,
            partners: vec![],
            cooldown,
        }
    }

    /// A new key, which signs from now on; the older ones stay published.
    pub fn publish(&self, algorithm: Algorithm) -> Result<Arc<SigningKey>, IssuerError> {
        let number = self.shared.named.fetch_add(1, Ordering::Relaxed) + 1;
        let key = Arc::new(SigningKey::new(format!("key-{number}"), algorithm)?);
        self.shared.keys().push(Arc::clone(&key));
        Ok(key)
    }

    /// Publishes the last key alone; the older ones are trusted no more.
    pub fn withdraw(&self) {
        let mut keys = self.shared.keys();
        let older = keys.len().saturating_sub(1);
        keys.drain(..older);
    }

    /// The key that signs.
    pub fn key(&self) -> Arc<SigningKey> {
        self.shared.key()
    }

    /// Whether it fails to answer from now on.
    pub fn fall_silent(&self, silent: bool) {
        self.shared.silent.store(silent, Ordering::Relaxed);
    }

    /// How often its keys were asked for.
    pub fn fetches(&self) -> usize {
        self.shared.fetches.load(Ordering::Relaxed)
    }

    /// How long the tokens last that a browser is given from now on, in whole seconds.
    pub fn last(&self, life: Duration) {
        self.shared.life.store(life.as_secs(), Ordering::Relaxed);
    }

    /// How often tokens were renewed.
    pub fn renewals(&self) -> usize {
        self.shared.renewals.load(Ordering::Relaxed)
    }

    /// What a good token says: `roles` are `advisor` or `partner`.
    pub fn claims(&self, subject: &str, roles: &[&str]) -> Value {
        self.shared.claims(subject, roles, LIFE)
    }

    /// A token with those claims, signed with the last key.
    pub fn sign(&self, claims: &Value) -> Result<String, IssuerError> {
        let key = self.key();
        key.sign(&key.header(), claims)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn keys(&self) -> MutexGuard<'_, Vec<Arc<SigningKey>>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self) -> Arc<SigningKey> {
        // One key is made at the start, and the last one is never withdrawn.
        Arc::clone(self.keys().last().expect("an issuer has a key"))
    }

    fn life(&self) -> Duration {
        Duration::from_secs(self.life.load(Ordering::Relaxed))
    }

    fn claims(&self, subject: &str, roles: &[&str], life: Duration) -> Value {
        let now = now();
        json!({
            "iss": self.url, "aud": AUDIENCE, "sub": subject, "cognito:groups": roles,
            "iat": now, "exp": now + life.as_secs(),
        })
    }
}

impl SigningKey {
    /// A key of that name.
    pub fn new(id: String, algorithm: Algorithm) -> Result<Self, IssuerError> {
        let pair = match algorithm {
            Algorithm::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048).map(|pair| Pair::Rsa(Box::new(pair))),
            Algorithm::Es256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(|pair| Pair::Ec(Box::new(pair)))
            }
        };
        Ok(Self { id, pair: pair.map_err(|_| IssuerError::Key)? })
    }

    /// The header of a token that it signs.
    pub fn header(&self) -> Value {
        let algorithm = match self.pair {
            Pair::Rsa(_) => "RS256",
            Pair::Ec(_) => "ES256",
        };
        json!({"alg": algorithm, "typ": "JWT", "kid": self.id})
    }

    /// A token with that header, whatever it says, and those claims.
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String, IssuerError> {
        let message = format!(
            "{}.{}",
            base64url(header.to_string().as_bytes()),
            base64url(claims.to_string().as_bytes())
        );
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).map(|()| signature)
            }
            Pair::Ec(pair) => {
                pair.sign(&random, message.as_bytes()).map(|signature| signature.as_ref().to_vec())
            }
        };
        Ok(format!("{message}.{}", base64url(&signature.map_err(|_| IssuerError::Key)?)))
    }

    /// The public key: DER of PKCS #1 for RSA, the uncompressed point for P-256.
    pub fn public(&self) -> &[u8] {
        match &self.pair {
            Pair::Rsa(pair) => pair.public_key().as_ref(),
            Pair::Ec(pair) => pair.public_key().as_ref(),
        }
    }

    /// The public key as RFC 7517 writes it.
    pub fn published(&self) -> Value {
        let public = self.public();
        match self.pair {
            // SEQUENCE { INTEGER of 257 bytes, the first of them zero; INTEGER of 3 bytes }.
            Pair::Rsa(_) => json!({
                "kty": "RSA", "kid": self.id, "use": "sig", "alg": "RS256",
                "n": base64url(&public[9..265]), "e": base64url(&public[267..]),
            }),
            Pair::Ec(_) => json!({
                "kty": "EC", "crv": "P-256", "kid": self.id, "use": "sig", "alg": "ES256",
                "x": base64url(&public[1..33]), "y": base64url(&public[33..]),
            }),
        }
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// RFC 4648, section 5, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn discovery(State(shared): State<Arc<Shared>>) -> Result<Json<Value>, StatusCode> {
    answer(&shared, || browser::described(&shared.url))
}

async fn keys(State(shared): State<Arc<Shared>>) -> Result<Json<Value>, StatusCode> {
    shared.fetches.fetch_add(1, Ordering::Relaxed);
    answer(&shared, || {
        let keys: Vec<_> = shared.keys().iter().map(|key| key.published()).collect();
        json!({"keys": keys})
    })
}

fn answer(shared: &Shared, value: impl FnOnce() -> Value) -> Result<Json<Value>, StatusCode> {
    if shared.silent.load(Ordering::Relaxed) { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(value())) }
}
