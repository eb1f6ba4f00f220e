//! Every state of the dashboard that has a link.

use serde::{Deserialize, Serialize};
use yew_router::Routable;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// Finding a client.
    #[at("/")]
    Home,
    /// One client: decision, explanation, information, comparison.
    #[at("/client/:id")]
    Client { id: u32 },
    /// The model in service.
    #[at("/model")]
    Model,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// What the query of a client's page holds. A field that is not known is left alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientView {
    /// The feature that the client is compared on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) feature: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_its_page() {
        for route in [Route::Home, Route::Client { id: 100_002 }, Route::Model] {
            assert_eq!(Route::recognize(&route.to_path()), Some(route));
        }
    }

    #[test]
    fn a_client_number_that_is_none_is_not_found() {
        for path in ["/client/abc", "/client/-1", "/client/99999999999", "/elsewhere"] {
            assert_eq!(Route::recognize(path), Some(Route::NotFound), "{path}");
        }
    }
}
