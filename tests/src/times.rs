//! Measured times in a few numbers.

/// The time within which that share of them lies, 0 to 1: the nearest one. They are sorted by it.
///
/// # Panics
/// When there is none.
pub fn quantile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share).round() as usize]
}
