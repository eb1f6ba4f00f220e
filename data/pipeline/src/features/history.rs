//! All aggregates over one history table, for every client at once.
//!
//! The table's rows are sorted by client, the order of the file being kept among a client's rows, and then taken in
//! slices of whole clients: memory stays bounded by the table's own columns, and a client's rows lie side by side, so
//! that every statistic is worked out in one go. The same tables give the same bytes.

use catalogue::expr::{Part, SLOPE_ROUNDING};
use catalogue::{Aggregate, ColumnRef, Condition, Expr, Latest, Statistic, Table};
use polars::prelude::{
    self as pl, Column, DataFrame, DataType, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin,
    PolarsResult, SortMultipleOptions, col, lit, when,
};
use polars::series::IsSorted;

use super::{latest, row, scan};
use crate::tables::Tables;

/// The client that rows belong to.
pub(crate) const CLIENT: &str = "SK_ID_CURR";
/// The loan by which a month of `bureau_balance` leads to its client.
const LOAN: &str = "SK_ID_BUREAU";
/// Rows of a slice: with a hundred values and conditions of a row, some hundred megabytes.
const SLICE: usize = 500_000;

/// The distinct aggregates over a table.
///
/// What they share is worked out once a row: the conditions, the values, and the values where a condition holds.
pub(crate) struct History {
    table: Table,
    values: Vec<Expr>,
    filters: Vec<Condition>,
    reductions: Vec<Reduction>,
}

/// A statistic of a value over the rows of which a filter holds; both by their place among the history's.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reduction {
    statistic: Statistic,
    /// `None` where the rows themselves are counted.
    value: Option<usize>,
    filter: Option<usize>,
}

impl History {
    pub(crate) fn new(table: Table) -> Self {
        Self { table, values: Vec::new(), filters: Vec::new(), reductions: Vec::new() }
    }

    /// Whether no aggregate has been asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.reductions.is_empty()
    }

    /// Notes that an aggregate over this table is wanted, and answers with its place.
    pub(crate) fn want(&mut self, aggregate: &Aggregate) -> usize {
        // A count does not look at the value.
        let counts = aggregate.statistic == Statistic::Count;
        let value = (!counts).then(|| place(&mut self.values, &aggregate.value));
        let filter = aggregate.filter.as_ref().map(|filter| place(&mut self.filters, filter));
        place(&mut self.reductions, &Reduction { statistic: aggregate.statistic, value, filter })
    }

    /// The value of the aggregate at a place, on a client's row to which [`History::collect`] was joined.
    pub(crate) fn value(&self, place: usize) -> pl::Expr {
        let value = col(self.name(place));
        match self.reductions[place].statistic {
            // A client without a row in the table has none in the join.
            Statistic::Count => value.fill_null(lit(0.0)),
            _ => value,
        }
    }

    /// All wanted aggregates: one row for each client who has rows in the table, in the order of their numbers.
    pub(crate) fn collect(&self, tables: &Tables) -> PolarsResult<DataFrame> {
        let mut rows = self.rows(tables)?;
        let latest = self.latest();
        if !latest.is_empty() {
            let marks: Vec<_> =
                latest.iter().map(|latest| latest::marks(&rows, latest)).collect::<PolarsResult<_>>()?;
            for mark in marks {
                rows.with_column(mark)?;
            }
        }
        let mut together: Option<DataFrame> = None;
        for (start, length) in slices(rows.column(CLIENT)?)? {
            let reduced = self.reduce(rows.slice(start as i64, length))?;
            match &mut together {
                None => together = Some(reduced),
                Some(before) => {
                    before.vstack_mut(&reduced)?;
                }
            }
        }
        Ok(together.unwrap_or_default())
    }

    /// The columns that are needed of the table's rows, sorted by client.
    fn rows(&self, tables: &Tables) -> PolarsResult<DataFrame> {
        let key = col(self.table.key());
        let prepared = self.columns().into_iter().map(row::column);
        let rows = scan(tables, self.table)?.select(std::iter::once(key).chain(prepared).collect::<Vec<_>>());
        let rows = match self.table {
            Table::BureauBalance => {
                let mut args = JoinArgs::new(JoinType::Inner);
                args.maintain_order = MaintainOrderJoin::Left;
                rows.join(loans(tables)?, [col(LOAN)], [col(LOAN)], args)
            }
            _ => rows,
        };
        let stable = SortMultipleOptions::default().with_maintain_order(true);
        let mut rows = rows.sort([CLIENT], stable).collect()?;
        rows.rechunk_mut();
        Ok(rows)
    }

    /// One row a client, of rows in which each client's lie side by side.
    fn reduce(&self, mut rows: DataFrame) -> PolarsResult<DataFrame> {
        let mut client = rows.column(CLIENT)?.clone();
        client.set_sorted_flag(IsSorted::Ascending);
        rows.with_column(client)?;

        let nested = |_: &Aggregate| -> pl::Expr {
            unreachable!("an aggregate stands at the client's level only, as the catalogue's rules say")
        };
        let values =
            (0..).zip(&self.values).map(|(place, value)| row::value(value, &nested).alias(value_name(place)));
        let filters = (0..)
            .zip(&self.filters)
            .map(|(place, filter)| row::holds(filter, &nested).alias(filter_name(place)));
        let slopes = self.reductions.iter().filter_map(|reduction| reduction.statistic.column());
        let slopes = distinct(slopes.collect()).into_iter().map(|column| {
            let name = column.get().name;
            col(name).alias(over_name(name))
        });
        let rows = rows.lazy().select(
            std::iter::once(col(CLIENT)).chain(values).chain(filters).chain(slopes).collect::<Vec<_>>(),
        );

        let places = 0..self.reductions.len();
        let masked = places.clone().flat_map(|place| self.reductions[place].of_row(&self.name(place)));
        let parts = places.clone().flat_map(|place| self.reductions[place].of_rows(&self.name(place)));
        let whole = places.map(|place| self.reductions[place].of_parts(&self.name(place)));
        rows.select(std::iter::once(col(CLIENT)).chain(masked).collect::<Vec<_>>())
            .group_by_stable([col(CLIENT)])
            .agg(parts.collect::<Vec<_>>())
            .select(std::iter::once(col(CLIENT)).chain(whole).collect::<Vec<_>>())
            .collect()
    }

    fn name(&self, place: usize) -> String {
        format!("{}.{place}", self.table.name())
    }

    /// The columns that the values and filters read, each once, but for the client's.
    fn columns(&self) -> Vec<ColumnRef> {
        let mut columns = Vec::new();
        let mut note = |part: Part<'_>| part.columns(&mut columns);
        self.values.iter().for_each(|value| value.visit_row(&mut note));
        self.filters.iter().for_each(|filter| filter.visit_row(&mut note));
        columns.extend(self.reductions.iter().filter_map(|reduction| reduction.statistic.column()));
        let mut columns = distinct(columns);
        columns.retain(|column| column.get().name != self.table.key());
        columns
    }

    /// The conditions that look beyond a row, each once.
    fn latest(&self) -> Vec<Latest> {
        let mut found = Vec::new();
        for filter in &self.filters {
            filter.visit_row(&mut |part| {
                if let Part::Condition(Condition::Latest(latest)) = part
                    && !found.contains(latest)
                {
                    found.push(*latest);
                }
            });
        }
        found
    }
}

impl Reduction {
    /// What is needed of each row, under names that begin with `name`.
    fn of_row(self, name: &str) -> Vec<pl::Expr> {
        let value = self.value.map(|place| col(value_name(place)));
        let holds = self.filter.map(|place| col(filter_name(place)));
        let masked = match (value, holds) {
            (Some(value), Some(holds)) => when(holds).then(value).otherwise(row::missing()),
            (Some(value), None) => value,
            (None, Some(holds)) => holds.cast(DataType::Float64),
            (None, None) => lit(1.0),
        };
        match self.statistic {
            Statistic::Slope(column) => {
                // Both where both are there.
                let x = col(over_name(column.get().name));
                let both = masked.clone().is_not_null().and(x.clone().is_not_null());
                let of_both = |expr: pl::Expr| when(both.clone()).then(expr).otherwise(row::missing());
                let (x, y) = (of_both(x), of_both(masked));
                let sums = [
                    ("y", y.clone()),
                    ("x", x.clone()),
                    ("xx", x.clone() * x.clone()),
                    ("xy", x.clone() * y.clone()),
                ];
                sums.into_iter().map(|(part, expr)| expr.alias(format!("{name}.{part}"))).collect()
            }
            _ => vec![masked.alias(name)],
        }
    }

    /// What is needed of a client's rows.
    fn of_rows(self, name: &str) -> Vec<pl::Expr> {
        let values = col(name);
        match self.statistic {
            Statistic::Count => vec![values.sum()],
            Statistic::Sum => vec![values.sum(), col(name).count().alias(format!("{name}.n"))],
            Statistic::Mean => vec![values.mean()],
            Statistic::Min => vec![values.min()],
            Statistic::Max => vec![values.max()],
            Statistic::Slope(_) => {
                let part = |part: &str| col(format!("{name}.{part}"));
                let sum = |expr: pl::Expr, to: &str| expr.sum().alias(format!("{name}.{to}"));
                vec![
                    part("y").count().alias(format!("{name}.n")),
                    sum(part("x"), "x"),
                    sum(part("y"), "y"),
                    sum(part("xx"), "xx"),
                    sum(part("xy"), "xy"),
                    sum(magnitude(part("y")), "|y|"),
                    sum(magnitude(part("xy")), "|xy|"),
                ]
            }
        }
    }

    /// The statistic, of what is known of a client's rows.
    fn of_parts(self, name: &str) -> pl::Expr {
        let part = |part: &str| col(format!("{name}.{part}"));
        let whole = match self.statistic {
            // Of values none of which is there, polars makes the sum zero.
            Statistic::Sum => when(part("n").gt(lit(0))).then(col(name)).otherwise(row::missing()),
            Statistic::Slope(_) => {
                let count = || part("n").cast(DataType::Float64);
                let above = count() * part("xy") - part("x") * part("y");
                let below = count() * part("xx") - part("x") * part("x");
                let scale = count() * part("|xy|") + magnitude(part("x")) * part("|y|");
                let rounding = magnitude(above.clone()).lt_eq(lit(SLOPE_ROUNDING) * scale);
                when(below.clone().gt(lit(0.0)))
                    .then(when(rounding).then(lit(0.0)).otherwise(above / below))
                    .otherwise(row::missing())
            }
            _ => col(name),
        };
        whole.cast(DataType::Float64).alias(name)
    }
}

/// A number without its sign.
fn magnitude(number: pl::Expr) -> pl::Expr {
    when(number.clone().lt(lit(0.0))).then(lit(0.0) - number.clone()).otherwise(number)
}

/// The place of one among all, where it is put if it is not there yet.
fn place<T: PartialEq + Clone>(all: &mut Vec<T>, one: &T) -> usize {
    all.iter().position(|other| other == one).unwrap_or_else(|| {
        all.push(one.clone());
        all.len() - 1
    })
}

fn distinct(mut columns: Vec<ColumnRef>) -> Vec<ColumnRef> {
    columns.sort_by_key(|column| column.index);
    columns.dedup();
    columns
}

fn value_name(place: usize) -> String {
    format!("value.{place}")
}

fn filter_name(place: usize) -> String {
    format!("filter.{place}")
}

fn over_name(column: &str) -> String {
    format!("over.{column}")
}

/// Where slices of whole clients begin, and how many rows they have; one without a row where there is none.
fn slices(clients: &Column) -> PolarsResult<Vec<(usize, usize)>> {
    let clients = clients.u32()?.cont_slice()?;
    let mut slices = Vec::new();
    let mut start = 0;
    while start < clients.len() || slices.is_empty() {
        let mut end = (start + SLICE).min(clients.len());
        while end > 0 && end < clients.len() && clients[end] == clients[end - 1] {
            end += 1;
        }
        slices.push((start, end - start));
        start = end;
    }
    Ok(slices)
}

/// The client of each loan, each pair once.
fn loans(tables: &Tables) -> PolarsResult<LazyFrame> {
    let pairs = scan(tables, Table::Bureau)?.select([col(LOAN), col(CLIENT)]);
    Ok(pairs.group_by_stable([col(LOAN), col(CLIENT)]).agg([]))
}
