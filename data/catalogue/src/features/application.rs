//! Features of the application itself: what is asked for against what the client has.

use super::source::{application, apply, less, not, number};
use crate::expr::{Condition, Expr, indicator, ratio};
use crate::feature::Feature;
use crate::function::Function;
use crate::unit::DAYS_A_YEAR;

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

/// Those of the enquiries that fell in the last month: each counts what the ones before it leave out.
const RECENT_ENQUIRIES: [&str; 4] = [
    "AMT_REQ_CREDIT_BUREAU_HOUR",
    "AMT_REQ_CREDIT_BUREAU_DAY",
    "AMT_REQ_CREDIT_BUREAU_WEEK",
    "AMT_REQ_CREDIT_BUREAU_MON",
];

const CHANGES: [&str; 3] = ["DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE"];

/// Facts about the building, each brought to a scale from 0 to 1 by those who gathered the data.
const BUILDING: [&str; 14] = [
    "APARTMENTS_AVG",
    "BASEMENTAREA_AVG",
    "YEARS_BEGINEXPLUATATION_AVG",
    "YEARS_BUILD_AVG",
    "COMMONAREA_AVG",
    "ELEVATORS_AVG",
    "ENTRANCES_AVG",
    "FLOORSMAX_AVG",
    "FLOORSMIN_AVG",
    "LANDAREA_AVG",
    "LIVINGAPARTMENTS_AVG",
    "LIVINGAREA_AVG",
    "NONLIVINGAPARTMENTS_AVG",
    "NONLIVINGAREA_AVG",
];

/// The interest rate a month at which terms are compared.
const REFERENCE_RATE: f64 = 0.01;

fn each<const N: usize>(names: [&str; N]) -> Vec<Expr> {
    names.into_iter().map(application).collect()
}

fn documents() -> Vec<Expr> {
    (2..=21).map(|number| application(&format!("FLAG_DOCUMENT_{number}"))).collect()
}

fn years(days_before: &str) -> Expr {
    // The columns are negative.
    ratio(application(days_before), Expr::Number(-DAYS_A_YEAR))
}

fn present(name: &str) -> Condition {
    Condition::Present(application(name))
}

fn within_a_year(days_before: &str) -> Condition {
    Condition::AtMost(number(-DAYS_A_YEAR), application(days_before))
}

fn adults() -> Expr {
    application("CNT_FAM_MEMBERS") - application("CNT_CHILDREN")
}

fn customary_term() -> Expr {
    apply(Function::CustomaryTerm, [application("AMT_ANNUITY"), application("AMT_CREDIT")])
}

/// The mean of the known external scores, the first counting once, the second twice and the third three times.
fn weighted_scores() -> Expr {
    let weighted = |value: fn(&str) -> Expr| {
        Expr::Sum((1..).zip(EXTERNAL_SCORES).map(|(weight, name)| number(weight) * value(name)).collect())
    };
    ratio(weighted(application), weighted(|name| indicator(present(name))))
}

pub(super) fn features() -> Vec<Feature> {
    features! {
        // The loan against the income
        credit_to_income: Number, Income = ratio(application("AMT_CREDIT"), application("AMT_INCOME_TOTAL")) =>
            "Crédit demandé rapporté au revenu" / "Loan asked for relative to income",
            "Nombre de fois que le crédit demandé contient le revenu déclaré." / "How many times the stated income the loan asked for amounts to.",
            "Le crédit demandé représente {value} fois votre revenu" / "The loan you ask for is {value} times your income";
        annuity_to_income: Share, Income, RaisesRisk(BURDEN) = ratio(application("AMT_ANNUITY"), application("AMT_INCOME_TOTAL")) =>
            "Poids de la mensualité dans le revenu" / "Instalment as a share of income",
            "Part que la mensualité du crédit demandé prendrait dans le revenu déclaré." / "Share of the stated income that the instalment of the loan asked for would take.",
            "Votre mensualité prendrait {value} de votre revenu" / "Your monthly payment would take {value} of your income";
        goods_to_income: Number, Income = ratio(application("AMT_GOODS_PRICE"), application("AMT_INCOME_TOTAL")) =>
            "Prix du bien rapporté au revenu" / "Price of the goods relative to income",
            "Nombre de fois que le prix du bien contient le revenu déclaré." / "How many times the stated income the price of the goods amounts to.",
            "Le prix du bien représente {value} fois votre revenu" / "The price of the goods is {value} times your income";
        income_after_annuity: Money, Income = application("AMT_INCOME_TOTAL") - application("AMT_ANNUITY") =>
            "Revenu restant après la mensualité" / "Income left after the instalment",
            "Revenu déclaré, une fois retirée la mensualité du crédit demandé." / "Stated income less the instalment of the loan asked for.",
            "La mensualité payée, il vous resterait {value} de revenu" / "Once the monthly payment is made, {value} of your income would be left";
        income_per_person: Money, Income = ratio(application("AMT_INCOME_TOTAL"), application("CNT_FAM_MEMBERS")) =>
            "Revenu par personne du foyer" / "Income per person in the household",
            "Revenu déclaré, divisé par le nombre de personnes du foyer." / "Stated income divided by the number of people in the household.",
            "Le revenu par personne de votre foyer est de {value}" / "The income per person in your household is {value}";

        // The loan itself
        credit_to_annuity: Months, Loan = ratio(application("AMT_CREDIT"), application("AMT_ANNUITY")) =>
            "Durée approximative du crédit demandé" / "Approximate term of the loan asked for",
            "Nombre de mensualités qu’il faudrait pour rembourser le crédit, sans les intérêts." / "Number of monthly instalments that it would take to repay the loan, without interest.",
            "Rembourser ce crédit demanderait {value}, sans compter les intérêts" / "Repaying this loan would take {value}, leaving interest aside";
        credit_to_goods: Share, Loan = ratio(application("AMT_CREDIT"), application("AMT_GOODS_PRICE")) =>
            "Crédit demandé rapporté au prix du bien" / "Loan asked for relative to the price of the goods",
            "Part du prix du bien que le crédit demandé couvre, plus de 100 % voulant dire que des frais ou une assurance s’y ajoutent." / "Share of the price of the goods that the loan asked for covers, over 100% meaning that fees or insurance come on top.",
            "Le crédit demandé représente {value} du prix du bien" / "The loan you ask for is {value} of the price of the goods";
        annuity_to_goods: Share, Loan = ratio(application("AMT_ANNUITY"), application("AMT_GOODS_PRICE")) =>
            "Mensualité rapportée au prix du bien" / "Instalment relative to the price of the goods",
            "Part du prix du bien que représente une mensualité du crédit demandé." / "Share of the price of the goods that one instalment of the loan asked for amounts to.",
            "Une mensualité représente {value} du prix du bien" / "One monthly payment is {value} of the price of the goods";
        credit_beyond_goods: Money, Loan = application("AMT_CREDIT") - application("AMT_GOODS_PRICE") =>
            "Crédit demandé au-delà du prix du bien" / "Loan asked for beyond the price of the goods",
            "Partie du crédit demandé qui dépasse le prix du bien, comme des frais ou une assurance." / "Part of the loan asked for that exceeds the price of the goods, such as fees or insurance.",
            "La partie de votre crédit au-delà du prix du bien est de {value}" / "The part of your loan beyond the price of the goods is {value}";

        // The external scores together
        external_score_mean: Number, ExternalScores, LowersRisk(SCORED) = Expr::Mean(each(EXTERNAL_SCORES)) =>
            "Moyenne des scores externes" / "Mean of the external scores",
            "Moyenne des scores externes connus, de 0 à 1, une valeur élevée étant favorable." / "Mean of the known external scores, from 0 to 1, high being favourable.",
            "La moyenne de vos scores externes est de {value}, sur une échelle de 0 à 1" / "The mean of your external scores is {value}, on a scale from 0 to 1";
        external_score_min: Number, ExternalScores, LowersRisk(SCORED) = Expr::Min(each(EXTERNAL_SCORES)) =>
            "Plus bas score externe" / "Lowest external score",
            "Le moins bon des scores externes connus, de 0 à 1." / "The worst of the known external scores, from 0 to 1.",
            "Le plus bas de vos scores externes est de {value}, sur une échelle de 0 à 1" / "The lowest of your external scores is {value}, on a scale from 0 to 1";
        external_score_max: Number, ExternalScores, LowersRisk(SCORED) = Expr::Max(each(EXTERNAL_SCORES)) =>
            "Plus haut score externe" / "Highest external score",
            "Le meilleur des scores externes connus, de 0 à 1." / "The best of the known external scores, from 0 to 1.",
            "Le plus haut de vos scores externes est de {value}, sur une échelle de 0 à 1" / "The highest of your external scores is {value}, on a scale from 0 to 1";
        external_score_product: Number, ExternalScores, LowersRisk(SCORED) =
            application("EXT_SOURCE_1") * application("EXT_SOURCE_2") * application("EXT_SOURCE_3") =>
            "Produit des trois scores externes" / "Product of the three external scores",
            "Produit des trois scores externes, élevé seulement si les trois le sont." / "Product of the three external scores, high only where all three are.",
            "Le produit de vos trois scores externes est de {value}" / "The product of your three external scores is {value}";
        external_score_product_2_3: Number, ExternalScores, LowersRisk(SCORED) =
            application("EXT_SOURCE_2") * application("EXT_SOURCE_3") =>
            "Produit des scores externes 2 et 3" / "Product of external scores 2 and 3",
            "Produit des scores externes 2 et 3, élevé seulement si les deux le sont." / "Product of external scores 2 and 3, high only where both are.",
            "Le produit de vos scores externes 2 et 3 est de {value}" / "The product of your external scores 2 and 3 is {value}";
        external_score_spread: Number, ExternalScores =
            Expr::Max(each(EXTERNAL_SCORES)) - Expr::Min(each(EXTERNAL_SCORES)) =>
            "Écart entre les scores externes" / "Spread of the external scores",
            "Écart entre le meilleur et le moins bon des scores externes connus." / "Difference between the best and the worst of the known external scores.",
            "L’écart entre vos scores externes est de {value}" / "The spread of your external scores is {value}";
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
        not_employed: Flag, Employment = indicator(not(present("DAYS_EMPLOYED"))) =>
            "Sans emploi en cours" / "No present job",
            "Indique qu’aucun emploi en cours n’est déclaré, par exemple parce que le client est retraité." / "Whether no present job is stated, for example because the client is retired.";
        income_to_employed: Money, Employment = ratio(application("AMT_INCOME_TOTAL"), years("DAYS_EMPLOYED")) =>
            "Revenu par année d’ancienneté" / "Income per year in the present job",
            "Revenu déclaré, divisé par le nombre d’années passées dans l’emploi actuel." / "Stated income divided by the years spent in the present job.",
            "Votre revenu par année dans l’emploi actuel est de {value}" / "Your income per year in your present job is {value}";
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
            "Nombre total de consultations du fichier des crédits au sujet du client dans l’année qui précède la demande." / "Total number of enquiries to the credit bureau about the client in the year before the application.",
            "Le nombre de consultations du fichier des crédits à votre sujet en un an est de {value}" / "The number of credit bureau enquiries about you in one year is {value}";
        social_circle_late_share: Share, Person, RaisesRisk(SURROUNDINGS) =
            ratio(application("DEF_30_CNT_SOCIAL_CIRCLE"), application("OBS_30_CNT_SOCIAL_CIRCLE")) =>
            "Part des proches en retard de paiement" / "Share of close contacts late with payments",
            "Part des personnes observées autour du client qui ont eu plus de 30 jours de retard." / "Share of the people observed around the client who were over 30 days late.";

        // What the loan costs
        loan_customary_term: Months, Loan = customary_term() =>
            "Durée usuelle qui convient au crédit" / "Customary term that fits the loan",
            "Plus courte durée usuelle, multiple de six mois, dans laquelle les mensualités remboursent plus que le crédit." / "Shortest customary term, a multiple of six months, in which the instalments repay more than the loan.",
            "La durée usuelle qui convient à ce crédit est de {value}" / "The customary term that fits this loan is {value}";
        loan_implied_rate: Share, Loan =
            apply(Function::MonthlyRate, [customary_term(), application("AMT_ANNUITY"), application("AMT_CREDIT")]) =>
            "Taux d’intérêt mensuel implicite du crédit demandé" / "Implied monthly interest rate of the loan asked for",
            "Taux d’intérêt par mois qu’impliquent le crédit et la mensualité, sur la durée usuelle qui convient." / "Interest rate a month that the loan and its instalment imply over the customary term that fits.",
            "Le taux d’intérêt mensuel de ce crédit reviendrait à {value}" / "The monthly interest rate of this loan would come to {value}";
        loan_implied_cost: Share, Loan =
            ratio(customary_term() * application("AMT_ANNUITY"), application("AMT_CREDIT")) - number(1) =>
            "Coût implicite du crédit demandé" / "Implied cost of the loan asked for",
            "Part du crédit qui serait payée en plus, en intérêts et frais, sur la durée usuelle qui convient." / "Share of the loan that would be paid on top, in interest and fees, over the customary term that fits.",
            "Les intérêts et frais de ce crédit reviendraient à {value} du montant demandé" / "Interest and fees of this loan would come to {value} of the amount asked for";
        loan_term_at_reference_rate: Months, Loan =
            apply(Function::PaymentsAt, [number(REFERENCE_RATE), application("AMT_ANNUITY"), application("AMT_CREDIT")]) =>
            "Durée du crédit demandé à taux de référence" / "Term of the loan asked for at a reference rate",
            "Nombre de mensualités qu’il faudrait pour rembourser le crédit à un taux d’intérêt de 1 pour cent par mois." / "Number of monthly instalments that it would take to repay the loan at an interest rate of 1 percent a month.",
            "Rembourser ce crédit demanderait {value} à un taux de 1 pour cent par mois" / "Repaying this loan would take {value} at a rate of 1 percent a month";
        loan_implied_cost_to_income: Number, Income =
            ratio(customary_term() * application("AMT_ANNUITY") - application("AMT_CREDIT"), application("AMT_INCOME_TOTAL")) =>
            "Coût implicite du crédit rapporté au revenu" / "Implied cost of the loan relative to income",
            "Intérêts et frais sur la durée usuelle qui convient, rapportés au revenu déclaré." / "Interest and fees over the customary term that fits, relative to the stated income.",
            "Les intérêts et frais de ce crédit représenteraient {value} fois votre revenu" / "Interest and fees of this loan would be {value} times your income";
        income_after_annuity_per_person: Money, Income =
            ratio(application("AMT_INCOME_TOTAL") - application("AMT_ANNUITY"), application("CNT_FAM_MEMBERS")) =>
            "Revenu restant par personne du foyer" / "Income left per person in the household",
            "Revenu déclaré moins la mensualité du crédit demandé, divisé par le nombre de personnes du foyer." / "Stated income less the instalment of the loan asked for, divided by the number of people in the household.",
            "La mensualité payée, il resterait {value} de revenu par personne de votre foyer" / "Once the monthly payment is made, {value} of income would be left per person in your household";
        income_per_adult: Money, Income = ratio(application("AMT_INCOME_TOTAL"), adults()) =>
            "Revenu par adulte du foyer" / "Income per adult in the household",
            "Revenu déclaré, divisé par le nombre d’adultes du foyer." / "Stated income divided by the number of adults in the household.",
            "Le revenu par adulte de votre foyer est de {value}" / "The income per adult in your household is {value}";
        income_per_child: Money, Income = ratio(application("AMT_INCOME_TOTAL"), application("CNT_CHILDREN") + number(1)) =>
            "Revenu rapporté au nombre d’enfants" / "Income relative to the number of children",
            "Revenu déclaré, divisé par le nombre d’enfants plus un." / "Stated income divided by the number of children plus one.";
        credit_per_person: Money, Loan = ratio(application("AMT_CREDIT"), application("CNT_FAM_MEMBERS")) =>
            "Crédit demandé par personne du foyer" / "Loan asked for per person in the household",
            "Crédit demandé, divisé par le nombre de personnes du foyer." / "Loan asked for divided by the number of people in the household.",
            "Le crédit demandé représente {value} par personne de votre foyer" / "The loan you ask for is {value} per person in your household";
        credit_below_goods: Flag, Loan = indicator(less(application("AMT_CREDIT"), application("AMT_GOODS_PRICE"))) =>
            "Crédit inférieur au prix du bien" / "Loan below the price of the goods",
            "Indique que le client paie lui-même une partie du prix du bien." / "Whether the client pays part of the price of the goods out of pocket.";

        // Other combinations of the external scores
        external_score_weighted: Number, ExternalScores, LowersRisk(SCORED) = weighted_scores() =>
            "Moyenne pondérée des scores externes" / "Weighted mean of the external scores",
            "Moyenne des scores externes connus, le deuxième comptant double et le troisième triple." / "Mean of the known external scores, the second counting twice and the third three times.",
            "La moyenne pondérée de vos scores externes est de {value}, sur une échelle de 0 à 1" / "The weighted mean of your external scores is {value}, on a scale from 0 to 1";
        external_score_product_1_2: Number, ExternalScores, LowersRisk(SCORED) =
            application("EXT_SOURCE_1") * application("EXT_SOURCE_2") =>
            "Produit des scores externes 1 et 2" / "Product of external scores 1 and 2",
            "Produit des scores externes 1 et 2, élevé seulement si les deux le sont." / "Product of external scores 1 and 2, high only where both are.",
            "Le produit de vos scores externes 1 et 2 est de {value}" / "The product of your external scores 1 and 2 is {value}";
        external_score_product_1_3: Number, ExternalScores, LowersRisk(SCORED) =
            application("EXT_SOURCE_1") * application("EXT_SOURCE_3") =>
            "Produit des scores externes 1 et 3" / "Product of external scores 1 and 3",
            "Produit des scores externes 1 et 3, élevé seulement si les deux le sont." / "Product of external scores 1 and 3, high only where both are.",
            "Le produit de vos scores externes 1 et 3 est de {value}" / "The product of your external scores 1 and 3 is {value}";
        external_score_2_minus_3: Number, ExternalScores = application("EXT_SOURCE_2") - application("EXT_SOURCE_3") =>
            "Écart entre les scores externes 2 et 3" / "Difference between external scores 2 and 3",
            "Score externe 2 moins score externe 3." / "External score 2 less external score 3.";

        // Age and work once more
        employed_years: Years, Employment = years("DAYS_EMPLOYED") =>
            "Ancienneté dans l’emploi en années" / "Years in the present job",
            "Nombre d’années passées dans l’emploi actuel." / "Number of years spent in the present job.",
            "Vous occupez votre emploi actuel depuis {value}" / "You have been in your present job for {value}";
        age_at_hiring: Years, Person = years("DAYS_BIRTH") - years("DAYS_EMPLOYED") =>
            "Âge à l’embauche" / "Age when hired",
            "Âge du client au début de son emploi actuel." / "Age of the client when the present job began.";
        age_at_end_of_loan: Years, Person = years("DAYS_BIRTH") + ratio(customary_term(), number(12)) =>
            "Âge à la fin du crédit" / "Age at the end of the loan",
            "Âge qu’aurait le client à la fin du crédit, sur la durée usuelle qui convient." / "Age that the client would have at the end of the loan, over the customary term that fits.";
        income_to_age: Money, Income = ratio(application("AMT_INCOME_TOTAL"), years("DAYS_BIRTH")) =>
            "Revenu par année d’âge" / "Income per year of age",
            "Revenu déclaré, divisé par l’âge du client." / "Stated income divided by the client’s age.";
        credit_to_age: Money, Loan = ratio(application("AMT_CREDIT"), years("DAYS_BIRTH")) =>
            "Crédit demandé par année d’âge" / "Loan asked for per year of age",
            "Crédit demandé, divisé par l’âge du client." / "Loan asked for divided by the client’s age.";
        employed_to_term: Number, Employment = ratio(years("DAYS_EMPLOYED"), ratio(customary_term(), number(12))) =>
            "Ancienneté dans l’emploi rapportée à la durée du crédit" / "Time in the present job relative to the term of the loan",
            "Ancienneté dans l’emploi actuel, rapportée à la durée usuelle qui convient au crédit demandé." / "Time in the present job relative to the customary term that fits the loan asked for.",
            "Votre ancienneté dans l’emploi représente {value} fois la durée du crédit" / "Your time in the present job is {value} times the term of the loan";

        // What else is known
        adults: Count, Person = adults() =>
            "Nombre d’adultes du foyer" / "Number of adults in the household",
            "Nombre de personnes du foyer qui ne sont pas des enfants." / "Number of people in the household who are not children.";
        enquiries_last_month: Count, Bureau = Expr::Sum(each(RECENT_ENQUIRIES)) =>
            "Consultations du fichier des crédits en un mois" / "Credit bureau enquiries in one month",
            "Nombre de consultations du fichier des crédits au sujet du client dans le mois qui précède la demande." / "Number of enquiries to the credit bureau about the client in the month before the application.",
            "Le nombre de consultations du fichier des crédits à votre sujet en un mois est de {value}" / "The number of credit bureau enquiries about you in one month is {value}";
        enquiries_recent_share: Share, Bureau = ratio(Expr::Sum(each(RECENT_ENQUIRIES)), Expr::Sum(each(ENQUIRIES))) =>
            "Part récente des consultations du fichier" / "Recent share of the credit bureau enquiries",
            "Part des consultations de l’année qui ont eu lieu dans le mois qui précède la demande." / "Share of the year’s enquiries that fell in the month before the application.";
        social_circle_late_60_share: Share, Person, RaisesRisk(SURROUNDINGS) =
            ratio(application("DEF_60_CNT_SOCIAL_CIRCLE"), application("OBS_60_CNT_SOCIAL_CIRCLE")) =>
            "Part des proches en retard de plus de 60 jours" / "Share of close contacts over 60 days late",
            "Part des personnes observées autour du client qui ont eu plus de 60 jours de retard." / "Share of the people observed around the client who were over 60 days late.";
        region_rating_gap: Number, Home =
            application("REGION_RATING_CLIENT_W_CITY") - application("REGION_RATING_CLIENT") =>
            "Note de la ville comparée à celle de la région" / "Rating of the city against that of the region",
            "Note de la région compte tenu de la ville, moins celle de la région seule." / "Rating of the region with the city taken into account less that of the region alone.";
        building_facts_known: Count, Home = Expr::Sum(BUILDING.map(|name| indicator(present(name))).into()) =>
            "Nombre d’informations connues sur l’immeuble" / "Number of known facts about the building",
            "Nombre d’informations connues sur l’immeuble où vit le client, de 0 à 14." / "How many facts are known about the building where the client lives, from 0 to 14.";
        building_quality: Number, Home = Expr::Mean(each(BUILDING)) =>
            "Note moyenne de l’immeuble" / "Mean rating of the building",
            "Moyenne des informations connues sur l’immeuble, chacune ramenée à une échelle de 0 à 1." / "Mean of the known facts about the building, each on a scale from 0 to 1.";
        latest_change: DaysRelative, Documents =
            Expr::Max(each(CHANGES)) =>
            "Dernier changement de coordonnées ou de pièces" / "Latest change of details or papers",
            "Date du dernier changement d’enregistrement, de pièce d’identité ou de téléphone, par rapport à la demande." / "When registration, identity document or phone last changed, relative to the application.",
            "Vos coordonnées ou vos pièces ont changé pour la dernière fois {value}" / "Your details or papers last changed {value}";
        changes_last_year: Count, Documents = Expr::Sum(CHANGES.map(|name| indicator(within_a_year(name))).into()) =>
            "Changements de coordonnées ou de pièces en un an" / "Changes of details or papers in one year",
            "Nombre de changements d’enregistrement, de pièce d’identité ou de téléphone dans l’année qui précède la demande." / "How many of registration, identity document and phone changed in the year before the application.";
    }
}
