//! The names that the report gives to things, in each language.

use catalogue::{Language, Theme};

use crate::number::{self, Style};

/// Names in the report, in French, in English.
const WORDS: &[(&str, &str, &str)] = &[
    ("symmetric boosted trees", "arbres symétriques boostés", "symmetric boosted trees"),
    ("leaf-wise boosted trees", "arbres boostés feuille à feuille", "leaf-wise boosted trees"),
    (
        "leaf-wise boosted trees of forust",
        "arbres boostés feuille à feuille (forust)",
        "leaf-wise boosted trees (forust)",
    ),
    ("logistic regression", "régression logistique", "logistic regression"),
    ("decision tree", "arbre de décision", "decision tree"),
    ("constant", "constante (même probabilité pour tous)", "constant (the same probability for all)"),
    ("symmetric", "symétriques", "symmetric"),
    ("leaf-wise", "feuille à feuille", "leaf-wise"),
    ("none", "aucun", "none"),
    ("class_weights", "poids de classe", "class weights"),
    ("oversampling", "suréchantillonnage", "oversampling"),
    ("stable", "stable", "stable"),
    ("watch", "à surveiller", "watch"),
    ("drifted", "dérive", "drifted"),
    ("adverse_impact", "rapport d’impact sous quatre cinquièmes", "impact ratio under four fifths"),
    (
        "fewer_good_clients_approved",
        "moins de bons clients acceptés que dans le groupe de référence",
        "fewer good clients approved than in the reference group",
    ),
    ("risk_understated", "risque sous-estimé", "risk understated"),
    ("risk_overstated", "risque surestimé", "risk overstated"),
    ("application", "demande de crédit", "application"),
    ("bureau", "crédits auprès d’autres prêteurs", "loans with other lenders"),
    ("bureau_balance", "situation mensuelle de ces crédits", "monthly status of those loans"),
    ("previous_application", "demandes précédentes", "earlier applications"),
    ("pos_cash_balance", "soldes mensuels des crédits précédents", "monthly balances of earlier loans"),
    ("installments_payments", "échéances dues et payées", "instalments due and paid"),
    ("credit_card_balance", "soldes mensuels des cartes", "monthly balances of cards"),
];

/// A name of the report in a language; the name itself where no other is known.
pub(crate) fn words(name: &str, language: Language) -> String {
    let known = WORDS.iter().find(|(known, ..)| *known == name);
    known.map_or(name, |(_, fr, en)| if language == Language::Fr { fr } else { en }).to_owned()
}

/// A theme by its code.
pub(crate) fn theme(code: &str, language: Language) -> String {
    let label = |theme: Theme| theme.label().get(language).to_owned();
    Theme::ALL.into_iter().find(|theme| theme.code() == code).map_or_else(|| code.to_owned(), label)
}

/// A feature's name for a lay person; its stable name where the catalogue does not know it.
pub(crate) fn feature(id: &str, language: Language) -> String {
    catalogue::feature(id).map_or_else(|| id.to_owned(), |feature| feature.label.get(language).to_owned())
}

/// A synthetic population by its size and its seed, `3 000 clients, graine 42`; what was said of it where that is in
/// other words than the pipeline's, `NAME (3000 clients, seed 42)`.
pub(crate) fn population(description: &str, language: Language) -> String {
    let said = || {
        let (_, said) = description.strip_suffix(')')?.rsplit_once(" (")?;
        let (clients, seed) = said.split_once(" clients, seed ")?;
        Some((clients.parse::<u32>().ok()?, seed.parse::<u64>().ok()?))
    };
    let Some((clients, seed)) = said() else { return description.to_owned() };
    let clients = number::write(language, f64::from(clients), Style::Decimal, 0);
    let word = if language == Language::Fr { "graine" } else { "seed" };
    format!("{clients} clients, {word} {seed}")
}

/// The day of a moment in RFC 3339, `26 novembre 2026`; what is none stays as it is.
pub(crate) fn day(moment: &str, language: Language) -> String {
    const MONTHS: [(&str, &str); 12] = [
        ("janvier", "January"),
        ("février", "February"),
        ("mars", "March"),
        ("avril", "April"),
        ("mai", "May"),
        ("juin", "June"),
        ("juillet", "July"),
        ("août", "August"),
        ("septembre", "September"),
        ("octobre", "October"),
        ("novembre", "November"),
        ("décembre", "December"),
    ];
    let date = moment.split('T').next().unwrap_or(moment);
    let mut parts = date.split('-').map(|part| part.parse::<usize>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next())
    else {
        return date.to_owned();
    };
    let Some((french, english)) = month.checked_sub(1).and_then(|month| MONTHS.get(month)) else {
        return date.to_owned();
    };
    match language {
        Language::Fr if day == 1 => format!("1er {french} {year}"),
        Language::Fr => format!("{day} {french} {year}"),
        Language::En => format!("{day} {english} {year}"),
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Table;

    use super::*;

    #[test]
    fn every_table_has_words() {
        for table in Table::HISTORY {
            assert!(WORDS.iter().any(|(name, ..)| *name == table.name()), "{}", table.name());
        }
        assert_eq!(words("bureau", Language::En), "loans with other lenders");
        assert_eq!(words("something new", Language::Fr), "something new");
    }

    #[test]
    fn a_population_is_told_in_each_language() {
        let told = |description| Language::ALL.map(|language| population(description, language));
        let cases = [
            (
                "synthetic (3000 clients, seed 42)",
                ["3\u{202f}000 clients, graine 42", "3,000 clients, seed 42"],
            ),
            ("my (own) data (500 clients, seed 7)", ["500 clients, graine 7", "500 clients, seed 7"]),
            ("a population (of many clients)", ["a population (of many clients)"; 2]),
        ];
        for (description, expected) in cases {
            assert_eq!(told(description), expected);
        }
    }

    #[test]
    fn a_day_is_told_in_words() {
        assert_eq!(day("2026-11-26T18:00:00Z", Language::Fr), "26 novembre 2026");
        assert_eq!(day("2026-03-01T00:00:00Z", Language::Fr), "1er mars 2026");
        assert_eq!(day("2026-03-01", Language::En), "1 March 2026");
        assert_eq!(day("some day", Language::En), "some day");
    }
}
