//! A small release, made in the test: three symmetric trees written by hand, and some clients from a seed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use api::ModelReport;
use api::model::{CalibrationReport, CostReport};
use matrix::npy::{self, Element};
use matrix::{DataSource, SourceKind};
use scoring::release::{
    Calibration, ClientSample, CohortColumn, DecisionRule, FORMAT, FileEntry, Manifest, PointsScale, cohort,
    file,
};
use scoring::{Decision, Scorer, ScoringModel, Usual};
use serde_json::{Value, json};

/// The columns of the features; the last one is kept for the fairness audit only.
pub(crate) const FEATURES: [&str; 8] = [
    "AMT_CREDIT",
    "AMT_INCOME_TOTAL",
    "credit_to_income",
    "EXT_SOURCE_2",
    "CNT_CHILDREN",
    "NAME_EDUCATION_TYPE",
    "DAYS_BIRTH",
    "CODE_GENDER",
];
/// The model's inputs.
pub(crate) const INPUTS: [&str; 7] = [
    "EXT_SOURCE_2",
    "credit_to_income",
    "AMT_CREDIT",
    "DAYS_BIRTH",
    "CNT_CHILDREN",
    "NAME_EDUCATION_TYPE",
    "AMT_INCOME_TOTAL",
];
/// The clients' numbers begin here, and rise by three.
pub(crate) const FIRST_ID: u32 = 99_990;

/// What is in a release folder.
pub(crate) struct Fixture {
    /// The release's folder.
    pub(crate) folder: PathBuf,
    /// Its manifest.
    pub(crate) manifest: Manifest,
    /// The clients' numbers.
    pub(crate) ids: Vec<u32>,
    /// The clients' features, row by row.
    pub(crate) rows: Vec<[f32; FEATURES.len()]>,
    /// The outcome of each client.
    pub(crate) target: Vec<f32>,
    /// The model.
    pub(crate) model: ScoringModel,
}

impl Fixture {
    /// The model's inputs of a client.
    pub(crate) fn inputs(&self, row: usize) -> Vec<f32> {
        let column = |input: &&str| FEATURES.iter().position(|feature| feature == input).unwrap();
        INPUTS.iter().map(|input| self.rows[row][column(input)]).collect()
    }
}

/// Writes a release of `clients` clients below `releases`. Another seed gives other clients, and so another release.
pub(crate) fn write(releases: &Path, seed: u64, clients: usize) -> Fixture {
    let (ids, rows, target) = population(seed, clients);
    let model_json = serde_json::to_vec(&xgboost()).unwrap();
    let scorer = Scorer::from_xgboost(&model_json).unwrap();
    let calibration = Calibration { slope: 1.1, intercept: -0.2 };
    let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    let scorer_bin = scorer.to_bytes();
    let model = ScoringModel::new(scorer, calibration, PointsScale::default(), rule).unwrap();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();

    let mut fixture = Fixture {
        folder: PathBuf::new(),
        manifest: Manifest {
            format: FORMAT,
            release: String::new(),
            created: "2026-01-02T03:04:05Z".to_owned(),
            source: DataSource {
                kind: SourceKind::Synthetic,
                description: format!("a test's {clients} clients"),
                tables: vec![],
            },
            files: BTreeMap::new(),
            inputs: names(&INPUTS),
            clients: ClientSample { count: clients as u32, features: names(&FEATURES), cohort: vec![] },
            calibration,
            scale: PointsScale::default(),
            rule,
            importance: vec![0.5, 0.3, 0.2, 0.1, 0.05, 0.04, 0.0],
            usual: vec![],
            metrics: BTreeMap::from([("auc".to_owned(), 0.75)]),
        },
        ids,
        rows,
        target,
        model,
    };

    let row_bytes = |row: &[f32]| row.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let checksums: Vec<u32> = fixture.rows.iter().map(|row| crc32fast::hash(&row_bytes(row))).collect();
    let (described, columns) = columns(&fixture);
    fixture.manifest.clients.cohort = described;
    fixture.manifest.usual = usual(&fixture);
    let files = [
        (file::MODEL, model_json),
        (file::SCORER, scorer_bin),
        (file::IDS, array(&[clients], false, &fixture.ids)),
        (file::FEATURES, array(&[clients, FEATURES.len()], false, &fixture.rows.concat())),
        (file::CHECKSUMS, array(&[clients], false, &checksums)),
        (file::COHORT, array(&[clients, columns.len()], true, &columns.concat())),
        (file::REPORT, serde_json::to_vec(&report(&fixture)).unwrap()),
    ];
    for (name, bytes) in &files {
        fixture.manifest.files.insert((*name).to_owned(), FileEntry::of(bytes));
    }
    let digest = fixture.manifest.digest();
    fixture.manifest.release = format!("20260102-{}", &digest[..12]);
    fixture.folder = releases.join(&fixture.manifest.release);
    std::fs::create_dir_all(fixture.folder.join("clients")).unwrap();
    for (name, bytes) in &files {
        std::fs::write(fixture.folder.join(name), bytes).unwrap();
    }
    let manifest = serde_json::to_vec_pretty(&fixture.manifest).unwrap();
    std::fs::write(fixture.folder.join(file::MANIFEST), manifest).unwrap();
    fixture
}

fn array<T: Element>(shape: &[usize], by_column: bool, numbers: &[T]) -> Vec<u8> {
    let mut bytes = Vec::new();
    npy::write(&mut bytes, shape, by_column, numbers).unwrap();
    bytes
}

type Population = (Vec<u32>, Vec<[f32; FEATURES.len()]>, Vec<f32>);

/// Numbers, features and outcomes. One client in seven has no external score, one in five no known outcome.
fn population(seed: u64, clients: usize) -> Population {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    // Knuth's linear congruential generator: the upper bits are good enough for a test.
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 24) as f32
    };
    let mut population: Population = Default::default();
    for client in 0..clients {
        let credit = (50_000.0 + 900_000.0 * uniform()).round() + 0.5;
        let income = (30_000.0 + 300_000.0 * uniform()).round();
        let score = if client % 7 == 3 { f32::NAN } else { (uniform() * 1000.0).round() / 1000.0 };
        let children = (uniform() * uniform() * 4.0).floor();
        let education = (uniform() * 5.0).floor();
        let birth = -(7_000.0 + 18_000.0 * uniform()).round();
        let sex = (uniform() * 2.0).floor();
        let defaulted = f32::from(u8::from(uniform() < 0.3));
        population.0.push(FIRST_ID + 3 * client as u32);
        population.1.push([credit, income, credit / income, score, children, education, birth, sex]);
        population.2.push(if client % 5 == 4 { f32::NAN } else { defaulted });
    }
    population
}

/// The columns that clients are compared by: what is said of each, and its numbers.
fn columns(fixture: &Fixture) -> (Vec<CohortColumn>, Vec<Vec<f32>>) {
    let scores: Vec<_> =
        (0..fixture.ids.len()).map(|row| fixture.model.score(&fixture.inputs(row))).collect();
    let mut columns = vec![
        (cohort::POINTS, scores.iter().map(|score| score.points.get() as f32).collect::<Vec<_>>()),
        (cohort::PROBABILITY, scores.iter().map(|score| score.probability.get() as f32).collect()),
        (cohort::DECISION, scores.iter().map(|score| f32::from(score.decision.code())).collect()),
        (cohort::TARGET, fixture.target.clone()),
    ];
    for (column, name) in FEATURES.iter().enumerate() {
        columns.push((name, fixture.rows.iter().map(|row| row[column]).collect()));
    }
    let described = columns.iter().map(|(name, numbers)| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let categories = catalogue::feature(name).map(catalogue::Feature::categories).unwrap_or_default();
        CohortColumn {
            name: (*name).to_owned(),
            categories: categories.iter().map(|category| category.value.to_owned()).collect(),
            sha256: FileEntry::of(&bytes).sha256,
        }
    });
    (described.collect(), columns.iter().map(|(_, numbers)| numbers.clone()).collect())
}

/// What is usual of each feature among the clients whom the model grants a loan.
fn usual(fixture: &Fixture) -> Vec<Option<Usual>> {
    let granted: Vec<_> = (0..fixture.ids.len())
        .filter(|&row| fixture.model.score(&fixture.inputs(row)).decision == Decision::Granted)
        .collect();
    let of_column = |(column, name): (usize, &&str)| {
        Usual::of(catalogue::feature(name).unwrap(), granted.iter().map(|&row| fixture.rows[row][column]))
    };
    FEATURES.iter().enumerate().map(of_column).collect()
}

/// Three symmetric trees of depth 2: external score and burden, amount and age, children and education.
fn xgboost() -> Value {
    let trees = [
        tree(0, [(0, 0.5), (1, 3.0)], [0.1, 0.6, -0.7, -0.2], [20.0, 30.0, 30.0, 20.0]),
        tree(1, [(2, 500_000.0), (3, -14_000.0)], [-0.3, 0.2, 0.05, 0.4], [25.0, 25.0, 30.0, 20.0]),
        tree(2, [(4, 1.0), (5, 2.0)], [-0.05, 0.1, 0.15, 0.3], [40.0, 35.0, 15.0, 10.0]),
    ];
    json!({
        "learner": {
            "attributes": {},
            "feature_names": INPUTS,
            "feature_types": vec!["float"; INPUTS.len()],
            "gradient_booster": {
                "model": {
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "3"},
                    "iteration_indptr": [0, 1, 2, 3],
                    "tree_info": [0, 0, 0],
                    "trees": trees,
                },
                "name": "gbtree",
            },
            "learner_model_param": {
                "base_score": "1E-1",
                "boost_from_average": "1",
                "num_class": "0",
                "num_feature": INPUTS.len().to_string(),
                "num_target": "1",
            },
            "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
        },
        "version": [3, 2, 0],
    })
}

/// A symmetric tree: both nodes of the second level ask the same.
fn tree(id: usize, splits: [(usize, f32); 2], leaves: [f32; 4], cover: [f32; 4]) -> Value {
    let [(first, at), (second, then)] = splits;
    let conditions = [at, then, then, leaves[0], leaves[1], leaves[2], leaves[3]];
    let (left, right) = (cover[0] + cover[1], cover[2] + cover[3]);
    json!({
        "base_weights": vec![0.0; 7],
        "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
        "default_left": [1, 0, 0, 0, 0, 0, 0],
        "id": id,
        "left_children": [1, 3, 5, -1, -1, -1, -1],
        "loss_changes": vec![0.0; 7],
        "parents": [i32::MAX, 0, 0, 1, 1, 2, 2],
        "right_children": [2, 4, 6, -1, -1, -1, -1],
        "split_conditions": conditions,
        "split_indices": [first, second, second, 0, 0, 0, 0],
        "split_type": vec![0; 7],
        "sum_hessian": [left + right, left, right, cover[0], cover[1], cover[2], cover[3]],
        "tree_param": {
            "num_deleted": "0",
            "num_feature": INPUTS.len().to_string(),
            "num_nodes": "7",
            "size_leaf_vector": "1",
        },
    })
}

fn report(fixture: &Fixture) -> ModelReport {
    let manifest = &fixture.manifest;
    ModelReport {
        // The release's name is a digest over this file.
        release: String::new(),
        source_kind: "synthetic".to_owned(),
        source: manifest.source.description.clone(),
        labelled_clients: fixture.target.iter().filter(|target| !target.is_nan()).count() as u32,
        defaults: fixture.target.iter().filter(|target| **target == 1.0).count() as u32,
        clients: manifest.clients.count,
        absent_tables: vec![],
        candidates: vec![],
        calibration: CalibrationReport {
            slope: manifest.calibration.slope,
            intercept: manifest.calibration.intercept,
            expected_calibration_error: 0.01,
            bins: vec![],
        },
        cost: CostReport {
            ratio: 10.0,
            threshold_points: manifest.rule.threshold,
            threshold: 0.09,
            theoretical_threshold: 1.0 / 11.0,
            curve: vec![(500, 0.4)],
            shares: [0.6, 0.1, 0.3],
        },
        roc: vec![[0.0, 0.0], [1.0, 1.0]],
        importance: vec![],
    }
}
