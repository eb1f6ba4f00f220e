//! The site's folder: files named after their content, each with its compressed forms beside it.
//!
//! It is written under another name beside its place and then renamed: a server never finds half of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use making::Making;
use sha2::{Digest, Sha256};

/// Bytes of the SHA-256 that a file's name carries, as hexadecimal digits.
const DIGEST_BYTES: usize = 8;
/// The file by which a folder is known to be a site.
const DOCUMENT: &str = "index.html";

/// A site in the making; dropped before [`Folder::commit`], it leaves nothing.
#[derive(Debug)]
pub(crate) struct Folder {
    place: PathBuf,
    making: Making,
    compressed: usize,
}

impl Folder {
    /// Begins the site that will stand at `place`.
    pub(crate) fn begin(place: &Path) -> Result<Self> {
        let place = std::path::absolute(place)?;
        if place.exists()
            && !place.join(DOCUMENT).is_file()
            && place.read_dir().is_ok_and(|mut all| all.next().is_some())
        {
            bail!("{} is no site (it has no {DOCUMENT}); name another folder or remove it", place.display());
        }
        let parent = place.parent().with_context(|| format!("{} cannot be a site", place.display()))?;
        let unwritable = || format!("{} cannot be written to", parent.display());
        std::fs::create_dir_all(parent).with_context(unwritable)?;
        let making = Making::begin(parent, ".making-").with_context(unwritable)?;
        Ok(Self { place, making, compressed: 0 })
    }

    /// Adds a file under a name that carries its content's digest, so that it may be kept for ever. Answers with
    /// its address on the site.
    pub(crate) fn add(&mut self, name: &str, content: &[u8]) -> Result<String> {
        let (stem, extension) = name.rsplit_once('.').with_context(|| format!("{name} has no extension"))?;
        let digest = Sha256::digest(content);
        let digits: String = digest.iter().take(DIGEST_BYTES).copied().flat_map(hexadecimal).collect();
        let name = format!("{stem}-{digits}.{extension}");
        self.write(&name, content)?;
        Ok(format!("/{name}"))
    }

    /// Adds a document, which keeps its name.
    pub(crate) fn add_document(&mut self, name: &str, content: &[u8]) -> Result<()> {
        self.write(name, content)
    }

    /// What a browser that understands Brotli loads: the sum over all files.
    pub(crate) fn compressed_bytes(&self) -> usize {
        self.compressed
    }

    /// Puts the site in its place, instead of the one that was there.
    pub(crate) fn commit(self) -> Result<()> {
        let failed = || format!("{} cannot be replaced", self.place.display());
        if self.place.exists() {
            std::fs::remove_dir_all(&self.place).with_context(failed)?;
        }
        std::fs::rename(self.making.path(), &self.place).with_context(failed)?;
        // Its name is taken by nothing now: there is nothing to remove.
        self.making.keep();
        Ok(())
    }

    fn write(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let mut brotli = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut brotli, &BrotliEncoderParams::default())?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        self.compressed += brotli.len();
        for (suffix, bytes) in [("", content), (".br", &brotli), (".gz", &gzip.finish()?)] {
            let path = self.making.path().join(format!("{name}{suffix}"));
            std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(())
    }
}

/// The two digits of a byte.
fn hexadecimal(byte: u8) -> impl Iterator<Item = char> + use<> {
    [byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_files_address_changes_with_its_content_and_only_then() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::begin(&home.path().join("site")).unwrap();
        let first = folder.add("app.js", b"one").unwrap();
        assert_eq!(first, folder.add("app.js", b"one").unwrap());
        assert_ne!(first, folder.add("app.js", b"two").unwrap());
        // From SHA-256 of "one", computed elsewhere.
        assert_eq!(first, "/app-7692c3ad3540bb80.js");
    }

    #[test]
    fn compressed_forms_hold_the_same_content() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("site");
        let content = b"clear as day, ".repeat(100);
        let mut folder = Folder::begin(&place).unwrap();
        folder.add_document(DOCUMENT, &content).unwrap();
        let compressed = folder.compressed_bytes();
        folder.commit().unwrap();

        let read = |name: &str| std::fs::read(place.join(name)).unwrap();
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut read("index.html.br").as_slice(), &mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(read("index.html.gz").as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!(read(DOCUMENT), content);
        assert_eq!(from_brotli, content);
        assert_eq!(from_gzip, content);
        assert_eq!(compressed, read("index.html.br").len());
        assert!(compressed < content.len() / 10);
    }

    #[test]
    fn a_new_site_replaces_the_old_one_whole_and_an_unfinished_one_leaves_it() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("site");
        for content in ["old", "new"] {
            let mut folder = Folder::begin(&place).unwrap();
            folder.add(&format!("{content}.css"), content.as_bytes()).unwrap();
            folder.add_document(DOCUMENT, content.as_bytes()).unwrap();
            folder.commit().unwrap();
        }
        let expected = names(&place);
        assert_eq!(expected.len(), 6, "{expected:?}");
        assert!(!expected.iter().any(|name| name.starts_with("old")), "{expected:?}");

        let mut unfinished = Folder::begin(&place).unwrap();
        unfinished.add_document(DOCUMENT, b"half").unwrap();
        drop(unfinished);
        assert_eq!(names(&place), expected);
        assert_eq!(names(home.path()), ["site"]);
    }

    #[test]
    fn what_is_no_site_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("photo.jpg"), "").unwrap();
        let error = Folder::begin(home.path()).unwrap_err().to_string();
        assert!(error.contains("is no site"), "{error}");
        assert_eq!(names(home.path()), ["photo.jpg"]);
    }
}
