//! What is sent to the provider and what comes back, as plain texts.

use serde::Deserialize;

/// What the site says of signing in: `/config.json`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Settings {
    pub(super) issuer: String,
    pub(super) client_id: String,
}

/// Where the provider is found: `.well-known/openid-configuration`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Provider {
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    #[serde(default)]
    pub(super) end_session_endpoint: Option<String>,
}

/// The provider's answer to a code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Answer {
    pub(super) id_token: String,
    #[serde(default)]
    pub(super) refresh_token: Option<String>,
    #[serde(default)]
    pub(super) expires_in: Option<u32>,
}

/// What a token says of the person. The function verifies the token; here it is only read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    preferred_username: Option<String>,
    #[serde(default)]
    pub(super) nonce: Option<String>,
}

impl Claims {
    /// The claims of a token; `None` where it is none.
    pub(super) fn read(token: &str) -> Option<Self> {
        serde_json::from_slice(&from_base64url(token.split('.').nth(1)?)?).ok()
    }

    /// What to call the person.
    pub(super) fn name(&self) -> String {
        let names = [&self.name, &self.preferred_username, &self.email];
        names.into_iter().flatten().next().cloned().unwrap_or_default()
    }
}

/// Where the document that describes the provider is.
pub(super) fn discovery(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Fields as `application/x-www-form-urlencoded`, which is also how a query is written.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", crate::fetch::escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A field of a query such as `?code=x&state=y`.
pub(super) fn field(query: &str, wanted: &str) -> Option<String> {
    let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == wanted)?;
    unescape(value)
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for URLs, without padding (RFC 4648, section 5).
pub(super) fn to_base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut bits = [0; 3];
        bits[..group.len()].copy_from_slice(group);
        let number = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
        for place in 0..=group.len() {
            let digit = (number >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET[digit as usize]));
        }
    }
    text
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let digit = ALPHABET.iter().position(|known| *known == letter)?;
        bits = ((bits << 6) | digit as u32) & 0xfff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(((bits >> count) & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_there_and_back() {
        // RFC 7636, appendix B.
        let challenge = [
            19, 211, 30, 150, 26, 26, 216, 236, 47, 22, 177, 12, 76, 152, 46, 8, 118, 168, 120, 173, 109,
            241, 68, 86, 110, 225, 137, 74, 203, 112, 249, 195,
        ];
        let text = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(to_base64url(&challenge), text);
        assert_eq!(from_base64url(text).as_deref(), Some(&challenge[..]));
        assert_eq!(from_base64url("a*"), None);
    }

    #[test]
    fn a_token_says_who_somebody_is() {
        let body = to_base64url(br#"{"sub": "7", "email": "ada@example.org", "nonce": "n"}"#);
        let claims = Claims::read(&format!("header.{body}.signature")).unwrap();
        assert_eq!((claims.name().as_str(), claims.nonce.as_deref()), ("ada@example.org", Some("n")));
        assert_eq!(Claims::read("nonsense"), None);
    }

    #[test]
    fn a_query_gives_its_fields() {
        let query = format!("?{}", form(&[("code", "a b&c"), ("state", "é")]));
        assert_eq!(query, "?code=a%20b%26c&state=%C3%A9");
        assert_eq!(field(&query, "code").as_deref(), Some("a b&c"));
        assert_eq!(field(&query, "state").as_deref(), Some("é"));
        assert_eq!(field(&query, "error"), None);
        assert_eq!(field("?code=%zz", "code"), None);
    }

    #[test]
    fn the_provider_is_described_under_its_issuer() {
        let place = "https://id.example.org/pool/.well-known/openid-configuration";
        assert_eq!(discovery("https://id.example.org/pool/"), place);
        assert_eq!(discovery("https://id.example.org/pool"), place);
    }
}
