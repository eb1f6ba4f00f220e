//! How the client can be reached, their work and region, and the external scores: `FLAG_MOBIL` to
//! `EXT_SOURCE_3`.

use super::categories;
use crate::column::Column;
use crate::columns::shared::WEEKDAYS;

pub(super) fn columns() -> Vec<Column> {
    // Kaggle's description calls FLAG_WORK_PHONE a home phone, as it does FLAG_PHONE; its name is followed.
    Vec::from(columns! {
        FLAG_MOBIL: Integer, Flag, Documents =>
            "Téléphone mobile fourni" / "Mobile phone given",
            "Indique si le client a donné un numéro de téléphone mobile." / "Whether the client gave a mobile phone number.";
        FLAG_EMP_PHONE: Integer, Flag, Documents =>
            "Téléphone de l’employeur fourni" / "Employer’s phone given",
            "Indique si le client a donné le numéro de téléphone de son employeur." / "Whether the client gave the phone number of their employer.";
        FLAG_WORK_PHONE: Integer, Flag, Documents =>
            "Téléphone au travail fourni" / "Phone at work given",
            "Indique si le client a donné un numéro de téléphone sur son lieu de travail." / "Whether the client gave a phone number at their place of work.";
        FLAG_CONT_MOBILE: Integer, Flag, Documents =>
            "Joignable par téléphone mobile" / "Reachable by mobile phone",
            "Indique si le client a pu être joint sur son téléphone mobile." / "Whether the client could be reached by mobile phone.";
        FLAG_PHONE: Integer, Flag, Documents =>
            "Téléphone du domicile fourni" / "Home phone given",
            "Indique si le client a donné un numéro de téléphone à son domicile." / "Whether the client gave a home phone number.";
        FLAG_EMAIL: Integer, Flag, Documents =>
            "Adresse électronique fournie" / "Email address given",
            "Indique si le client a donné une adresse électronique." / "Whether the client gave an email address.";
        OCCUPATION_TYPE: Category(categories::OCCUPATIONS), Category, Employment =>
            "Profession" / "Occupation",
            "Profession que le client exerce." / "Occupation that the client works in.";
        CNT_FAM_MEMBERS: Integer, Count, Person =>
            "Personnes dans le foyer" / "People in the household",
            "Nombre de personnes dans la famille du client, lui compris." / "Number of people in the client’s family, the client included.";
        REGION_RATING_CLIENT: Integer, Number, Home =>
            "Note de la région" / "Rating of the region",
            "Note que le prêteur donne à la région où vit le client, de 1 pour la meilleure à 3." / "The lender’s rating of the region where the client lives, from 1, the best, to 3.";
        REGION_RATING_CLIENT_W_CITY: Integer, Number, Home, none -1.0 =>
            "Note de la région et de la ville" / "Rating of the region and city",
            "Note que le prêteur donne à la région du client en tenant compte de la ville, de 1 pour la meilleure à 3." / "The lender’s rating of the client’s region with its city taken into account, from 1, the best, to 3.";
        WEEKDAY_APPR_PROCESS_START: Category(WEEKDAYS), Category, Loan =>
            "Jour de la demande" / "Weekday of the application",
            "Jour de la semaine où la demande a été faite." / "Day of the week on which the application was made.";
        HOUR_APPR_PROCESS_START: Integer, Hour, Loan =>
            "Heure de la demande" / "Hour of the application",
            "Heure approximative à laquelle la demande a été faite." / "Approximate hour at which the application was made.";
        REG_REGION_NOT_LIVE_REGION: Integer, Flag, Home =>
            "Domicile officiel et domicile réel dans des régions différentes" / "Official and actual home in different regions",
            "Indique si l’adresse officielle et l’adresse où vit le client sont dans des régions différentes." / "Whether the client’s official address and the address they live at are in different regions.";
        REG_REGION_NOT_WORK_REGION: Integer, Flag, Home =>
            "Domicile officiel et travail dans des régions différentes" / "Official home and work in different regions",
            "Indique si l’adresse officielle et l’adresse de travail du client sont dans des régions différentes." / "Whether the client’s official address and work address are in different regions.";
        LIVE_REGION_NOT_WORK_REGION: Integer, Flag, Home =>
            "Domicile réel et travail dans des régions différentes" / "Actual home and work in different regions",
            "Indique si l’adresse où vit le client et son adresse de travail sont dans des régions différentes." / "Whether the address that the client lives at and their work address are in different regions.";
        REG_CITY_NOT_LIVE_CITY: Integer, Flag, Home =>
            "Domicile officiel et domicile réel dans des villes différentes" / "Official and actual home in different cities",
            "Indique si l’adresse officielle et l’adresse où vit le client sont dans des villes différentes." / "Whether the client’s official address and the address they live at are in different cities.";
        REG_CITY_NOT_WORK_CITY: Integer, Flag, Home =>
            "Domicile officiel et travail dans des villes différentes" / "Official home and work in different cities",
            "Indique si l’adresse officielle et l’adresse de travail du client sont dans des villes différentes." / "Whether the client’s official address and work address are in different cities.";
        LIVE_CITY_NOT_WORK_CITY: Integer, Flag, Home =>
            "Domicile réel et travail dans des villes différentes" / "Actual home and work in different cities",
            "Indique si l’adresse où vit le client et son adresse de travail sont dans des villes différentes." / "Whether the address that the client lives at and their work address are in different cities.";
        ORGANIZATION_TYPE: Category(categories::ORGANIZATIONS), Category, Employment =>
            "Secteur de l’employeur" / "Employer’s line of business",
            "Type d’organisation pour laquelle le client travaille." / "Type of organisation that the client works for.";
        EXT_SOURCE_1: Real, Number, ExternalScores =>
            "Score externe 1" / "External score 1",
            "Score donné au client par un premier organisme extérieur, de 0 à 1, un score élevé étant favorable." / "Score that a first outside source gives the client, from 0 to 1, high being favourable.";
        EXT_SOURCE_2: Real, Number, ExternalScores =>
            "Score externe 2" / "External score 2",
            "Score donné au client par un deuxième organisme extérieur, de 0 à 1, un score élevé étant favorable." / "Score that a second outside source gives the client, from 0 to 1, high being favourable.";
        EXT_SOURCE_3: Real, Number, ExternalScores =>
            "Score externe 3" / "External score 3",
            "Score donné au client par un troisième organisme extérieur, de 0 à 1, un score élevé étant favorable." / "Score that a third outside source gives the client, from 0 to 1, high being favourable.";
    })
}
