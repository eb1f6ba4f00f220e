//! The keyboard, with or without a pointer beside it.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::key::Key;

use super::Dashboard;

/// No page has so many places for the focus.
const MOST: usize = 400;
/// Which part has the focus, whether it can be seen there, and what stands there.
const FOCUS: &str = "const at = document.activeElement;
    const style = getComputedStyle(at);
    const seen = at === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return [at.dataset.testid ?? '', seen, at.outerHTML.slice(0, 150)];";

impl Dashboard {
    /// Types into a field that is known by its identifier, in place of what stands there.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let field = self.there(&format!("#{id}")).await?;
        field.click().await?;
        self.client.execute("document.activeElement.select()", Vec::new()).await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses keys while a part has the focus.
    pub async fn keys(&self, name: &str, keys: &[Key]) -> Result<()> {
        let text: String = keys.iter().copied().map(char::from).collect();
        Ok(self.part(name).await?.send_keys(&text).await?)
    }

    /// Types wherever the focus is.
    pub async fn types(&self, text: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(text).await?)
    }

    /// Presses a key wherever the focus is.
    pub async fn strikes(&self, key: Key) -> Result<()> {
        self.types(&char::from(key).to_string()).await
    }

    /// Presses the tab key until a part has the focus, which can be seen at every place on the way.
    pub async fn tab_to(&self, name: &str) -> Result<()> {
        self.part(name).await?;
        for _ in 0..MOST {
            self.strikes(Key::Tab).await?;
            let focus = self.script(FOCUS, Vec::new()).await?;
            ensure!(focus[1] == true, "the focus is not seen on {}", focus[2]);
            if focus[0].as_str().context("no focus")? == name {
                return Ok(());
            }
        }
        bail!("the tab key does not lead to {name}")
    }
}
