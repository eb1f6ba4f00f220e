//! An advisor at work, in a real browser: finding, comparing, simulating, handing over.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use system_tests::dashboard::Dashboard;
use system_tests::http::{clients, get};
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_down_ordered_and_linked() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    let all = page.changed_from("list-total", "").await?;
    page.choose("filter-decision", "refused").await?;
    page.changed_from("list-total", &all).await?;
    page.settled().await?;
    let expected = get(&server.base, "/clients?filter=decision:refused&limit=1")?;
    assert_eq!(Some(page.number("list-total").await?), expected["total"].as_i64());

    page.choose("list-sort", "points").await?;
    let riskiest = get(&server.base, "/clients?filter=decision:refused&sort=points&limit=1")?;
    let id = riskiest["clients"][0]["client_id"].as_u64().context("nobody is refused")?;
    page.settled_on("client-row", "href", &format!("/client/{id}")).await?;
    let address = page.address().await?;
    assert!(address.contains("refused") && address.contains("points"), "{address} is no link to the list");

    page.press("next-page").await?;
    page.part("first-page").await?;
    page.back().await?;
    page.back().await?;
    page.back().await?;
    page.reads("list-total", &all).await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_compared_with_similar_ones_and_with_a_filter() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 6)?[5];
    let page =
        Dashboard::open(&server.base, &format!("/client/{id}/compare?cohort=similar&k=100"), DESK).await?;
    page.settled_on("cohort", "data-size", "100").await?;

    let wanted = "decision:granted";
    let expected = get(&server.base, &format!("/compare/{id}?cohort=filter&filter={wanted}"))?;
    page.visit(&format!("/client/{id}/compare?cohort=filter&filter={wanted}")).await?;
    page.settled_on("cohort", "data-size", &expected["cohort"]["size"].to_string()).await?;

    page.visit(&format!("/client/{id}/compare?cohort=filter&filter=points:999..")).await?;
    page.part("too-small").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_follows_the_typing_and_is_a_link() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 9)?[8];
    let page =
        Dashboard::open(&server.base, &format!("/client/{id}/simulate?EXT_SOURCE_2=0.05"), DESK).await?;
    let points = page.attribute("simulated", "data-points").await?;
    let body = json!({ "client_id": id, "changes": { "EXT_SOURCE_2": 0.05 } });
    let url = format!("{}/api/explain", server.base);
    let answer: Value = ureq::post(&url).send_json(body)?.body_mut().read_json()?;
    assert_eq!(points, answer["points"].to_string());

    page.fill("set-EXT_SOURCE_2", "0.9").await?;
    page.changed_attribute("simulated", "data-points", &points).await?;
    page.leads_to("EXT_SOURCE_2=0.9").await?;
    page.press("reset").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_leads_to_the_simulation_that_it_promises() -> Result<()> {
    let server = Server::shared()?;
    let refused = get(&server.base, "/clients?filter=decision:refused&sort=-points&limit=20")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for client in refused["clients"].as_array().context("clients")? {
        let id = &client["client_id"];
        let explained = get(&server.base, &format!("/explain/{id}?counterfactuals=true"))?;
        let Some(promised) = explained["counterfactuals"]["proposals"][0]["points"].as_i64() else {
            continue;
        };
        page.visit(&format!("/client/{id}")).await?;
        page.press("try-proposal").await?;
        page.settled_on("simulated", "data-points", &promised.to_string()).await?;
        return page.close().await;
    }
    println!("skipped: none of these clients has a proposal");
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_applicant_is_scored_from_a_form() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/applicant?AMT_CREDIT=200000&EXT_SOURCE_2=0.7", DESK).await?;
    let body = json!({ "application": { "AMT_CREDIT": 200_000.0, "EXT_SOURCE_2": 0.7 } });
    let url = format!("{}/api/explain", server.base);
    let answer: Value = ureq::post(&url).send_json(body)?.body_mut().read_json()?;
    page.settled_on("simulated", "data-points", &answer["points"].to_string()).await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_is_one_printed_page() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in ["fr", "en"] {
        page.speak(language).await?;
        for id in clients(&server.base, 6)? {
            page.visit(&format!("/client/{id}/letter")).await?;
            page.settled().await?;
            assert!(page.text("letter").await?.contains(&id.to_string()));
            let pdf = page.print().await?;
            let is_page = |bytes: &&[u8]| bytes.starts_with(b"/Type /Page") && bytes[11] != b's';
            assert_eq!(pdf.windows(12).filter(is_page).count(), 1, "client {id} in {language}");
        }
    }
    page.close().await
}
