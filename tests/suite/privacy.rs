//! Nothing of a client in anything that a whole run writes: planted values are looked for everywhere.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use system_tests::cloud::{Cloud, event, with_header};
use system_tests::data::{program, root};
use system_tests::http::{clients, get};
use system_tests::lambda::Runtime;
use system_tests::server::Server;

/// Whether a text holds a word or a number, and not only as a part of a longer one.
fn holds(text: &str, planted: &str) -> bool {
    text.match_indices(planted).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + planted.len()..].chars().next();
        let part = |letter: char| letter.is_ascii_alphanumeric();
        !before.is_some_and(|letter| part(letter) || letter == '.') && !after.is_some_and(part)
    })
}

fn post(path: &str, body: &Value) -> Result<Value> {
    let mut event = event("post.json", path)?;
    event["headers"]["content-length"] = body.to_string().len().to_string().into();
    event["body"] = body.to_string().into();
    Ok(event)
}

#[test]
fn what_the_functions_print_has_no_planted_value() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 8)?[7];
    let profile = get(&server.base, &format!("/explain/{id}/profile"))?;
    let cloud = Cloud::start(&server.release)?;
    let mut claims = cloud.issuer().claims("planted-subject", &["advisor"]);
    claims["email"] = "planted@house.example".into();
    let token = cloud.issuer().sign(&claims)?;
    let applicant = json!({"application": {"SK_ID_CURR": 3_987_654_321_u32, "AMT_CREDIT": 734_561.25, "AMT_INCOME_TOTAL": 218_764.5}});
    let what_if = json!({"client_id": id, "changes": {"AMT_CREDIT": 734_561.25}});
    let wrong =
        json!({"client_id": id, "changes": {"AMT_CREDIT": "planted-value", "EXT_SOURCE_2": 734_561.25}});
    let review = json!({"client_id": id, "decision": "refused", "reason": "other", "text": "planted words of a person"});
    let asked = |path: &str| event("get.json", path);
    let decision = "/decisions/019b7a3e-5c00-7abc-8def-0123456789ab";
    let mut filtered = asked(&format!("/compare/{id}"))?;
    filtered["rawQueryString"] = "cohort=filter&filter=AMT_CREDIT:..734561.25".into();
    let mut unknown = asked(&format!("/compare/{id}"))?;
    unknown["rawQueryString"] = "planted-name=734561.25".into();
    let runs = [
        (
            "predict",
            vec![
                asked(&format!("/predict/{id}"))?,
                asked(&format!("/api/predict/{id}"))?,
                asked("/predict/3987654321")?,
                asked("/planted-path/734561.25")?,
                post("/predict", &what_if)?,
                post("/predict", &applicant)?,
                post("/predict", &wrong)?,
                post("/predict/batch", &json!({"requests": [what_if, applicant, wrong]}))?,
            ],
        ),
        (
            "explain",
            vec![
                asked(&format!("/explain/{id}"))?,
                asked(&format!("/explain/{id}/profile"))?,
                post("/explain", &what_if)?,
                post("/explain", &applicant)?,
                post(&format!("{decision}/review"), &review)?,
                asked(&format!("{decision}/reviews"))?,
                asked(&format!("/clients/{id}/reviews"))?,
            ],
        ),
        ("compare", vec![asked(&format!("/compare/{id}"))?, filtered, unknown, asked("/clients")?]),
    ];
    // What a client of the release looks like: whole numbers of some digits, and fractions.
    let mut planted: Vec<String> =
        ["planted", "3987654321", "734561.25", "218764.5"].map(str::to_owned).into();
    planted.extend([id.to_string(), token.clone()]);
    let fields = profile["fields"].as_array().context("fields")?;
    let values = fields.iter().filter_map(|field| field["raw"].as_f64());
    planted.extend(values.map(|value| value.abs().to_string()).filter(|text| text.len() > 4));
    ensure!(planted.len() > 10, "{planted:?}");

    for (function, events) in runs {
        // The most that an operator can ask for.
        let mut environment = cloud.without(&[]);
        environment.push(("RUST_LOG", "trace"));
        let mut runtime = Runtime::start()?;
        let process = runtime.function(&program(function), &environment)?;
        let mut answered = 0;
        for event in events {
            let answer = runtime.invoke(&with_header(event.clone(), "x-id-token", &token));
            let answer = answer.with_context(|| process.lines())?;
            answered += usize::from(answer.status < 300);
            // The same by a stranger, and with a token that is none.
            runtime.invoke(&event)?;
            runtime.invoke(&with_header(event, "authorization", &format!("Bearer {token}x")))?;
        }
        ensure!(answered >= 3, "{function} answered {answered}");
        std::thread::sleep(system_tests::cloud::MOMENT * 10);
        let lines = process.lines();
        ensure!(lines.contains("\"request\""), "{function} logs: {lines}");
        for planted in &planted {
            let found = lines.lines().find(|line| holds(line, planted));
            ensure!(found.is_none(), "{function} prints {planted}: {found:?}");
        }
    }
    Ok(())
}

#[test]
fn the_built_site_has_no_client_and_asks_nobody_else() -> Result<()> {
    let server = Server::shared()?;
    let ids: Vec<String> = clients(&server.base, 3_000)?.iter().map(u64::to_string).collect();
    let mut read = 0;
    let mut folders = vec![root().join("target/clairscore/site")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_text(&path) {
                let text = fs::read_to_string(&path)?;
                for id in &ids {
                    ensure!(!holds(&text, id), "{} has the client {id}", path.display());
                }
                for address in text.match_indices("https://").chain(text.match_indices("http://")) {
                    let address = &text[address.0..(address.0 + 40).min(text.len())];
                    // The name of SVG, and a comment of wasm-bindgen's: neither is asked for.
                    let known =
                        ["www.w3.org", "developer.mozilla.org"].iter().any(|name| address.contains(name));
                    ensure!(known, "{} leads to {address}", path.display());
                }
                read += 1;
            }
        }
    }
    ensure!(read >= 3, "{read} files");
    Ok(())
}

fn is_text(path: &Path) -> bool {
    let kinds = ["html", "js", "css", "svg", "json", "txt", "ftl"];
    path.extension().and_then(|kind| kind.to_str()).is_some_and(|kind| kinds.contains(&kind))
}
