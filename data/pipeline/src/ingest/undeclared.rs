//! Category values that the catalogue does not declare: read, counted and reported, never an error.

use std::collections::HashMap;

use catalogue::{Column, Kind, Table};

use crate::tables::Undeclared;

/// As many values of a column as are listed one by one: a column that has been mistaken for a category must
/// not fill the memory.
const LISTED: usize = 50;

/// The values of a table's category columns that are not declared, with how often they stand there.
#[derive(Debug)]
pub(crate) struct Tally {
    table: Table,
    columns: Vec<Values>,
}

#[derive(Debug, Default)]
struct Values {
    /// A short list: those that are seen often move to its front.
    declared: Vec<&'static str>,
    others: HashMap<String, u64>,
    beyond: u64,
}

impl Tally {
    pub(crate) fn new(table: Table) -> Self {
        let columns = table
            .columns()
            .iter()
            .map(|column| Values {
                declared: column.categories().iter().map(|category| category.value).collect(),
                ..Values::default()
            })
            .collect();
        Self { table, columns }
    }

    /// Takes note of a value of the column at `index`.
    pub(crate) fn see(&mut self, index: usize, value: &str) {
        let values = &mut self.columns[index];
        if let Some(place) = values.declared.iter().position(|declared| *declared == value) {
            values.declared.swap(place, place / 2);
            return;
        }
        if let Some(count) = values.others.get_mut(value) {
            *count += 1;
        } else if values.others.len() < LISTED {
            values.others.insert(value.to_owned(), 1);
        } else {
            values.beyond += 1;
        }
    }

    /// What was found: by column, the most frequent value first.
    pub(crate) fn finish(self) -> Vec<Undeclared> {
        let mut found = Vec::new();
        let categories = |column: &Column| matches!(column.kind, Kind::Category(_));
        for (column, values) in self.table.columns().iter().zip(self.columns).filter(|(c, _)| categories(c)) {
            let row =
                |value, count| Undeclared { table: self.table, column: column.name.to_owned(), value, count };
            let mut others: Vec<_> = values.others.into_iter().collect();
            others.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            found.extend(others.into_iter().map(|(value, count)| row(Some(value), count)));
            if values.beyond > 0 {
                found.push(row(None, values.beyond));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_declared_is_counted() {
        let status = Table::BureauBalance.column("STATUS").unwrap().index;
        let mut tally = Tally::new(Table::BureauBalance);
        for value in ["0", "Z", "C", "Z", "Y"] {
            tally.see(status, value);
        }
        let found: Vec<_> =
            tally.finish().into_iter().map(|found| (found.value.unwrap(), found.count)).collect();
        assert_eq!(found, [("Z".to_owned(), 2), ("Y".to_owned(), 1)]);
    }

    #[test]
    fn a_flood_of_values_is_summed_up() {
        let status = Table::BureauBalance.column("STATUS").unwrap().index;
        let mut tally = Tally::new(Table::BureauBalance);
        for value in 0..1000 {
            tally.see(status, &format!("value {value}"));
        }
        let found = tally.finish();
        assert_eq!(found.len(), LISTED + 1);
        assert_eq!(found.iter().map(|found| found.count).sum::<u64>(), 1000);
        assert_eq!(found[LISTED].value, None);
    }
}
