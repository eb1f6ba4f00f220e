//! All aggregates over one history table, for every client at once.
//!
//! The table is read in slices of a few million rows, so that memory stays bounded whatever its length. Each
//! slice is reduced to one row a client (sums, counts and extremes of the values), and those rows are
//! reduced again in the same way: every statistic here can be put together from parts. Rows keep their order
//! throughout, so that the same tables give the same bytes.

use std::collections::HashMap;

use catalogue::{Aggregate, ColumnRef, Condition, Expr, Statistic, Table};
use polars::prelude::{
    self as pl, DataFrame, DataType, IdxSize, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin,
    PolarsResult, UnionArgs, col, lit, when,
};

use super::row;
use super::scan;
use crate::tables::Tables;

/// The client that rows belong to.
pub(crate) const CLIENT: &str = "SK_ID_CURR";
/// The loan by which a month of `bureau_balance` leads to its client.
const LOAN: &str = "SK_ID_BUREAU";
/// Rows of a slice: its columns take some hundred bytes a row.
const SLICE: u64 = 4_000_000;

/// The distinct aggregates over a table.
pub(crate) struct History {
    table: Table,
    /// What each row gives: a value, null on the rows that the filter leaves out.
    values: Vec<Masked>,
    /// The place in `values` of what has been seen already, by its written form.
    seen: HashMap<String, usize>,
}

/// The value of a row, on the rows of which a condition holds.
struct Masked {
    /// `None` where the rows themselves are counted.
    value: Option<Expr>,
    filter: Option<Condition>,
}

/// How parts of a value are put together.
#[derive(Clone, Copy)]
enum Part {
    Sum,
    Count,
    Min,
    Max,
}

impl Part {
    const OF_VALUE: [Self; 4] = [Self::Sum, Self::Count, Self::Min, Self::Max];
    const OF_ROWS: [Self; 1] = [Self::Count];

    fn name(self, table: Table, index: usize) -> String {
        let part = match self {
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Min => "min",
            Self::Max => "max",
        };
        format!("{}.{index}.{part}", table.name())
    }

    /// Of the values of rows.
    fn of_rows(self, values: pl::Expr) -> pl::Expr {
        match self {
            Self::Sum => values.sum(),
            Self::Count => values.count().cast(DataType::Float64),
            Self::Min => values.min(),
            Self::Max => values.max(),
        }
    }

    /// Of the same part of several slices.
    fn of_parts(self, parts: pl::Expr) -> pl::Expr {
        match self {
            Self::Sum | Self::Count => parts.sum(),
            Self::Min => parts.min(),
            Self::Max => parts.max(),
        }
    }
}

impl History {
    pub(crate) fn new(table: Table) -> Self {
        Self { table, values: Vec::new(), seen: HashMap::new() }
    }

    /// Whether no aggregate has been asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Notes that an aggregate over this table is wanted.
    pub(crate) fn want(&mut self, aggregate: &Aggregate) {
        let masked = Masked::of(aggregate);
        let next = self.values.len();
        self.seen.entry(masked.key()).or_insert_with(|| {
            self.values.push(masked);
            next
        });
    }

    /// The value of an aggregate that was wanted, on a client's row to which [`History::collect`] was joined.
    pub(crate) fn value(&self, aggregate: &Aggregate) -> pl::Expr {
        let index = self.seen[&Masked::of(aggregate).key()];
        let part = |part: Part| col(part.name(self.table, index));
        let any = part(Part::Count).gt(lit(0.0));
        match aggregate.statistic {
            // A client without a row in the table has none in the join.
            Statistic::Count => part(Part::Count).fill_null(lit(0.0)),
            Statistic::Sum => when(any).then(part(Part::Sum)).otherwise(row::missing()),
            Statistic::Mean => when(any).then(part(Part::Sum) / part(Part::Count)).otherwise(row::missing()),
            Statistic::Min => part(Part::Min),
            Statistic::Max => part(Part::Max),
        }
    }

    /// The parts of all wanted aggregates: one row for each client who has rows in the table.
    pub(crate) fn collect(&self, tables: &Tables, rows: u64) -> PolarsResult<DataFrame> {
        let loans = match self.table {
            Table::BureauBalance => Some(loans(tables)?),
            _ => None,
        };
        let mut together: Option<DataFrame> = None;
        let mut start = 0;
        // A table without rows has one empty slice, which has the columns.
        while start < rows || together.is_none() {
            let slice = scan(tables, self.table)?.slice(start as i64, SLICE as IdxSize);
            let parts = self.parts_of_rows(slice, loans.as_ref()).collect()?;
            together = Some(match together {
                None => parts,
                Some(before) => self.parts_of_parts(before, parts)?,
            });
            start += SLICE;
        }
        Ok(together.unwrap_or_default())
    }

    fn parts_of_rows(&self, rows: LazyFrame, loans: Option<&DataFrame>) -> LazyFrame {
        let key = col(self.table.key());
        let prepared = self.columns().into_iter().map(row::column);
        let rows = rows.select(std::iter::once(key).chain(prepared).collect::<Vec<_>>());
        let rows = match loans {
            Some(loans) => {
                let mut args = JoinArgs::new(JoinType::Inner);
                args.maintain_order = MaintainOrderJoin::Left;
                rows.join(loans.clone().lazy(), [col(LOAN)], [col(LOAN)], args)
            }
            None => rows,
        };
        let name = |index: usize| format!("{}.{index}", self.table.name());
        let values = self.values.iter().enumerate().map(|(index, masked)| masked.expr().alias(name(index)));
        let rows = rows.select(std::iter::once(col(CLIENT)).chain(values).collect::<Vec<_>>());
        let parts = self
            .parts()
            .map(|(index, part)| part.of_rows(col(name(index))).alias(part.name(self.table, index)));
        rows.group_by_stable([col(CLIENT)]).agg(parts.collect::<Vec<_>>())
    }

    fn parts_of_parts(&self, before: DataFrame, parts: DataFrame) -> PolarsResult<DataFrame> {
        let both = pl::concat([before.lazy(), parts.lazy()], UnionArgs::default())?;
        let parts = self.parts().map(|(index, part)| part.of_parts(col(part.name(self.table, index))));
        both.group_by_stable([col(CLIENT)]).agg(parts.collect::<Vec<_>>()).collect()
    }

    fn parts(&self) -> impl Iterator<Item = (usize, Part)> + '_ {
        self.values.iter().enumerate().flat_map(|(index, masked)| {
            let parts = if masked.value.is_some() { &Part::OF_VALUE[..] } else { &Part::OF_ROWS[..] };
            parts.iter().map(move |&part| (index, part))
        })
    }

    /// The columns that the values and filters read, each once.
    fn columns(&self) -> Vec<ColumnRef> {
        let mut columns = Vec::new();
        for masked in &self.values {
            if let Some(value) = &masked.value {
                row::columns_of(value, &mut columns);
            }
            if let Some(filter) = &masked.filter {
                row::columns_of_condition(filter, &mut columns);
            }
        }
        columns.sort_by_key(|column| column.index);
        columns.dedup();
        columns.retain(|column| column.get().name != self.table.key());
        columns
    }
}

impl Masked {
    fn of(aggregate: &Aggregate) -> Self {
        // A count does not look at the value.
        let value = (aggregate.statistic != Statistic::Count).then(|| aggregate.value.clone());
        Self { value, filter: aggregate.filter.clone() }
    }

    /// Equal for equal values: a number's debug form is exact.
    fn key(&self) -> String {
        format!("{:?} where {:?}", self.value, self.filter)
    }

    fn expr(&self) -> pl::Expr {
        let nested = |_: &Aggregate| -> pl::Expr {
            unreachable!("an aggregate stands at the client's level only, as the catalogue's rules say")
        };
        let value = match &self.value {
            Some(value) => row::value(value, &nested),
            None => lit(1.0),
        };
        match &self.filter {
            Some(filter) => when(row::holds(filter, &nested)).then(value).otherwise(row::missing()),
            // A constant would otherwise be a column of one row.
            None => when(col(CLIENT).is_not_null()).then(value).otherwise(row::missing()),
        }
    }
}

/// The client of each loan, each pair once.
fn loans(tables: &Tables) -> PolarsResult<DataFrame> {
    let pairs = scan(tables, Table::Bureau)?.select([col(LOAN), col(CLIENT)]);
    pairs.group_by_stable([col(LOAN), col(CLIENT)]).agg([]).collect()
}
