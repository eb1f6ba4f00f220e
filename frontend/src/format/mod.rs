//! How a value is written, by its unit and language.

mod date;
mod number;

use api::Value;
use catalogue::unit::DAYS_A_YEAR;
use catalogue::{Text, Unit};

pub(crate) use self::number::Style;
use crate::i18n::{Speech, messages as m};

/// Days in a month, on average.
const MONTH: f64 = DAYS_A_YEAR / 12.0;

/// A number in the language, in a style.
pub(crate) fn number(speech: Speech, value: f64, style: Style) -> String {
    number::write(speech.0, value, style)
}

/// A whole number.
pub(crate) fn whole(speech: Speech, value: impl Into<f64>) -> String {
    number(speech, value.into(), Style::Decimal(0))
}

/// Points gained or lost, with their sign.
pub(crate) fn signed(speech: Speech, points: i32) -> String {
    number(speech, f64::from(points), Style::Signed)
}

/// A share in percent with one decimal, 1 being the whole.
pub(crate) fn share(speech: Speech, value: f64) -> String {
    number(speech, value, Style::Percent(1))
}

/// So many of what a message counts, in its singular or its plural.
pub(crate) fn counted(speech: Speech, [one, many]: [&Text; 2], count: impl Into<f64>) -> String {
    let count = count.into();
    speech.fill(if speech.is_singular(count) { one } else { many }, &[("n", &whole(speech, count))])
}

/// So many clients.
pub(crate) fn clients(speech: Speech, count: u32) -> String {
    counted(speech, [&m::N_CLIENTS_ONE, &m::N_CLIENTS_MANY], count)
}

/// An hour of the day.
pub(crate) fn hour(speech: Speech, value: f64) -> String {
    speech.fill(&m::HOUR, &[("hour", &whole(speech, value))])
}

/// Today's date.
pub(crate) fn today(speech: Speech) -> String {
    date::today(speech.0)
}

/// A moment in RFC 3339, as the language and this machine's clock write it; a text that is none stays as it is.
pub(crate) fn timestamp(speech: Speech, written: &str) -> String {
    date::timestamp(speech.0, written)
}

/// The value of a feature; a missing one is said to be missing.
pub(crate) fn value(speech: Speech, unit: Unit, value: Option<&Value>) -> String {
    match value {
        None => speech.say(&m::MISSING).to_owned(),
        Some(Value::Label(label)) => label.clone(),
        Some(Value::Number(number)) => quantity(speech, unit, *number),
    }
}

/// A number of a feature.
pub(crate) fn quantity(speech: Speech, unit: Unit, value: f64) -> String {
    match unit {
        Unit::Money => number(speech, value, Style::Decimal(if value.abs() < 100.0 { 2 } else { 0 })),
        Unit::Share => number(speech, value, Style::Percent(u8::from(value.abs() < 10.0))),
        Unit::Count => number(speech, value, Style::Decimal(1)),
        Unit::Number | Unit::Category => number(speech, value, Style::Decimal(decimals(value))),
        Unit::DaysSince => duration(speech, -value),
        Unit::DaysRelative => moment(speech, value),
        Unit::MonthsRelative => moment(speech, value * MONTH),
        Unit::Days => duration(speech, value),
        Unit::Months => duration(speech, value * MONTH),
        Unit::Years => duration(speech, value * DAYS_A_YEAR),
        Unit::Hour => hour(speech, value),
        Unit::Flag if value == 1.0 => speech.say(&m::YES).to_owned(),
        Unit::Flag if value == 0.0 => speech.say(&m::NO).to_owned(),
        Unit::Flag => number(speech, value, Style::Percent(1)),
    }
}

/// As many decimals as leave about three figures that count.
fn decimals(value: f64) -> u8 {
    match value.abs() {
        small if small < 1.0 => 3,
        middle if middle < 10.0 => 2,
        large if large < 1000.0 => 1,
        _ => 0,
    }
}

/// A length of time, in the largest unit of which there are two.
fn duration(speech: Speech, days: f64) -> String {
    let length = days.abs();
    let (count, style, one, many) = if length >= 10.0 * DAYS_A_YEAR {
        ((days / DAYS_A_YEAR).trunc(), 0, &m::YEAR, &m::YEARS)
    } else if length >= 2.0 * DAYS_A_YEAR {
        (days / DAYS_A_YEAR, 1, &m::YEAR, &m::YEARS)
    } else if length >= 2.0 * MONTH {
        ((days / MONTH).round(), 0, &m::MONTH, &m::MONTHS)
    } else {
        (days, u8::from(length < 10.0 && days.fract() != 0.0), &m::DAY, &m::DAYS)
    };
    let message = if speech.is_singular(count) { one } else { many };
    speech.fill(message, &[("n", &number(speech, count, Style::Decimal(style)))])
}

/// A time before or after the application.
fn moment(speech: Speech, days: f64) -> String {
    if days.abs() < 0.5 {
        return speech.say(&m::SAME_DAY).to_owned();
    }
    let message = if days < 0.0 { &m::AGO } else { &m::AFTER };
    speech.fill(message, &[("duration", &duration(speech, days.abs()))])
}

#[cfg(test)]
mod tests {
    use catalogue::Language;

    use super::*;

    fn in_both(unit: Unit, number: f64) -> [String; 2] {
        Language::ALL.map(|language| {
            // Both kinds of no-break space are made visible.
            let value = Some(Value::Number(number));
            let text = super::value(Speech(language), unit, value.as_ref());
            text.replace(['\u{202f}', '\u{a0}'], "~")
        })
    }

    #[test]
    fn a_value_is_written_by_its_unit() {
        let cases = [
            (Unit::Money, 1_350_000.4, ["1~350~000", "1,350,000"]),
            (Unit::Money, 12.5, ["12,5", "12.5"]),
            (Unit::Share, 0.1234, ["12,3~%", "12.3%"]),
            (Unit::Number, 0.262_948, ["0,263", "0.263"]),
            (Unit::Count, 2.0, ["2", "2"]),
            (Unit::DaysSince, -9461.0, ["25~ans", "25~years"]),
            (Unit::DaysSince, -637.0, ["21~mois", "21~months"]),
            (Unit::DaysRelative, -3648.0, ["il y a 10~ans", "10~years ago"]),
            (Unit::DaysRelative, -1134.0, ["il y a 3,1~ans", "3.1~years ago"]),
            (Unit::DaysRelative, -1.0, ["il y a 1~jour", "1~day ago"]),
            (Unit::DaysRelative, 0.0, ["le jour de la demande", "on the day of the application"]),
            (Unit::MonthsRelative, -3.0, ["il y a 3~mois", "3~months ago"]),
            (Unit::DaysRelative, 92.0, ["3~mois après la demande", "3~months after the application"]),
            (Unit::Years, 9.0, ["9~ans", "9~years"]),
            (Unit::Years, 15.0, ["15~ans", "15~years"]),
            (Unit::Hour, 10.0, ["10~h", "10:00"]),
            (Unit::Flag, 1.0, ["oui", "yes"]),
            (Unit::Flag, 0.0, ["non", "no"]),
        ];
        for (unit, number, expected) in cases {
            assert_eq!(in_both(unit, number), expected, "{unit:?} {number}");
        }
    }

    #[test]
    fn a_missing_value_is_said_to_be_missing() {
        let missing = Language::ALL.map(|language| value(Speech(language), Unit::Money, None));
        assert_eq!(missing, ["non renseigné", "not stated"]);
    }

    #[test]
    fn what_is_counted_agrees_with_its_number() {
        let written = |count| Language::ALL.map(|language| clients(Speech(language), count));
        assert_eq!(written(0), ["0 client", "0 clients"]);
        assert_eq!(written(1), ["1 client", "1 client"]);
        assert_eq!(written(2), ["2 clients", "2 clients"]);
    }

    #[test]
    fn points_have_their_sign() {
        let speech = Speech(Language::Fr);
        assert_eq!([12, -45, 0].map(|points| signed(speech, points)), ["+12", "\u{2212}45", "0"]);
    }
}
