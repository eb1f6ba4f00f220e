//! The only place that speaks to the functions.

use api::Problem;
use catalogue::Language;
use gloo_net::http::Request;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::remote::Failure;

/// Where the functions are, seen from the page.
const BASE: &str = "/api";

/// Asks for a path behind the base, with its query, in a language.
pub(crate) async fn get<T: DeserializeOwned>(
    path: &str,
    language: Language,
    signal: Option<&AbortSignal>,
) -> Result<T, Failure> {
    let response = Request::get(&format!("{BASE}{path}"))
        .header("Accept", "application/json, application/problem+json")
        .header("Accept-Language", language.code())
        .abort_signal(signal)
        .send()
        .await
        .map_err(|_| Failure::Network)?;
    let body = response.text().await.map_err(|_| Failure::Network)?;
    read(response.status(), &body)
}

/// What an answer says.
fn read<T: DeserializeOwned>(status: u16, body: &str) -> Result<T, Failure> {
    if (200..300).contains(&status) {
        return serde_json::from_str(body).map_err(|error| Failure::Malformed(error.to_string()));
    }
    Err(serde_json::from_str::<Problem>(body).map_or(Failure::Status(status), Failure::Problem))
}

/// Everything that is asked for.
pub(crate) mod path {
    /// The model in service.
    pub(crate) const MODEL: &str = "/model";

    /// A score and its decision.
    pub(crate) fn prediction(client: u32) -> String {
        format!("/predict/{client}")
    }

    /// A score with every contribution.
    pub(crate) fn explanation(client: u32) -> String {
        format!("/explain/{client}")
    }

    /// What is known of a client.
    pub(crate) fn profile(client: u32) -> String {
        format!("/explain/{client}/profile")
    }

    /// A client among everyone, on one feature or on those that the function chooses.
    pub(crate) fn comparison(client: u32, feature: Option<&str>) -> String {
        match feature {
            Some(feature) => format!("/compare/{client}?cohort=everyone&features={}", escape(feature)),
            None => format!("/compare/{client}?cohort=everyone"),
        }
    }

    /// The first clients whose number begins so.
    pub(crate) fn clients(prefix: &str, limit: u32) -> String {
        if prefix.is_empty() {
            return format!("/clients?limit={limit}");
        }
        format!("/clients?prefix={}&limit={limit}", escape(prefix))
    }

    /// Percent-encodes what may not stand bare in a query (RFC 3986: all but the unreserved characters).
    fn escape(text: &str) -> String {
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
        assert_eq!(path::comparison(7, Some("a&b=ç")), "/compare/7?cohort=everyone&features=a%26b%3D%C3%A7");
        assert_eq!(path::clients("1000", 8), "/clients?prefix=1000&limit=8");
        assert_eq!(path::clients("", 8), "/clients?limit=8");
    }
}
