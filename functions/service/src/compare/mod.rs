//! `GET /compare/{client_id}`: a client among others; `GET /clients`: finding a client.
//!
//! # Layout
//! - [`comparison`]: a client's features among those of a cohort.
//! - [`cohort`]: those whom a client is compared with; [`filter`]: conditions; [`similar`]: who is most alike.
//! - [`apart`]: who is told of, so that nobody is singled out by comparing cohorts.
//! - [`discreet`]: which parts of them are told of.
//! - [`clients`]: pages of clients.
//! - [`summary`] and [`histogram`]: a column in a few numbers; [`group`] and [`ranks`]: the same for a part of the clients.
//! - [`density`]: two columns at once.

mod apart;
mod clients;
mod cohort;
mod comparison;
mod density;
mod discreet;
mod filter;
pub mod group;
pub mod histogram;
pub mod ranks;
pub mod similar;
pub mod summary;

use std::process::ExitCode;

use api::{ClientPage, Comparison};
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use axum::{Json, Router};

use crate::artifacts::Comparing;
use crate::failure::Failure;
use crate::function::{Context, Function, whole};
use crate::host;
use crate::http::{ClientNumber, Spoken};

/// What this function's handlers share.
pub type CompareContext = Context<Comparing>;

/// The function's routes but for its health, for a host that joins several functions.
pub fn routes(context: CompareContext) -> Router {
    Router::new()
        .route("/compare/{client_id}", get(compare))
        .route("/clients", get(clients))
        .with_state(context)
}

/// Runs the function until its host ends it.
pub async fn run() -> ExitCode {
    host::run(Function::Compare, |context, _| router(context)).await
}

/// The whole function.
pub fn router(context: CompareContext) -> Router {
    whole(Function::Compare, context.clone(), routes(context))
}

async fn compare(
    State(context): State<CompareContext>,
    ClientNumber(client_id): ClientNumber,
    Spoken(language): Spoken,
    uri: Uri,
) -> Result<Json<Comparison>, Failure> {
    let release = context.live.current();
    let question = comparison::Question::parse(&uri, &release)?;
    let key = context.audit.draw(&release.manifest.release);
    Ok(Json(comparison::comparison(&release, client_id, &question, key, language).await?))
}

async fn clients(State(context): State<CompareContext>, uri: Uri) -> Result<Json<ClientPage>, Failure> {
    let release = context.live.current();
    let question = clients::Question::parse(&uri, &release)?;
    Ok(Json(clients::page(&release, &question).await?))
}
