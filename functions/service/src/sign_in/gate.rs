//! The layer that every request passes.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::{Extensions, HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};

use super::access::{Need, need};
use super::caller::Caller;
use super::principal::{self, Principal};
use super::refusal::Refusal;
use super::settings::SignInSettings;
use super::token::Verifier;
use crate::failure::Failure;
use crate::telemetry;

/// A token's second header: CloudFront signs its requests to a function URL, and so overwrites `Authorization`.
const TOKEN_HEADER: &str = "x-id-token";

/// Who comes in.
#[derive(Debug)]
pub enum Gate {
    /// Whoever is on this machine.
    Open,
    /// Callers who are known, each to what they may do.
    Guarded(Box<Guarded>),
}

/// What callers are known by.
#[derive(Debug)]
pub struct Guarded {
    verifier: Verifier,
    partners: Vec<Principal>,
}

impl Gate {
    /// A gate for callers whom the issuer knows.
    pub fn guarded(settings: SignInSettings) -> Self {
        Self::Guarded(Box::new(Guarded { verifier: Verifier::new(&settings), partners: settings.partners }))
    }

    /// Fetches the issuer's keys, so that the first request need not wait for them. Where the issuer does not answer,
    /// that is logged, and tried again with the first token.
    pub async fn prepare(&self) {
        if let Self::Guarded(guarded) = self {
            guarded.verifier.keys().refresh(Duration::ZERO).await;
        }
    }

    /// Who calls; `None` where nobody says so and nobody need.
    async fn admit(
        &self,
        headers: &HeaderMap,
        extensions: &Extensions,
        need: Need,
    ) -> Result<Option<Caller>, Refusal> {
        let guarded = match self {
            Self::Open => return Ok(Some(Caller::loopback())),
            Self::Guarded(guarded) => guarded,
        };
        if need == Need::Nothing {
            return Ok(None);
        }
        let caller = match token(headers)? {
            Some(token) => guarded.verifier.verify(token).await?,
            None => principal::caller(extensions, &guarded.partners)
                .ok_or(Refusal::NoToken)?
                .map_err(|()| Refusal::Principal)?,
        };
        if caller.scopes.meet(need) { Ok(Some(caller)) } else { Err(Refusal::NotAllowed(need)) }
    }
}

/// The token that a request carries: the browser's, beside which `Authorization` is CloudFront's own, or the one in
/// `Authorization`. Where there are two of them, nobody can tell which one others along the way have looked at.
fn token(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let one = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let first = values.next();
        if values.next().is_some() {
            return Err(Refusal::Several);
        }
        first.map(|value| value.to_str().map(str::trim).map_err(|_| Refusal::Malformed)).transpose()
    };
    let own = one(TOKEN_HEADER)?;
    let bearer = one(header::AUTHORIZATION.as_str())?.and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
    });
    match (own, bearer) {
        (Some(own), Some(bearer)) if own != bearer => Err(Refusal::Several),
        (own, bearer) => Ok(own.or(bearer)),
    }
}

/// The routes behind a gate. Without one, [`guard`] lets nobody in.
pub fn behind(gate: &Arc<Gate>, routes: Router) -> Router {
    routes.layer(Extension(Arc::clone(gate)))
}

/// Sends away who may not call, and tells the handlers who calls.
pub async fn guard(mut request: Request, next: Next) -> Response {
    // Where no route is, there is nothing to keep. A preflight is the layers' own: no handler answers OPTIONS.
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let Some(path) = path.filter(|_| request.method() != Method::OPTIONS) else {
        return next.run(request).await;
    };
    let Some(gate) = request.extensions().get::<Arc<Gate>>().cloned() else {
        tracing::error!("the routes stand behind no gate");
        return Failure::Defect.into_response();
    };
    let need = need(request.method(), &path);
    match gate.admit(request.headers(), request.extensions(), need).await {
        Ok(caller) => {
            if let Some(caller) = caller {
                if let Some(current) = telemetry::current() {
                    current.called_by(&caller.subject);
                }
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Err(refusal) => {
            tracing::warn!(%refusal, "a caller is sent away");
            Failure::SignIn(refusal).into_response()
        }
    }
}
