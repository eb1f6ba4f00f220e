//! Cells of text, whatever they hold, make a row or are refused.
//!
//! The first byte chooses a table; then each line is `column=text`, or a column's number and `=text`.
#![no_main]

use catalogue::Table;
use scoring::{Row, Value};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&first, rest)) = bytes.split_first() else {
        return;
    };
    let tables = [&[Table::Application], &Table::HISTORY[..]].concat();
    let table = tables[usize::from(first) % tables.len()];
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let columns = table.columns();
    let cells = text.lines().filter_map(|line| line.split_once('=')).map(|(name, text)| {
        let numbered = name.parse::<usize>().ok().and_then(|number| columns.get(number));
        (numbered.map_or(name, |column| column.name), text)
    });
    if let Ok((row, undeclared)) = Row::read(table, cells) {
        assert_eq!(row.table(), table);
        assert_eq!(Row::new(table, row.values().to_vec()).as_ref(), Ok(&row), "a row is made of fit values");
        assert!(undeclared.iter().all(|cell| row.get(cell.column) == Value::Missing));
    }
});
