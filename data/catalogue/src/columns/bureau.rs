//! Loans with other lenders, as the credit bureau reports them.

use crate::column::{Category, Column};

static STATES: &[Category] = categories! {
    "Closed" => "Soldé" / "Closed";
    "Active" => "En cours" / "Active";
    "Sold" => "Cédé à un tiers" / "Sold to a third party";
    "Bad debt" => "Créance douteuse" / "Bad debt";
};

static CURRENCIES: &[Category] = categories! {
    "currency 1" => "Devise 1" / "Currency 1";
    "currency 2" => "Devise 2" / "Currency 2";
    "currency 3" => "Devise 3" / "Currency 3";
    "currency 4" => "Devise 4" / "Currency 4";
};

static LOAN_TYPES: &[Category] = categories! {
    "Consumer credit" => "Crédit à la consommation" / "Consumer credit";
    "Credit card" => "Carte de crédit" / "Credit card";
    "Car loan" => "Crédit automobile" / "Car loan";
    "Mortgage" => "Prêt hypothécaire" / "Mortgage";
    "Microloan" => "Microcrédit" / "Microloan";
    "Real estate loan" => "Prêt immobilier" / "Real estate loan";
    "Cash loan (non-earmarked)" => "Prêt personnel sans affectation" / "Cash loan without a stated purpose";
    "Mobile operator loan" => "Crédit d’un opérateur de téléphonie" / "Loan from a mobile operator";
    "Loan for business development" => "Prêt de développement d’entreprise" / "Loan for business development";
    "Loan for working capital replenishment" => "Prêt de trésorerie d’entreprise" / "Loan for working capital";
    "Loan for the purchase of equipment" => "Prêt d’achat d’équipement" / "Loan for the purchase of equipment";
    "Loan for purchase of shares (margin lending)" => "Prêt d’achat de titres" / "Loan for the purchase of shares";
    "Interbank credit" => "Crédit interbancaire" / "Interbank credit";
    "Another type of loan" => "Autre type de crédit" / "Another type of loan";
    "Unknown type of loan" => "Type de crédit inconnu" / "Unknown type of loan";
};

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_CURR: Id, Number, Bureau =>
        "Numéro de client" / "Client number",
        "Numéro du client à qui ce crédit appartient." / "Number of the client whose loan this is.";
    SK_ID_BUREAU: Id, Number, Bureau =>
        "Numéro du crédit au fichier des crédits" / "Loan number at the credit bureau",
        "Numéro de ce crédit au fichier des crédits." / "Number of this loan at the credit bureau.";
    CREDIT_ACTIVE: Category(STATES), Category, Bureau =>
        "État du crédit" / "State of the loan",
        "Indique si le crédit est soldé, en cours, cédé ou douteux." / "Whether the loan is closed, active, sold or bad.";
    CREDIT_CURRENCY: Category(CURRENCIES), Category, Bureau =>
        "Devise du crédit" / "Currency of the loan",
        "Devise du crédit, dont le nom n’est pas donné." / "Currency of the loan, whose name is not given.";
    DAYS_CREDIT: Integer, DaysRelative, Bureau =>
        "Date de souscription" / "Date of taking out",
        "Date à laquelle le crédit a été souscrit, par rapport à la demande." / "When the loan was taken out, relative to the application.";
    CREDIT_DAY_OVERDUE: Integer, Days, Bureau =>
        "Jours de retard" / "Days overdue",
        "Nombre de jours de retard au moment de la demande." / "Number of days overdue at the time of the application.";
    DAYS_CREDIT_ENDDATE: Integer, DaysRelative, Bureau =>
        "Fin prévue du crédit" / "Planned end of the loan",
        "Date de fin prévue du crédit, par rapport à la demande." / "Planned end of the loan, relative to the application.";
    DAYS_ENDDATE_FACT: Integer, DaysRelative, Bureau =>
        "Fin réelle du crédit" / "Actual end of the loan",
        "Date de fin réelle d’un crédit soldé, par rapport à la demande." / "Actual end of a closed loan, relative to the application.";
    AMT_CREDIT_MAX_OVERDUE: Real, Money, Bureau =>
        "Plus fort impayé" / "Greatest amount overdue",
        "Plus fort montant resté impayé sur ce crédit jusqu’à la demande." / "Greatest amount ever overdue on this loan before the application.";
    CNT_CREDIT_PROLONG: Integer, Count, Bureau =>
        "Nombre de prolongations" / "Number of extensions",
        "Nombre de fois où le crédit a été prolongé." / "How many times the loan was extended.";
    AMT_CREDIT_SUM: Real, Money, Bureau =>
        "Montant du crédit" / "Amount of the loan",
        "Montant total de ce crédit." / "Total amount of this loan.";
    AMT_CREDIT_SUM_DEBT: Real, Money, Bureau =>
        "Dette restante" / "Remaining debt",
        "Somme qui reste due sur ce crédit." / "Sum still owed on this loan.";
    AMT_CREDIT_SUM_LIMIT: Real, Money, Bureau =>
        "Plafond de la carte" / "Card limit",
        "Plafond de la carte de crédit, si le crédit en est une." / "Limit of the credit card, where the loan is one.";
    AMT_CREDIT_SUM_OVERDUE: Real, Money, Bureau =>
        "Montant impayé" / "Amount overdue",
        "Montant en retard de paiement au moment de la demande." / "Amount overdue at the time of the application.";
    CREDIT_TYPE: Category(LOAN_TYPES), Category, Bureau =>
        "Type de crédit" / "Type of loan",
        "Nature du crédit accordé par l’autre prêteur." / "Kind of loan that the other lender granted.";
    DAYS_CREDIT_UPDATE: Integer, DaysRelative, Bureau =>
        "Dernière mise à jour" / "Last update",
        "Date des dernières informations reçues sur ce crédit, par rapport à la demande." / "When the last news of this loan came in, relative to the application.";
    AMT_ANNUITY: Real, Money, Bureau =>
        "Mensualité du crédit" / "Instalment of the loan",
        "Somme à payer à chaque échéance de ce crédit." / "Sum to pay at each instalment of this loan.";
};
