//! Which field of a file's lines is which column of its table.

use std::collections::HashMap;

use catalogue::{Kind, Table};
use csv::ByteRecord;
use progress::shortened;

/// The label's column, where the file has one.
const TARGET: &str = catalogue::table::TARGET;
/// The widest table has 122 columns; a header with more than this many is not one.
const MOST_COLUMNS: usize = 2_000;

/// Why the first line of a file is not a header of its table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file has no line at all.
    #[error("the file is empty; download it again, or remove it if the data has no such table")]
    Empty,
    /// More columns than any table has.
    #[error(
        "the header names {0} columns, more than {MOST_COLUMNS}; see whether its line ends, or remove columns"
    )]
    TooMany(usize),
    /// A column's name is not text.
    #[error("the name {0:?} is not UTF-8 text; save the file in that encoding")]
    NotUtf8(String),
    /// Two columns have one name.
    #[error("two columns have this name; remove or rename one")]
    Duplicated,
    /// The fields are not separated by commas.
    #[error("the header's names are separated by {0:?}; save the file with commas")]
    Separator(char),
    /// A name is written otherwise.
    #[error("the header calls this key column {0:?}; write its name in capitals")]
    Case(String),
    /// Without its keys a table cannot be read.
    #[error("the header lacks this key column; every file of this table must have it")]
    MissingKey,
    /// Without the label there is nothing to learn.
    #[error("the header lacks the label; past clients must have it (0 repaid, 1 payment difficulties)")]
    MissingTarget,
}

/// The places of a table's columns in a file.
#[derive(Debug)]
pub(crate) struct Header {
    /// For each of [`Table::columns`], the field that holds it; `None` for one that the file lacks.
    pub(crate) fields: Vec<Option<usize>>,
    /// The field that holds the label, in the file of past clients.
    pub(crate) target: Option<usize>,
    /// The names of all fields.
    pub(crate) names: Vec<String>,
    /// Declared columns that the file lacks.
    pub(crate) lacking: Vec<&'static str>,
    /// Columns that the catalogue does not know.
    pub(crate) unknown: Vec<String>,
}

impl Header {
    /// Reads the first record of a file of `table`; with an error goes the column that it is about.
    pub(crate) fn parse(
        record: &ByteRecord,
        table: Table,
        labelled: bool,
    ) -> Result<Self, (String, HeaderError)> {
        if record.is_empty() {
            return Err((table.key().to_owned(), HeaderError::Empty));
        }
        if record.len() > MOST_COLUMNS {
            return Err((format!("number {}", MOST_COLUMNS + 1), HeaderError::TooMany(record.len())));
        }
        let mut names: Vec<String> = Vec::with_capacity(record.len());
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(record.len());
        for (index, name) in record.iter().enumerate() {
            let Ok(name) = std::str::from_utf8(name) else {
                let shown = shortened(&String::from_utf8_lossy(name));
                return Err((format!("number {}", index + 1), HeaderError::NotUtf8(shown)));
            };
            if places.insert(name, index).is_some() {
                return Err((shortened(name), HeaderError::Duplicated));
            }
            names.push(name.to_owned());
        }
        let place = |name: &str| places.get(name).copied();
        let columns = table.columns();
        let fields: Vec<_> = columns.iter().map(|column| place(column.name)).collect();
        let absent =
            || columns.iter().zip(&fields).filter(|(_, field)| field.is_none()).map(|(column, _)| column);
        if let Some(key) = absent().find(|column| matches!(column.kind, Kind::Id)) {
            return Err((key.name.to_owned(), without_key(key.name, &names)));
        }
        let target = if labelled { place(TARGET) } else { None };
        if labelled && target.is_none() {
            return Err((TARGET.to_owned(), HeaderError::MissingTarget));
        }
        let lacking = absent().map(|column| column.name).collect();
        let unknown = names
            .iter()
            .enumerate()
            .filter(|(field, _)| !fields.contains(&Some(*field)) && target != Some(*field))
            .map(|(_, name)| name.clone())
            .collect();
        Ok(Self { fields, target, names, lacking, unknown })
    }
}

/// Why a key column is not found among the names.
fn without_key(key: &str, names: &[String]) -> HeaderError {
    if let [name] = names
        && let Some(separator) = [';', '\t', '|'].into_iter().find(|&separator| name.contains(separator))
    {
        return HeaderError::Separator(separator);
    }
    let otherwise = names.iter().find(|name| name.trim().eq_ignore_ascii_case(key));
    otherwise.map_or(HeaderError::MissingKey, |name| HeaderError::Case(shortened(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(names: &[&str]) -> Result<Header, (String, HeaderError)> {
        Header::parse(&ByteRecord::from(names.to_vec()), Table::BureauBalance, false)
    }

    #[test]
    fn columns_are_found_in_any_order() {
        let header = parse(&["STATUS", "EXTRA", "SK_ID_BUREAU"]).unwrap();
        assert_eq!(header.fields, [Some(2), None, Some(0)]);
        assert_eq!(header.lacking, ["MONTHS_BALANCE"]);
        assert_eq!(header.unknown, ["EXTRA"]);
    }

    #[test]
    fn a_header_that_will_not_do_names_its_column() {
        for (names, column, error) in [
            (vec![], "SK_ID_BUREAU", HeaderError::Empty),
            (vec!["STATUS", "MONTHS_BALANCE"], "SK_ID_BUREAU", HeaderError::MissingKey),
            (vec!["SK_ID_BUREAU", "STATUS", "STATUS"], "STATUS", HeaderError::Duplicated),
            (vec!["SK_ID_BUREAU;MONTHS_BALANCE;STATUS"], "SK_ID_BUREAU", HeaderError::Separator(';')),
            (vec!["STATUS", "sk_id_bureau"], "SK_ID_BUREAU", HeaderError::Case("sk_id_bureau".to_owned())),
        ] {
            assert_eq!(parse(&names).unwrap_err(), (column.to_owned(), error));
        }
        let many: Vec<_> = (0..130_000).map(|column| format!("COLUMN_{column}")).collect();
        let (column, error) =
            Header::parse(&ByteRecord::from(many), Table::BureauBalance, false).unwrap_err();
        assert_eq!((column.as_str(), error), ("number 2001", HeaderError::TooMany(130_000)));
        let unlabelled = ByteRecord::from(vec!["SK_ID_CURR"]);
        let (column, error) = Header::parse(&unlabelled, Table::Application, true).unwrap_err();
        assert_eq!((column.as_str(), error), (TARGET, HeaderError::MissingTarget));
        assert!(Header::parse(&unlabelled, Table::Application, false).is_ok());
    }
}
