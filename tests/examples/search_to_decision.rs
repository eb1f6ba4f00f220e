//! How long an advisor waits for a decision: from the key that chooses a client in the search until the decision's sentence
//! is painted. `target/release/examples/search_to_decision [CLIENTS]`, with `BASE` in the environment of the system that runs
//! there; `make audit` calls it. It fails where half of the clients take as long as a person notices.
//!
//! Measured in the page itself: from the time stamp that the browser gives a key to the task that follows the frame in which
//! the sentence is first drawn. Every client is new to the page, and every second one is searched for from another's file.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use system_tests::dashboard::{DESK, Dashboard};
use system_tests::http::clients;
use system_tests::server::Server;
use system_tests::times::quantile;

/// What nobody notices, in milliseconds.
const UNNOTICED: f64 = 300.0;
/// Notes down how long after each key an element is painted for the first time.
const WATCH: &str = "
    const [key, selector] = arguments;
    window.waited = null;
    window.addEventListener('keydown', event => {
        if (event.key !== key) return;
        const painted = () => {
            const after = new MessageChannel();
            after.port1.onmessage = () => { window.waited ??= performance.now() - event.timeStamp; };
            after.port2.postMessage(null);
        };
        const look = () => {
            if (!document.querySelector(selector)) return false;
            requestAnimationFrame(painted);
            return true;
        };
        const changes = new MutationObserver(() => look() && changes.disconnect());
        changes.observe(document, { childList: true, subtree: true, attributes: true });
    }, { once: true, capture: true });";

#[tokio::main]
async fn main() -> Result<()> {
    let count: usize = std::env::args().nth(1).map_or(Ok(20), |count| count.parse())?;
    let (base, _running) = Server::named_or_shared()?;
    let known = clients(&base, 10 * count)?;
    let page = Dashboard::open(&base, "/", DESK).await?;
    let (mut suggested, mut decided) = (Vec::new(), Vec::new());
    for (index, id) in known.iter().step_by(10).enumerate() {
        if index % 2 == 0 {
            page.visit("/").await?;
        }
        page.settled().await?;
        // What another number has brought goes away, and the machine comes to rest.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let id = id.to_string();
        let (begin, last) = id.split_at(id.len() - 1);
        page.fill("search-input", begin).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let only = format!("[data-testid='search-suggestion'][data-client='{id}']:only-child");
        suggested.push(waited(&page, last, &only).await?);
        page.strikes(Key::Down).await?;
        let shown = format!(
            "main:has([data-testid='tab-know'][href^='/client/{id}/']) [data-testid='decision'] .sentence"
        );
        decided.push(waited(&page, &char::from(Key::Enter).to_string(), &shown).await?);
    }
    println!("| {count} clients, milliseconds | median | 90th percentile |\n| --- | ---: | ---: |");
    println!("| from the last digit to the suggestion | {} |", row(&mut suggested));
    println!("| from the choice to the decision | {} |", row(&mut decided));
    ensure!(quantile(&mut decided, 0.5) < UNNOTICED, "half of the decisions take {UNNOTICED} ms or more");
    page.close().await
}

/// Presses a key wherever the focus is, and answers with the milliseconds until an element is painted.
async fn waited(page: &Dashboard, key: &str, selector: &str) -> Result<f64> {
    let named = if key == char::from(Key::Enter).to_string() { "Enter" } else { key };
    page.script(WATCH, vec![named.into(), selector.into()]).await?;
    page.types(key).await?;
    for _ in 0..400 {
        if let Some(waited) = page.script("return window.waited", Vec::new()).await?.as_f64() {
            return Ok(waited);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    None.with_context(|| format!("{selector} does not come"))
}

fn row(waited: &mut [f64]) -> String {
    format!("{:.0} | {:.0}", quantile(waited, 0.5), quantile(waited, 0.9))
}
