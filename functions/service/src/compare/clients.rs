//! Pages of clients by the first digits of their number.

use api::{ClientPage, ClientSummary};
use axum::http::Uri;

use crate::artifacts::Comparing;
use crate::artifacts::DataError;
use crate::decide::on_the_wire;
use crate::failure::Failure;
use crate::http::{client, query};

/// Clients on a page where nothing else is asked for.
const USUAL: usize = 20;
/// Clients on a page at most.
const MOST: usize = 100;

/// What is asked for, checked.
#[derive(Debug)]
pub(super) struct Question {
    prefix: String,
    limit: usize,
    /// The last client of the page before.
    after: Option<u32>,
}

impl Question {
    pub(super) fn parse(uri: &Uri) -> Result<Self, Failure> {
        let [prefix, limit, cursor] = query::parameters(uri, ["prefix", "limit", "cursor"])?;
        let prefix = prefix.unwrap_or_default();
        if !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::query("prefix", "expected digits"));
        }
        let limit = match limit {
            None => USUAL,
            Some(text) => client::number(&text)
                .map(|limit| limit as usize)
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| {
                    Failure::query("limit", format!("expected a whole number from 1 to {MOST}"))
                })?,
        };
        let after = cursor.map(|text| {
            client::number(&text)
                .ok_or_else(|| Failure::query("cursor", "expected the `next` of the page before"))
        });
        Ok(Self { prefix, limit, after: after.transpose()? })
    }
}

/// A page of clients, by rising number.
pub(super) async fn page(release: &Comparing, question: &Question) -> Result<ClientPage, Failure> {
    let ranges = release.ids.with_prefix(&question.prefix);
    let total: usize = ranges.iter().map(ExactSizeIterator::len).sum();
    let first = question.after.map_or(0, |id| release.ids.after(id));
    // One more than the page holds says whether there is a next one.
    let rows: Vec<usize> = ranges
        .into_iter()
        .flat_map(|range| range.start.max(first)..range.end)
        .take(question.limit + 1)
        .collect();
    let columns = release.columns.get(&[release.points, release.decision]).await?;
    let (points, decisions) = (&columns[0].values, &columns[1].values);
    let mut clients = Vec::with_capacity(question.limit);
    for &row in rows.iter().take(question.limit) {
        let decision = scoring::Decision::from_code(decisions[row] as u8);
        let decision = decision.ok_or_else(|| release.damaged(format!("the decision of row {row}")))?;
        clients.push(ClientSummary {
            client_id: release.ids.get(row),
            points: points[row] as i32,
            decision: on_the_wire(decision),
        });
    }
    let next = clients.last().filter(|_| rows.len() > question.limit).map(|last| last.client_id.to_string());
    Ok(ClientPage { clients, next, total: total as u32 })
}

impl Comparing {
    fn damaged(&self, what: String) -> DataError {
        DataError::Damaged {
            file: format!("{} of {}", scoring::release::file::COHORT, self.manifest.release),
            what,
        }
    }
}
