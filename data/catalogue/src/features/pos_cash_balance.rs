//! Features of the monthly balances of earlier point-of-sale and cash loans.

use super::source::{History, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const MONTHS: History = History(Table::PosCashBalance);

fn column(name: &str) -> Expr {
    MONTHS.column(name)
}

fn last_year() -> Condition {
    MONTHS.within("MONTHS_BALANCE", 12)
}

fn last_quarter() -> Condition {
    MONTHS.within("MONTHS_BALANCE", 3)
}

pub(super) fn features() -> Vec<Feature> {
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
        pos_mean_days_late: Days, Repayment, RaisesRisk = MONTHS.mean(column("SK_DPD")) =>
            "Retard moyen sur les crédits précédents" / "Mean delay on earlier loans",
            "Nombre moyen de jours de retard sur les relevés mensuels des crédits précédents." / "Mean number of days past due over the monthly records of earlier loans.";
        pos_max_days_late: Days, Repayment, RaisesRisk = MONTHS.max(column("SK_DPD")) =>
            "Plus long retard sur les crédits précédents" / "Longest delay on earlier loans",
            "Plus grand nombre de jours de retard sur un relevé mensuel des crédits précédents." / "Greatest number of days past due in a monthly record of earlier loans.";
        pos_max_days_late_tolerant: Days, Repayment, RaisesRisk = MONTHS.max(column("SK_DPD_DEF")) =>
            "Plus long retard sur les crédits précédents, petites sommes ignorées" / "Longest delay on earlier loans, small sums ignored",
            "Plus grand nombre de jours de retard sur les crédits précédents, sans compter les petites sommes." / "Greatest number of days past due on earlier loans, leaving out small sums.";
        pos_late_share: Share, Repayment, RaisesRisk = MONTHS.share(positive(column("SK_DPD"))) =>
            "Part des mois en retard sur les crédits précédents" / "Share of months late on earlier loans",
            "Part des relevés mensuels des crédits précédents où un paiement était en retard." / "Share of the monthly records of earlier loans in which a payment was late.";
        pos_late_share_tolerant: Share, Repayment, RaisesRisk = MONTHS.share(positive(column("SK_DPD_DEF"))) =>
            "Part des mois en retard sur les crédits précédents, petites sommes ignorées" / "Share of months late on earlier loans, small sums ignored",
            "Part des relevés mensuels des crédits précédents en retard, sans compter les petites sommes." / "Share of the monthly records of earlier loans that were late, leaving out small sums.";
        pos_late_share_last_year: Share, Repayment, RaisesRisk = MONTHS.share_where(positive(column("SK_DPD")), last_year()) =>
            "Part des mois en retard sur les crédits précédents depuis un an" / "Share of months late on earlier loans in the last year",
            "Part des relevés mensuels des douze derniers mois où un paiement était en retard." / "Share of the monthly records of the last twelve months in which a payment was late.";
        pos_completed_share: Share, Repayment = MONTHS.share(MONTHS.is("NAME_CONTRACT_STATUS", &["Completed"])) =>
            "Part des relevés où le crédit précédent était soldé" / "Share of records with the earlier loan completed",
            "Part des relevés mensuels des crédits précédents où le crédit était entièrement remboursé." / "Share of the monthly records of earlier loans in which the loan was fully repaid.";
        pos_mean_term: Months, Repayment = MONTHS.mean(column("CNT_INSTALMENT")) =>
            "Nombre moyen d’échéances des crédits précédents" / "Mean number of instalments of earlier loans",
            "Nombre d’échéances prévues des crédits précédents, en moyenne sur leurs relevés mensuels." / "Number of instalments of earlier loans, averaged over their monthly records.";
        pos_remaining_share: Share, Repayment = MONTHS.mean(ratio(column("CNT_INSTALMENT_FUTURE"), column("CNT_INSTALMENT"))) =>
            "Part moyenne des échéances restantes" / "Mean share of instalments left",
            "Part des échéances qui restaient à payer, en moyenne sur les relevés mensuels des crédits précédents." / "Share of the instalments still to pay, averaged over the monthly records of earlier loans.";
        pos_remaining_recent: Count, Repayment = MONTHS.max_where(column("CNT_INSTALMENT_FUTURE"), last_quarter()) =>
            "Échéances restantes sur les crédits récents" / "Instalments left on recent loans",
            "Plus grand nombre d’échéances qui restaient à payer sur un crédit au cours des trois derniers mois." / "Greatest number of instalments still to pay on a loan in the last three months.";
        pos_troubled_months: Count, Repayment, RaisesRisk =
            MONTHS.count(MONTHS.is("NAME_CONTRACT_STATUS", &["Demand", "Amortized debt"])) =>
            "Mois en recouvrement sur les crédits précédents" / "Months in recovery on earlier loans",
            "Nombre de relevés mensuels où le remboursement était exigé ou la dette amortie." / "Number of monthly records in which repayment was demanded or the debt amortised.";
    }
}
