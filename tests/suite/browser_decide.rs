//! The decision and its reasons, what they come from and what is known, in a real browser and both languages.

use anyhow::{Context, Result};
use serde_json::Value;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, spaced};
use system_tests::http::{clients, get, get_in};
use system_tests::server::Server;

/// The words of a decision's sentence, and those of a score above and below the threshold, in French and English.
const SENTENCES: [(&str, [&str; 2]); 3] = [
    ("granted", ["propose d’accorder", "proposes to grant"]),
    ("review", ["une personne examine", "a person reviews"]),
    ("refused", ["propose de refuser", "proposes to refuse"]),
];
const ABOVE: [&str; 2] = ["au-dessus", "above"];
const BELOW: [&str; 2] = ["au-dessous", "below"];

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_said_with_its_distance_its_reasons_and_what_would_change_it() -> Result<()> {
    let server = Server::shared()?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (decision, sentences) in SENTENCES {
        let found = get(&server.base, &format!("/clients?filter=decision:{decision}&limit=1"))?;
        let id = &found["clients"][0]["client_id"];
        for (place, language) in LANGUAGES.into_iter().enumerate() {
            let answer = get_in(&server.base, &format!("/explain/{id}?counterfactuals=true"), language)?.body;
            page.speak(language).await?;
            page.visit(&format!("/client/{id}")).await?;
            page.settled().await?;

            let [points, threshold] = [&answer["points"], &answer["threshold"]["points"]].map(Value::as_i64);
            let gap = points.context("points")? - threshold.context("threshold")?;
            let side = if gap < 0 { BELOW } else { ABOVE }[place];
            let shown = page.text("decision").await?;
            for wanted in [sentences[place], &gap.abs().to_string(), side] {
                assert!(shown.contains(wanted), "{language}: {wanted:?} is not in {shown:?}");
            }
            let gauge = page.attribute("gauge", "aria-valuetext").await?;
            assert!(gauge.contains(side) && gauge.contains(&answer["points"].to_string()), "{gauge}");
            let default = answer["probability_of_default"].as_f64().context("a probability")?;
            let repaid = format!("{:.1}", 100.0 * (1.0 - default));
            let repaid = if language == "fr" { repaid.replace('.', ",") } else { repaid };
            let repaid = repaid.trim_end_matches('0').trim_end_matches([',', '.']);
            let shown = page.text("probability").await?;
            assert!(shown.starts_with(repaid) && shown.ends_with('%'), "{shown} is not {repaid} %");

            for kind in ["reasons", "strengths"] {
                let listed = answer[kind].as_array().context("a list")?;
                let shown = if listed.is_empty() { String::new() } else { spaced(&page.text(kind).await?) };
                for reason in listed {
                    let text = spaced(reason["text"].as_str().context("a text")?);
                    assert!(shown.contains(&text), "{language}: {text:?} is not in {shown:?}");
                }
            }
            let outcome = page.attribute("proposals", "data-outcome").await?;
            assert_eq!(outcome, answer["counterfactuals"]["outcome"]);
            page.tells("completeness", ["renseignées", "stated"][place]).await?;
        }
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_is_taken_apart_explained_and_saved_as_a_table() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 8)?[7];
    let total = get(&server.base, &format!("/explain/{id}"))?["points"].to_string();
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (language, separator) in LANGUAGES.into_iter().zip([';', ',']) {
        let answer = get_in(&server.base, &format!("/explain/{id}"), language)?.body;
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/understand")).await?;
        page.settled().await?;
        page.press("theme-row").await?;
        page.settled_on("theme-row", "aria-expanded", "true").await?;
        page.press("what").await?;
        assert!(page.text("explained").await?.len() > 20, "what a feature is, is explained");
        page.press("how-to-read").await?;
        page.tells("how-to-read", ["Une barre pleine", "A plain bar"][usize::from(language == "en")]).await?;
        assert_eq!(
            page.attributes("here", "class").await?.len(),
            10,
            "what weighs here beside what weighs usually"
        );

        page.press("table-toggle").await?;
        let table = page.saved().await?;
        let rows: Vec<_> = table.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows[0].matches(separator).count(), 2, "{}", rows[0]);
        assert_eq!(rows[rows.len() - 1].rsplit(separator).next(), Some(total.as_str()));
        let label = answer["contributions"][0]["label"].as_str().context("a label")?;
        assert!(table.contains(label), "{label} is not in {table}");
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_is_found_by_words_and_what_is_missing_is_said() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 5)?[4];
    let profile = get(&server.base, &format!("/explain/{id}/profile"))?;
    let fields = profile["fields"].as_array().context("fields")?;
    let missing = fields.iter().find(|field| field["value"].is_null()).context("nothing is missing")?;
    let missing = missing["feature"].as_str().context("a name")?;
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    for (place, language) in LANGUAGES.into_iter().enumerate() {
        page.speak(language).await?;
        page.visit(&format!("/client/{id}/know")).await?;
        page.settled().await?;
        let names = async || page.attributes("profile-field", "data-feature").await;
        let all = names().await?;
        let field = async |name: &str| {
            let script = "return document.querySelector(`[data-feature='${arguments[0]}']`).textContent";
            let text = page.script(script, vec![name.into()]).await?;
            anyhow::Ok(text.as_str().unwrap_or_default().to_owned())
        };
        let text = field(missing).await?;
        assert!(text.contains(["non renseigné", "not stated"][place]), "{text}");
        // Thousands stand apart as the language has it.
        let text = field("AMT_CREDIT").await?;
        assert!(text.contains(['\u{202f}', ','][place]), "{text}");
        let text = field("CODE_GENDER").await?;
        assert!(text.contains(["Non utilisé", "Not used"][place]), "{text}");

        page.press("only-weighty").await?;
        let weighty = names().await?;
        assert!(!weighty.is_empty() && weighty.len() < all.len(), "{} of {}", weighty.len(), all.len());
        page.press("only-weighty").await?;
        page.fill("profile-filter", ["credit montant", "amt_credit"][place]).await?;
        page.tells("profile-found", &format!(" {}", all.len())).await?;
        let found = names().await?;
        assert!(found.contains(&"AMT_CREDIT".to_owned()) && found.len() < all.len(), "{found:?}");
        assert_eq!(page.saved().await?.lines().count(), 1 + found.len(), "the file holds what is on screen");
    }
    page.close().await
}
