//! Writes the seeds from which the fuzz targets start, into the folder `seeds` beside this file. To be run again
//! where a format has changed: `cargo run --example seeds`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use catalogue::Table;
use matrix::{DataSource, SourceKind, TableRows};
use scoring::Scorer;
use scoring::release::{
    Calibration, ClientSample, CohortColumn, DecisionRule, FORMAT, FileEntry, Manifest, PointsScale, cohort,
    file,
};
use scoring::tree::Tree;
use scoring::usual::{Quantiles, Usual, Values};
use support::lightgbm::{Node, text};
use support::{Random, names, xgboost};

fn main() -> io::Result<()> {
    let mut random = Random(1);
    let symmetric: Vec<Tree> = (0..4).map(|depth| random.symmetric(depth, 3, depth > 2)).collect();
    let general: Vec<Tree> = (0..2).map(|_| random.general(4, 3)).collect();
    for (name, trees) in [("symmetric", symmetric), ("general", general), ("none", Vec::new())] {
        let json = xgboost(&trees, 3, "[8.0E-2]").to_string();
        write("xgboost", &format!("{name}.json"), json.as_bytes())?;
        let bytes = Scorer::new(names(3), -2.4, trees).expect("the trees are sound").to_bytes();
        write("scorer_bin", name, &bytes[12..bytes.len() - 8])?;
    }
    let trees: Vec<Node> = (0..4).map(|depth| Node::random(&mut random, depth, 3)).collect();
    let lightgbm = text(&trees, 3);
    write("lightgbm", "model.txt", lightgbm.as_bytes())?;
    let bytes = Scorer::from_lightgbm(lightgbm.as_bytes()).expect("the model is sound").to_bytes();
    write("scorer_bin", "lightgbm", &bytes[12..bytes.len() - 8])?;
    write("manifest", "manifest.json", &serde_json::to_vec_pretty(&manifest())?)?;
    for (number, table) in (0..).zip([&[Table::Application], &Table::HISTORY[..]].concat()) {
        let text: String = (0..table.columns().len().min(9)).map(|column| format!("{column}=1\n")).collect();
        write("rows", table.name(), &[&[number], text.as_bytes()].concat())?;
    }
    write(
        "rows",
        "words",
        b"\0FLAG_OWN_CAR=Y\nAMT_CREDIT=406597.5\nDAYS_EMPLOYED=365243\nNAME_CONTRACT_TYPE=x\n",
    )?;
    for (name, shape, fortran_order) in [("row_major", [3, 2], false), ("column_major", [2, 3], true)] {
        let mut bytes = Vec::new();
        matrix::npy::write(&mut bytes, &shape, fortran_order, &[0.0_f32, 1.0, f32::NAN, -1.5, 3e38, 1e-40])
            .map_err(io::Error::other)?;
        write("numpy", name, &bytes)?;
    }
    let bytes: Vec<u8> = (0..2048).map(|_| random.next() as u8).collect();
    write("features", "random", &bytes)
}

fn write(target: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), bytes)
}

fn manifest() -> Manifest {
    let inputs = vec!["AMT_CREDIT".to_owned(), "EXT_SOURCE_1".to_owned()];
    let column = |name: &str| CohortColumn {
        name: name.to_owned(),
        categories: Vec::new(),
        sha256: FileEntry::of(name.as_bytes()).sha256,
    };
    let quantiles =
        Quantiles { p10: 148_300.0, p25: 269_550.0, median: 450_000.0, p75: 675_000.0, p90: 900_000.0 };
    let usual = Usual { missing: 0.0, values: Values::Quantiles(quantiles) };
    Manifest {
        format: FORMAT,
        release: "2026-01-31-0123456789ab".to_owned(),
        created: "2026-01-31T12:00:00Z".to_owned(),
        source: DataSource {
            kind: SourceKind::Synthetic,
            description: "2 clients, seed 1".to_owned(),
            tables: vec![TableRows { table: Table::Application, rows: 2 }],
        },
        files: BTreeMap::from([(file::SCORER.to_owned(), FileEntry::of(b"scorer"))]),
        clients: ClientSample {
            count: 2,
            features: inputs.clone(),
            cohort: vec![column("AMT_CREDIT"), column(cohort::POINTS)],
        },
        inputs,
        calibration: Calibration { slope: 1.05, intercept: -0.02 },
        scale: PointsScale::default(),
        rule: DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 },
        importance: vec![0.1, 0.2],
        usual: vec![Some(usual), None],
        metrics: BTreeMap::from([("auc".to_owned(), 0.757)]),
    }
}
