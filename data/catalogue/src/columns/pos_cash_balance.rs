//! Monthly balances of earlier point-of-sale and cash loans with this lender.

use crate::column::{Category, Column};

static STATUSES: &[Category] = categories! {
    "Approved" => "Accordé" / "Approved";
    "Signed" => "Signé" / "Signed";
    "Active" => "En cours" / "Active";
    "Completed" => "Soldé" / "Completed";
    "Returned to the store" => "Achat rendu au magasin" / "Returned to the store";
    "Canceled" => "Annulé" / "Cancelled";
    "Demand" => "Remboursement exigé" / "Repayment demanded";
    "Amortized debt" => "Dette amortie" / "Amortised debt";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_PREV: Id, Number, Repayment =>
        "Numéro du crédit précédent" / "Number of the earlier loan",
        "Numéro du crédit que ce mois concerne." / "Number of the loan that this month is about.";
    SK_ID_CURR: Id, Number, Repayment =>
        "Numéro de client" / "Client number",
        "Numéro du client à qui ce crédit appartient." / "Number of the client whose loan this is.";
    MONTHS_BALANCE: Integer, MonthsRelative, Repayment =>
        "Mois du relevé" / "Month of the record",
        "Mois du relevé, compté à partir de la demande de crédit." / "Month of the record, counted from the application.";
    CNT_INSTALMENT: Integer, Count, Repayment =>
        "Nombre d’échéances" / "Number of instalments",
        "Nombre total d’échéances du crédit, qui peut changer en cours de route." / "Total number of instalments of the loan, which may change on the way.";
    CNT_INSTALMENT_FUTURE: Integer, Count, Repayment =>
        "Échéances restantes" / "Instalments left",
        "Nombre d’échéances qui restent à payer." / "Number of instalments still to pay.";
    NAME_CONTRACT_STATUS: Category(STATUSES), Category, Repayment =>
        "Situation du contrat" / "Status of the contract",
        "Situation du contrat au cours du mois." / "Status of the contract during the month.";
    SK_DPD: Integer, Days, Repayment =>
        "Jours de retard" / "Days past due",
        "Nombre de jours de retard au cours du mois." / "Number of days past due during the month.";
    SK_DPD_DEF: Integer, Days, Repayment =>
        "Jours de retard, petites sommes ignorées" / "Days past due, small sums ignored",
        "Nombre de jours de retard au cours du mois, sans compter les petites sommes." / "Number of days past due during the month, leaving out small sums.";
};
