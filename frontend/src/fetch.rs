//! The only place that speaks to the functions.

use std::fmt::Write as _;

use api::Problem;
use catalogue::Language;
use gloo_net::http::{Request, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::remote::Failure;
use crate::session;

/// Where the functions are, seen from the page.
const BASE: &str = "/api";
/// The status of an answer to somebody who is not known.
const UNAUTHORIZED: u16 = 401;

/// What is asked: a path behind the base with its query, and for a question that does not fit into one, a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) path: String,
    /// JSON. A question with a body is posted.
    pub(crate) body: Option<String>,
}

impl From<String> for Ask {
    fn from(path: String) -> Self {
        Self { path, body: None }
    }
}

impl Ask {
    /// A question with a body.
    pub(crate) fn post<T: Serialize>(path: impl Into<String>, body: &T) -> Self {
        let body = serde_json::to_string(body).expect("a question of the page is plain data");
        Self { path: path.into(), body: Some(body) }
    }
}

/// Asks for a path, in a language.
pub(crate) async fn get<T: DeserializeOwned>(
    path: &str,
    language: Language,
    signal: Option<&AbortSignal>,
) -> Result<T, Failure> {
    ask(&Ask::from(path.to_owned()), language, signal).await
}

/// Asks, in a language.
pub(crate) async fn ask<T: DeserializeOwned>(
    ask: &Ask,
    language: Language,
    signal: Option<&AbortSignal>,
) -> Result<T, Failure> {
    let (status, body) = asked(ask, language, signal).await?;
    read(status, &body)
}

/// Sends a question, and once more with a new token where the one it carried is taken no more.
async fn asked(
    ask: &Ask,
    language: Language,
    signal: Option<&AbortSignal>,
) -> Result<(u16, String), Failure> {
    let token = session::token();
    let answer = exchange(ask, language, signal, token.as_deref()).await?;
    match token {
        Some(token) if answer.0 == UNAUTHORIZED && session::renewed_since(&token).await => {
            exchange(ask, language, signal, session::token().as_deref()).await
        }
        _ => Ok(answer),
    }
}

/// Sends a question and awaits the status and the text of its answer. It stands apart from what reads the text, so
/// that the page carries it once and not for every kind of answer.
async fn exchange(
    Ask { path, body }: &Ask,
    language: Language,
    signal: Option<&AbortSignal>,
    token: Option<&str>,
) -> Result<(u16, String), Failure> {
    let url = format!("{BASE}{path}");
    let builder = match body {
        None => Request::get(&url),
        Some(body) => hashed(Request::post(&url), body).await.header("Content-Type", "application/json"),
    };
    let builder = builder
        .header("Accept", "application/json, application/problem+json")
        .header("Accept-Language", language.code())
        .abort_signal(signal);
    // CloudFront's signature takes the usual header's place.
    let builder = match token {
        Some(token) => builder.header("x-id-token", token),
        None => builder,
    };
    let response = match body {
        None => builder.send().await,
        Some(body) => builder.body(body.as_str()).map_err(|_| Failure::Network)?.send().await,
    };
    let response = response.map_err(|_| Failure::Network)?;
    let body = response.text().await.map_err(|_| Failure::Network)?;
    Ok((response.status(), body))
}

/// A request that says the hash of its body: CloudFront signs a request to a function only then. A page that is not
/// served securely has no means to hash; nor is it behind CloudFront.
async fn hashed(builder: RequestBuilder, body: &str) -> RequestBuilder {
    match sha256(body).await {
        Some(hash) => {
            let digits = hash.iter().fold(String::with_capacity(64), |mut digits, byte| {
                // Writing to a string does not fail.
                let _ = write!(digits, "{byte:02x}");
                digits
            });
            builder.header("x-amz-content-sha256", &digits)
        }
        None => builder,
    }
}

/// The SHA-256 of a text.
pub(crate) async fn sha256(text: &str) -> Option<Vec<u8>> {
    let crypto = web_sys::window()?.crypto().ok()?.subtle();
    let digest = crypto.digest_with_str_and_u8_array("SHA-256", text.as_bytes()).ok()?;
    let bytes = JsFuture::from(digest).await.ok()?;
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// What an answer says.
fn read<T: DeserializeOwned>(status: u16, body: &str) -> Result<T, Failure> {
    if (200..300).contains(&status) {
        return serde_json::from_str(body).map_err(|error| Failure::Malformed(error.to_string()));
    }
    Err(problem(status, body))
}

/// What an answer that is an error says.
fn problem(status: u16, body: &str) -> Failure {
    serde_json::from_str::<Problem>(body).map_or(Failure::Status(status), Failure::Problem)
}

/// Everything that is asked for.
pub(crate) mod path {
    use super::escape;

    /// The model in service.
    pub(crate) const MODEL: &str = "/model";

    /// A score and its decision.
    pub(crate) fn prediction(client: u32) -> String {
        format!("/predict/{client}")
    }

    /// A score with every contribution, and what would change the decision.
    pub(crate) fn explanation(client: u32) -> String {
        format!("/explain/{client}?counterfactuals=true")
    }

    /// What is known of a client.
    pub(crate) fn profile(client: u32) -> String {
        format!("/explain/{client}/profile")
    }

    /// The reviews of a client's decisions.
    pub(crate) fn reviews(client: u32) -> String {
        format!("/clients/{client}/reviews")
    }

    /// Where a review of a decision is written.
    pub(crate) fn review(decision: &str) -> String {
        format!("/decisions/{decision}/review")
    }

    /// Where something else than a client as they are stored is explained.
    pub(crate) const EXPLAIN: &str = "/explain";

    /// A path with its query; what is empty is left away.
    pub(crate) fn with(path: &str, query: &[(&str, &str)]) -> String {
        let pairs: Vec<_> = query
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// A client among others.
    pub(crate) fn comparison(client: u32, query: &[(&str, &str)]) -> String {
        with(&format!("/compare/{client}"), query)
    }

    /// The first clients whose number begins so.
    pub(crate) fn clients(prefix: &str, limit: u32) -> String {
        with("/clients", &[("prefix", prefix), ("limit", &limit.to_string())])
    }
}

/// Percent-encodes what may not stand bare in a query (RFC 3986: all but the unreserved characters).
pub(crate) fn escape(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a string takes every write");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use api::{ClientPage, ProblemKind};

    use super::*;

    #[test]
    fn a_problem_is_read_as_the_function_wrote_it() {
        let problem = Problem::new(ProblemKind::ClientNotFound, "no client 7");
        let body = serde_json::to_string(&problem).unwrap();
        assert_eq!(read::<ClientPage>(404, &body), Err(Failure::Problem(problem)));
    }

    #[test]
    fn an_error_page_of_a_proxy_keeps_its_status() {
        assert_eq!(read::<ClientPage>(502, "<html>Bad Gateway</html>"), Err(Failure::Status(502)));
    }

    #[test]
    fn an_answer_that_was_not_agreed_is_said_so() {
        assert!(matches!(read::<ClientPage>(200, r#"{"clients": 3}"#), Err(Failure::Malformed(_))));
        let page = read::<ClientPage>(200, r#"{"clients": [], "next": null, "total": 0, "added later": 1}"#);
        assert_eq!(page, Ok(ClientPage { clients: Vec::new(), next: None, total: 0 }));
    }

    #[test]
    fn a_query_holds_no_bare_reserved_character() {
        let query = [("cohort", "everyone"), ("filter", ""), ("features", "a&b=ç")];
        assert_eq!(path::comparison(7, &query), "/compare/7?cohort=everyone&features=a%26b%3D%C3%A7");
        assert_eq!(path::comparison(7, &[]), "/compare/7");
        assert_eq!(path::clients("1000", 8), "/clients?prefix=1000&limit=8");
        assert_eq!(path::clients("", 8), "/clients?limit=8");
    }
}
