//! The one table of endpoints and the scope that each asks for.

use axum::http::Method;

/// A right that an endpoint asks for. In a token's `scope` it is written with `clairscore/` before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Scores of clients, of what-ifs and of new applicants.
    Score,
    /// Scores taken apart, and clients' profiles.
    Explain,
    /// The report of the model in service.
    Model,
    /// A client among others.
    Compare,
    /// Finding clients.
    Clients,
    /// Writing and reading a person's review of a decision.
    Review,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Score, Self::Explain, Self::Model, Self::Compare, Self::Clients, Self::Review];

    /// Its name in a token, without `clairscore/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Explain => "explain",
            Self::Model => "model",
            Self::Compare => "compare",
            Self::Clients => "clients",
            Self::Review => "review",
        }
    }
}

/// What a caller needs to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: whoever asks is answered.
    Nothing,
    /// That scope.
    Scope(Scope),
    /// Every scope: the endpoint is not in the table.
    Everything,
}

/// Every endpoint; a path's parameters may have any name.
pub const ENDPOINTS: [(Method, &str, Need); 16] = [
    (Method::GET, "/health", Need::Nothing),
    (Method::GET, "/openapi.json", Need::Nothing),
    (Method::GET, "/predict/{client_id}", Need::Scope(Scope::Score)),
    (Method::POST, "/predict", Need::Scope(Scope::Score)),
    (Method::POST, "/predict/batch", Need::Scope(Scope::Score)),
    (Method::GET, "/explain/{client_id}", Need::Scope(Scope::Explain)),
    (Method::POST, "/explain", Need::Scope(Scope::Explain)),
    (Method::GET, "/explain/{client_id}/profile", Need::Scope(Scope::Explain)),
    (Method::GET, "/model", Need::Scope(Scope::Model)),
    (Method::GET, "/compare/{client_id}", Need::Scope(Scope::Compare)),
    (Method::POST, "/compare", Need::Scope(Scope::Compare)),
    (Method::GET, "/clients", Need::Scope(Scope::Clients)),
    (Method::GET, "/clients/{client_id}", Need::Scope(Scope::Clients)),
    (Method::GET, "/clients/{client_id}/reviews", Need::Scope(Scope::Review)),
    (Method::GET, "/decisions/{decision_id}/reviews", Need::Scope(Scope::Review)),
    (Method::POST, "/decisions/{decision_id}/review", Need::Scope(Scope::Review)),
];

/// What an endpoint needs, by the path as it is declared, with or without `/api` before it.
pub fn need(method: &Method, path: &str) -> Need {
    let path = path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    // A GET handler answers HEAD too.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    ENDPOINTS
        .iter()
        .find(|(known, declared, _)| known == method && same(declared, path))
        .map_or(Need::Everything, |(_, _, need)| *need)
}

fn same(declared: &str, path: &str) -> bool {
    let parameter = |part: &str| part.starts_with('{') && part.ends_with('}');
    declared.split('/').count() == path.split('/').count()
        && declared
            .split('/')
            .zip(path.split('/'))
            .all(|(one, other)| one == other || (parameter(one) && parameter(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_found_by_method_and_path() {
        for (method, path, expected) in [
            (Method::GET, "/health", Need::Nothing),
            (Method::GET, "/api/health", Need::Nothing),
            (Method::HEAD, "/predict/{client_id}", Need::Scope(Scope::Score)),
            (Method::GET, "/api/predict/{id}", Need::Scope(Scope::Score)),
            (Method::POST, "/decisions/{id}/review", Need::Scope(Scope::Review)),
            (Method::GET, "/predict/batch", Need::Everything),
            (Method::DELETE, "/predict/{client_id}", Need::Everything),
            (Method::GET, "/apihealth", Need::Everything),
            (Method::GET, "/new", Need::Everything),
        ] {
            assert_eq!(need(&method, path), expected, "{method} {path}");
        }
    }
}
