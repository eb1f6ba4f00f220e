//! Every state of the dashboard that has a link.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use yew_router::Routable;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// Finding a client.
    #[at("/")]
    Home,
    /// One client: the decision.
    #[at("/client/:id")]
    Client { id: u32 },
    /// One client: any other part of the file.
    #[at("/client/:id/:part")]
    Part { id: u32, part: Part },
    /// Somebody who is in no file.
    #[at("/applicant")]
    Applicant,
    /// The model in service.
    #[at("/model")]
    Model,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// A part of a client's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The score and what follows from it.
    Decide,
    /// Where the score comes from.
    Understand,
    /// What is known of the client.
    Know,
    /// The client among others.
    Compare,
    /// What would be if something were different.
    Simulate,
    /// What a person decides, and why.
    Review,
    /// What the client takes home.
    Letter,
}

impl Part {
    /// All parts, in the order in which an advisor needs them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Decide,
        Self::Understand,
        Self::Know,
        Self::Compare,
        Self::Simulate,
        Self::Review,
        Self::Letter,
    ];

    /// The link to this part of a client's file.
    pub(crate) fn of(self, id: u32) -> Route {
        match self {
            Self::Decide => Route::Client { id },
            part => Route::Part { id, part },
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Understand => "understand",
            Self::Know => "know",
            Self::Compare => "compare",
            Self::Simulate => "simulate",
            Self::Review => "review",
            Self::Letter => "letter",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// A text that names no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSuchPart;

impl FromStr for Part {
    type Err = NoSuchPart;

    /// The decision has one address, the client's own: `/client/7/decide` is none.
    fn from_str(text: &str) -> Result<Self, NoSuchPart> {
        let mut parts = Self::ALL.into_iter().filter(|part| *part != Self::Decide);
        parts.find(|part| part.code() == text).ok_or(NoSuchPart)
    }
}

/// What the query of a client's comparison holds. A field that is not known is left alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CompareView {
    /// The feature that the client is compared on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) feature: String,
    /// With whom: `similar`, `filter`, or nothing for everyone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) cohort: String,
    /// How many similar clients.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) k: String,
    /// Which clients.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) filter: String,
    /// The feature that the first is crossed with.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) with: String,
}

/// What the query of the list of clients holds: which clients, in which order, from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ListView {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) filter: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) sort: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) cursor: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_its_page() {
        let parts = Part::ALL.map(|part| part.of(100_002));
        for route in [Route::Home, Route::Applicant, Route::Model].into_iter().chain(parts) {
            assert_eq!(Route::recognize(&route.to_path()), Some(route));
        }
        assert_eq!(Part::Decide.of(100_002).to_path(), "/client/100002");
        assert_eq!(Part::Compare.of(100_002).to_path(), "/client/100002/compare");
    }

    #[test]
    fn a_client_number_or_a_part_that_is_none_is_not_found() {
        for path in [
            "/client/abc",
            "/client/-1",
            "/client/99999999999",
            "/client/7/decide",
            "/client/7/none",
            "/elsewhere",
        ] {
            assert_eq!(Route::recognize(path), Some(Route::NotFound), "{path}");
        }
    }
}
