//! Finding a client, in a real browser: by number, among the files opened last, in the list.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES};
use system_tests::http::{clients, get};
use system_tests::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_suggested_as_it_is_typed_and_the_last_files_are_at_hand() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 25)?[24];
    let begin = &id.to_string()[..5];
    let answer = get(&server.base, &format!("/clients?prefix={begin}&limit=8"))?;
    let listed = answer["clients"].as_array().context("clients")?;
    let expected: Vec<_> = listed.iter().map(|client| client["client_id"].to_string()).collect();
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, only_digits) in LANGUAGES.into_iter().zip(["que des chiffres", "digits only"]) {
        page.speak(language).await?;
        page.visit("/").await?;
        page.fill("search-input", begin).await?;
        page.settled_on("search-suggestion", "data-client", &expected[0]).await?;
        assert_eq!(page.attributes("search-suggestion", "data-client").await?, expected);
        page.tells("search-note", &answer["total"].to_string()).await?;
        page.fill("search-input", "12a").await?;
        page.tells("search-note", only_digits).await?;

        page.visit("/").await?;
        page.find_client(id).await?;
        page.number("score-points").await?;
        page.visit("/").await?;
        page.tells("opened", &id.to_string()).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_down_ordered_and_linked() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in LANGUAGES {
        page.speak(language).await?;
        page.visit("/").await?;
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
        assert!(
            address.contains("refused") && address.contains("points"),
            "{address} is no link to the list"
        );

        let saved = page.saved().await?;
        assert!(saved.lines().nth(1).is_some_and(|row| row.starts_with(&id.to_string())), "{saved}");

        page.press("next-page").await?;
        page.part("first-page").await?;
        page.back().await?;
        page.back().await?;
        page.back().await?;
        page.reads("list-total", &all).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_down_by_every_filter() -> Result<()> {
    let server = Server::shared()?;
    let total = |filter: &str| -> Result<i64> {
        let page = get(&server.base, &format!("/clients?limit=1&{filter}"))?;
        page["total"].as_i64().context("no total")
    };
    let everyone = total("")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for language in LANGUAGES {
        page.speak(language).await?;
        page.visit("/").await?;
        page.choose("filter-NAME_CONTRACT_TYPE", "Cash loans").await?;
        let mut last = everyone;
        for (field, value) in [
            ("points-from", "450"),
            ("age_years-to", "60"),
            ("AMT_INCOME_TOTAL-from", "90000"),
            ("AMT_CREDIT-to", "900000"),
        ] {
            page.fill(&format!("list-{field}"), value).await?;
            page.strikes(Key::Tab).await?;
            page.leads_to(value).await?;
            let address = page.address().await?;
            let filter = address
                .split(['?', '&'])
                .find(|part| part.starts_with("filter="))
                .context(address.clone())?;
            let now = total(filter)?;
            page.counts("list-total", now).await?;
            assert!(0 < now && now < last, "{field} leaves {now} of {last}");
            last = now;
        }
        page.press("clear-filter").await?;
        page.counts("list-total", everyone).await?;
        page.visit("/?filter=points:999..").await?;
        page.part("no-clients").await?;
    }
    page.close().await
}
