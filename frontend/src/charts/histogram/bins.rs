//! The counts of a histogram, bin by bin.

use api::Histogram;

/// Known outcomes that a rate needs behind it to be shown.
const ENOUGH: u32 = 30;

/// One bin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bin {
    pub(crate) repaid: u32,
    pub(crate) defaulted: u32,
    pub(crate) unknown: u32,
}

impl Bin {
    /// All clients in it.
    pub(crate) fn total(self) -> u32 {
        self.repaid + self.defaulted + self.unknown
    }

    /// The share who defaulted of those whose outcome is known; `None` where they are too few.
    pub(crate) fn default_rate(self) -> Option<f64> {
        let known = self.repaid + self.defaulted;
        (known >= ENOUGH).then(|| f64::from(self.defaulted) / f64::from(known))
    }

    /// Both together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            repaid: self.repaid + other.repaid,
            defaulted: self.defaulted + other.defaulted,
            unknown: self.unknown + other.unknown,
        }
    }
}

/// All bins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bins(pub(crate) Vec<Bin>);

impl Bins {
    /// The bins of an answer. Where its lists differ in length, what is missing counts as nobody.
    pub(crate) fn of(histogram: &Histogram) -> Self {
        let count = histogram.edges.len().saturating_sub(1);
        let at = |counts: &[u32], index: usize| counts.get(index).copied().unwrap_or_default();
        let bin = |index| Bin {
            repaid: at(&histogram.repaid, index),
            defaulted: at(&histogram.defaulted, index),
            unknown: at(&histogram.unknown, index),
        };
        Self((0..count).map(bin).collect())
    }

    /// Whether nobody is in any of them.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|bin| bin.total() == 0)
    }

    /// Whether somebody's outcome is not known.
    pub(crate) fn have_unknown(&self) -> bool {
        self.0.iter().any(|bin| bin.unknown > 0)
    }

    /// The size of the largest.
    pub(crate) fn largest(&self) -> u32 {
        self.0.iter().map(|bin| bin.total()).max().unwrap_or_default()
    }

    /// Everybody.
    pub(crate) fn sum(&self) -> Bin {
        self.0.iter().fold(Bin::default(), |sum, &bin| sum.with(bin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_needs_enough_known_outcomes() {
        assert_eq!(Bin { repaid: 28, defaulted: 1, unknown: 900 }.default_rate(), None);
        assert_eq!(Bin { repaid: 27, defaulted: 3, unknown: 0 }.default_rate(), Some(0.1));
    }

    #[test]
    fn an_answer_becomes_bins() {
        let histogram = Histogram {
            edges: vec![0.0, 1.0, 2.0],
            labels: Vec::new(),
            repaid: vec![4, 5],
            defaulted: vec![1],
            unknown: vec![0, 2],
        };
        let bins = Bins::of(&histogram);
        assert_eq!((bins.largest(), bins.have_unknown(), bins.is_empty()), (7, true, false));
        assert_eq!(bins.sum(), Bin { repaid: 9, defaulted: 1, unknown: 2 });
        assert!(Bins::of(&Histogram::default()).is_empty());
    }
}
