//! The client's number in a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::failure::Failure;

/// The number in a path's `{client_id}`: decimal digits, 0 to 4,294,967,295.
#[derive(Debug, Clone, Copy)]
pub struct ClientNumber(pub u32);

impl<S: Send + Sync> FromRequestParts<S> for ClientNumber {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let text = Path::<String>::from_request_parts(parts, state).await.map(|Path(text)| text);
        // A path that is not UTF-8 is no number either.
        number(text.as_deref().unwrap_or_default()).map(Self).ok_or_else(|| {
            Failure::path("client_id", format!("expected a whole number from 0 to {}", u32::MAX))
        })
    }
}

/// A number as JSON writes it, of digits alone; `None` for anything else, `+5` and `05` too.
pub fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    if digits && !padded { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_of_digits() {
        for (text, expected) in [
            ("0", Some(0)),
            ("100002", Some(100_002)),
            ("4294967295", Some(u32::MAX)),
            ("4294967296", None),
            ("+5", None),
            ("05", None),
            ("00", None),
            ("-5", None),
            ("1e3", None),
            ("", None),
            (" 5", None),
            ("٣", None),
        ] {
            assert_eq!(number(text), expected, "{text:?}");
        }
    }
}
