//! What clients are told, word for word.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::unnecessary_wraps, reason = "usual values are there or not, as in a release")]

use catalogue::Language;
use scoring::Reason;
use scoring::sentences::effect;
use scoring::usual::{Quantiles, Usual, Values};

fn quantiles([p10, p25, median, p75, p90]: [f64; 5]) -> Option<Usual> {
    let quantiles = Quantiles { p10, p25, median, p75, p90 };
    Some(Usual { missing: 0.07, values: Values::Quantiles(quantiles) })
}

fn shares(shares: &[f64]) -> Option<Usual> {
    Some(Usual { missing: 0.93, values: Values::Shares(shares.to_vec()) })
}

type Case = (&'static str, f64, Option<Usual>, i32, &'static str, &'static str);

/// No-break spaces of both kinds are written `~` here.
fn check(cases: Vec<Case>) {
    for (id, value, usual, points, french, english) in cases {
        let reason = Reason { input: 0, feature: catalogue::feature(id).unwrap(), points };
        let said =
            |language| effect(&reason, value, usual.as_ref(), language).replace(['\u{202f}', '\u{a0}'], "~");
        assert_eq!(said(Language::Fr), french, "{id}");
        assert_eq!(said(Language::En), english, "{id}");
    }
}

#[test]
fn a_number_with_a_direction_is_compared_with_the_side_that_it_lies_on() {
    let burden = || quantiles([0.08, 0.11, 0.16, 0.22, 0.29]);
    let score = || quantiles([0.28, 0.41, 0.55, 0.68, 0.74]);
    check(vec![
        (
            "annuity_to_income",
            0.34,
            burden(),
            -41,
            "Votre mensualité prendrait 34~% de votre revenu~; la plupart des clients acceptés restent sous 22~%. Cela vous coûte 41 points.",
            "Your monthly payment would take 34% of your income; most granted clients stay under 22%. This costs you 41 points.",
        ),
        (
            "annuity_to_income",
            0.2,
            burden(),
            -3,
            "Votre mensualité prendrait 20~% de votre revenu~; c’est habituel, car la plupart des clients acceptés restent sous 22~%. Par rapport au client moyen, cela vous coûte 3 points.",
            "Your monthly payment would take 20% of your income; this is usual, as most granted clients stay under 22%. Compared with the average client, this costs you 3 points.",
        ),
        (
            // 22.4 % reads as the 22 % that most do not exceed: it must not be told as more.
            "annuity_to_income",
            0.224,
            burden(),
            -3,
            "Votre mensualité prendrait 22~% de votre revenu~; c’est habituel, car la plupart des clients acceptés ont au plus 22~%. Par rapport au client moyen, cela vous coûte 3 points.",
            "Your monthly payment would take 22% of your income; this is usual, as most granted clients have at most 22%. Compared with the average client, this costs you 3 points.",
        ),
        (
            "annuity_to_income",
            0.05,
            burden(),
            12,
            "Votre mensualité prendrait 5~% de votre revenu~; la plupart des clients acceptés sont au-dessus de 11~%. Cela vous apporte 12 points.",
            "Your monthly payment would take 5% of your income; most granted clients are above 11%. This brings you 12 points.",
        ),
        (
            "EXT_SOURCE_3",
            0.13,
            score(),
            -97,
            "Votre score externe 3 est de 0,13, sur une échelle de 0 à 1~; la plupart des clients acceptés sont au-dessus de 0,41. Cela vous coûte 97 points.",
            "Your external score 3 is 0.13, on a scale from 0 to 1; most granted clients are above 0.41. This costs you 97 points.",
        ),
        (
            "EXT_SOURCE_3",
            0.55,
            score(),
            1,
            "Votre score externe 3 est de 0,55, sur une échelle de 0 à 1~; c’est habituel, car la plupart des clients acceptés sont au-dessus de 0,41. Cela vous apporte 1 point.",
            "Your external score 3 is 0.55, on a scale from 0 to 1; this is usual, as most granted clients are above 0.41. This brings you 1 point.",
        ),
    ]);
}

#[test]
fn values_that_many_share_are_not_told_as_a_border() {
    check(vec![
        (
            "instalments_max_days_late",
            12.0,
            quantiles([0.0, 0.0, 0.0, 0.0, 3.0]),
            -20,
            "Votre plus long retard de paiement est de 12 jours~; pour la plupart des clients acceptés, c’est 0 jour. Cela vous coûte 20 points.",
            "Your longest delay in a payment is 12 days; for most granted clients it is 0 days. This costs you 20 points.",
        ),
        (
            "instalments_max_days_late",
            0.0,
            quantiles([0.0, 0.0, 0.0, 0.0, 3.0]),
            4,
            "Votre plus long retard de paiement est de 0 jour~; c’est aussi le cas de la plupart des clients acceptés. Cela vous apporte 4 points.",
            "Your longest delay in a payment is 0 days; it is the same for most granted clients. This brings you 4 points.",
        ),
        (
            // The median is 2 as well: fewer than half may lie under it.
            "previous_refused",
            5.0,
            quantiles([0.0, 0.0, 2.0, 2.0, 4.0]),
            -9,
            "Le nombre de vos demandes refusées par ce prêteur est de 5~; la plupart des clients acceptés ont au plus 2. Cela vous coûte 9 points.",
            "The number of your applications refused by this lender is 5; most granted clients have at most 2. This costs you 9 points.",
        ),
        (
            "instalments_paid_share",
            0.5,
            quantiles([0.9, 0.95, 0.95, 1.0, 1.0]),
            -30,
            "Vous avez payé 50~% des sommes dues sur vos échéances passées~; la plupart des clients acceptés ont au moins 95~%. Cela vous coûte 30 points.",
            "You paid 50% of the sums due on your past instalments; most granted clients have at least 95%. This costs you 30 points.",
        ),
    ]);
}

#[test]
fn a_number_without_a_direction_lies_between_two_others() {
    let loan = || quantiles([1.1, 1.9, 3.2, 5.1, 7.4]);
    let job = || quantiles([-6_000.0, -3_000.0, -1_500.0, -700.0, -200.0]);
    check(vec![
        (
            "credit_to_income",
            9.25,
            loan(),
            -18,
            "Le crédit demandé représente 9,25 fois votre revenu~; la plupart des clients acceptés sont entre 1,1 et 7,4. Cela vous coûte 18 points.",
            "The loan you ask for is 9.25 times your income; most granted clients are between 1.1 and 7.4. This costs you 18 points.",
        ),
        (
            "credit_to_income",
            6.0,
            loan(),
            2,
            "Le crédit demandé représente 6 fois votre revenu~; c’est habituel, car la plupart des clients acceptés sont entre 1,1 et 7,4. Cela vous apporte 2 points.",
            "The loan you ask for is 6 times your income; this is usual, as most granted clients are between 1.1 and 7.4. This brings you 2 points.",
        ),
        (
            "AMT_INCOME_TOTAL",
            135_000.0,
            None,
            -1,
            "Votre revenu déclaré est de 135~000. Cela vous coûte 1 point.",
            "Your stated income is 135,000. This costs you 1 point.",
        ),
        (
            // Lengths of time are kept as negative days: the shortest is the greatest number.
            "DAYS_EMPLOYED",
            -90.0,
            job(),
            -14,
            "Vous occupez votre emploi actuel depuis 2 mois~; la plupart des clients acceptés sont entre 6 mois et 16 ans. Cela vous coûte 14 points.",
            "You have been in your present job for 2 months; most granted clients are between 6 months and 16 years. This costs you 14 points.",
        ),
        (
            "DAYS_EMPLOYED",
            -1_500.0,
            job(),
            5,
            "Vous occupez votre emploi actuel depuis 4 ans~; c’est habituel, car la plupart des clients acceptés sont entre 6 mois et 16 ans. Cela vous apporte 5 points.",
            "You have been in your present job for 4 years; this is usual, as most granted clients are between 6 months and 16 years. This brings you 5 points.",
        ),
    ]);
}

#[test]
fn a_feature_without_a_sentence_of_its_own_is_told_by_its_label() {
    check(vec![(
        "pos_troubled_months",
        5.0,
        quantiles([0.0, 0.0, 0.0, 1.0, 2.0]),
        -9,
        "Mois en recouvrement sur les crédits précédents~: 5~; la plupart des clients acceptés restent sous 1. Cela vous coûte 9 points.",
        "Months in recovery on earlier loans: 5; most granted clients stay under 1. This costs you 9 points.",
    )]);
}

#[test]
fn moments_are_told_from_the_application() {
    let phone = || quantiles([-2_500.0, -1_500.0, -750.0, -270.0, 0.0]);
    let end = || quantiles([-100.0, 200.0, 700.0, 1_500.0, 9_000.0]);
    check(vec![
        (
            "DAYS_LAST_PHONE_CHANGE",
            -3_000.0,
            phone(),
            6,
            "Vous avez changé de téléphone il y a 8 ans~; pour la plupart des clients acceptés, c’était au plus 6 ans avant la demande. Cela vous apporte 6 points.",
            "You changed your phone 8 years ago; for most granted clients it was at most 6 years before the application. This brings you 6 points.",
        ),
        (
            "bureau_active_last_end",
            10_000.0,
            end(),
            -6,
            "Fin du plus long crédit en cours ailleurs~: dans 27 ans~; pour la plupart des clients acceptés, c’est entre 3 mois avant et 24 ans après la demande. Cela vous coûte 6 points.",
            "End of the longest active loan elsewhere: in 27 years; for most granted clients it is between 3 months before and 24 years after the application. This costs you 6 points.",
        ),
        (
            "bureau_latest_loan",
            -400.0,
            quantiles([-1_500.0, -900.0, -500.0, -200.0, -70.0]),
            -2,
            "Vous avez souscrit votre dernier crédit chez un autre prêteur il y a 13 mois~; c’est habituel, car pour la plupart des clients acceptés, c’était entre 2 mois et 4 ans avant la demande. Par rapport au client moyen, cela vous coûte 2 points.",
            "You took out your latest loan with another lender 13 months ago; this is usual, as for most granted clients it was between 2 months and 4 years before the application. Compared with the average client, this costs you 2 points.",
        ),
    ]);
}

#[test]
fn categories_and_flags_are_told_by_how_many_share_them() {
    check(vec![
        (
            "FLAG_OWN_CAR",
            1.0,
            shares(&[0.656, 0.344]),
            12,
            "Possède une voiture~: Oui~; c’est le cas de 34~% des clients acceptés. Cela vous apporte 12 points.",
            "Owns a car: Yes; this is so for 34% of granted clients. This brings you 12 points.",
        ),
        (
            "FLAG_OWN_CAR",
            0.0,
            shares(&[0.656, 0.344]),
            -4,
            "Possède une voiture~: Non~; c’est le cas de 66~% des clients acceptés. Par rapport au client moyen, cela vous coûte 4 points.",
            "Owns a car: No; this is so for 66% of granted clients. Compared with the average client, this costs you 4 points.",
        ),
        (
            "not_employed",
            1.0,
            shares(&[1.0, 0.0]),
            -4,
            "Sans emploi en cours~: oui~; ce n’est le cas d’aucun client accepté. Cela vous coûte 4 points.",
            "No present job: yes; this is so for no granted client. This costs you 4 points.",
        ),
        (
            "not_employed",
            0.0,
            shares(&[0.9999, 0.0001]),
            2,
            "Sans emploi en cours~: non~; c’est le cas de presque tous les clients acceptés. Cela vous apporte 2 points.",
            "No present job: no; this is so for almost all granted clients. This brings you 2 points.",
        ),
        (
            "not_employed",
            1.0,
            shares(&[0.9999, 0.0001]),
            -2,
            "Sans emploi en cours~: oui~; c’est le cas de très peu de clients acceptés. Cela vous coûte 2 points.",
            "No present job: yes; this is so for very few granted clients. This costs you 2 points.",
        ),
        (
            "not_employed",
            0.0,
            shares(&[1.0, 0.0]),
            2,
            "Sans emploi en cours~: non~; c’est le cas de tous les clients acceptés. Cela vous apporte 2 points.",
            "No present job: no; this is so for all granted clients. This brings you 2 points.",
        ),
    ]);
}

#[test]
fn what_is_not_known_is_said_to_be_missing() {
    check(vec![
        (
            "EXT_SOURCE_3",
            f64::NAN,
            quantiles([0.28, 0.41, 0.55, 0.68, 0.74]),
            -7,
            "Score externe 3~: cette information manque dans votre dossier~; elle est connue pour 93~% des clients acceptés. Cela vous coûte 7 points.",
            "External score 3: this is not known about you; it is known about 93% of granted clients. This costs you 7 points.",
        ),
        (
            "FLAG_OWN_CAR",
            f64::NAN,
            shares(&[0.5, 0.5]),
            -7,
            "Possède une voiture~: cette information manque dans votre dossier~; elle manque aussi pour 93~% des clients acceptés. Par rapport au client moyen, cela vous coûte 7 points.",
            "Owns a car: this is not known about you; it is not known about 93% of granted clients either. Compared with the average client, this costs you 7 points.",
        ),
        (
            "card_mean_utilisation",
            f64::NAN,
            None,
            7,
            "Utilisation moyenne du plafond de carte~: cette information manque dans votre dossier. Cela vous apporte 7 points.",
            "Mean use of the card limit: this is not known about you. This brings you 7 points.",
        ),
    ]);
}

/// Whatever the feature and the value, a sentence is filled in and ends as one.
#[test]
fn every_feature_can_be_told_at_any_value() {
    let values: Vec<f32> = (-20..80).map(|index| index as f32 * 0.25).collect();
    for feature in catalogue::features() {
        let usual = Usual::of(feature, values.iter().copied());
        for value in [0.0, 1.0, -1.0, 0.37, -400.0, 16_000.0, f64::NAN] {
            for (language, points) in [(Language::Fr, -2), (Language::En, 30)] {
                let text = effect(&Reason { input: 0, feature, points }, value, usual.as_ref(), language);
                assert!(text.ends_with(" points.") && !text.contains(['{', '}']), "{}: {text}", feature.id);
                assert!(!text.contains("  ") && !text.contains(".."), "{}: {text}", feature.id);
            }
        }
    }
}
