//! What was due and what was paid on earlier loans with this lender, instalment by instalment.

use crate::column::Column;

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_PREV: Id, Number, Repayment =>
        "Numéro du crédit précédent" / "Number of the earlier loan",
        "Numéro du crédit que cette échéance concerne." / "Number of the loan that this instalment is of.";
    SK_ID_CURR: Id, Number, Repayment =>
        "Numéro de client" / "Client number",
        "Numéro du client à qui ce crédit appartient." / "Number of the client whose loan this is.";
    NUM_INSTALMENT_VERSION: Integer, Number, Repayment =>
        "Version de l’échéancier" / "Version of the payment calendar",
        "Version de l’échéancier, qui vaut 0 pour une carte de crédit." / "Version of the payment calendar, which is 0 for a credit card.";
    NUM_INSTALMENT_NUMBER: Integer, Number, Repayment =>
        "Rang de l’échéance" / "Number of the instalment",
        "Rang de l’échéance dans le crédit, la première portant le numéro 1." / "Place of the instalment in the loan, the first being number 1.";
    DAYS_INSTALMENT: Integer, DaysRelative, Repayment =>
        "Date d’échéance" / "Due date",
        "Date à laquelle l’échéance devait être payée, par rapport à la demande." / "When the instalment was due, relative to the application.";
    DAYS_ENTRY_PAYMENT: Integer, DaysRelative, Repayment =>
        "Date du paiement" / "Date of payment",
        "Date à laquelle l’échéance a été payée, par rapport à la demande." / "When the instalment was paid, relative to the application.";
    AMT_INSTALMENT: Real, Money, Repayment =>
        "Montant dû" / "Amount due",
        "Montant prévu pour cette échéance." / "Amount due for this instalment.";
    AMT_PAYMENT: Real, Money, Repayment =>
        "Montant payé" / "Amount paid",
        "Montant que le client a payé pour cette échéance." / "Amount that the client paid for this instalment.";
};
