//! The page as it is seen: in a picture, and on paper.

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::wd::PrintConfiguration;
use serde_json::{Value, json};

use super::Dashboard;

impl Dashboard {
    /// Gives the page this much room, without the frame that a window has around it.
    pub async fn resize(&self, [width, height]: [u32; 2]) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Has the page in its light or its dark colours.
    pub async fn colours(&self, scheme: &str) -> Result<()> {
        self.prefers("prefers-color-scheme", scheme).await
    }

    /// Tells the page what the person prefers, by the name of a media feature.
    pub async fn prefers(&self, feature: &str, value: &str) -> Result<()> {
        let media = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Whether the page can be scrolled sideways: content that is wider than the window.
    pub async fn overflows(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        Ok(self.script(script, Vec::new()).await?.as_bool().unwrap_or(true))
    }

    /// Whether the page is taller than the window.
    pub async fn scrolls(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollHeight > document.documentElement.clientHeight";
        Ok(self.script(script, Vec::new()).await?.as_bool().unwrap_or(true))
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

    /// The lines of text that the page shows.
    pub async fn lines(&self) -> Result<Vec<String>> {
        let text = self.script("return document.body.innerText", Vec::new()).await?;
        let Value::String(text) = text else { bail!("the page has no text") };
        Ok(text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
    }

    /// Presses the button that saves a table, and answers with the text of the file.
    pub async fn saved(&self) -> Result<String> {
        let intercept = "window.saved = null;
            HTMLElement.prototype.click = function () {
                if (this.download) window.saved = decodeURIComponent(this.href.slice(this.href.indexOf(',') + 1));
            };";
        self.script(intercept, Vec::new()).await?;
        self.press("save-csv").await?;
        let saved = self.script("return window.saved", Vec::new()).await?;
        Ok(saved.as_str().context("no file is saved")?.to_owned())
    }
}
