//! The files of the population and how their rows are written: Kaggle's number formats, its quoting, and
//! the catalogue's columns in the catalogue's order.

use std::io::Write as _;

use catalogue::Table;
use catalogue::table::TARGET;

/// One of the eight files. The application is split in two, the other tables are one file each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    /// Labelled applications.
    Train,
    /// Applications without a label.
    Test,
    /// The only file of a history table.
    History(Table),
}

impl File {
    /// Every file, applications first, then the history tables in the catalogue's order.
    pub(crate) const ALL: [Self; 8] = {
        let mut all = [Self::Train; 8];
        all[1] = Self::Test;
        let mut index = 0;
        while index < Table::HISTORY.len() {
            all[2 + index] = Self::History(Table::HISTORY[index]);
            index += 1;
        }
        all
    };

    /// Its name in Kaggle's layout.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Train => Table::Application.files()[0],
            Self::Test => Table::Application.files()[1],
            Self::History(table) => table.files()[0],
        }
    }

    /// The names of its columns.
    pub(crate) fn columns(self) -> Vec<&'static str> {
        let table = match self {
            Self::Train | Self::Test => Table::Application,
            Self::History(table) => table,
        };
        let mut names: Vec<_> = table.columns().iter().map(|column| column.name).collect();
        if self == Self::Train {
            names.insert(1, TARGET);
        }
        names
    }
}

/// Rows of one file, as the bytes that will stand in it.
///
/// A row is written cell by cell, each with the name of its column. A cell out of the catalogue's order is
/// a mistake in this crate and stops it.
pub(crate) struct Rows {
    columns: Vec<&'static str>,
    next: usize,
    bytes: Vec<u8>,
    count: u64,
}

impl Rows {
    /// No rows yet.
    pub(crate) fn new(file: File) -> Self {
        Self { columns: file.columns(), next: 0, bytes: Vec::new(), count: 0 }
    }

    /// What was written, without the header.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of rows written.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// A whole number: `-637`.
    pub(crate) fn integer(&mut self, column: &str, value: impl Into<i64>) {
        self.cell(column);
        write!(self.bytes, "{}", value.into()).expect("writing to memory does not fail");
    }

    /// A real number, in its shortest exact form and never without a point: `202500.0`, `0.0247`.
    pub(crate) fn real(&mut self, column: &str, value: impl Into<Option<f64>>) {
        self.cell(column);
        let Some(value) = value.into() else { return };
        debug_assert!(value.is_finite());
        // Adding zero turns -0.0 into 0.0.
        let value = value + 0.0;
        let written = if value.fract() == 0.0 && value.abs() < 1e15 {
            // Far faster than the shortest-form algorithm, and most cells are whole.
            write!(self.bytes, "{}.0", value as i64)
        } else {
            write!(self.bytes, "{value:?}")
        };
        written.expect("writing to memory does not fail");
    }

    /// A category, quoted where it holds a comma: `"Stone, brick"`.
    pub(crate) fn text<'a>(&mut self, column: &str, value: impl Into<Option<&'a str>>) {
        self.cell(column);
        let Some(value) = value.into() else { return };
        debug_assert!(!value.contains(['"', '\n', '\r']));
        if value.contains(',') {
            self.bytes.push(b'"');
            self.bytes.extend_from_slice(value.as_bytes());
            self.bytes.push(b'"');
        } else {
            self.bytes.extend_from_slice(value.as_bytes());
        }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) {
        assert_eq!(self.next, self.columns.len(), "a row has a cell for every column");
        self.bytes.push(b'\n');
        self.next = 0;
        self.count += 1;
    }

    fn cell(&mut self, column: &str) {
        let expected = self.columns.get(self.next);
        assert_eq!(expected, Some(&column), "cells follow the catalogue's order");
        if self.next > 0 {
            self.bytes.push(b',');
        }
        self.next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        Rows::new(File::History(Table::BureauBalance))
    }

    #[test]
    fn numbers_and_categories_are_written_as_kaggle_writes_them() {
        let reals = [
            (Some(202_500.0), "202500.0"),
            (Some(-0.0), "0.0"),
            (Some(0.0247), "0.0247"),
            (Some(-12.5), "-12.5"),
            (Some(365_243.0), "365243.0"),
            (None, ""),
        ];
        for (value, written) in reals {
            let mut rows = rows();
            rows.real("SK_ID_BUREAU", value);
            assert_eq!(rows.bytes(), written.as_bytes());
        }
        let mut rows = rows();
        rows.integer("SK_ID_BUREAU", 7);
        rows.integer("MONTHS_BALANCE", -3);
        rows.text("STATUS", "Stone, brick");
        rows.end();
        assert_eq!(rows.bytes(), b"7,-3,\"Stone, brick\"\n");
        assert_eq!(rows.count(), 1);
    }

    #[test]
    #[should_panic(expected = "cells follow the catalogue's order")]
    fn a_cell_out_of_order_is_refused() {
        rows().integer("MONTHS_BALANCE", -3);
    }

    #[test]
    #[should_panic(expected = "a row has a cell for every column")]
    fn a_short_row_is_refused() {
        let mut rows = rows();
        rows.integer("SK_ID_BUREAU", 7);
        rows.end();
    }

    #[test]
    fn the_label_is_the_second_column_of_the_labelled_file_alone() {
        assert_eq!(File::Train.columns()[..2], ["SK_ID_CURR", "TARGET"]);
        assert!(!File::Test.columns().contains(&"TARGET"));
        assert_eq!(File::Train.columns().len(), 122);
        assert_eq!(File::Test.columns().len(), 121);
    }
}
