//! The fields of a tree, as nodes.

use std::collections::HashMap;

use super::LightgbmError;
use super::fields::Section;
use crate::reading::{GREATEST_ZERO, MOST_CATEGORIES, Reading};
use crate::tree::{Node, NodeKind, Split};

const CHILD: &str = "a split, or a leaf as a negative number";
const DECISION: &str = "a decision type, from 0 to 11";
const INPUT: &str = "the position of an input";
const LEAVES: &str = "a number of leaves, from 1 on";
const ROWS: &str = "a number of rows";

/// The readings that the splits of a model ask for, each once.
pub(super) struct ReadingList {
    inputs: usize,
    positions: HashMap<Reading, u32>,
    all: Vec<Reading>,
}

impl ReadingList {
    /// Of a model of so many inputs: the first reading stands behind them.
    pub(super) fn behind(inputs: usize) -> Self {
        Self { inputs, positions: HashMap::new(), all: Vec::new() }
    }

    pub(super) fn all(&self) -> &[Reading] {
        &self.all
    }

    pub(super) fn into_all(self) -> Vec<Reading> {
        self.all
    }

    fn position(&mut self, reading: Reading) -> u32 {
        let next = (self.inputs + self.all.len()) as u32;
        *self.positions.entry(reading).or_insert_with_key(|reading| {
            self.all.push(reading.clone());
            next
        })
    }
}

/// What a decision type says.
enum Decision {
    Numerical { default_left: bool, missing: Missing },
    Categorical,
}

/// What counts as missing at a numerical split.
#[derive(Clone, Copy)]
enum Missing {
    /// Nothing: NaN is 0.
    Nothing,
    /// Zeros, and NaN as one of them.
    Zero,
    Nan,
}

impl Decision {
    fn read(bits: u8) -> Option<Self> {
        let missing = match bits >> 2 {
            0 => Missing::Nothing,
            1 => Missing::Zero,
            2 => Missing::Nan,
            _ => return None,
        };
        // Where a category is missing is not asked: it goes right.
        let numerical = Self::Numerical { default_left: bits & 2 != 0, missing };
        Some(if bits & 1 == 0 { numerical } else { Self::Categorical })
    }
}

/// The nodes of a tree: its splits as they are numbered, then its leaves.
pub(super) fn nodes(section: &Section<'_>, readings: &mut ReadingList) -> Result<Vec<Node>, LightgbmError> {
    // Versions without linear trees do not write the field.
    if section.has("is_linear") {
        section.only("is_linear", "a tree with one value a leaf (is_linear=0)", |linear| linear == "0")?;
    }
    let leaves = section.number::<usize>("num_leaves", LEAVES)?;
    let splits = leaves.checked_sub(1).ok_or_else(|| section.entry("num_leaves", 0, &leaves, LEAVES))?;
    let values = section.numbers::<f64>("leaf_value", leaves, "a number")?;
    let rows = section.numbers::<u32>("leaf_count", leaves, ROWS)?;
    let inputs = section.numbers::<u32>("split_feature", splits, INPUT)?;
    let thresholds = section.numbers::<f64>("threshold", splits, "a number")?;
    let decisions = section.numbers::<u8>("decision_type", splits, DECISION)?;
    let children = [
        section.numbers::<i64>("left_child", splits, CHILD)?,
        section.numbers::<i64>("right_child", splits, CHILD)?,
    ];
    let covers = section.numbers::<u32>("internal_count", splits, ROWS)?;
    let mut sets = Sets::read(section)?;

    let child = |field, entry, found: i64| {
        // Leaves stand after the splits.
        let position = if found < 0 { splits as i64 + !found } else { found };
        let last = if found < 0 { splits + leaves } else { splits };
        let position = usize::try_from(position).ok().filter(|&position| position < last);
        position.map(|position| position as u32).ok_or_else(|| section.entry(field, entry, &found, CHILD))
    };
    let mut nodes = Vec::with_capacity(splits + leaves);
    for entry in 0..splits {
        let (input, threshold) = (inputs[entry], thresholds[entry]);
        if input as usize >= readings.inputs {
            return Err(section.entry("split_feature", entry, &input, INPUT));
        }
        let split = match Decision::read(decisions[entry]) {
            None => return Err(section.entry("decision_type", entry, &decisions[entry], DECISION)),
            Some(Decision::Categorical) => {
                let members = sets.take(threshold).ok_or_else(|| {
                    section.entry(
                        "threshold",
                        entry,
                        &threshold,
                        "the number of a set that no other split has",
                    )
                })?;
                let feature = readings.position(Reading::InSet { input, members });
                Split { feature, threshold: 0.5, default_left: false }
            }
            Some(Decision::Numerical { .. }) if threshold.is_nan() => {
                return Err(section.entry("threshold", entry, &threshold, "a number"));
            }
            Some(Decision::Numerical { default_left, missing }) => {
                numerical(input, threshold, default_left, missing, readings)
            }
        };
        let left = child("left_child", entry, children[0][entry])?;
        let right = child("right_child", entry, children[1][entry])?;
        nodes.push(Node { cover: f64::from(covers[entry]), kind: NodeKind::Split { split, left, right } });
    }
    let leaf = |(&value, &rows)| Node { cover: f64::from(rows), kind: NodeKind::Leaf(value) };
    nodes.extend(values.iter().zip(&rows).map(leaf));
    Ok(nodes)
}

/// The least 32-bit number that is too great to go left, where values around 0 are 0.
fn bound(threshold: f64) -> f32 {
    let nearest = threshold as f32;
    let above = if f64::from(nearest) > threshold { nearest } else { nearest.next_up() };
    if threshold >= 0.0 { above.max(GREATEST_ZERO.next_up()) } else { above.min(-GREATEST_ZERO) }
}

fn numerical(
    input: u32,
    threshold: f64,
    default_left: bool,
    missing: Missing,
    readings: &mut ReadingList,
) -> Split {
    let zero_left = threshold >= 0.0;
    let default_left = if matches!(missing, Missing::Nothing) { zero_left } else { default_left };
    // Where zeros go as they would anyway, no one needs to look.
    let zero_is_missing = matches!(missing, Missing::Zero) && zero_left != default_left;
    // Even infinity is at most infinity, but below nothing.
    let is_bounded = threshold == f64::INFINITY;
    let feature = if zero_is_missing || is_bounded {
        readings.position(Reading::Number { input, zero_is_missing, is_bounded })
    } else {
        input
    };
    Split { feature, threshold: bound(threshold), default_left }
}

/// The sets of a tree's categorical splits. Each belongs to one split, so that no text is shorter than its sets.
struct Sets(Vec<Option<Box<[u32]>>>);

impl Sets {
    fn read(section: &Section<'_>) -> Result<Self, LightgbmError> {
        const BOUNDARY: &str = "where a set begins, rising by at most 32768 words";
        let count = section.number::<usize>("num_cat", "a number of categorical splits")?;
        if count == 0 {
            return Ok(Self(Vec::new()));
        }
        let edges = count
            .checked_add(1)
            .ok_or_else(|| section.entry("num_cat", 0, &count, "a number of categorical splits"))?;
        let boundaries = section.numbers::<usize>("cat_boundaries", edges, BOUNDARY)?;
        let words = boundaries[count];
        let words = section.numbers::<u32>("cat_threshold", words, "32 bits of a set, as a number")?;
        let set = |(entry, edges): (usize, &[usize])| {
            let members = words.get(edges[0]..edges[1]).filter(|set| set.len() <= MOST_CATEGORIES / 32);
            let members =
                members.ok_or_else(|| section.entry("cat_boundaries", entry, &edges[0], BOUNDARY))?;
            // The empty set has a word too.
            Ok(Some(if members.is_empty() { Box::new([0]) } else { Box::<[u32]>::from(members) }))
        };
        boundaries.windows(2).enumerate().map(set).collect::<Result<_, _>>().map(Self)
    }

    /// The set of that number, once.
    fn take(&mut self, number: f64) -> Option<Box<[u32]>> {
        let position = number as usize;
        if position as f64 == number { self.0.get_mut(position)?.take() } else { None }
    }
}
