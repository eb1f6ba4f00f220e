//! Features of the application itself: what is asked for against what the client has.

use super::source::application;
use crate::expr::{Condition, Expr, indicator, ratio};
use crate::feature::Feature;

/// Days in a mean year: `DAYS_*` columns are negative, so dividing by its negative gives years.
const DAYS_IN_YEAR: f64 = 365.25;

const EXTERNAL_SCORES: [&str; 3] = ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"];

const CONTACTS: [&str; 6] =
    ["FLAG_MOBIL", "FLAG_EMP_PHONE", "FLAG_WORK_PHONE", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL"];

const ADDRESS_DIFFERENCES: [&str; 6] = [
    "REG_REGION_NOT_LIVE_REGION",
    "REG_REGION_NOT_WORK_REGION",
    "LIVE_REGION_NOT_WORK_REGION",
    "REG_CITY_NOT_LIVE_CITY",
    "REG_CITY_NOT_WORK_CITY",
    "LIVE_CITY_NOT_WORK_CITY",
];

const ENQUIRIES: [&str; 6] = [
    "AMT_REQ_CREDIT_BUREAU_HOUR",
    "AMT_REQ_CREDIT_BUREAU_DAY",
    "AMT_REQ_CREDIT_BUREAU_WEEK",
    "AMT_REQ_CREDIT_BUREAU_MON",
    "AMT_REQ_CREDIT_BUREAU_QRT",
    "AMT_REQ_CREDIT_BUREAU_YEAR",
];

fn each<const N: usize>(names: [&str; N]) -> Vec<Expr> {
    names.into_iter().map(application).collect()
}

fn documents() -> Vec<Expr> {
    (2..=21).map(|number| application(&format!("FLAG_DOCUMENT_{number}"))).collect()
}

fn years(days_before: &str) -> Expr {
    ratio(application(days_before), Expr::Number(-DAYS_IN_YEAR))
}

fn present(name: &str) -> Condition {
    Condition::Present(application(name))
}

pub(super) fn features() -> Vec<Feature> {
    features! {
        // The loan against the income
        credit_to_income: Number, Income = ratio(application("AMT_CREDIT"), application("AMT_INCOME_TOTAL")) =>
            "Crédit demandé rapporté au revenu" / "Loan asked for relative to income",
            "Nombre de fois que le crédit demandé contient le revenu déclaré." / "How many times the stated income the loan asked for amounts to.";
        annuity_to_income: Share, Income = ratio(application("AMT_ANNUITY"), application("AMT_INCOME_TOTAL")) =>
            "Poids de la mensualité dans le revenu" / "Instalment as a share of income",
            "Part que la mensualité du crédit demandé prendrait dans le revenu déclaré." / "Share of the stated income that the instalment of the loan asked for would take.";
        goods_to_income: Number, Income = ratio(application("AMT_GOODS_PRICE"), application("AMT_INCOME_TOTAL")) =>
            "Prix du bien rapporté au revenu" / "Price of the goods relative to income",
            "Nombre de fois que le prix du bien contient le revenu déclaré." / "How many times the stated income the price of the goods amounts to.";
        income_after_annuity: Money, Income = application("AMT_INCOME_TOTAL") - application("AMT_ANNUITY") =>
            "Revenu restant après la mensualité" / "Income left after the instalment",
            "Revenu déclaré, une fois retirée la mensualité du crédit demandé." / "Stated income less the instalment of the loan asked for.";
        income_per_person: Money, Income = ratio(application("AMT_INCOME_TOTAL"), application("CNT_FAM_MEMBERS")) =>
            "Revenu par personne du foyer" / "Income per person in the household",
            "Revenu déclaré, divisé par le nombre de personnes du foyer." / "Stated income divided by the number of people in the household.";

        // The loan itself
        credit_to_annuity: Months, Loan = ratio(application("AMT_CREDIT"), application("AMT_ANNUITY")) =>
            "Durée approximative du crédit demandé" / "Approximate term of the loan asked for",
            "Nombre de mensualités qu’il faudrait pour rembourser le crédit, sans les intérêts." / "Number of monthly instalments that it would take to repay the loan, without interest.";
        credit_to_goods: Share, Loan = ratio(application("AMT_CREDIT"), application("AMT_GOODS_PRICE")) =>
            "Crédit demandé rapporté au prix du bien" / "Loan asked for relative to the price of the goods",
            "Part du prix du bien que le crédit demandé couvre, plus de 100 % voulant dire que des frais ou une assurance s’y ajoutent." / "Share of the price of the goods that the loan asked for covers, over 100% meaning that fees or insurance come on top.";
        annuity_to_goods: Share, Loan = ratio(application("AMT_ANNUITY"), application("AMT_GOODS_PRICE")) =>
            "Mensualité rapportée au prix du bien" / "Instalment relative to the price of the goods",
            "Part du prix du bien que représente une mensualité du crédit demandé." / "Share of the price of the goods that one instalment of the loan asked for amounts to.";
        credit_beyond_goods: Money, Loan = application("AMT_CREDIT") - application("AMT_GOODS_PRICE") =>
            "Crédit demandé au-delà du prix du bien" / "Loan asked for beyond the price of the goods",
            "Partie du crédit demandé qui dépasse le prix du bien, comme des frais ou une assurance." / "Part of the loan asked for that exceeds the price of the goods, such as fees or insurance.";

        // The external scores together
        external_score_mean: Number, ExternalScores, LowersRisk = Expr::Mean(each(EXTERNAL_SCORES)) =>
            "Moyenne des scores externes" / "Mean of the external scores",
            "Moyenne des scores externes connus, de 0 à 1, une valeur élevée étant favorable." / "Mean of the known external scores, from 0 to 1, high being favourable.";
        external_score_min: Number, ExternalScores, LowersRisk = Expr::Min(each(EXTERNAL_SCORES)) =>
            "Plus bas score externe" / "Lowest external score",
            "Le moins bon des scores externes connus, de 0 à 1." / "The worst of the known external scores, from 0 to 1.";
        external_score_max: Number, ExternalScores, LowersRisk = Expr::Max(each(EXTERNAL_SCORES)) =>
            "Plus haut score externe" / "Highest external score",
            "Le meilleur des scores externes connus, de 0 à 1." / "The best of the known external scores, from 0 to 1.";
        external_score_product: Number, ExternalScores, LowersRisk =
            application("EXT_SOURCE_1") * application("EXT_SOURCE_2") * application("EXT_SOURCE_3") =>
            "Produit des trois scores externes" / "Product of the three external scores",
            "Produit des trois scores externes, élevé seulement si les trois le sont." / "Product of the three external scores, high only where all three are.";
        external_score_product_2_3: Number, ExternalScores, LowersRisk =
            application("EXT_SOURCE_2") * application("EXT_SOURCE_3") =>
            "Produit des scores externes 2 et 3" / "Product of external scores 2 and 3",
            "Produit des scores externes 2 et 3, élevé seulement si les deux le sont." / "Product of external scores 2 and 3, high only where both are.";
        external_score_spread: Number, ExternalScores =
            Expr::Max(each(EXTERNAL_SCORES)) - Expr::Min(each(EXTERNAL_SCORES)) =>
            "Écart entre les scores externes" / "Spread of the external scores",
            "Écart entre le meilleur et le moins bon des scores externes connus." / "Difference between the best and the worst of the known external scores.";
        external_scores_known: Count, ExternalScores =
            Expr::Sum(EXTERNAL_SCORES.map(|name| indicator(present(name))).into()) =>
            "Nombre de scores externes connus" / "Number of known external scores",
            "Nombre de scores externes dont on dispose pour le client, de 0 à 3." / "How many external scores are available for the client, from 0 to 3.";

        // Age, work and time
        age_years: Years, Person = years("DAYS_BIRTH") =>
            "Âge en années" / "Age in years",
            "Âge du client au moment de la demande." / "Age of the client at the time of the application.";
        employed_to_age: Share, Employment = ratio(application("DAYS_EMPLOYED"), application("DAYS_BIRTH")) =>
            "Part de la vie passée dans l’emploi actuel" / "Share of life spent in the present job",
            "Ancienneté dans l’emploi actuel, rapportée à l’âge du client." / "Time in the present job relative to the client’s age.";
        not_employed: Flag, Employment = indicator(Condition::Not(Box::new(present("DAYS_EMPLOYED")))) =>
            "Sans emploi en cours" / "No present job",
            "Indique qu’aucun emploi en cours n’est déclaré, par exemple parce que le client est retraité." / "Whether no present job is stated, for example because the client is retired.";
        income_to_employed: Money, Employment = ratio(application("AMT_INCOME_TOTAL"), years("DAYS_EMPLOYED")) =>
            "Revenu par année d’ancienneté" / "Income per year in the present job",
            "Revenu déclaré, divisé par le nombre d’années passées dans l’emploi actuel." / "Stated income divided by the years spent in the present job.";
        car_age_to_age: Share, Person = ratio(application("OWN_CAR_AGE"), years("DAYS_BIRTH")) =>
            "Âge de la voiture rapporté à l’âge" / "Age of the car relative to age",
            "Âge de la voiture, rapporté à l’âge du client." / "Age of the car relative to the client’s age.";
        car_age_to_employed: Number, Employment = ratio(application("OWN_CAR_AGE"), years("DAYS_EMPLOYED")) =>
            "Âge de la voiture rapporté à l’ancienneté" / "Age of the car relative to time in the job",
            "Âge de la voiture, rapporté au nombre d’années dans l’emploi actuel." / "Age of the car relative to the years in the present job.";
        phone_change_to_age: Share, Documents = ratio(application("DAYS_LAST_PHONE_CHANGE"), application("DAYS_BIRTH")) =>
            "Ancienneté du téléphone rapportée à l’âge" / "Time since the last change of phone relative to age",
            "Temps écoulé depuis le dernier changement de téléphone, rapporté à l’âge du client." / "Time since the last change of phone relative to the client’s age.";
        id_publish_to_age: Share, Documents = ratio(application("DAYS_ID_PUBLISH"), application("DAYS_BIRTH")) =>
            "Ancienneté de la pièce d’identité rapportée à l’âge" / "Age of the identity document relative to age",
            "Temps écoulé depuis le dernier changement de pièce d’identité, rapporté à l’âge du client." / "Time since the last change of identity document relative to the client’s age.";
        registration_to_age: Share, Documents = ratio(application("DAYS_REGISTRATION"), application("DAYS_BIRTH")) =>
            "Ancienneté de l’enregistrement rapportée à l’âge" / "Time since the last change of registration relative to age",
            "Temps écoulé depuis le dernier changement d’enregistrement officiel, rapporté à l’âge du client." / "Time since the last change of official registration relative to the client’s age.";

        // Family, contact details and surroundings
        children_share: Share, Person = ratio(application("CNT_CHILDREN"), application("CNT_FAM_MEMBERS")) =>
            "Part des enfants dans le foyer" / "Share of children in the household",
            "Part des personnes du foyer qui sont des enfants." / "Share of the people in the household who are children.";
        documents_provided: Count, Documents = Expr::Sum(documents()) =>
            "Nombre de documents fournis" / "Number of documents handed in",
            "Nombre de documents de la liste du prêteur que le client a fournis." / "How many documents of the lender’s list the client handed in.";
        contacts_provided: Count, Documents = Expr::Sum(each(CONTACTS)) =>
            "Nombre de moyens de contact" / "Number of ways to make contact",
            "Nombre de moyens par lesquels le client peut être joint." / "Number of ways in which the client can be reached.";
        address_differences: Count, Home = Expr::Sum(each(ADDRESS_DIFFERENCES)) =>
            "Nombre d’écarts entre les adresses" / "Number of differences between addresses",
            "Nombre d’écarts de ville ou de région entre le domicile officiel, le domicile réel et le travail." / "Number of differences in city or region between official home, actual home and work.";
        credit_bureau_enquiries: Count, Bureau = Expr::Sum(each(ENQUIRIES)) =>
            "Consultations du fichier des crédits en un an" / "Credit bureau enquiries in one year",
            "Nombre total de consultations du fichier des crédits au sujet du client dans l’année qui précède la demande." / "Total number of enquiries to the credit bureau about the client in the year before the application.";
        social_circle_late_share: Share, Person, RaisesRisk =
            ratio(application("DEF_30_CNT_SOCIAL_CIRCLE"), application("OBS_30_CNT_SOCIAL_CIRCLE")) =>
            "Part des proches en retard de paiement" / "Share of close contacts late with payments",
            "Part des personnes observées autour du client qui ont eu plus de 30 jours de retard." / "Share of the people observed around the client who were over 30 days late.";
    }
}
