//! The columns of the seven tables are Kaggle's, and are fit to be shown.

use std::collections::HashSet;

use catalogue::column::DAYS_NONE;
use catalogue::{Column, Kind, Language, Table, Unit};

mod wording;

const TABLES: [Table; 7] = [
    Table::Application,
    Table::Bureau,
    Table::BureauBalance,
    Table::PreviousApplication,
    Table::PosCashBalance,
    Table::InstallmentsPayments,
    Table::CreditCardBalance,
];

fn columns() -> impl Iterator<Item = (Table, &'static Column)> {
    TABLES.into_iter().flat_map(|table| table.columns().iter().map(move |column| (table, column)))
}

#[test]
fn every_table_has_as_many_columns_as_in_kaggles_files() {
    let counts = TABLES.map(|table| table.columns().len());
    assert_eq!(counts, [121, 17, 3, 37, 8, 8, 23]);
}

#[test]
fn columns_stand_in_the_order_of_kaggles_files() {
    let cases = [
        (Table::Application, 0, "SK_ID_CURR"),
        (Table::Application, 20, "OWN_CAR_AGE"),
        (Table::Application, 42, "EXT_SOURCE_3"),
        (Table::Application, 43, "APARTMENTS_AVG"),
        (Table::Application, 57, "APARTMENTS_MODE"),
        (Table::Application, 84, "NONLIVINGAREA_MEDI"),
        (Table::Application, 89, "EMERGENCYSTATE_MODE"),
        (Table::Application, 95, "FLAG_DOCUMENT_2"),
        (Table::Application, 120, "AMT_REQ_CREDIT_BUREAU_YEAR"),
        (Table::Bureau, 16, "AMT_ANNUITY"),
        (Table::BureauBalance, 2, "STATUS"),
        (Table::PreviousApplication, 36, "NFLAG_INSURED_ON_APPROVAL"),
        (Table::PosCashBalance, 7, "SK_DPD_DEF"),
        (Table::InstallmentsPayments, 7, "AMT_PAYMENT"),
        (Table::CreditCardBalance, 22, "SK_DPD_DEF"),
    ];
    for (table, index, name) in cases {
        assert_eq!(table.columns()[index].name, name, "column {index} of {}", table.name());
    }
}

#[test]
fn every_table_has_its_key_and_no_name_twice() {
    for table in TABLES {
        let key = table.column(table.key()).expect("the key is a column").get();
        assert!(matches!(key.kind, Kind::Id), "{} of {}", key.name, table.name());
        let names: HashSet<_> = table.columns().iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns().len(), "a name stands twice in {}", table.name());
        assert!(!names.contains(catalogue::table::TARGET), "the label is no input");
    }
}

#[test]
fn category_columns_declare_distinct_values_under_distinct_labels() {
    for (table, column) in columns() {
        let categories = column.categories();
        let place = format!("{} of {}", column.name, table.name());
        assert_eq!(matches!(column.kind, Kind::Category(_)), categories.len() >= 2, "{place}");
        assert_eq!(column.unit == Unit::Category, !categories.is_empty(), "{place}");
        let values: HashSet<_> = categories.iter().map(|category| category.value).collect();
        assert_eq!(values.len(), categories.len(), "a value of {place} stands twice");
        for language in Language::ALL {
            let labels: HashSet<_> = categories.iter().map(|category| category.label.get(language)).collect();
            assert_eq!(labels.len(), categories.len(), "a label of {place} stands twice");
        }
    }
}

#[test]
fn category_columns_declare_as_many_values_as_kaggles_files_hold() {
    let cases = [
        (Table::Application, "ORGANIZATION_TYPE", 58),
        (Table::Application, "OCCUPATION_TYPE", 18),
        (Table::Application, "NAME_INCOME_TYPE", 8),
        (Table::Application, "NAME_FAMILY_STATUS", 6),
        (Table::Application, "CODE_GENDER", 3),
        (Table::Bureau, "CREDIT_TYPE", 15),
        (Table::Bureau, "CREDIT_ACTIVE", 4),
        (Table::Bureau, "CREDIT_CURRENCY", 4),
        (Table::BureauBalance, "STATUS", 8),
        (Table::PreviousApplication, "NAME_CASH_LOAN_PURPOSE", 25),
        (Table::PreviousApplication, "NAME_GOODS_CATEGORY", 28),
        (Table::PreviousApplication, "PRODUCT_COMBINATION", 17),
        (Table::PreviousApplication, "CODE_REJECT_REASON", 9),
        (Table::PreviousApplication, "NAME_SELLER_INDUSTRY", 11),
        (Table::PosCashBalance, "NAME_CONTRACT_STATUS", 9),
        (Table::CreditCardBalance, "NAME_CONTRACT_STATUS", 7),
    ];
    for (table, name, count) in cases {
        let column = table.column(name).expect("declared").get();
        assert_eq!(column.categories().len(), count, "{name} of {}", table.name());
    }
}

#[test]
fn ordered_categories_are_declared_in_their_order() {
    let cases: [(Table, &str, &[&str]); 3] = [
        (Table::BureauBalance, "STATUS", &["C", "X", "0", "1", "2", "3", "4", "5"]),
        (
            Table::PreviousApplication,
            "NAME_YIELD_GROUP",
            &["XNA", "low_action", "low_normal", "middle", "high"],
        ),
        (
            Table::Application,
            "NAME_EDUCATION_TYPE",
            &[
                "Lower secondary",
                "Secondary / secondary special",
                "Incomplete higher",
                "Higher education",
                "Academic degree",
            ],
        ),
    ];
    for (table, name, order) in cases {
        let column = table.column(name).expect("declared").get();
        let values: Vec<_> = column.categories().iter().map(|category| category.value).collect();
        assert_eq!(values, order, "{name}");
    }
}

#[test]
fn the_sentinel_of_days_stands_on_the_columns_that_use_it() {
    let with_sentinel: Vec<_> = columns()
        .filter(|(_, column)| column.sentinel == Some(DAYS_NONE))
        .map(|(_, column)| column.name)
        .collect();
    let expected = [
        "DAYS_EMPLOYED",
        "DAYS_FIRST_DRAWING",
        "DAYS_FIRST_DUE",
        "DAYS_LAST_DUE_1ST_VERSION",
        "DAYS_LAST_DUE",
        "DAYS_TERMINATION",
    ];
    assert_eq!(with_sentinel, expected);
}

#[test]
fn labels_and_explanations_are_fit_to_be_shown() {
    wording::check_label("TARGET", &catalogue::table::TARGET_LABEL);
    wording::check_explanation("TARGET", &catalogue::table::TARGET_EXPLANATION);
    for (table, column) in columns() {
        let place = format!("{} of {}", column.name, table.name());
        wording::check_label(&place, &column.label);
        wording::check_explanation(&place, &column.explanation);
        for category in column.categories() {
            wording::check_label(&format!("{:?} of {place}", category.value), &category.label);
        }
    }
}
