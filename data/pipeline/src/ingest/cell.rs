//! From the text of a cell to a number.

/// Why the text of a cell is not a value of its column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// A key must have a value.
    #[error("the key is empty; every row must name its client or loan")]
    EmptyKey,
    /// The label of a past client must have a value.
    #[error("the label is empty; give 0 (repaid) or 1 (payment difficulties)")]
    EmptyTarget,
    /// A label other than 0 and 1.
    #[error("{0:?} is not a label; give 0 (repaid) or 1 (payment difficulties)")]
    Target(String),
    /// Not a number at all.
    #[error("{0:?} is not a number; correct it, or leave the cell empty if the value is missing")]
    NotNumber(String),
    /// Infinite, or not a number by its own account.
    #[error("{0:?} is not a finite number; correct it, or leave the cell empty if the value is missing")]
    NotFinite(String),
    /// A fraction in a column of whole numbers.
    #[error("{0:?} is not a whole number; this column holds whole numbers only")]
    NotWhole(String),
    /// A whole number that the column's type cannot hold.
    #[error("{text:?} is out of range; this column holds whole numbers from {least} to {greatest}")]
    OutOfRange {
        /// The cell.
        text: String,
        /// The least value that fits.
        least: i64,
        /// The greatest value that fits.
        greatest: i64,
    },
    /// A category's value that is a text.
    #[error("{text:?} has {bytes} bytes; a category's value has at most {LONGEST_CATEGORY}: shorten it")]
    LongCategory {
        /// The beginning of the cell.
        text: String,
        /// Its bytes.
        bytes: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("{0:?} is not UTF-8 text; save the file in that encoding")]
    NotUtf8(String),
}

/// Bytes of a category's value. The longest that is declared has about forty; tens of thousands are in memory at a time.
const LONGEST_CATEGORY: usize = 200;

/// The text as it is shown in a message: whatever is in the cell, but not a page of it.
fn shown(cell: &[u8]) -> String {
    progress::shortened(&String::from_utf8_lossy(cell))
}

/// A key: digits, which may be followed by `.0` as whole numbers may be.
pub(crate) fn id(cell: &[u8]) -> Result<u32, CellError> {
    if cell.is_empty() {
        return Err(CellError::EmptyKey);
    }
    let whole = cell.strip_suffix(b".0").unwrap_or(cell);
    if let Some(id) = digits(whole).and_then(|number| u32::try_from(number).ok()) {
        return Ok(id);
    }
    let text = shown(cell);
    let number: f64 = text.parse().map_err(|_| CellError::NotNumber(text.clone()))?;
    Err(if !number.is_finite() {
        CellError::NotFinite(text)
    } else if (0.0..=u32::MAX as f64).contains(&number) {
        CellError::NotWhole(text)
    } else {
        CellError::OutOfRange { text, least: 0, greatest: u32::MAX.into() }
    })
}

/// A whole number, which may be written with a decimal point; `None` for an empty cell.
pub(crate) fn integer(cell: &[u8]) -> Result<Option<i32>, CellError> {
    if cell.is_empty() {
        return Ok(None);
    }
    let (negative, magnitude) = match cell.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, cell),
    };
    // The common spellings, `12` and `12.0`, need no floating point.
    let whole = magnitude.strip_suffix(b".0").unwrap_or(magnitude);
    if let Some(number) = digits(whole) {
        let signed = if negative { -number } else { number };
        return match i32::try_from(signed) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(out_of_range(cell)),
        };
    }
    let Some(number) = real(cell)? else {
        return Ok(None);
    };
    if number.fract() != 0.0 {
        Err(CellError::NotWhole(shown(cell)))
    } else if number < i32::MIN as f64 || number > i32::MAX as f64 {
        Err(out_of_range(cell))
    } else {
        Ok(Some(number as i32))
    }
}

/// A finite real number; `None` for an empty cell.
pub(crate) fn real(cell: &[u8]) -> Result<Option<f64>, CellError> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number = std::str::from_utf8(cell).ok().and_then(|text| text.parse::<f64>().ok());
    match number {
        Some(number) if number.is_finite() => Ok(Some(number)),
        Some(_) => Err(CellError::NotFinite(shown(cell))),
        None => Err(CellError::NotNumber(shown(cell))),
    }
}

/// The label of a past client.
pub(crate) fn target(cell: &[u8]) -> Result<i32, CellError> {
    match cell {
        b"0" | b"0.0" => Ok(0),
        b"1" | b"1.0" => Ok(1),
        b"" => Err(CellError::EmptyTarget),
        other => Err(CellError::Target(shown(other))),
    }
}

/// A category's value; `None` for an empty cell.
pub(crate) fn category(cell: &[u8]) -> Result<Option<&str>, CellError> {
    match std::str::from_utf8(cell) {
        Ok("") => Ok(None),
        Ok(text) if text.len() > LONGEST_CATEGORY => {
            Err(CellError::LongCategory { text: shown(cell), bytes: text.len() })
        }
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(CellError::NotUtf8(shown(cell))),
    }
}

/// The number that up to 18 digits spell; `None` for anything else.
fn digits(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

fn out_of_range(cell: &[u8]) -> CellError {
    CellError::OutOfRange { text: shown(cell), least: i32::MIN.into(), greatest: i32::MAX.into() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys() {
        assert_eq!(id(b"100001"), Ok(100_001));
        assert_eq!(id(b"100001.0"), Ok(100_001));
        assert_eq!(id(b"4294967295"), Ok(u32::MAX));
        assert_eq!(id(b""), Err(CellError::EmptyKey));
        for (cell, expected) in [
            ("4294967296", "out of range"),
            ("-1", "out of range"),
            ("99999999999999999999", "out of range"),
            ("12.5", "whole number"),
            ("nan", "finite"),
            ("x12", "is not a number"),
            (" 12", "is not a number"),
        ] {
            let error = id(cell.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(expected), "{cell}: {error}");
        }
    }

    #[test]
    fn whole_numbers() {
        let good = [
            ("12", 12),
            ("-12", -12),
            ("12.0", 12),
            ("-0", 0),
            (".0", 0),
            ("1e3", 1000),
            ("365243.00", 365_243),
            ("2147483647", i32::MAX),
            ("-2147483648", i32::MIN),
        ];
        for (cell, expected) in good {
            assert_eq!(integer(cell.as_bytes()), Ok(Some(expected)), "{cell}");
        }
        assert_eq!(integer(b""), Ok(None));
        for (cell, expected) in [
            ("12.5", "is not a whole number"),
            ("2147483648", "out of range"),
            ("-2147483649", "out of range"),
            ("3e9", "out of range"),
            ("-", "is not a number"),
            ("--1", "is not a number"),
            ("inf", "is not a finite number"),
            ("12,5", "is not a number"),
            ("NA", "is not a number"),
        ] {
            let error = integer(cell.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(expected), "{cell}: {error}");
        }
    }

    #[test]
    fn real_numbers() {
        assert_eq!(real(b"406597.5"), Ok(Some(406_597.5)));
        assert_eq!(real(b"-1.5e-3"), Ok(Some(-0.0015)));
        assert_eq!(real(b""), Ok(None));
        for cell in ["NaN", "inf", "-Infinity", "1e999"] {
            assert_eq!(real(cell.as_bytes()), Err(CellError::NotFinite(cell.to_owned())), "{cell}");
        }
        assert!(matches!(real(b"12 000"), Err(CellError::NotNumber(_))));
        assert!(matches!(real(b"\xff"), Err(CellError::NotNumber(_))));
    }

    #[test]
    fn labels_and_categories() {
        assert_eq!((target(b"0"), target(b"1"), target(b"1.0")), (Ok(0), Ok(1), Ok(1)));
        assert_eq!(target(b""), Err(CellError::EmptyTarget));
        assert_eq!(target(b"2"), Err(CellError::Target("2".to_owned())));
        assert_eq!(category("Spouse, partner".as_bytes()), Ok(Some("Spouse, partner")));
        assert_eq!(category(b""), Ok(None));
        assert!(matches!(category(b"caf\xe9"), Err(CellError::NotUtf8(_))));
    }

    #[test]
    fn a_message_does_not_repeat_a_page() {
        let page = "x".repeat(1 << 20);
        for error in [real(page.as_bytes()).unwrap_err(), category(page.as_bytes()).unwrap_err()] {
            let error = error.to_string();
            assert!(error.len() < 200, "{}", error.len());
        }
    }

    proptest! {
        #[test]
        fn any_written_number_reads_back(whole in any::<i32>(), number in any::<f64>()) {
            prop_assert_eq!(integer(whole.to_string().as_bytes()), Ok(Some(whole)));
            prop_assert_eq!(integer(format!("{whole}.0").as_bytes()), Ok(Some(whole)));
            prop_assume!(number.is_finite());
            prop_assert_eq!(real(number.to_string().as_bytes()), Ok(Some(number)));
        }

        #[test]
        fn no_cell_panics(cell in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = (id(&cell), integer(&cell), real(&cell), target(&cell), category(&cell));
        }
    }
}
