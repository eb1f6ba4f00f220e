//! The page, in a real browser: what it shows is what the interface answers.

use anyhow::{Context, Result, ensure};
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, PHONE, pages};
use system_tests::http::{clients, get};
use system_tests::server::Server;

/// What 1280 pixels become at a zoom of 400 % (WCAG 1.4.10).
const NARROW: [u32; 2] = [320, 640];
/// What a desk's screen becomes at a zoom of 200 % (WCAG 1.4.4).
const ZOOMED: [u32; 2] = [DESK[0] / 2, DESK[1] / 2];

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
    page.choose("compare-feature-select", "EXT_SOURCE_2").await?;
    page.changed_from("compare-figures", &before).await?;
    let address = page.address().await?;
    assert!(address.contains("EXT_SOURCE_2"), "{address} is not a link to what is shown");

    let shown = page.text("compare-percentile").await?;
    page.visit(&address).await?;
    assert_eq!(page.changed_from("compare-percentile", "").await?, shown, "the link shows the same");
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_client_is_said_to_be_unknown() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, unknown) in LANGUAGES.into_iter().zip(["Client inconnu", "Unknown client"]) {
        page.speak(language).await?;
        page.visit("/client/1").await?;
        page.tells("unknown-client", unknown).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_decision_fits_on_a_desk_without_scrolling() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in LANGUAGES {
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
async fn every_page_says_that_its_clients_are_made_up_and_fits_a_narrow_window() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 1)?[0];
    let page = Dashboard::open(&server.base, "/", PHONE).await?;
    for (language, made_up) in LANGUAGES.into_iter().zip(["Données synthétiques", "Synthetic data"]) {
        page.speak(language).await?;
        for (name, path) in pages(id) {
            page.visit(&path).await?;
            page.tells("source-pill", made_up).await?;
            page.settled().await?;
            for size in [PHONE, NARROW, ZOOMED] {
                page.resize(size).await?;
                assert!(!page.overflows().await?, "{name} in {language} is wider than {} pixels", size[0]);
            }
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_translated_and_french_is_set_as_french_is() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    let mut found = Vec::new();
    for (name, path) in pages(id) {
        let [mut french, mut english] = [Vec::new(), Vec::new()];
        for (language, lines) in LANGUAGES.into_iter().zip([&mut french, &mut english]) {
            page.speak(language).await?;
            page.visit(&path).await?;
            page.settled().await?;
            *lines = page.lines().await?;
        }
        assert!(french.len() > 5, "{name} shows next to nothing");
        let untranslated = french.iter().filter(|line| words(line) > 1 && english.contains(line));
        found.extend(untranslated.map(|line| format!("{name}: {line:?} is the same in both languages")));
        let misset = french.iter().filter(|line| is_misset(line));
        found.extend(misset.map(|line| format!("{name}: {line:?} has an ordinary space or apostrophe")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.close().await
}

/// How many words a line has; numbers and signs are none.
fn words(line: &str) -> usize {
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    line.split_whitespace().filter(is_word).count()
}

/// Whether a French line has an ordinary space where a no-break one belongs, or the typewriter's apostrophe.
fn is_misset(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    letters.windows(3).any(|three| match three {
        [_, ' ', ':' | ';' | '?' | '!' | '%' | '»'] | ['«', ' ', _] => true,
        [before, '\'', after] => before.is_alphabetic() && after.is_alphabetic(),
        [before, ' ', after] => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    })
}
