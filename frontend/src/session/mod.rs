//! Signing in: the authorization code of OIDC with PKCE (RFC 7636), where the site says that it is wanted.
//!
//! # Layout
//! - `oidc`: what is sent to the provider and what comes back, as plain texts.
//! - `flow`: the way there and back, renewal, and the way out.
//!
//! # What it never does
//! It puts no token into any storage: tokens live in memory, and a page that is loaded anew asks the provider again,
//! who remembers the person. What is kept for the way there and back, in this tab alone, is no secret once used.

mod flow;
mod oidc;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use yew::platform::time::sleep;

pub(crate) use self::flow::{begin, sign_out};

/// How often it is looked whether a renewal under way has ended.
const MOMENT: Duration = Duration::from_millis(30);

/// How things stand between the person and the provider.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// The site wants no sign-in.
    Off,
    /// Signed in.
    SignedIn {
        /// What the provider calls the person.
        name: String,
        /// Seconds until the token has to be renewed.
        lasts: u32,
    },
    /// The browser is on its way to the provider.
    Leaving,
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The provider does not answer, or not as agreed.
    Provider,
    /// The provider refused.
    Refused,
    /// The answer belongs to no question of this tab.
    Stranger,
}

/// What the provider gave.
#[derive(Debug, Clone, Default)]
struct Tokens {
    id: String,
    refresh: Option<String>,
}

thread_local! {
    static TOKENS: RefCell<Option<Tokens>> = const { RefCell::new(None) };
    static RENEWING: Cell<bool> = const { Cell::new(false) };
}

/// Renews the token in silence; `None` where that does not succeed: then the person signs in again.
pub(crate) async fn renew() -> Option<Standing> {
    RENEWING.set(true);
    let renewed = flow::renew().await;
    RENEWING.set(false);
    renewed
}

/// Whether there is another token than `refused`, which a function took no more: after a machine slept, no renewal came
/// in time. Questions that are refused at once share one renewal, for a provider may take its means only once.
pub(crate) async fn renewed_since(refused: &str) -> bool {
    while RENEWING.get() {
        sleep(MOMENT).await;
    }
    match token() {
        Some(token) if token == refused => renew().await.is_some(),
        other => other.is_some(),
    }
}

/// The token that goes with every question to the functions, if somebody is signed in.
pub(crate) fn token() -> Option<String> {
    TOKENS.with_borrow(|tokens| tokens.as_ref().map(|tokens| tokens.id.clone()))
}

fn keep(tokens: Tokens) {
    TOKENS.set(Some(tokens));
}

fn refresh_token() -> Option<String> {
    TOKENS.with_borrow(|tokens| tokens.as_ref()?.refresh.clone())
}

fn forget() {
    TOKENS.set(None);
}
