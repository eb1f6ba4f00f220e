//! Every page can be used by everyone: axe-core finds nothing against WCAG 2.2 AA, in either language and either scheme.

use anyhow::Result;
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, pages};
use system_tests::http::clients;
use system_tests::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_a_rule_of_accessibility() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 4)?[3];
    let page = Dashboard::open(&server.base, "/", DESK).await?;
    let mut found = Vec::new();
    for language in LANGUAGES {
        page.speak(language).await?;
        for scheme in ["light", "dark"] {
            page.colours(scheme).await?;
            for (name, path) in pages(id) {
                page.visit(&path).await?;
                page.settled().await?;
                let broken = page.audit().await?;
                found.extend(broken.into_iter().map(|rule| format!("{name} {language} {scheme}: {rule}")));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.close().await
}
