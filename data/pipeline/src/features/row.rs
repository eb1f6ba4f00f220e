//! Formulas on a row, as polars expressions.
//!
//! The rules are those of [`catalogue::expr`]. A missing value is null; a NaN cannot arise, since cells are
//! finite and a division by zero is null. Polars' own rules are replaced wherever they differ: its sum of
//! nothing is zero, its comparison with null is null.

use catalogue::{Aggregate, ColumnRef, Condition, Expr, Function, Kind, Latest};
use polars::lazy::dsl;
use polars::prelude::{
    self as pl, Column, DataType, Field, Float64Chunked, IntoColumn, NamedFrom, NewChunkedArray,
    PolarsResult, Series, lit, when,
};

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
        Expr::Apply(function, arguments) => apply(*function, all(arguments)),
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
        Condition::Latest(latest) => pl::col(latest_name(latest)),
    }
}

/// The name of the column that says which rows are the latest.
pub(crate) fn latest_name(latest: &Latest) -> String {
    latest.to_string()
}

/// A named function of columns.
fn apply(function: Function, mut arguments: Vec<pl::Expr>) -> pl::Expr {
    if arguments.is_empty() {
        return missing();
    }
    let first = arguments.remove(0);
    let evaluate = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let height = columns.iter().map(Column::len).max().unwrap_or_default();
        let columns: Vec<Float64Chunked> = columns
            .iter()
            .map(|column| {
                // A constant is a column of one row.
                let column =
                    if column.len() == height { column.clone() } else { column.new_from_index(0, height) };
                Ok(column.cast(&DataType::Float64)?.f64()?.rechunk().into_owned())
            })
            .collect::<PolarsResult<_>>()?;
        let mut values: Vec<_> = columns.iter().map(Float64Chunked::iter).collect();
        let mut row = vec![f64::NAN; values.len()];
        let results = (0..height).map(|_| {
            for (cell, value) in row.iter_mut().zip(&mut values) {
                *cell = value.next().flatten().unwrap_or(f64::NAN);
            }
            let result = if row.iter().any(|cell| cell.is_nan()) { f64::NAN } else { function.value(&row) };
            (!result.is_nan()).then_some(result)
        });
        Ok(Float64Chunked::from_iter_options("".into(), results).into_column())
    };
    first.map_many(evaluate, &arguments, |_, fields| {
        Ok(Field::new(fields[0].name().clone(), DataType::Float64))
    })
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
