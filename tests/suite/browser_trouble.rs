//! Never a blank page, in a real browser: answers that are late, functions that are down, and no network.

use anyhow::Result;
use fantoccini::key::Key;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, Trouble};
use system_tests::http::clients;
use system_tests::server::Server;

/// What says, in French and English, that a panel's answer did not come, and that nothing answers at all.
const FAILED: [&str; 2] = ["n’a pas pu être chargée", "could not be loaded"];
const OFFLINE: [&str; 2] = ["Le service ne répond pas", "The service does not answer"];

#[tokio::test(flavor = "multi_thread")]
async fn while_an_answer_is_awaited_its_place_is_held() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.put_on_line().await?;
    for (language, loading) in LANGUAGES.into_iter().zip(["Chargement", "Loading"]) {
        page.speak(language).await?;
        page.troubles(&[("/api/", Trouble::Delay(1_500))]).await?;
        page.visit(&format!("/client/{id}")).await?;
        let skeleton = page.part("skeleton").await?.prop("textContent").await?.unwrap_or_default();
        assert!(skeleton.contains(loading), "{skeleton}");
        page.part("tab-know").await?;
        page.settled().await?;
        page.number("score-points").await?;
        page.troubles(&[]).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_is_down_takes_only_its_panels_with_it() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.put_on_line().await?;
    // What is down, the page, what stands there all the same, and what comes once the function is up again.
    let file = format!("/client/{id}");
    let cases = [
        ("/api/predict/", file.clone(), "proposals", Some("decision")),
        ("/api/explain/", file.clone(), "decision", Some("proposals")),
        ("/profile", file.clone(), "proposals", Some("completeness")),
        // What hangs on these is left out of the page, and is no part of its own.
        ("/api/model", file.clone(), "decision", None),
        ("/api/explain/", format!("{file}/letter"), "letter", None),
        ("/api/compare/", format!("{file}/compare"), "tab-decide", Some("compare-percentile")),
        ("/reviews", format!("{file}/review"), "review-send", Some("review-count")),
        ("/api/clients", "/".to_owned(), "search-input", Some("client-row")),
        ("/api/model", "/model".to_owned(), "search-input", Some("importance")),
    ];
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        for (down, path, stands, comes) in &cases {
            page.troubles(&[(*down, Trouble::Status(503))]).await?;
            page.visit(path).await?;
            page.settled().await?;
            page.part(stands).await?;
            page.troubles(&[]).await?;
            if let Some(comes) = comes {
                page.tells("problem", FAILED[place]).await?;
                page.press("retry").await?;
                page.part(comes).await?;
            }
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_every_panel_says_so_and_goes_on_once_there_is_one() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit("/").await?;
        page.settled().await?;
        page.offline(true).await?;
        page.fill("search-input", &id.to_string()).await?;
        page.tells("search-note", ["numéro complet", "complete number"][place]).await?;
        // The full number opens the file all the same, which says what is wrong.
        page.strikes(Key::Enter).await?;
        page.tells("problem", OFFLINE[place]).await?;
        page.part("tab-know").await?;
        page.offline(false).await?;
        page.press("retry").await?;
        page.number("score-points").await?;
    }
    page.close().await
}
