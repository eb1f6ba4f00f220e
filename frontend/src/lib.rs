//! The dashboard: finds a client, shows the score and the decision that follows, takes the score apart, and
//! places the client among others. It runs in the browser as WebAssembly.
//!
//! # Layout
//! - [`app`]: the page around every page. `route`: every state that has a link.
//! - `state`: what all pages share. `search`: the search box. `review`: a review that is being written. `remote`: an
//!   answer that is awaited, there, or failed. Each is a reducer that runs, and is tested, without a browser.
//! - `fetch`: the only place that speaks to the functions, with the types of `api`.
//! - `features`: what is known of features, from a table that the build makes of the catalogue.
//! - `i18n`: every message, in French and English. `format`: numbers, amounts, times and flags in both.
//! - `order`: short lists, sorted.
//! - `charts`: scales, ticks, axes and three charts, drawn as SVG.
//! - `pages`, `components`, `hooks`: what the eye sees, from the large to the small.
//!
//! # What it never does
//! It computes no score and decides nothing: every figure comes from a function. It sets no inline style and runs
//! no inline script, so that the page lives under a strict content-security policy. It loads nothing from
//! elsewhere.

mod app;
mod basis;
mod charts;
mod components;
mod csv;
mod features;
mod fetch;
mod filter;
mod form;
mod format;
mod hooks;
mod i18n;
mod order;
mod pages;
mod recent;
mod remote;
mod review;
mod route;
mod search;
mod session;
mod state;

/// Puts the dashboard into the body of the page. A panic is written to the browser's console.
pub fn start() {
    console_error_panic_hook::set_once();
    yew::Renderer::<app::App>::new().render();
}
