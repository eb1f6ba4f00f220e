//! Random applicants with plausible records, from a seed.
#![allow(dead_code, unreachable_pub)] // each test is a crate of its own, and uses its part

use catalogue::{Kind, Table, Unit, plausible};
use scoring::{Records, Row, Value};

use super::Random;

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
}
