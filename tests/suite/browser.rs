//! The page, in a real browser: what it shows is what the interface answers.

use anyhow::{Context, Result, ensure};
use system_tests::dashboard::Dashboard;
use system_tests::http::{clients, get};
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];
const PHONE: [u32; 2] = [390, 844];
/// What 1280 pixels become at a zoom of 400 % (WCAG 1.4.10).
const NARROW: [u32; 2] = [320, 640];

#[tokio::test(flavor = "multi_thread")]
async fn an_advisor_finds_a_client_and_reads_the_score() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 40)?[39];
    let expected = get(&server.base, &format!("/explain/{id}"))?;

    let page = Dashboard::open(&server.base, "/", DESK).await?;
    assert_eq!(page.language().await?, "fr", "French by default");
    page.find_client(id).await?;

    assert_eq!(Some(page.number("score-points").await?), expected["points"].as_i64());
    assert_eq!(Some(page.number("threshold-points").await?), expected["threshold"]["points"].as_i64());
    assert_eq!(page.attribute("decision", "data-decision").await?, expected["decision"]);
    page.press("tab-understand").await?;
    assert_eq!(Some(page.number("base-points").await?), expected["base"]["points"].as_i64());
    assert_eq!(Some(page.number("total-points").await?), expected["points"].as_i64());

    let rows = page.attributes("contribution-row", "data-points").await?;
    let names = page.attributes("contribution-row", "data-feature").await?;
    let contributions = expected["contributions"].as_array().context("contributions")?;
    let mut sum = page.number("base-points").await?;
    for (name, points) in names.iter().zip(&rows) {
        let points: i64 = points.parse()?;
        sum += points;
        let answer =
            contributions.iter().find(|part| part["feature"] == name.as_str()).context(name.clone())?;
        assert_eq!(answer["points"].as_i64(), Some(points), "{name}");
    }
    // Features whose contribution rounds to nothing may be left out: they change no sum.
    assert_eq!(Some(sum), expected["points"].as_i64(), "the page's contributions add up");
    ensure!(page.address().await?.contains(&id.to_string()), "the address names the client");

    page.press("lang-switch").await?;
    page.changed_from("lang-switch", "English").await?;
    assert_eq!(page.language().await?, "en");
    assert_eq!(Some(page.number("total-points").await?), expected["points"].as_i64());

    page.back().await?;
    assert_eq!(Some(page.number("score-points").await?), expected["points"].as_i64());
    page.back().await?;
    page.part("search-input").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_a_client_compared_on_a_feature() -> Result<()> {
    let server = Server::shared()?;
    let ids = clients(&server.base, 10)?;
    let page = Dashboard::open(&server.base, &format!("/client/{}/compare", ids[3]), DESK).await?;
    page.part("compare-feature-select").await?;
    let before = page.text("compare-figures").await?;
    page.choose("compare-feature-select", "AMT_ANNUITY").await?;
    page.changed_from("compare-figures", &before).await?;
    let address = page.address().await?;
    assert!(address.contains("AMT_ANNUITY"), "{address} is not a link to what is shown");

    let shown = page.text("compare-percentile").await?;
    page.visit(&address).await?;
    assert_eq!(page.changed_from("compare-percentile", "").await?, shown, "the link shows the same");
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_client_is_said_to_be_unknown() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/client/1", DESK).await?;
    page.part("unknown-client").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_decision_fits_on_a_desk_without_scrolling() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in ["fr", "en"] {
        page.speak(language).await?;
        for id in clients(&server.base, 12)? {
            page.visit(&format!("/client/{id}")).await?;
            page.part("decision").await?;
            page.settled().await?;
            assert!(!page.scrolls().await?, "client {id} in {language} is taller than a desk's screen");
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_weighs_is_found_among_what_is_known() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 5)?[4];
    let page = Dashboard::open(&server.base, &format!("/client/{id}/know"), DESK).await?;
    let all = page.attributes("profile-field", "data-feature").await?.len();
    page.settled().await?;
    page.press("only-weighty").await?;
    let weighty = page.attributes("profile-field", "data-feature").await?.len();
    assert!(0 < weighty && weighty < all, "{weighty} of {all}");
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_clients_are_said_to_be_made_up() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let parts = [
        "",
        "/understand",
        "/know",
        "/compare",
        "/simulate",
        "/review",
        "/letter",
        "/simulate?EXT_SOURCE_2=0.8",
    ]
    .map(|part| format!("/client/{id}{part}"));
    for path in parts.into_iter().chain(["/".to_owned(), "/applicant".to_owned(), "/model".to_owned()]) {
        let page = Dashboard::open(&server.base, &path, PHONE).await?;
        let pill = page.text("source-pill").await?;
        assert!(pill.to_lowercase().contains("synthétiques"), "{path}: {pill}");
        page.settled().await?;
        assert!(!page.overflows().await?, "{path} is wider than a phone");
        page.resize(NARROW).await?;
        assert!(!page.overflows().await?, "{path} is wider than 320 pixels");
        page.close().await?;
    }
    Ok(())
}
