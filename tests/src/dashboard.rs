//! The page, in an advisor's words.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::PrintConfiguration;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::data::root;

/// How long the page may take to show what is waited for; a machine under load is slow.
const PATIENCE: Duration = Duration::from_secs(20);

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

    /// Gives the page this much room, without the frame that a window has around it.
    pub async fn resize(&self, [width, height]: [u32; 2]) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Has the page in its light or its dark colours.
    pub async fn colours(&self, scheme: &str) -> Result<()> {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Cuts the page off from the network, or joins it again.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        self.devtools("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
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
        let button = Locator::Css("button[name='role']");
        self.client.wait().at_most(PATIENCE).for_element(button).await.context("nobody asks who one is")?;
        Ok(())
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
        self.client.wait().at_most(PATIENCE).for_element(Locator::Css(&wanted)).await?;
        input.send_keys(&char::from(Key::Down).to_string()).await?;
        input.send_keys(&char::from(Key::Enter).to_string()).await?;
        Ok(())
    }

    /// The part of the page that is marked with this name, once it is there.
    pub async fn part(&self, name: &str) -> Result<Element> {
        let selector = format!("[data-testid='{name}']");
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(&selector)).await;
        found.with_context(|| format!("the page shows no {name}"))
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
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(&selector)).await;
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

    /// Types into a field that is known by its identifier, in place of what stands there.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let field = self.client.find(Locator::Id(id)).await?;
        field.click().await?;
        self.client.execute("document.activeElement.select()", Vec::new()).await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses keys while a part has the focus.
    pub async fn keys(&self, name: &str, keys: &[Key]) -> Result<()> {
        let text: String = keys.iter().copied().map(char::from).collect();
        Ok(self.part(name).await?.send_keys(&text).await?)
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

    /// Whether the page can be scrolled sideways: content that is wider than the window.
    pub async fn overflows(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        Ok(self.client.execute(script, Vec::new()).await?.as_bool().unwrap_or(true))
    }

    /// Whether the page is taller than the window.
    pub async fn scrolls(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollHeight > document.documentElement.clientHeight";
        Ok(self.client.execute(script, Vec::new()).await?.as_bool().unwrap_or(true))
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

    /// A picture of the window, as PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// A picture of a window of this size as WebP, a little reduced, in so good a quality that it takes at most so many bytes.
    pub async fn light_screenshot(&self, [width, height]: [u32; 2], most: usize) -> Result<Vec<u8>> {
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 0.8 });
        for quality in [75, 60, 45, 30] {
            let wanted = json!({ "format": "webp", "quality": quality, "clip": clip });
            let answer = self.devtools("Page.captureScreenshot", wanted).await?;
            let picture = answer["value"]["data"].as_str().context("the browser takes no picture")?;
            let picture = STANDARD.decode(picture)?;
            if picture.len() <= most {
                return Ok(picture);
            }
        }
        bail!("no picture takes as little as {most} bytes")
    }

    /// A picture of the whole page at this width, however tall it is, as PNG.
    pub async fn whole(&self, width: u32) -> Result<Vec<u8>> {
        let height = self.script("return document.documentElement.scrollHeight", Vec::new()).await?;
        let height = u32::try_from(height.as_u64().context("the page has no height")?)?;
        self.resize([width, height]).await?;
        self.screenshot().await
    }

    /// The page as it is printed, as PDF.
    pub async fn print(&self) -> Result<Vec<u8>> {
        Ok(self.client.print(PrintConfiguration::default()).await?)
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
