//! Features of the monthly status of the loans with other lenders.
//!
//! `STATUS` goes from C (closed) and X (unknown) to 0 (no delay) and 1 to 5 (ever longer delays). A month
//! is *reported* where it says whether there was a delay: the others tell nothing about how the client pays.

use super::source::{History, all, each_of};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const MONTHS: History = History(Table::BureauBalance);

fn reported() -> Condition {
    MONTHS.is("STATUS", &["0", "1", "2", "3", "4", "5"])
}

fn late() -> Condition {
    MONTHS.is("STATUS", &["1", "2", "3", "4", "5"])
}

fn since(months: u16) -> Condition {
    MONTHS.within("MONTHS_BALANCE", months)
}

/// That a month is the latest of its loan.
fn latest() -> Condition {
    MONTHS.latest_of_each("SK_ID_BUREAU", "MONTHS_BALANCE")
}

/// The delay of a reported month from 0 to 5: statuses C and X stand before 0 in the declared list.
fn delay() -> Expr {
    MONTHS.code("STATUS") - Expr::Number(2.0)
}

pub(super) fn features() -> Vec<Feature> {
    [of_all(), by_window(), by_status()].concat()
}

fn of_all() -> Vec<Feature> {
    features! {
        bureau_months: Count, Bureau = MONTHS.rows() =>
            "Mois de relevés chez d’autres prêteurs" / "Months on record with other lenders",
            "Nombre de relevés mensuels connus pour les crédits chez d’autres prêteurs, tous crédits additionnés." / "Number of monthly records known for the loans with other lenders, all loans added up.";
        bureau_first_month: MonthsRelative, Bureau = MONTHS.min(MONTHS.column("MONTHS_BALANCE")) =>
            "Plus ancien relevé chez d’autres prêteurs" / "Oldest record with other lenders",
            "Mois du plus ancien relevé connu chez d’autres prêteurs, par rapport à la demande." / "Month of the oldest record known with other lenders, relative to the application.";
        bureau_months_late: Count, Bureau, RaisesRisk(ARREARS) = MONTHS.count(late()) =>
            "Mois en retard chez d’autres prêteurs" / "Months late with other lenders",
            "Nombre de relevés mensuels en retard de paiement chez d’autres prêteurs." / "Number of monthly records with a late payment with other lenders.";
        bureau_months_late_share: Share, Bureau, RaisesRisk(ARREARS) = MONTHS.share_where(late(), reported()) =>
            "Part des mois en retard chez d’autres prêteurs" / "Share of months late with other lenders",
            "Part des mois de remboursement chez d’autres prêteurs où un paiement était en retard." / "Share of the months of repayment with other lenders in which a payment was late.",
            "Vous avez été en retard chez d’autres prêteurs dans {value} des mois suivis" / "You were late with other lenders in {value} of the months on record";
        bureau_worst_delay: Number, Bureau, RaisesRisk(ARREARS) = MONTHS.max_where(delay(), reported()) =>
            "Pire retard chez d’autres prêteurs (de 0 à 5)" / "Worst delay with other lenders (0 to 5)",
            "Niveau du plus long retard chez d’autres prêteurs, 0 voulant dire aucun, 1 jusqu’à 30 jours, 2 jusqu’à 60, 3 jusqu’à 90, 4 jusqu’à 120 et 5 au-delà." / "Level of the longest delay with other lenders, 0 meaning none, 1 up to 30 days, 2 up to 60, 3 up to 90, 4 up to 120 and 5 beyond.";
        bureau_mean_delay: Number, Bureau, RaisesRisk(ARREARS) = MONTHS.mean_where(delay(), reported()) =>
            "Retard moyen chez d’autres prêteurs (de 0 à 5)" / "Mean delay with other lenders (0 to 5)",
            "Niveau moyen des retards chez d’autres prêteurs, de 0 pour aucun à 5 pour plus de 120 jours." / "Mean level of the delays with other lenders, from 0 for none to 5 for over 120 days.";
        bureau_latest_late_month: MonthsRelative, Bureau = MONTHS.max_where(MONTHS.column("MONTHS_BALANCE"), late()) =>
            "Dernier mois en retard chez d’autres prêteurs" / "Latest month late with other lenders",
            "Mois du dernier retard connu chez d’autres prêteurs, par rapport à la demande." / "Month of the latest known delay with other lenders, relative to the application.";
        bureau_months_seriously_late: Count, Bureau, RaisesRisk(ARREARS) = MONTHS.count(MONTHS.is("STATUS", &["3", "4", "5"])) =>
            "Mois à plus de 60 jours de retard chez d’autres prêteurs" / "Months over 60 days late with other lenders",
            "Nombre de relevés mensuels avec plus de 60 jours de retard chez d’autres prêteurs." / "Number of monthly records over 60 days late with other lenders.";
        bureau_months_closed_share: Share, Bureau = MONTHS.share(MONTHS.is("STATUS", &["C"])) =>
            "Part des mois où le crédit était soldé ailleurs" / "Share of months with the loan closed elsewhere",
            "Part des relevés mensuels chez d’autres prêteurs où le crédit était déjà soldé." / "Share of the monthly records with other lenders in which the loan was already closed.";
        bureau_months_unknown_share: Share, Bureau = MONTHS.share(MONTHS.is("STATUS", &["X"])) =>
            "Part des mois à la situation inconnue ailleurs" / "Share of months with unknown status elsewhere",
            "Part des relevés mensuels chez d’autres prêteurs dont la situation n’est pas connue." / "Share of the monthly records with other lenders whose status is not known.";
        bureau_loans_late_at_last: Count, Bureau, RaisesRisk(ARREARS) = MONTHS.count(all([late(), latest()])) =>
            "Crédits ailleurs en retard au dernier relevé" / "Loans elsewhere late in their latest record",
            "Nombre de crédits chez d’autres prêteurs dont le dernier relevé connu est en retard de paiement." / "Number of loans with other lenders whose latest known record is late.";
        bureau_loans_closed_at_last: Count, Bureau = MONTHS.count(all([MONTHS.is("STATUS", &["C"]), latest()])) =>
            "Crédits ailleurs soldés au dernier relevé" / "Loans elsewhere closed in their latest record",
            "Nombre de crédits chez d’autres prêteurs que le dernier relevé connu dit soldés." / "Number of loans with other lenders that the latest known record says are closed.";
        bureau_delay_trend: Number, Bureau, RaisesRisk(ARREARS) =
            MONTHS.slope_where(delay(), "MONTHS_BALANCE", 12, reported()) =>
            "Évolution annuelle des retards chez d’autres prêteurs" / "Yearly trend of delays with other lenders",
            "De combien le niveau de retard chez d’autres prêteurs, de 0 à 5, augmente en moyenne d’une année à la suivante." / "By how much the level of delay with other lenders, from 0 to 5, grows on average from one year to the next.";
        bureau_recent_to_mean_delay: Number, Bureau, RaisesRisk(ARREARS) =
            ratio(MONTHS.mean_where(delay(), all([reported(), since(12)])), MONTHS.mean_where(delay(), reported())) =>
            "Retards récents ailleurs rapportés à la moyenne" / "Recent delays elsewhere relative to the mean",
            "Niveau moyen des retards chez d’autres prêteurs sur les 12 derniers mois, rapporté à celui de tous les mois." / "Mean level of the delays with other lenders over the last 12 months relative to that of all months.";
    }
}

fn by_window() -> Vec<Feature> {
    each_of([3, 6, 12, 24], |months| {
        features! {
            "bureau_months_late_share_{months}m": Share, Bureau, RaisesRisk(ARREARS) =
                MONTHS.share_where(late(), all([reported(), since(months)])) =>
                "Part des mois en retard ailleurs, {months} derniers mois" / "Share of months late elsewhere, last {months} months",
                "Part des mois de remboursement chez d’autres prêteurs où un paiement était en retard, sur les {months} derniers mois." / "Share of the months of repayment with other lenders in which a payment was late, over the last {months} months.";
            "bureau_worst_delay_{months}m": Number, Bureau, RaisesRisk(ARREARS) =
                MONTHS.max_where(delay(), all([reported(), since(months)])) =>
                "Pire retard ailleurs, {months} derniers mois (de 0 à 5)" / "Worst delay elsewhere, last {months} months (0 to 5)",
                "Niveau du plus long retard chez d’autres prêteurs sur les {months} derniers mois, de 0 pour aucun à 5 pour plus de 120 jours." / "Level of the longest delay with other lenders over the last {months} months, from 0 for none to 5 for over 120 days.";
            "bureau_months_{months}m": Count, Bureau = MONTHS.count(all([reported(), since(months)])) =>
                "Mois de remboursement ailleurs, {months} derniers mois" / "Months of repayment elsewhere, last {months} months",
                "Nombre de mois de remboursement connus chez d’autres prêteurs sur les {months} derniers mois, tous crédits additionnés." / "Number of months of repayment known with other lenders over the last {months} months, all loans added up.";
        }
    })
}

fn by_status() -> Vec<Feature> {
    let delays = [
        ("0", "none", "sans retard", "without delay"),
        ("1", "30_days", "avec 1 à 30 jours de retard", "1 to 30 days late"),
        ("2", "60_days", "avec 31 à 60 jours de retard", "31 to 60 days late"),
        ("5", "over_120_days", "avec plus de 120 jours de retard", "over 120 days late"),
    ];
    each_of(delays, |(status, id, fr, en)| {
        let is = || MONTHS.is("STATUS", &[status]);
        features! {
            "bureau_months_delay_{id}_share": Share, Bureau = MONTHS.share_where(is(), reported()) =>
                "Part des mois {fr} ailleurs" / "Share of months {en} elsewhere",
                "Part des mois de remboursement chez d’autres prêteurs {fr}." / "Share of the months of repayment with other lenders {en}.";
        }
    })
}
