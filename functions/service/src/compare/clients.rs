//! Pages of clients, by the first digits of their number and by conditions, in an order.

use std::sync::Arc;

use api::{ClientPage, ClientSort, ClientSummary};
use axum::http::Uri;

use super::filter::Filter;
use crate::artifacts::{Comparing, DataError};
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
    filter: Option<Filter>,
    sort: ClientSort,
    limit: usize,
    /// The place of the last client of the page before.
    after: Option<Place>,
}

/// A client's place in an order: the score where the order is by it, and the number.
type Place = (u32, u32);

impl Question {
    pub(super) fn parse(uri: &Uri, release: &Comparing) -> Result<Self, Failure> {
        let [prefix, filter, sort, limit, cursor] =
            query::parameters(uri, ["prefix", "filter", "sort", "limit", "cursor"])?;
        let prefix = prefix.unwrap_or_default();
        if !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::query("prefix", "expected digits"));
        }
        let sort = match sort {
            None => ClientSort::default(),
            Some(name) => ClientSort::ALL.into_iter().find(|sort| sort.name() == name).ok_or_else(|| {
                Failure::query(
                    "sort",
                    format!("expected one of: {}", ClientSort::ALL.map(ClientSort::name).join(", ")),
                )
            })?,
        };
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
            read_cursor(&text, sort)
                .ok_or_else(|| Failure::query("cursor", "expected the `next` of the page before"))
        });
        let filter = filter.map(|text| Filter::parse(&text, release)).transpose()?;
        Ok(Self { prefix, filter, sort, limit, after: after.transpose()? })
    }
}

fn by_points(sort: ClientSort) -> bool {
    matches!(sort, ClientSort::Points | ClientSort::PointsFalling)
}

/// `100002`, or with the score before it where the order is by it: `512.100002`.
fn read_cursor(text: &str, sort: ClientSort) -> Option<Place> {
    if !by_points(sort) {
        return Some((0, client::number(text)?));
    }
    let (points, id) = text.split_once('.')?;
    Some((client::number(points)?, client::number(id)?))
}

fn write_cursor((points, id): Place, sort: ClientSort) -> String {
    if by_points(sort) { format!("{points}.{id}") } else { id.to_string() }
}

/// Something that rises along an order. Equal scores stand by rising number in both directions.
fn rank((points, id): Place, sort: ClientSort) -> (u32, u32) {
    match sort {
        ClientSort::Number => (0, id),
        ClientSort::NumberFalling => (0, u32::MAX - id),
        ClientSort::Points => (points, id),
        ClientSort::PointsFalling => (u32::MAX - points, id),
    }
}

/// A page of clients, in the order asked for.
pub(super) async fn page(release: &Arc<Comparing>, question: &Question) -> Result<ClientPage, Failure> {
    let sort = question.sort;
    let columns = release.columns.get(&[release.points, release.decision]).await?;
    let (points, decisions) = (&columns[0].values, &columns[1].values);
    let within = release.ids.with_prefix(&question.prefix);
    let within = within.into_iter().flat_map(|range| range.start as u32..range.end as u32);
    let mut rows: Vec<u32> = match &question.filter {
        None => within.collect(),
        Some(filter) => {
            let columns = release.columns.get(&filter.columns().collect::<Vec<_>>()).await?;
            let mask = filter.mask(release.manifest.clients.count as usize, &columns);
            within.filter(|&row| mask[row as usize]).collect()
        }
    };
    let total = rows.len() as u32;
    let place = |row: u32| (points[row as usize] as u32, release.ids.get(row as usize));
    if let Some(after) = question.after {
        rows.retain(|&row| rank(place(row), sort) > rank(after, sort));
    }
    // Only the page itself is put in order.
    let more = rows.len() > question.limit;
    if more {
        rows.select_nth_unstable_by_key(question.limit, |&row| rank(place(row), sort));
        rows.truncate(question.limit);
    }
    rows.sort_unstable_by_key(|&row| rank(place(row), sort));
    let mut clients = Vec::with_capacity(rows.len());
    for &row in &rows {
        let row = row as usize;
        let decision = scoring::Decision::from_code(decisions[row] as u8);
        let decision = decision.ok_or_else(|| release.damaged(format!("the decision of row {row}")))?;
        clients.push(ClientSummary {
            client_id: release.ids.get(row),
            points: points[row] as i32,
            decision: on_the_wire(decision),
        });
    }
    let next = rows.last().filter(|_| more).map(|&last| write_cursor(place(last), sort));
    Ok(ClientPage { clients, next, total })
}

impl Comparing {
    fn damaged(&self, what: String) -> DataError {
        DataError::Damaged {
            file: format!("{} of {}", scoring::release::file::COHORT, self.manifest.release),
            what,
        }
    }
}
