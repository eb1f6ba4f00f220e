//! The catalogue's formulas, evaluated for one applicant on plain numbers.
//!
//! The rules are those of [`catalogue::expr`]; a missing value is NaN. `pipeline` evaluates the same formulas
//! for all clients at once, and a parity test there holds the two together.
//!
//! # Layout
//! - `scope`: values and conditions on one row; `present`: what passes over missing values.
//! - `reduction`: aggregates over rows, with `latest` and `slope`.
//! - `plan`: which aggregates and which columns of the application the features need.

#[cfg(test)]
mod fixture;
mod latest;
pub(crate) mod plan;
mod present;
mod reduction;
mod scope;
mod slope;

use catalogue::{Aggregate, Expr};

use self::plan::PLAN;
use self::reduction::reduce;
use self::scope::{Scope, at_the_clients_level};
use crate::records::{Records, Row};

/// The value of a formula at the client's level; NaN where it is missing.
///
/// ```
/// use catalogue::{Table, expr};
/// use scoring::{Records, Row, interpreter};
/// let (row, _) = Row::read(Table::Application, [("AMT_CREDIT", "300"), ("AMT_INCOME_TOTAL", "100")])?;
/// let formula = expr::ratio(
///     expr::column(Table::Application, "AMT_CREDIT"),
///     expr::column(Table::Application, "AMT_INCOME_TOTAL"),
/// );
/// assert_eq!(interpreter::evaluate(&formula, &Records::new(row)), 3.0);
/// # Ok::<(), scoring::RowError>(())
/// ```
pub fn evaluate(formula: &Expr, records: &Records) -> f64 {
    on(records.application(), &|aggregate| reduce(aggregate, records), formula)
}

/// The value of every feature of [`catalogue::features`], in its order; NaN where it is missing.
///
/// An aggregate that several features share is worked out once.
pub fn features(records: &Records) -> Vec<f64> {
    let reduced = aggregates(records);
    let look_up = |aggregate: &Aggregate| reduced[PLAN.slot(aggregate)];
    let values =
        catalogue::features().iter().map(|feature| on(records.application(), &look_up, &feature.formula));
    values.collect()
}

/// The value of every distinct aggregate of the plan; NaN where it is missing.
pub(crate) fn aggregates(records: &Records) -> Vec<f64> {
    PLAN.distinct.iter().map(|aggregate| reduce(aggregate, records)).collect()
}

/// The value of a formula at the client's level, where it is known what the aggregates come to.
pub(crate) fn on(application: &Row, aggregates: &dyn Fn(&Aggregate) -> f64, formula: &Expr) -> f64 {
    Scope { row: application, aggregates, latest: &at_the_clients_level }.value(formula)
}

#[cfg(test)]
mod tests {
    use super::fixture::applicant;
    use super::*;

    #[test]
    fn all_features_at_once_are_what_each_is_alone() {
        let records = applicant();
        let all = features(&records);
        assert_eq!(all.len(), catalogue::features().len());
        for (feature, value) in catalogue::features().iter().zip(all) {
            let alone = evaluate(&feature.formula, &records);
            assert_eq!(value.to_bits(), alone.to_bits(), "{}: {value} and {alone}", feature.id);
        }
    }
}
