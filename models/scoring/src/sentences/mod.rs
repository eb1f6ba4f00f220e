//! What a client is told of a reason or a strength: their value, what is usual among granted clients, and the points.
//!
//! Each is one sentence and a half, which an advisor can read out: *Your monthly payment would take 34% of your
//! income; most granted clients stay under 22%. This costs you 41 points.*
//!
//! - The value stands in the clause that the catalogue has for the feature, or after the feature's label.
//! - `standing` says how it stands among the granted clients. A value that is usual among them is said to be usual.
//! - The points are against the average client: see [`crate::reasons`]. Where a usual value costs points, that is
//!   said, since it would be strange otherwise.

mod standing;

use catalogue::{Feature, Language};

use self::standing::standing;
use crate::format;
use crate::reasons::Reason;
use crate::usual::Usual;

/// Sentences for a reason or a strength, about a client whose value is `value`; NaN is a missing value. `usual` is
/// what is usual of the feature among granted clients, where that is known.
///
/// ```
/// use catalogue::Language;
/// use scoring::usual::{Quantiles, Usual, Values};
/// use scoring::{Reason, sentences};
/// let feature = catalogue::feature("annuity_to_income").expect("declared");
/// let reason = Reason { input: 0, feature, points: -41 };
/// let quantiles = Quantiles { p10: 0.08, p25: 0.11, median: 0.16, p75: 0.22, p90: 0.29 };
/// let usual = Usual { missing: 0.0, values: Values::Quantiles(quantiles) };
/// assert_eq!(
///     sentences::effect(&reason, 0.34, Some(&usual), Language::En),
///     "Your monthly payment would take 34% of your income; most granted clients stay under 22%. \
///      This costs you 41 points."
/// );
/// assert_eq!(
///     sentences::effect(&reason, f64::NAN, None, Language::Fr),
///     "Poids de la mensualité dans le revenu\u{a0}: cette information manque dans votre dossier. \
///      Cela vous coûte 41 points."
/// );
/// ```
pub fn effect(reason: &Reason, value: f64, usual: Option<&Usual>, language: Language) -> String {
    let told = told(reason.feature, value, language);
    let standing = usual.and_then(|usual| standing(reason.feature, value, usual, language));
    let is_usual = standing.as_ref().is_some_and(|standing| standing.is_usual);
    let separator = match language {
        Language::Fr => "\u{202f}; ",
        Language::En => "; ",
    };
    let standing = standing.map(|standing| format!("{separator}{}", standing.words)).unwrap_or_default();
    format!("{told}{standing}. {}", points(reason.points, is_usual, language))
}

/// The client's value, without a full stop.
fn told(feature: &Feature, value: f64, language: Language) -> String {
    let label = feature.label.get(language);
    if !value.is_finite() {
        return match language {
            Language::Fr => format!("{label}\u{a0}: cette information manque dans votre dossier"),
            Language::En => format!("{label}: this is not known about you"),
        };
    }
    let value = format::value(feature, value, language);
    match (&feature.sentence, language) {
        (Some(sentence), _) => sentence.get(language).replace("{value}", &value),
        (None, Language::Fr) => format!("{label}\u{a0}: {value}"),
        (None, Language::En) => format!("{label}: {value}"),
    }
}

/// What the value did to the score.
fn points(points: i32, is_usual: bool, language: Language) -> String {
    let figure = format::number(f64::from(points.abs()), 0, language);
    let noun = if points.abs() == 1 { "point" } else { "points" };
    match (language, points < 0, is_usual) {
        (Language::Fr, true, false) => format!("Cela vous coûte {figure} {noun}."),
        (Language::Fr, true, true) => {
            format!("Par rapport au client moyen, cela vous coûte {figure} {noun}.")
        }
        (Language::Fr, false, _) => format!("Cela vous apporte {figure} {noun}."),
        (Language::En, true, false) => format!("This costs you {figure} {noun}."),
        (Language::En, true, true) => {
            format!("Compared with the average client, this costs you {figure} {noun}.")
        }
        (Language::En, false, _) => format!("This brings you {figure} {noun}."),
    }
}
