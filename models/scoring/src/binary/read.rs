//! Reads `scorer.bin`.

use super::{ADDITIVITY, BinaryError, DEFAULT_LEFT, IS_BOUNDED, MAGIC, VERSION, ZERO_IS_MISSING};
use crate::general::GeneralForest;
use crate::reading::{MOST_CATEGORIES, Reading, Readings};
use crate::scorer::Scorer;
use crate::symmetric::{Cuts, Group, MAX_LEVELS, SymmetricForest};
use crate::tree::{Node, NodeKind, Split, Tree};

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

    let mut counts = [0; 7];
    for count in &mut counts {
        *count = reader.count()?;
    }
    let [inputs, names, readings, words, groups, trees, nodes] = counts;
    let constant = reader.f64s(1)?[0];
    let names =
        std::str::from_utf8(reader.take(names)?).map_err(|_| BinaryError::Malformed("a name is not text"))?;
    let names: Vec<String> = names.split_terminator('\n').map(str::to_owned).collect();
    if names.len() != inputs {
        return Err(BinaryError::Malformed("there are not as many names as inputs"));
    }
    reader.align(content)?;
    let readings = Readings::new(inputs, reader.readings(readings, words, inputs)?);
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
        let tree = Tree::new(&reader.nodes(size as usize)?, readings.width()).map_err(wrong)?;
        general.push(tree, &readings);
    }
    if !reader.rest.is_empty() {
        return Err(BinaryError::Malformed("more follows where it should end"));
    }
    Ok(Scorer::from_forests(names, constant, symmetric, general, readings)?)
}

const CUT_SHORT: BinaryError = BinaryError::Malformed("it is cut short");

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

    fn readings(&mut self, count: usize, words: usize, inputs: usize) -> Result<Vec<Reading>, BinaryError> {
        const NO_SET: BinaryError = BinaryError::Malformed("a reading has no input or an impossible set");
        let heads = self.u32s(count.checked_mul(2).ok_or(CUT_SHORT)?)?;
        let words = self.u32s(words)?;
        let mut rest = &words[..];
        let mut readings = Vec::with_capacity(count);
        for &[head, size] in heads.as_chunks().0 {
            let (members, after) = rest.split_at_checked(size as usize).ok_or(NO_SET)?;
            rest = after;
            let input = head & !(ZERO_IS_MISSING | IS_BOUNDED);
            readings.push(match members {
                _ if input as usize >= inputs || members.len() > MOST_CATEGORIES / 32 => return Err(NO_SET),
                [] => Reading::Number {
                    input,
                    zero_is_missing: head & ZERO_IS_MISSING != 0,
                    is_bounded: head & IS_BOUNDED != 0,
                },
                _ if head != input => return Err(NO_SET),
                members => Reading::InSet { input, members: members.into() },
            });
        }
        if rest.is_empty() { Ok(readings) } else { Err(NO_SET) }
    }

    fn nodes(&mut self, count: usize) -> Result<Vec<Node>, BinaryError> {
        let node = |bytes: &[u8; 32]| {
            let (eights, _) = bytes.as_chunks();
            let (fours, _) = bytes.as_chunks();
            let [cover, value] = [0, 3].map(|at| f64::from_le_bytes(eights[at]));
            let [left, right, input, threshold] = [2, 3, 4, 5].map(|at| u32::from_le_bytes(fours[at]));
            let kind = match left {
                0 => NodeKind::Leaf(value),
                left => NodeKind::Split { split: split(input, threshold), left, right },
            };
            Node { cover, kind }
        };
        Ok(self.items(count)?.iter().map(node).collect())
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
