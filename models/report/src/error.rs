//! What can go wrong between a release and its documents.

use std::path::PathBuf;

use plotters::drawing::DrawingAreaErrorKind;

/// Why there are no documents.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file of the release is not what it should be.
    #[error("{}: {source}; is this the folder of a release?", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A part of the report is not laid out as expected.
    #[error("report.json: {0}")]
    Report(serde_json::Error),
    /// A template asks for what is not there.
    #[error("{}", chain(.0))]
    Template(#[from] minijinja::Error),
    /// A picture cannot be drawn.
    #[error("a picture cannot be drawn: {0}")]
    Picture(String),
}

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for Error {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Picture(error.to_string())
    }
}

/// An error of a template with what caused it: the causes name the figure.
fn chain(error: &minijinja::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
