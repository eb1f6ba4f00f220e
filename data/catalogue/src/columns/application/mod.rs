//! The application itself, in four parts that follow the order of Kaggle's file.

mod building;
mod categories;
mod checks;
mod client;
mod situation;

use std::sync::LazyLock;

use crate::column::Column;

pub(crate) static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    [client::columns(), situation::columns(), building::columns(), checks::columns()]
        .into_iter()
        .flatten()
        .collect()
});
