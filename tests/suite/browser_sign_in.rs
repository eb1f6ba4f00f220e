//! Signing in, in a real browser: to the provider and back, with a token that is renewed in silence, and out again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use local::issuer::{AUDIENCE, Algorithm, Issuer};
use system_tests::dashboard::{DESK, Dashboard, LANGUAGES, Trouble};
use system_tests::data::{program, root};
use system_tests::http::clients;
use system_tests::server::Server;
use tempfile::TempDir;

/// The service on the release of the shared run, asking the issuer who calls.
struct Guarded {
    process: Child,
    base: String,
    _storage: TempDir,
}

impl Guarded {
    fn start(server: &Server, issuer: &Issuer) -> Result<Self> {
        let storage = TempDir::new()?;
        let mut process = Command::new(program("local"))
            .arg("--release")
            .arg(&server.release)
            .arg("--storage")
            .arg(storage.path())
            .arg("--site")
            .arg(root().join("target/clairscore/site"))
            .args(["--port", "0"])
            .env("CLAIRSCORE_OIDC_ISSUER", issuer.url())
            .env("CLAIRSCORE_OIDC_AUDIENCE", AUDIENCE)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("target/release/local is not built: run `make test`")?;
        let mut lines = BufReader::new(process.stdout.take().context("no standard output")?).lines();
        let mut base = None;
        for line in lines.by_ref() {
            if let Some(address) = line?.strip_prefix("listening on ") {
                base = Some(address.to_owned());
                break;
            }
        }
        let base = base.context("the service ended before it listened")?;
        Ok(Self { process, base, _storage: storage })
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // Nothing can be done here about a process that does not end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advisor_signs_in_works_on_and_signs_out() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let issuer = Issuer::start(Algorithm::Es256).await?;
    // Renewed a quarter before its end: after three seconds.
    issuer.last(Duration::from_secs(4));
    let guarded = Guarded::start(&server, &issuer)?;

    let page = Dashboard::open(&guarded.base, &format!("/client/{id}/understand"), DESK).await?;
    page.sign_in_as("advisor").await?;
    // The page that was wanted, with its figures; the code is out of the address.
    page.number("total-points").await?;
    assert_eq!(page.address().await?, format!("/client/{id}/understand"));
    assert_eq!(page.text("person").await?, "advisor of this machine");
    let stored = page.stored().await?;
    for secret in ["eyJ", "refresh", "verifier"] {
        assert!(!stored.contains(secret), "{secret} stands in the browser's storage: {stored}");
    }

    let started = Instant::now();
    while issuer.renewals() < 2 {
        ensure!(started.elapsed() < Duration::from_secs(30), "the token is not renewed");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    page.press("tab-know").await?;
    page.part("profile-field").await?;

    // Loaded anew, the page has no token: the provider knows the person and asks nothing.
    page.visit(&format!("/client/{id}")).await?;
    page.number("score-points").await?;

    // Signed out, nothing of the advisor's work stays in the tab.
    assert!(page.stored().await?.contains(&id.to_string()));
    page.press("sign-out").await?;
    page.asks_who().await?;
    page.visit("/config.json").await?;
    assert!(!page.stored().await?.contains(&id.to_string()));
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_taken_no_more_is_renewed_at_the_next_question() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let issuer = Issuer::start(Algorithm::Es256).await?;
    let guarded = Guarded::start(&server, &issuer)?;
    let page = Dashboard::open(&guarded.base, "/", DESK).await?;
    page.sign_in_as("advisor").await?;
    page.part("client-row").await?;

    // Its key is withdrawn: every token of before is refused.
    issuer.publish(Algorithm::Es256)?;
    issuer.withdraw();
    tokio::time::sleep(Duration::from_millis(200)).await;
    page.find_client(id).await?;
    page.number("score-points").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_is_told_so_and_who_is_unknown_is_asked() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    let issuer = Issuer::start(Algorithm::Es256).await?;
    let guarded = Guarded::start(&server, &issuer)?;

    let page = Dashboard::open(&guarded.base, &format!("/client/{id}/review"), DESK).await?;
    page.sign_in_as("partner").await?;
    let words = [
        ("Vous n’avez pas accès", "aucune demande de cet onglet"),
        ("You have no access", "no request of this tab"),
    ];
    for (language, (forbidden, stranger)) in LANGUAGES.into_iter().zip(words) {
        page.part("person").await?;
        page.speak(language).await?;
        // A partner sees the score, and no review of it.
        page.visit(&format!("/client/{id}/review")).await?;
        page.part("review-send").await?;
        page.tells("problem", forbidden).await?;

        // An answer that belongs to no question of this tab is not believed.
        page.visit("/?code=stolen&state=of-another").await?;
        page.tells("sign-in-trouble", stranger).await?;
        page.visit(&format!("/client/{id}")).await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_while_a_review_is_written_loses_nothing_of_it() -> Result<()> {
    let server = Server::shared()?;
    let id = clients(&server.base, 3)?[2];
    for (language, stays) in LANGUAGES.into_iter().zip(["reste dans cet onglet", "stays in this tab"]) {
        let issuer = Issuer::start(Algorithm::Es256).await?;
        let guarded = Guarded::start(&server, &issuer)?;
        let page = Dashboard::open(&guarded.base, "/", DESK).await?;
        page.sign_in_as("advisor").await?;
        page.part("client-row").await?;
        page.speak(language).await?;
        page.put_on_line().await?;
        page.visit(&format!("/client/{id}/review")).await?;
        page.press("review-refused").await?;
        page.choose("review-reason", "other").await?;
        page.fill("review-text", "A quitté l’emploi en mai.").await?;

        // No token is taken any more, not even a new one.
        page.troubles(&[("/decisions/", Trouble::Status(401))]).await?;
        page.press("review-send").await?;
        page.tells("review-stays", stays).await?;
        assert_eq!(page.chosen("review-text").await?, "A quitté l’emploi en mai.");

        page.troubles(&[]).await?;
        page.press("retry").await?;
        page.vanishes("review-stays").await?;
        // Back from the provider, which knows the person, with every word; and now it is taken.
        page.part("person").await?;
        assert_eq!(page.chosen("review-reason").await?, "other");
        assert_eq!(page.chosen("review-text").await?, "A quitté l’emploi en mai.");
        page.press("review-send").await?;
        page.part("review-kept").await?;
        page.press("sign-out").await?;
        page.asks_who().await?;
        page.close().await?;
    }
    Ok(())
}
