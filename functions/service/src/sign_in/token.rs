//! A token, verified: RFC 7519 and the access tokens of Amazon Cognito.

use std::sync::Arc;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;

use super::access::Scope;
use super::caller::{Caller, Means, Role, Scopes};
use super::keys::{Key, Keys};
use super::refusal::Refusal;
use super::settings::SignInSettings;

/// No token is longer, in bytes.
const LONGEST: usize = 16 << 10;
/// How far the issuer's clock may be from this one's, in seconds.
const LEEWAY: u64 = 60;
/// What stands before a scope's name in a token's `scope`.
const PREFIX: &str = "clairscore/";

/// Verifies tokens of one issuer.
#[derive(Debug)]
pub struct Verifier {
    issuer: String,
    audience: Vec<String>,
    keys: Arc<Keys>,
}

/// What is read of a token.
#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    /// One text: an issuer among others is none.
    #[allow(dead_code, reason = "its kind is what matters; the value is compared by the library")]
    iss: String,
    aud: Option<Texts>,
    token_use: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
    roles: Option<Texts>,
    #[serde(rename = "cognito:groups")]
    groups: Option<Texts>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }
}

impl Verifier {
    /// A verifier of that issuer's tokens. Nothing is fetched yet.
    pub fn new(settings: &SignInSettings) -> Self {
        Self {
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            keys: Arc::new(Keys::new(settings)),
        }
    }

    /// The issuer's keys.
    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// Who calls with that token.
    pub async fn verify(&self, token: &str) -> Result<Caller, Refusal> {
        if token.len() > LONGEST {
            return Err(Refusal::Malformed);
        }
        let header = decode_header(token).map_err(|_| Refusal::Malformed)?;
        // What must be understood is not (RFC 7515, section 4.1.11).
        if header.crit.is_some() {
            return Err(Refusal::Malformed);
        }
        let id = header.kid.as_deref().ok_or(Refusal::Malformed)?;
        let key = self.keys.get(id).await?;
        let claims: Claims = decode(token, &key.decoding, &self.validation(&key)).map_err(refusal)?.claims;
        if claims.sub.is_empty() {
            return Err(Refusal::Malformed);
        }
        if !self.is_meant_for_us(&claims) {
            return Err(Refusal::Audience);
        }
        Ok(Caller { scopes: scopes(&claims), subject: claims.sub, means: Means::Token })
    }

    /// The algorithm is the key's, not the token's.
    fn validation(&self, key: &Key) -> Validation {
        let mut validation = Validation::new(key.algorithm);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // An access token of Cognito has no audience: see `is_meant_for_us`.
        validation.validate_aud = false;
        validation
    }

    fn is_meant_for_us(&self, claims: &Claims) -> bool {
        match (&claims.aud, &claims.client_id) {
            (Some(audience), _) => audience.as_slice().iter().any(|named| self.audience.contains(named)),
            (None, Some(client)) => {
                claims.token_use.as_deref() == Some("access") && self.audience.contains(client)
            }
            (None, None) => false,
        }
    }
}

fn scopes(claims: &Claims) -> Scopes {
    let groups = claims.groups.iter().chain(&claims.roles).flat_map(Texts::as_slice);
    let roles = groups.filter_map(|name| Role::from_name(name)).map(Role::scopes);
    let named = claims.scope.iter().flat_map(|scope| scope.split_ascii_whitespace()).filter_map(|text| {
        let name = text.strip_prefix(PREFIX)?;
        let scope = || Scope::ALL.into_iter().find(|scope| scope.name() == name);
        Role::from_name(name).map(Role::scopes).or_else(|| Some(std::iter::once(scope()?).collect()))
    });
    roles.chain(named).fold(Scopes::default(), Scopes::and)
}

#[allow(clippy::needless_pass_by_value, reason = "an error is named where it ends")]
fn refusal(error: jsonwebtoken::errors::Error) -> Refusal {
    match error.kind() {
        ErrorKind::InvalidAlgorithm => Refusal::Algorithm,
        ErrorKind::ExpiredSignature => Refusal::Expired,
        ErrorKind::ImmatureSignature => Refusal::NotYet,
        ErrorKind::InvalidIssuer => Refusal::Issuer,
        ErrorKind::InvalidSignature => Refusal::Signature,
        _ => Refusal::Malformed,
    }
}
