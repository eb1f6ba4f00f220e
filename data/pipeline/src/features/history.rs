//! All aggregates over one history table, for every client at once.
//!
//! The table's rows are sorted by client, the order of the file being kept among a client's rows, and then taken in
//! slices of whole clients, several at a time. In each, polars works out the distinct values and conditions of every
//! row; a client's rows lying side by side, each statistic is then one pass over plain numbers. Memory stays bounded by
//! the table's own columns. The same tables give the same bytes.

use std::ops::Range;
use std::thread;

use catalogue::expr::Part;
use catalogue::{Aggregate, ColumnRef, Condition, Expr, Latest, Statistic, Table};
use polars::prelude::{
    self as pl, Column, DataFrame, DataType, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin,
    PolarsResult, SortMultipleOptions, col,
};

use super::reduction::{Material, Reduction, Span};
use super::{latest, row};
use crate::tables::Tables;
use crate::workers;

/// The client that rows belong to.
pub(crate) const CLIENT: &str = "SK_ID_CURR";
/// The loan by which a month of `bureau_balance` leads to its client.
const LOAN: &str = "SK_ID_BUREAU";
/// Rows of a slice: with a hundred values and conditions of a row, some ten megabytes, which stay in the cache and are
/// given back to the allocator, not to the system.
const SLICE: usize = 1 << 15;

/// The distinct aggregates over a table.
///
/// What they share is worked out once a row: the conditions, and the values.
pub(crate) struct History {
    table: Table,
    values: Vec<Expr>,
    filters: Vec<Condition>,
    reductions: Vec<Reduction>,
}

impl History {
    pub(crate) fn new(table: Table) -> Self {
        Self { table, values: Vec::new(), filters: Vec::new(), reductions: Vec::new() }
    }

    /// The history table.
    pub(crate) fn table(&self) -> Table {
        self.table
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

    /// All wanted aggregates of the `clients`, whose numbers rise: a column for each place, NaN where it is missing.
    pub(crate) fn collect(&self, tables: &Tables, clients: &[u32]) -> PolarsResult<Vec<Vec<f64>>> {
        let mut rows = self.rows(tables)?;
        for latest in self.latest() {
            let marks = latest::marks(&rows, &latest)?;
            rows.with_column(marks)?;
        }
        let of_nothing = |reduction: &Reduction| vec![reduction.of_nothing(); clients.len()];
        let mut results: Vec<Vec<f64>> = self.reductions.iter().map(of_nothing).collect();
        let slices = slices(rows.column(CLIENT)?)?;
        let work = |number: usize| -> PolarsResult<(Vec<Span>, Vec<Vec<f64>>)> {
            let slice = rows.slice(slices[number].start as i64, slices[number].len());
            let spans = spans(slice.column(CLIENT)?.u32()?.cont_slice()?, clients);
            let material = self.material(slice)?;
            let found = self.reductions.iter().map(|reduction| reduction.reduce(&material, &spans)).collect();
            Ok((spans, found))
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        workers::each(slices.len(), threads, work, |_, part| {
            let (spans, found) = part?;
            for (result, found) in results.iter_mut().zip(found) {
                spans.iter().zip(found).for_each(|(span, value)| result[span.client] = value);
            }
            PolarsResult::Ok(())
        })?;
        Ok(results)
    }

    /// The columns that are needed of the table's rows, sorted by client.
    fn rows(&self, tables: &Tables) -> PolarsResult<DataFrame> {
        let key = col(self.table.key());
        let prepared = self.columns().into_iter().map(row::column);
        let rows = tables.scan(self.table)?.select(std::iter::once(key).chain(prepared).collect::<Vec<_>>());
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

    /// The values and conditions of every row.
    fn material(&self, rows: DataFrame) -> PolarsResult<Material> {
        let nested = |_: &Aggregate| -> pl::Expr {
            unreachable!("an aggregate stands at the client's level only, as the catalogue's rules say")
        };
        let height = rows.height();
        let over =
            distinct(self.reductions.iter().filter_map(|reduction| reduction.statistic.column()).collect());
        let values = self.values.iter().map(|value| row::value(value, &nested));
        let filters = self.filters.iter().map(|filter| row::holds(filter, &nested));
        let columns = over.iter().map(|column| col(column.get().name));
        let named = values.chain(filters).chain(columns).enumerate();
        let named: Vec<_> = named.map(|(place, expr)| expr.alias(place.to_string())).collect();
        let all = rows.lazy().select(named).collect()?;
        let mut columns = all.columns().iter();
        let values = columns.by_ref().take(self.values.len()).map(|column| numbers(column, height));
        let values = values.collect::<PolarsResult<_>>()?;
        let filters = columns.by_ref().take(self.filters.len()).map(|column| truths(column, height));
        let filters = filters.collect::<PolarsResult<_>>()?;
        let over = over.into_iter().zip(columns).map(|(of, column)| Ok((of, numbers(column, height)?)));
        Ok(Material { values, filters, over: over.collect::<PolarsResult<_>>()? })
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

/// A column as plain numbers, NaN where one is missing; a constant is a column of one row.
pub(super) fn numbers(column: &Column, height: usize) -> PolarsResult<Vec<f64>> {
    let column = full(column, height).cast(&DataType::Float64)?;
    let mut numbers = Vec::with_capacity(height);
    for array in column.f64()?.downcast_iter() {
        match array.validity() {
            None => numbers.extend_from_slice(array.values()),
            Some(present) => {
                let values = array.values().iter().zip(present);
                numbers.extend(values.map(|(value, present)| if present { *value } else { f64::NAN }));
            }
        }
    }
    Ok(numbers)
}

fn truths(column: &Column, height: usize) -> PolarsResult<Vec<bool>> {
    Ok(full(column, height).bool()?.iter().map(|truth| truth == Some(true)).collect())
}

fn full(column: &Column, height: usize) -> Column {
    if column.len() == height { column.clone() } else { column.new_from_index(0, height) }
}

/// Slices of whole clients.
fn slices(clients: &Column) -> PolarsResult<Vec<Range<usize>>> {
    let clients = clients.u32()?.cont_slice()?;
    let mut slices = Vec::new();
    let mut start = 0;
    while start < clients.len() {
        let mut end = (start + SLICE).min(clients.len());
        while end < clients.len() && clients[end] == clients[end - 1] {
            end += 1;
        }
        slices.push(start..end);
        start = end;
    }
    Ok(slices)
}

/// The rows of each client, of those who have an application; both lists rise.
fn spans(owners: &[u32], clients: &[u32]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for rows in owners.chunk_by(|a, b| a == b) {
        let end = start + rows.len();
        if let Ok(client) = clients.binary_search(&rows[0]) {
            spans.push(Span { client, rows: start..end });
        }
        start = end;
    }
    spans
}

/// The client of each loan, each pair once.
fn loans(tables: &Tables) -> PolarsResult<LazyFrame> {
    let pairs = tables.scan(Table::Bureau)?.select([col(LOAN), col(CLIENT)]);
    Ok(pairs.group_by_stable([col(LOAN), col(CLIENT)]).agg([]))
}
