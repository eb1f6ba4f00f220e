//! Changes of an application, checked against the catalogue.

use catalogue::{ColumnRef, Kind, Table, plausible};

use crate::records::{CellError, Row, Value};

/// Why something is not a change of an application.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChangeError {
    /// The application has no such field.
    #[error("an application has no field {0:?}")]
    UnknownField(String),
    /// A key says whose application it is.
    #[error("{0} is a key, which cannot be changed")]
    Key(&'static str),
    /// A field is changed twice.
    #[error("{0} is changed twice")]
    Twice(&'static str),
    /// A text is no value of its field.
    #[error("{field}: {source}")]
    Cell {
        /// The field.
        field: &'static str,
        /// What is wrong with the text.
        source: CellError,
    },
    /// A value is not of its field's kind.
    #[error("{field} cannot hold {value:?}")]
    Kind {
        /// The field.
        field: &'static str,
        /// The value given.
        value: Value,
    },
    /// A number lies outside what is believed of its field.
    #[error("{field} must lie between {least} and {greatest}; it cannot be {number}")]
    Implausible {
        /// The field.
        field: &'static str,
        /// The number given.
        number: f64,
        /// The least number that is believed.
        least: f64,
        /// The greatest number that is believed.
        greatest: f64,
    },
}

/// New values of fields of an application.
///
/// Any field but a key can be changed, whether or not the client could do so: an advisor may ask what would happen
/// if. A protected field that no model reads can be changed as well, and then changes nothing. A missing value says
/// that the field were not given.
///
/// ```
/// use scoring::{ChangeError, Changes};
/// let changes = Changes::read([("AMT_CREDIT", "180000"), ("NAME_HOUSING_TYPE", "With parents")])?;
/// assert_eq!(changes.iter().count(), 2);
/// let refused = Changes::read([("EXT_SOURCE_2", "1.5")]).unwrap_err();
/// assert_eq!(refused.to_string(), "EXT_SOURCE_2 must lie between 0 and 1; it cannot be 1.5");
/// # Ok::<(), ChangeError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes(Vec<(ColumnRef, Value)>);

impl Changes {
    /// No change.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Changes from pairs of a field's name and the text of its new value, as it would stand in the raw file; an
    /// empty text is a missing value. A category must be a declared one.
    pub fn read<'a>(cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ChangeError> {
        cells.into_iter().try_fold(Self::none(), |changes, (name, text)| {
            let column = field(name)?;
            let value = Row::parse_cell(column, text)
                .map_err(|source| ChangeError::Cell { field: column.get().name, source })?;
            changes.and(name, value)
        })
    }

    /// These changes and one more.
    pub fn and(mut self, name: &str, value: Value) -> Result<Self, ChangeError> {
        let column = field(name)?;
        let field = column.get().name;
        if self.0.iter().any(|&(changed, _)| changed == column) {
            return Err(ChangeError::Twice(field));
        }
        let value = match value {
            Value::Number(number) if column.get().sentinel == Some(number) => Value::Missing,
            value => value,
        };
        if !value.fits(column.get()) {
            return Err(ChangeError::Kind { field, value });
        }
        if let (Value::Number(number), Some(range)) = (value, plausible::range(column)) {
            if matches!(column.get().kind, Kind::Integer) && number.fract() != 0.0 {
                let source = CellError::NotWhole(number.to_string());
                return Err(ChangeError::Cell { field, source });
            }
            if !range.contains(&number) {
                let (least, greatest) = range.into_inner();
                return Err(ChangeError::Implausible { field, number, least, greatest });
            }
        }
        self.0.push((column, value));
        Ok(self)
    }

    /// The changes, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = (ColumnRef, Value)> {
        self.0.iter().copied()
    }
}

/// The field of that name, which is no key.
fn field(name: &str) -> Result<ColumnRef, ChangeError> {
    let column = Table::Application.column(name).ok_or_else(|| ChangeError::UnknownField(name.to_owned()))?;
    match column.get().kind {
        Kind::Id => Err(ChangeError::Key(column.get().name)),
        Kind::Integer | Kind::Real | Kind::Category(_) => Ok(column),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_change_is_refused_and_named() {
        let refused = |name, text| Changes::read([(name, text)]).unwrap_err().to_string();
        assert_eq!(refused("TARGET", "1"), "an application has no field \"TARGET\"");
        assert_eq!(refused("credit_to_income", "1"), "an application has no field \"credit_to_income\"");
        assert_eq!(refused("SK_ID_CURR", "1"), "SK_ID_CURR is a key, which cannot be changed");
        assert_eq!(refused("AMT_CREDIT", "much"), "AMT_CREDIT: \"much\" is not a number");
        assert_eq!(
            refused("AMT_CREDIT", "0"),
            "AMT_CREDIT must lie between 1 and 1000000000; it cannot be 0"
        );
        assert_eq!(refused("CNT_CHILDREN", "1.5"), "CNT_CHILDREN: \"1.5\" is not a whole number");
        assert_eq!(refused("FLAG_EMAIL", "2"), "FLAG_EMAIL must lie between 0 and 1; it cannot be 2");
        assert_eq!(
            refused("FLAG_OWN_CAR", "perhaps"),
            "FLAG_OWN_CAR: \"perhaps\" is not one of the declared values"
        );
        let twice = Changes::read([("FLAG_EMAIL", "1"), ("FLAG_EMAIL", "0")]).unwrap_err();
        assert_eq!(twice, ChangeError::Twice("FLAG_EMAIL"));
        for (name, value) in [
            ("FLAG_OWN_CAR", Value::Number(1.0)),
            ("FLAG_OWN_CAR", Value::Category(2)),
            ("AMT_CREDIT", Value::Category(0)),
            ("AMT_CREDIT", Value::Number(f64::NAN)),
        ] {
            let error = Changes::none().and(name, value).unwrap_err();
            assert!(matches!(error, ChangeError::Kind { .. }), "{name} {value:?}: {error}");
        }
        let error = Changes::none().and("CNT_CHILDREN", Value::Number(1.5)).unwrap_err();
        assert!(matches!(error, ChangeError::Cell { source: CellError::NotWhole(_), .. }));
    }

    #[test]
    fn an_empty_text_and_a_sentinel_are_missing_values() {
        let changes = Changes::read([("AMT_ANNUITY", ""), ("DAYS_EMPLOYED", "365243")]).unwrap();
        assert!(changes.iter().all(|(_, value)| value == Value::Missing));
        let changes = Changes::none().and("DAYS_EMPLOYED", Value::Number(365_243.0)).unwrap();
        assert_eq!(changes.iter().next().map(|(_, value)| value), Some(Value::Missing));
    }
}
