//! The page, in an advisor's words.

mod keyboard;
mod network;
mod picture;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use self::network::Trouble;
use crate::data::root;

/// A laptop on a desk, in pixels.
pub const DESK: [u32; 2] = [1366, 768];
/// A phone.
pub const PHONE: [u32; 2] = [390, 844];
/// The languages of the page.
pub const LANGUAGES: [&str; 2] = ["fr", "en"];

/// How long the page may take to show what is waited for; a machine under load is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every page by a name, on the file of a client.
pub fn pages(id: u64) -> Vec<(&'static str, String)> {
    let parts = [
        ("decide", ""),
        ("understand", "/understand"),
        ("know", "/know"),
        ("compare", "/compare"),
        ("compare-category", "/compare?feature=NAME_INCOME_TYPE"),
        ("compare-filter", "/compare?cohort=filter&filter=decision:granted"),
        ("simulate", "/simulate"),
        ("simulated", "/simulate?EXT_SOURCE_2=0.1"),
        ("review", "/review"),
        ("letter", "/letter"),
    ];
    let others = [
        ("home", "/"),
        ("applicant", "/applicant"),
        ("applied", "/applicant?AMT_CREDIT=200000&EXT_SOURCE_2=0.7"),
        ("model", "/model"),
        ("nowhere", "/nowhere"),
        ("unknown", "/client/1"),
    ];
    let of_client = parts.map(|(name, part)| (name, format!("/client/{id}{part}")));
    others.map(|(name, path)| (name, path.to_owned())).into_iter().chain(of_client).collect()
}

/// A text with its no-break spaces as ordinary ones, as the driver tells some of them.
pub fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// A browser with the dashboard open.
#[derive(Debug)]
pub struct Dashboard {
    client: Client,
    driver: Child,
    port: u16,
    base: String,
    _profile: TempDir,
}

impl Dashboard {
    /// Opens the dashboard in a fresh browser window of the given size.
    pub async fn open(base: &str, path: &str, [width, height]: [u32; 2]) -> Result<Self> {
        let port = free_port()?;
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver is not installed: run `make test`, which installs it")?;
        let profile = tempfile::tempdir()?;
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // A page that glides to where it is told would move a button away from under the click.
            "--force-prefers-reduced-motion",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={width},{height}"),
        ])
        .collect::<Vec<_>>();
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { bail!("not an object") };

        let started = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.clone());
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) if started.elapsed() > PATIENCE => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let dashboard = Self { client, driver, port, base: base.to_owned(), _profile: profile };
        dashboard.resize([width, height]).await?;
        dashboard.visit(path).await?;
        Ok(dashboard)
    }

    /// Has the page speak a language from the next visit on.
    pub async fn speak(&self, language: &str) -> Result<()> {
        self.script("localStorage.setItem('clairscore.language', arguments[0])", vec![language.into()])
            .await?;
        Ok(())
    }

    /// A command of the browser's own protocol, which the driver has no word for.
    async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let session = self.client.session_id().await?.context("the browser has no session")?;
        let url = format!("http://127.0.0.1:{}/session/{session}/goog/cdp/execute", self.port);
        let body = json!({ "cmd": command, "params": parameters });
        let answer = tokio::task::spawn_blocking(move || -> Result<Value> {
            Ok(ureq::post(&url).send_json(body)?.body_mut().read_json()?)
        });
        answer.await?.with_context(|| command.to_owned())
    }

    /// What a script answers in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Goes to an address of the dashboard.
    pub async fn visit(&self, path: &str) -> Result<()> {
        Ok(self.client.goto(&format!("{}{path}", self.base)).await?)
    }

    /// Goes back, as the browser's button does.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// The path and query in the address bar.
    pub async fn address(&self) -> Result<String> {
        let url = self.client.current_url().await?;
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    /// Waits until the page's address holds a text.
    pub async fn leads_to(&self, wanted: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let address = self.address().await?;
            if address.contains(wanted) {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "{address} does not hold {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the provider of the sign-in asks who one is.
    pub async fn asks_who(&self) -> Result<()> {
        self.there("button[name='role']").await.context("nobody asks who one is").map(drop)
    }

    /// Says who one is to the local provider of the sign-in.
    pub async fn sign_in_as(&self, role: &str) -> Result<()> {
        self.asks_who().await?;
        Ok(self.client.find(Locator::Id(role)).await?.click().await?)
    }

    /// All that the page has stored in the browser, as one text.
    pub async fn stored(&self) -> Result<String> {
        let script = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])";
        Ok(self.script(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Types a client's number into the search and takes the first suggestion.
    pub async fn find_client(&self, id: u64) -> Result<()> {
        let input = self.part("search-input").await?;
        input.click().await?;
        input.send_keys(&id.to_string()).await?;
        let wanted = format!("[data-testid='search-suggestion'][data-client='{id}']");
        self.there(&wanted).await?;
        input.send_keys(&char::from(Key::Down).to_string()).await?;
        input.send_keys(&char::from(Key::Enter).to_string()).await?;
        Ok(())
    }

    /// The part of the page that is marked with this name, once it is there.
    pub async fn part(&self, name: &str) -> Result<Element> {
        let selector = format!("[data-testid='{name}']");
        self.there(&selector).await.with_context(|| format!("the page shows no {name}"))
    }

    /// What a selector finds, once it is there. A page that gives way to another just now is no page yet.
    async fn there(&self, selector: &str) -> Result<Element> {
        let started = Instant::now();
        loop {
            match self.client.find(Locator::Css(selector)).await {
                Ok(found) => return Ok(found),
                Err(error) if started.elapsed() > PATIENCE => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Waits until no part of this name is left.
    pub async fn vanishes(&self, name: &str) -> Result<()> {
        let started = Instant::now();
        let selector = format!("[data-testid='{name}']");
        while !self.client.find_all(Locator::Css(&selector)).await?.is_empty() {
            ensure!(started.elapsed() < PATIENCE, "{name} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// The text of a part.
    pub async fn text(&self, name: &str) -> Result<String> {
        Ok(self.part(name).await?.text().await?)
    }

    /// A whole number shown as the text of a part; a typographic minus and spaces are understood.
    pub async fn number(&self, name: &str) -> Result<i64> {
        let text = self.text(name).await?;
        let digits: String = text
            .chars()
            .filter_map(|character| match character {
                '\u{2212}' | '-' => Some('-'),
                digit if digit.is_ascii_digit() => Some(digit),
                _ => None,
            })
            .collect();
        digits.parse().with_context(|| format!("{name} shows {text:?}, not a whole number"))
    }

    /// An attribute of a part.
    pub async fn attribute(&self, name: &str, attribute: &str) -> Result<String> {
        let value = self.part(name).await?.attr(attribute).await?;
        value.with_context(|| format!("{name} has no attribute {attribute}"))
    }

    /// An attribute of every part of this name; the parts need not be visible.
    pub async fn attributes(&self, name: &str, attribute: &str) -> Result<Vec<String>> {
        self.part(name).await?;
        let selector = format!("[data-testid='{name}']");
        let mut values = Vec::new();
        for element in self.client.find_all(Locator::Css(&selector)).await? {
            values.extend(element.attr(attribute).await?);
        }
        Ok(values)
    }

    /// Presses a button or follows a link, once it can be pressed.
    pub async fn press(&self, name: &str) -> Result<()> {
        let selector = format!("[data-testid='{name}']:not([disabled])");
        let found = self.there(&selector).await;
        Ok(found.with_context(|| format!("the page has no {name} to press"))?.click().await?)
    }

    /// Chooses an entry of a list by its value.
    pub async fn choose(&self, name: &str, value: &str) -> Result<()> {
        Ok(self.part(name).await?.select_by_value(value).await?)
    }

    /// The value of the entry that is chosen in a list.
    pub async fn chosen(&self, name: &str) -> Result<String> {
        self.part(name).await?.prop("value").await?.with_context(|| format!("{name} has no value"))
    }

    /// Waits until a part's text is no longer `old`, and answers with the new one.
    pub async fn changed_from(&self, name: &str, old: &str) -> Result<String> {
        let started = Instant::now();
        loop {
            let text = self.text(name).await?;
            if text != old {
                return Ok(text);
            }
            if started.elapsed() > PATIENCE {
                bail!("{name} still shows {old:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until a part shows this text.
    pub async fn reads(&self, name: &str, wanted: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let text = self.text(name).await?;
            if text == wanted {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "{name} shows {text:?}, not {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until a part's text holds this, whatever the kinds of its spaces.
    pub async fn tells(&self, name: &str, wanted: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let text = spaced(&self.text(name).await?);
            if text.contains(&spaced(wanted)) {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "{name} tells {text:?}, nothing of {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until a part shows this number.
    pub async fn counts(&self, name: &str, wanted: i64) -> Result<()> {
        let started = Instant::now();
        while self.number(name).await.ok() != Some(wanted) {
            ensure!(started.elapsed() < PATIENCE, "{name} shows {:?}, not {wanted}", self.text(name).await?);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until the first part of this name has this value of an attribute.
    pub async fn settled_on(&self, name: &str, attribute: &str, wanted: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let value = self.attribute(name, attribute).await.unwrap_or_default();
            if value == wanted {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "{name} has {attribute} {value:?}, not {wanted:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until an attribute of a part is no longer `old`, and answers with the new value.
    pub async fn changed_attribute(&self, name: &str, attribute: &str, old: &str) -> Result<String> {
        let started = Instant::now();
        loop {
            let value = self.attribute(name, attribute).await?;
            if value != old {
                return Ok(value);
            }
            ensure!(started.elapsed() < PATIENCE, "{name} still has {attribute} {old:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The language that the page says it is in.
    pub async fn language(&self) -> Result<String> {
        let page = self.client.find(Locator::Css("html")).await?;
        page.attr("lang").await?.context("the page says no language")
    }

    /// Waits until nothing in the page is awaited any more.
    pub async fn settled(&self) -> Result<()> {
        let started = Instant::now();
        let script = "return !!document.querySelector('h1') && !document.querySelector('.skeleton')";
        while self.client.execute(script, Vec::new()).await? != Value::Bool(true) {
            ensure!(started.elapsed() < PATIENCE, "the page still waits for an answer");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// What axe-core finds wrong with the page by WCAG 2.2 A and AA: each rule with the places where it is broken.
    pub async fn audit(&self) -> Result<Vec<String>> {
        let folder = root().join("target/axe");
        let mut files =
            std::fs::read_dir(&folder).context("axe-core is not there: run `make test`, which fetches it")?;
        let script = loop {
            let file = files
                .next()
                .context("target/axe holds no script: remove the folder, then run `make test`")??;
            if file.path().extension().is_some_and(|extension| extension == "js") {
                break std::fs::read_to_string(file.path())?;
            }
        };
        self.client.execute(&script, Vec::new()).await?;
        let run = "const done = arguments[arguments.length - 1];
            const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            axe.run({ runOnly: rules }).then(
                found => done(found.violations.map(rule =>
                    rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | '))),
                error => done(['axe failed: ' + error]));";
        let found = self.client.execute_async(run, Vec::new()).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// Closes the browser.
    pub async fn close(mut self) -> Result<()> {
        self.client.clone().close().await?;
        self.driver.kill()?;
        self.driver.wait()?;
        Ok(())
    }
}

impl Drop for Dashboard {
    fn drop(&mut self) {
        // Already ended after `close`; after a failed test the driver takes its browser with it.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
