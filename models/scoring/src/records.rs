//! One applicant's raw records: a row of the application, and rows of the history tables.
//!
//! Cells are read by the rules of the catalogue: an empty cell and a column's sentinel are missing, and so is
//! an undeclared category, which is reported besides.

use catalogue::{Column, ColumnRef, Kind, Table};

/// The value of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// There is none.
    Missing,
    /// The number in a key or a numeric column; finite.
    Number(f64),
    /// The position of a category in its column's declared list.
    Category(usize),
}

impl Value {
    /// Whether it is of a column's kind: a missing value is of any.
    pub(crate) fn fits(self, column: &Column) -> bool {
        match (column.kind, self) {
            (_, Self::Missing) => true,
            (Kind::Category(categories), Self::Category(code)) => code < categories.len(),
            (Kind::Category(_), Self::Number(_)) | (_, Self::Category(_)) => false,
            (_, Self::Number(number)) => number.is_finite(),
        }
    }
}

/// Why the text of a cell is not a value of its column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// A numeric column holds something else.
    #[error("{0:?} is not a number")]
    NotANumber(String),
    /// A column of whole numbers holds a fraction.
    #[error("{0:?} is not a whole number")]
    NotWhole(String),
    /// A key is empty, or no whole number from 0 to 4,294,967,295.
    #[error("{0:?} is not a key: a whole number from 0 to 4294967295")]
    NotAKey(String),
    /// A category column holds a value that is not declared: whoever reads goes on with [`Value::Missing`].
    #[error("{0:?} is not one of the declared values")]
    Undeclared(String),
}

/// Why values are not a row of their table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RowError {
    /// There are too many values, or too few.
    #[error("{} has {expected} columns, not {found}", .table.name())]
    Length {
        /// The table.
        table: Table,
        /// Its number of columns.
        expected: usize,
        /// The number of values given.
        found: usize,
    },
    /// A value is not of its column's kind.
    #[error("{column} of {} cannot hold {value:?}", .table.name())]
    Kind {
        /// The table.
        table: Table,
        /// The column's name.
        column: &'static str,
        /// The value given.
        value: Value,
    },
    /// The table has no such column.
    #[error("{} has no column {column:?}", .table.name())]
    UnknownColumn {
        /// The table.
        table: Table,
        /// The name given.
        column: String,
    },
    /// A column is given twice.
    #[error("{column} of {} is given twice", .table.name())]
    Twice {
        /// The table.
        table: Table,
        /// The column's name.
        column: &'static str,
    },
    /// A cell cannot be read.
    #[error("{column} of {}: {source}", .table.name())]
    Cell {
        /// The table.
        table: Table,
        /// The column's name.
        column: &'static str,
        /// What is wrong with the cell.
        source: CellError,
    },
}

/// A category that the catalogue does not declare, read as missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undeclared {
    /// The column that it was found in.
    pub column: ColumnRef,
    /// The value found.
    pub value: String,
}

/// A row of one of the seven tables, in the order of [`Table::columns`].
///
/// ```
/// use catalogue::Table;
/// use scoring::{Row, Value};
/// let (row, undeclared) = Row::read(Table::Application, [("AMT_CREDIT", "406597.5"), ("DAYS_EMPLOYED", "365243")])?;
/// let credit = Table::Application.column("AMT_CREDIT").expect("declared");
/// let employed = Table::Application.column("DAYS_EMPLOYED").expect("declared");
/// assert_eq!(row.get(credit), Value::Number(406_597.5));
/// assert_eq!(row.get(employed), Value::Missing, "365243 stands for none");
/// assert!(undeclared.is_empty());
/// # Ok::<(), scoring::RowError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    table: Table,
    values: Vec<Value>,
}

impl Row {
    /// A row of `values`, one a column of the table, each of its column's kind.
    pub fn new(table: Table, values: Vec<Value>) -> Result<Self, RowError> {
        let columns = table.columns();
        if values.len() != columns.len() {
            return Err(RowError::Length { table, expected: columns.len(), found: values.len() });
        }
        for (column, &value) in columns.iter().zip(&values) {
            if !value.fits(column) {
                return Err(RowError::Kind { table, column: column.name, value });
            }
        }
        Ok(Self { table, values })
    }

    /// Puts a value of its column's kind in the place of what a column of the row's table holds.
    pub(crate) fn set(&mut self, column: ColumnRef, value: Value) {
        debug_assert!(column.table == self.table && value.fits(column.get()), "checked by whoever changes");
        self.values[column.index] = value;
    }

    /// A row of which nothing is known.
    pub fn missing(table: Table) -> Self {
        Self { table, values: vec![Value::Missing; table.columns().len()] }
    }

    /// A row from pairs of a column's name and a cell's text; columns that are not given are missing.
    ///
    /// Undeclared categories are read as missing, and handed back beside the row.
    pub fn read<'a>(
        table: Table,
        cells: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(Self, Vec<Undeclared>), RowError> {
        let mut row = Self::missing(table);
        let mut given = vec![false; row.values.len()];
        let mut undeclared = Vec::new();
        for (name, text) in cells {
            let reference = table
                .column(name)
                .ok_or_else(|| RowError::UnknownColumn { table, column: name.to_owned() })?;
            let column = reference.get().name;
            if std::mem::replace(&mut given[reference.index], true) {
                return Err(RowError::Twice { table, column });
            }
            row.values[reference.index] = match Self::parse_cell(reference, text) {
                Ok(value) => value,
                Err(CellError::Undeclared(value)) => {
                    undeclared.push(Undeclared { column: reference, value });
                    Value::Missing
                }
                Err(source) => {
                    return Err(RowError::Cell { table, column, source });
                }
            };
        }
        Ok((row, undeclared))
    }

    /// The value that the text of a cell stands for, by the column's kind and sentinel.
    ///
    /// An undeclared category is an error here, so that it can be reported; it is then to be read as missing.
    pub fn parse_cell(reference: ColumnRef, text: &str) -> Result<Value, CellError> {
        let column = reference.get();
        match column.kind {
            Kind::Id => text
                .parse::<u32>()
                .map(|id| Value::Number(f64::from(id)))
                .map_err(|_| CellError::NotAKey(text.to_owned())),
            _ if text.is_empty() => Ok(Value::Missing),
            Kind::Category(_) => match column.code(text) {
                Some(code) => Ok(Value::Category(code)),
                None => Err(CellError::Undeclared(text.to_owned())),
            },
            Kind::Integer | Kind::Real => {
                // Rust also reads "inf" and "NaN", which no amount is.
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                let number = number.ok_or_else(|| CellError::NotANumber(text.to_owned()))?;
                if matches!(column.kind, Kind::Integer) && number.fract() != 0.0 {
                    return Err(CellError::NotWhole(text.to_owned()));
                }
                Ok(if column.sentinel == Some(number) { Value::Missing } else { Value::Number(number) })
            }
        }
    }

    /// The table that the row is of.
    pub fn table(&self) -> Table {
        self.table
    }

    /// The value in a column of the row's table.
    ///
    /// # Panics
    /// When the column is another table's.
    pub fn get(&self, column: ColumnRef) -> Value {
        assert_eq!(column.table, self.table, "a column is read from a row of its own table");
        self.values[column.index]
    }

    /// The values, in the order of [`Table::columns`].
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

/// All that is known of one applicant.
///
/// The rows of `bureau_balance` stand here without the loans between: all months of all the client's loans.
///
/// ```
/// use catalogue::Table;
/// use scoring::{Records, Row};
/// let newcomer = Records::new(Row::missing(Table::Application)).with_history(Table::Bureau, Vec::new());
/// assert_eq!(newcomer.history(Table::Bureau).map(<[Row]>::len), Some(0), "no loan elsewhere");
/// assert_eq!(newcomer.history(Table::InstallmentsPayments), None, "a table that the data has not");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    application: Row,
    /// By position in [`Table::HISTORY`].
    history: [Option<Vec<Row>>; Table::HISTORY.len()],
}

impl Records {
    /// An applicant with no history table at all.
    ///
    /// # Panics
    /// When the row is not of [`Table::Application`].
    pub fn new(application: Row) -> Self {
        assert_eq!(application.table(), Table::Application, "an applicant is known by an application");
        Self { application, history: [const { None }; Table::HISTORY.len()] }
    }

    /// The same applicant with another application; the history stays.
    ///
    /// # Panics
    /// When the row is not of [`Table::Application`].
    #[must_use]
    pub fn with_application(self, application: Row) -> Self {
        Self { history: self.history, ..Self::new(application) }
    }

    /// The same applicant with these rows of a history table: none where the client is not in it.
    ///
    /// # Panics
    /// When the table is [`Table::Application`], or a row is not of it.
    #[must_use]
    pub fn with_history(mut self, table: Table, rows: Vec<Row>) -> Self {
        let position = position(table).expect("the application is no history table");
        assert!(rows.iter().all(|row| row.table() == table), "all rows are of {}", table.name());
        self.history[position] = Some(rows);
        self
    }

    /// The application.
    pub fn application(&self) -> &Row {
        &self.application
    }

    /// The client's rows of a history table; `None` where the data has no such table.
    pub fn history(&self, table: Table) -> Option<&[Row]> {
        self.history[position(table)?].as_deref()
    }
}

fn position(table: Table) -> Option<usize> {
    Table::HISTORY.iter().position(|&history| history == table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(table: Table, name: &str) -> ColumnRef {
        table.column(name).unwrap()
    }

    #[test]
    fn cells_are_read_by_their_columns_kind() {
        let application = Table::Application;
        let text = |text: &str| text.to_owned();
        let cases = [
            ("SK_ID_CURR", "100002", Ok(Value::Number(100_002.0))),
            ("SK_ID_CURR", "4294967295", Ok(Value::Number(4_294_967_295.0))),
            ("SK_ID_CURR", "4294967296", Err(CellError::NotAKey(text("4294967296")))),
            ("SK_ID_CURR", "", Err(CellError::NotAKey(text("")))),
            ("AMT_CREDIT", "", Ok(Value::Missing)),
            ("AMT_CREDIT", "1.17e+08", Ok(Value::Number(1.17e8))),
            ("AMT_CREDIT", "12,5", Err(CellError::NotANumber(text("12,5")))),
            ("AMT_CREDIT", "NaN", Err(CellError::NotANumber(text("NaN")))),
            ("AMT_CREDIT", "inf", Err(CellError::NotANumber(text("inf")))),
            ("AMT_CREDIT", "1e999", Err(CellError::NotANumber(text("1e999")))),
            ("CNT_CHILDREN", "2.0", Ok(Value::Number(2.0))),
            ("CNT_CHILDREN", "2.5", Err(CellError::NotWhole(text("2.5")))),
            ("DAYS_EMPLOYED", "365243", Ok(Value::Missing)),
            ("DAYS_EMPLOYED", "365243.0", Ok(Value::Missing)),
            ("DAYS_BIRTH", "-16000", Ok(Value::Number(-16_000.0))),
            ("FLAG_OWN_CAR", "Y", Ok(Value::Category(1))),
            ("FLAG_OWN_CAR", "", Ok(Value::Missing)),
            ("FLAG_OWN_CAR", "y", Err(CellError::Undeclared(text("y")))),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Row::parse_cell(column(application, name), text), expected, "{name} {text:?}");
        }
    }

    #[test]
    fn an_undeclared_category_is_missing_and_reported() {
        let (row, undeclared) =
            Row::read(Table::Application, [("FLAG_OWN_CAR", "perhaps"), ("CNT_CHILDREN", "1")]).unwrap();
        let car = column(Table::Application, "FLAG_OWN_CAR");
        assert_eq!(row.get(car), Value::Missing);
        assert_eq!(undeclared, [Undeclared { column: car, value: "perhaps".to_owned() }]);
    }

    #[test]
    fn what_is_no_row_is_refused_and_named() {
        let read = |cells: &[(&'static str, &'static str)]| {
            Row::read(Table::Bureau, cells.iter().copied()).unwrap_err().to_string()
        };
        assert_eq!(read(&[("AMT", "1")]), r#"bureau has no column "AMT""#);
        assert_eq!(
            read(&[("DAYS_CREDIT", "-1"), ("DAYS_CREDIT", "-1")]),
            "DAYS_CREDIT of bureau is given twice"
        );
        assert_eq!(read(&[("DAYS_CREDIT", "x")]), r#"DAYS_CREDIT of bureau: "x" is not a number"#);
        assert_eq!(
            Row::new(Table::BureauBalance, vec![]).unwrap_err().to_string(),
            "bureau_balance has 3 columns, not 0"
        );
        for (index, value) in [
            (0, Value::Category(0)),
            (1, Value::Number(f64::NAN)),
            (2, Value::Number(0.0)),
            (2, Value::Category(8)),
        ] {
            let mut values = vec![Value::Missing; 3];
            values[index] = value;
            let error = Row::new(Table::BureauBalance, values).unwrap_err();
            assert!(matches!(error, RowError::Kind { .. }), "{value:?}");
        }
    }
}
