//! From values to places.

/// A straight line from a domain of values to a range of places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// A scale that brings the domain's ends to the range's ends.
    pub(crate) fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range }
    }

    /// A scale to percent of the width.
    pub(crate) fn percent(domain: (f64, f64)) -> Self {
        Self::new(domain, (0.0, 100.0))
    }

    /// The place of a value. A domain without extent has one place, the middle.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let (from, to) = self.domain;
        let share = if from == to { 0.5 } else { (value - from) / (to - from) };
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// The place of a value, held inside the range.
    pub(crate) fn clamped(&self, value: f64) -> f64 {
        let (low, high) = (self.range.0.min(self.range.1), self.range.0.max(self.range.1));
        self.place(value).clamp(low, high)
    }

    /// The domain.
    pub(crate) fn domain(&self) -> (f64, f64) {
        self.domain
    }
}

/// A place as an SVG length in percent; three decimals are finer than any screen.
pub(crate) fn percent(place: f64) -> String {
    // Adding zero turns a negative zero into a positive one.
    format!("{}%", (place * 1000.0).round() / 1000.0 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_go_to_the_ends() {
        let scale = Scale::new((200.0, 700.0), (10.0, 110.0));
        assert_eq!([200.0, 450.0, 700.0].map(|value| scale.place(value)), [10.0, 60.0, 110.0]);
        assert_eq!(scale.clamped(9_000.0), 110.0);
        assert_eq!(scale.clamped(-9_000.0), 10.0);
    }

    #[test]
    fn a_range_may_fall() {
        let scale = Scale::new((0.0, 10.0), (100.0, 0.0));
        assert_eq!(scale.place(2.5), 75.0);
        assert_eq!(scale.clamped(11.0), 0.0);
    }

    #[test]
    fn a_domain_without_extent_has_its_place_in_the_middle() {
        assert_eq!(Scale::percent((3.0, 3.0)).place(3.0), 50.0);
    }

    #[test]
    fn percent_is_short() {
        assert_eq!(percent(100.0 / 3.0), "33.333%");
        assert_eq!(percent(-0.000_01), "0%");
    }
}
