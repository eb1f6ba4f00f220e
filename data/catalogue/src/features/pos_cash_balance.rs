//! Features of the monthly balances of earlier point-of-sale and cash loans.

use super::source::{History, all, each_of, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const MONTHS: History = History(Table::PosCashBalance);

fn column(name: &str) -> Expr {
    MONTHS.column(name)
}

fn since(months: u16) -> Condition {
    MONTHS.within("MONTHS_BALANCE", months)
}

/// That a month is the latest of its loan.
fn latest() -> Condition {
    MONTHS.latest_of_each("SK_ID_PREV", "MONTHS_BALANCE")
}

pub(super) fn features() -> Vec<Feature> {
    [of_all(), by_window()].concat()
}

fn of_all() -> Vec<Feature> {
    features! {
        pos_months: Count, Repayment = MONTHS.rows() =>
            "Mois de relevés des crédits précédents" / "Months on record of earlier loans",
            "Nombre de relevés mensuels des crédits précédents chez ce prêteur, tous crédits additionnés." / "Number of monthly records of earlier loans with this lender, all loans added up.";
        pos_first_month: MonthsRelative, Repayment = MONTHS.min(column("MONTHS_BALANCE")) =>
            "Plus ancien relevé des crédits précédents" / "Oldest record of earlier loans",
            "Mois du plus ancien relevé d’un crédit précédent, par rapport à la demande." / "Month of the oldest record of an earlier loan, relative to the application.";
        pos_last_month: MonthsRelative, Repayment = MONTHS.max(column("MONTHS_BALANCE")) =>
            "Dernier relevé des crédits précédents" / "Latest record of earlier loans",
            "Mois du dernier relevé d’un crédit précédent, par rapport à la demande." / "Month of the latest record of an earlier loan, relative to the application.";
        pos_mean_days_late: Days, Repayment, RaisesRisk(ARREARS) = MONTHS.mean(column("SK_DPD")) =>
            "Retard moyen sur les crédits précédents" / "Mean delay on earlier loans",
            "Nombre moyen de jours de retard sur les relevés mensuels des crédits précédents." / "Mean number of days past due over the monthly records of earlier loans.",
            "Le retard moyen sur vos crédits précédents est de {value}" / "The mean delay on your earlier loans is {value}";
        pos_max_days_late: Days, Repayment, RaisesRisk(ARREARS) = MONTHS.max(column("SK_DPD")) =>
            "Plus long retard sur les crédits précédents" / "Longest delay on earlier loans",
            "Plus grand nombre de jours de retard sur un relevé mensuel des crédits précédents." / "Greatest number of days past due in a monthly record of earlier loans.",
            "Le plus long retard sur vos crédits précédents est de {value}" / "The longest delay on your earlier loans is {value}";
        pos_max_days_late_tolerant: Days, Repayment, RaisesRisk(ARREARS) = MONTHS.max(column("SK_DPD_DEF")) =>
            "Plus long retard sur les crédits précédents, petites sommes ignorées" / "Longest delay on earlier loans, small sums ignored",
            "Plus grand nombre de jours de retard sur les crédits précédents, sans compter les petites sommes." / "Greatest number of days past due on earlier loans, leaving out small sums.";
        pos_late_share: Share, Repayment, RaisesRisk(ARREARS) = MONTHS.share(positive(column("SK_DPD"))) =>
            "Part des mois en retard sur les crédits précédents" / "Share of months late on earlier loans",
            "Part des relevés mensuels des crédits précédents où un paiement était en retard." / "Share of the monthly records of earlier loans in which a payment was late.",
            "Vos crédits précédents ont été en retard dans {value} des mois suivis" / "Your earlier loans were late in {value} of the months on record";
        pos_late_share_tolerant: Share, Repayment, RaisesRisk(ARREARS) = MONTHS.share(positive(column("SK_DPD_DEF"))) =>
            "Part des mois en retard sur les crédits précédents, petites sommes ignorées" / "Share of months late on earlier loans, small sums ignored",
            "Part des relevés mensuels des crédits précédents en retard, sans compter les petites sommes." / "Share of the monthly records of earlier loans that were late, leaving out small sums.";
        pos_completed_share: Share, Repayment = MONTHS.share(MONTHS.is("NAME_CONTRACT_STATUS", &["Completed"])) =>
            "Part des relevés où le crédit précédent était soldé" / "Share of records with the earlier loan completed",
            "Part des relevés mensuels des crédits précédents où le crédit était entièrement remboursé." / "Share of the monthly records of earlier loans in which the loan was fully repaid.";
        pos_mean_term: Months, Repayment = MONTHS.mean(column("CNT_INSTALMENT")) =>
            "Nombre moyen d’échéances des crédits précédents" / "Mean number of instalments of earlier loans",
            "Nombre d’échéances prévues des crédits précédents, en moyenne sur leurs relevés mensuels." / "Number of instalments of earlier loans, averaged over their monthly records.";
        pos_remaining_share: Share, Repayment = MONTHS.mean(ratio(column("CNT_INSTALMENT_FUTURE"), column("CNT_INSTALMENT"))) =>
            "Part moyenne des échéances restantes" / "Mean share of instalments left",
            "Part des échéances qui restaient à payer, en moyenne sur les relevés mensuels des crédits précédents." / "Share of the instalments still to pay, averaged over the monthly records of earlier loans.";
        pos_remaining_recent: Count, Repayment = MONTHS.max_where(column("CNT_INSTALMENT_FUTURE"), since(3)) =>
            "Échéances restantes sur les crédits récents" / "Instalments left on recent loans",
            "Plus grand nombre d’échéances qui restaient à payer sur un crédit au cours des trois derniers mois." / "Greatest number of instalments still to pay on a loan in the last three months.";
        pos_troubled_months: Count, Repayment, RaisesRisk(ARREARS) =
            MONTHS.count(MONTHS.is("NAME_CONTRACT_STATUS", &["Demand", "Amortized debt"])) =>
            "Mois en recouvrement sur les crédits précédents" / "Months in recovery on earlier loans",
            "Nombre de relevés mensuels où le remboursement était exigé ou la dette amortie." / "Number of monthly records in which repayment was demanded or the debt amortised.";
        pos_loans: Count, Repayment = MONTHS.count(latest()) =>
            "Nombre de crédits précédents suivis mois par mois" / "Number of earlier loans with monthly records",
            "Nombre de crédits précédents chez ce prêteur qui ont des relevés mensuels." / "Number of earlier loans with this lender that have monthly records.";
        pos_active_loans: Count, Repayment = MONTHS.count(all([MONTHS.is("NAME_CONTRACT_STATUS", &["Active"]), latest()])) =>
            "Crédits précédents encore en cours" / "Earlier loans still active",
            "Nombre de crédits chez ce prêteur que leur dernier relevé dit en cours." / "Number of loans with this lender that their latest record says are active.";
        pos_completed_loans_share: Share, Repayment, LowersRisk(PAID) =
            MONTHS.share_where(MONTHS.is("NAME_CONTRACT_STATUS", &["Completed"]), latest()) =>
            "Part des crédits précédents entièrement remboursés" / "Share of earlier loans fully repaid",
            "Part des crédits précédents que leur dernier relevé dit entièrement remboursés." / "Share of the earlier loans that their latest record says are fully repaid.",
            "Vous avez entièrement remboursé {value} de vos crédits précédents" / "You have fully repaid {value} of your earlier loans";
        pos_instalments_left: Count, Repayment = MONTHS.sum_where(column("CNT_INSTALMENT_FUTURE"), latest()) =>
            "Échéances restantes sur tous les crédits" / "Instalments left on all loans",
            "Nombre d’échéances qui restent à payer sur les crédits précédents, d’après leur dernier relevé." / "Number of instalments still to pay on the earlier loans, by their latest record.";
        pos_share_left: Share, Repayment =
            ratio(
                MONTHS.sum_where(column("CNT_INSTALMENT_FUTURE"), latest()),
                MONTHS.sum_where(column("CNT_INSTALMENT"), latest()),
            ) =>
            "Part des échéances restantes sur tous les crédits" / "Share of instalments left on all loans",
            "Part des échéances qui restent à payer sur les crédits précédents, d’après leur dernier relevé." / "Share of the instalments still to pay on the earlier loans, by their latest record.";
        pos_loans_late_at_last: Count, Repayment, RaisesRisk(ARREARS) = MONTHS.count(all([positive(column("SK_DPD")), latest()])) =>
            "Crédits précédents en retard au dernier relevé" / "Earlier loans late in their latest record",
            "Nombre de crédits précédents dont le dernier relevé est en retard de paiement." / "Number of earlier loans whose latest record is late.";
        pos_latest_late_month: MonthsRelative, Repayment = MONTHS.max_where(column("MONTHS_BALANCE"), positive(column("SK_DPD"))) =>
            "Dernier mois en retard sur les crédits précédents" / "Latest month late on earlier loans",
            "Mois du dernier retard sur un crédit précédent, par rapport à la demande." / "Month of the latest delay on an earlier loan, relative to the application.";
        pos_late_months: Count, Repayment, RaisesRisk(ARREARS) = MONTHS.count(positive(column("SK_DPD"))) =>
            "Mois en retard sur les crédits précédents" / "Months late on earlier loans",
            "Nombre de relevés mensuels des crédits précédents où un paiement était en retard." / "Number of monthly records of earlier loans in which a payment was late.";
        pos_returned_share: Share, Repayment =
            MONTHS.share(MONTHS.is("NAME_CONTRACT_STATUS", &["Returned to the store", "Canceled"])) =>
            "Part des relevés d’achats rendus ou annulés" / "Share of records of purchases returned or cancelled",
            "Part des relevés mensuels où l’achat financé avait été rendu ou le contrat annulé." / "Share of the monthly records in which the purchase had been returned or the contract cancelled.";
        pos_term_change: Number, Repayment = MONTHS.max(column("CNT_INSTALMENT")) - MONTHS.min(column("CNT_INSTALMENT")) =>
            "Écart entre les durées des crédits précédents" / "Spread of the terms of earlier loans",
            "Écart, en nombre d’échéances, entre le plus long et le plus court des crédits précédents, changements de durée compris." / "Difference, in instalments, between the longest and the shortest of the earlier loans, changes of term included.";
        pos_delay_trend: Days, Repayment, RaisesRisk(ARREARS) = MONTHS.slope(column("SK_DPD"), "MONTHS_BALANCE", 12) =>
            "Évolution annuelle des retards sur les crédits précédents" / "Yearly trend of delays on earlier loans",
            "De combien de jours le retard sur les crédits précédents augmente en moyenne d’une année à la suivante." / "By how many days the delay on earlier loans grows, on average, from one year to the next.";
        pos_recent_to_mean_delay: Number, Repayment, RaisesRisk(ARREARS) =
            ratio(MONTHS.mean_where(column("SK_DPD"), since(12)), MONTHS.mean(column("SK_DPD"))) =>
            "Retards récents sur les crédits précédents rapportés à la moyenne" / "Recent delays on earlier loans relative to the mean",
            "Nombre moyen de jours de retard sur les 12 derniers mois, rapporté à celui de tous les relevés mensuels." / "Mean number of days past due over the last 12 months relative to that of all monthly records.";
    }
}

fn by_window() -> Vec<Feature> {
    each_of([3, 6, 12, 24], |months| {
        features! {
            "pos_months_{months}m": Count, Repayment = MONTHS.count(since(months)) =>
                "Relevés de crédits précédents, {months} derniers mois" / "Records of earlier loans, last {months} months",
                "Nombre de relevés mensuels des crédits précédents sur les {months} derniers mois, tous crédits additionnés." / "Number of monthly records of earlier loans over the last {months} months, all loans added up.";
            "pos_late_share_{months}m": Share, Repayment, RaisesRisk(ARREARS) =
                MONTHS.share_where(positive(column("SK_DPD")), since(months)) =>
                "Part des mois en retard, {months} derniers mois" / "Share of months late, last {months} months",
                "Part des relevés mensuels des crédits précédents où un paiement était en retard, sur les {months} derniers mois." / "Share of the monthly records of earlier loans in which a payment was late, over the last {months} months.",
                "Sur les {months} derniers mois, vos crédits ont été en retard dans {{value}} des mois suivis" / "Over the last {months} months, your loans were late in {{value}} of the months on record";
            "pos_max_days_late_{months}m": Days, Repayment, RaisesRisk(ARREARS) =
                MONTHS.max_where(column("SK_DPD"), since(months)) =>
                "Plus long retard sur un crédit, {months} derniers mois" / "Longest delay on a loan, last {months} months",
                "Plus grand nombre de jours de retard sur un relevé des crédits précédents, sur les {months} derniers mois." / "Greatest number of days past due in a record of earlier loans, over the last {months} months.";
            "pos_mean_left_{months}m": Count, Repayment = MONTHS.mean_where(column("CNT_INSTALMENT_FUTURE"), since(months)) =>
                "Nombre moyen d’échéances restantes, {months} derniers mois" / "Mean number of instalments left, last {months} months",
                "Nombre d’échéances qui restaient à payer, en moyenne sur les relevés des {months} derniers mois." / "Number of instalments still to pay, averaged over the records of the last {months} months.";
        }
    })
}
