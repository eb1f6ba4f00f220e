//! Random applicants with plausible records, from a seed.
#![allow(dead_code, unreachable_pub)] // each test is a crate of its own, and uses its part

use catalogue::{Kind, Protection, Table, Unit, plausible};
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::tree::{Split, Tree};
use scoring::{Changes, Records, Row, Scorer, ScoringModel, Value, interpreter};

use super::Random;

/// The features of an applicant with another application, evaluated from scratch.
pub fn rewritten(records: &Records, changes: &Changes) -> Vec<f32> {
    let mut values = records.application().values().to_vec();
    changes.iter().for_each(|(column, value)| values[column.index] = value);
    let application = Row::new(Table::Application, values).expect("each value is of its column's kind");
    let changed = records.clone().with_application(application);
    interpreter::features(&changed).into_iter().map(|value| value as f32).collect()
}

/// The ranges between the quartiles of 31,457 real applications.
pub fn spread(feature: &catalogue::Feature) -> f64 {
    match feature.id.as_str() {
        "AMT_CREDIT" => 538_650.0,
        "AMT_ANNUITY" => 17_946.0,
        "AMT_GOODS_PRICE" => 441_000.0,
        _ => 0.0,
    }
}

/// Inputs that a model may use: all that follow the loan or a flag that can be set, and the first of the others.
pub fn usable_inputs(count: usize) -> Vec<String> {
    let follows = |feature: &catalogue::Feature| {
        feature.sources().iter().any(|column| {
            column.table == Table::Application
                && catalogue::feature(column.get().name).is_some_and(|raw| raw.action.is_some())
        })
    };
    let usable =
        || catalogue::features().iter().filter(|feature| feature.protection != Protection::AuditOnly);
    let first =
        usable().filter(|feature| follows(feature)).chain(usable().filter(|feature| !follows(feature)));
    first.take(count).map(|feature| feature.id.clone()).collect()
}

impl Random {
    /// From 0 to 1.
    fn fraction(&mut self) -> f64 {
        f64::from(self.unit()).midpoint(1.0)
    }

    fn whole(&mut self, least: f64, greatest: f64) -> f64 {
        (least + (greatest - least) * self.fraction()).round()
    }

    /// An applicant with rows in every history table, or with an empty one.
    pub fn applicant(&mut self) -> Records {
        let application = self.application();
        Table::HISTORY.into_iter().fold(Records::new(application), |records, table| {
            let rows = self.below(5);
            let rows = (0..rows).map(|_| self.row_of(table)).collect();
            records.with_history(table, rows)
        })
    }

    /// A loan that level payments repay within the terms that are offered, by somebody of age.
    fn application(&mut self) -> Row {
        let table = Table::Application;
        let mut values: Vec<Value> = table
            .columns()
            .iter()
            .map(|column| {
                if self.below(8) == 0 && !matches!(column.kind, Kind::Id) {
                    return Value::Missing;
                }
                let range = plausible::range(table.column(column.name).expect("declared"));
                match (column.kind, column.unit, range) {
                    (Kind::Category(categories), ..) => Value::Category(self.below(categories.len())),
                    (Kind::Id, ..) => Value::Number(self.whole(1.0, 1e6)),
                    (_, Unit::Count, _) => Value::Number(self.whole(1.0, 6.0)),
                    (Kind::Integer, _, Some(range)) => {
                        Value::Number(self.whole(range.start().ceil(), range.end().floor()))
                    }
                    _ => Value::Number(self.fraction()),
                }
            })
            .collect();
        let goods = self.whole(50.0, 2000.0) * 450.0;
        let credit = goods + 450.0 * self.whole(0.0, goods / 450.0 * 0.4);
        let term = self.whole(13.0, 38.0);
        let annuity = (credit / term * 2.0).ceil() / 2.0;
        for (name, amount) in [
            ("AMT_GOODS_PRICE", goods),
            ("AMT_CREDIT", credit),
            ("AMT_ANNUITY", annuity),
            ("AMT_INCOME_TOTAL", self.whole(30.0, 1000.0) * 450.0),
        ] {
            values[table.column(name).expect("declared").index] = Value::Number(amount);
        }
        for name in ["FLAG_EMAIL", "FLAG_PHONE", "FLAG_WORK_PHONE", "FLAG_DOCUMENT_3"] {
            values[table.column(name).expect("declared").index] = Value::Number(self.below(2) as f64);
        }
        Row::new(table, values).expect("each value is of its column's kind")
    }

    fn row_of(&mut self, table: Table) -> Row {
        let values = table
            .columns()
            .iter()
            .map(|column| match (column.kind, column.unit) {
                (Kind::Id, _) => Value::Number(self.whole(1.0, 9.0)),
                _ if self.below(8) == 0 => Value::Missing,
                (Kind::Category(categories), _) => Value::Category(self.below(categories.len())),
                (_, Unit::DaysRelative | Unit::MonthsRelative) => Value::Number(self.whole(-40.0, 0.0)),
                (_, Unit::Flag) => Value::Number(self.below(2) as f64),
                _ => Value::Number(self.whole(0.0, 9e4)),
            })
            .collect();
        Row::new(table, values).expect("each value is of its column's kind")
    }

    /// A model of symmetric trees whose thresholds are values that applicants have. Its scores spread around 500.
    pub fn loan_model(&mut self, trees: usize, depth: usize, inputs: Vec<String>) -> ScoringModel {
        let features: Vec<_> = inputs
            .iter()
            .map(|input| {
                catalogue::features().iter().position(|feature| feature.id == *input).expect("declared")
            })
            .collect();
        let pool: Vec<Vec<f64>> = (0..60).map(|_| interpreter::features(&self.applicant())).collect();
        let trees: Vec<Tree> = (0..trees)
            .map(|_| {
                let levels: Vec<Split> = (0..depth)
                    .map(|_| {
                        let feature = self.below(inputs.len());
                        let value = pool[self.below(pool.len())][features[feature]] as f32;
                        let threshold = if value.is_finite() { value } else { 0.5 };
                        Split { feature: feature as u32, threshold, default_left: self.below(2) == 0 }
                    })
                    .collect();
                self.grow(inputs.len(), depth, &|_, level| Some(levels[level]))
            })
            .collect();
        // Leaves lie between -1 and 1: their sum over the trees has this spread.
        let slope = 0.5 / (trees.len() as f64 / 3.0).sqrt();
        let scorer = Scorer::new(inputs, 0.0, trees).expect("the trees are sound");
        let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
        let calibration = Calibration { slope, intercept: -std::f64::consts::LN_10 };
        ScoringModel::new(scorer, calibration, PointsScale::default(), rule).expect("the parts are sound")
    }
}
