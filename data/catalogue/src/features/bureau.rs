//! Features of the loans with other lenders.

use super::source::{History, application, positive};
use crate::expr::{Condition, ratio};
use crate::feature::Feature;
use crate::table::Table;

const BUREAU: History = History(Table::Bureau);

fn active() -> Condition {
    BUREAU.is("CREDIT_ACTIVE", &["Active"])
}

fn closed() -> Condition {
    BUREAU.is("CREDIT_ACTIVE", &["Closed"])
}

pub(super) fn features() -> Vec<Feature> {
    features! {
        // How many, and how old
        bureau_loans: Count, Bureau = BUREAU.rows() =>
            "Nombre de crédits chez d’autres prêteurs" / "Number of loans with other lenders",
            "Nombre de crédits, soldés ou en cours, que le client a eus chez d’autres prêteurs." / "Number of loans, closed or active, that the client has had with other lenders.";
        bureau_active_loans: Count, Bureau = BUREAU.count(active()) =>
            "Crédits en cours chez d’autres prêteurs" / "Active loans with other lenders",
            "Nombre de crédits que le client rembourse encore à d’autres prêteurs." / "Number of loans that the client is still repaying to other lenders.";
        bureau_active_share: Share, Bureau = BUREAU.share(active()) =>
            "Part des crédits encore en cours chez d’autres prêteurs" / "Share of loans with other lenders still active",
            "Part des crédits chez d’autres prêteurs qui sont encore en cours." / "Share of the loans with other lenders that are still active.";
        bureau_loans_last_year: Count, Bureau = BUREAU.count(BUREAU.within("DAYS_CREDIT", 365)) =>
            "Crédits souscrits ailleurs depuis un an" / "Loans taken out elsewhere in the last year",
            "Nombre de crédits souscrits chez d’autres prêteurs dans l’année qui précède la demande." / "Number of loans taken out with other lenders in the year before the application.";
        bureau_oldest_loan: DaysRelative, Bureau = BUREAU.min(BUREAU.column("DAYS_CREDIT")) =>
            "Plus ancien crédit chez d’autres prêteurs" / "Oldest loan with another lender",
            "Date du plus ancien crédit connu chez un autre prêteur, par rapport à la demande." / "When the oldest known loan with another lender was taken out, relative to the application.";
        bureau_latest_loan: DaysRelative, Bureau = BUREAU.max(BUREAU.column("DAYS_CREDIT")) =>
            "Dernier crédit souscrit chez un autre prêteur" / "Latest loan with another lender",
            "Date du dernier crédit souscrit chez un autre prêteur, par rapport à la demande." / "When the latest loan with another lender was taken out, relative to the application.";
        bureau_mean_loan_date: DaysRelative, Bureau = BUREAU.mean(BUREAU.column("DAYS_CREDIT")) =>
            "Ancienneté moyenne des crédits chez d’autres prêteurs" / "Mean age of loans with other lenders",
            "Date moyenne de souscription des crédits chez d’autres prêteurs, par rapport à la demande." / "Mean date on which the loans with other lenders were taken out, relative to the application.";
        bureau_active_mean_loan_date: DaysRelative, Bureau = BUREAU.mean_where(BUREAU.column("DAYS_CREDIT"), active()) =>
            "Ancienneté moyenne des crédits en cours ailleurs" / "Mean age of active loans elsewhere",
            "Date moyenne de souscription des crédits encore en cours chez d’autres prêteurs, par rapport à la demande." / "Mean date on which the loans still active with other lenders were taken out, relative to the application.";
        bureau_active_latest_loan: DaysRelative, Bureau = BUREAU.max_where(BUREAU.column("DAYS_CREDIT"), active()) =>
            "Plus récent crédit en cours ailleurs" / "Latest active loan elsewhere",
            "Date du plus récent des crédits encore en cours chez d’autres prêteurs, par rapport à la demande." / "When the latest of the loans still active with other lenders was taken out, relative to the application.";
        bureau_active_last_end: DaysRelative, Bureau = BUREAU.max_where(BUREAU.column("DAYS_CREDIT_ENDDATE"), active()) =>
            "Fin du plus long crédit en cours ailleurs" / "End of the longest active loan elsewhere",
            "Date prévue de fin du crédit en cours qui se termine le plus tard chez un autre prêteur, par rapport à la demande." / "Planned end of the loan active with another lender that ends last, relative to the application.";
        bureau_closed_delay: Days, Bureau =
            BUREAU.mean_where(BUREAU.column("DAYS_ENDDATE_FACT") - BUREAU.column("DAYS_CREDIT_ENDDATE"), closed()) =>
            "Écart moyen à la fin prévue des crédits soldés ailleurs" / "Mean delay in closing loans elsewhere",
            "Nombre moyen de jours entre la fin prévue et la fin réelle des crédits soldés ailleurs, négatif en cas de remboursement anticipé." / "Mean number of days between planned and actual end of the loans closed elsewhere, negative where they were repaid early.";

        // How much
        bureau_debt: Money, Bureau = BUREAU.sum(BUREAU.column("AMT_CREDIT_SUM_DEBT")) =>
            "Dette totale chez d’autres prêteurs" / "Total debt with other lenders",
            "Somme de ce que le client doit encore à d’autres prêteurs." / "Sum of what the client still owes to other lenders.";
        bureau_active_credit: Money, Bureau = BUREAU.sum_where(BUREAU.column("AMT_CREDIT_SUM"), active()) =>
            "Montant des crédits en cours ailleurs" / "Amount of active loans elsewhere",
            "Montant total, à l’origine, des crédits encore en cours chez d’autres prêteurs." / "Total amount, at the start, of the loans still active with other lenders.";
        bureau_debt_to_credit: Share, Bureau, RaisesRisk =
            ratio(BUREAU.sum(BUREAU.column("AMT_CREDIT_SUM_DEBT")), BUREAU.sum(BUREAU.column("AMT_CREDIT_SUM"))) =>
            "Part non remboursée des crédits chez d’autres prêteurs" / "Share of loans with other lenders not yet repaid",
            "Part du montant de tous les crédits chez d’autres prêteurs qui reste à rembourser." / "Share of the amount of all loans with other lenders that is still to be repaid.";
        bureau_debt_to_income: Number, Bureau, RaisesRisk =
            ratio(BUREAU.sum(BUREAU.column("AMT_CREDIT_SUM_DEBT")), application("AMT_INCOME_TOTAL")) =>
            "Dette chez d’autres prêteurs rapportée au revenu" / "Debt with other lenders relative to income",
            "Nombre de fois que la dette chez d’autres prêteurs contient le revenu déclaré." / "How many times the stated income the debt with other lenders amounts to.";
        bureau_annuity_to_income: Share, Bureau =
            ratio(BUREAU.sum_where(BUREAU.column("AMT_ANNUITY"), active()), application("AMT_INCOME_TOTAL")) =>
            "Poids des mensualités dues ailleurs dans le revenu" / "Instalments due elsewhere as a share of income",
            "Part du revenu déclaré que prennent les mensualités connues des crédits en cours ailleurs." / "Share of the stated income taken by the known instalments of loans active elsewhere.";

        // Trouble
        bureau_overdue_loans: Count, Bureau, RaisesRisk = BUREAU.count(positive(BUREAU.column("CREDIT_DAY_OVERDUE"))) =>
            "Crédits en retard chez d’autres prêteurs" / "Loans overdue with other lenders",
            "Nombre de crédits chez d’autres prêteurs en retard de paiement au moment de la demande." / "Number of loans with other lenders overdue at the time of the application.";
        bureau_overdue_amount: Money, Bureau, RaisesRisk = BUREAU.sum(BUREAU.column("AMT_CREDIT_SUM_OVERDUE")) =>
            "Montant impayé chez d’autres prêteurs" / "Amount overdue with other lenders",
            "Somme en retard de paiement chez d’autres prêteurs au moment de la demande." / "Sum overdue with other lenders at the time of the application.";
        bureau_max_overdue_amount: Money, Bureau, RaisesRisk = BUREAU.max(BUREAU.column("AMT_CREDIT_MAX_OVERDUE")) =>
            "Plus fort impayé passé chez d’autres prêteurs" / "Greatest past amount overdue with other lenders",
            "Plus fort montant que le client ait laissé impayé sur un crédit chez un autre prêteur." / "Greatest amount that the client ever left overdue on a loan with another lender.";
        bureau_extensions: Count, Bureau = BUREAU.sum(BUREAU.column("CNT_CREDIT_PROLONG")) =>
            "Prolongations de crédit chez d’autres prêteurs" / "Loan extensions with other lenders",
            "Nombre de fois où des crédits chez d’autres prêteurs ont été prolongés." / "How many times loans with other lenders were extended.";
        bureau_bad_loans: Count, Bureau, RaisesRisk = BUREAU.count(BUREAU.is("CREDIT_ACTIVE", &["Sold", "Bad debt"])) =>
            "Crédits cédés ou douteux chez d’autres prêteurs" / "Loans sold or gone bad with other lenders",
            "Nombre de crédits qu’un autre prêteur a cédés à un tiers ou classés douteux." / "Number of loans that another lender sold to a third party or counted as bad debt.";

        // Kinds of loan
        bureau_credit_card_share: Share, Bureau = BUREAU.share(BUREAU.is("CREDIT_TYPE", &["Credit card"])) =>
            "Part des cartes de crédit chez d’autres prêteurs" / "Share of credit cards with other lenders",
            "Part des crédits chez d’autres prêteurs qui sont des cartes de crédit." / "Share of the loans with other lenders that are credit cards.";
        bureau_microloans: Count, Bureau = BUREAU.count(BUREAU.is("CREDIT_TYPE", &["Microloan"])) =>
            "Microcrédits chez d’autres prêteurs" / "Microloans with other lenders",
            "Nombre de microcrédits que le client a eus chez d’autres prêteurs." / "Number of microloans that the client has had with other lenders.";
        bureau_home_loans: Count, Bureau = BUREAU.count(BUREAU.is("CREDIT_TYPE", &["Mortgage", "Real estate loan"])) =>
            "Prêts immobiliers chez d’autres prêteurs" / "Home loans with other lenders",
            "Nombre de prêts hypothécaires ou immobiliers que le client a eus chez d’autres prêteurs." / "Number of mortgages and real estate loans that the client has had with other lenders.";
    }
}
