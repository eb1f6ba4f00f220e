//! What a client is told of a reason or a strength: the feature, their value, and what it did to the score.

use catalogue::Language;

use crate::format;
use crate::reasons::Reason;

/// Sentences for a reason or a strength, about a client whose value is `value`; NaN is a missing value.
///
/// ```
/// use catalogue::Language;
/// use scoring::{Reason, sentences};
/// let feature = catalogue::feature("AMT_INCOME_TOTAL").expect("declared");
/// let reason = Reason { input: 0, feature, points: -41 };
/// assert_eq!(
///     sentences::effect(&reason, 135_000.0, Language::En),
///     "Stated income: 135,000. This costs 41 points."
/// );
/// assert_eq!(
///     sentences::effect(&reason, f64::NAN, Language::Fr),
///     "Revenu déclaré\u{a0}: non renseigné. Cela fait perdre 41 points."
/// );
/// ```
pub fn effect(reason: &Reason, value: f64, language: Language) -> String {
    let label = reason.feature.label.get(language);
    let value = format::value(reason.feature, value, language);
    let figure = format::number(f64::from(reason.points.abs()), 0, language);
    let points = if reason.points.abs() == 1 { "point" } else { "points" };
    match (language, reason.points < 0) {
        (Language::Fr, true) => format!("{label}\u{a0}: {value}. Cela fait perdre {figure} {points}."),
        (Language::Fr, false) => format!("{label}\u{a0}: {value}. Cela fait gagner {figure} {points}."),
        (Language::En, true) => format!("{label}: {value}. This costs {figure} {points}."),
        (Language::En, false) => format!("{label}: {value}. This adds {figure} {points}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_the_value_and_the_effect() {
        let cases = [
            (
                "FLAG_OWN_CAR",
                1.0,
                12,
                "Possède une voiture\u{a0}: Oui. Cela fait gagner 12 points.",
                "Owns a car: Yes. This adds 12 points.",
            ),
            (
                "DAYS_BIRTH",
                -16_000.0,
                -1,
                "Âge\u{a0}: 43 ans. Cela fait perdre 1 point.",
                "Age: 43 years. This costs 1 point.",
            ),
            (
                "EXT_SOURCE_3",
                f64::NAN,
                -7,
                "Score externe 3\u{a0}: non renseigné. Cela fait perdre 7 points.",
                "External score 3: not given. This costs 7 points.",
            ),
        ];
        for (id, value, points, french, english) in cases {
            let reason = Reason { input: 0, feature: catalogue::feature(id).unwrap(), points };
            assert_eq!(effect(&reason, value, Language::Fr), french);
            assert_eq!(effect(&reason, value, Language::En), english);
        }
    }
}
