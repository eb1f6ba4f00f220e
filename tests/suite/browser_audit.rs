//! Every page can be used by everyone: axe-core finds nothing against WCAG 2.2 AA, in either language and either scheme.

use anyhow::Result;
use system_tests::dashboard::Dashboard;
use system_tests::http::clients;
use system_tests::server::Server;

const DESK: [u32; 2] = [1366, 768];

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_a_rule_of_accessibility() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 4)?[3];
    let parts = ["", "/understand", "/know", "/compare", "/simulate", "/review", "/letter"];
    let mut paths: Vec<_> = parts.map(|part| format!("/client/{id}{part}")).into();
    paths.extend(["/", "/applicant", "/model", "/nowhere", "/client/1"].map(str::to_owned));

    let page = Dashboard::open(&server.base, "/", DESK).await?;
    let mut found = Vec::new();
    for language in ["fr", "en"] {
        page.speak(language).await?;
        for scheme in ["light", "dark"] {
            page.colours(scheme).await?;
            for path in &paths {
                page.visit(path).await?;
                page.settled().await?;
                let broken = page.audit().await?;
                found.extend(broken.into_iter().map(|rule| format!("{path} {language} {scheme}: {rule}")));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.close().await
}
