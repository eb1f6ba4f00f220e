//! All documents of a release, into a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::Language;

use crate::document::{Document, Screenshots, rendered};
use crate::error::Error;
use crate::facts::Facts;
use crate::page;
use crate::picture::Picture;

/// Writes pictures and documents of the release in `release`, in both languages; returns the files written, in order.
/// Files of the same names are replaced.
pub fn write(release: &Path, output: &Path, screenshots: &Screenshots) -> Result<Vec<PathBuf>, Error> {
    let facts = Arc::new(Facts::read(release)?);
    let pictures = output.join("pictures");
    fs::create_dir_all(&pictures).map_err(|source| Error::File { path: pictures, source })?;
    let mut written = Vec::new();
    let mut put = |name: &str, content: &[u8]| {
        let path = output.join(name);
        fs::write(&path, content).map_err(|source| Error::File { path: path.clone(), source })?;
        written.push(path);
        Ok::<(), Error>(())
    };
    for language in Language::ALL {
        for picture in Picture::ALL.into_iter().filter(|picture| picture.is_possible(&facts.evidence)) {
            put(&picture.file(language), picture.draw(&facts.evidence, language)?.as_bytes())?;
        }
        for document in Document::ALL {
            let text = rendered(&facts, document, language, screenshots)?.text;
            let name = document.name(language);
            if document.is_markdown() {
                put(&format!("{name}.md"), text.as_bytes())?;
                let class = if document == Document::Note { "note" } else { "card" };
                put(&format!("{name}.html"), page::of_markdown(&text, class, language).as_bytes())?;
            } else {
                put(&format!("{name}.html"), page::of_slides(&text, language).as_bytes())?;
            }
        }
        for page in Screenshots::PAGES {
            if let Some((from, to)) = screenshots.source(page, language).zip(screenshots.file(page, language))
            {
                let bytes = fs::read(&from).map_err(|source| Error::File { path: from, source })?;
                put(&to, &bytes)?;
            }
        }
    }
    Ok(written)
}
