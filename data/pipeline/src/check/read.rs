//! A table's Parquet file, read a column at a time.

use std::path::PathBuf;

use catalogue::{Kind, Table};
use polars::prelude::{Column, DataType, LazyFrame, PolarsResult, SchemaRef, col, len};

use super::error::CheckError;
use crate::tables::Tables;

/// A table's Parquet file.
pub(super) struct Source {
    path: PathBuf,
    scan: LazyFrame,
    schema: SchemaRef,
    /// Its rows, as the file itself says.
    pub(super) rows: u64,
}

impl Source {
    pub(super) fn open(tables: &Tables, table: Table) -> Result<Self, CheckError> {
        let path = tables.path(table);
        let open = || -> PolarsResult<(LazyFrame, SchemaRef, u64)> {
            let mut scan = tables.scan(table)?;
            let schema = scan.collect_schema()?;
            let rows = scan.clone().select([len().cast(DataType::UInt64).alias("rows")]).collect()?;
            let rows = rows.column("rows")?.u64()?.get(0).unwrap_or_default();
            Ok((scan, schema, rows))
        };
        match open() {
            Ok((scan, schema, rows)) => Ok(Self { path, scan, schema, rows }),
            Err(source) => Err(CheckError::Table { path, source }),
        }
    }

    /// What the file says of a column's type; `None` where it has no such column.
    pub(super) fn data_type(&self, name: &str) -> Option<&DataType> {
        self.schema.get(name)
    }

    /// A column as its kind is read: keys as `UInt32`, numbers as `Float64`, categories as `String`.
    pub(super) fn column(&self, name: &str, kind: Kind) -> Result<Column, CheckError> {
        let read = || {
            let frame = self.scan.clone().select([col(name)]).collect()?;
            frame.column(name)?.cast(&match kind {
                Kind::Id => DataType::UInt32,
                Kind::Integer | Kind::Real => DataType::Float64,
                Kind::Category(_) => DataType::String,
            })
        };
        read().map_err(self.failed(name))
    }

    /// The values of a key column; a key without a value, which `ingest` never writes, is 0.
    pub(super) fn keys(&self, name: &str) -> Result<Vec<u32>, CheckError> {
        let column = self.column(name, Kind::Id)?;
        let keys = column.u32().map_err(self.failed(name))?;
        Ok(keys.iter().map(Option::unwrap_or_default).collect())
    }

    /// What a failure in a column becomes.
    pub(super) fn failed(&self, name: &str) -> impl Fn(polars::prelude::PolarsError) -> CheckError {
        let (path, column) = (self.path.clone(), name.to_owned());
        move |source| CheckError::Column { path: path.clone(), column: column.clone(), source }
    }
}

/// Whether a column of this type can be read as its kind.
pub(super) fn fits(kind: Kind, data_type: &DataType) -> bool {
    match kind {
        Kind::Id => data_type.is_integer(),
        Kind::Integer | Kind::Real => data_type.is_primitive_numeric(),
        Kind::Category(_) => data_type == &DataType::String,
    }
}
