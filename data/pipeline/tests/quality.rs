//! The quality report: each kind of damage gives its one finding, and what is not damaged gives none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture;

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

use catalogue::Table;
use fixture::{Files, listing, real};
use pipeline::check::{self, Finding, QualityReport, Rule, Severity, Values};
use pipeline::ingest;
use pipeline::tables::{Manifest, Tables, Written};
use polars::prelude::{Column, DataFrame, DataType, ParquetReader, ParquetWriter, SerReader};
use progress::Silent;

const TRAIN: &str = "application_train.csv";
const CARDS: &str = "credit_card_balance.csv";

/// Runs `pipeline check` on data that are given as `input` says, `--tables` or `--data`.
fn run(input: &str, data: &Path, output: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pipeline"))
        .arg("check")
        .arg(input)
        .arg(data)
        .arg("--output")
        .arg(output)
        .output()
        .unwrap()
}

fn read(folder: &Path) -> QualityReport {
    serde_json::from_reader(File::open(folder.join("quality.json")).unwrap()).unwrap()
}

/// Reads a table's Parquet file and writes it back changed, as if it had been written so.
fn parquet(tables: &Path, table: Table, change: impl FnOnce(DataFrame) -> DataFrame) {
    let path = tables.join(format!("{}.parquet", table.name()));
    let frame = ParquetReader::new(File::open(&path).unwrap()).finish().unwrap();
    ParquetWriter::new(File::create(&path).unwrap()).finish(&mut change(frame)).unwrap();
    manifest(tables, |manifest| {
        manifest.files.insert(format!("{}.parquet", table.name()), Written::read(&path).unwrap());
    });
}

/// Reads `tables.json` and writes it back changed.
fn manifest(tables: &Path, change: impl FnOnce(&mut Manifest)) {
    let path = tables.join("tables.json");
    let mut manifest = serde_json::from_reader(File::open(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(path, serde_json::to_vec(&manifest).unwrap()).unwrap();
}

/// How the undamaged data are damaged: before they are ingested, or after.
enum Damage {
    Raw(fn(&mut Files)),
    Tables(fn(&Path)),
}

/// The finding that is expected: the rule, its severity, the place, the rows, and the keys that are named.
type Expected = (Rule, Severity, Table, Option<&'static str>, u64, &'static [u32]);

/// Damages the data, checks them with the program, and checks what it says and how it ends.
fn case(name: &str, damage: &Damage, expected: &Expected) {
    let home = tempfile::tempdir().unwrap();
    let (data, tables, output) =
        (home.path().join("data"), home.path().join("tables"), home.path().join("quality"));
    let mut files = Files::plausible();
    if let Damage::Raw(damage) = damage {
        damage(&mut files);
    }
    files.write_folder(&data);
    ingest::ingest(&data, &tables, &Silent).unwrap();
    if let Damage::Tables(damage) = damage {
        damage(&tables);
    }

    let ended = run("--tables", &tables, &output);
    let (stdout, stderr) =
        (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap());
    let &(rule, severity, table, column, count, examples) = expected;
    let report = read(&output);
    let [found] = report.findings.as_slice() else { panic!("{name}: {:#?}", report.findings) };
    let Finding { rule: found_rule, severity: found_severity, table: found_table, .. } = *found;
    assert_eq!((found_rule, found_severity, found_table), (rule, severity, table), "{name}: {found:?}");
    assert_eq!((found.column.as_deref(), found.count), (column, count), "{name}: {found:?}");
    assert_eq!(found.examples, examples, "{name}: {found:?}");

    let line =
        stdout.lines().find(|line| line.contains(&format!("[{rule}]"))).expect("a line for the finding");
    assert!(line.contains(table.name()) && line.contains(column.unwrap_or_default()), "{name}: {line}");
    let page = fs::read_to_string(output.join("quality.html")).unwrap();
    assert!(page.contains(&format!("<a href=\"#{rule}\">")), "{name}");
    if severity == Severity::Hard {
        assert_eq!(ended.status.code(), Some(1), "{name}: {stderr}");
        let (_, message) = stderr.split_once("error: a hard rule is violated").expect(name);
        assert!(message.contains("quality.html"), "{name}: {stderr}");
    } else {
        assert_eq!(ended.status.code(), Some(0), "{name}: {stderr}");
        assert!(!stderr.contains("error"), "{name}: {stderr}");
    }
}

#[test]
fn damage_that_makes_the_tables_unfit() {
    use Damage::{Raw, Tables};
    use Severity::Hard;
    use Table::{Application, Bureau, CreditCardBalance, PosCashBalance, PreviousApplication};

    let cases: [(&str, Damage, Expected); 17] = [
        (
            "two rows of a loan",
            Raw(|files| files.set("bureau.csv", 4, "SK_ID_BUREAU", "502")),
            (Rule::DuplicateKey, Hard, Bureau, Some("SK_ID_BUREAU"), 1, &[502]),
        ),
        (
            "two rows of an earlier application",
            Raw(|files| {
                let twice = files.rows("previous_application.csv")[1].clone();
                files.rows("previous_application.csv").push(twice);
            }),
            (Rule::DuplicateKey, Hard, PreviousApplication, Some("SK_ID_PREV"), 1, &[700]),
        ),
        (
            "two applications of a client",
            // Ingest refuses them: such tables are another program's.
            Tables(|tables| {
                parquet(tables, Application, |frame| frame.vstack(&frame.slice(1, 1)).unwrap());
                manifest(tables, |manifest| manifest.source.tables[0].rows += 1);
            }),
            (Rule::DuplicateKey, Hard, Application, Some("SK_ID_CURR"), 1, &[100_002]),
        ),
        (
            "nobody defaulted",
            Raw(|files| files.set(TRAIN, 2, "TARGET", "0")),
            (Rule::OneClass, Hard, Application, Some("TARGET"), 3, &[]),
        ),
        (
            "nobody is labelled",
            Tables(|tables| {
                parquet(tables, Application, |mut frame| {
                    let unknown = Column::full_null("TARGET".into(), frame.height(), &DataType::Int32);
                    frame.with_column(unknown).unwrap().clone()
                });
            }),
            (Rule::NoLabel, Hard, Application, Some("TARGET"), 5, &[]),
        ),
        (
            "a cut table",
            Tables(|tables| parquet(tables, PosCashBalance, |frame| frame.head(Some(3)))),
            (Rule::RowCount, Hard, PosCashBalance, None, 3, &[]),
        ),
        (
            "a table without a column",
            Tables(|tables| parquet(tables, Bureau, |frame| frame.drop("CREDIT_TYPE").unwrap())),
            (Rule::ColumnAbsent, Hard, Bureau, Some("CREDIT_TYPE"), 4, &[]),
        ),
        (
            "a column of another type",
            Tables(|tables| {
                parquet(tables, Bureau, |mut frame| {
                    let text = frame.column("CREDIT_TYPE").unwrap().clone().with_name("AMT_ANNUITY".into());
                    frame.with_column(text).unwrap().clone()
                });
            }),
            (Rule::ColumnType, Hard, Bureau, Some("AMT_ANNUITY"), 4, &[]),
        ),
        (
            "files of two extractions",
            Raw(|files| {
                (1..=3).for_each(|row| files.set(CARDS, row, "SK_ID_CURR", &(400_000 + row).to_string()));
            }),
            (
                Rule::ForeignClients,
                Hard,
                CreditCardBalance,
                Some("SK_ID_CURR"),
                3,
                &[400_001, 400_002, 400_003],
            ),
        ),
        (
            "no instalment",
            Raw(|files| {
                files.drop_column(TRAIN, "AMT_ANNUITY");
                files.drop_column("application_test.csv", "AMT_ANNUITY");
            }),
            (Rule::RequiredEmpty, Hard, Application, Some("AMT_ANNUITY"), 5, &[]),
        ),
        (
            "unborn",
            Raw(|files| files.set(TRAIN, 3, "DAYS_BIRTH", "12000")),
            (Rule::OutOfRange, Hard, Application, Some("DAYS_BIRTH"), 1, &[100_003]),
        ),
        (
            "an external score in percent",
            Raw(|files| files.set(TRAIN, 1, "EXT_SOURCE_2", "52.5")),
            (Rule::OutOfRange, Hard, Application, Some("EXT_SOURCE_2"), 1, &[100_001]),
        ),
        (
            "no income",
            Raw(|files| {
                files.set(TRAIN, 1, "AMT_INCOME_TOTAL", "0");
                files.set("application_test.csv", 2, "AMT_INCOME_TOTAL", "-5");
            }),
            (Rule::OutOfRange, Hard, Application, Some("AMT_INCOME_TOTAL"), 2, &[100_001, 100_005]),
        ),
        (
            "neither yes nor no",
            Raw(|files| files.set("application_test.csv", 1, "FLAG_DOCUMENT_3", "2")),
            (Rule::OutOfRange, Hard, Application, Some("FLAG_DOCUMENT_3"), 1, &[100_004]),
        ),
        (
            "fewer than no children",
            Raw(|files| files.set(TRAIN, 1, "CNT_CHILDREN", "-1")),
            (Rule::OutOfRange, Hard, Application, Some("CNT_CHILDREN"), 1, &[100_001]),
        ),
        (
            "an hour of no day",
            Raw(|files| files.set("previous_application.csv", 2, "HOUR_APPR_PROCESS_START", "24")),
            (Rule::OutOfRange, Hard, PreviousApplication, Some("HOUR_APPR_PROCESS_START"), 1, &[100_001]),
        ),
        (
            "a month to come",
            Raw(|files| files.set("POS_CASH_balance.csv", 3, "MONTHS_BALANCE", "1")),
            (Rule::OutOfRange, Hard, PosCashBalance, Some("MONTHS_BALANCE"), 1, &[100_002]),
        ),
    ];
    cases.iter().for_each(|(name, damage, expected)| case(name, damage, expected));
}

#[test]
fn what_is_odd_and_no_more() {
    use Damage::Raw;
    use Severity::{Note, Soft};
    use Table::{Application, Bureau, BureauBalance, CreditCardBalance, InstallmentsPayments};

    let cases: [(&str, Damage, Expected); 11] = [
        (
            "a row of somebody unknown",
            Raw(|files| files.set("installments_payments.csv", 4, "SK_ID_CURR", "999999")),
            (Rule::OrphanClient, Soft, InstallmentsPayments, Some("SK_ID_CURR"), 1, &[999_999]),
        ),
        (
            "a month of an unknown loan",
            Raw(|files| files.set("bureau_balance.csv", 4, "SK_ID_BUREAU", "999")),
            (Rule::OrphanLoan, Soft, BureauBalance, Some("SK_ID_BUREAU"), 1, &[999]),
        ),
        (
            "most months of unknown cards, as real data have them",
            Raw(|files| (1..=3).for_each(|row| files.set(CARDS, row, "SK_ID_PREV", "1"))),
            (Rule::OrphanLoan, Soft, CreditCardBalance, Some("SK_ID_PREV"), 3, &[1]),
        ),
        (
            "a month twice",
            Raw(|files| {
                files.set(CARDS, 2, "SK_ID_PREV", "700");
                files.set(CARDS, 2, "MONTHS_BALANCE", "-1");
            }),
            (Rule::DuplicateMonth, Soft, CreditCardBalance, Some("MONTHS_BALANCE"), 1, &[700]),
        ),
        (
            "a thousand years",
            Raw(|files| files.set("bureau.csv", 2, "DAYS_CREDIT_ENDDATE", "365243")),
            (Rule::UndeclaredSentinel, Soft, Bureau, Some("DAYS_CREDIT_ENDDATE"), 1, &[100_001]),
        ),
        (
            "a category of which nobody has heard",
            Raw(|files| files.set(TRAIN, 2, "NAME_HOUSING_TYPE", "Castle")),
            (Rule::UndeclaredCategory, Soft, Application, Some("NAME_HOUSING_TYPE"), 1, &[100_002]),
        ),
        (
            "a column that is empty",
            Raw(|files| (1..=4).for_each(|row| files.set("bureau.csv", row, "AMT_CREDIT_SUM_LIMIT", ""))),
            (Rule::MostlyMissing, Soft, Bureau, Some("AMT_CREDIT_SUM_LIMIT"), 4, &[]),
        ),
        (
            "a column of one value",
            Raw(|files| {
                (1..=4).for_each(|row| files.set("bureau.csv", row, "CREDIT_CURRENCY", "currency 2"));
            }),
            (Rule::Constant, Soft, Bureau, Some("CREDIT_CURRENCY"), 4, &[]),
        ),
        (
            "a negative balance",
            Raw(|files| files.set(CARDS, 1, "AMT_BALANCE", "-420.5")),
            (Rule::NegativeAmount, Soft, CreditCardBalance, Some("AMT_BALANCE"), 1, &[100_001]),
        ),
        (
            "a job to come",
            Raw(|files| files.set(TRAIN, 2, "DAYS_EMPLOYED", "30")),
            (Rule::EmployedLater, Soft, Application, Some("DAYS_EMPLOYED"), 1, &[100_002]),
        ),
        (
            "no job",
            Raw(|files| files.set(TRAIN, 2, "DAYS_EMPLOYED", "365243")),
            (Rule::Sentinel, Note, Application, Some("DAYS_EMPLOYED"), 1, &[]),
        ),
    ];
    cases.iter().for_each(|(name, damage, expected)| case(name, damage, expected));
}

#[test]
fn undamaged_data_from_a_raw_folder() {
    let home = tempfile::tempdir().unwrap();
    let (data, output) = (home.path().join("people"), home.path().join("a/quality"));
    let mut files = Files::plausible();
    files.drop_file("installments_payments.csv");
    files.write_folder(&data);
    let ended = run("--data", &data, &output);
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(listing(&output), ["quality.html", "quality.json"]);
    let stdout = String::from_utf8(ended.stdout).unwrap();
    for line in [
        "source: people (files of a lender)",
        "clients: 2 repaid, 1 defaulted (33.3 % of the labelled ones), 2 without a label",
        "absent: installments_payments",
        "bureau: 4 rows, 17 columns, 0 of concern",
        "no hard rule is violated; 0 warnings, 0 notes",
    ] {
        assert!(stdout.lines().any(|found| found == line), "{line:?} is not in: {stdout}");
    }

    let report = read(&output);
    assert_eq!(report.findings, []);
    assert_eq!(report.absent, [Table::InstallmentsPayments]);
    assert_eq!((report.source.description.as_str(), report.tables.len()), ("people", 6));
    let bureau = &report.tables[1];
    assert_eq!((bureau.table, bureau.rows, bureau.columns.len()), (Table::Bureau, 4, 17));
    assert_eq!(bureau.columns[0].values, Values::Keys { least: 100_001, greatest: 100_003, distinct: 3 });
    let Values::Numbers { least, median, mean, greatest, ref histogram } = bureau.columns[4].values else {
        panic!("{:?}", bureau.columns[4]);
    };
    assert_eq!([least, median, mean, greatest], [-10_400.0, -10_300.0, -10_250.0, -10_100.0]);
    assert_eq!(histogram.counts.iter().sum::<u64>(), 4);
}

#[test]
fn the_example_has_warnings_only_where_it_is_odd() {
    let home = tempfile::tempdir().unwrap();
    let (data, tables) = (home.path().join("data"), home.path().join("tables"));
    Files::example().write_folder(&data);
    ingest::ingest(&data, &tables, &Silent).unwrap();
    let report = check::check(&Tables::open(&tables).unwrap(), &Silent).unwrap();
    let count = |rule| report.findings.iter().filter(|finding| finding.rule == rule).count();
    // A row of a stranger in each history table but one, where it is a stranger's loan.
    assert_eq!((count(Rule::OrphanClient), count(Rule::OrphanLoan)), (5, 1));
    assert!(report.findings.is_sorted_by_key(|finding| finding.severity));
}

#[test]
fn what_cannot_be_checked_leaves_nothing() {
    let refused = |input: &str, data: &Path, home: &Path, expected: &[&str]| {
        let before = listing(home);
        let ended = run(input, data, &home.join("out/quality"));
        let stderr = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{stderr}");
        assert!(ended.stdout.is_empty());
        assert_eq!(listing(home), before, "something is left: {stderr}");
        let (_, message) = stderr.split_once("error: ").expect("an error message");
        for part in expected {
            assert!(message.contains(part), "{part:?} is not in: {message}");
        }
    };
    let home = tempfile::tempdir().unwrap();
    let (data, tables) = (home.path().join("data"), home.path().join("tables"));
    refused("--tables", &tables, home.path(), &["tables.json", "make the tables with `pipeline ingest`"]);
    refused("--data", &data, home.path(), &["no such file or folder", "application_train.csv"]);

    let mut files = Files::plausible();
    files.write_folder(&data);
    ingest::ingest(&data, &tables, &Silent).unwrap();
    let bureau = tables.join("bureau.parquet");
    fs::write(&bureau, "PAR1 and nothing else").unwrap();
    refused("--tables", &tables, home.path(), &["bureau.parquet", "make the tables again"]);
    fs::remove_file(&bureau).unwrap();
    refused("--tables", &tables, home.path(), &["bureau.parquet", "make the tables again"]);

    files.set(TRAIN, 2, "AMT_CREDIT", "much");
    files.write_folder(&data);
    refused("--data", &data, home.path(), &["application_train.csv, line 3, column AMT_CREDIT"]);
}

#[test]
fn the_page_is_well_formed_and_escapes_the_data() {
    let home = tempfile::tempdir().unwrap();
    let (data, tables) = (home.path().join("R&D <b>"), home.path().join("tables"));
    let mut files = Files::plausible();
    files.set(TRAIN, 1, "NAME_HOUSING_TYPE", "<script>alert('x')</script>");
    files.set(TRAIN, 2, "DAYS_BIRTH", "1");
    files.drop_file(CARDS);
    files.write_folder(&data);
    ingest::ingest(&data, &tables, &Silent).unwrap();
    let report = check::check(&Tables::open(&tables).unwrap(), &Silent).unwrap();
    let page = report.page();

    balanced(&page);
    assert!(!page.contains("<script") && !page.contains("<b>"), "the data are markup");
    assert!(
        page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
            && page.contains("R&amp;D &lt;b&gt;")
    );
    for table in std::iter::once(Table::Application).chain(Table::HISTORY) {
        assert!(
            page.contains(&format!("<th scope=\"row\">{}</th>", table.name()))
                || page.contains(&format!("<h2 id=\"{}\">", table.name())),
            "{table:?}"
        );
    }
    // Nothing is fetched, and every link on the page leads to a place on it.
    assert!(!page.contains("http") && !page.contains("src="));
    for link in page.split("href=\"#").skip(1) {
        let (place, _) = link.split_once('"').unwrap();
        assert!(page.contains(&format!("id=\"{place}\"")), "{place}");
    }
}

/// Checks that every element of a page is closed, in the order in which they were opened.
fn balanced(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("a tag has a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !(tag.ends_with('/') || ["!DOCTYPE", "meta"].contains(&name)) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

/// The rows of a file of an archive whose key is in no row of another file.
fn recount(archive: &mut zip::ZipArchive<File>, file: &str, key: &str, parent: &str) -> u64 {
    let mut keys = |file: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(archive.by_name(file).unwrap());
        let place = reader.headers().unwrap().iter().position(|name| name == key).unwrap();
        reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
    };
    let parents: HashSet<String> = keys(parent).into_iter().collect();
    keys(file).iter().filter(|key| !parents.contains(*key)).count() as u64
}

#[test]
fn real_data_break_no_hard_rule() {
    let Some(path) = real("relational.zip") else { return };
    let home = tempfile::tempdir().unwrap();
    let output = home.path().join("quality");
    let ended = run("--data", &path, &output);
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    let report = read(&output);
    assert_eq!(report.count(Severity::Hard), 0);
    assert_eq!(report.absent, [Table::InstallmentsPayments]);
    let labels = report.labels;
    assert_eq!((labels.repaid + labels.defaulted, labels.defaulted, labels.unknown), (5_000, 386, 5_000));

    let count = |rule, table, column: &str| {
        let of = |finding: &&Finding| {
            (finding.rule, finding.table, finding.column.as_deref()) == (rule, table, Some(column))
        };
        report.findings.iter().find(of).map_or(0, |finding| finding.count)
    };
    let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
    for table in [Table::PosCashBalance, Table::CreditCardBalance] {
        let orphans = recount(&mut archive, table.files()[0], "SK_ID_PREV", "previous_application.csv");
        assert!(orphans > 0);
        assert_eq!(count(Rule::OrphanLoan, table, "SK_ID_PREV"), orphans, "{table:?}");
    }
    // Counted in the text of the files.
    assert_eq!(count(Rule::Sentinel, Table::Application, "DAYS_EMPLOYED"), 1_869);
    assert!(count(Rule::NegativeAmount, Table::CreditCardBalance, "AMT_BALANCE") > 0);
    balanced(&fs::read_to_string(output.join("quality.html")).unwrap());
}
