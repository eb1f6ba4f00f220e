//! What is said of a client's value of a raw application column, in a whole clause.
//!
//! `{value}` stands for the value with its unit. Each is worded so that any value fits, one or many. A column
//! without a clause is told by its label; so is a missing value.

use crate::text::Text;

/// The clause of a raw application column, where one was written.
pub(crate) fn of_raw(name: &str) -> Option<Text> {
    let (fr, en) = match name {
        "EXT_SOURCE_1" => (
            "Votre score externe 1 est de {value}, sur une échelle de 0 à 1",
            "Your external score 1 is {value}, on a scale from 0 to 1",
        ),
        "EXT_SOURCE_2" => (
            "Votre score externe 2 est de {value}, sur une échelle de 0 à 1",
            "Your external score 2 is {value}, on a scale from 0 to 1",
        ),
        "EXT_SOURCE_3" => (
            "Votre score externe 3 est de {value}, sur une échelle de 0 à 1",
            "Your external score 3 is {value}, on a scale from 0 to 1",
        ),
        "AMT_INCOME_TOTAL" => ("Votre revenu déclaré est de {value}", "Your stated income is {value}"),
        "AMT_CREDIT" => ("Vous demandez un crédit de {value}", "You ask for a loan of {value}"),
        "AMT_ANNUITY" => (
            "La mensualité de votre crédit serait de {value}",
            "The monthly payment of your loan would be {value}",
        ),
        "AMT_GOODS_PRICE" => {
            ("Le prix du bien à financer est de {value}", "The price of the goods to be financed is {value}")
        }
        "DAYS_EMPLOYED" => (
            "Vous occupez votre emploi actuel depuis {value}",
            "You have been in your present job for {value}",
        ),
        "DAYS_REGISTRATION" => (
            "Votre enregistrement officiel a été modifié {value}",
            "Your official registration was changed {value}",
        ),
        "DAYS_ID_PUBLISH" => {
            ("Votre pièce d’identité a été changée {value}", "Your identity document was changed {value}")
        }
        "DAYS_LAST_PHONE_CHANGE" => {
            ("Vous avez changé de téléphone {value}", "You changed your phone {value}")
        }
        "CNT_CHILDREN" => {
            ("Le nombre de vos enfants est de {value}", "The number of your children is {value}")
        }
        "CNT_FAM_MEMBERS" => (
            "Le nombre de personnes de votre foyer est de {value}",
            "The number of people in your household is {value}",
        ),
        "AMT_REQ_CREDIT_BUREAU_MON" => (
            "Le nombre de consultations du fichier des crédits à votre sujet dans le mois est de {value}",
            "The number of credit bureau enquiries about you in the last month is {value}",
        ),
        "AMT_REQ_CREDIT_BUREAU_QRT" => (
            "Le nombre de consultations du fichier des crédits à votre sujet dans le trimestre est de {value}",
            "The number of credit bureau enquiries about you in the last quarter is {value}",
        ),
        "AMT_REQ_CREDIT_BUREAU_YEAR" => (
            "Le nombre de consultations du fichier des crédits à votre sujet dans l’année est de {value}",
            "The number of credit bureau enquiries about you in the last year is {value}",
        ),
        "OWN_CAR_AGE" => ("L’âge de votre voiture est de {value}", "The age of your car is {value}"),
        _ => return None,
    };
    Some(Text::new(fr, en))
}
