//! The files opened last.

use std::fmt;

/// So many are remembered.
const MOST: usize = 8;

/// Clients' numbers, the latest first, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Recent(pub(crate) Vec<u32>);

impl Recent {
    /// The same with a client in front.
    pub(crate) fn with(self, id: u32) -> Self {
        let others = self.0.into_iter().filter(|other| *other != id);
        Self([id].into_iter().chain(others).take(MOST).collect())
    }
}

impl fmt::Display for Recent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.0.iter().map(u32::to_string).collect();
        formatter.write_str(&numbers.join(" "))
    }
}

/// Reads what was kept; what is no number is left out.
pub(crate) fn read(text: &str) -> Recent {
    Recent(text.split(' ').filter_map(|number| number.parse().ok()).take(MOST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_stands_in_front_and_none_twice() {
        let recent = Recent::default().with(1).with(2).with(1);
        assert_eq!(recent, Recent(vec![1, 2]));
        assert_eq!(read(&recent.to_string()), recent);
        let many = (0..20).fold(Recent::default(), Recent::with);
        assert_eq!((many.0.len(), many.0[0]), (MOST, 19));
    }

    #[test]
    fn what_was_tampered_with_does_no_harm() {
        assert_eq!(read("7 x  -3 8"), Recent(vec![7, 8]));
        assert_eq!(read(""), Recent::default());
    }
}
