//! Raw data made to do harm: bombs, names that lead elsewhere, lines without end, text that a terminal obeys.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;
mod refusal;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use fixture::{Files, archive};
use refusal::{case, files_case, text_case};

const TRAIN: &str = "application_train.csv";

/// The example with one more file.
fn archive_with(path: &Path, name: &str, bytes: Vec<u8>) {
    let example = Files::example();
    let mut files: Vec<_> = example.0.keys().map(|file| (file.clone(), example.text(file))).collect();
    files.retain(|(file, _)| file != name);
    files.push((name.to_owned(), bytes));
    archive(path, &files);
}

#[test]
fn a_zip_bomb() {
    case(
        "packed as no data is",
        |path| archive_with(path, "POS_CASH_balance.csv", vec![b'0'; 100 << 20]),
        &["POS_CASH_balance.csv in ", "unpack to 104857600", "more than 200 times", "give the folder"],
    );
    // It says that it is small.
    let lying = |path: &Path| {
        Files::example().write_archive(path, "");
        let mut bytes = fs::read(path).unwrap();
        for (signature, size) in [(*b"PK\x03\x04", 22), (*b"PK\x01\x02", 24)] {
            let places: Vec<_> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == signature).collect();
            places.into_iter().for_each(|at| bytes[at + size..at + size + 4].copy_from_slice(&[9, 0, 0, 0]));
        }
        fs::write(path, bytes).unwrap();
    };
    case(
        "larger than it says",
        lying,
        &[TRAIN, "larger than its declared uncompressed size", "download it again"],
    );
}

#[test]
fn names_that_lead_elsewhere() {
    for (name, shown) in [
        ("../application_train.csv", "../application_train.csv"),
        ("data/../../x", "data/../../x"),
        ("data\\..\\x", "data\\\\..\\\\x"),
        ("/etc/passwd", "/etc/passwd"),
        ("application_train.csv\0.txt", "application_train.csv\\0.txt"),
    ] {
        case(
            name,
            |path| archive_with(path, name, b"SK_ID_CURR\n1\n".to_vec()),
            &[&format!("named \"{shown}\""), "leads out of the archive"],
        );
    }
    let odd = |path: &Path| archive(path, &[("\x1b[2J/readme.txt".to_owned(), Vec::new())]);
    case("a name that clears the screen", odd, &["found there: \\u{1b}[2J/readme.txt"]);
}

#[test]
fn a_line_without_end() {
    // A gigabyte that takes no room on the disk.
    let endless = |path: &Path| {
        let files = Files::example();
        files.write_folder(path);
        let mut file = File::create(path.join("bureau.csv")).unwrap();
        file.write_all(&files.text("bureau.csv")).unwrap();
        file.set_len(1 << 30).unwrap();
    };
    case("NUL bytes", endless, &["bureau.csv, line 6: the line is longer than 1048576 bytes"]);

    let open_quote = |text: Vec<u8>| {
        let text = String::from_utf8(text).unwrap().replacen("Active", "\"Active", 1);
        let rest = "1,2,3,4\n".repeat(1 << 18);
        [text.into_bytes(), rest.into_bytes()].concat()
    };
    text_case(
        "a quotation mark that is never closed",
        "bureau.csv",
        open_quote,
        &["bureau.csv, line 3: the line is longer", "quotation mark is closed"],
    );
    text_case(
        "a header without end",
        "bureau.csv",
        |_| vec![b'x'; 3 << 20],
        &["bureau.csv, line 1: the line is longer"],
    );
    let wide = |_| (0..130_000).flat_map(|column| format!("C{column},").into_bytes()).collect();
    text_case(
        "a header of columns without end",
        "bureau.csv",
        wide,
        &["bureau.csv, line 1, column number 2001: the header names 130001 columns, more than 2000"],
    );
}

#[test]
fn a_cell_that_is_a_page() {
    let page = "x".repeat(900_000);
    files_case(
        "a category",
        |files| files.set("bureau.csv", 2, "CREDIT_ACTIVE", &page),
        &["bureau.csv, line 3, column CREDIT_ACTIVE", "900000 bytes", "at most 200"],
    );
    files_case(
        "a column's name",
        |files| (0..2).for_each(|_| files.rows("bureau.csv")[0].push(page[..400_000].to_owned())),
        &["bureau.csv, line 1", "xxx...: "],
    );
}

#[test]
fn what_a_terminal_would_obey_is_written_out() {
    let clear = "\x1b[2J\x1b]0;title\x07";
    files_case(
        "in a number",
        |files| files.set(TRAIN, 2, "AMT_CREDIT", clear),
        &[TRAIN, "line 3", "AMT_CREDIT", "\\u{1b}[2J"],
    );
    let twice = |files: &mut Files| {
        for row in files.rows("bureau.csv") {
            row.extend([clear.to_owned(), clear.to_owned()]);
        }
    };
    files_case("in a column's name", twice, &["bureau.csv", "line 1", "column \\u{1b}[2J"]);
    // Warnings, before the error.
    let warned = |files: &mut Files| {
        files.rows("application_test.csv").iter_mut().for_each(|row| row.push(clear.to_owned()));
        files.set(TRAIN, 1, "NAME_INCOME_TYPE", "\u{202e}gnikroW");
        files.set("bureau.csv", 1, "AMT_ANNUITY", "x");
    };
    files_case("in what is passed over", warned, &["bureau.csv", "line 2", "AMT_ANNUITY"]);
}
