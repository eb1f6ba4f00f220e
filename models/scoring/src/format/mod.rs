//! How a feature's value is written for a person, in French and in English.
//!
//! French groups digits by a narrow no-break space (U+202F), which also stands before the percent sign, and
//! writes a decimal comma; English groups by a comma and writes a decimal point. Both use the minus sign U+2212.

mod step;
mod time;

use catalogue::{Category, Feature, Language, Text, Unit};

pub use self::step::step;
pub(crate) use self::time::span;
use self::time::{DAY, DAYS_A_MONTH, MONTH, YEAR, counted, length, moment};

/// What is said of a value that is missing.
pub const MISSING: Text = Text::new("non renseigné", "not given");

/// A feature's value, in words and figures; NaN is a missing value.
///
/// ```
/// use catalogue::Language;
/// let value = |id, value, language| scoring::format::value(catalogue::feature(id).expect("declared"), value, language);
/// assert_eq!(value("AMT_INCOME_TOTAL", 135_000.0, Language::Fr), "135\u{202f}000");
/// assert_eq!(value("DAYS_BIRTH", -16_000.0, Language::En), "43 years");
/// assert_eq!(value("FLAG_OWN_CAR", 1.0, Language::Fr), "Oui");
/// assert_eq!(value("AMT_CREDIT", f64::NAN, Language::En), "not given");
/// ```
pub fn value(feature: &Feature, value: f64, language: Language) -> String {
    if !value.is_finite() {
        return MISSING.get(language).to_owned();
    }
    match feature.unit {
        Unit::Category => category(feature, value, language),
        unit => in_unit(unit, value, language),
    }
}

/// A category's label; the number itself where the feature declares no such category.
fn category(feature: &Feature, value: f64, language: Language) -> String {
    match Category::code_of(value).and_then(|code| feature.categories().get(code)) {
        Some(category) => category.label.get(language).to_owned(),
        None => number(value, 2, language),
    }
}

/// A finite value by its unit alone.
pub fn in_unit(unit: Unit, value: f64, language: Language) -> String {
    match unit {
        // Cents say nothing about a sum of a hundred or more.
        Unit::Money => number(value, if value.abs() < 100.0 { 2 } else { 0 }, language),
        Unit::Share => percent(value, language),
        Unit::Number | Unit::Category => number(value, decimals(value), language),
        Unit::Count => number(value, 1, language),
        Unit::DaysRelative => moment(value, DAYS_A_MONTH, language),
        Unit::DaysSince => length(-value / DAYS_A_MONTH, -value, language),
        Unit::MonthsRelative => moment(value, 1.0, language),
        Unit::Days => counted(value, 1, &DAY, language),
        Unit::Months => counted(value, 1, &MONTH, language),
        Unit::Years => counted(value, 1, &YEAR, language),
        Unit::Hour => match language {
            Language::Fr => format!("{}\u{202f}h", number(value, 0, language)),
            Language::En => format!("{value:.0}:00"),
        },
        Unit::Flag => match (value, language) {
            (0.0, Language::Fr) => "non".to_owned(),
            (0.0, Language::En) => "no".to_owned(),
            (1.0, Language::Fr) => "oui".to_owned(),
            (1.0, Language::En) => "yes".to_owned(),
            // The mean of a flag is a share.
            _ => percent(value, language),
        },
    }
}

/// A whole number with its sign, for changes of a score: `+12`, `−41`.
pub fn signed(points: i32, language: Language) -> String {
    let plus = if points > 0 { "+" } else { "" };
    format!("{plus}{}", number(f64::from(points), 0, language))
}

/// A number with at most `decimals` decimals, its digits grouped by threes.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let (group, point) = match language {
        Language::Fr => ("\u{202f}", ","),
        Language::En => (",", "."),
    };
    // Most numbers are whole, and writing a whole number is several times faster; up to 2^53 it is the same digits.
    let is_whole = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
    let text =
        if is_whole { (value.abs() as u64).to_string() } else { format!("{:.decimals$}", value.abs()) };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::new();
    if value < 0.0 && (fraction, whole) != ("", "0") {
        out.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push_str(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(point);
        out.push_str(fraction);
    }
    out
}

/// Decimals that leave a number without a unit its first two figures.
fn decimals(value: f64) -> usize {
    match value.abs() {
        0.0 => 0,
        size if size >= 1000.0 => 0,
        size if size >= 0.1 => 2,
        size => (1 - size.log10().floor().max(-9.0) as i32).unsigned_abs() as usize,
    }
}

/// A share: whole percents from 10 % on, one decimal below.
fn percent(share: f64, language: Language) -> String {
    let percent = share * 100.0;
    let figures = number(percent, usize::from(percent.abs() < 9.95), language);
    match language {
        Language::Fr => format!("{figures}\u{202f}%"),
        Language::En => format!("{figures}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_written_as_people_write_them() {
        let cases = [
            (Unit::Money, 1_234_567.4, "1\u{202f}234\u{202f}567", "1,234,567"),
            (Unit::Money, 12.5, "12,5", "12.5"),
            (Unit::Money, -135_000.0, "\u{2212}135\u{202f}000", "\u{2212}135,000"),
            (Unit::Money, 0.0, "0", "0"),
            (Unit::Share, 0.3412, "34\u{202f}%", "34%"),
            (Unit::Share, 0.0342, "3,4\u{202f}%", "3.4%"),
            (Unit::Share, 5.2, "520\u{202f}%", "520%"),
            (Unit::Share, 0.0, "0\u{202f}%", "0%"),
            (Unit::Share, 0.0999, "10\u{202f}%", "10%"),
            (Unit::Number, 0.512_34, "0,51", "0.51"),
            (Unit::Number, 0.001_234, "0,0012", "0.0012"),
            (Unit::Number, 2.0, "2", "2"),
            (Unit::Number, 0.0, "0", "0"),
            (Unit::Count, 3.0, "3", "3"),
            (Unit::Count, 2.46, "2,5", "2.5"),
            (Unit::DaysRelative, -1200.0, "il y a 3 ans", "3 years ago"),
            (Unit::DaysRelative, -400.0, "il y a 13 mois", "13 months ago"),
            (Unit::DaysRelative, -1.0, "il y a 1 jour", "1 day ago"),
            (Unit::DaysRelative, -45.4, "il y a 45 jours", "45 days ago"),
            (Unit::DaysRelative, 900.0, "dans 2 ans", "in 2 years"),
            (Unit::DaysRelative, 0.2, "le jour de la demande", "on the day of the application"),
            (Unit::DaysSince, -16_000.0, "43 ans", "43 years"),
            (Unit::DaysSince, -200.0, "6 mois", "6 months"),
            (Unit::MonthsRelative, -1.0, "il y a 1 mois", "1 month ago"),
            (Unit::MonthsRelative, -30.0, "il y a 2 ans", "2 years ago"),
            (Unit::MonthsRelative, 0.0, "le mois de la demande", "in the month of the application"),
            (Unit::Days, 1.0, "1 jour", "1 day"),
            (Unit::Days, 1.5, "1,5 jour", "1.5 days"),
            (Unit::Days, 0.0, "0 jour", "0 days"),
            (Unit::Months, 24.0, "24 mois", "24 months"),
            (Unit::Years, 9.0, "9 ans", "9 years"),
            (Unit::Hour, 10.0, "10\u{202f}h", "10:00"),
            (Unit::Flag, 1.0, "oui", "yes"),
            (Unit::Flag, 0.0, "non", "no"),
            (Unit::Flag, 0.25, "25\u{202f}%", "25%"),
        ];
        for (unit, value, french, english) in cases {
            assert_eq!(in_unit(unit, value, Language::Fr), french, "{unit:?} {value}");
            assert_eq!(in_unit(unit, value, Language::En), english, "{unit:?} {value}");
        }
    }

    #[test]
    fn features_are_written_by_what_they_are() {
        let cases = [
            ("DAYS_BIRTH", -9125.0, "24 ans", "24 years"),
            ("DAYS_EMPLOYED", -3200.0, "8 ans", "8 years"),
            ("DAYS_EMPLOYED", -200.0, "6 mois", "6 months"),
            ("DAYS_EMPLOYED", -1.0, "1 jour", "1 day"),
            ("DAYS_REGISTRATION", -3200.0, "il y a 8 ans", "8 years ago"),
            ("FLAG_OWN_CAR", 0.0, "Non", "No"),
            ("FLAG_OWN_CAR", 7.0, "7", "7"),
            ("EXT_SOURCE_2", f64::from(0.3_f32), "0,3", "0.3"),
            ("AMT_CREDIT", f64::NAN, "non renseigné", "not given"),
            ("AMT_CREDIT", f64::INFINITY, "non renseigné", "not given"),
        ];
        for (id, number, french, english) in cases {
            let feature = catalogue::feature(id).unwrap();
            assert_eq!(value(feature, number, Language::Fr), french, "{id} {number}");
            assert_eq!(value(feature, number, Language::En), english, "{id} {number}");
        }
    }

    #[test]
    fn nothing_is_negative_zero() {
        assert_eq!(number(-0.0, 0, Language::Fr), "0");
        assert_eq!(number(-0.004, 2, Language::Fr), "0");
        assert_eq!(number(-0.04, 2, Language::Fr), "\u{2212}0,04");
    }

    #[test]
    fn changes_have_their_sign() {
        assert_eq!(signed(12, Language::En), "+12");
        assert_eq!(signed(-41, Language::Fr), "\u{2212}41");
        assert_eq!(signed(0, Language::Fr), "0");
    }

    #[test]
    fn every_feature_can_be_written_at_any_value() {
        for feature in catalogue::features() {
            for number in [0.0, 1.0, -1.0, 0.37, -16_000.0, 1e-300, 3e38, -3e38] {
                for language in Language::ALL {
                    assert!(!value(feature, number, language).is_empty(), "{} {number}", feature.id);
                }
            }
        }
    }
}
