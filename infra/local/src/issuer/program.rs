//! How a program gets a token: client credentials (RFC 6749, section 4.4), for the one program that is known here.

use std::collections::HashMap;

use axum::Json;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Shared;

/// The program that may ask, and its secret. Both open nothing but this machine's own server.
pub const PROGRAM: (&str, &str) = ("partner", "a-secret-of-this-machine");

/// A token with the scopes that are asked for, and no role.
pub(super) fn token(
    shared: &Shared,
    headers: &HeaderMap,
    fields: &HashMap<String, String>,
) -> Result<Response, StatusCode> {
    if !is_known(headers) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let scopes = fields.get("scope").ok_or(StatusCode::BAD_REQUEST)?;
    let life = shared.life();
    let mut claims = shared.claims(PROGRAM.0, &[], life);
    claims["scope"] = Value::from(scopes.as_str());
    let key = shared.key();
    let token = key.sign(&key.header(), &claims).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let answer = json!({"access_token": token, "token_type": "Bearer", "expires_in": life.as_secs()});
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

fn is_known(headers: &HeaderMap) -> bool {
    let known = format!("Basic {}", STANDARD.encode(format!("{}:{}", PROGRAM.0, PROGRAM.1)));
    headers.get(AUTHORIZATION).is_some_and(|given| given.as_bytes() == known.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_known_by_name_and_secret() {
        for (text, expected) in [
            ("partner:a-secret-of-this-machine", true),
            ("partner:guess", false),
            ("other:a-secret-of-this-machine", false),
        ] {
            let value = format!("Basic {}", STANDARD.encode(text)).parse().unwrap();
            assert_eq!(is_known(&HeaderMap::from_iter([(AUTHORIZATION, value)])), expected, "{text}");
        }
        assert!(!is_known(&HeaderMap::new()));
    }
}
