//! The lines of a model's text, as fields of its header and of its trees.

use std::collections::HashMap;
use std::str::FromStr;

use super::{LightgbmError, Place};

/// How much of a wrong text an error repeats.
const QUOTED: usize = 80;

/// A model's text, line by line.
pub(super) struct Document<'a> {
    pub(super) header: Section<'a>,
    pub(super) trees: Vec<Section<'a>>,
}

impl<'a> Document<'a> {
    /// Reads up to the end of the trees; what follows them says how the model was trained.
    pub(super) fn read(text: &'a str) -> Result<Self, LightgbmError> {
        let mut lines = text.lines().map(str::trim_end).zip(1..);
        match lines.next() {
            Some(("tree", _)) => {}
            first => return Err(LightgbmError::NotAModel(quoted(first.map_or("", |(line, _)| line)))),
        }
        let (mut header, mut trees) = (Section::new(Place::Header), Vec::new());
        for (line, number) in lines {
            if line == "end of trees" {
                return Ok(Self { header, trees });
            }
            if line.is_empty() {
                continue;
            }
            let tree = line.strip_prefix("Tree=").map(|index| index == trees.len().to_string());
            match (tree, trees.last_mut()) {
                (Some(true), _) => trees.push(Section::new(Place::Tree(trees.len()))),
                (Some(false), _) => return Err(LightgbmError::Line { line: number, found: quoted(line) }),
                (None, Some(tree)) => tree.add(line, number)?,
                (None, None) => header.add(line, number)?,
            }
        }
        Err(LightgbmError::CutShort)
    }
}

/// The fields of a part of the text. Values are not looked at before they are asked for.
pub(super) struct Section<'a> {
    place: Place,
    fields: HashMap<&'a str, &'a str>,
}

impl<'a> Section<'a> {
    fn new(place: Place) -> Self {
        Self { place, fields: HashMap::new() }
    }

    /// Takes in a line: `field=value`, or in the header the name of something that holds, alone.
    fn add(&mut self, line: &'a str, number: usize) -> Result<(), LightgbmError> {
        let (field, value) = match (line.split_once('='), self.place) {
            (Some(field), _) => field,
            (None, Place::Header) => (line, ""),
            (None, Place::Tree(_)) => {
                return Err(LightgbmError::Line { line: number, found: quoted(line) });
            }
        };
        if self.fields.insert(field, value).is_some() {
            return Err(LightgbmError::Repeated { line: number, place: self.place, field: quoted(field) });
        }
        Ok(())
    }

    /// Whether there is such a field, or such a name alone on a line.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    pub(super) fn text(&self, field: &'static str) -> Result<&'a str, LightgbmError> {
        self.fields.get(field).copied().ok_or(LightgbmError::Missing { place: self.place, field })
    }

    /// The entries of a field.
    pub(super) fn words(&self, field: &'static str) -> Result<impl Iterator<Item = &'a str>, LightgbmError> {
        Ok(self.text(field)?.split_ascii_whitespace())
    }

    /// A field of one number.
    pub(super) fn number<T: FromStr>(
        &self,
        field: &'static str,
        expected: &'static str,
    ) -> Result<T, LightgbmError> {
        let text = self.text(field)?;
        text.parse().map_err(|_| self.entry(field, 0, text, expected))
    }

    /// A field of so many numbers.
    pub(super) fn numbers<T: FromStr>(
        &self,
        field: &'static str,
        count: usize,
        expected: &'static str,
    ) -> Result<Vec<T>, LightgbmError> {
        let parse =
            |(entry, text): (usize, &str)| text.parse().map_err(|_| self.entry(field, entry, text, expected));
        let numbers = self.words(field)?.enumerate().map(parse).collect::<Result<Vec<T>, _>>()?;
        if numbers.len() == count { Ok(numbers) } else { Err(self.count(field, numbers.len(), count)) }
    }

    /// Refuses what is not supported.
    pub(super) fn only(
        &self,
        field: &'static str,
        supported: &'static str,
        is_supported: impl Fn(&str) -> bool,
    ) -> Result<(), LightgbmError> {
        let found = self.text(field)?;
        if is_supported(found) {
            Ok(())
        } else {
            Err(LightgbmError::Unsupported { place: self.place, field, found: quoted(found), supported })
        }
    }

    /// An entry of a field is not what was expected.
    pub(super) fn entry(
        &self,
        field: &'static str,
        entry: usize,
        found: &(impl ToString + ?Sized),
        expected: &'static str,
    ) -> LightgbmError {
        LightgbmError::Entry { place: self.place, field, entry, found: quoted(&found.to_string()), expected }
    }

    /// A field has another number of entries than expected.
    pub(super) fn count(&self, field: &'static str, found: usize, expected: usize) -> LightgbmError {
        LightgbmError::Count { place: self.place, field, found, expected }
    }
}

/// The beginning of a text, so that an error is no longer than a line.
fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}
