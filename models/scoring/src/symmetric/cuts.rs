//! The splits of a symmetric tree, compared all at once.

use super::MAX_LEVELS;
use crate::tree::Split;

/// The splits of a tree, field by field, so that all are compared at once. Unused places never go right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cuts {
    /// The positions of the inputs, the root's first.
    pub(crate) inputs: [u32; MAX_LEVELS],
    /// A value below goes left. The root's stands last, so that its bit is the highest.
    thresholds: [f32; MAX_LEVELS],
    /// All bits set where a missing value goes right, none where it goes left. The root's stands last.
    missing_right: [u32; MAX_LEVELS],
}

impl Cuts {
    pub(crate) fn new(levels: &[Split]) -> Self {
        let mut cuts = Self {
            inputs: [0; MAX_LEVELS],
            thresholds: [f32::INFINITY; MAX_LEVELS],
            missing_right: [0; MAX_LEVELS],
        };
        for (level, split) in levels.iter().enumerate() {
            cuts.inputs[level] = split.feature;
            cuts.thresholds[MAX_LEVELS - 1 - level] = split.threshold;
            cuts.missing_right[MAX_LEVELS - 1 - level] = if split.default_left { 0 } else { u32::MAX };
        }
        cuts
    }

    /// The split of a level.
    pub(crate) fn split(&self, level: usize) -> Split {
        Split {
            feature: self.inputs[level],
            threshold: self.thresholds[MAX_LEVELS - 1 - level],
            default_left: self.missing_right[MAX_LEVELS - 1 - level] == 0,
        }
    }

    /// The outcomes of the `D` splits as bits, 1 for right, the root's the highest. See [`Split::goes_right`].
    ///
    /// All eight places are compared, without a branch: the unused ones fall off at the end.
    #[inline(always)]
    pub(super) fn pattern<const D: usize>(&self, row: &[f32]) -> usize {
        let mut values = [0.0; MAX_LEVELS];
        for level in 0..D {
            values[MAX_LEVELS - 1 - level] = row[self.inputs[level] as usize];
        }
        outcomes(&values, &self.thresholds, &self.missing_right) >> (MAX_LEVELS - D)
    }
}

/// One bit a place: whether the value goes right there. The first place has the lowest bit.
///
/// The same as [`outcomes_one_by_one`] in two vector comparisons, which the compiler does not find by itself.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn outcomes(
    values: &[f32; MAX_LEVELS],
    thresholds: &[f32; MAX_LEVELS],
    missing_right: &[u32; MAX_LEVELS],
) -> usize {
    use std::arch::x86_64::{
        _mm_and_ps, _mm_castsi128_ps, _mm_cmpge_ps, _mm_cmpunord_ps, _mm_movemask_ps, _mm_or_ps,
        _mm_set_epi32, _mm_set_ps,
    };
    let four = |at: usize| {
        let [v, t] = [values, thresholds].map(|of| [of[at + 3], of[at + 2], of[at + 1], of[at]]);
        let m = [3, 2, 1, 0].map(|place| missing_right[at + place].cast_signed());
        // SAFETY: every x86-64 processor has these instructions.
        #[allow(unsafe_code, reason = "half the time of the portable form to score, and less to explain")]
        unsafe {
            let value = _mm_set_ps(v[0], v[1], v[2], v[3]);
            let reached = _mm_cmpge_ps(value, _mm_set_ps(t[0], t[1], t[2], t[3]));
            let right = _mm_castsi128_ps(_mm_set_epi32(m[0], m[1], m[2], m[3]));
            let missing = _mm_and_ps(_mm_cmpunord_ps(value, value), right);
            _mm_movemask_ps(_mm_or_ps(reached, missing)) as usize
        }
    };
    four(0) | four(4) << 4
}

#[cfg(not(target_arch = "x86_64"))]
use outcomes_one_by_one as outcomes;

/// One bit a place: whether the value goes right there. The first place has the lowest bit.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
fn outcomes_one_by_one(
    values: &[f32; MAX_LEVELS],
    thresholds: &[f32; MAX_LEVELS],
    missing_right: &[u32; MAX_LEVELS],
) -> usize {
    let right = |place: usize| {
        let value = values[place];
        (value >= thresholds[place]) | (value.is_nan() & (missing_right[place] != 0))
    };
    (0..MAX_LEVELS).map(|place| usize::from(right(place)) << place).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_comparisons_are_those_of_a_split() {
        let numbers = [f32::NAN, -f32::NAN, f32::NEG_INFINITY, -1.0, -0.0, 0.0, 1.0, f32::INFINITY];
        for threshold in &numbers[2..] {
            for default_left in [false, true] {
                let splits = [0, 1, 2, 3, 4, 5, 6, 7];
                let levels = splits.map(|feature| Split { feature, threshold: *threshold, default_left });
                for shift in 0..8 {
                    let mut row = numbers;
                    row.rotate_left(shift);
                    let expected =
                        levels.iter().fold(0, |bits, split| bits << 1 | usize::from(split.goes_right(&row)));
                    let cuts = Cuts::new(&levels);
                    assert_eq!(cuts.pattern::<8>(&row), expected, "{threshold} {default_left} {row:?}");
                    assert_eq!(Cuts::new(&levels[..3]).pattern::<3>(&row), expected >> 5);
                    row.reverse();
                    assert_eq!(
                        outcomes_one_by_one(&row, &cuts.thresholds, &cuts.missing_right),
                        expected,
                        "the portable form"
                    );
                }
            }
        }
    }
}
