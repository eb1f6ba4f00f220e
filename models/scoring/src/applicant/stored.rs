//! From the stored features of a client back to the application, and to the aggregates that changes need.
//!
//! Every raw column of the application is a feature. A derived feature that reads the application beside an
//! aggregate is a ratio with the aggregate on one side, so that its own value tells the aggregate, where no feature
//! *is* the aggregate. Aggregates that stand in no such feature are never asked for.

use catalogue::{Aggregate, Category, ColumnRef, Expr, Feature, Kind};

use super::Applicant;
use crate::interpreter::on;
use crate::interpreter::plan::PLAN;
use crate::records::{Row, Value};

/// Why values are not the stored features of a client.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StoredError {
    /// There is not one value for each feature.
    #[error("{found} values for {features} features")]
    Length {
        /// The number of features.
        features: usize,
        /// The number of values.
        found: usize,
    },
    /// A value is infinite.
    #[error("{feature} is infinite")]
    Infinite {
        /// The feature.
        feature: &'static str,
    },
    /// A value is no code of its category column.
    #[error("{value} is no code of {feature}, which has {categories} categories")]
    Code {
        /// The feature.
        feature: &'static str,
        /// The value.
        value: f32,
        /// The number of categories; their codes begin at 0.
        categories: usize,
    },
}

impl Applicant {
    /// The applicant whose values of these features of the catalogue were stored, as in a release's client files;
    /// NaN is a missing value.
    ///
    /// A raw column that is not among the features is not known; nor is an aggregate beside a value of the
    /// application that is itself missing or zero. What follows from it cannot follow a change. Numbers were rounded
    /// to 32 bits when they were stored, so that a feature that follows a change may differ in its last digit from
    /// what the records would give.
    ///
    /// ```
    /// use scoring::{Applicant, Changes};
    /// let features = ["AMT_CREDIT", "credit_to_previous_max"].map(|id| catalogue::feature(id).expect("declared"));
    /// let applicant = Applicant::from_stored(&features, &[300_000.0, 1.5])?;
    /// let changed = applicant.with(&Changes::read([("AMT_CREDIT", "100000")])?);
    /// assert_eq!(changed.value(features[1]), 0.5, "the largest earlier loan was of 200,000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_stored(features: &[&'static Feature], values: &[f32]) -> Result<Self, StoredError> {
        if features.len() != values.len() {
            return Err(StoredError::Length { features: features.len(), found: values.len() });
        }
        let mut stored = Self {
            application: Row::missing(catalogue::Table::Application),
            known: vec![false; PLAN.dependents.len()],
            aggregates: vec![None; PLAN.distinct.len()],
            features: vec![f32::NAN; PLAN.needs.len()],
            left_behind: Vec::new(),
        };
        let mut is_stored = vec![false; PLAN.needs.len()];
        for (&feature, &value) in features.iter().zip(values) {
            if value.is_infinite() {
                return Err(StoredError::Infinite { feature: &feature.id });
            }
            let position = PLAN.position(feature);
            (stored.features[position], is_stored[position]) = (value, true);
            if let Expr::Column(column) | Expr::Code(column) = feature.formula {
                stored.application.set(column, raw(column, feature, value)?);
                stored.known[column.index] = true;
            }
        }
        for (slot, &aggregate) in PLAN.distinct.iter().enumerate() {
            stored.aggregates[slot] = stored.tell(slot, aggregate, &is_stored);
        }
        Ok(stored)
    }

    /// What the stored features tell of an aggregate; NaN where they tell that it is missing.
    fn tell(&self, slot: usize, aggregate: &Aggregate, is_stored: &[bool]) -> Option<f64> {
        let mut missing_or_zero = None;
        for (position, feature) in catalogue::features().iter().enumerate() {
            if !(is_stored[position] && PLAN.needs[position].aggregates.contains(&slot)) {
                continue;
            }
            let value = f64::from(self.features[position]);
            match &feature.formula {
                Expr::Aggregate(_) => return Some(value),
                Expr::Divide(above, below) if is(above, aggregate) => {
                    // Where the divisor is present and not zero, the ratio is missing when the aggregate is.
                    if let Some(divisor) = self.of_the_application(position, below) {
                        return Some(value * divisor);
                    }
                }
                Expr::Divide(above, below) if is(below, aggregate) => {
                    if let Some(dividend) = self.of_the_application(position, above) {
                        if !value.is_nan() {
                            return Some(dividend / value);
                        }
                        // Divided by it, nothing has a value, whichever it is.
                        missing_or_zero = Some(f64::NAN);
                    }
                }
                _ => {}
            }
        }
        missing_or_zero
    }

    /// The value of a feature's part that reads the application alone, where it is known, present and not zero.
    fn of_the_application(&self, position: usize, part: &Expr) -> Option<f64> {
        let needs = &PLAN.needs[position];
        if needs.columns.is_empty() || !needs.columns.iter().all(|column| self.known[column.index]) {
            return None;
        }
        let value = on(&self.application, &|_| f64::NAN, part);
        (!value.is_nan() && value != 0.0).then_some(value)
    }
}

fn is(part: &Expr, aggregate: &Aggregate) -> bool {
    matches!(part, Expr::Aggregate(found) if **found == *aggregate)
}

/// The value of a raw column that is stored as a number.
fn raw(column: ColumnRef, feature: &'static Feature, value: f32) -> Result<Value, StoredError> {
    match column.get().kind {
        _ if value.is_nan() => Ok(Value::Missing),
        Kind::Category(categories) => {
            let categories = categories.len();
            let code = Category::code_of(f64::from(value)).filter(|&code| code < categories);
            code.map(Value::Category).ok_or(StoredError::Code { feature: &feature.id, value, categories })
        }
        Kind::Id | Kind::Integer | Kind::Real => Ok(Value::Number(f64::from(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The aggregates that changes of the application need are features of their own, but for those that a ratio tells.
    ///
    /// Whoever declares a feature that this does not cover makes the aggregate a feature of its own, too.
    #[test]
    fn every_aggregate_beside_the_application_can_be_told() {
        let mut told = Vec::new();
        for (feature, needs) in catalogue::features().iter().zip(&PLAN.needs) {
            if needs.columns.is_empty() || needs.aggregates.is_empty() {
                continue;
            }
            let [slot] = needs.aggregates[..] else { panic!("{} reads several aggregates", feature.id) };
            let aggregate = PLAN.distinct[slot];
            let of_its_own = |other: &&Feature| is(&other.formula, aggregate);
            if catalogue::features().iter().any(|other| of_its_own(&other)) {
                continue;
            }
            let Expr::Divide(above, below) = &feature.formula else { panic!("{} is no ratio", feature.id) };
            assert!(is(above, aggregate) || is(below, aggregate), "{}", feature.id);
            told.push(feature.id.as_str());
        }
        let expected =
            ["bureau_annuity_to_income", "previous_open_annuity_to_income", "credit_to_previous_mean"];
        assert_eq!(told, expected, "the rest are features of their own");
    }

    #[test]
    fn what_is_no_clients_row_is_refused() {
        let feature = |id| catalogue::feature(id).unwrap();
        let refused = |id, value| Applicant::from_stored(&[feature(id)], &[value]).unwrap_err().to_string();
        assert_eq!(refused("AMT_CREDIT", f32::INFINITY), "AMT_CREDIT is infinite");
        for value in [2.0, -1.0, 0.5] {
            let expected = format!("{value} is no code of FLAG_OWN_CAR, which has 2 categories");
            assert_eq!(refused("FLAG_OWN_CAR", value), expected);
        }
        let error = Applicant::from_stored(&[feature("AMT_CREDIT")], &[]).unwrap_err();
        assert_eq!(error, StoredError::Length { features: 1, found: 0 });
    }
}
