//! Loans with other lenders by when they were taken out, and the latest of them.

use super::super::source::{all, days, each_of};
use super::{BUREAU, active, column, debt};
use crate::expr::{Condition, ratio};
use crate::feature::Feature;

fn since(months: u16) -> Condition {
    BUREAU.within("DAYS_CREDIT", days(months))
}

pub(super) fn features() -> Vec<Feature> {
    let windows = each_of([6, 12, 24, 60], |months| {
        let recent = || since(months);
        features! {
            "bureau_loans_{months}m": Count, Bureau = BUREAU.count(recent()) =>
                "Crédits souscrits ailleurs depuis {months} mois" / "Loans taken out elsewhere in the last {months} months",
                "Nombre de crédits souscrits chez d’autres prêteurs dans les {months} mois qui précèdent la demande." / "Number of loans taken out with other lenders in the {months} months before the application.";
            "bureau_active_loans_{months}m": Count, Bureau = BUREAU.count(all([recent(), active()])) =>
                "Crédits souscrits ailleurs depuis {months} mois, encore en cours" / "Loans taken out elsewhere in the last {months} months, still active",
                "Nombre de crédits souscrits chez d’autres prêteurs dans les {months} mois qui précèdent la demande et encore en cours." / "Number of loans taken out with other lenders in the {months} months before the application and still active.";
            "bureau_credit_{months}m": Money, Bureau = BUREAU.sum_where(column("AMT_CREDIT_SUM"), recent()) =>
                "Montant emprunté ailleurs depuis {months} mois" / "Amount borrowed elsewhere in the last {months} months",
                "Montant total des crédits souscrits chez d’autres prêteurs dans les {months} mois qui précèdent la demande." / "Total amount of the loans taken out with other lenders in the {months} months before the application.";
            "bureau_debt_{months}m": Money, Bureau = BUREAU.sum_where(debt(), recent()) =>
                "Dette ailleurs sur les crédits des {months} derniers mois" / "Debt elsewhere on loans of the last {months} months",
                "Somme encore due sur les crédits souscrits chez d’autres prêteurs dans les {months} mois qui précèdent la demande." / "Sum still owed on the loans taken out with other lenders in the {months} months before the application.",
                "Vous devez encore {{value}} sur les crédits souscrits ailleurs depuis {months} mois" / "You still owe {{value}} on loans taken out elsewhere in the last {months} months";
            "bureau_debt_to_credit_{months}m": Share, Bureau, RaisesRisk(INDEBTED) =
                ratio(BUREAU.sum_where(debt(), recent()), BUREAU.sum_where(column("AMT_CREDIT_SUM"), recent())) =>
                "Part non remboursée des crédits ailleurs des {months} derniers mois" / "Share not yet repaid of loans elsewhere of the last {months} months",
                "Part encore due du montant des crédits souscrits chez d’autres prêteurs dans les {months} mois qui précèdent la demande." / "Share still owed of the amount of the loans taken out with other lenders in the {months} months before the application.",
                "Il vous reste à rembourser {{value}} des crédits souscrits ailleurs depuis {months} mois" / "You still have to repay {{value}} of the loans taken out elsewhere in the last {months} months";
        }
    });
    let latest = each_of([1, 3, 5], |n| {
        let last = || BUREAU.latest(n, "DAYS_CREDIT");
        features! {
            "bureau_last_{n}_credit": Money, Bureau = BUREAU.mean_where(column("AMT_CREDIT_SUM"), last()) =>
                "Montant moyen des crédits les plus récents ailleurs, {n} au plus" / "Mean amount of the latest loans elsewhere, {n} at most",
                "Montant moyen des crédits les plus récents chez d’autres prêteurs, dans la limite de {n}." / "Mean amount of the latest loans with other lenders, {n} at most.";
            "bureau_last_{n}_debt_to_credit": Share, Bureau, RaisesRisk(INDEBTED) =
                ratio(BUREAU.sum_where(debt(), last()), BUREAU.sum_where(column("AMT_CREDIT_SUM"), last())) =>
                "Part non remboursée des crédits les plus récents ailleurs, {n} au plus" / "Share not yet repaid of the latest loans elsewhere, {n} at most",
                "Part encore due du montant des crédits les plus récents chez d’autres prêteurs, dans la limite de {n}." / "Share still owed of the amount of the latest loans with other lenders, {n} at most.",
                "Il vous reste à rembourser {{value}} de vos crédits les plus récents ailleurs (au plus {n})" / "You still have to repay {{value}} of your latest loans elsewhere (at most {n})";
        }
    });
    let trends = features! {
        bureau_recent_to_mean_credit: Number, Bureau =
            ratio(BUREAU.mean_where(column("AMT_CREDIT_SUM"), since(12)), BUREAU.mean(column("AMT_CREDIT_SUM"))) =>
            "Montant des crédits récents ailleurs rapporté à la moyenne" / "Amount of recent loans elsewhere relative to the mean",
            "Montant moyen des crédits souscrits ailleurs dans les 12 mois qui précèdent la demande, rapporté à la moyenne de tous." / "Mean amount of the loans taken out elsewhere in the 12 months before the application relative to the mean of all.";
        bureau_credit_trend: Money, Bureau = BUREAU.slope(column("AMT_CREDIT_SUM"), "DAYS_CREDIT", 365) =>
            "Évolution annuelle du montant des crédits ailleurs" / "Yearly trend of the amount of loans elsewhere",
            "De combien le montant des crédits souscrits chez d’autres prêteurs augmente en moyenne d’une année à la suivante." / "By how much the amount of the loans taken out with other lenders grows, on average, from one year to the next.";
    };
    [windows, latest, trends].concat()
}
