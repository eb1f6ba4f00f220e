//! Round numbers along an axis.

/// The steps that read well, as multiples of a power of ten.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

/// The distance between round numbers that puts at most `most` of them, and two at least where the extent allows,
/// into the extent; 0 where there is none.
pub(crate) fn step(extent: f64, most: usize) -> f64 {
    if extent <= 0.0 || !extent.is_finite() || most == 0 {
        return 0.0;
    }
    let rough = extent / most as f64;
    let power = 10f64.powf(rough.log10().floor());
    let multiple = STEPS.into_iter().find(|multiple| multiple * power >= rough * (1.0 - 1e-9));
    multiple.unwrap_or(10.0) * power
}

/// The round numbers inside a domain, rising, about `most` of them.
pub(crate) fn ticks((from, to): (f64, f64), most: usize) -> Vec<f64> {
    let (low, high) = (from.min(to), from.max(to));
    let step = step(high - low, most);
    if step == 0.0 {
        return vec![low];
    }
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    // Each is a multiple of the step: adding the step up would gather error. A fraction has no exact binary form, but
    // the whole number that it divides one into has: 3 / 10 is 0.3, and 3 * 0.1 is not.
    let parts = (1.0 / step).round();
    let tick = |multiple: f64| if step < 1.0 { multiple / parts } else { multiple * step };
    (0..=(last - first).max(0.0) as usize).map(|index| tick(first + index as f64) + 0.0).collect()
}

/// The domain, widened to round numbers.
pub(crate) fn widened((from, to): (f64, f64), most: usize) -> (f64, f64) {
    let step = step(to - from, most);
    if step == 0.0 {
        return (from - 1.0, to + 1.0);
    }
    ((from / step).floor() * step, (to / step).ceil() * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks((0.0, 1000.0), 5), [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]);
        assert_eq!(ticks((431.0, 612.0), 5), [450.0, 500.0, 550.0, 600.0]);
        assert_eq!(ticks((-0.3, 0.25), 5), [-0.2, 0.0, 0.2]);
        assert_eq!(ticks((25_650.0, 1_350_000.0), 4), [500_000.0, 1_000_000.0]);
    }

    #[test]
    fn a_tick_in_the_middle_of_tenths_has_no_crumbs() {
        assert_eq!(ticks((0.0, 0.5), 5), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(ticks((0.0, 0.07), 4), [0.0, 0.02, 0.04, 0.06]);
    }

    #[test]
    fn every_domain_gets_a_sane_number_of_ticks() {
        for exponent in -6..9 {
            for mantissa in [1.0, 1.7, 2.3, 4.9, 7.2, 9.9] {
                let extent = mantissa * 10f64.powi(exponent);
                let count = ticks((-0.37 * extent, 0.63 * extent), 5).len();
                assert!((2..=6).contains(&count), "{count} ticks for {extent}");
            }
        }
    }

    #[test]
    fn a_domain_without_extent_has_one_tick() {
        assert_eq!(ticks((4.0, 4.0), 5), [4.0]);
        assert_eq!(ticks((4.0, f64::INFINITY), 5), [4.0]);
    }

    #[test]
    fn a_widened_domain_holds_the_narrow_one() {
        assert_eq!(widened((431.0, 612.0), 5), (400.0, 650.0));
        assert_eq!(widened((5.0, 5.0), 5), (4.0, 6.0));
    }
}
