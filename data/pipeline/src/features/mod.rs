//! Tables -> features.

mod history;
mod latest;
mod reduction;
mod row;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use catalogue::expr::Part;
use catalogue::table::TARGET;
use catalogue::{Aggregate, ColumnRef, Expr, Feature, Table};
use matrix::folder::FolderError;
use matrix::{FeatureFolder, FeatureSet};
use polars::prelude::{
    self as pl, Column, DataFrame, DataType, Float64Chunked, IntoColumn, IntoLazy, NewChunkedArray,
    PolarsError, PolarsResult, SortMultipleOptions, col,
};
use progress::{Progress, grouped};

use self::history::{CLIENT, History, numbers};
use crate::staging::{Staging, StagingError};
use crate::tables::{Tables, TablesError};
use crate::workers;

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
    let clients = Clients::collect(tables, progress)?;
    clients.frame(catalogue::features()).map_err(failed(tables, Table::Application))
}

fn failed(tables: &Tables, table: Table) -> impl Fn(PolarsError) -> FeaturesError + use<> {
    let path = tables.path(table);
    move |source| FeaturesError::Polars { path: path.clone(), source }
}

/// The label's name on the way, where no feature may be called the same.
const LABEL: &str = "label";

/// What formulas are evaluated on: one row a client, rising, with the application's columns and every aggregate.
struct Clients {
    rows: DataFrame,
    /// The column of each aggregate, by its address: the features are static. Those over a table that is not there
    /// have none.
    aggregates: HashMap<*const Aggregate, String>,
}

impl Clients {
    fn collect(tables: &Tables, progress: &dyn Progress) -> Result<Self, FeaturesError> {
        let features = catalogue::features();
        progress.begin("features", Table::HISTORY.len() as u64 + 1);
        let mut rows = tables
            .scan(Table::Application)
            .and_then(|scan| {
                scan.select(application_columns(features))
                    .sort([CLIENT], SortMultipleOptions::default())
                    .collect()
            })
            .map_err(failed(tables, Table::Application))?;
        let ids = ids(&rows).map_err(failed(tables, Table::Application))?;
        let mut aggregates = HashMap::new();
        let mut histories: Vec<History> = Table::HISTORY.into_iter().map(History::new).collect();
        for history in histories.iter_mut().filter(|history| tables.rows(history.table()).is_some()) {
            let of_table = |one: &&Aggregate| one.table == history.table();
            let wanted: Vec<&Aggregate> = features.iter().flat_map(aggregates_of).filter(of_table).collect();
            for aggregate in wanted {
                let name = aggregate_name(history.table(), history.want(aggregate));
                aggregates.insert(std::ptr::from_ref(aggregate), name);
            }
        }
        histories.retain(|history| !history.is_empty());
        for (history, columns) in histories.iter().zip(collect(&histories, tables, &ids, progress)?) {
            let name = |place| aggregate_name(history.table(), place);
            let columns =
                columns.into_iter().enumerate().map(|(place, values)| nullable(&name(place), &values));
            rows = rows.hstack(&columns.collect::<Vec<_>>()).map_err(failed(tables, history.table()))?;
        }
        progress.end(&format!("features: {} of {} clients", features.len(), grouped(ids.len() as u64)));
        Ok(Self { rows, aggregates })
    }

    /// The key, the label, and these features.
    fn frame(&self, features: &[Feature]) -> PolarsResult<DataFrame> {
        let aggregate = |aggregate: &Aggregate| match self.aggregates.get(&std::ptr::from_ref(aggregate)) {
            Some(name) => col(name.as_str()),
            None => row::missing(),
        };
        let values = features.iter().map(|feature| {
            row::value(&feature.formula, &aggregate).cast(DataType::Float64).alias(feature.id.as_str())
        });
        let columns = [col(CLIENT), col(LABEL).alias(TARGET)].into_iter().chain(values);
        self.rows.clone().lazy().select(columns.collect::<Vec<_>>()).collect()
    }
}

/// The name of an aggregate's column on the way.
fn aggregate_name(table: Table, place: usize) -> String {
    format!("{}.{place}", table.name())
}

/// The aggregates of each history, two at a time: what one does alone is done beside the other.
fn collect(
    histories: &[History],
    tables: &Tables,
    clients: &[u32],
    progress: &dyn Progress,
) -> Result<Vec<Vec<Vec<f64>>>, FeaturesError> {
    const AT_A_TIME: usize = 2;
    let mut found = vec![Vec::new(); histories.len()];
    let mut done = 1;
    let work = |position: usize| histories[position].collect(tables, clients);
    workers::each(histories.len(), AT_A_TIME, work, |position, columns| {
        found[position] = columns.map_err(failed(tables, histories[position].table()))?;
        done += 1;
        progress.advance(done);
        Ok::<(), FeaturesError>(())
    })?;
    Ok(found)
}

/// A column of numbers in which NaN is missing.
fn nullable(name: &str, values: &[f64]) -> Column {
    let present = values.iter().map(|value| (!value.is_nan()).then_some(*value));
    Float64Chunked::from_iter_options(name.into(), present).into_column()
}

fn ids(rows: &DataFrame) -> PolarsResult<Vec<u32>> {
    Ok(rows.column(CLIENT)?.u32()?.iter().flatten().collect())
}

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
fn aggregates_of(feature: &'static Feature) -> Vec<&'static Aggregate> {
    let mut found = Vec::new();
    feature.formula.visit_row(&mut |part| {
        if let Part::Expr(Expr::Aggregate(aggregate)) = part {
            found.push(aggregate.as_ref());
        }
    });
    found
}

/// Features that are worked out at once: more would need more memory, fewer more passes over the result.
const CHUNK: usize = 64;

/// The features as they are kept: 32-bit floats, row by row.
fn folder(tables: &Tables, progress: &dyn Progress) -> Result<FeatureFolder, FeaturesError> {
    let clients = Clients::collect(tables, progress)?;
    let failed = failed(tables, Table::Application);
    let ids = ids(&clients.rows).map_err(&failed)?;
    let label = clients.rows.column(LABEL).and_then(|label| numbers(label, ids.len())).map_err(&failed)?;
    let target = label.into_iter().map(|label| label as f32).collect();

    let names: Vec<String> = catalogue::features().iter().map(|feature| feature.id.clone()).collect();
    let width = names.len();
    let mut features = vec![f32::NAN; ids.len() * width];
    progress.begin("feature matrix", width as u64);
    for (chunk, start) in catalogue::features().chunks(CHUNK).zip((0..).step_by(CHUNK)) {
        let frame = clients.frame(chunk).map_err(&failed)?;
        let columns = chunk.iter().map(|feature| numbers(frame.column(&feature.id)?, ids.len()));
        let columns: Vec<Vec<f64>> = columns.collect::<PolarsResult<_>>().map_err(&failed)?;
        for (row, cells) in features.chunks_exact_mut(width).enumerate() {
            for ((cell, column), feature) in cells[start..].iter_mut().zip(&columns).zip(chunk) {
                let value = column[row];
                *cell = value as f32;
                if cell.is_infinite() {
                    return Err(FeaturesError::TooGreat {
                        feature: feature.id.clone(),
                        client: ids[row],
                        value,
                    });
                }
            }
        }
        progress.advance((start + chunk.len()) as u64);
    }
    progress.end(&format!("feature matrix: {} x {width}", grouped(ids.len() as u64)));
    let set = FeatureSet { features: names, source: tables.manifest().source.clone() };
    Ok(FeatureFolder { set, ids, target, features })
}
