//! What a client is told of a proposal.

use catalogue::{Language, Unit};

use super::{Change, Proposal};
use crate::decision::Decision;
use crate::format;

/// What to do, in one sentence.
///
/// ```
/// use catalogue::Language;
/// use scoring::counterfactual::{Change, wording};
/// let feature = catalogue::feature("AMT_CREDIT").expect("declared");
/// let change = Change { feature, from: 250_000.0, to: 180_000.0, follows: false };
/// assert_eq!(
///     wording::change(&change, Language::En),
///     "Ask for a loan of another amount: 180,000 instead of 250,000."
/// );
/// ```
pub fn change(change: &Change, language: Language) -> String {
    let feature = change.feature;
    let value = |value| format::value(feature, value, language);
    let (to, from) = (value(change.to), value(change.from));
    let how = feature.action.filter(|_| !change.follows).map(|action| action.how.get(language));
    match (how, feature.unit, language) {
        // What to do says all.
        (Some(how), Unit::Flag, _) => how.to_owned(),
        (Some(how), _, Language::Fr) => {
            format!("{}\u{a0}: {to} au lieu de {from}.", how.trim_end_matches('.'))
        }
        (Some(how), _, Language::En) => format!("{}: {to} instead of {from}.", how.trim_end_matches('.')),
        (None, _, Language::Fr) => {
            let label = feature.label.get(language);
            format!("En conséquence, «\u{a0}{label}\u{a0}» passe de {from} à {to}.")
        }
        (None, _, Language::En) => {
            let label = feature.label.get(language);
            format!("As a consequence, “{label}” goes from {from} to {to}.")
        }
    }
}

/// What would come of it, in one sentence.
pub fn outcome(proposal: &Proposal, language: Language) -> String {
    let points = proposal.score.points.get();
    let figure = format::number(f64::from(points), 0, language);
    let noun = if points == 1 { "point" } else { "points" };
    match language {
        Language::Fr => {
            let decision = match proposal.score.decision {
                Decision::Granted => "le crédit serait accordé",
                Decision::Review => "une personne examinerait la demande",
                Decision::Refused => "le crédit serait refusé",
            };
            format!("Le score serait alors de {figure} {noun}, et {decision}.")
        }
        Language::En => {
            let decision = match proposal.score.decision {
                Decision::Granted => "the loan would be granted",
                Decision::Review => "a person would look at the application",
                Decision::Refused => "the loan would be refused",
            };
            format!("The score would then be {figure} {noun}, and {decision}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Score;
    use crate::units::{LogOdds, Points};

    #[test]
    fn a_change_says_what_to_do() {
        let cases = [
            (
                ("AMT_CREDIT", 254_700.0, 180_000.0, false),
                "Demander un crédit d’un autre montant\u{a0}: 180\u{202f}000 au lieu de 254\u{202f}700.",
                "Ask for a loan of another amount: 180,000 instead of 254,700.",
            ),
            (
                ("AMT_ANNUITY", 12_345.5, 9_800.0, false),
                "Choisir une autre mensualité, donc une autre durée\u{a0}: 9\u{202f}800 au lieu de 12\u{202f}346.",
                "Choose another instalment, and so another term: 9,800 instead of 12,346.",
            ),
            (
                ("AMT_ANNUITY", 9_000.0, 6_000.0, true),
                "En conséquence, «\u{a0}Mensualité du crédit demandé\u{a0}» passe de 9\u{202f}000 à 6\u{202f}000.",
                "As a consequence, “Instalment of the loan asked for” goes from 9,000 to 6,000.",
            ),
            (
                ("AMT_GOODS_PRICE", 225_000.0, 160_000.0, false),
                "Choisir un bien d’un autre prix\u{a0}: 160\u{202f}000 au lieu de 225\u{202f}000.",
                "Choose goods at another price: 160,000 instead of 225,000.",
            ),
            (("FLAG_DOCUMENT_3", 0.0, 1.0, false), "Fournir le document 3.", "Hand in document 3."),
            (
                ("FLAG_WORK_PHONE", 0.0, 1.0, false),
                "Donner un numéro de téléphone au travail.",
                "Give a phone number at work.",
            ),
        ];
        for ((id, from, to, follows), french, english) in cases {
            let changed = Change { feature: catalogue::feature(id).unwrap(), from, to, follows };
            assert_eq!(change(&changed, Language::Fr), french);
            assert_eq!(change(&changed, Language::En), english);
        }
    }

    #[test]
    fn an_outcome_says_score_and_decision() {
        let cases = [
            (
                523,
                Decision::Granted,
                "Le score serait alors de 523 points, et le crédit serait accordé.",
                "The score would then be 523 points, and the loan would be granted.",
            ),
            (
                1000,
                Decision::Review,
                "Le score serait alors de 1\u{202f}000 points, et une personne examinerait la demande.",
                "The score would then be 1,000 points, and a person would look at the application.",
            ),
            (
                1,
                Decision::Refused,
                "Le score serait alors de 1 point, et le crédit serait refusé.",
                "The score would then be 1 point, and the loan would be refused.",
            ),
        ];
        for (points, decision, french, english) in cases {
            let log_odds = LogOdds::new(0.0).unwrap();
            let points = Points::new(points).unwrap();
            let score =
                Score { margin: 0.0, log_odds, probability: log_odds.probability(), points, decision };
            let proposal = Proposal { changes: vec![], score, distance: 0.0 };
            assert_eq!(outcome(&proposal, Language::Fr), french);
            assert_eq!(outcome(&proposal, Language::En), english);
        }
    }
}
