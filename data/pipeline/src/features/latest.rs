//! Which rows are the latest of their client, or of their loan.

use catalogue::Latest;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, Series};

use super::history::CLIENT;
use super::row;

/// A column of booleans: whether each row is one of the latest, in the sense of [`Latest`]. The rows of a client lie
/// side by side.
pub(super) fn marks(rows: &DataFrame, latest: &Latest) -> PolarsResult<Column> {
    let clients = rows.column(CLIENT)?.u32()?.cont_slice()?;
    let times: Vec<Option<f64>> = rows.column(latest.by.get().name)?.f64()?.iter().collect();
    let keys: Option<Vec<u64>> = match latest.per {
        Some(key) => {
            let keys = rows.column(key.get().name)?.cast(&DataType::UInt64)?;
            Some(keys.u64()?.iter().map(Option::unwrap_or_default).collect())
        }
        None => None,
    };
    let key = |row: usize| keys.as_ref().map_or(0, |keys| keys[row]);

    let mut marks = vec![false; rows.height()];
    let mut order = Vec::new();
    let mut start = 0;
    while start < clients.len() {
        let length = clients[start..].iter().take_while(|&&client| client == clients[start]).count();
        order.clear();
        order.extend((start..start + length).filter_map(|row| Some((key(row), times[row]?, row))));
        // The latest first; of equals the one that stands first in the file.
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let mut taken = (0, 0);
        for &(key, _, row) in &order {
            taken = if taken.1 > 0 && taken.0 == key { (key, taken.1 + 1) } else { (key, 1) };
            marks[row] = taken.1 <= latest.count;
        }
        start += length;
    }
    Ok(Series::new(row::latest_name(latest).into(), marks).into_column())
}
