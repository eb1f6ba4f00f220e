//! Damaged raw data: each kind gives one error that says where, exit code 1, and no output.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;
mod refusal;

use std::fs;
use std::path::Path;
use std::process::Command;

use fixture::{Files, archive, listing};
use refusal::{case, files_case, text_case};

#[test]
fn a_place_without_the_data() {
    case("absent", |_| {}, &["data", "no such file or folder", "application_train.csv"]);
    case("empty folder", |path| fs::create_dir(path).unwrap(), &["is empty", "application_train.csv"]);
    case("empty archive", |path| archive(path, &[]), &["is empty", "application_train.csv"]);
    case("empty file", |path| fs::write(path, "").unwrap(), &["neither a folder nor a readable zip archive"]);
    case(
        "not an archive",
        |path| fs::write(path, "SK_ID_CURR\n1\n").unwrap(),
        &["neither a folder nor a readable"],
    );
    files_case(
        "no applications",
        |files| files.drop_file("application_train.csv"),
        &["application_train.csv is neither at its root", "found there: POS_CASH_balance.csv", "bureau.csv"],
    );
    let two = |path: &Path| {
        Files::example().write_folder(&path.join("first"));
        Files::example().write_folder(&path.join("second"));
    };
    case("two folders", two, &["in several of its folders (first, second)", "give one of them"]);
}

#[test]
fn a_damaged_archive() {
    let cut = |path: &Path| {
        Files::example().write_archive(path, "");
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    };
    case("cut archive", cut, &["neither a folder nor a readable zip archive"]);

    // The flag of an encrypted file, in its local and its central header.
    let encrypted = |path: &Path| {
        Files::example().write_archive(path, "");
        let mut bytes = fs::read(path).unwrap();
        for (signature, flags) in [(*b"PK\x03\x04", 6), (*b"PK\x01\x02", 8)] {
            let places: Vec<_> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == signature).collect();
            places.into_iter().for_each(|at| bytes[at + flags] |= 1);
        }
        fs::write(path, bytes).unwrap();
    };
    case("encrypted", encrypted, &["application_train.csv in", "is encrypted", "extract the archive"]);

    // A byte of the packed applications, far from every header.
    let rotten = |path: &Path| {
        Files::example().write_archive(path, "");
        let mut bytes = fs::read(path).unwrap();
        let name = b"application_train.csv";
        let at = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
        bytes[at + 400..at + 420].fill(0xff);
        fs::write(path, bytes).unwrap();
    };
    case("rotten", rotten, &["application_train.csv, "]);
}

#[test]
fn a_header_that_will_not_do() {
    let train = "application_train.csv";
    files_case(
        "no key",
        |f| f.drop_column(train, "SK_ID_CURR"),
        &[train, "line 1", "column SK_ID_CURR", "lacks"],
    );
    files_case(
        "no label",
        |f| f.drop_column(train, "TARGET"),
        &[train, "line 1", "column TARGET", "lacks the label"],
    );
    files_case(
        "no key in the history",
        |files| files.drop_column("bureau.csv", "SK_ID_BUREAU"),
        &["bureau.csv", "line 1", "column SK_ID_BUREAU", "lacks this key"],
    );
    let twice = |files: &mut Files| {
        for row in files.rows("bureau.csv") {
            row.push("AMT_ANNUITY".to_owned());
        }
    };
    files_case(
        "column twice",
        twice,
        &["bureau.csv", "line 1", "column AMT_ANNUITY", "two columns have this name"],
    );
    text_case("empty file", "bureau.csv", |_| Vec::new(), &["bureau.csv", "line 1", "the file is empty"]);
    let not_utf8 = |text: Vec<u8>| [&b"\xff\xfe,"[..], &text].concat();
    text_case("not UTF-8", "bureau.csv", not_utf8, &["bureau.csv", "line 1", "column number 1", "not UTF-8"]);
    files_case(
        "no row",
        |files| files.rows(train).truncate(1),
        &[train, "line 2", "no row follows the header"],
    );
}

#[test]
fn a_line_of_another_length() {
    let short = |files: &mut Files| files.rows("bureau.csv")[3].truncate(4);
    files_case(
        "too short",
        short,
        &["bureau.csv, line 4, column DAYS_CREDIT", "4 fields, the header 17", "ends before this column"],
    );
    let long = |files: &mut Files| files.rows("bureau.csv")[2].push("1".to_owned());
    files_case(
        "too long",
        long,
        &["bureau.csv, line 3, column AMT_ANNUITY", "18 fields, the header 17", "goes on after this column"],
    );
    let cut = |mut text: Vec<u8>| {
        text.truncate(text.len() - 60);
        text
    };
    text_case(
        "cut in the last line",
        "credit_card_balance.csv",
        cut,
        &["credit_card_balance.csv, line 5, column "],
    );
    let open_quote =
        |text: Vec<u8>| String::from_utf8(text).unwrap().replace("Active", "\"Active").into_bytes();
    text_case("open quote", "bureau.csv", open_quote, &["bureau.csv, line 3, column "]);
}

#[test]
fn a_cell_that_is_no_value_of_its_column() {
    let (train, bureau) = ("application_train.csv", "bureau.csv");
    let cases = [
        (train, 2, "AMT_CREDIT", "12 000", "\"12 000\" is not a number"),
        (train, 2, "AMT_CREDIT", "unknown", "is not a number; correct it, or leave the cell empty"),
        (train, 1, "AMT_CREDIT", "inf", "not a finite number"),
        (train, 1, "AMT_CREDIT", "NaN", "not a finite number"),
        (train, 1, "AMT_CREDIT", "1e999", "not a finite number"),
        (train, 3, "CNT_CHILDREN", "1.5", "not a whole number"),
        (
            train,
            3,
            "DAYS_BIRTH",
            "-9999999999",
            "out of range; this column holds whole numbers from -2147483648",
        ),
        (train, 3, "SK_ID_CURR", "", "the key is empty"),
        (train, 3, "SK_ID_CURR", "-5", "out of range"),
        (train, 1, "TARGET", "2", "\"2\" is not a label; give 0 (repaid) or 1"),
        (train, 1, "TARGET", "", "the label is empty"),
        ("application_test.csv", 1, "AMT_ANNUITY", "x", "is not a number"),
        (bureau, 4, "SK_ID_BUREAU", "", "the key is empty"),
        (bureau, 4, "SK_ID_CURR", "4294967296", "out of range"),
        ("installments_payments.csv", 2, "AMT_PAYMENT", "1,5", "is not a number"),
        ("bureau_balance.csv", 3, "MONTHS_BALANCE", "-0.5", "not a whole number"),
    ];
    for (file, row, column, text, expected) in cases {
        let place = format!("{file}, line {}, column {column}: ", row + 1);
        files_case(&place, |files| files.set(file, row, column, text), &[&place, expected]);
    }
    let latin1 = |text: Vec<u8>| {
        let at = text.windows(6).position(|window| window == b"Closed").unwrap();
        let mut text = text;
        text[at] = 0xe9;
        text
    };
    text_case("not UTF-8", bureau, latin1, &["bureau.csv, line 2, column CREDIT_ACTIVE: ", "not UTF-8"]);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let mut files = Files::example();
    files.set("bureau.csv", 3, "AMT_CREDIT_SUM", "x");
    let text = String::from_utf8(files.text("bureau.csv")).unwrap();
    for (name, text, line) in [
        ("CRLF", text.replace('\n', "\r\n"), 4),
        ("byte order mark", format!("\u{feff}{text}"), 4),
        ("blank lines", text.replacen('\n', "\n\n\n", 2), 8),
        ("a line break in a cell", text.replacen("Consumer credit", "\"Consumer\ncredit\"", 1), 5),
    ] {
        let write = |path: &Path| {
            files.write_folder(path);
            fs::write(path.join("bureau.csv"), text).unwrap();
        };
        case(name, write, &[&format!("bureau.csv, line {line}, column AMT_CREDIT_SUM: ")]);
    }
}

#[test]
fn a_client_with_two_applications() {
    files_case(
        "in one file",
        |files| files.set("application_train.csv", 3, "SK_ID_CURR", "100001"),
        &[
            "application_train.csv, line 4, column SK_ID_CURR: client 100001",
            "in application_train.csv, line 2",
        ],
    );
    files_case(
        "in both files",
        |files| files.set("application_test.csv", 2, "SK_ID_CURR", "100003"),
        &[
            "application_test.csv, line 3, column SK_ID_CURR: client 100003",
            "in application_train.csv, line 4",
        ],
    );
}

#[test]
fn a_damaged_marker_of_the_generator() {
    let write = |path: &Path| {
        Files::example().write_folder(path);
        fs::write(path.join("SYNTHETIC.json"), "{\"clients\": 3,\n \"seed\": }").unwrap();
    };
    case("marker", write, &["SYNTHETIC.json, line 2, column "]);
}

#[test]
fn an_output_that_is_something_else_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    Files::example().write_folder(&home.path().join("data"));
    let output = home.path().join("data");
    let run = Command::new(env!("CARGO_BIN_EXE_pipeline"))
        .args(["ingest", "--data"])
        .arg(&output)
        .arg("--output")
        .arg(&output)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8(run.stderr).unwrap().contains("it has no tables.json"));
    assert!(output.join("bureau.csv").is_file());
    assert_eq!(listing(home.path()), ["data"]);
}

#[test]
fn features_of_what_is_not_a_tables_folder() {
    let home = tempfile::tempdir().unwrap();
    let run = |tables: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_pipeline"))
            .args(["features", "--tables"])
            .arg(tables)
            .arg("--output")
            .arg(home.path().join("out/features"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let message = run(&home.path().join("nowhere"));
    assert!(message.contains("tables.json") && message.contains("pipeline ingest"), "{message}");

    let data = tempfile::tempdir().unwrap();
    Files::example().write_folder(data.path());
    let tables = tempfile::tempdir().unwrap();
    pipeline::ingest::ingest(data.path(), tables.path(), &progress::Silent).unwrap();
    let bureau = tables.path().join("bureau.parquet");
    let bytes = fs::read(&bureau).unwrap();
    fs::write(&bureau, &bytes[..bytes.len() / 2]).unwrap();
    let message = run(tables.path());
    assert!(message.contains("bureau.parquet") && message.contains("pipeline ingest"), "{message}");
    // A flipped bit is another value to the reader of Parquet, or a panic.
    for at in [4, bytes.len() / 3, bytes.len() / 2, bytes.len() - 9] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(&bureau, flipped).unwrap();
        let message = run(tables.path());
        assert!(message.contains("bureau.parquet: gone, or not as it was written"), "byte {at}: {message}");
    }
    assert_eq!(listing(home.path()), Vec::<String>::new());
}
