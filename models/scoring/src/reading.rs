//! Inputs as some splits of `LightGBM` look at them: with zeros as missing, without infinity, or as a category that is
//! or is not in a set.
//!
//! What such a split sees is worked out first and put behind the inputs of the row. The split is then one of a
//! number at a threshold like any other, so that every tree is walked and explained in the same way.

/// Values from minus this to this are zeros to `LightGBM`, which has the number in 32 bits.
pub(crate) const GREATEST_ZERO: f32 = 1e-35;
/// The most categories of an input, which are numbered from 0.
pub(crate) const MOST_CATEGORIES: usize = 1 << 20;

/// What some splits see of an input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// The value.
    Number {
        /// The position of the input.
        input: u32,
        /// Whether a zero is NaN.
        zero_is_missing: bool,
        /// Whether infinity is the greatest number, so that no value reaches a threshold of infinity.
        is_bounded: bool,
    },
    /// 0 where the value, cut to a whole number, is in the set; 1 where it is not, or is negative or NaN.
    InSet {
        /// The position of the input.
        input: u32,
        /// A bit for each category from 0 on, 32 in a word, the lowest bit first.
        members: Box<[u32]>,
    },
}

impl Reading {
    /// The position of the input that is read.
    pub(crate) fn input(&self) -> u32 {
        match *self {
            Self::Number { input, .. } | Self::InSet { input, .. } => input,
        }
    }

    fn of(&self, row: &[f32]) -> f32 {
        let value = row[self.input() as usize];
        match self {
            Self::Number { zero_is_missing: true, .. } if value.abs() <= GREATEST_ZERO => f32::NAN,
            Self::Number { is_bounded: true, .. } if value == f32::INFINITY => f32::MAX,
            Self::Number { .. } => value,
            // Cut to a whole number, values above -1 and below 0 are category 0. No set reaches up to 2^32.
            Self::InSet { members, .. } if value > -1.0 => {
                let category = value as u32;
                let word = members.get(category as usize / 32).copied().unwrap_or_default();
                f32::from(u8::from(word >> (category % 32) & 1 == 0))
            }
            Self::InSet { .. } => 1.0,
        }
    }
}

/// The readings of an ensemble: the first has the position after the last input's.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Readings {
    inputs: usize,
    of: Vec<Reading>,
}

impl Readings {
    /// Readings of rows of so many inputs.
    pub(crate) fn new(inputs: usize, of: Vec<Reading>) -> Self {
        debug_assert!(of.iter().all(|reading| (reading.input() as usize) < inputs), "readings are of inputs");
        Self { inputs, of }
    }

    pub(crate) fn all(&self) -> &[Reading] {
        &self.of
    }

    /// The number of values in a row that has the readings behind its inputs.
    pub(crate) fn width(&self) -> usize {
        self.inputs + self.of.len()
    }

    /// The input at a position, or the one that is read there.
    pub(crate) fn input(&self, position: u32) -> u32 {
        match (position as usize).checked_sub(self.inputs) {
            Some(reading) => self.of[reading].input(),
            None => position,
        }
    }

    /// The row with the readings behind its inputs, made in `room` where there are any.
    pub(crate) fn behind<'a>(&self, row: &'a [f32], room: &'a mut Vec<f32>) -> &'a [f32] {
        if self.of.is_empty() {
            return row;
        }
        room.clear();
        room.extend_from_slice(row);
        room.extend(self.of.iter().map(|reading| reading.of(row)));
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_missing_as_far_as_lightgbm_says() {
        let reading = Reading::Number { input: 1, zero_is_missing: true, is_bounded: false };
        for zero in [0.0, -0.0, 1e-40, GREATEST_ZERO, -GREATEST_ZERO, f32::NAN] {
            assert!(reading.of(&[7.0, zero]).is_nan(), "{zero}");
        }
        for value in [GREATEST_ZERO.next_up(), -1.0, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(reading.of(&[7.0, value]), value);
        }
    }

    #[test]
    fn infinity_is_a_number_where_that_is_asked() {
        let reading = Reading::Number { input: 0, zero_is_missing: false, is_bounded: true };
        assert_eq!(reading.of(&[f32::INFINITY]), f32::MAX);
        assert!(reading.of(&[f32::NAN]).is_nan());
        for value in [f32::NEG_INFINITY, f32::MAX, 0.0, 1e-40] {
            assert_eq!(reading.of(&[value]), value);
        }
    }

    #[test]
    fn a_set_has_its_members_and_nothing_else() {
        // Categories 0, 5 and 33.
        let reading = Reading::InSet { input: 0, members: Box::new([0b10_0001, 0b10]) };
        for member in [0.0, -0.0, 0.9, -0.9, 5.0, 5.99, 33.0] {
            assert_eq!(reading.of(&[member]), 0.0, "{member}");
        }
        for other in [1.0, 4.99, 34.0, 64.0, -1.0, -5.0, 1e30, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(reading.of(&[other]), 1.0, "{other}");
        }
    }

    #[test]
    fn readings_stand_behind_the_inputs() {
        let readings = Readings::new(2, vec![Reading::InSet { input: 1, members: Box::new([0b1]) }]);
        assert_eq!((readings.width(), readings.input(0), readings.input(2)), (3, 0, 1));
        assert_eq!(readings.behind(&[0.0, 4.0], &mut Vec::new()), [0.0, 4.0, 1.0]);
        assert_eq!(Readings::new(1, vec![]).behind(&[3.0], &mut Vec::new()), [3.0]);
    }
}
