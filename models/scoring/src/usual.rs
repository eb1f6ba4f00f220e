//! What is usual among granted clients: what a client's own value is told against.

use catalogue::{Feature, Protection, Unit};
use serde::{Deserialize, Serialize};

/// The fewest clients that anything is said of: fewer might be recognised.
pub const FEWEST: usize = 30;

/// What is usual of one feature among the granted clients of a release.
///
/// ```
/// use scoring::usual::{Quantiles, Usual, Values};
/// let income = catalogue::feature("AMT_INCOME_TOTAL").expect("declared");
/// let values = (1..=100).map(|thousands| 1000.0 * thousands as f32).chain([f32::NAN; 25]);
/// let usual = Usual::of(income, values).expect("more than 30 clients have an income");
/// assert_eq!(usual.missing, 0.2);
/// let expected = Quantiles { p10: 10e3, p25: 25e3, median: 50e3, p75: 75e3, p90: 90e3 };
/// assert_eq!(usual.values, Values::Quantiles(expected));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// The share of the granted clients without a value.
    pub missing: f64,
    /// The values of the others.
    pub values: Values,
}

/// How values are spread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Of a number.
    Quantiles(Quantiles),
    /// Of a category or a flag: the share of each code, from 0 on, among the clients with a value.
    Shares(Vec<f64>),
}

/// Values below or at which so many clients are. Each is a value that occurs (nearest rank).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// One client in ten.
    pub p10: f64,
    /// One in four.
    pub p25: f64,
    /// One in two.
    pub median: f64,
    /// Three in four.
    pub p75: f64,
    /// Nine in ten.
    pub p90: f64,
}

impl Usual {
    /// What is usual of a feature whose values among the granted clients are these, NaN where one is missing.
    ///
    /// `None` where fewer than [`FEWEST`] have a value, and of a characteristic that is kept for the audit only.
    pub fn of(feature: &Feature, values: impl IntoIterator<Item = f32>) -> Option<Self> {
        if feature.protection == Protection::AuditOnly {
            return None;
        }
        let mut clients = 0_usize;
        let present = values.into_iter().inspect(|_| clients += 1).filter(|value| value.is_finite());
        let mut present: Vec<f32> = present.collect();
        if present.len() < FEWEST {
            return None;
        }
        let missing = (clients - present.len()) as f64 / clients as f64;
        let values = match codes(feature) {
            Some(codes) => Values::Shares(shares(&present, codes)),
            None => Values::Quantiles(Quantiles::of(&mut present)),
        };
        Some(Self { missing, values })
    }

    /// What is wrong with it, or `None`: shares are shares, quantiles rise, and both fit the feature.
    pub(crate) fn fault(&self, feature: &Feature) -> Option<String> {
        let is_share = |share: &f64| (0.0..=1.0).contains(share);
        if !is_share(&self.missing) {
            return Some(format!("{} is no share of clients without a value", self.missing));
        }
        match (&self.values, codes(feature)) {
            (Values::Quantiles(_), Some(_)) => Some("quantiles, of a category or a flag".to_owned()),
            (Values::Shares(_), None) => Some("shares of codes, of a number".to_owned()),
            (Values::Quantiles(quantiles), None) => {
                let numbers = quantiles.numbers();
                let rising = numbers.iter().all(|number| number.is_finite()) && numbers.is_sorted();
                (!rising).then(|| format!("{numbers:?} are not finite and rising"))
            }
            (Values::Shares(shares), Some(_)) => {
                // Their sum is rounded once for each code.
                let whole = shares.iter().all(is_share) && shares.iter().sum::<f64>() <= 1.0 + 1e-9;
                (!whole).then(|| format!("{shares:?} are no shares of a whole"))
            }
        }
    }
}

impl Quantiles {
    /// The quantiles of values that are finite and not none.
    fn of(values: &mut [f32]) -> Self {
        let mut at = |share: f64| {
            let rank = (share * values.len() as f64).ceil() as usize;
            let (_, value, _) = values.select_nth_unstable_by(rank.max(1) - 1, f32::total_cmp);
            decimal(*value)
        };
        Self { p10: at(0.1), p25: at(0.25), median: at(0.5), p75: at(0.75), p90: at(0.9) }
    }

    /// In rising order of the share.
    pub(crate) fn numbers(&self) -> [f64; 5] {
        [self.p10, self.p25, self.median, self.p75, self.p90]
    }
}

/// The shortest decimal number that a 32-bit float stands for, 0.1 and not 0.10000000149, so that a manifest is short
/// and legible. Minus zero is zero.
fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value)) + 0.0
}

/// How many codes a category or a flag has; `None` of a number.
fn codes(feature: &Feature) -> Option<usize> {
    match feature.unit {
        Unit::Flag => Some(2),
        Unit::Category => Some(feature.categories().len()),
        _ => None,
    }
}

/// The share of each code; what is no code is in none.
fn shares(values: &[f32], codes: usize) -> Vec<f64> {
    let share = |code: usize| {
        let count = values.iter().filter(|&&value| value == code as f32).count();
        count as f64 / values.len() as f64
    };
    (0..codes).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(id: &str) -> &'static Feature {
        catalogue::feature(id).unwrap()
    }

    #[test]
    fn quantiles_are_values_that_occur_whatever_their_order() {
        let mut values: Vec<f32> = (0..1000).map(|index| ((index * 617) % 1000) as f32).collect();
        values.extend([f32::NAN, f32::INFINITY]);
        let usual = Usual::of(feature("AMT_CREDIT"), values).unwrap();
        assert_eq!(usual.missing, 2.0 / 1002.0);
        let Values::Quantiles(quantiles) = usual.values else { panic!("a number has quantiles") };
        assert_eq!(quantiles.numbers(), [99.0, 249.0, 499.0, 749.0, 899.0]);
    }

    #[test]
    fn quantiles_are_the_decimals_that_were_stored() {
        let usual = Usual::of(feature("EXT_SOURCE_2"), [0.1_f32; 40]).unwrap();
        let Values::Quantiles(quantiles) = usual.values else { panic!("a number has quantiles") };
        assert_eq!(quantiles.numbers(), [0.1; 5]);
        assert_eq!(decimal(-0.0).to_bits(), 0);
        assert_eq!(decimal(3.4e38), 3.4e38);
    }

    #[test]
    fn categories_and_flags_have_the_share_of_each_code() {
        let values = || std::iter::repeat_n([0.0, 0.0, 0.0, 1.0, 7.0], 10).flatten();
        let flag = Usual::of(feature("FLAG_EMAIL"), values()).unwrap();
        assert_eq!(flag.values, Values::Shares(vec![0.6, 0.2]));
        let kinds = feature("NAME_CONTRACT_TYPE").categories().len();
        let category = Usual::of(feature("NAME_CONTRACT_TYPE"), values()).unwrap();
        let Values::Shares(shares) = category.values else { panic!("a category has shares") };
        assert_eq!((shares.len(), shares[0], shares[1]), (kinds, 0.6, 0.2));
    }

    #[test]
    fn nothing_is_said_of_few_clients_or_of_what_is_kept_for_the_audit() {
        let clients = |present: usize| std::iter::repeat_n(1.0, present).chain([f32::NAN; 500]);
        assert_eq!(Usual::of(feature("AMT_CREDIT"), clients(29)), None);
        assert_eq!(Usual::of(feature("AMT_CREDIT"), clients(30)).unwrap().missing, 500.0 / 530.0);
        assert_eq!(Usual::of(feature("CODE_GENDER"), clients(30)), None);
    }

    #[test]
    fn numbers_that_cannot_be_are_named() {
        let quantiles = |p10, p90| {
            let middle = Quantiles { p10, p25: 2.0, median: 3.0, p75: 4.0, p90 };
            Usual { missing: 0.5, values: Values::Quantiles(middle) }
        };
        let shares = |shares: &[f64]| Usual { missing: 0.0, values: Values::Shares(shares.to_vec()) };
        let cases = [
            ("AMT_CREDIT", quantiles(1.0, 5.0), None),
            ("AMT_CREDIT", quantiles(2.0, 4.0), None),
            ("AMT_CREDIT", quantiles(2.5, 5.0), Some("rising")),
            ("AMT_CREDIT", quantiles(1.0, f64::INFINITY), Some("finite")),
            ("AMT_CREDIT", quantiles(f64::NAN, 5.0), Some("finite")),
            ("AMT_CREDIT", Usual { missing: 1.5, ..quantiles(1.0, 5.0) }, Some("1.5 is no share")),
            ("AMT_CREDIT", shares(&[1.0]), Some("of a number")),
            ("FLAG_EMAIL", shares(&[0.25, 0.75]), None),
            ("FLAG_EMAIL", shares(&[0.75, 0.75]), Some("no shares")),
            ("FLAG_EMAIL", shares(&[f64::NAN, 0.0]), Some("no shares")),
            ("FLAG_EMAIL", quantiles(1.0, 5.0), Some("of a category")),
        ];
        for (id, usual, expected) in cases {
            let fault = usual.fault(feature(id));
            match expected {
                None => assert_eq!(fault, None),
                Some(word) => assert!(fault.as_ref().is_some_and(|fault| fault.contains(word)), "{fault:?}"),
            }
        }
    }
}
