//! Charts and tables read without a pointer, and the model's page.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use system_tests::dashboard::Dashboard;
use system_tests::http::{clients, get};
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_read_a_histogram_bin_by_bin() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 4)?[3];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.speak("en").await?;
    for feature in ["AMT_CREDIT", "DAYS_BIRTH"] {
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
        assert!(first.contains("repaid") && second != last, "{feature}: {first}; {second}; {last}");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_page_says_how_groups_fare() -> Result<()> {
    let server = Server::shared()?;
    let model = get(&server.base, "/model")?;
    let attributes = model["fairness"].as_array().context("the release says nothing of groups")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, label) in [("fr", "label_fr"), ("en", "label_en")] {
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
        page.part("model-card").await?;
    }
    page.close().await
}
