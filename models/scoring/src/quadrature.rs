//! Gauss-Legendre quadrature: n points that integrate every polynomial of degree 2n - 1 or less exactly.
//!
//! Source: Press et al., *Numerical Recipes*, 3rd edition, section 4.6.1 (`gauleg`).

/// Points and weights on the interval from 0 to 1.
///
/// ```
/// let rule = scoring::quadrature::Rule::new(2);
/// let cubic: f64 = rule.points.iter().zip(&rule.weights).map(|(t, w)| w * t.powi(3)).sum();
/// assert!((cubic - 0.25).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Strictly between 0 and 1, rising.
    pub points: Vec<f64>,
    /// Positive; they add up to 1.
    pub weights: Vec<f64>,
}

impl Rule {
    /// The rule of `n` points.
    pub fn new(n: usize) -> Self {
        let mut rule = Self { points: vec![0.0; n], weights: vec![0.0; n] };
        // The roots of the Legendre polynomial are symmetric about the middle.
        for i in 0..n.div_ceil(2) {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
            // Newton's method doubles the digits each time: from this start, six steps reach rounding.
            for _ in 0..8 {
                let (value, slope) = legendre(n, x);
                x -= value / slope;
            }
            let (_, slope) = legendre(n, x);
            let weight = 1.0 / ((1.0 - x * x) * slope * slope);
            rule.points[i] = 0.5 * (1.0 - x);
            rule.points[n - 1 - i] = 0.5 * (1.0 + x);
            rule.weights[i] = weight;
            rule.weights[n - 1 - i] = weight;
        }
        rule
    }
}

/// The Legendre polynomial of degree `n` at `x`, and its derivative.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for k in 1..=n {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, n as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_integrated_exactly_up_to_the_degree_and_not_beyond() {
        for n in [1, 2, 3, 4, 7, 16, 64, 128] {
            let rule = Rule::new(n);
            let integral = |degree: i32| -> f64 {
                rule.points.iter().zip(&rule.weights).map(|(t, w)| w * t.powi(degree)).sum()
            };
            for degree in 0..2 * n as i32 {
                let exact = 1.0 / (f64::from(degree) + 1.0);
                assert!((integral(degree) - exact).abs() < 2e-15, "{n} points, degree {degree}");
            }
            if n < 10 {
                let degree = 2 * n as i32;
                assert!((integral(degree) - 1.0 / (f64::from(degree) + 1.0)).abs() > 1e-12, "{n} points");
            }
        }
    }

    #[test]
    fn points_rise_strictly_between_0_and_1() {
        for n in 1..=128 {
            let points = Rule::new(n).points;
            assert!(points[0] > 0.0 && points[n - 1] < 1.0);
            assert!(points.windows(2).all(|pair| pair[0] < pair[1]), "{n}");
        }
    }
}
