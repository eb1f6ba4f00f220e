//! Writes `scorer.bin`.

use super::{DEFAULT_LEFT, IS_BOUNDED, MAGIC, VERSION, ZERO_IS_MISSING};
use crate::reading::Reading;
use crate::scorer::Scorer;
use crate::tree::{NodeKind, Split, Tree};

pub(crate) fn write(scorer: &Scorer) -> Vec<u8> {
    let names: String = scorer.inputs().iter().flat_map(|name| [name.as_str(), "\n"]).collect();
    let (symmetric, general) = (scorer.symmetric(), scorer.general());
    let nodes = || general.trees().iter().flat_map(Tree::nodes);
    let readings = scorer.readings().all();
    let words = || readings.iter().flat_map(members);

    let mut out = Writer(MAGIC.to_vec());
    let counts = [
        scorer.inputs().len(),
        names.len(),
        readings.len(),
        words().count(),
        symmetric.groups.len(),
        general.trees().len(),
        nodes().count(),
    ];
    out.u32(VERSION);
    counts.into_iter().for_each(|count| out.count(count));
    out.f64(scorer.constant());
    out.0.extend(names.bytes());
    out.align();
    for reading in readings {
        let mark = |holds, mark| if holds { mark } else { 0 };
        out.u32(match *reading {
            Reading::Number { input, zero_is_missing, is_bounded } => {
                input | mark(zero_is_missing, ZERO_IS_MISSING) | mark(is_bounded, IS_BOUNDED)
            }
            Reading::InSet { input, .. } => input,
        });
        out.count(members(reading).len());
    }
    words().for_each(|&word| out.u32(word));
    out.align();
    for group in &symmetric.groups {
        out.count(group.depth);
        out.count(group.trees());
        for split in group.cuts.iter().flat_map(|cuts| (0..group.depth).map(|level| cuts.split(level))) {
            out.split(split);
        }
        group.leaves.iter().for_each(|&leaf| out.f32(leaf));
        out.align();
        group.shares.iter().for_each(|&share| out.f64(share));
        group.shapley.iter().for_each(|&value| out.f64(value));
    }
    general.trees().iter().for_each(|tree| out.count(tree.nodes().len()));
    out.align();
    for node in nodes() {
        out.f64(node.cover);
        match node.kind {
            NodeKind::Leaf(value) => {
                [0; 4].into_iter().for_each(|word| out.u32(word));
                out.f64(value);
            }
            NodeKind::Split { split, left, right } => {
                out.u32(left);
                out.u32(right);
                out.split(split);
                out.f64(0.0);
            }
        }
    }
    let checksum = crc32fast::hash(&out.0);
    out.u32(checksum);
    out.u32(0);
    out.0
}

/// The words of a reading's set; none of a number.
fn members(reading: &Reading) -> &[u32] {
    match reading {
        Reading::Number { .. } => &[],
        Reading::InSet { members, .. } => members,
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        self.u32(u32::try_from(count).expect("a scorer is far smaller than 4 GiB"));
    }

    fn f32(&mut self, number: f32) {
        self.0.extend(number.to_le_bytes());
    }

    fn f64(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    fn split(&mut self, split: Split) {
        self.u32(split.feature | if split.default_left { DEFAULT_LEFT } else { 0 });
        self.f32(split.threshold);
    }

    fn align(&mut self) {
        self.0.resize(self.0.len().next_multiple_of(8), 0);
    }
}
