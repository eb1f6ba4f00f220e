//! The interface, as a partner calls it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// An answer of the interface.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type, without its parameters.
    pub media_type: String,
    /// The body.
    pub body: Value,
}

/// Asks for a path below `/api`, in a language.
pub fn get_in(base: &str, path: &str, language: &str) -> Result<Answer> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into();
    let url = format!("{base}/api{path}");
    let mut answer =
        agent.get(&url).header("Accept-Language", language).call().with_context(|| format!("GET {url}"))?;
    let media_type = answer.body().mime_type().unwrap_or_default().to_owned();
    let text = answer.body_mut().read_to_string()?;
    let body = serde_json::from_str(&text).with_context(|| format!("GET {url} answers {text}"))?;
    Ok(Answer { status: answer.status().as_u16(), media_type, body })
}

/// Asks for a path below `/api` and expects an answer that is no error.
pub fn get(base: &str, path: &str) -> Result<Value> {
    let answer = get_in(base, path, "en")?;
    ensure!(answer.status == 200, "GET {path} answers {}: {}", answer.status, answer.body);
    Ok(answer.body)
}

/// The numbers of the first `count` clients.
pub fn clients(base: &str, count: usize) -> Result<Vec<u64>> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    while found.len() < count {
        let page = get(base, &format!("/clients?limit=100{cursor}"))?;
        let clients = page["clients"].as_array().context("no clients")?;
        found.extend(clients.iter().filter_map(|client| client["client_id"].as_u64()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    found.truncate(count);
    Ok(found)
}
