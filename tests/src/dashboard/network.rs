//! What lies between the page and the functions: it can be cut, it can be slow, and a function can be down.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Dashboard;

/// Stands between the page and the functions, by the rules that the tab holds, and notes down what is asked.
const LINE: &str = "(() => {
    const ask = window.fetch.bind(window);
    const rules = () => JSON.parse(sessionStorage.getItem('line') ?? '[]');
    window.asked = [];
    window.fetch = async request => {
        window.asked.push(request);
        const rule = rules().find(rule => (request.url ?? request).includes(rule.part));
        if (rule?.delay) await new Promise(done => setTimeout(done, rule.delay));
        return rule?.status ? new Response('', { status: rule.status }) : ask(request);
    };
})()";

/// What becomes of the questions to a part of the interface.
#[derive(Debug, Clone, Copy)]
pub enum Trouble {
    /// They are answered with this status and nothing else.
    Status(u16),
    /// They arrive so many milliseconds later.
    Delay(u32),
}

impl Dashboard {
    /// Cuts the page off from the network, or joins it again.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        self.devtools("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// From the next visit on, every question goes by a line that [`Self::troubles`] rules.
    pub async fn put_on_line(&self) -> Result<()> {
        self.devtools("Page.enable", json!({})).await?;
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LINE })).await?;
        Ok(())
    }

    /// What becomes, from now on, of questions whose address holds one of these; of all others nothing.
    pub async fn troubles(&self, troubles: &[(&str, Trouble)]) -> Result<()> {
        let rule = |(part, trouble): &(&str, Trouble)| match trouble {
            Trouble::Status(status) => json!({ "part": part, "status": status }),
            Trouble::Delay(delay) => json!({ "part": part, "delay": delay }),
        };
        let rules: Vec<Value> = troubles.iter().map(rule).collect();
        let script = "sessionStorage.setItem('line', arguments[0])";
        self.script(script, vec![Value::Array(rules).to_string().into()]).await?;
        Ok(())
    }

    /// Whether each question that this page asked of a part of the interface was given up, the first one first.
    pub async fn given_up(&self, part: &str) -> Result<Vec<bool>> {
        let script = "return window.asked.filter(request => request.url?.includes(arguments[0]))
            .map(request => request.signal.aborted)";
        let given_up = self.script(script, vec![part.into()]).await?;
        serde_json::from_value(given_up).context("the page is not on the line")
    }
}
