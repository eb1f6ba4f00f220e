//! Monthly balances of earlier credit cards with this lender.

use crate::column::{Category, Column};

static STATUSES: &[Category] = categories! {
    "Sent proposal" => "Offre envoyée" / "Offer sent";
    "Approved" => "Accordée" / "Approved";
    "Refused" => "Refusée" / "Refused";
    "Signed" => "Signée" / "Signed";
    "Active" => "En cours" / "Active";
    "Completed" => "Clôturée" / "Completed";
    "Demand" => "Remboursement exigé" / "Repayment demanded";
};

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_PREV: Id, Number, Cards =>
        "Numéro du contrat précédent" / "Number of the earlier contract",
        "Numéro du contrat de carte que ce mois concerne." / "Number of the card contract that this month is about.";
    SK_ID_CURR: Id, Number, Cards =>
        "Numéro de client" / "Client number",
        "Numéro du client à qui cette carte appartient." / "Number of the client whose card this is.";
    MONTHS_BALANCE: Integer, MonthsRelative, Cards =>
        "Mois du relevé" / "Month of the record",
        "Mois du relevé, compté à partir de la demande de crédit." / "Month of the record, counted from the application.";
    AMT_BALANCE: Real, Money, Cards =>
        "Solde dû" / "Balance owed",
        "Solde dû sur la carte au cours du mois." / "Balance owed on the card during the month.";
    AMT_CREDIT_LIMIT_ACTUAL: Real, Money, Cards =>
        "Plafond de la carte" / "Card limit",
        "Plafond de la carte au cours du mois." / "Limit of the card during the month.";
    AMT_DRAWINGS_ATM_CURRENT: Real, Money, Cards =>
        "Retraits au distributeur" / "Cash-machine drawings",
        "Montant retiré au distributeur au cours du mois." / "Amount drawn at cash machines during the month.";
    AMT_DRAWINGS_CURRENT: Real, Money, Cards =>
        "Total des utilisations" / "Total drawings",
        "Montant total utilisé avec la carte au cours du mois." / "Total amount drawn with the card during the month.";
    AMT_DRAWINGS_OTHER_CURRENT: Real, Money, Cards =>
        "Autres utilisations" / "Other drawings",
        "Montant des autres utilisations de la carte au cours du mois." / "Amount of other drawings with the card during the month.";
    AMT_DRAWINGS_POS_CURRENT: Real, Money, Cards =>
        "Achats par carte" / "Card purchases",
        "Montant des achats payés par carte au cours du mois." / "Amount of goods bought with the card during the month.";
    AMT_INST_MIN_REGULARITY: Real, Money, Cards =>
        "Paiement minimal du mois" / "Minimum payment of the month",
        "Somme que le client devait payer au moins ce mois-là." / "Sum that the client had to pay at least that month.";
    AMT_PAYMENT_CURRENT: Real, Money, Cards =>
        "Paiement du mois" / "Payment of the month",
        "Somme que le client a payée au cours du mois." / "Sum that the client paid during the month.";
    AMT_PAYMENT_TOTAL_CURRENT: Real, Money, Cards =>
        "Total payé dans le mois" / "Total paid in the month",
        "Somme totale que le client a payée au cours du mois." / "Total sum that the client paid during the month.";
    AMT_RECEIVABLE_PRINCIPAL: Real, Money, Cards =>
        "Capital à recevoir" / "Principal receivable",
        "Part du solde qui est du capital, sans les intérêts ni les frais." / "Part of the balance that is principal, without interest and fees.";
    AMT_RECIVABLE: Real, Money, Cards =>
        "Somme à recevoir" / "Amount receivable",
        "Somme que le prêteur doit encore recevoir sur cette carte." / "Amount that the lender is still to receive on this card.";
    AMT_TOTAL_RECEIVABLE: Real, Money, Cards =>
        "Total à recevoir" / "Total receivable",
        "Somme totale que le prêteur doit encore recevoir sur cette carte." / "Total amount that the lender is still to receive on this card.";
    CNT_DRAWINGS_ATM_CURRENT: Integer, Count, Cards =>
        "Nombre de retraits au distributeur" / "Number of cash-machine drawings",
        "Nombre de retraits au distributeur au cours du mois." / "Number of drawings at cash machines during the month.";
    CNT_DRAWINGS_CURRENT: Integer, Count, Cards =>
        "Nombre d’utilisations" / "Number of drawings",
        "Nombre d’utilisations de la carte au cours du mois." / "Number of times the card was used during the month.";
    CNT_DRAWINGS_OTHER_CURRENT: Integer, Count, Cards =>
        "Nombre d’autres utilisations" / "Number of other drawings",
        "Nombre des autres utilisations de la carte au cours du mois." / "Number of other drawings with the card during the month.";
    CNT_DRAWINGS_POS_CURRENT: Integer, Count, Cards =>
        "Nombre d’achats par carte" / "Number of card purchases",
        "Nombre d’achats payés par carte au cours du mois." / "Number of purchases made with the card during the month.";
    CNT_INSTALMENT_MATURE_CUM: Integer, Count, Cards =>
        "Échéances déjà payées" / "Instalments paid so far",
        "Nombre d’échéances payées jusqu’à ce mois." / "Number of instalments paid up to this month.";
    NAME_CONTRACT_STATUS: Category(STATUSES), Category, Cards =>
        "Situation du contrat" / "Status of the contract",
        "Situation du contrat de carte au cours du mois." / "Status of the card contract during the month.";
    SK_DPD: Integer, Days, Cards =>
        "Jours de retard" / "Days past due",
        "Nombre de jours de retard au cours du mois." / "Number of days past due during the month.";
    SK_DPD_DEF: Integer, Days, Cards =>
        "Jours de retard, petites sommes ignorées" / "Days past due, small sums ignored",
        "Nombre de jours de retard au cours du mois, sans compter les petites sommes." / "Number of days past due during the month, leaving out small sums.";
};
