//! Tables -> features.

mod history;
mod latest;
mod row;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use catalogue::expr::Part;
use catalogue::table::TARGET;
use catalogue::{Aggregate, ColumnRef, Expr, Feature, Table};
use matrix::folder::FolderError;
use matrix::{FeatureFolder, FeatureSet};
use polars::prelude::{
    self as pl, DataFrame, DataType, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin, PlRefPath,
    PolarsError, PolarsResult, ScanArgsParquet, SortMultipleOptions, col,
};

use self::history::{CLIENT, History};
use crate::Progress;
use crate::progress::grouped;
use crate::staging::{Staging, StagingError};
use crate::tables::{Tables, TablesError};

/// The file by which a feature folder is known.
const MARKER: &str = "features.json";

/// Why features could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum FeaturesError {
    /// The tables folder could not be opened.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The output folder could not be made.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// The output could not be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A table could not be read, or an expression over it computed.
    #[error("{}: {source}; make the tables again with `pipeline ingest`", .path.display())]
    Polars {
        /// The table's Parquet file.
        path: PathBuf,
        /// What polars says.
        source: PolarsError,
    },
    /// A feature's value does not fit the 32 bits that it is kept in.
    #[error(
        "feature {feature} of client {client} is {value}, too great for a 32-bit float; \
         correct the amounts of this client in the raw tables"
    )]
    TooGreat {
        /// The feature.
        feature: String,
        /// The client.
        client: u32,
        /// The value.
        value: f64,
    },
}

/// Computes every declared feature for every client of the tables folder `tables` and writes the feature
/// folder `output`, which appears whole or not at all.
pub fn write(tables: &Path, output: &Path, progress: &dyn Progress) -> Result<FeatureSet, FeaturesError> {
    let tables = Tables::open(tables)?;
    let staging = Staging::begin(output, MARKER)?;
    let folder = folder(&tables, progress)?;
    folder.write(staging.path())?;
    staging.commit()?;
    Ok(folder.set)
}

/// Every declared feature as 64-bit floats: one row a client, in the order of `SK_ID_CURR`. The columns are
/// `SK_ID_CURR`, `TARGET` (null where it is not known), then [`catalogue::features`] in their order; null is
/// missing.
pub fn frame(tables: &Tables, progress: &dyn Progress) -> Result<DataFrame, FeaturesError> {
    let features = catalogue::features();
    let mut histories = Table::HISTORY.map(History::new);
    let history_of = |table| Table::HISTORY.iter().position(|&history| history == table);
    // Where each aggregate's value will be, by its address: the features are static.
    let mut places: HashMap<*const Aggregate, (usize, usize)> = HashMap::new();
    for aggregate in features.iter().flat_map(aggregates) {
        if let Some(history) = history_of(aggregate.table) {
            places.insert(aggregate, (history, histories[history].want(aggregate)));
        }
    }

    let failed = |table: Table| {
        let path = tables.path(table);
        move |source| FeaturesError::Polars { path, source }
    };
    progress.begin("features", Table::HISTORY.len() as u64 + 1);
    let mut clients = scan(tables, Table::Application)
        .map_err(failed(Table::Application))?
        .select(application_columns(features));
    for (done, (table, history)) in Table::HISTORY.into_iter().zip(&histories).enumerate() {
        if tables.rows(table).is_some() && !history.is_empty() {
            let reduced = history.collect(tables).map_err(failed(table))?;
            let mut left = JoinArgs::new(JoinType::Left);
            left.maintain_order = MaintainOrderJoin::Left;
            clients = clients.join(reduced.lazy(), [col(CLIENT)], [col(CLIENT)], left);
        }
        progress.advance(done as u64 + 1);
    }

    let aggregate = |aggregate: &Aggregate| match places.get(&std::ptr::from_ref(aggregate)) {
        Some(&(history, place)) if tables.rows(aggregate.table).is_some() => histories[history].value(place),
        _ => row::missing(),
    };
    let values = features.iter().map(|feature| {
        row::value(&feature.formula, &aggregate).cast(DataType::Float64).alias(feature.id.as_str())
    });
    let columns: Vec<_> = [col(CLIENT), col(LABEL).alias(TARGET)].into_iter().chain(values).collect();
    let frame = clients
        .select(columns)
        .sort([CLIENT], SortMultipleOptions::default())
        .collect()
        .map_err(failed(Table::Application))?;
    progress.end(&format!("features: {} of {} clients", features.len(), grouped(frame.height() as u64)));
    Ok(frame)
}

/// The label's name on the way, where no feature may be called the same.
const LABEL: &str = "label";

/// The key, the label, and the columns that the formulas read on the application, each once.
fn application_columns(features: &[Feature]) -> Vec<pl::Expr> {
    let mut columns: Vec<ColumnRef> = Vec::new();
    for feature in features {
        feature.formula.visit_row(&mut |part| part.columns(&mut columns));
    }
    columns.retain(|column| column.table == Table::Application && column.get().name != CLIENT);
    columns.sort_by_key(|column| column.index);
    columns.dedup();
    let prepared = columns.into_iter().map(row::column);
    [col(CLIENT), col(TARGET).alias(LABEL)].into_iter().chain(prepared).collect()
}

/// The aggregates in a feature's formula.
fn aggregates(feature: &'static Feature) -> Vec<&'static Aggregate> {
    let mut found = Vec::new();
    feature.formula.visit_row(&mut |part| {
        if let Part::Expr(Expr::Aggregate(aggregate)) = part {
            found.push(aggregate.as_ref());
        }
    });
    found
}

/// A table's Parquet file, read when it is needed.
fn scan(tables: &Tables, table: Table) -> PolarsResult<LazyFrame> {
    // A path is a path: no character of it is a pattern.
    let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet(PlRefPath::try_from_pathbuf(tables.path(table))?, args)
}

/// The features as they are kept: 32-bit floats, row by row.
fn folder(tables: &Tables, progress: &dyn Progress) -> Result<FeatureFolder, FeaturesError> {
    let frame = frame(tables, progress)?;
    let failed = |source| FeaturesError::Polars { path: tables.path(Table::Application), source };
    let numbers = |name: &str| -> PolarsResult<Vec<Option<f64>>> {
        let column = frame.column(name)?.cast(&DataType::Float64)?;
        Ok(column.f64()?.iter().collect())
    };
    let ids: Vec<u32> = frame
        .column(CLIENT)
        .and_then(|column| Ok(column.u32()?.iter().flatten().collect()))
        .map_err(failed)?;
    let narrow = |number: &Option<f64>| number.map_or(f32::NAN, |number| number as f32);
    let target = numbers(TARGET).map_err(failed)?.iter().map(narrow).collect();

    let names: Vec<String> = catalogue::features().iter().map(|feature| feature.id.clone()).collect();
    let mut features = vec![f32::NAN; ids.len() * names.len()];
    for (column, name) in names.iter().enumerate() {
        for (row, value) in numbers(name).map_err(failed)?.iter().enumerate() {
            let narrowed = narrow(value);
            if let Some(value) = *value
                && !narrowed.is_finite()
            {
                return Err(FeaturesError::TooGreat { feature: name.clone(), client: ids[row], value });
            }
            features[row * names.len() + column] = narrowed;
        }
    }
    let set = FeatureSet { features: names, source: tables.manifest().source.clone() };
    Ok(FeatureFolder { set, ids, target, features })
}
