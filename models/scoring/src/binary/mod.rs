//! `scorer.bin`: a scorer as the functions load it, without working out a Shapley value.
//!
//! All numbers are little-endian; each block starts at a multiple of 8 bytes, zeros between.
//!
//! ```text
//! 8 bytes  "CLRSCORE"
//! u32      version, 3
//! u32      inputs
//! u32      bytes of the inputs' names
//! u32      readings of inputs: numbers with missing zeros or without infinity, or whether a category is in a set
//! u32      words of their sets
//! u32      groups of symmetric trees
//! u32      other trees
//! u32      nodes of the other trees
//! f64      the constant of the margin
//! names    each ended by a line feed
//! readings u32 input, in bit 31 that zeros are missing, in bit 30 that infinity is a number; u32 words of the set, 0
//!          of a number; then all words (u32, lowest bit first)
//! groups   u32 levels d, u32 trees n, then d n cuts (u32 input and, in bit 31, default left; f32 threshold),
//!          2^d n leaves (f32), (2^d - 1) n shares of the cover that go left (f64), d 2^d n Shapley values (f64);
//!          rising in d
//! trees    u32 nodes, of each
//! nodes    f64 cover; u32 left child, 0 for a leaf; u32 right child; u32 input or, after the last input, reading,
//!          and in bit 31 default left; f32 threshold; f64 value of a leaf. What does not apply is 0
//! u32      CRC-32 of all that stands before; u32 0
//! ```
//!
//! The CRC finds damage; that the file is the release's own is vouched for by the manifest's SHA-256. Besides,
//! the Shapley values of each pattern of each tree are checked to add up to its leaf, and the shares to lead to
//! the tree's expected value.

mod read;
mod write;

pub(crate) use self::read::read;
pub(crate) use self::write::write;
use crate::scorer::ScorerError;
use crate::tree::TreeError;

const MAGIC: &[u8; 8] = b"CLRSCORE";
const VERSION: u32 = 3;
const DEFAULT_LEFT: u32 = 1 << 31;
const ZERO_IS_MISSING: u32 = 1 << 31;
const IS_BOUNDED: u32 = 1 << 30;
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
