//! One column of all clients, read once and kept as long as its release is in service.

use std::sync::{Arc, OnceLock};

use matrix::npy::{self, Element};
use scoring::release::{CohortColumn, file, hexadecimal};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use super::DataError;
use super::load::Parts;
use crate::compare::ranks::Ranks;
use crate::compare::summary::Summary;
use crate::storage::Storage;

/// The columns of `cohort.npy`. Memory is bounded by the size of that file.
#[derive(Debug)]
pub struct Columns {
    clients: usize,
    storage: Storage,
    path: String,
    /// Bytes before the first column.
    offset: u64,
    described: Vec<CohortColumn>,
    read: Vec<OnceCell<Arc<Column>>>,
}

/// A column: one number a client, in the order of their numbers.
#[derive(Debug)]
pub struct Column {
    /// The numbers; NaN is missing.
    pub values: Vec<f32>,
    /// What the column is among everyone, worked out when it was first asked for.
    pub everyone: OnceLock<Summary>,
    /// All clients by class (see [`Ranks`]) and outcome, counted when it was first asked for.
    pub by_class: OnceLock<Vec<[u32; 4]>>,
    ranks: OnceLock<Ranks>,
}

impl Column {
    /// A column of these numbers.
    pub fn new(values: Vec<f32>) -> Self {
        Self { values, everyone: OnceLock::new(), by_class: OnceLock::new(), ranks: OnceLock::new() }
    }

    /// The classes of its values, made when they are first asked for; that takes some time, for all clients.
    pub fn ranks(&self) -> &Ranks {
        self.ranks.get_or_init(|| Ranks::new(&self.values))
    }
}

impl Columns {
    /// The columns of a verified release.
    pub fn new(parts: &Parts) -> Self {
        let described = parts.manifest.clients.cohort.clone();
        Self {
            clients: parts.manifest.clients.count as usize,
            storage: parts.storage.clone(),
            path: parts.path(file::COHORT),
            offset: parts.file(file::COHORT).len() as u64,
            read: described.iter().map(|_| OnceCell::new()).collect(),
            described,
        }
    }

    /// The place of a column, by its name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.described.iter().position(|column| column.name == name)
    }

    /// What the manifest says of a column.
    pub fn describe(&self, position: usize) -> &CohortColumn {
        &self.described[position]
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.described.iter().map(|column| column.name.as_str())
    }

    /// Some columns, in the order asked for. Those that are not yet in memory are read at the same time.
    pub async fn get(self: &Arc<Self>, positions: &[usize]) -> Result<Vec<Arc<Column>>, DataError> {
        let mut reads = JoinSet::new();
        for &position in positions.iter().filter(|&&position| !self.read[position].initialized()) {
            let columns = Arc::clone(self);
            reads.spawn(async move { columns.one(position).await.map(drop) });
        }
        while let Some(read) = reads.join_next().await {
            // A read that panics is a defect here, and the panic goes on in this task.
            read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        }
        let mut columns = Vec::with_capacity(positions.len());
        for &position in positions {
            columns.push(self.one(position).await?);
        }
        Ok(columns)
    }

    async fn one(&self, position: usize) -> Result<Arc<Column>, DataError> {
        self.read[position].get_or_try_init(|| self.fetch(position)).await.cloned()
    }

    async fn fetch(&self, position: usize) -> Result<Arc<Column>, DataError> {
        let described = &self.described[position];
        let length = (self.clients * f32::SIZE) as u64;
        let start = self.offset + position as u64 * length;
        let bytes = self.storage.get_range(&self.path, start..start + length).await?;
        if hexadecimal(&Sha256::digest(&bytes)) != described.sha256 {
            let what = format!("the column {}", described.name);
            return Err(DataError::Damaged { file: self.path.clone(), what });
        }
        Ok(Arc::new(Column::new(npy::decode(&bytes))))
    }
}
