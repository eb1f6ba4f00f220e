//! The three functions, and what each holds while it runs.

use std::sync::Arc;

use api::Health;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use axum::{Json, Router};

use crate::artifacts::{Artifacts, Live};
use crate::audit::Audit;
use crate::failure::Failure;
use crate::http::{query, under_both};

/// One of the three functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Scores a client.
    Predict,
    /// Takes a score apart.
    Explain,
    /// Places a client among others, and finds clients.
    Compare,
}

impl Function {
    /// `predict`, `explain` or `compare`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Predict => "predict",
            Self::Explain => "explain",
            Self::Compare => "compare",
        }
    }
}

/// What a function's handlers share: built once, borrowed by each request.
#[derive(Debug)]
pub struct Context<A> {
    /// The release in service.
    pub live: Arc<Live<A>>,
    /// The audit log.
    pub audit: Arc<Audit>,
}

impl<A> Clone for Context<A> {
    fn clone(&self) -> Self {
        Self { live: Arc::clone(&self.live), audit: Arc::clone(&self.audit) }
    }
}

impl<A: Artifacts> Context<A> {
    /// A function's health: it answers from a verified release.
    pub fn health(&self, function: Function) -> Health {
        Health {
            function: function.name().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            release: self.live.current().release().to_owned(),
        }
    }
}

/// A whole function: its routes and its health, under both paths.
pub fn whole<A: Artifacts>(function: Function, context: Context<A>, routes: Router) -> Router {
    under_both(routes.route("/health", get(health::<A>).with_state((context, function))))
}

/// `GET /health` of one function.
async fn health<A: Artifacts>(
    State((context, function)): State<(Context<A>, Function)>,
    uri: Uri,
) -> Result<Json<Health>, Failure> {
    query::none(&uri)?;
    Ok(Json(context.health(function)))
}
