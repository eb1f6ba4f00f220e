//! A server that asks nobody who they are answers this machine alone.
//!
//! It listens on the loopback interface; but a page of any site may have its own name lead there (DNS rebinding), and
//! would then read the answers as its own. Such a request names the site in `Host`.

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::http::add_headers;
use crate::sign_in::Gate;

/// The routes; where the gate is open, for those alone who call this machine by its own name.
pub fn by_its_own_name(gate: &Gate, routes: Router) -> Router {
    match gate {
        Gate::Open => routes.layer(middleware::from_fn(check)),
        Gate::Guarded(_) => routes,
    }
}

async fn check(request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(is_loopback),
        _ => false,
    };
    // A whole address goes before the header (RFC 9112, section 3.2.2).
    let addressed = request.uri().authority().is_none_or(|authority| is_loopback(authority.as_str()));
    if named && addressed {
        return next.run(request).await;
    }
    let mut response = Failure::Misdirected.into_response();
    add_headers(&mut response);
    response
}

/// Whether a host, with or without a port, is this machine by its own name.
fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.strip_prefix("[::1]") {
        Some(rest) => ("[::1]", rest.strip_prefix(':').or_else(|| rest.is_empty().then_some("0"))),
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, Some("0")),
        },
    };
    let known = name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]";
    known && port.is_some_and(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_few_names() {
        for (host, expected) in [
            ("127.0.0.1", true),
            ("127.0.0.1:8080", true),
            ("localhost:8080", true),
            ("LOCALHOST", true),
            ("[::1]:8080", true),
            ("[::1]", true),
            ("", false),
            ("evil.example", false),
            ("evil.example:8080", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("127.0.0.1@evil.example", false),
            ("evil.example@127.0.0.1", false),
            ("localhost:8080@evil.example", false),
            ("[::1]evil", false),
            ("localhost:", false),
            ("0.0.0.0", false),
        ] {
            assert_eq!(is_loopback(host), expected, "{host}");
        }
    }
}
