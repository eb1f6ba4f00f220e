//! What is not an error: said, and gone on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use std::fs;
use std::path::Path;

use catalogue::Table;
use fixture::Files;
use matrix::{FeatureFolder, SourceKind};
use pipeline::tables::Manifest;
use progress::Silent;

fn run(data: &Path, output: &Path) -> (Manifest, FeatureFolder) {
    let tables = output.join("tables");
    let manifest = pipeline::ingest::ingest(data, &tables, &Silent).unwrap();
    let features = output.join("features");
    pipeline::features::write(&tables, &features, &Silent).unwrap();
    (manifest, FeatureFolder::read(&features).unwrap())
}

/// The example, damaged.
fn changed(damage: impl Fn(&mut Files)) -> (Manifest, FeatureFolder) {
    let mut files = Files::example();
    damage(&mut files);
    let home = tempfile::tempdir().unwrap();
    files.write_folder(&home.path().join("data"));
    run(&home.path().join("data"), home.path())
}

fn value(folder: &FeatureFolder, client: u32, feature: &str) -> f32 {
    let row = folder.ids.iter().position(|&id| id == client).unwrap();
    let column = folder.set.features.iter().position(|name| name == feature).unwrap();
    folder.row(row)[column]
}

#[test]
fn the_example_has_nothing_to_say() {
    let (manifest, folder) = changed(|_| {});
    assert_eq!(manifest.warnings, Vec::<String>::new());
    assert_eq!(manifest.undeclared, []);
    let rows: Vec<_> = manifest.source.tables.iter().map(|rows| (rows.table, rows.rows)).collect();
    let history = Table::HISTORY.map(|table| (table, 4));
    assert_eq!(rows, [&[(Table::Application, 5)][..], &history].concat());
    assert_eq!(manifest.source.kind, SourceKind::Files);
    assert_eq!(manifest.source.description, "data");
    assert_eq!(folder.set.source, manifest.source);
    assert_eq!(folder.ids, [100_001, 100_002, 100_003, 100_004, 100_005]);
    assert_eq!(folder.target[..3], [0.0, 1.0, 0.0]);
    assert!(folder.target[3..].iter().all(|target| target.is_nan()));
    let names: Vec<_> = catalogue::features().iter().map(|feature| feature.id.clone()).collect();
    assert_eq!(folder.set.features, names);
}

#[test]
fn figures_worked_out_by_hand() {
    let (_, folder) = changed(|files| {
        for (row, credit, income) in [(1, "300.5", "100"), (2, "", "100"), (3, "300", "0")] {
            files.set("application_train.csv", row, "AMT_CREDIT", credit);
            files.set("application_train.csv", row, "AMT_INCOME_TOTAL", income);
        }
        files.set("application_train.csv", 1, "DAYS_EMPLOYED", "365243");
        files.set("application_train.csv", 2, "DAYS_EMPLOYED", "-5");
        for (row, state, days) in [(1, "Active", "-10"), (2, "Closed", "-20"), (3, "Sold", "-30")] {
            files.set("bureau.csv", row, "CREDIT_ACTIVE", state);
            files.set("bureau.csv", row, "DAYS_CREDIT", days);
        }
    });
    for (client, feature, expected) in [
        (100_001, "AMT_CREDIT", 300.5),
        (100_001, "credit_to_income", 3.005),
        (100_002, "credit_to_income", f32::NAN),
        (100_003, "credit_to_income", f32::NAN),
        (100_001, "DAYS_EMPLOYED", f32::NAN),
        (100_002, "DAYS_EMPLOYED", -5.0),
        (100_001, "bureau_loans", 2.0),
        (100_001, "bureau_active_loans", 1.0),
        (100_001, "bureau_active_share", 0.5),
        (100_001, "bureau_mean_loan_date", -15.0),
        (100_001, "bureau_oldest_loan", -20.0),
        (100_002, "bureau_loans", 1.0),
        (100_002, "bureau_active_loans", 0.0),
        (100_002, "bureau_active_mean_loan_date", f32::NAN),
        (100_004, "bureau_loans", 0.0),
        (100_004, "bureau_mean_loan_date", f32::NAN),
        // Loan 500 of client 100001 has two months, loan 501 of the same client has one.
        (100_001, "bureau_months", 3.0),
        (100_002, "bureau_months", 0.0),
        (100_001, "instalments", 2.0),
    ] {
        let found = value(&folder, client, feature);
        assert!(found == expected || (found.is_nan() && expected.is_nan()), "{feature} of {client}: {found}");
    }
}

#[test]
fn a_table_that_is_not_there() {
    let (manifest, folder) = changed(|files| files.drop_file("installments_payments.csv"));
    assert!(manifest.warnings[0].starts_with("installments_payments.csv is not there"), "{manifest:?}");
    assert!(!folder.set.source.has(Table::InstallmentsPayments));
    assert!(value(&folder, 100_001, "instalments").is_nan());
    assert_eq!(value(&folder, 100_001, "bureau_loans"), 2.0);
}

#[test]
fn months_of_loans_without_the_loans() {
    let (manifest, folder) = changed(|files| files.drop_file("bureau.csv"));
    assert!(manifest.warnings[1].starts_with("bureau_balance.csv is passed over"), "{manifest:?}");
    assert!(!folder.set.source.has(Table::BureauBalance));
    assert!(value(&folder, 100_001, "bureau_months").is_nan());
}

#[test]
fn no_new_clients() {
    let (manifest, folder) = changed(|files| files.drop_file("application_test.csv"));
    assert!(manifest.warnings[0].starts_with("application_test.csv is not there"), "{manifest:?}");
    assert_eq!(folder.ids, [100_001, 100_002, 100_003]);
}

#[test]
fn a_history_table_without_a_row() {
    let (manifest, folder) = changed(|files| files.rows("bureau.csv").truncate(1));
    assert_eq!(manifest.warnings, ["bureau.csv has a header and no row"]);
    assert_eq!(value(&folder, 100_001, "bureau_loans"), 0.0);
    assert_eq!(value(&folder, 100_001, "bureau_months"), 0.0);
    assert!(value(&folder, 100_001, "bureau_mean_loan_date").is_nan());
}

#[test]
fn a_column_that_is_not_there_and_one_that_is_not_known() {
    let (manifest, folder) = changed(|files| {
        files.drop_column("application_test.csv", "EXT_SOURCE_1");
        let rows = files.rows("application_train.csv");
        rows.iter_mut().zip(["_source", "a", "b", "c"]).for_each(|(row, cell)| row.push(cell.to_owned()));
    });
    assert_eq!(manifest.warnings.len(), 2, "{manifest:?}");
    assert!(manifest.warnings[0].contains("application_train.csv has a column \"_source\""), "{manifest:?}");
    assert!(manifest.warnings[1].contains("application_test.csv has no column EXT_SOURCE_1"), "{manifest:?}");
    assert!(value(&folder, 100_004, "EXT_SOURCE_1").is_nan());
    assert!(!value(&folder, 100_001, "EXT_SOURCE_1").is_nan());
}

#[test]
fn a_label_of_new_clients_is_passed_over() {
    let (manifest, folder) = changed(|files| {
        let rows = files.rows("application_test.csv");
        rows.iter_mut().zip(["TARGET", "1", "1"]).for_each(|(row, cell)| row.push(cell.to_owned()));
    });
    assert!(manifest.warnings[0].contains("application_test.csv has a column \"TARGET\""), "{manifest:?}");
    assert!(folder.target[3..].iter().all(|target| target.is_nan()));
}

#[test]
fn a_category_that_is_not_declared() {
    let (manifest, folder) = changed(|files| {
        files.set("bureau_balance.csv", 1, "STATUS", "Z");
        files.set("application_train.csv", 1, "NAME_HOUSING_TYPE", "Castle");
        files.set("application_test.csv", 1, "NAME_HOUSING_TYPE", "Castle");
    });
    let found: Vec<_> = manifest
        .undeclared
        .iter()
        .map(|found| (found.table, found.column.as_str(), found.value.as_deref(), found.count))
        .collect();
    assert_eq!(
        found,
        [
            (Table::Application, "NAME_HOUSING_TYPE", Some("Castle"), 2),
            (Table::BureauBalance, "STATUS", Some("Z"), 1)
        ]
    );
    assert!(value(&folder, 100_001, "NAME_HOUSING_TYPE").is_nan());
    assert_eq!(value(&folder, 100_001, "bureau_months"), 3.0);
}

#[test]
fn a_population_that_was_made_up() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("people");
    Files::example().write_folder(&data);
    fs::write(data.join("SYNTHETIC.json"), r#"{"clients": 5, "seed": 42, "more": []}"#).unwrap();
    let (manifest, _) = run(&data, home.path());
    assert_eq!(manifest.source.kind, SourceKind::Synthetic);
    assert_eq!(manifest.source.description, "people (5 clients, seed 42)");
}

#[test]
fn a_folder_an_archive_and_other_line_ends_give_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let files = Files::example();
    files.write_folder(&at("folder"));
    files.write_archive(&at("archive.zip"), "");
    files.write_archive(&at("nested.zip"), "home-credit/");
    files.write_folder(&at("outer/inner"));
    files.write_folder(&at("windows"));
    for file in files.0.keys() {
        let text = String::from_utf8(files.text(file)).unwrap().replace('\n', "\r\n");
        fs::write(at("windows").join(file), format!("\u{feff}{text}\r\n")).unwrap();
    }
    let bytes = |data: &str| {
        let output = at(&format!("output of {data}"));
        run(&at(data), &output);
        let mut bytes = Vec::new();
        for folder in ["tables", "features"] {
            for name in fixture::listing(&output.join(folder)) {
                // The two manifests name the source, which differs.
                if Path::new(&name).extension().is_none_or(|extension| extension != "json") {
                    bytes.push((name.clone(), fs::read(output.join(folder).join(name)).unwrap()));
                }
            }
        }
        assert_eq!(bytes.len(), 7 + 3);
        bytes
    };
    let expected = bytes("folder");
    for other in ["folder", "archive.zip", "nested.zip", "outer", "windows"] {
        assert!(bytes(other) == expected, "{other}");
    }
}
