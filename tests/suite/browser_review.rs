//! A person decides, in a real browser: with the score or against it, and with a ground.

use anyhow::{Context, Result};
use system_tests::dashboard::Dashboard;
use system_tests::http::get;
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];

/// A client whom the score refuses.
fn refused(base: &str, index: usize) -> Result<u64> {
    let page = get(base, "/clients?filter=decision:refused&limit=20")?;
    page["clients"][index]["client_id"].as_u64().context("nobody is refused")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_is_written_with_its_ground_and_found_again() -> Result<()> {
    let server = Server::shared()?;
    let id = refused(&server.base, 7)?;
    let before = get(&server.base, &format!("/clients/{id}/reviews"))?;
    let before = before["reviews"].as_array().context("reviews")?.len();

    let page = Dashboard::open(&server.base, &format!("/client/{id}"), DESK).await?;
    page.press("tab-review").await?;
    page.press("review-granted").await?;
    page.part("review-override").await?;
    page.choose("review-reason", "new_information").await?;
    page.fill("review-text", "Une augmentation, justifiée.").await?;
    page.press("review-send").await?;
    page.part("review-kept").await?;
    page.reads("review-count", &(before + 1).to_string()).await?;

    let after = get(&server.base, &format!("/clients/{id}/reviews"))?;
    let latest = after["reviews"].as_array().and_then(|all| all.last()).context("no review was kept")?;
    assert_eq!(
        (&latest["decision"], &latest["reason"], &latest["text"]),
        (&"granted".into(), &"new_information".into(), &"Une augmentation, justifiée.".into())
    );
    // Opened again, in the other language, the file tells it first.
    page.speak("en").await?;
    page.visit(&format!("/client/{id}/review")).await?;
    let entry = page.text("review-entry").await?;
    for wanted in ["Granted", "The client brings what the score does not know", "Une augmentation"] {
        assert!(entry.contains(wanted), "{wanted:?} is not in {entry:?}");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_says_what_it_lacks_and_keeps_the_words_when_sending_fails() -> Result<()> {
    let server = Server::shared()?;
    let id = refused(&server.base, 8)?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.speak("en").await?;
    page.visit(&format!("/client/{id}/review")).await?;
    page.press("review-send").await?;
    page.part("review-decision-note").await?;
    page.part("review-reason-note").await?;
    page.press("review-refused").await?;
    page.choose("review-reason", "other").await?;
    page.press("review-send").await?;
    page.part("review-text-note").await?;
    page.fill("review-text", "Moved abroad.").await?;

    page.offline(true).await?;
    page.press("review-send").await?;
    page.part("problem").await?;
    page.offline(false).await?;
    page.press("retry").await?;
    page.part("review-kept").await?;
    let kept = get(&server.base, &format!("/clients/{id}/reviews"))?;
    let latest = kept["reviews"].as_array().and_then(|all| all.last()).context("no review was kept")?;
    assert_eq!(latest["text"], "Moved abroad.");
    page.close().await
}
