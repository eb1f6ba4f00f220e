//! How a client's value stands among the granted clients, in words.
//!
//! *Most* is three in four for a number with a direction: the quartile on the side of the risk is the border, since a
//! border that nine in ten keep would call almost every value that costs points usual. It is four in five (first to
//! last decile) for a number without a direction, where either end may be unusual, and for moments.
//!
//! Figures are compared as they are written: two values that read the same are never told as one above the other.
//! *Under* and *above* are said only where more than half of the granted clients lie strictly there, which the median
//! tells; otherwise it is *at most* and *at least*.

use catalogue::{Category, Direction, Feature, Language, Unit};

use crate::format;
use crate::usual::{Quantiles, Usual, Values};

/// From this share on, what clients have in common is usual.
const MOST: f64 = 0.5;

/// How a value stands.
pub(super) struct Standing {
    /// A clause, without a full stop.
    pub(super) words: String,
    /// Whether the value is usual among granted clients.
    pub(super) is_usual: bool,
}

/// How a value stands, NaN being a missing one; `None` where there is nothing to compare it with.
pub(super) fn standing(feature: &Feature, value: f64, usual: &Usual, language: Language) -> Option<Standing> {
    if !value.is_finite() {
        return Some(missing(usual.missing, language));
    }
    match (&usual.values, feature.unit) {
        (Values::Shares(shares), _) => Some(shared(*shares.get(Category::code_of(value)?)?, language)),
        (Values::Quantiles(quantiles), Unit::DaysRelative | Unit::MonthsRelative) => {
            Some(moment(feature, value, quantiles, language))
        }
        (Values::Quantiles(quantiles), _) => Some(number(feature, value, quantiles, language)),
    }
}

/// A value that is missing.
fn missing(share: f64, language: Language) -> Standing {
    let is_usual = share >= MOST;
    let figure = |share| format::in_unit(Unit::Share, share, language);
    let words = match (is_usual, language) {
        (true, Language::Fr) => format!("elle manque aussi pour {} des clients acceptés", figure(share)),
        (true, Language::En) => format!("it is not known about {} of granted clients either", figure(share)),
        (false, Language::Fr) => format!("elle est connue pour {} des clients acceptés", figure(1.0 - share)),
        (false, Language::En) => format!("it is known about {} of granted clients", figure(1.0 - share)),
    };
    Standing { words, is_usual }
}

/// A category or a flag, which such a share of the granted clients has.
fn shared(share: f64, language: Language) -> Standing {
    let words = match language {
        Language::Fr if share == 0.0 => "ce n’est le cas d’aucun client accepté".to_owned(),
        Language::En if share == 0.0 => "this is so for no granted client".to_owned(),
        Language::Fr => format!("c’est le cas de {}clients acceptés", how_many(share, language)),
        Language::En => format!("this is so for {}granted clients", how_many(share, language)),
    };
    Standing { words, is_usual: share >= MOST }
}

/// The words before *clients*.
fn how_many(share: f64, language: Language) -> String {
    match language {
        Language::Fr if share >= 1.0 => "tous les ".to_owned(),
        Language::En if share >= 1.0 => "all ".to_owned(),
        Language::Fr if share >= 0.995 => "presque tous les ".to_owned(),
        Language::En if share >= 0.995 => "almost all ".to_owned(),
        Language::Fr if share < 0.001 => "très peu de ".to_owned(),
        Language::En if share < 0.001 => "very few ".to_owned(),
        Language::Fr => format!("{} des ", format::in_unit(Unit::Share, share, language)),
        Language::En => format!("{} of ", format::in_unit(Unit::Share, share, language)),
    }
}

/// Whether a value lies under, among or above what is usual.
#[derive(Clone, Copy)]
enum Side {
    Under,
    Among,
    Above,
}

/// A number, by its unit: the order is that of what is written, so that the shorter of two lengths of time is the
/// lower one though its days are the greater number.
fn number(feature: &Feature, value: f64, quantiles: &Quantiles, language: Language) -> Standing {
    let mut numbers = quantiles.numbers();
    let sign = if feature.unit == Unit::DaysSince { -1.0 } else { 1.0 };
    if sign < 0.0 {
        numbers.reverse();
    }
    let [p10, p25, median, p75, p90] = numbers;
    let direction = feature.monotone.map(|monotone| monotone.direction);
    let (low, high) = if direction.is_some() { (p25, p75) } else { (p10, p90) };
    let [written, lower, middle, upper] =
        [value, low, median, high].map(|number| format::value(feature, number, language));
    if lower == upper {
        return constant(&lower, lower == written, language);
    }
    let side = if sign * value > sign * high && written != upper {
        Side::Above
    } else if sign * value < sign * low && written != lower {
        Side::Under
    } else {
        Side::Among
    };
    let words = match (side, direction) {
        (_, None) => between(&lower, &upper, language),
        (Side::Above, _) => below(&upper, middle != upper, language),
        (Side::Under, _) => beyond(&lower, middle != lower, language),
        (Side::Among, Some(Direction::RaisesRisk)) => {
            below(&upper, middle != upper && written != upper, language)
        }
        (Side::Among, Some(Direction::LowersRisk)) => {
            beyond(&lower, middle != lower && written != lower, language)
        }
    };
    maybe_usual(words, matches!(side, Side::Among), language)
}

/// A moment relative to the application.
fn moment(feature: &Feature, value: f64, quantiles: &Quantiles, language: Language) -> Standing {
    let Quantiles { p10: low, p90: high, .. } = *quantiles;
    let [written, lower, upper] = [value, low, high].map(|moment| format::value(feature, moment, language));
    if lower == upper {
        return constant(&lower, lower == written, language);
    }
    let span = format::span(feature.unit, low, high, language);
    let words = match (language, high < 0.5) {
        (Language::Fr, true) => format!("pour la plupart des clients acceptés, c’était {span}"),
        (Language::Fr, false) => format!("pour la plupart des clients acceptés, c’est {span}"),
        (Language::En, true) => format!("for most granted clients it was {span}"),
        (Language::En, false) => format!("for most granted clients it is {span}"),
    };
    let is_usual = (low..=high).contains(&value) || written == lower || written == upper;
    maybe_usual(words, is_usual, language)
}

/// What most have in common to the figure.
fn constant(figure: &str, is_usual: bool, language: Language) -> Standing {
    let words = match (is_usual, language) {
        (true, Language::Fr) => "c’est aussi le cas de la plupart des clients acceptés".to_owned(),
        (true, Language::En) => "it is the same for most granted clients".to_owned(),
        (false, Language::Fr) => format!("pour la plupart des clients acceptés, c’est {figure}"),
        (false, Language::En) => format!("for most granted clients it is {figure}"),
    };
    Standing { words, is_usual }
}

fn between(lower: &str, upper: &str, language: Language) -> String {
    match language {
        Language::Fr => format!("la plupart des clients acceptés sont entre {lower} et {upper}"),
        Language::En => format!("most granted clients are between {lower} and {upper}"),
    }
}

fn below(upper: &str, strictly: bool, language: Language) -> String {
    match (language, strictly) {
        (Language::Fr, true) => format!("la plupart des clients acceptés restent sous {upper}"),
        (Language::Fr, false) => format!("la plupart des clients acceptés ont au plus {upper}"),
        (Language::En, true) => format!("most granted clients stay under {upper}"),
        (Language::En, false) => format!("most granted clients have at most {upper}"),
    }
}

fn beyond(lower: &str, strictly: bool, language: Language) -> String {
    match (language, strictly) {
        (Language::Fr, true) => format!("la plupart des clients acceptés sont au-dessus de {lower}"),
        (Language::Fr, false) => format!("la plupart des clients acceptés ont au moins {lower}"),
        (Language::En, true) => format!("most granted clients are above {lower}"),
        (Language::En, false) => format!("most granted clients have at least {lower}"),
    }
}

/// The same, said to be usual where it is.
fn maybe_usual(words: String, is_usual: bool, language: Language) -> Standing {
    let words = match (is_usual, language) {
        (false, _) => words,
        (true, Language::Fr) => format!("c’est habituel, car {words}"),
        (true, Language::En) => format!("this is usual, as {words}"),
    };
    Standing { words, is_usual }
}
