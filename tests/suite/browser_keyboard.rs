//! The keyboard alone does everything, in a real browser, and what moves does so only for who wants it.

use anyhow::Result;
use fantoccini::key::Key;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES};
use system_tests::http::clients;
use system_tests::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_found_explained_and_decided_on_by_keyboard_alone() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 12)?[11];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in LANGUAGES {
        page.speak(language).await?;
        page.visit("/").await?;
        page.settled().await?;
        // The first stop leads past the head.
        page.tab_to("skip").await?;
        page.strikes(Key::Enter).await?;
        page.tab_to("search-input").await?;
        page.types(&id.to_string()).await?;
        page.part("search-suggestion").await?;
        page.strikes(Key::Down).await?;
        page.strikes(Key::Enter).await?;
        page.number("score-points").await?;

        page.tab_to("tab-understand").await?;
        page.strikes(Key::Enter).await?;
        page.number("total-points").await?;
        page.tab_to("theme-row").await?;
        page.strikes(Key::Enter).await?;
        page.settled_on("theme-row", "aria-expanded", "true").await?;
        page.tab_to("what").await?;
        page.strikes(Key::Enter).await?;
        page.part("explained").await?;
        page.tab_to("table-toggle").await?;
        page.strikes(Key::Enter).await?;
        page.part("save-csv").await?;

        page.visit(&format!("/client/{id}/simulate")).await?;
        page.part("nothing-changed").await?;
        page.tab_to("set-number").await?;
        page.strikes(Key::Down).await?;
        page.part("simulated").await?;

        page.visit(&format!("/client/{id}/review")).await?;
        page.tab_to("review-granted").await?;
        page.strikes(Key::Space).await?;
        page.tab_to("review-reason").await?;
        page.strikes(Key::Down).await?;
        assert!(!page.chosen("review-reason").await?.is_empty());
        page.tab_to("review-send").await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_for_who_wants_less_motion() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.settled().await?;
    let moves = async || {
        let script = "return [document.documentElement, ...document.querySelectorAll('a, button')].filter(element => {
            const style = getComputedStyle(element);
            return style.scrollBehavior === 'smooth' || parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
        }).length";
        anyhow::Ok(page.script(script, Vec::new()).await?.as_u64())
    };
    page.prefers("prefers-reduced-motion", "no-preference").await?;
    assert!(moves().await? > Some(10), "buttons and links change their colours softly");
    page.prefers("prefers-reduced-motion", "reduce").await?;
    assert_eq!(moves().await?, Some(0));
    page.close().await
}
