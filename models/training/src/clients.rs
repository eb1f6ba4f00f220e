//! The clients' files of a release.

use std::io::{self, Write};

use matrix::FeatureFolder;
use matrix::npy::{self, Element, NpyError};
use scoring::release::{ClientSample, CohortColumn, FileEntry, cohort};
use scoring::{Decision, Score, Usual};

/// `ids.npy`.
pub fn write_ids(folder: &FeatureFolder, file: impl Write) -> Result<(), NpyError> {
    npy::write(file, &[folder.ids.len()], false, &folder.ids)
}

/// `features.npy`: all features, row-major.
pub fn write_features(folder: &FeatureFolder, file: impl Write) -> Result<(), NpyError> {
    npy::write(file, &[folder.ids.len(), folder.set.features.len()], false, &folder.features)
}

/// `checksums.npy`: the CRC-32 of each row's little-endian bytes.
pub fn write_checksums(folder: &FeatureFolder, file: impl Write) -> Result<(), NpyError> {
    let mut bytes = Vec::new();
    let checksums: Vec<u32> = (0..folder.ids.len())
        .map(|client| {
            bytes.clear();
            folder.row(client).iter().for_each(|&value| Element::write(value, &mut bytes));
            crc32fast::hash(&bytes)
        })
        .collect();
    npy::write(file, &[checksums.len()], false, &checksums)
}

/// `cohort.npy`: the features, then score, probability, decision and outcome, column-major.
///
/// Returns what the manifest says of the clients' files.
pub fn write_cohort(
    folder: &FeatureFolder,
    scores: &[Score],
    mut file: impl Write,
) -> Result<ClientSample, io::Error> {
    let (clients, features) = (folder.ids.len(), &folder.set.features);
    let mut columns = Vec::with_capacity(features.len() + 4);
    file.write_all(&npy::header::<f32>(&[clients, features.len() + 4], true))?;
    let mut bytes = Vec::with_capacity(clients * f32::SIZE);
    let mut write = |name: &str, value: &dyn Fn(usize) -> f32| {
        bytes.clear();
        (0..clients).for_each(|client| Element::write(value(client), &mut bytes));
        let categories = catalogue::feature(name).map_or(&[][..], catalogue::Feature::categories);
        columns.push(CohortColumn {
            name: name.to_owned(),
            categories: categories.iter().map(|category| category.value.to_owned()).collect(),
            sha256: FileEntry::of(&bytes).sha256,
        });
        file.write_all(&bytes)
    };
    for (column, name) in features.iter().enumerate() {
        write(name, &|client| folder.row(client)[column])?;
    }
    write(cohort::POINTS, &|client| scores[client].points.get() as f32)?;
    write(cohort::PROBABILITY, &|client| scores[client].probability.get() as f32)?;
    write(cohort::DECISION, &|client| f32::from(scores[client].decision.code()))?;
    write(cohort::TARGET, &|client| folder.target[client])?;
    file.flush()?;
    Ok(ClientSample { count: clients as u32, features: features.clone(), cohort: columns })
}

/// What is usual of each feature among the clients whom the model grants a loan; nothing of a feature that the
/// catalogue does not declare.
pub fn usual(folder: &FeatureFolder, scores: &[Score]) -> Vec<Option<Usual>> {
    let granted: Vec<usize> =
        (0..folder.ids.len()).filter(|&client| scores[client].decision == Decision::Granted).collect();
    let of_column = |(column, name): (usize, &String)| {
        let values = granted.iter().map(|&client| folder.row(client)[column]);
        Usual::of(catalogue::feature(name)?, values)
    };
    folder.set.features.iter().enumerate().map(of_column).collect()
}
