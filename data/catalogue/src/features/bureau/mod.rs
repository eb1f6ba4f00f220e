//! Features of the loans with other lenders.

mod kinds;
mod windows;

use super::source::{History, all, application, less, not, number, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const BUREAU: History = History(Table::Bureau);

fn column(name: &str) -> Expr {
    BUREAU.column(name)
}

fn debt() -> Expr {
    column("AMT_CREDIT_SUM_DEBT")
}

fn active() -> Condition {
    BUREAU.is("CREDIT_ACTIVE", &["Active"])
}

fn closed() -> Condition {
    BUREAU.is("CREDIT_ACTIVE", &["Closed"])
}

pub(super) fn features() -> Vec<Feature> {
    [of_all(), windows::features(), kinds::features()].concat()
}

fn of_all() -> Vec<Feature> {
    features! {
        // How many, and how old
        bureau_loans: Count, Bureau = BUREAU.rows() =>
            "Nombre de crédits chez d’autres prêteurs" / "Number of loans with other lenders",
            "Nombre de crédits, soldés ou en cours, que le client a eus chez d’autres prêteurs." / "Number of loans, closed or active, that the client has had with other lenders.",
            "Le nombre de vos crédits chez d’autres prêteurs est de {value}" / "The number of your loans with other lenders is {value}";
        bureau_active_loans: Count, Bureau = BUREAU.count(active()) =>
            "Crédits en cours chez d’autres prêteurs" / "Active loans with other lenders",
            "Nombre de crédits que le client rembourse encore à d’autres prêteurs." / "Number of loans that the client is still repaying to other lenders.",
            "Le nombre de vos crédits en cours chez d’autres prêteurs est de {value}" / "The number of your active loans with other lenders is {value}";
        bureau_active_share: Share, Bureau = BUREAU.share(active()) =>
            "Part des crédits encore en cours chez d’autres prêteurs" / "Share of loans with other lenders still active",
            "Part des crédits chez d’autres prêteurs qui sont encore en cours." / "Share of the loans with other lenders that are still active.",
            "Vous remboursez encore {value} de vos crédits chez d’autres prêteurs" / "You are still repaying {value} of your loans with other lenders";
        bureau_latest_loan: DaysRelative, Bureau = BUREAU.max(column("DAYS_CREDIT")) =>
            "Dernier crédit souscrit chez un autre prêteur" / "Latest loan with another lender",
            "Date du dernier crédit souscrit chez un autre prêteur, par rapport à la demande." / "When the latest loan with another lender was taken out, relative to the application.",
            "Vous avez souscrit votre dernier crédit chez un autre prêteur {value}" / "You took out your latest loan with another lender {value}";
        bureau_mean_loan_date: DaysRelative, Bureau = BUREAU.mean(column("DAYS_CREDIT")) =>
            "Ancienneté moyenne des crédits chez d’autres prêteurs" / "Mean age of loans with other lenders",
            "Date moyenne de souscription des crédits chez d’autres prêteurs, par rapport à la demande." / "Mean date on which the loans with other lenders were taken out, relative to the application.",
            "Vos crédits chez d’autres prêteurs ont été souscrits en moyenne {value}" / "Your loans with other lenders were taken out on average {value}";
        bureau_active_mean_loan_date: DaysRelative, Bureau = BUREAU.mean_where(column("DAYS_CREDIT"), active()) =>
            "Ancienneté moyenne des crédits en cours ailleurs" / "Mean age of active loans elsewhere",
            "Date moyenne de souscription des crédits encore en cours chez d’autres prêteurs, par rapport à la demande." / "Mean date on which the loans still active with other lenders were taken out, relative to the application.";
        bureau_active_latest_loan: DaysRelative, Bureau = BUREAU.max_where(column("DAYS_CREDIT"), active()) =>
            "Plus récent crédit en cours ailleurs" / "Latest active loan elsewhere",
            "Date du plus récent des crédits encore en cours chez d’autres prêteurs, par rapport à la demande." / "When the latest of the loans still active with other lenders was taken out, relative to the application.";
        bureau_active_last_end: DaysRelative, Bureau = BUREAU.max_where(column("DAYS_CREDIT_ENDDATE"), active()) =>
            "Fin du plus long crédit en cours ailleurs" / "End of the longest active loan elsewhere",
            "Date prévue de fin du crédit en cours qui se termine le plus tard chez un autre prêteur, par rapport à la demande." / "Planned end of the loan active with another lender that ends last, relative to the application.";
        bureau_closed_delay: Days, Bureau =
            BUREAU.mean_where(column("DAYS_ENDDATE_FACT") - column("DAYS_CREDIT_ENDDATE"), closed()) =>
            "Écart moyen à la fin prévue des crédits soldés ailleurs" / "Mean delay in closing loans elsewhere",
            "Nombre moyen de jours entre la fin prévue et la fin réelle des crédits soldés ailleurs, négatif en cas de remboursement anticipé." / "Mean number of days between planned and actual end of the loans closed elsewhere, negative where they were repaid early.";

        bureau_closed_loans: Count, Bureau = BUREAU.count(closed()) =>
            "Crédits soldés chez d’autres prêteurs" / "Loans closed with other lenders",
            "Nombre de crédits que le client a fini de rembourser à d’autres prêteurs." / "Number of loans that the client has finished repaying to other lenders.";
        bureau_oldest_loan: DaysRelative, Bureau = BUREAU.min(column("DAYS_CREDIT")) =>
            "Plus ancien crédit chez d’autres prêteurs" / "Oldest loan with other lenders",
            "Date de souscription du plus ancien crédit connu chez d’autres prêteurs, par rapport à la demande." / "When the oldest known loan with other lenders was taken out, relative to the application.",
            "Vous avez souscrit votre premier crédit chez un autre prêteur {value}" / "You took out your first loan with another lender {value}";
        bureau_loan_spacing: Days, Bureau =
            ratio(BUREAU.max(column("DAYS_CREDIT")) - BUREAU.min(column("DAYS_CREDIT")), BUREAU.rows() - number(1)) =>
            "Temps moyen entre deux crédits ailleurs" / "Mean time between two loans elsewhere",
            "Nombre moyen de jours entre deux souscriptions de crédit chez d’autres prêteurs." / "Mean number of days between two loans taken out with other lenders.";
        bureau_last_closed: DaysRelative, Bureau = BUREAU.max(column("DAYS_ENDDATE_FACT")) =>
            "Dernier crédit soldé ailleurs" / "Latest loan closed elsewhere",
            "Date à laquelle le dernier crédit soldé chez un autre prêteur a pris fin, par rapport à la demande." / "When the latest closed loan with another lender ended, relative to the application.";
        bureau_closed_early_share: Share, Bureau =
            BUREAU.share_where(less(column("DAYS_ENDDATE_FACT"), column("DAYS_CREDIT_ENDDATE")), closed()) =>
            "Part des crédits soldés ailleurs avant terme" / "Share of loans closed early elsewhere",
            "Part des crédits soldés chez d’autres prêteurs qui l’ont été avant la fin prévue." / "Share of the loans closed with other lenders that were closed before their planned end.";
        bureau_active_past_end: Count, Bureau =
            BUREAU.count(all([active(), less(column("DAYS_CREDIT_ENDDATE"), number(0))])) =>
            "Crédits en cours ailleurs au-delà de leur fin prévue" / "Active loans elsewhere past their planned end",
            "Nombre de crédits encore en cours chez d’autres prêteurs alors que leur fin prévue est passée." / "Number of loans still active with other lenders although their planned end has passed.";
        bureau_active_mean_remaining: Days, Bureau =
            BUREAU.mean_where(column("DAYS_CREDIT_ENDDATE"), all([active(), positive(column("DAYS_CREDIT_ENDDATE"))])) =>
            "Durée restante moyenne des crédits en cours ailleurs" / "Mean time left on active loans elsewhere",
            "Nombre moyen de jours jusqu’à la fin prévue des crédits en cours chez d’autres prêteurs." / "Mean number of days until the planned end of the loans active with other lenders.";
        bureau_last_update: DaysRelative, Bureau = BUREAU.max(column("DAYS_CREDIT_UPDATE")) =>
            "Dernières nouvelles des crédits ailleurs" / "Latest news of loans elsewhere",
            "Date des dernières informations reçues sur un crédit chez un autre prêteur, par rapport à la demande." / "When the latest news of a loan with another lender came in, relative to the application.";

        // How much
        bureau_credit: Money, Bureau = BUREAU.sum(column("AMT_CREDIT_SUM")) =>
            "Montant total emprunté ailleurs" / "Total amount borrowed elsewhere",
            "Montant total, à l’origine, de tous les crédits chez d’autres prêteurs." / "Total amount, at the start, of all loans with other lenders.";
        bureau_mean_credit: Money, Bureau = BUREAU.mean(column("AMT_CREDIT_SUM")) =>
            "Montant moyen des crédits ailleurs" / "Mean amount of loans elsewhere",
            "Montant moyen, à l’origine, des crédits chez d’autres prêteurs." / "Mean amount, at the start, of the loans with other lenders.";
        bureau_max_credit: Money, Bureau = BUREAU.max(column("AMT_CREDIT_SUM")) =>
            "Plus gros crédit ailleurs" / "Largest loan elsewhere",
            "Montant, à l’origine, du plus gros crédit chez un autre prêteur." / "Amount, at the start, of the largest loan with another lender.";
        bureau_closed_mean_credit: Money, Bureau = BUREAU.mean_where(column("AMT_CREDIT_SUM"), closed()) =>
            "Montant moyen des crédits soldés ailleurs" / "Mean amount of loans closed elsewhere",
            "Montant moyen des crédits que le client a fini de rembourser à d’autres prêteurs." / "Mean amount of the loans that the client has finished repaying to other lenders.";
        bureau_active_max_debt: Money, Bureau = BUREAU.max_where(debt(), active()) =>
            "Plus grosse dette ailleurs" / "Largest debt elsewhere",
            "Plus grosse somme encore due sur un seul crédit chez un autre prêteur." / "Largest sum still owed on a single loan with another lender.";
        bureau_active_debt_to_credit: Share, Bureau, RaisesRisk(INDEBTED) =
            ratio(BUREAU.sum_where(debt(), active()), BUREAU.sum_where(column("AMT_CREDIT_SUM"), active())) =>
            "Part non remboursée des crédits en cours ailleurs" / "Share not yet repaid of active loans elsewhere",
            "Part encore due du montant des crédits en cours chez d’autres prêteurs." / "Share still owed of the amount of the loans active with other lenders.",
            "Il vous reste à rembourser {value} de vos crédits en cours chez d’autres prêteurs" / "You still have to repay {value} of your active loans with other lenders";
        bureau_credit_to_income: Number, Bureau = ratio(BUREAU.sum_where(column("AMT_CREDIT_SUM"), active()), application("AMT_INCOME_TOTAL")) =>
            "Crédits en cours ailleurs rapportés au revenu" / "Active loans elsewhere relative to income",
            "Nombre de fois que le montant des crédits en cours ailleurs contient le revenu déclaré." / "How many times the stated income the amount of the loans active elsewhere amounts to.",
            "Vos crédits en cours chez d’autres prêteurs représentent {value} fois votre revenu" / "Your active loans with other lenders are {value} times your income";
        credit_to_bureau_max: Share, Loan = ratio(application("AMT_CREDIT"), BUREAU.max(column("AMT_CREDIT_SUM"))) =>
            "Crédit demandé rapporté au plus gros crédit ailleurs" / "Loan asked for relative to the largest loan elsewhere",
            "Crédit demandé, rapporté au plus gros crédit que le client a eu chez un autre prêteur." / "Loan asked for relative to the largest loan that the client has had with another lender.";
        bureau_card_use: Share, Bureau, RaisesRisk(STRETCHED) =
            ratio(
                BUREAU.sum_where(debt(), all([active(), positive(column("AMT_CREDIT_SUM_LIMIT"))])),
                BUREAU.sum_where(column("AMT_CREDIT_SUM_LIMIT"), all([active(), positive(column("AMT_CREDIT_SUM_LIMIT"))])),
            ) =>
            "Dette ailleurs rapportée aux plafonds de carte" / "Debt elsewhere relative to card limits",
            "Somme due sur les cartes de crédit d’autres prêteurs, rapportée à leurs plafonds." / "Sum owed on credit cards of other lenders relative to their limits.";
        bureau_debt: Money, Bureau = BUREAU.sum(column("AMT_CREDIT_SUM_DEBT")) =>
            "Dette totale chez d’autres prêteurs" / "Total debt with other lenders",
            "Somme de ce que le client doit encore à d’autres prêteurs." / "Sum of what the client still owes to other lenders.",
            "Vous devez encore {value} à d’autres prêteurs" / "You still owe {value} to other lenders";
        bureau_active_credit: Money, Bureau = BUREAU.sum_where(column("AMT_CREDIT_SUM"), active()) =>
            "Montant des crédits en cours ailleurs" / "Amount of active loans elsewhere",
            "Montant total, à l’origine, des crédits encore en cours chez d’autres prêteurs." / "Total amount, at the start, of the loans still active with other lenders.",
            "Le montant de vos crédits en cours chez d’autres prêteurs est de {value}" / "The amount of your active loans with other lenders is {value}";
        bureau_debt_to_credit: Share, Bureau, RaisesRisk(INDEBTED) =
            ratio(BUREAU.sum(column("AMT_CREDIT_SUM_DEBT")), BUREAU.sum(column("AMT_CREDIT_SUM"))) =>
            "Part non remboursée des crédits chez d’autres prêteurs" / "Share of loans with other lenders not yet repaid",
            "Part du montant de tous les crédits chez d’autres prêteurs qui reste à rembourser." / "Share of the amount of all loans with other lenders that is still to be repaid.",
            "Il vous reste à rembourser {value} du montant de vos crédits chez d’autres prêteurs" / "You still have to repay {value} of the amount of your loans with other lenders";
        bureau_debt_to_income: Number, Bureau, RaisesRisk(INDEBTED) =
            ratio(BUREAU.sum(column("AMT_CREDIT_SUM_DEBT")), application("AMT_INCOME_TOTAL")) =>
            "Dette chez d’autres prêteurs rapportée au revenu" / "Debt with other lenders relative to income",
            "Nombre de fois que la dette chez d’autres prêteurs contient le revenu déclaré." / "How many times the stated income the debt with other lenders amounts to.",
            "Votre dette chez d’autres prêteurs représente {value} fois votre revenu" / "Your debt with other lenders is {value} times your income";
        bureau_annuity_to_income: Share, Bureau =
            ratio(BUREAU.sum_where(column("AMT_ANNUITY"), active()), application("AMT_INCOME_TOTAL")) =>
            "Poids des mensualités dues ailleurs dans le revenu" / "Instalments due elsewhere as a share of income",
            "Part du revenu déclaré que prennent les mensualités connues des crédits en cours ailleurs." / "Share of the stated income taken by the known instalments of loans active elsewhere.",
            "Les mensualités dues à d’autres prêteurs prennent {value} de votre revenu" / "The instalments that you owe to other lenders take {value} of your income";

        // Trouble
        bureau_overdue_to_debt: Share, Bureau, RaisesRisk(ARREARS) =
            ratio(BUREAU.sum(column("AMT_CREDIT_SUM_OVERDUE")), BUREAU.sum(debt())) =>
            "Part impayée de la dette ailleurs" / "Share of debt elsewhere that is overdue",
            "Part de la dette chez d’autres prêteurs qui est en retard de paiement." / "Share of the debt with other lenders that is overdue.";
        bureau_max_days_overdue: Days, Bureau, RaisesRisk(ARREARS) = BUREAU.max(column("CREDIT_DAY_OVERDUE")) =>
            "Plus long retard actuel chez d’autres prêteurs" / "Longest current delay with other lenders",
            "Plus grand nombre de jours de retard sur un crédit chez un autre prêteur au moment de la demande." / "Greatest number of days overdue on a loan with another lender at the time of the application.",
            "Votre plus long retard actuel chez d’autres prêteurs est de {value}" / "Your longest current delay with other lenders is {value}";
        bureau_ever_overdue_share: Share, Bureau, RaisesRisk(ARREARS) =
            BUREAU.share_where(positive(column("AMT_CREDIT_MAX_OVERDUE")), Condition::Present(column("AMT_CREDIT_MAX_OVERDUE"))) =>
            "Part des crédits ailleurs ayant connu un impayé" / "Share of loans elsewhere ever overdue",
            "Part des crédits chez d’autres prêteurs sur lesquels une somme est restée impayée, parmi ceux dont on le sait." / "Share of the loans with other lenders on which a sum was ever overdue, among those for which this is known.",
            "Une somme est restée impayée sur {value} de vos crédits chez d’autres prêteurs" / "A sum was once overdue on {value} of your loans with other lenders";
        bureau_mean_max_overdue: Money, Bureau, RaisesRisk(ARREARS) = BUREAU.mean(column("AMT_CREDIT_MAX_OVERDUE")) =>
            "Plus fort impayé moyen par crédit ailleurs" / "Mean greatest amount overdue per loan elsewhere",
            "Plus fort montant resté impayé sur un crédit, en moyenne sur les crédits chez d’autres prêteurs." / "Greatest amount ever overdue on a loan, averaged over the loans with other lenders.";
        bureau_debt_unknown_share: Share, Bureau = BUREAU.share(not(Condition::Present(debt()))) =>
            "Part des crédits ailleurs à la dette inconnue" / "Share of loans elsewhere with unknown debt",
            "Part des crédits chez d’autres prêteurs dont le reste à payer n’est pas connu." / "Share of the loans with other lenders whose remaining debt is not known.";
        bureau_overdue_loans: Count, Bureau, RaisesRisk(ARREARS) = BUREAU.count(positive(column("CREDIT_DAY_OVERDUE"))) =>
            "Crédits en retard chez d’autres prêteurs" / "Loans overdue with other lenders",
            "Nombre de crédits chez d’autres prêteurs en retard de paiement au moment de la demande." / "Number of loans with other lenders overdue at the time of the application.";
        bureau_overdue_amount: Money, Bureau, RaisesRisk(ARREARS) = BUREAU.sum(column("AMT_CREDIT_SUM_OVERDUE")) =>
            "Montant impayé chez d’autres prêteurs" / "Amount overdue with other lenders",
            "Somme en retard de paiement chez d’autres prêteurs au moment de la demande." / "Sum overdue with other lenders at the time of the application.",
            "Le montant impayé chez d’autres prêteurs est de {value}" / "The amount that you have overdue with other lenders is {value}";
        bureau_max_overdue_amount: Money, Bureau, RaisesRisk(ARREARS) = BUREAU.max(column("AMT_CREDIT_MAX_OVERDUE")) =>
            "Plus fort impayé passé chez d’autres prêteurs" / "Greatest past amount overdue with other lenders",
            "Plus fort montant que le client ait laissé impayé sur un crédit chez un autre prêteur." / "Greatest amount that the client ever left overdue on a loan with another lender.",
            "Le plus fort montant que vous avez laissé impayé chez un autre prêteur est de {value}" / "The greatest amount that you ever left overdue with another lender is {value}";
        bureau_extensions: Count, Bureau = BUREAU.sum(column("CNT_CREDIT_PROLONG")) =>
            "Prolongations de crédit chez d’autres prêteurs" / "Loan extensions with other lenders",
            "Nombre de fois où des crédits chez d’autres prêteurs ont été prolongés." / "How many times loans with other lenders were extended.";
        bureau_bad_loans: Count, Bureau, RaisesRisk(ARREARS) = BUREAU.count(BUREAU.is("CREDIT_ACTIVE", &["Sold", "Bad debt"])) =>
            "Crédits cédés ou douteux chez d’autres prêteurs" / "Loans sold or gone bad with other lenders",
            "Nombre de crédits qu’un autre prêteur a cédés à un tiers ou classés douteux." / "Number of loans that another lender sold to a third party or counted as bad debt.";

    }
}
