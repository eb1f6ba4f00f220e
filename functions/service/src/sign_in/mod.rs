//! Who is calling, and what they may do.
//!
//! A request carries an OpenID Connect token of the configured issuer, or was signed with AWS credentials (SigV4) of
//! a principal that is allowed to. Whoever calls is then an extension of the request, a [`Caller`].
//!
//! # Layout
//! - [`access`]: the one table of endpoints and the scope that each asks for.
//! - [`caller`]: who calls, roles and scopes.
//! - [`settings`]: the issuer, the audience and the allowed AWS principals.
//! - [`gate`]: the layer that every request passes.
//! - [`token`]: a token, verified.
//! - [`keys`] and [`fetch`]: the issuer's public keys, kept and followed as they rotate.
//! - [`principal`]: callers known by their AWS credentials.
//! - [`refusal`]: why a caller is sent away.
//!
//! # What it never does
//! It issues no token, keeps no session, and lets nobody in because a key cannot be fetched.

pub mod access;
pub mod caller;
mod fetch;
pub mod gate;
pub mod keys;
pub mod principal;
pub mod refusal;
pub mod settings;
pub mod token;

pub use access::{Need, Scope};
pub use caller::{Caller, Means, Role, Scopes};
pub use gate::{Gate, behind, guard};
pub use refusal::Refusal;
pub use settings::SignInSettings;
