//! Rows on their way into a Parquet file: gathered in typed columns, written batch by batch.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use catalogue::{Kind, Table};
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{
    ChunkedBuilder, Column, DataFrame, DataType, Field, Float64Type, Int32Type, IntoColumn, ParquetWriter,
    PolarsError, PolarsResult, PrimitiveChunkedBuilder, Schema, StringChunkedBuilder, UInt32Type,
};

use super::cell::{self, CellError};
use super::undeclared::Tally;

/// Cells of a batch, over all its columns: what bounds the memory, whatever the width of the table.
const CELLS: usize = 1 << 22;
/// Rows of a batch of a narrow table.
const MOST_ROWS: usize = 1 << 18;

/// The values of one column.
enum Builder {
    Id(PrimitiveChunkedBuilder<UInt32Type>),
    Integer(PrimitiveChunkedBuilder<Int32Type>),
    Real(PrimitiveChunkedBuilder<Float64Type>),
    Category(StringChunkedBuilder),
}

impl Builder {
    fn new(name: &str, kind: Kind, rows: usize) -> Self {
        match kind {
            Kind::Id => Self::Id(PrimitiveChunkedBuilder::new(name.into(), rows)),
            Kind::Integer => Self::Integer(PrimitiveChunkedBuilder::new(name.into(), rows)),
            Kind::Real => Self::Real(PrimitiveChunkedBuilder::new(name.into(), rows)),
            Kind::Category(_) => Self::Category(StringChunkedBuilder::new(name.into(), rows)),
        }
    }

    fn finish(self) -> Column {
        match self {
            Self::Id(builder) => builder.finish().into_column(),
            Self::Integer(builder) => builder.finish().into_column(),
            Self::Real(builder) => builder.finish().into_column(),
            Self::Category(builder) => builder.finish().into_column(),
        }
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Id => DataType::UInt32,
        Kind::Integer => DataType::Int32,
        Kind::Real => DataType::Float64,
        Kind::Category(_) => DataType::String,
    }
}

/// The columns of a table's Parquet file: the catalogue's, and for the applications the label.
fn columns(table: Table) -> impl Iterator<Item = (&'static str, Kind)> {
    let target = (table == Table::Application).then_some((catalogue::table::TARGET, Kind::Integer));
    table.columns().iter().map(|column| (column.name, column.kind)).chain(target)
}

/// A file that keeps why it could not be written: polars says of the headers in it only that they could not be.
struct Heard {
    file: File,
    failure: Arc<OnceLock<i32>>,
}

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| {
            if let Some(code) = error.raw_os_error() {
                let _ = self.failure.set(code);
            }
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A table's Parquet file in the making.
pub(crate) struct TableWriter {
    table: Table,
    builders: Vec<Builder>,
    /// Rows in the builders.
    pending: usize,
    rows_per_batch: usize,
    rows: u64,
    tally: Tally,
    parquet: BatchedWriter<BufWriter<Heard>>,
    /// The system's code of the first write that failed.
    failure: Arc<OnceLock<i32>>,
}

impl TableWriter {
    pub(crate) fn create(path: &Path, table: Table) -> PolarsResult<Self> {
        let schema: Schema =
            columns(table).map(|(name, kind)| Field::new(name.into(), data_type(kind))).collect();
        let failure = Arc::new(OnceLock::new());
        let file = Heard { file: File::create(path)?, failure: Arc::clone(&failure) };
        let parquet = ParquetWriter::new(BufWriter::new(file)).batched(&schema)?;
        let rows_per_batch = (CELLS / schema.len()).min(MOST_ROWS);
        Ok(Self {
            table,
            builders: builders(table, rows_per_batch),
            pending: 0,
            rows_per_batch,
            rows: 0,
            tally: Tally::new(table),
            parquet,
            failure,
        })
    }

    /// Adds the text of a cell to the column at `index` of [`Table::columns`].
    pub(crate) fn push(&mut self, index: usize, text: &[u8]) -> Result<(), CellError> {
        match &mut self.builders[index] {
            Builder::Id(builder) => builder.append_value(cell::id(text)?),
            Builder::Integer(builder) => builder.append_option(cell::integer(text)?),
            Builder::Real(builder) => builder.append_option(cell::real(text)?),
            Builder::Category(builder) => {
                let value = cell::category(text)?;
                if let Some(value) = value {
                    self.tally.see(index, value);
                }
                builder.append_option(value);
            }
        }
        Ok(())
    }

    /// Adds the label of a client; `None` where it is not known.
    pub(crate) fn push_target(&mut self, target: Option<i32>) {
        if let Some(Builder::Integer(builder)) = self.builders.get_mut(self.table.columns().len()) {
            builder.append_option(target);
        }
    }

    /// Ends a row, every column of which has been given.
    pub(crate) fn end_row(&mut self) -> PolarsResult<()> {
        self.pending += 1;
        self.rows += 1;
        if self.pending == self.rows_per_batch { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> PolarsResult<()> {
        let full = std::mem::replace(&mut self.builders, builders(self.table, self.rows_per_batch));
        let rows = std::mem::take(&mut self.pending);
        let frame = DataFrame::new(rows, full.into_iter().map(Builder::finish).collect())?;
        self.parquet.write_batch(&frame).map_err(|error| self.reason(error))
    }

    /// Why the file could not be written, as the system says where it does.
    fn reason(&self, error: PolarsError) -> PolarsError {
        self.failure.get().map_or(error, |&code| io::Error::from_raw_os_error(code).into())
    }

    /// Ends the file. Returns its rows and the category values that are not declared.
    pub(crate) fn finish(mut self) -> PolarsResult<(u64, Tally)> {
        if self.pending > 0 {
            self.flush()?;
        }
        self.parquet.finish().map_err(|error| self.reason(error))?;
        Ok((self.rows, self.tally))
    }
}

fn builders(table: Table, rows: usize) -> Vec<Builder> {
    columns(table).map(|(name, kind)| Builder::new(name, kind, rows)).collect()
}
