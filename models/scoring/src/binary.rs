//! `scorer.bin`: a scorer as the functions load it, without working out a Shapley value.
//!
//! All numbers are little-endian; each block starts at a multiple of 8 bytes, zeros between.
//!
//! ```text
//! 8 bytes  "CLRSCORE"
//! u32      version, 2
//! u32      inputs
//! u32      bytes of the inputs' names
//! u32      groups of symmetric trees
//! u32      other trees
//! u32      nodes of the other trees
//! f64      the constant of the margin
//! names    each ended by a line feed
//! groups   u32 levels d, u32 trees n, then d n cuts (u32 input and, in bit 31, default left; f32 threshold),
//!          2^d n leaves (f32), (2^d - 1) n shares of the cover that go left (f64), d 2^d n Shapley values (f64);
//!          rising in d
//! trees    u32 nodes, of each
//! nodes    f32 cover; u32 left child, 0 for a leaf; u32 right child; u32 input and default; f32 threshold or
//!          value; u32 0
//! u32      CRC-32 of all that stands before; u32 0
//! ```
//!
//! The CRC finds damage; that the file is the release's own is vouched for by the manifest's SHA-256. Besides,
//! the Shapley values of each pattern of each tree are checked to add up to its leaf, and the shares to lead to
//! the tree's expected value.

use crate::general::GeneralForest;
use crate::scorer::{Scorer, ScorerError};
use crate::symmetric::{Cuts, Group, MAX_LEVELS, SymmetricForest};
use crate::tree::{Node, NodeKind, Split, Tree, TreeError};

const MAGIC: &[u8; 8] = b"CLRSCORE";
const VERSION: u32 = 2;
const DEFAULT_LEFT: u32 = 1 << 31;
/// How far the Shapley values of a pattern may miss its leaf, for each log-odd that the tree can add.
const ADDITIVITY: f64 = 1e-9;

/// Why bytes are not a `scorer.bin`.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BinaryError {
    /// The file begins with something else.
    #[error("not a scorer.bin: the first eight bytes differ")]
    Magic,
    /// The file was written by another version of this code.
    #[error("scorer.bin has version {0}; this program reads version {VERSION}: make the release again")]
    Version(u32),
    /// The checksum does not fit.
    #[error("scorer.bin is damaged: its checksum is {found:08x}, not {expected:08x}")]
    Checksum {
        /// What the file's content comes to.
        found: u32,
        /// What the file says.
        expected: u32,
    },
    /// The file ends early or late, or its parts contradict each other.
    #[error("scorer.bin is malformed: {0}")]
    Malformed(&'static str),
    /// One of its trees is no tree.
    #[error("scorer.bin is malformed: tree {tree}: {source}")]
    Tree {
        /// The tree's position among the trees that are not symmetric.
        tree: usize,
        /// What is wrong with it.
        source: TreeError,
    },
    /// Its parts do not make a scorer.
    #[error("scorer.bin: {0}")]
    Scorer(#[from] ScorerError),
}

pub(crate) fn write(scorer: &Scorer) -> Vec<u8> {
    let names: String = scorer.inputs().iter().flat_map(|name| [name.as_str(), "\n"]).collect();
    let (symmetric, general) = (scorer.symmetric(), scorer.general());
    let nodes = || general.trees().iter().flat_map(Tree::nodes);

    let mut out = Writer(MAGIC.to_vec());
    let counts =
        [scorer.inputs().len(), names.len(), symmetric.groups.len(), general.trees().len(), nodes().count()];
    out.u32(VERSION);
    counts.into_iter().for_each(|count| out.count(count));
    out.f64(scorer.constant());
    out.0.extend(names.bytes());
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
        out.f32(node.cover);
        match node.kind {
            NodeKind::Leaf(value) => {
                [0, 0, 0].into_iter().for_each(|word| out.u32(word));
                out.f32(value);
            }
            NodeKind::Split { split, left, right } => {
                out.u32(left);
                out.u32(right);
                out.split(split);
            }
        }
        out.u32(0);
    }
    let checksum = crc32fast::hash(&out.0);
    out.u32(checksum);
    out.u32(0);
    out.0
}

pub(crate) fn read(bytes: &[u8]) -> Result<Scorer, BinaryError> {
    if !bytes.starts_with(MAGIC) {
        return Err(BinaryError::Magic);
    }
    let mut reader = Reader { rest: &bytes[MAGIC.len()..], length: bytes.len() };
    let version = reader.u32()?;
    if version != VERSION {
        return Err(BinaryError::Version(version));
    }
    let (content, end) = bytes.split_at_checked(bytes.len().wrapping_sub(8)).ok_or(CUT_SHORT)?;
    let expected = Reader { rest: end, length: bytes.len() }.u32()?;
    let found = crc32fast::hash(content);
    if found != expected || end[4..] != [0; 4] {
        return Err(BinaryError::Checksum { found, expected });
    }
    reader.rest = content.get(MAGIC.len() + 4..).ok_or(CUT_SHORT)?;

    let [inputs, names, groups, trees, nodes] =
        [reader.count()?, reader.count()?, reader.count()?, reader.count()?, reader.count()?];
    let constant = reader.f64s(1)?[0];
    let names =
        std::str::from_utf8(reader.take(names)?).map_err(|_| BinaryError::Malformed("a name is not text"))?;
    let names: Vec<String> = names.split_terminator('\n').map(str::to_owned).collect();
    if names.len() != inputs {
        return Err(BinaryError::Malformed("there are not as many names as inputs"));
    }
    reader.align(content)?;

    let mut symmetric = SymmetricForest::default();
    for _ in 0..groups {
        let group = reader.group(content, inputs)?;
        if symmetric.groups.last().is_some_and(|last| last.depth >= group.depth) {
            return Err(BinaryError::Malformed("the groups do not rise in depth"));
        }
        symmetric.groups.push(group);
    }

    let sizes = reader.u32s(trees)?;
    if sizes.iter().map(|&size| u64::from(size)).sum::<u64>() != nodes as u64 {
        return Err(BinaryError::Malformed("the trees' nodes do not add up"));
    }
    reader.align(content)?;
    let mut general = GeneralForest::default();
    for (tree, size) in sizes.into_iter().enumerate() {
        let wrong = |source| BinaryError::Tree { tree, source };
        general.push(Tree::new(&reader.nodes(size as usize)?, inputs).map_err(wrong)?);
    }
    if !reader.rest.is_empty() {
        return Err(BinaryError::Malformed("more follows where it should end"));
    }
    Ok(Scorer::from_forests(names, constant, symmetric, general)?)
}

const CUT_SHORT: BinaryError = BinaryError::Malformed("it is cut short");

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

/// What is still to be read. No length is believed before the bytes are seen to be there.
struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], BinaryError> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or(CUT_SHORT)?;
        self.rest = rest;
        Ok(taken)
    }

    /// `count` items of `N` bytes.
    fn items<const N: usize>(&mut self, count: usize) -> Result<&'a [[u8; N]], BinaryError> {
        let bytes = count.checked_mul(N).ok_or(CUT_SHORT)?;
        Ok(self.take(bytes)?.as_chunks().0)
    }

    fn u32(&mut self) -> Result<u32, BinaryError> {
        Ok(self.u32s(1)?[0])
    }

    fn count(&mut self) -> Result<usize, BinaryError> {
        Ok(self.u32()? as usize)
    }

    fn u32s(&mut self, count: usize) -> Result<Vec<u32>, BinaryError> {
        Ok(self.items(count)?.iter().map(|&item| u32::from_le_bytes(item)).collect())
    }

    fn f32s(&mut self, count: usize) -> Result<Vec<f32>, BinaryError> {
        Ok(self.items(count)?.iter().map(|&item| f32::from_le_bytes(item)).collect())
    }

    fn f64s(&mut self, count: usize) -> Result<Vec<f64>, BinaryError> {
        Ok(self.items(count)?.iter().map(|&item| f64::from_le_bytes(item)).collect())
    }

    /// Passes over the zeros before the next block of `content`.
    fn align(&mut self, content: &[u8]) -> Result<(), BinaryError> {
        let at = content.len() - self.rest.len();
        if self.take(at.next_multiple_of(8) - at)?.iter().all(|&byte| byte == 0) {
            Ok(())
        } else {
            Err(BinaryError::Malformed("what lies between two blocks is not zero"))
        }
    }

    fn group(&mut self, content: &[u8], inputs: usize) -> Result<Group, BinaryError> {
        let (depth, trees) = (self.count()?, self.count()?);
        if depth > MAX_LEVELS || trees == 0 || trees > self.length {
            return Err(BinaryError::Malformed("a group has an impossible size"));
        }
        let splits = self.u32s(2 * depth * trees)?;
        let splits: Vec<Split> =
            splits.as_chunks().0.iter().map(|&[input, bits]| split(input, bits)).collect();
        let leaves = self.f32s(trees << depth)?;
        self.align(content)?;
        let shares = self.f64s(trees * ((1 << depth) - 1))?;
        let shapley = self.f64s((trees * depth) << depth)?;
        if splits.iter().any(|split| split.threshold.is_nan() || split.feature as usize >= inputs) {
            return Err(BinaryError::Malformed("a split has no threshold or no input"));
        }
        let cuts = (0..trees).map(|tree| Cuts::new(&splits[tree * depth..(tree + 1) * depth])).collect();
        let group = Group { depth, cuts, leaves, shares, shapley };
        if !(0..trees).all(|tree| group.is_additive(tree, ADDITIVITY)) {
            Err(BinaryError::Malformed("the Shapley values of a tree do not add up to its leaves"))
        } else if !(0..trees).all(|tree| group.is_weighed(tree, ADDITIVITY)) {
            Err(BinaryError::Malformed("the shares of a tree do not lead to its expected value"))
        } else {
            Ok(group)
        }
    }

    fn nodes(&mut self, count: usize) -> Result<Vec<Node>, BinaryError> {
        let node = |&[cover, left, right, input, bits, _]: &[u32; 6]| Node {
            cover: f32::from_bits(cover),
            kind: match left {
                0 => NodeKind::Leaf(f32::from_bits(bits)),
                left => NodeKind::Split { split: split(input, bits), left, right },
            },
        };
        let words = self.u32s(count.checked_mul(6).ok_or(CUT_SHORT)?)?;
        Ok(words.as_chunks().0.iter().map(node).collect())
    }
}

/// A split from its input, with the default in the highest bit, and the bits of its threshold.
fn split(input: u32, bits: u32) -> Split {
    Split {
        feature: input & !DEFAULT_LEFT,
        threshold: f32::from_bits(bits),
        default_left: input & DEFAULT_LEFT != 0,
    }
}
