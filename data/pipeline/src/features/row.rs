//! Formulas on a row, as polars expressions.
//!
//! The rules are those of [`catalogue::expr`]. A missing value is null; a NaN cannot arise, since cells are
//! finite and a division by zero is null. Polars' own rules are replaced wherever they differ: its sum of
//! nothing is zero, its comparison with null is null.

use catalogue::{Aggregate, ColumnRef, Condition, Expr, Kind};
use polars::lazy::dsl;
use polars::prelude::{self as pl, DataType, IntoColumn, NamedFrom, Series, lit, when};

/// A column as formulas see it: a 64-bit float, null where it is missing.
pub(crate) fn column(column: ColumnRef) -> pl::Expr {
    let declared = column.get();
    let raw = pl::col(declared.name);
    let value = match declared.kind {
        Kind::Id | Kind::Integer | Kind::Real => raw.cast(DataType::Float64),
        Kind::Category(categories) => {
            let values: Vec<_> = categories.iter().map(|category| category.value).collect();
            let codes: Vec<_> = (0..categories.len()).map(|code| code as f64).collect();
            let series = |series: Series| lit(series.into_column().take_materialized_series());
            raw.replace_strict(
                series(Series::new("values".into(), values)),
                series(Series::new("codes".into(), codes)),
                Some(missing()),
                Some(DataType::Float64),
            )
        }
    };
    match declared.sentinel {
        Some(none) => when(value.clone().neq(lit(none))).then(value).otherwise(missing()),
        None => value,
    }
    .alias(declared.name)
}

/// The value of a formula on a row whose columns are as [`column`] makes them; `aggregate` says where the
/// value of an aggregate is found.
pub(crate) fn value(expr: &Expr, aggregate: &dyn Fn(&Aggregate) -> pl::Expr) -> pl::Expr {
    let of = |expr: &Expr| value(expr, aggregate);
    let all = |exprs: &[Expr]| exprs.iter().map(of).collect::<Vec<_>>();
    match expr {
        Expr::Number(number) => lit(*number),
        Expr::Column(column) | Expr::Code(column) => pl::col(column.get().name),
        Expr::Indicator(condition) => when(holds(condition, aggregate)).then(lit(1.0)).otherwise(lit(0.0)),
        Expr::Add(a, b) => of(a) + of(b),
        Expr::Subtract(a, b) => of(a) - of(b),
        Expr::Multiply(a, b) => of(a) * of(b),
        Expr::Divide(a, b) => {
            let divisor = of(b);
            when(divisor.clone().neq(lit(0.0))).then(of(a) / divisor).otherwise(missing())
        }
        Expr::Sum(exprs) => {
            let (sum, present) = sum_and_count(all(exprs));
            when(present.gt(lit(0.0))).then(sum).otherwise(missing())
        }
        Expr::Mean(exprs) => {
            let (sum, present) = sum_and_count(all(exprs));
            when(present.clone().gt(lit(0.0))).then(sum / present).otherwise(missing())
        }
        // Of no operand there is no extreme, which is the only error of these two.
        Expr::Min(exprs) => dsl::min_horizontal(all(exprs)).unwrap_or_else(|_| missing()),
        Expr::Max(exprs) => dsl::max_horizontal(all(exprs)).unwrap_or_else(|_| missing()),
        Expr::Aggregate(of_rows) => aggregate(of_rows),
    }
}

/// Whether a condition holds of a row: never null.
pub(crate) fn holds(condition: &Condition, aggregate: &dyn Fn(&Aggregate) -> pl::Expr) -> pl::Expr {
    let of = |expr: &Expr| value(expr, aggregate);
    match condition {
        Condition::Is(column, codes) => codes
            .iter()
            .map(|&code| pl::col(column.get().name).eq(lit(code as f64)).fill_null(lit(false)))
            .reduce(pl::Expr::or)
            .unwrap_or_else(|| lit(false)),
        Condition::Less(a, b) => of(a).lt(of(b)).fill_null(lit(false)),
        Condition::AtMost(a, b) => of(a).lt_eq(of(b)).fill_null(lit(false)),
        Condition::Present(a) => of(a).is_not_null(),
        Condition::All(conditions) => conditions
            .iter()
            .map(|condition| holds(condition, aggregate))
            .reduce(pl::Expr::and)
            .unwrap_or_else(|| lit(true)),
        Condition::Not(condition) => holds(condition, aggregate).not(),
    }
}

/// A missing value.
pub(crate) fn missing() -> pl::Expr {
    lit(pl::NULL).cast(DataType::Float64)
}

/// The sum of those that are present, and how many they are.
fn sum_and_count(exprs: Vec<pl::Expr>) -> (pl::Expr, pl::Expr) {
    exprs.into_iter().fold((lit(0.0), lit(0.0)), |(sum, count), expr| {
        (sum + expr.clone().fill_null(lit(0.0)), count + expr.is_not_null().cast(DataType::Float64))
    })
}

/// The columns that a formula reads on its own row, in the order in which it names them.
pub(crate) fn columns_of(expr: &Expr, columns: &mut Vec<ColumnRef>) {
    match expr {
        Expr::Number(_) | Expr::Aggregate(_) => {}
        Expr::Column(column) | Expr::Code(column) => columns.push(*column),
        Expr::Indicator(condition) => columns_of_condition(condition, columns),
        Expr::Add(a, b) | Expr::Subtract(a, b) | Expr::Multiply(a, b) | Expr::Divide(a, b) => {
            columns_of(a, columns);
            columns_of(b, columns);
        }
        Expr::Sum(all) | Expr::Mean(all) | Expr::Min(all) | Expr::Max(all) => {
            all.iter().for_each(|expr| columns_of(expr, columns));
        }
    }
}

/// The columns that a condition reads on its own row.
pub(crate) fn columns_of_condition(condition: &Condition, columns: &mut Vec<ColumnRef>) {
    match condition {
        Condition::Is(column, _) => columns.push(*column),
        Condition::Less(a, b) | Condition::AtMost(a, b) => {
            columns_of(a, columns);
            columns_of(b, columns);
        }
        Condition::Present(a) => columns_of(a, columns),
        Condition::All(all) => all.iter().for_each(|condition| columns_of_condition(condition, columns)),
        Condition::Not(condition) => columns_of_condition(condition, columns),
    }
}
