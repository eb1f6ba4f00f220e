//! The language that is asked for, by `Accept-Language` (RFC 9110, section 12.5.4).

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use catalogue::Language;

/// The language of an answer's labels and sentences: French, unless English is preferred.
#[derive(Debug, Clone, Copy)]
pub struct Spoken(pub Language);

impl<S: Send + Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(preferred(asked.unwrap_or_default())))
    }
}

/// The language of the greatest weight, the first of equals; the default where none is spoken here.
fn preferred(asked: &str) -> Language {
    let mut best = (Language::default(), 0.0);
    for part in asked.split(',') {
        let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = match parameters.trim().strip_prefix("q=") {
            Some(weight) => weight.trim().parse().unwrap_or(0.0),
            None => 1.0,
        };
        if let Some(language) = Language::from_tag(tag.trim())
            && weight > best.1
        {
            best = (language, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weight_wins() {
        for (asked, expected) in [
            ("", Language::Fr),
            ("en", Language::En),
            ("en-GB,en;q=0.9", Language::En),
            ("de, en;q=0.5", Language::En),
            ("en;q=0.3, fr;q=0.8", Language::Fr),
            ("fr;q=0.3, en;q=0.8", Language::En),
            ("fr, en", Language::Fr),
            ("en;q=0", Language::Fr),
            ("en;q=much", Language::Fr),
            ("*", Language::Fr),
            ("de", Language::Fr),
            (",;q=;,", Language::Fr),
        ] {
            assert_eq!(preferred(asked), expected, "{asked:?}");
        }
    }
}
