//! Pictures of every page, to be looked at: `make screenshots`, or `target/release/examples/screenshots FOLDER WORD`.
//! Each page in light and dark, French and English, on a desk and on a phone, and the letter as it is
//! printed. With a word, the pages whose name holds it. With `BASE` in the environment, of the system that runs there.
//!
//! All of them, taken of a synthetic population, are followed by the pictures of the README, in `frontend/pictures`.

use std::path::PathBuf;

use anyhow::Result;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, PHONE, pages};
use system_tests::data::root;
use system_tests::http::clients;
use system_tests::server::Server;

/// What a picture of the README may weigh.
const LIGHT: usize = 60 << 10;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/screenshots".to_owned()));
    let word = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let (base, running) = Server::named_or_shared()?;
    let id = clients(&base, 3)?[2];
    let page = Dashboard::open(&base, "/", DESK).await?;
    for (name, path) in pages(id) {
        for language in LANGUAGES {
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
    if running.is_some() && word.is_empty() {
        pictures(&page, id).await?;
    }
    page.close().await
}

/// The pictures of the README: no real client is ever on one.
async fn pictures(page: &Dashboard, id: u64) -> Result<()> {
    let folder = root().join("frontend/pictures");
    std::fs::create_dir_all(&folder)?;
    page.resize(DESK).await?;
    for (name, language, scheme, path) in [
        ("decide", "fr", "light", format!("/client/{id}")),
        ("understand", "en", "dark", format!("/client/{id}/understand")),
        ("compare", "en", "light", format!("/client/{id}/compare?feature=EXT_SOURCE_3")),
        ("simulate", "fr", "dark", format!("/client/{id}/simulate?EXT_SOURCE_2=0.1")),
    ] {
        page.speak(language).await?;
        page.colours(scheme).await?;
        page.visit(&path).await?;
        page.settled().await?;
        if name == "simulate" {
            page.attribute("simulated", "data-points").await?;
        }
        let picture = page.light_screenshot(DESK, LIGHT).await?;
        std::fs::write(folder.join(format!("{name}.webp")), picture)?;
    }
    println!("the README's pictures are in {}", folder.display());
    Ok(())
}
