//! A person decides, in a real browser: with the score or against it, and with a ground.

use anyhow::{Context, Result};
use serde_json::json;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES};
use system_tests::http::get;
use system_tests::server::Server;

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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_stays_while_the_advisor_looks_something_up() -> Result<()> {
    let server = Server::shared()?;
    let id = refused(&server.base, 9)?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in LANGUAGES {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/review")).await?;
        page.press("review-granted").await?;
        page.choose("review-reason", "wrong_data").await?;
        page.fill("review-text", "«\u{a0}Employé depuis 2019.\u{a0}»").await?;
        page.press("tab-know").await?;
        page.part("profile-field").await?;
        page.press("tab-review").await?;
        assert_eq!(page.chosen("review-reason").await?, "wrong_data");
        assert_eq!(page.chosen("review-text").await?, "«\u{a0}Employé depuis 2019.\u{a0}»");
        page.part("review-override").await?;
        // Sent, it is no draft any more.
        page.press("review-send").await?;
        page.part("review-kept").await?;
        page.visit(&format!("/client/{id}/review")).await?;
        assert_eq!(page.chosen("review-text").await?, "");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_reviews_it_is_said_how_many_are_not_shown() -> Result<()> {
    let server = Server::shared()?;
    let id = refused(&server.base, 10)?;
    let decision = get(&server.base, &format!("/predict/{id}"))?["decision_id"].clone();
    let decision = decision.as_str().context("a decision")?;
    let url = format!("{}/api/decisions/{decision}/review", server.base);
    let review = json!({ "client_id": id, "decision": "refused", "reason": "agrees_with_score", "text": "" });
    let kept = || -> Result<(usize, i64)> {
        let kept = get(&server.base, &format!("/clients/{id}/reviews"))?;
        let shown = kept["reviews"].as_array().context("reviews")?.len();
        Ok((shown, kept["earlier"].as_i64().unwrap_or_default()))
    };
    let (shown, earlier) = kept()?;
    for _ in shown as i64 + earlier..202 {
        ureq::post(&url).send_json(&review)?;
    }
    let (shown, earlier) = kept()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, words) in LANGUAGES.into_iter().zip(["décisions plus anciennes", "earlier decisions"]) {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/review")).await?;
        page.tells("review-earlier", words).await?;
        page.counts("review-earlier", earlier).await?;
        page.counts("review-count", shown as i64 + earlier).await?;
        assert_eq!(page.attributes("review-entry", "data-decision").await?.len(), shown);
    }
    page.close().await
}
