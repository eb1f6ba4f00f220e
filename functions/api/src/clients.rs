//! `GET /clients`: finding a client.

use serde::{Deserialize, Serialize};

use crate::predict::Decision;

/// What may stand in the query of `GET /clients`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientQuery {
    /// The first digits of the client's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Conditions that they meet. See [`FILTER_SYNTAX`](crate::compare::FILTER_SYNTAX).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Their order.
    #[serde(default)]
    pub sort: ClientSort,
    /// How many clients to answer with, 1 to 100; 20 where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// An order of clients. Equals stand by rising number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClientSort {
    /// By rising number.
    #[default]
    #[serde(rename = "client_id")]
    Number,
    /// By falling number.
    #[serde(rename = "-client_id")]
    NumberFalling,
    /// By rising score: the riskiest first.
    #[serde(rename = "points")]
    Points,
    /// By falling score: the safest first.
    #[serde(rename = "-points")]
    PointsFalling,
}

impl ClientSort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Number, Self::NumberFalling, Self::Points, Self::PointsFalling];

    /// Its name in a query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "client_id",
            Self::NumberFalling => "-client_id",
            Self::Points => "points",
            Self::PointsFalling => "-points",
        }
    }
}

/// A page of clients, in the order asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientPage {
    /// The clients.
    pub clients: Vec<ClientSummary>,
    /// Pass it as `cursor` for the next page; `null` on the last.
    pub next: Option<String>,
    /// How many clients there are on all pages.
    pub total: u32,
}

/// A client in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientSummary {
    /// `SK_ID_CURR`.
    pub client_id: u32,
    /// Score in whole points.
    pub points: i32,
    /// What follows from it.
    pub decision: Decision,
}
