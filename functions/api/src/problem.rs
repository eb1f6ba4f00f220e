//! What went wrong, as problem details (RFC 9457), sent as `application/problem+json`.

use serde::{Deserialize, Serialize};

/// An answer that is an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem it is. Stable: programs may compare it.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time, and what to do.
    pub detail: String,
    /// The fields that are wrong; empty where no field is.
    #[serde(default)]
    pub errors: Vec<FieldError>,
}

/// A wrong field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field: a JSON pointer into the body (`/changes/AMT_CREDIT`), or `query:` or `path:` and a name.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemKind {
    /// Nobody who may call is known to be calling.
    #[serde(rename = "urn:clairscore:problem:unauthenticated")]
    Unauthenticated,
    /// The caller is known, and may not do this.
    #[serde(rename = "urn:clairscore:problem:forbidden")]
    Forbidden,
    /// No client of the release has that number.
    #[serde(rename = "urn:clairscore:problem:client-not-found")]
    ClientNotFound,
    /// There is nothing at that path.
    #[serde(rename = "urn:clairscore:problem:not-found")]
    NotFound,
    /// The body takes too long to come.
    #[serde(rename = "urn:clairscore:problem:late")]
    Late,
    /// The body is larger than what is read.
    #[serde(rename = "urn:clairscore:problem:too-large")]
    TooLarge,
    /// The body is not said to be JSON.
    #[serde(rename = "urn:clairscore:problem:unsupported-media-type")]
    UnsupportedMediaType,
    /// The path knows the method not.
    #[serde(rename = "urn:clairscore:problem:method-not-allowed")]
    MethodNotAllowed,
    /// The request was meant for another host.
    #[serde(rename = "urn:clairscore:problem:misdirected")]
    Misdirected,
    /// A field of the request is wrong.
    #[serde(rename = "urn:clairscore:problem:invalid-request")]
    InvalidRequest,
    /// The cohort is so small that its figures would speak of persons.
    #[serde(rename = "urn:clairscore:problem:cohort-too-small")]
    CohortTooSmall,
    /// The storage does not answer, or too many requests are under way; the same request may succeed later.
    #[serde(rename = "urn:clairscore:problem:unavailable")]
    Unavailable,
    /// A defect of the service.
    #[serde(rename = "urn:clairscore:problem:internal")]
    Internal,
}

impl ProblemKind {
    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::ClientNotFound | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Late => 408,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Misdirected => 421,
            Self::InvalidRequest | Self::CohortTooSmall => 422,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The kind in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unauthenticated => "Sign-in needed",
            Self::Forbidden => "Not allowed",
            Self::ClientNotFound => "Unknown client",
            Self::NotFound => "Nothing here",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Late => "Body too slow",
            Self::TooLarge => "Body too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::Misdirected => "Meant for another host",
            Self::InvalidRequest => "Invalid request",
            Self::CohortTooSmall => "Cohort too small",
            Self::Unavailable => "Temporarily unavailable",
            Self::Internal => "Internal error",
        }
    }
}

impl Problem {
    /// A problem of this kind, with what went wrong this time.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// The same problem, with a field that is wrong.
    #[must_use]
    pub fn with_field(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_written_as_rfc_9457_wants_it() {
        let problem =
            Problem::new(ProblemKind::ClientNotFound, "no client 7").with_field("path:client_id", "7");
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["type"], "urn:clairscore:problem:client-not-found");
        assert_eq!(json["status"], 404);
        assert_eq!(json["errors"][0]["pointer"], "path:client_id");
        assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
    }
}
