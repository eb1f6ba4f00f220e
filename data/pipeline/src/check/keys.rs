//! Keys: where each leads, which stand twice, and which lead nowhere.

use catalogue::Table;

use super::report::EXAMPLES;

/// The key that only one row of a table may have, where there is one.
pub(super) const fn unique(table: Table) -> Option<&'static str> {
    match table {
        Table::Application => Some("SK_ID_CURR"),
        Table::Bureau => Some("SK_ID_BUREAU"),
        Table::PreviousApplication => Some("SK_ID_PREV"),
        _ => None,
    }
}

/// The table whose unique key a key column of another table names.
pub(super) fn parent(table: Table, key: &str) -> Option<Table> {
    let parents = [Table::Application, Table::Bureau, Table::PreviousApplication];
    parents.into_iter().find(|&parent| parent != table && unique(parent) == Some(key))
}

/// The loan of which a monthly table has one row a month.
pub(super) const fn monthly(table: Table) -> Option<&'static str> {
    match table {
        Table::BureauBalance => Some("SK_ID_BUREAU"),
        Table::PosCashBalance | Table::CreditCardBalance => Some("SK_ID_PREV"),
        _ => None,
    }
}

/// The keys of a table's rows, in ascending order.
#[derive(Debug, Clone)]
pub(super) struct Keys(Vec<u32>);

/// Rows that violate a rule, and the keys of some of them.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Rows {
    pub(super) count: u64,
    pub(super) examples: Vec<u32>,
}

impl Rows {
    /// Notes a row. Keys come in ascending order; each is an example once.
    fn note(&mut self, key: u32) {
        self.count += 1;
        if self.examples.len() < EXAMPLES && self.examples.last() != Some(&key) {
            self.examples.push(key);
        }
    }
}

impl Keys {
    pub(super) fn new(mut keys: Vec<u32>) -> Self {
        keys.sort_unstable();
        Self(keys)
    }

    /// The least and the greatest; `None` of a table without a row.
    pub(super) fn ends(&self) -> Option<(u32, u32)> {
        Some((*self.0.first()?, *self.0.last()?))
    }

    /// How many different ones there are.
    pub(super) fn distinct(&self) -> u64 {
        self.0.chunk_by(|a, b| a == b).count() as u64
    }

    /// The rows whose key an earlier one has.
    pub(super) fn repeated(&self) -> Rows {
        let mut rows = Rows::default();
        self.0.windows(2).filter(|pair| pair[0] == pair[1]).for_each(|pair| rows.note(pair[1]));
        rows
    }

    /// The rows whose key is not among those of the parents.
    pub(super) fn without(&self, parents: &Self) -> Rows {
        let mut rows = Rows::default();
        let mut parents = parents.0.as_slice();
        for &key in &self.0 {
            let less = parents.iter().take_while(|&&parent| parent < key).count();
            parents = &parents[less..];
            if parents.first() != Some(&key) {
                rows.note(key);
            }
        }
        rows
    }
}

/// The rows whose loan has an earlier row for the same month. A row without a month is no month's.
pub(super) fn repeated_months(loans: &[u32], months: impl Iterator<Item = Option<f64>>) -> Rows {
    // One number a row, which sorts by loan; the order of the months does not matter.
    let months = loans.iter().zip(months).filter_map(|(&loan, month)| {
        let month = month? as i32;
        Some(u64::from(loan) << 32 | u64::from(month as u32))
    });
    let mut months: Vec<u64> = months.collect();
    months.sort_unstable();
    let mut rows = Rows::default();
    let repeated = months.windows(2).filter(|pair| pair[0] == pair[1]);
    repeated.for_each(|pair| rows.note((pair[1] >> 32) as u32));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[u32]) -> Keys {
        Keys::new(keys.to_vec())
    }

    #[test]
    fn a_key_counts_each_time_but_the_first() {
        let some = keys(&[7, 3, 7, 9, 7, 3]);
        assert_eq!(some.repeated(), Rows { count: 3, examples: vec![3, 7] });
        assert_eq!((some.distinct(), some.ends()), (3, Some((3, 9))));
        let none = keys(&[]);
        assert_eq!((none.repeated(), none.distinct(), none.ends()), (Rows::default(), 0, None));
    }

    #[test]
    fn rows_without_a_parent() {
        let parents = keys(&[2, 4, 4, 9]);
        let found = keys(&[1, 2, 2, 3, 4, 8, 8, 9, 10, 11, 12]).without(&parents);
        assert_eq!(found, Rows { count: 7, examples: vec![1, 3, 8, 10, 11] });
        assert_eq!(keys(&[5]).without(&keys(&[])), Rows { count: 1, examples: vec![5] });
        assert_eq!(keys(&[]).without(&parents), Rows::default());
    }

    #[test]
    fn months_of_a_loan() {
        let loans = [5, 5, 6, 5, 6, 6];
        let months = [Some(-1.0), Some(-2.0), Some(-1.0), Some(-1.0), None, None];
        assert_eq!(repeated_months(&loans, months.into_iter()), Rows { count: 1, examples: vec![5] });
    }

    #[test]
    fn keys_lead_to_their_parents() {
        assert_eq!(parent(Table::BureauBalance, "SK_ID_BUREAU"), Some(Table::Bureau));
        assert_eq!(parent(Table::CreditCardBalance, "SK_ID_PREV"), Some(Table::PreviousApplication));
        assert_eq!(parent(Table::PreviousApplication, "SK_ID_PREV"), None);
        assert_eq!(parent(Table::PreviousApplication, "SK_ID_CURR"), Some(Table::Application));
        assert_eq!(parent(Table::Application, "SK_ID_CURR"), None);
    }
}
