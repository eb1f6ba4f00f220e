//! The two interpreters of the catalogue agree: polars over all clients at once, and `scoring` on one
//! applicant's raw records, which are read here from the text of the files and not from Parquet.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use catalogue::{Kind, Table};
use fixture::{Files, real};
use pipeline::tables::Tables;
use polars::prelude::DataFrame;
use progress::Silent;
use proptest::prelude::*;
use scoring::{Records, Row};

/// How far two values may lie apart, relative to the greater one.
const TOLERANCE: f64 = 1e-6;

/// A file's cells as text: the header first.
type Cells = Vec<csv::StringRecord>;

fn cells(text: impl Read) -> Cells {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.into_records().map(Result::unwrap).collect()
}

/// The records of every client, from the text of the files.
fn records(files: &BTreeMap<String, Cells>) -> BTreeMap<u32, Records> {
    let rows = |table: Table, file: &str| -> Option<Vec<(u32, Row)>> {
        let cells = files.get(file)?;
        let header = &cells[0];
        let known: Vec<bool> = header.iter().map(|name| table.column(name).is_some()).collect();
        let key = header.iter().position(|name| name == table.key()).unwrap();
        let row = |record: &csv::StringRecord| {
            let named =
                header.iter().zip(record).zip(&known).filter(|(_, known)| **known).map(|(cell, _)| cell);
            let (row, _) = Row::read(table, named).unwrap();
            (record[key].parse().unwrap(), row)
        };
        Some(cells[1..].iter().map(row).collect())
    };
    let mut clients = BTreeMap::new();
    for file in Table::Application.files() {
        for (client, row) in rows(Table::Application, file).into_iter().flatten() {
            clients.insert(client, Records::new(row));
        }
    }
    let mut owners: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    if let Some(bureau) = files.get("bureau.csv") {
        let place = |name: &str| bureau[0].iter().position(|other| other == name).unwrap();
        let (loan, client) = (place("SK_ID_BUREAU"), place("SK_ID_CURR"));
        for record in &bureau[1..] {
            owners.entry(record[loan].parse().unwrap()).or_default().insert(record[client].parse().unwrap());
        }
    }
    for table in Table::HISTORY {
        let Some(rows) = rows(table, table.files()[0]) else {
            continue;
        };
        if table == Table::BureauBalance && !files.contains_key("bureau.csv") {
            continue;
        }
        let mut of_client: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
        for (key, row) in rows {
            match table {
                Table::BureauBalance => {
                    for &client in owners.get(&key).into_iter().flatten() {
                        of_client.entry(client).or_default().push(row.clone());
                    }
                }
                _ => of_client.entry(key).or_default().push(row),
            }
        }
        for (client, records) in &mut clients {
            let rows = of_client.remove(client).unwrap_or_default();
            *records = records.clone().with_history(table, rows);
        }
    }
    clients
}

/// The features of raw data, by polars.
fn frame(data: &Path) -> DataFrame {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tables");
    pipeline::ingest::ingest(data, &folder, &Silent).unwrap();
    pipeline::features::frame(&Tables::open(&folder).unwrap(), &Silent).unwrap()
}

/// Compares every feature of every client. Returns how many values were there in both, and how many were
/// missing in both.
fn compare(frame: &DataFrame, clients: &BTreeMap<u32, Records>) -> (usize, usize) {
    let ids: Vec<u32> = frame.column("SK_ID_CURR").unwrap().u32().unwrap().iter().flatten().collect();
    assert_eq!(ids, clients.keys().copied().collect::<Vec<_>>(), "clients, in order");
    let scalar: Vec<Vec<f64>> = clients.values().map(scoring::interpreter::features).collect();
    let (mut there, mut missing) = (0, 0);
    for (place, feature) in catalogue::features().iter().enumerate() {
        let column = frame.column(&feature.id).unwrap();
        assert_eq!(column.dtype(), &polars::prelude::DataType::Float64, "{}", feature.id);
        for (row, value) in column.f64().unwrap().iter().enumerate() {
            let alone = scalar[row][place];
            let client = ids[row];
            match value {
                None => {
                    assert!(alone.is_nan(), "{} of {client}: missing, and {alone}", feature.id);
                    missing += 1;
                }
                Some(value) => {
                    let near = (value - alone).abs() <= TOLERANCE * value.abs().max(alone.abs());
                    assert!(near, "{} of {client}: {value} by polars, {alone} by scoring", feature.id);
                    there += 1;
                }
            }
        }
    }
    (there, missing)
}

fn real_archive(name: &str, expected_clients: usize) {
    let Some(path) = real(name) else { return };
    let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    let tables = std::iter::once(Table::Application).chain(Table::HISTORY);
    for file in tables.flat_map(Table::files) {
        if let Ok(entry) = archive.by_name(file) {
            files.insert((*file).to_owned(), cells(entry));
        }
    }
    let clients = records(&files);
    assert_eq!(clients.len(), expected_clients);
    let (there, missing) = compare(&frame(&path), &clients);
    assert!(there > missing && missing > 0, "{there} values, {missing} missing");
    eprintln!("{name}: {there} values agree, {missing} are missing in both");
}

#[test]
fn on_ten_thousand_real_clients() {
    real_archive("relational.zip", 10_000);
}

#[test]
fn on_real_clients_with_instalments() {
    real_archive("all_tables_719.zip", 719);
}

/// A comparison that holds of anything would hold of these two.
#[test]
#[should_panic(expected = "by polars")]
fn a_difference_is_found() {
    let mut files = Files::example();
    let data = tempfile::tempdir().unwrap();
    files.write_folder(data.path());
    let frame = frame(data.path());
    files.set("application_train.csv", 1, "AMT_CREDIT", "1");
    compare(&frame, &records(&text_of(&files)));
}

fn text_of(files: &Files) -> BTreeMap<String, Cells> {
    files.0.keys().map(|file| (file.clone(), cells(files.text(file).as_slice()))).collect()
}

/// Numbers that choose the cells of a row; 0 chooses the simplest.
type Choices = Vec<u16>;

/// The text of a cell: often missing, zero, negative or a sentinel, so that each rule is met. Numbers are
/// halves, so that no sum depends on its order.
fn cell(kind: Kind, choice: u16) -> String {
    let (case, detail) = (choice % 8, choice / 8);
    match (kind, case) {
        (Kind::Id, _) | (Kind::Real, 3) => detail.to_string(),
        (_, 0) => String::new(),
        (Kind::Category(_), 1) => "no such category".to_owned(),
        (Kind::Category(categories), _) => {
            categories[usize::from(detail) % categories.len()].value.to_owned()
        }
        (_, 1) => "0".to_owned(),
        (_, 2) => "365243.0".to_owned(),
        (Kind::Integer, 3) => format!("-{detail}.0"),
        (Kind::Integer, _) => (i32::from(detail % 1000) - 500).to_string(),
        (Kind::Real, _) => (f64::from(detail) / 2.0 - 1000.0).to_string(),
    }
}

/// Rows of a table, each owned by one of a few clients or loans, or by nobody.
fn file(table: Table, owners: u16, rows: &[Choices]) -> Vec<Vec<String>> {
    let header = table.columns().iter().map(|column| column.name.to_owned()).collect();
    let row = |(index, choices): (usize, &Choices)| {
        let cell = |(column, &choice): (&catalogue::Column, &u16)| match column.name {
            "SK_ID_CURR" if table == Table::Application => (1 + index).to_string(),
            "SK_ID_CURR" => (1 + choice % (owners + 1)).to_string(),
            "SK_ID_BUREAU" => (1 + choice % 5).to_string(),
            _ => cell(column.kind, choice),
        };
        table.columns().iter().zip(choices).map(cell).collect()
    };
    std::iter::once(header).chain(rows.iter().enumerate().map(row)).collect()
}

fn rows(table: Table, most: usize) -> impl Strategy<Value = Vec<Choices>> {
    let row = proptest::collection::vec(any::<u16>(), table.columns().len());
    let least = usize::from(table == Table::Application);
    // The same row may stand twice, and does so often.
    (proptest::collection::vec(row, least..=most), any::<bool>()).prop_map(move |(mut rows, twice)| {
        if twice && table != Table::Application {
            rows.extend(rows.clone());
        }
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn on_made_up_records(
        applications in rows(Table::Application, 3),
        histories in Vec::from(Table::HISTORY.map(|table| proptest::option::weighted(0.85, rows(table, 6)))),
    ) {
        let mut files = Files::default();
        let clients = applications.len() as u16;
        let mut train = file(Table::Application, clients, &applications);
        train.iter_mut().enumerate().for_each(|(row, cells)| {
            cells.push(if row == 0 { "TARGET".to_owned() } else { (row % 2).to_string() });
        });
        files.0.insert("application_train.csv".to_owned(), train);
        for (table, rows) in Table::HISTORY.into_iter().zip(histories) {
            if let Some(rows) = rows {
                files.0.insert(table.files()[0].to_owned(), file(table, clients, &rows));
            }
        }
        let data = tempfile::tempdir().unwrap();
        files.write_folder(data.path());
        compare(&frame(data.path()), &records(&text_of(&files)));
    }
}
