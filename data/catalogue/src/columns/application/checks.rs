//! What was looked into: people around the client, documents and enquiries: `OBS_30_CNT_SOCIAL_CIRCLE` to
//! `AMT_REQ_CREDIT_BUREAU_YEAR`.

use crate::column::{Column, Kind};
use crate::text::Text;
use crate::theme::Theme;
use crate::unit::Unit;

/// Kaggle does not say what the documents are.
const DOCUMENTS: [(&str, u8); 20] = [
    ("FLAG_DOCUMENT_2", 2),
    ("FLAG_DOCUMENT_3", 3),
    ("FLAG_DOCUMENT_4", 4),
    ("FLAG_DOCUMENT_5", 5),
    ("FLAG_DOCUMENT_6", 6),
    ("FLAG_DOCUMENT_7", 7),
    ("FLAG_DOCUMENT_8", 8),
    ("FLAG_DOCUMENT_9", 9),
    ("FLAG_DOCUMENT_10", 10),
    ("FLAG_DOCUMENT_11", 11),
    ("FLAG_DOCUMENT_12", 12),
    ("FLAG_DOCUMENT_13", 13),
    ("FLAG_DOCUMENT_14", 14),
    ("FLAG_DOCUMENT_15", 15),
    ("FLAG_DOCUMENT_16", 16),
    ("FLAG_DOCUMENT_17", 17),
    ("FLAG_DOCUMENT_18", 18),
    ("FLAG_DOCUMENT_19", 19),
    ("FLAG_DOCUMENT_20", 20),
    ("FLAG_DOCUMENT_21", 21),
];

pub(super) fn columns() -> Vec<Column> {
    surroundings().into_iter().chain(DOCUMENTS.map(document)).chain(enquiries()).collect()
}

fn document((name, number): (&'static str, u8)) -> Column {
    Column {
        name,
        kind: Kind::Integer,
        unit: Unit::Flag,
        theme: Theme::Documents,
        label: Text {
            fr: format!("Document {number} fourni").into(),
            en: format!("Document {number} handed in").into(),
        },
        explanation: Text {
            fr: format!("Indique si le client a fourni le document {number} de la liste du prêteur.").into(),
            en: format!("Whether the client handed in document {number} of the lender’s list.").into(),
        },
        sentinel: None,
    }
}

fn surroundings() -> [Column; 5] {
    columns! {
        OBS_30_CNT_SOCIAL_CIRCLE: Integer, Count, Person =>
            "Proches observés à 30 jours" / "Close contacts observed at 30 days",
            "Nombre de personnes de l’entourage du client dont les retards de plus de 30 jours ont été observés." / "Number of people around the client who were observed for delays over 30 days.";
        DEF_30_CNT_SOCIAL_CIRCLE: Integer, Count, Person =>
            "Proches en retard de plus de 30 jours" / "Close contacts over 30 days late",
            "Nombre de personnes de l’entourage du client qui ont eu plus de 30 jours de retard." / "Number of people around the client who were over 30 days late.";
        OBS_60_CNT_SOCIAL_CIRCLE: Integer, Count, Person =>
            "Proches observés à 60 jours" / "Close contacts observed at 60 days",
            "Nombre de personnes de l’entourage du client dont les retards de plus de 60 jours ont été observés." / "Number of people around the client who were observed for delays over 60 days.";
        DEF_60_CNT_SOCIAL_CIRCLE: Integer, Count, Person =>
            "Proches en retard de plus de 60 jours" / "Close contacts over 60 days late",
            "Nombre de personnes de l’entourage du client qui ont eu plus de 60 jours de retard." / "Number of people around the client who were over 60 days late.";
        DAYS_LAST_PHONE_CHANGE: Integer, DaysRelative, Documents =>
            "Dernier changement de téléphone" / "Last change of phone",
            "Date à laquelle le client a changé de téléphone, par rapport à la demande." / "When the client last changed phone, relative to the application.";
    }
}

fn enquiries() -> [Column; 6] {
    columns! {
        AMT_REQ_CREDIT_BUREAU_HOUR: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans l’heure" / "Credit bureau enquiries in the last hour",
            "Nombre de consultations du fichier des crédits au sujet du client dans l’heure qui précède la demande." / "Number of enquiries to the credit bureau about the client in the hour before the application.";
        AMT_REQ_CREDIT_BUREAU_DAY: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans la journée" / "Credit bureau enquiries in the last day",
            "Nombre de consultations du fichier des crédits au sujet du client dans la journée qui précède la demande, hors dernière heure." / "Number of enquiries to the credit bureau about the client in the day before the application, without the last hour.";
        AMT_REQ_CREDIT_BUREAU_WEEK: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans la semaine" / "Credit bureau enquiries in the last week",
            "Nombre de consultations du fichier des crédits au sujet du client dans la semaine qui précède la demande, hors dernier jour." / "Number of enquiries to the credit bureau about the client in the week before the application, without the last day.";
        AMT_REQ_CREDIT_BUREAU_MON: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans le mois" / "Credit bureau enquiries in the last month",
            "Nombre de consultations du fichier des crédits au sujet du client dans le mois qui précède la demande, hors dernière semaine." / "Number of enquiries to the credit bureau about the client in the month before the application, without the last week.";
        AMT_REQ_CREDIT_BUREAU_QRT: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans le trimestre" / "Credit bureau enquiries in the last quarter",
            "Nombre de consultations du fichier des crédits au sujet du client dans le trimestre qui précède la demande, hors dernier mois." / "Number of enquiries to the credit bureau about the client in the quarter before the application, without the last month.";
        AMT_REQ_CREDIT_BUREAU_YEAR: Integer, Count, Bureau =>
            "Consultations du fichier des crédits dans l’année" / "Credit bureau enquiries in the last year",
            "Nombre de consultations du fichier des crédits au sujet du client dans l’année qui précède la demande, hors dernier trimestre." / "Number of enquiries to the credit bureau about the client in the year before the application, without the last quarter.";
    }
}
