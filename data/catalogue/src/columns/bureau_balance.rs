//! The monthly status of the loans with other lenders.

use crate::column::{Category, Column};

/// From nothing to pay to the worst delay, so that a greater code is never a better month.
static STATUSES: &[Category] = categories! {
    "C" => "Crédit soldé" / "Loan closed";
    "X" => "Situation inconnue" / "Status unknown";
    "0" => "Aucun retard" / "No delay";
    "1" => "Retard de 1 à 30 jours" / "1 to 30 days late";
    "2" => "Retard de 31 à 60 jours" / "31 to 60 days late";
    "3" => "Retard de 61 à 90 jours" / "61 to 90 days late";
    "4" => "Retard de 91 à 120 jours" / "91 to 120 days late";
    "5" => "Retard de plus de 120 jours, créance cédée ou perdue" / "Over 120 days late, sold or written off";
};

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_BUREAU: Id, Number, Bureau =>
        "Numéro du crédit au fichier des crédits" / "Loan number at the credit bureau",
        "Numéro du crédit que ce mois concerne." / "Number of the loan that this month is about.";
    MONTHS_BALANCE: Integer, MonthsRelative, Bureau =>
        "Mois du relevé" / "Month of the record",
        "Mois du relevé, compté à partir de la demande de crédit." / "Month of the record, counted from the application.";
    STATUS: Category(STATUSES), Category, Bureau =>
        "Situation du crédit ce mois-là" / "Status of the loan that month",
        "Situation du crédit à la fin du mois, du crédit soldé au retard le plus long." / "Status of the loan at the end of the month, from closed to the longest delay.";
};
