//! Why a request is not answered: the one place where an error becomes an HTTP answer.

use api::{FieldError, Problem, ProblemKind};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::artifacts::DataError;
use crate::sign_in::Refusal;

/// Seconds after which a request may be worth repeating.
const RETRY_AFTER: &str = "5";
/// The same where nothing is wrong but the number of requests.
const RETRY_BUSY: &str = "1";

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The caller is not let in, or not to this.
    #[error(transparent)]
    SignIn(#[from] Refusal),
    /// No client of the release has that number.
    #[error("no client has the number {0}")]
    UnknownClient(u32),
    /// A field of the request is wrong.
    #[error("{pointer}: {detail}")]
    Field {
        /// Where the field is: a JSON pointer into the body, or `path:`, `query:` or `header:` and its name.
        pointer: String,
        /// What is wrong with it, and what may stand there.
        detail: String,
    },
    /// Fields of a body are wrong; at least one.
    #[error("{}", told(.0))]
    Fields(Vec<FieldError>),
    /// No client of the release has the number in a body.
    #[error("no client has the number {client_id}")]
    UnknownClientIn {
        /// The number.
        client_id: u32,
        /// The JSON pointer to it.
        pointer: String,
    },
    /// The body is too long.
    #[error("a body has at most {most} bytes here")]
    TooLarge {
        /// How long it may be.
        most: usize,
    },
    /// The answer is longer than what can be sent.
    #[error(
        "the answer has more bytes than can be sent at once: ask for less, a smaller batch for example, or accept it \
         compressed (Accept-Encoding: gzip)"
    )]
    AnswerTooLarge,
    /// The body takes too long to come.
    #[error("the body did not come within {0} s; send it again, whole")]
    Late(u64),
    /// As many requests are under way as are taken.
    #[error("as many requests are under way as this server takes; the same request may succeed in a second")]
    Busy,
    /// The body is of no media type that is read here.
    #[error("send JSON, with Content-Type: application/json")]
    MediaType,
    /// A group is so small that its figures would speak of persons.
    #[error("figures are given of {least} clients or more, and this cohort has fewer")]
    CohortTooSmall {
        /// The least size.
        least: usize,
    },
    /// The request was meant for another host.
    #[error(
        "this server answers its own machine alone: call it as localhost or 127.0.0.1, and set CLAIRSCORE_OIDC_ISSUER where others are to call"
    )]
    Misdirected,
    /// There is nothing at that path.
    #[error("there is nothing at {0}")]
    NothingHere(String),
    /// The path does not know the method.
    #[error("{0} is not possible here; the header Allow says what is")]
    Method(String),
    /// The data cannot be read now, or is damaged.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A defect of the service.
    #[error("the request failed by a defect of the service")]
    Defect,
}

impl Failure {
    /// A wrong parameter of the query.
    pub fn query(name: &str, detail: impl Into<String>) -> Self {
        Self::Field { pointer: format!("query:{name}"), detail: detail.into() }
    }

    /// A wrong part of the path.
    pub fn path(name: &str, detail: impl Into<String>) -> Self {
        Self::Field { pointer: format!("path:{name}"), detail: detail.into() }
    }

    /// A wrong place in a body, by its JSON pointer.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError { pointer: pointer.into(), detail: detail.into() }])
    }

    /// The same failure for a request whose body names the client, at `pointer`.
    #[must_use]
    pub fn in_body(self, pointer: impl FnOnce() -> String) -> Self {
        match self {
            Self::UnknownClient(client_id) => Self::UnknownClientIn { client_id, pointer: pointer() },
            other => other,
        }
    }

    /// A wrong field of a body: its name, or nothing for the whole body.
    pub fn body(name: &str, detail: impl Into<String>) -> Self {
        // RFC 6901, section 3.
        let name = name.replace('~', "~0").replace('/', "~1");
        let pointer = if name.is_empty() { name } else { format!("/{name}") };
        Self::Field { pointer, detail: detail.into() }
    }

    /// The problem that the client of the interface is told. What the storage says is for the log alone.
    pub fn problem(&self) -> Problem {
        let text = self.to_string();
        match self {
            Self::SignIn(refusal) => {
                let kind = match refusal {
                    Refusal::Unverifiable => ProblemKind::Unavailable,
                    Refusal::NotAllowed(_) => ProblemKind::Forbidden,
                    _ => ProblemKind::Unauthenticated,
                };
                Problem::new(kind, text)
            }
            Self::UnknownClient(_) => Problem::new(ProblemKind::ClientNotFound, text)
                .with_field("path:client_id", "no client of the release in service has this number"),
            Self::Field { pointer, detail } => {
                Problem::new(ProblemKind::InvalidRequest, text).with_field(pointer, detail)
            }
            Self::Fields(errors) => {
                Problem { errors: errors.clone(), ..Problem::new(ProblemKind::InvalidRequest, text) }
            }
            Self::UnknownClientIn { pointer, .. } => Problem::new(ProblemKind::ClientNotFound, text)
                .with_field(pointer, "no client of the release in service has this number"),
            Self::TooLarge { .. } | Self::AnswerTooLarge => Problem::new(ProblemKind::TooLarge, text),
            Self::Late(_) => Problem::new(ProblemKind::Late, text),
            Self::Misdirected => Problem::new(ProblemKind::Misdirected, text),
            Self::Busy => Problem::new(ProblemKind::Unavailable, text),
            Self::MediaType => Problem::new(ProblemKind::UnsupportedMediaType, text),
            Self::CohortTooSmall { .. } => Problem::new(ProblemKind::CohortTooSmall, text),
            Self::NothingHere(_) => Problem::new(ProblemKind::NotFound, text),
            Self::Method(_) => Problem::new(ProblemKind::MethodNotAllowed, text),
            Self::Data(DataError::Storage(_)) => Problem::new(
                ProblemKind::Unavailable,
                "the storage does not answer; the same request may succeed in a few seconds",
            ),
            Self::Data(DataError::Damaged { .. }) => Problem::new(
                ProblemKind::Internal,
                "what is stored of this release is damaged; it must be published again",
            ),
            Self::Defect => Problem::new(ProblemKind::Internal, text),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Data(error) = &self {
            tracing::error!(%error, "data could not be read");
        }
        let problem = self.problem();
        let kind = problem.kind;
        let retry = if matches!(self, Self::Busy) { RETRY_BUSY } else { RETRY_AFTER };
        let status =
            axum::http::StatusCode::from_u16(problem.status).expect("problem kinds have HTTP statuses");
        let mut response = (status, axum::Json(problem)).into_response();
        // For the metrics: see `telemetry`.
        response.extensions_mut().insert(kind);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Self::SignIn(refusal) = self
            && let Some(challenge) = refusal.challenge().and_then(|text| HeaderValue::from_str(&text).ok())
        {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if status == axum::http::StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(retry));
        }
        response
    }
}

/// The first error in words, and how many others there are.
fn told(errors: &[FieldError]) -> String {
    let Some(first) = errors.first() else { return "the body is wrong".to_owned() };
    let place = if first.pointer.is_empty() { "the body" } else { &first.pointer };
    match errors.len() {
        1 => format!("{place}: {}", first.detail),
        count => format!("{place}: {} (and {} more)", first.detail, count - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::StorageError;

    #[test]
    fn what_the_storage_says_stays_inside() {
        let trouble = StorageError::Trouble {
            bucket: "secret-bucket".to_owned(),
            key: "releases/1/clients/features.npy".to_owned(),
            problem: "connection refused".to_owned(),
        };
        let failure = Failure::from(DataError::from(trouble));
        let problem = failure.problem();
        assert_eq!(problem.status, 503);
        assert!(!serde_json::to_string(&problem).unwrap().contains("secret-bucket"));
        assert_eq!(failure.into_response().headers()[header::RETRY_AFTER], RETRY_AFTER);
    }
}
