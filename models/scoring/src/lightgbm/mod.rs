//! Reads models in `LightGBM`'s text format (`save_model("model.txt")`), versions v3 and v4 of it.
//!
//! Read are boosted trees (`gbdt`, `goss` and `dart` alike) with numerical and categorical splits for
//! `objective=binary` with `sigmoid:1`, whose raw score is the log-odds of the positive class. Everything else is
//! refused by name: other objectives, several classes, random forests (`average_output`), linear trees.
//!
//! What the fields mean, after `LightGBM`'s `tree.h` and `predictor.hpp`:
//! - A value at most the `threshold` of a numerical split goes left, compared in 64 bits. Rows here are in 32 bits, so
//!   that this is the same as being below the next 32-bit number above the threshold. Values from -1e-35 to 1e-35
//!   count as 0.
//! - `decision_type` says in bit 0 that a split is categorical, in bit 1 that missing values go left, in bits 2 and 3
//!   what is missing: nothing, and NaN counts as 0; zeros and NaN; or NaN.
//! - A categorical split cuts the value to a whole number. It goes left when it is in the split's set: `threshold` is the
//!   number of the set, whose bits stand in `cat_threshold` between two `cat_boundaries`. All else goes right: what
//!   is in no set, negative or NaN. A model that was trained on a pandas frame expects the codes of its categories.
//! - A child from 0 on is a split, a negative one is leaf `-child - 1`.
//! - `leaf_count` is the number of training rows, by which the Shapley values are weighed. The average of the target is
//!   part of the first tree's leaves.
//!
//! # Layout
//! - `fields`: the lines of the text, as fields of sections.
//! - `trees`: one section, as a tree.

mod fields;
mod trees;

use std::fmt;

use self::fields::{Document, Section};
use self::trees::ReadingList;
use crate::scorer::{MOST_INPUTS, Scorer, ScorerError};
use crate::tree::TreeError;

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All that stands before the trees.
    Header,
    /// A tree, by its position.
    Tree(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => write!(out, "header"),
            Self::Tree(tree) => write!(out, "tree {tree}"),
        }
    }
}

/// Why bytes are not a model that can be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LightgbmError {
    /// The bytes are no text.
    #[error("not a model in LightGBM's text format: {0}")]
    NotText(#[from] std::str::Utf8Error),
    /// The text begins with something else.
    #[error("not a model in LightGBM's text format: the first line is {0:?}, not \"tree\"")]
    NotAModel(String),
    /// The text has no end.
    #[error("the model is cut short: there is no line \"end of trees\"")]
    CutShort,
    /// A line that is no field.
    #[error("line {line} is {found:?}; expected field=value")]
    Line {
        /// The line, from 1 on.
        line: usize,
        /// What it holds, or its beginning.
        found: String,
    },
    /// A field is given twice.
    #[error("line {line}: {place} has a second {field}")]
    Repeated {
        /// The line, from 1 on.
        line: usize,
        /// The section.
        place: Place,
        /// The field.
        field: String,
    },
    /// A field is not there.
    #[error("{place} has no {field}")]
    Missing {
        /// The section.
        place: Place,
        /// The field.
        field: &'static str,
    },
    /// A model of a kind that is not read.
    #[error("{place}: {field} is {found:?}; only {supported} is read")]
    Unsupported {
        /// The section.
        place: Place,
        /// The field that says so.
        field: &'static str,
        /// What it holds.
        found: String,
        /// What is read.
        supported: &'static str,
    },
    /// A field holds what it cannot.
    #[error("{place}: entry {entry} of {field} is {found:?}; expected {expected}")]
    Entry {
        /// The section.
        place: Place,
        /// The field.
        field: &'static str,
        /// The entry, from 0 on.
        entry: usize,
        /// What it holds.
        found: String,
        /// What it may hold.
        expected: &'static str,
    },
    /// A field is of the wrong length.
    #[error("{place}: {field} has {found} entries, not {expected}")]
    Count {
        /// The section.
        place: Place,
        /// The field.
        field: &'static str,
        /// Its number of entries.
        found: usize,
        /// The number that another field implies.
        expected: usize,
    },
    /// The nodes of a tree do not make a tree. Its leaves are numbered after its splits.
    #[error("tree {tree}: {source}")]
    Tree {
        /// The tree's position.
        tree: usize,
        /// What is wrong.
        source: TreeError,
    },
    /// The trees do not make a scorer.
    #[error(transparent)]
    Scorer(#[from] ScorerError),
}

pub(crate) fn read(text: &[u8]) -> Result<Scorer, LightgbmError> {
    let Document { header, trees } = Document::read(std::str::from_utf8(text)?)?;
    header.only("version", "v3 or v4", |version| matches!(version, "v3" | "v4"))?;
    header.only("num_class", "one class", |count| count == "1")?;
    header.only("num_tree_per_iteration", "one tree an iteration", |count| count == "1")?;
    header.only("objective", "binary sigmoid:1", |objective| {
        objective.split_ascii_whitespace().eq(["binary", "sigmoid:1"])
    })?;
    if header.has("average_output") {
        return Err(LightgbmError::Unsupported {
            place: Place::Header,
            field: "average_output",
            found: "set".to_owned(),
            supported: "a sum of trees (no random forest)",
        });
    }

    let inputs = inputs(&header)?;
    let sizes = header.words("tree_sizes")?.count();
    if sizes != trees.len() {
        return Err(header.count("tree_sizes", sizes, trees.len()));
    }
    let mut readings = ReadingList::behind(inputs.len());
    let trees = trees.iter().enumerate().map(|(tree, section)| {
        let nodes = trees::nodes(section, &mut readings)?;
        Ok((tree, nodes))
    });
    let trees: Vec<_> = trees.collect::<Result<_, LightgbmError>>()?;
    // A tree may look at every reading that any tree has.
    let width = inputs.len() + readings.all().len();
    let build = |(tree, nodes): (usize, Vec<_>)| {
        crate::tree::Tree::new(&nodes, width).map_err(|source| LightgbmError::Tree { tree, source })
    };
    let trees = trees.into_iter().map(build).collect::<Result<_, _>>()?;
    Ok(Scorer::in_order(inputs, readings.into_all(), trees)?)
}

fn inputs(header: &Section<'_>) -> Result<Vec<String>, LightgbmError> {
    const EXPECTED: &str = "the position of an input, up to 65535";
    let last = header.number::<usize>("max_feature_idx", EXPECTED)?;
    let expected = last.checked_add(1).filter(|&count| count <= MOST_INPUTS);
    let expected = expected.ok_or_else(|| header.entry("max_feature_idx", 0, &last, EXPECTED))?;
    let names: Vec<String> = header.words("feature_names")?.map(str::to_owned).collect();
    if names.len() == expected {
        Ok(names)
    } else {
        Err(header.count("feature_names", names.len(), expected))
    }
}
