//! In which line of a file something is wrong.
//!
//! The reader of CSV counts records exactly but not lines: it passes over blank ones, and ends a record
//! before the line feed of a `\r\n`. So a fault is known by the byte where its record starts, and the line
//! is counted afterwards, on the one path where it is wanted.

use std::io::Read;

/// The line, counted from 1, in which the record that starts at `byte` has its first field. What cannot be
/// read any more is not counted.
pub(crate) fn of_byte(source: &mut dyn Read, byte: u64) -> u64 {
    let mut line = 1;
    let mut passed = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = match source.read(&mut buffer) {
            Ok(0) => return line,
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return line,
        };
        for &character in &buffer[..length] {
            if passed >= byte && !matches!(character, b'\n' | b'\r') {
                return line;
            }
            line += u64::from(character == b'\n');
            passed += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines in which the CSV reader's records start, by way of their bytes.
    fn lines(text: &str) -> Vec<u64> {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        let positions: Vec<_> =
            reader.byte_records().map(|record| record.unwrap().position().unwrap().byte()).collect();
        positions.into_iter().map(|byte| of_byte(&mut text.as_bytes(), byte)).collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for (text, expected) in [
            ("a,b\n1,2\n3,4\n", vec![1, 2, 3]),
            ("a,b\r\n1,2\r\n3,4\r\n", vec![1, 2, 3]),
            ("a,b\n\n1,2\n\n\n3,4", vec![1, 3, 6]),
            ("a,b\n\"x\ny\",2\n3,4\n", vec![1, 2, 4]),
            ("\u{feff}a,b\n1,2\n3,4\n", vec![1, 2, 3]),
            ("\u{feff}a,b\r\n1,2\r\n", vec![1, 2]),
            ("\n\na,b\n1,2\n", vec![3, 4]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
}
