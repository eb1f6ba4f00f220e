//! Pictures of every page, to be looked at: `make screenshots`, or `target/release/examples/screenshots FOLDER WORD`.
//! Each page in light and dark, French and English, on a desk and on a phone, and the letter as it is
//! printed. With a word, the pages whose name holds it. With `BASE` in the environment, of the system that runs there.

use std::path::PathBuf;

use anyhow::Result;
use system_tests::dashboard::Dashboard;
use system_tests::http::clients;
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];
const PHONE: [u32; 2] = [390, 844];

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/screenshots".to_owned()));
    let word = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let running = match std::env::var("BASE") {
        Ok(_) => None,
        Err(_) => Some(Server::shared()?),
    };
    let base = running
        .as_ref()
        .map_or_else(|| std::env::var("BASE").unwrap_or_default(), |server| server.base.clone());
    let id = clients(&base, 3)?[2];
    let page = Dashboard::open(&base, "/", DESK).await?;
    for (name, path) in pages(id) {
        for language in ["fr", "en"] {
            page.speak(language).await?;
            for (scheme, size) in [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)] {
                let file = format!("{name}-{language}-{scheme}-{}.png", size[0]);
                if !file.contains(&word) {
                    continue;
                }
                page.colours(scheme).await?;
                page.resize(size).await?;
                page.visit(&path).await?;
                page.settled().await?;
                std::fs::write(folder.join(file), page.whole(size[0]).await?)?;
            }
            let file = format!("{name}-{language}.pdf");
            if name == "letter" && file.contains(&word) {
                std::fs::write(folder.join(file), page.print().await?)?;
            }
        }
    }
    println!("written to {}", folder.display());
    page.close().await
}

/// Every page, by name.
fn pages(id: u64) -> Vec<(&'static str, String)> {
    let mut pages = vec![
        ("home", "/".to_owned()),
        ("applicant", "/applicant".to_owned()),
        ("model", "/model".to_owned()),
        ("nowhere", "/nowhere".to_owned()),
    ];
    pages.push(("decide", format!("/client/{id}")));
    for part in ["understand", "know", "compare", "simulate", "review", "letter"] {
        pages.push((part, format!("/client/{id}/{part}")));
    }
    pages
}
