//! Numbers that cannot be mistaken for each other: each is made by a checked constructor.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a number is not of the unit asked for.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum UnitError {
    /// Log-odds are finite.
    #[error("{0} is not finite, as log-odds are")]
    LogOdds(f64),
    /// A probability lies between 0 and 1, both excluded.
    #[error("{0} is not a probability between 0 and 1, both excluded")]
    Probability(f64),
    /// Points go from 0 to 1000.
    #[error("{0} points lie outside 0 to 1000")]
    Points(i32),
}

/// Log-odds of default, `ln(p / (1 - p))`: finite; higher is riskier.
///
/// ```
/// use scoring::LogOdds;
/// let even = LogOdds::new(0.0)?;
/// assert_eq!(even.probability().get(), 0.5);
/// assert!(LogOdds::new(f64::NAN).is_err());
/// # Ok::<(), scoring::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct LogOdds(f64);

impl LogOdds {
    /// Log-odds, which are finite.
    pub fn new(log_odds: f64) -> Result<Self, UnitError> {
        if log_odds.is_finite() { Ok(Self(log_odds)) } else { Err(UnitError::LogOdds(log_odds)) }
    }

    /// Log-odds that are known to be finite because everything that they are made of is bounded.
    pub(crate) fn finite(log_odds: f64) -> Self {
        assert!(log_odds.is_finite(), "bounded numbers make finite log-odds");
        Self(log_odds)
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability with these log-odds, by the logistic function.
    ///
    /// Beyond about 37 in either direction the nearest probability that is neither 0 nor 1 is given.
    pub fn probability(self) -> Probability {
        // The form whose exponential cannot overflow: for each sign its own.
        let probability = if self.0 >= 0.0 {
            1.0 / (1.0 + (-self.0).exp())
        } else {
            let odds = self.0.exp();
            odds / (1.0 + odds)
        };
        Probability(probability.clamp(f64::MIN_POSITIVE, 1.0_f64.next_down()))
    }
}

/// A probability of default: between 0 and 1, both excluded, so that its log-odds exist.
///
/// ```
/// use scoring::Probability;
/// let one_in_eleven = Probability::new(1.0 / 11.0)?;
/// assert!((one_in_eleven.log_odds().get() + 10.0_f64.ln()).abs() < 1e-12);
/// assert!(Probability::new(1.0).is_err());
/// # Ok::<(), scoring::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Probability(f64);

impl Probability {
    /// A probability between 0 and 1, both excluded.
    pub fn new(probability: f64) -> Result<Self, UnitError> {
        if probability > 0.0 && probability < 1.0 {
            Ok(Self(probability))
        } else {
            Err(UnitError::Probability(probability))
        }
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The log-odds of this probability.
    pub fn log_odds(self) -> LogOdds {
        // ln(1 - p) by ln_1p keeps its digits where p is small.
        LogOdds(self.0.ln() - (-self.0).ln_1p())
    }
}

/// A score in whole points, 0 to 1000: higher is safer.
///
/// ```
/// use scoring::Points;
/// assert_eq!(Points::new(612)?.get(), 612);
/// assert!(Points::new(1001).is_err());
/// # Ok::<(), scoring::UnitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Points(i32);

impl Points {
    /// The worst score.
    pub const MIN: Self = Self(0);
    /// The best score.
    pub const MAX: Self = Self(1000);

    /// A score from 0 to 1000.
    pub fn new(points: i32) -> Result<Self, UnitError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&points) {
            Ok(Self(points))
        } else {
            Err(UnitError::Points(points))
        }
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }

    /// The score nearest to `points`: clamped to 0 to 1000, then rounded half up.
    pub(crate) fn nearest(points: f64) -> Self {
        let clamped = points.clamp(f64::from(Self::MIN.0), f64::from(Self::MAX.0));
        Self((clamped + 0.5).floor() as i32)
    }
}

/// A client's number, `SK_ID_CURR`.
///
/// ```
/// use scoring::ClientId;
/// assert_eq!("100002".parse(), Ok(ClientId::new(100_002)));
/// assert!("-1".parse::<ClientId>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(u32);

impl ClientId {
    /// The client of that number.
    pub const fn new(id: u32) -> Self {
        Self(id)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl FromStr for ClientId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The conversions and the display that every unit has.
macro_rules! unit {
    ($($unit:ident($number:ty)),*) => {$(
        impl TryFrom<$number> for $unit {
            type Error = UnitError;
            fn try_from(number: $number) -> Result<Self, UnitError> {
                Self::new(number)
            }
        }
        impl From<$unit> for $number {
            fn from(unit: $unit) -> Self {
                unit.0
            }
        }
        impl fmt::Display for $unit {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
unit!(LogOdds(f64), Probability(f64), Points(i32));

impl From<u32> for ClientId {
    fn from(id: u32) -> Self {
        Self(id)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_out_of_range_is_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(LogOdds::new(number).is_err(), "{number}");
            assert!(Probability::new(number).is_err(), "{number}");
        }
        for number in [0.0, -0.0, 1.0, -0.1, 1.1] {
            assert!(Probability::new(number).is_err(), "{number}");
        }
        for number in [-1, 1001, i32::MIN, i32::MAX] {
            assert_eq!(Points::new(number), Err(UnitError::Points(number)));
        }
        assert!(serde_json::from_str::<Points>("1001").is_err());
        assert!(serde_json::from_str::<Probability>("1.0").is_err());
    }

    #[test]
    fn a_probability_is_never_0_or_1() {
        for log_odds in [-1e300, -800.0, -37.0, 37.0, 800.0, 1e300] {
            let probability = LogOdds::new(log_odds).unwrap().probability().get();
            assert!(probability > 0.0 && probability < 1.0, "{log_odds}: {probability}");
        }
    }

    #[test]
    fn points_are_clamped_and_rounded_half_up() {
        let cases = [
            (499.5, 500),
            (499.49, 499),
            (0.5, 1),
            (0.49, 0),
            (-3.0, 0),
            (999.5, 1000),
            (1e9, 1000),
            (-1e9, 0),
        ];
        for (raw, points) in cases {
            assert_eq!(Points::nearest(raw).get(), points, "{raw}");
        }
    }

    #[test]
    fn units_are_shown_as_their_numbers() {
        assert_eq!(format!("{:.2}", LogOdds::new(-2.3456).unwrap()), "-2.35");
        assert_eq!(Points::MAX.to_string(), "1000");
        assert_eq!(ClientId::new(100_002).to_string(), "100002");
    }

    proptest! {
        #[test]
        fn log_odds_and_probability_are_inverse(log_odds in -30.0..30.0) {
            let there = LogOdds::new(log_odds).unwrap().probability();
            // The precision of 1 - p near 1 limits the way back.
            let tolerance = 1e-12 + 4.0 * f64::EPSILON / (1.0 - there.get());
            prop_assert!((there.log_odds().get() - log_odds).abs() <= tolerance * log_odds.abs().max(1.0));
        }
    }
}
