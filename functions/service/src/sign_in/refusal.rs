//! Why a caller is sent away.

use super::access::Need;

/// Why a caller is sent away. The text says what to do, and nothing of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody says who is calling.
    #[error("sign in: send a token as `Authorization: Bearer …` or in the header x-id-token")]
    NoToken,
    /// Several tokens are sent.
    #[error("send one token, once")]
    Several,
    /// What is sent is no signed token.
    #[error("the token is not a signed JSON Web Token with what this service needs")]
    Malformed,
    /// The token is signed in a way that is not accepted.
    #[error("the token is not signed with the algorithm of the issuer's key (RS256 or ES256)")]
    Algorithm,
    /// The issuer has no such key.
    #[error("the token is signed with a key that the issuer does not publish")]
    UnknownKey,
    /// The signature is not that of the key.
    #[error("the token's signature does not fit")]
    Signature,
    /// The token has had its time.
    #[error("the token has expired: sign in again")]
    Expired,
    /// The token's time is to come.
    #[error(
        "the token is not valid yet: try again in a minute, or compare the clocks of the issuer and this service"
    )]
    NotYet,
    /// Someone else issued the token.
    #[error("the token is of another issuer")]
    Issuer,
    /// The token is meant for someone else.
    #[error("the token is meant for another service")]
    Audience,
    /// The AWS principal is not among those that are allowed.
    #[error("the AWS principal that signed this request is not allowed here")]
    Principal,
    /// The issuer's keys cannot be read, so that nothing can be verified.
    #[error("the issuer of tokens does not answer; the same request may succeed in a few seconds")]
    Unverifiable,
    /// The caller is known, and may not do this.
    #[error("the caller is known, and this is not among what they may do")]
    NotAllowed(Need),
}

impl Refusal {
    /// The `WWW-Authenticate` header that goes with it (RFC 6750, section 3); `None` where signing in would not help.
    pub fn challenge(self) -> Option<String> {
        let realm = r#"Bearer realm="clairscore""#;
        match self {
            Self::NoToken | Self::Principal => Some(realm.to_owned()),
            Self::Unverifiable => None,
            Self::NotAllowed(need) => {
                let scope = match need {
                    Need::Scope(scope) => format!(r#", scope="clairscore/{}""#, scope.name()),
                    Need::Nothing | Need::Everything => String::new(),
                };
                Some(format!(r#"{realm}, error="insufficient_scope"{scope}"#))
            }
            other => Some(format!(r#"{realm}, error="invalid_token", error_description="{other}""#)),
        }
    }
}
