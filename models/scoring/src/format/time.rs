//! Moments and lengths of time, in words.

use std::cmp::Ordering::{Greater, Less};

use catalogue::unit::DAYS_A_YEAR;
use catalogue::{Language, Unit};

use super::number;

pub(super) const DAYS_A_MONTH: f64 = DAYS_A_YEAR / 12.0;
/// From so many months on, a time is written in years.
pub(super) const MONTHS_AS_YEARS: f64 = 24.0;
/// From so many days on, a time is written in months.
pub(super) const DAYS_AS_MONTHS: f64 = 61.0;

/// A unit of time: singular and plural in French, then in English.
pub(super) type Noun = [&'static str; 4];
pub(super) const DAY: Noun = ["jour", "jours", "day", "days"];
pub(super) const MONTH: Noun = ["mois", "mois", "month", "months"];
pub(super) const YEAR: Noun = ["an", "ans", "year", "years"];

/// So many of something. French uses the plural from two on, English for everything but one.
pub(super) fn counted(count: f64, decimals: usize, noun: &Noun, language: Language) -> String {
    let figures = number(count, decimals, language);
    let noun = match language {
        Language::Fr => noun[usize::from(count.abs() >= 2.0)],
        Language::En => noun[2 + usize::from(figures != "1")],
    };
    format!("{figures} {noun}")
}

/// A length of time, given in months and in days, in whole years, months or days that have passed.
pub(super) fn length(months: f64, days: f64, language: Language) -> String {
    if months >= MONTHS_AS_YEARS {
        counted((months / 12.0).floor(), 0, &YEAR, language)
    } else if days >= DAYS_AS_MONTHS {
        counted(months.floor(), 0, &MONTH, language)
    } else {
        counted(days.round(), 0, &DAY, language)
    }
}

/// A moment relative to the application, in units of which `a_month` make a month.
pub(super) fn moment(value: f64, a_month: f64, language: Language) -> String {
    let in_months = a_month == 1.0;
    if value.round() == 0.0 {
        return match (in_months, language) {
            (true, Language::Fr) => "le mois de la demande",
            (false, Language::Fr) => "le jour de la demande",
            (true, Language::En) => "in the month of the application",
            (false, Language::En) => "on the day of the application",
        }
        .to_owned();
    }
    let length = distance(value, a_month, language);
    match (value < 0.0, language) {
        (true, Language::Fr) => format!("il y a {length}"),
        (true, Language::En) => format!("{length} ago"),
        (false, Language::Fr) => format!("dans {length}"),
        (false, Language::En) => format!("in {length}"),
    }
}

/// How far a moment is from the application.
fn distance(value: f64, a_month: f64, language: Language) -> String {
    let months = value.abs() / a_month;
    if a_month == 1.0 && months < MONTHS_AS_YEARS {
        counted(months.round(), 0, &MONTH, language)
    } else {
        length(months, value.abs(), language)
    }
}

/// From when to when, of two moments in rising order and of the same unit, days or months from the application.
pub(crate) fn span(unit: Unit, low: f64, high: f64, language: Language) -> String {
    let a_month = if unit == Unit::MonthsRelative { 1.0 } else { DAYS_A_MONTH };
    let [from, to] = [low, high].map(|value| distance(value, a_month, language));
    match ([low, high].map(|value| (value.round() + 0.0).total_cmp(&0.0)), language) {
        ([Less, Less], Language::Fr) => format!("entre {to} et {from} avant la demande"),
        ([Less, Less], Language::En) => format!("between {to} and {from} before the application"),
        ([Less, Greater], Language::Fr) => format!("entre {from} avant et {to} après la demande"),
        ([Less, Greater], Language::En) => format!("between {from} before and {to} after the application"),
        ([Greater, _], Language::Fr) => format!("entre {from} et {to} après la demande"),
        ([Greater, _], Language::En) => format!("between {from} and {to} after the application"),
        ([Less, _], Language::Fr) => format!("au plus {from} avant la demande"),
        ([Less, _], Language::En) => format!("at most {from} before the application"),
        (_, Language::Fr) => format!("au plus {to} après la demande"),
        (_, Language::En) => format!("at most {to} after the application"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_on_which_side_of_the_application_it_lies() {
        let days = Unit::DaysRelative;
        let cases = [
            (
                days,
                -1500.0,
                -70.0,
                "entre 2 mois et 4 ans avant la demande",
                "between 2 months and 4 years before the application",
            ),
            (days, -1500.0, 0.0, "au plus 4 ans avant la demande", "at most 4 years before the application"),
            (days, -1500.0, -0.0, "au plus 4 ans avant la demande", "at most 4 years before the application"),
            (
                days,
                -40.0,
                900.0,
                "entre 40 jours avant et 2 ans après la demande",
                "between 40 days before and 2 years after the application",
            ),
            (days, 0.0, 900.0, "au plus 2 ans après la demande", "at most 2 years after the application"),
            (
                days,
                1.0,
                900.0,
                "entre 1 jour et 2 ans après la demande",
                "between 1 day and 2 years after the application",
            ),
            (
                Unit::MonthsRelative,
                -30.0,
                -1.0,
                "entre 1 mois et 2 ans avant la demande",
                "between 1 month and 2 years before the application",
            ),
        ];
        for (unit, low, high, french, english) in cases {
            assert_eq!(span(unit, low, high, Language::Fr), french);
            assert_eq!(span(unit, low, high, Language::En), english);
        }
    }
}
