//! The clients that were asked for last.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::Row;

/// The rows of the clients that were asked for last, as many as were allowed.
#[derive(Debug)]
pub struct Recent {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The row, and when it was asked for last.
    rows: HashMap<usize, (Row, u64)>,
    /// Counts what is asked for.
    clock: u64,
}

impl Recent {
    /// Keeps at most that many.
    pub fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// A row that is kept.
    pub fn get(&self, row: usize) -> Option<Row> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let now = kept.clock;
        let (found, used) = kept.rows.get_mut(&row)?;
        *used = now;
        Some(found.clone())
    }

    /// Keeps a row, in the place of the one that was not asked for the longest.
    pub fn keep(&self, row: usize, found: &Row) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let now = kept.clock;
        if kept.rows.len() >= self.most && !kept.rows.contains_key(&row) {
            // A look at a few hundred counters takes less than a microsecond; a read from S3 takes milliseconds.
            let oldest = kept.rows.iter().min_by_key(|(_, (_, used))| *used).map(|(row, _)| *row);
            if let Some(oldest) = oldest {
                kept.rows.remove(&oldest);
            }
        }
        kept.rows.insert(row, (found.clone(), now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_not_asked_for_the_longest_goes() {
        let recent = Recent::new(2);
        let row = |value: f32| Row { values: vec![value], bytes: axum::body::Bytes::new() };
        recent.keep(1, &row(1.0));
        recent.keep(2, &row(2.0));
        assert!(recent.get(1).is_some());
        recent.keep(3, &row(3.0));
        assert!(recent.get(2).is_none());
        assert_eq!(recent.get(1).unwrap().values, [1.0]);
        assert_eq!(recent.get(3).unwrap().values, [3.0]);
        recent.keep(3, &row(4.0));
        assert_eq!((recent.get(3).unwrap().values, recent.get(1).is_some()), (vec![4.0], true));
    }
}
