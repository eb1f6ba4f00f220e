//! Charts and tables read without a pointer, and the model's page.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use serde_json::Value;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES};
use system_tests::http::{clients, get};
use system_tests::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_read_a_histogram_bin_by_bin() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 4)?[3];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, feature, repaid) in [("en", "AMT_CREDIT", "repaid"), ("fr", "DAYS_BIRTH", "ont remboursé")]
    {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/compare?feature={feature}")).await?;
        let none = page.attribute("bins", "aria-valuetext").await?;
        page.settled().await?;
        // Whether the score rests on it or not, the list names what is compared.
        assert_eq!(page.chosen("compare-feature-select").await?, feature);
        page.keys("bins", &[Key::Right]).await?;
        let first = page.changed_attribute("bins", "aria-valuetext", &none).await?;
        page.keys("bins", &[Key::Right]).await?;
        let second = page.changed_attribute("bins", "aria-valuetext", &first).await?;
        page.keys("bins", &[Key::Left]).await?;
        page.settled_on("bins", "aria-valuetext", &first).await?;
        // Every bin is reached, and the last key stays at the last one.
        page.keys("bins", &[Key::End]).await?;
        let last = page.changed_attribute("bins", "aria-valuetext", &first).await?;
        page.keys("bins", &[Key::Right]).await?;
        page.settled_on("bins", "aria-valuetext", &last).await?;
        assert!(first.contains(repaid) && second != last, "{feature}: {first}; {second}; {last}");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_read_every_point_of_the_curves() -> Result<()> {
    let server = Server::shared()?;
    let model = get(&server.base, "/model")?;
    let count = |list: &Value| list.as_array().map_or(0, Vec::len);
    let curves = [
        ("roc-curve", count(&model["roc"]), ["Bons clients refusés", "Good clients refused"]),
        ("calibration", count(&model["calibration"]["bins"]), ["Prévu", "Predicted"]),
        ("cost-curve", count(&model["cost"]["curve"]), ["Coût par client", "Cost per client"]),
    ];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit("/model").await?;
        page.settled().await?;
        for (curve, points, words) in curves {
            assert_eq!(page.attribute(curve, "role").await?, "slider");
            assert_eq!(page.attribute(curve, "aria-valuemax").await?, points.to_string());
            let none = page.attribute(curve, "aria-valuetext").await?;
            page.keys(curve, &[Key::Right]).await?;
            let first = page.changed_attribute(curve, "aria-valuetext", &none).await?;
            assert!(
                first.contains(words[place]) && first.contains(|letter: char| letter.is_ascii_digit()),
                "{curve} in {language}: {first}"
            );
            page.keys(curve, &[Key::Right]).await?;
            page.settled_on(curve, "aria-valuenow", "2").await?;
            page.keys(curve, &[Key::End]).await?;
            page.settled_on(curve, "aria-valuenow", &points.to_string()).await?;
            let last = page.attribute(curve, "aria-valuetext").await?;
            assert_ne!(first, last);
            // What is read is also seen, and let go of.
            page.tells("model-page", &last).await?;
            page.keys(curve, &[Key::Escape]).await?;
            page.settled_on(curve, "aria-valuetext", &none).await?;
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_read_the_squares_of_two_crossed_features() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 4)?[3];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, here) in LANGUAGES.into_iter().zip(["Ce client est ici", "This client is here"]) {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/compare?feature=DAYS_BIRTH&with=AMT_CREDIT")).await?;
        let none = page.attribute("cells", "aria-valuetext").await?;
        // The first key leads to the client's own square.
        page.keys("cells", &[Key::Right]).await?;
        let own = page.changed_attribute("cells", "aria-valuetext", &none).await?;
        assert!(own.contains(here), "{own}");
        page.keys("cells", &[Key::Home]).await?;
        let left: usize = page.attribute("cells", "aria-valuenow").await?.parse()?;
        page.keys("cells", &[Key::End]).await?;
        let right: usize = page.attribute("cells", "aria-valuenow").await?.parse()?;
        page.keys("cells", &[Key::Up, Key::Down, Key::Down]).await?;
        let below: usize = page.attribute("cells", "aria-valuenow").await?.parse()?;
        assert!(left < right && below <= right, "{left} to {right}, below them {below}");
        page.keys("cells", &[Key::Escape]).await?;
        page.settled_on("cells", "aria-valuetext", &none).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_threshold_is_tried_and_what_matters_is_listed() -> Result<()> {
    let server = Server::shared()?;
    let model = get(&server.base, "/model")?;
    let best = model["cost"]["threshold_points"].as_i64().context("a threshold")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit("/model").await?;
        page.tells("cost-words", ["le minimum", "the least"][place]).await?;
        page.keys("cost-threshold", &[Key::Right, Key::Right]).await?;
        page.tells("cost-words", &(best + 2).to_string()).await?;
        page.tells("cost-words", ["de plus qu’au seuil", "more than at the threshold"][place]).await?;
        let shown = page.text("importance").await?;
        assert_eq!(shown.lines().filter(|line| line.chars().any(char::is_alphabetic)).count(), 15, "{shown}");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_page_says_how_groups_fare() -> Result<()> {
    let server = Server::shared()?;
    let model = get(&server.base, "/model")?;
    let attributes = model["fairness"].as_array().context("the release says nothing of groups")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, label, made_up) in
        [("fr", "label_fr", "des clients inventés"), ("en", "label_en", "clients who are made up")]
    {
        page.speak(language).await?;
        page.visit("/model").await?;
        let shown = page.text("fairness").await?;
        for attribute in attributes {
            let name = attribute[label].as_str().context("a label")?;
            assert!(shown.contains(name), "{name} is not in {shown}");
            for group in attribute["groups"].as_array().context("groups")? {
                let name = group[label].as_str().context("a label")?;
                assert!(shown.contains(name), "{name} is not in {shown}");
            }
        }
        // The card says whose the data is in the page's language.
        page.tells("model-card", made_up).await?;
    }
    page.close().await
}
