//! An advisor at work, in a real browser: comparing, simulating, handing over.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, Trouble, spaced};
use system_tests::http::{clients, get, get_in};
use system_tests::server::Server;

/// What is answered to a question with a body.
fn posted(base: &str, body: &Value) -> Result<Value> {
    Ok(ureq::post(format!("{base}/api/explain")).send_json(body)?.body_mut().read_json()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_compared_with_similar_ones_and_with_a_filter_built_on_screen() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 6)?[5];
    let granted = get(&server.base, &format!("/compare/{id}?cohort=filter&filter=decision:granted"))?;
    let granted = granted["cohort"]["size"].to_string();
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/compare?cohort=similar&k=100")).await?;
        page.settled_on("cohort", "data-size", "100").await?;

        page.press("cohort-filter").await?;
        page.choose("filter-decision", "granted").await?;
        page.settled_on("cohort", "data-size", &granted).await?;
        page.leads_to("decision%3Agranted").await?;
        // The link leads to the same.
        page.visit(&page.address().await?).await?;
        page.settled_on("cohort", "data-size", &granted).await?;

        page.visit(&format!("/client/{id}/compare?cohort=filter&filter=points:999..")).await?;
        page.tells("too-small", ["moins de 30 clients", "fewer than 30 clients"][place]).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_among_the_others_is_said_in_words_and_ten_features_stand_on_one_scale() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 6)?[5];
    let answer = get(&server.base, &format!("/compare/{id}?features=AMT_CREDIT"))?;
    let percentile = answer["features"][0]["percentile"].as_f64().context("a percentile")?;
    let percentile =
        if (1.0..=99.0).contains(&percentile) { format!("{percentile:.0}") } else { String::new() };
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/compare?feature=AMT_CREDIT")).await?;
        let said = page.changed_from("compare-percentile", "").await?;
        let words = ["au moins aussi élevée que celle de", "at least as high as that of"][place];
        assert!(spaced(&said).contains(&format!("{words} {percentile}")), "{said}");
        page.settled().await?;
        assert_eq!(page.attributes("box", "class").await?.len(), 10);
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_follows_the_typing_is_a_link_and_is_put_back() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 9)?[8];
    let before = get(&server.base, &format!("/explain/{id}"))?["points"].as_i64().context("points")?;
    let after = |value: f64| -> Result<i64> {
        let answer = posted(&server.base, &json!({ "client_id": id, "changes": { "EXT_SOURCE_2": value } }))?;
        answer["points"].as_i64().context("points")
    };
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/simulate?EXT_SOURCE_2=0.05")).await?;
        page.settled_on("simulated", "data-points", &after(0.05)?.to_string()).await?;
        page.counts("simulated-difference", after(0.05)? - before).await?;

        page.fill("set-EXT_SOURCE_2", "0.9").await?;
        page.settled_on("simulated", "data-points", &after(0.9)?.to_string()).await?;
        page.leads_to("EXT_SOURCE_2=0.9").await?;
        for back in ["put-back", "reset"] {
            page.press(back).await?;
            page.tells("nothing-changed", ["Rien n’est changé", "Nothing is changed"][place]).await?;
            page.fill("set-EXT_SOURCE_2", "0.9").await?;
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_waits_for_the_typing_to_rest_and_gives_up_what_is_stale() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 9)?[8];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    page.put_on_line().await?;
    page.visit(&format!("/client/{id}/simulate?EXT_SOURCE_2=0.05")).await?;
    page.part("simulated").await?;
    let asked = page.given_up("/api/explain").await?.len();

    // The first question is still on its way when the second is asked.
    page.troubles(&[("/api/explain", Trouble::Delay(2_000))]).await?;
    page.fill("set-EXT_SOURCE_2", "0.3141592").await?;
    while page.given_up("/api/explain").await?.len() == asked {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    page.troubles(&[]).await?;
    page.fill("set-EXT_SOURCE_2", "0.8765432").await?;
    let body = json!({ "client_id": id, "changes": { "EXT_SOURCE_2": 0.876_543_2 } });
    let wanted = posted(&server.base, &body)?["points"].to_string();
    page.settled_on("simulated", "data-points", &wanted).await?;
    let questions = &page.given_up("/api/explain").await?[asked..];
    assert!(questions.len() < 9, "{} questions for 18 strokes", questions.len());
    assert!(questions[0], "a question that is stale is given up");
    assert!(!questions[questions.len() - 1], "the last one is answered");
    // Its late answer changes nothing.
    tokio::time::sleep(std::time::Duration::from_millis(2_200)).await;
    page.settled_on("simulated", "data-points", &wanted).await?;
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
        for language in LANGUAGES {
            page.speak(language).await?;
            page.visit(&format!("/client/{id}")).await?;
            page.press("try-proposal").await?;
            page.settled_on("simulated", "data-points", &promised.to_string()).await?;
        }
        return page.close().await;
    }
    println!("skipped: none of these clients has a proposal");
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_applicant_is_scored_from_an_empty_form_or_from_a_client() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 9)?[8];
    let body = json!({ "application": { "AMT_CREDIT": 200_000.0, "EXT_SOURCE_2": 0.7 } });
    let wanted = posted(&server.base, &body)?["points"].to_string();
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit("/applicant").await?;
        page.tells("nothing-stated", ["première information", "first piece of information"][place]).await?;
        page.fill("set-AMT_CREDIT", "200000").await?;
        page.fill("set-EXT_SOURCE_2", "0.7").await?;
        page.settled_on("simulated", "data-points", &wanted).await?;
        page.leads_to("EXT_SOURCE_2=0.7").await?;

        page.visit(&format!("/client/{id}/simulate")).await?;
        page.press("to-applicant").await?;
        page.attribute("simulated", "data-points").await?;
        page.leads_to("/applicant?").await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_is_one_printed_page_with_all_that_the_client_may_know() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        for id in clients(&server.base, 6)? {
            let answer = get_in(&server.base, &format!("/predict/{id}"), language)?.body;
            page.visit(&format!("/client/{id}/letter")).await?;
            page.settled().await?;
            let letter = spaced(&page.text("letter").await?);
            let mut wanted = vec![id.to_string(), answer["points"].to_string()];
            for reason in answer["reasons"].as_array().context("reasons")? {
                wanted.push(spaced(reason["text"].as_str().context("a text")?));
            }
            wanted.extend(
                [
                    ["RGPD, article 22", "contester", "CNIL"],
                    ["GDPR, article 22", "contest", "data protection"],
                ][place]
                    .map(str::to_owned),
            );
            for wanted in wanted {
                assert!(letter.contains(&wanted), "{wanted:?} is not in {letter:?}");
            }
            let pdf = page.print().await?;
            let is_page = |bytes: &&[u8]| bytes.starts_with(b"/Type /Page") && bytes[11] != b's';
            assert_eq!(pdf.windows(12).filter(is_page).count(), 1, "client {id} in {language}");
        }
    }
    page.close().await
}
