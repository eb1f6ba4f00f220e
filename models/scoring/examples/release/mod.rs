//! A release folder, read for the examples: its manifest, its model and its clients, one at a time.
#![allow(dead_code, reason = "each example is a crate of its own, and uses its part")]

use std::error::Error;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use catalogue::Feature;
use matrix::npy::{self, HEADER_BYTES, Header};
use scoring::release::{Manifest, cohort, file};
use scoring::{ClientId, ScoringModel};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where `make run` keeps the releases that it makes.
const RELEASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/clairscore/releases");

/// A release folder.
pub(crate) struct Release {
    pub(crate) manifest: Manifest,
    pub(crate) model: ScoringModel,
    folder: PathBuf,
    ids: Vec<u32>,
    /// The column of the clients' features that each input is.
    columns: Vec<usize>,
    checksums: Vec<u32>,
}

/// One client of a release.
pub(crate) struct Client {
    pub(crate) id: ClientId,
    /// The model's inputs.
    pub(crate) row: Vec<f32>,
    /// All that the release stores of the client, in the order of [`Release::features`].
    pub(crate) stored: Vec<f32>,
}

impl Release {
    /// Reads the release in `folder`, or the newest that `make run` has made.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self> {
        let folder = match folder {
            Some(folder) => folder.to_owned(),
            None => newest(Path::new(RELEASES))?,
        };
        let bytes = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let manifest: Manifest = serde_json::from_slice(&bytes(file::MANIFEST)?)
            .map_err(|error| format!("{}: {error}", folder.join(file::MANIFEST).display()))?;
        let checked = |name: &str| -> Result<Vec<u8>> {
            let bytes = bytes(name)?;
            manifest.check_file(name, &bytes).map_err(|error| format!("{}: {error}", folder.display()))?;
            Ok(bytes)
        };
        let model = ScoringModel::from_release(&manifest, &checked(file::SCORER)?)?;
        let (_, ids) = npy::parse(&checked(file::IDS)?)?;
        let (_, checksums) = npy::parse(&checked(file::CHECKSUMS)?)?;
        let columns = manifest.input_columns()?;
        Ok(Self { manifest, model, folder, ids, columns, checksums })
    }

    /// How many clients there are.
    pub(crate) fn clients(&self) -> usize {
        self.ids.len()
    }

    /// The client at a position.
    pub(crate) fn client(&self, position: usize) -> Result<Client> {
        let bytes = self.line(file::FEATURES, position)?;
        if self.checksums.get(position) != Some(&crc32fast::hash(&bytes)) {
            return Err(
                format!("{}: the row of client {position} is damaged", self.path(file::FEATURES)).into()
            );
        }
        let features: Vec<f32> = npy::decode(&bytes);
        let row = self.columns.iter().map(|&column| features[column]).collect();
        Ok(Client { id: ClientId::new(self.ids[position]), row, stored: features })
    }

    /// What the release stores of each client.
    pub(crate) fn features(&self) -> Result<Vec<&'static Feature>> {
        let feature = |name: &String| {
            catalogue::feature(name).ok_or_else(|| format!("the catalogue declares no feature {name}").into())
        };
        self.manifest.clients.features.iter().map(feature).collect()
    }

    /// The score of each client, in points.
    pub(crate) fn points(&self) -> Result<Vec<f32>> {
        let column = self.manifest.clients.cohort.iter().position(|column| column.name == cohort::POINTS);
        let column = column.ok_or_else(|| format!("{} has no scores", self.path(file::COHORT)))?;
        Ok(npy::decode(&self.line(file::COHORT, column)?))
    }

    /// One row, or column, of an array of 32-bit floats.
    fn line(&self, name: &str, line: usize) -> Result<Vec<u8>> {
        let at = |error: &dyn std::fmt::Display| format!("{}: {error}", self.path(name));
        let mut file = File::open(self.folder.join(name)).map_err(|error| at(&error))?;
        let mut start = Vec::new();
        file.by_ref().take(HEADER_BYTES as u64).read_to_end(&mut start).map_err(|error| at(&error))?;
        let header = Header::parse(&start).map_err(|error| at(&error))?;
        header.expect::<f32>().map_err(|error| at(&error))?;
        let range = header.line::<f32>(line).ok_or_else(|| at(&format!("there is no line {line}")))?;
        let mut bytes = vec![0; (range.end - range.start) as usize];
        file.seek(SeekFrom::Start(range.start)).map_err(|error| at(&error))?;
        file.read_exact(&mut bytes).map_err(|error| at(&error))?;
        Ok(bytes)
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

/// The newest release below a folder.
fn newest(releases: &Path) -> Result<PathBuf> {
    let none = || {
        format!(
            "there is no release in {}: run `make run` first, or give --release FOLDER",
            releases.display()
        )
    };
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in fs::read_dir(releases).map_err(|_| none())? {
        let folder = entry?.path();
        // A folder without a manifest is one that is being made.
        let Ok(bytes) = fs::read(folder.join(file::MANIFEST)) else { continue };
        if let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) {
            found.push((manifest.created, folder));
        }
    }
    let newest = found.into_iter().max().ok_or_else(none)?;
    Ok(newest.1)
}

/// The value of `--name VALUE` among the arguments; they are all taken in pairs, of the names given.
pub(crate) fn options<const N: usize>(names: [&str; N], usage: &str) -> Result<[Option<String>; N]> {
    let mut values = [const { None }; N];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let known = names.iter().position(|name| *name == argument);
        let position = known.ok_or_else(|| format!("{argument} is not known\n{usage}"))?;
        let value = arguments.next().ok_or_else(|| format!("{argument} has no value\n{usage}"))?;
        values[position] = Some(value);
    }
    Ok(values)
}
