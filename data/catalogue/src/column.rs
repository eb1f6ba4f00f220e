//! What a raw column is.

use crate::table::Table;
use crate::text::Text;
use crate::theme::Theme;
use crate::unit::Unit;

/// The value that Home Credit's `DAYS_*` columns use for "none": about a thousand years.
pub const DAYS_NONE: f64 = 365_243.0;

/// A column of one of the seven tables.
#[derive(Debug)]
pub struct Column {
    /// Its name in the file.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// How its values are written.
    pub unit: Unit,
    /// The subject that it belongs to.
    pub theme: Theme,
    /// Its name for a lay person.
    pub label: Text,
    /// One sentence that says what it is.
    pub explanation: Text,
    /// The number that stands for "none" and is read as missing, where there is one.
    pub sentinel: Option<f64>,
}

/// What the cells of a column hold. An empty cell is a missing value in every kind but [`Kind::Id`].
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A key: a whole number from 0 to 4,294,967,295, never empty.
    Id,
    /// A whole number; files may write it with a decimal point (`12.0`).
    Integer,
    /// A real number.
    Real,
    /// One of the declared values. Another value is read, reported, and treated as missing.
    Category(&'static [Category]),
}

/// A value that a category column may hold.
#[derive(Debug)]
pub struct Category {
    /// The value in the file.
    pub value: &'static str,
    /// The value for a lay person.
    pub label: Text,
}

impl Category {
    /// The code, and so the place among the declared values, that a number stands for: a whole one from 0 on.
    ///
    /// ```
    /// use catalogue::Category;
    /// assert_eq!([2.0, 0.5, -1.0, f64::NAN].map(Category::code_of), [Some(2), None, None, None]);
    /// ```
    pub fn code_of(number: f64) -> Option<usize> {
        (number >= 0.0 && number.fract() == 0.0).then_some(number as usize)
    }
}

/// A column by its place: what formulas hold, so that no name is looked up while a client is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnRef {
    /// The table that the column is in.
    pub table: Table,
    /// Its position in [`Table::columns`].
    pub index: usize,
}

impl ColumnRef {
    /// The column's declaration.
    pub fn get(self) -> &'static Column {
        &self.table.columns()[self.index]
    }
}

impl Column {
    /// The declared values of a category column; empty for the others.
    pub fn categories(&self) -> &'static [Category] {
        match self.kind {
            Kind::Category(categories) => categories,
            _ => &[],
        }
    }

    /// The code of a category: its position in the declared list; `None` for a value that is not declared.
    pub fn code(&self, value: &str) -> Option<usize> {
        self.categories().iter().position(|category| category.value == value)
    }
}
