//! Instalments by when they were due, by how late they were paid, and the latest of them.

use super::super::source::{all, at_least_zero, days, each_of, less, number, positive};
use super::{INSTALMENTS, column, delay, paid, shortfall};
use crate::expr::{Condition, ratio};
use crate::feature::Feature;

fn since(months: u16) -> Condition {
    INSTALMENTS.within("DAYS_INSTALMENT", days(months))
}

pub(super) fn features() -> Vec<Feature> {
    [by_window(), by_delay(), by_window_and_delay(), latest(), trends()].concat()
}

fn by_window() -> Vec<Feature> {
    each_of([3, 6, 12, 24], |months| {
        let recent = || all([paid(), since(months)]);
        features! {
            "instalments_{months}m": Count, Repayment = INSTALMENTS.count(since(months)) =>
                "Échéances des {months} derniers mois" / "Instalments of the last {months} months",
                "Nombre d’échéances dues dans les {months} mois qui précèdent la demande." / "Number of instalments due in the {months} months before the application.";
            "instalments_mean_days_late_{months}m": Days, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.mean_where(at_least_zero(delay()), recent()) =>
                "Retard moyen sur les échéances des {months} derniers mois" / "Mean delay on instalments of the last {months} months",
                "Nombre moyen de jours de retard des paiements dus dans les {months} mois qui précèdent la demande." / "Mean number of days late of the payments due in the {months} months before the application.",
                "Sur les {months} derniers mois, le retard moyen de vos paiements a été de {{value}}" / "Over the last {months} months, the mean delay of your payments was {{value}}";
            "instalments_max_days_late_{months}m": Days, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.max_where(at_least_zero(delay()), recent()) =>
                "Plus long retard sur les échéances des {months} derniers mois" / "Longest delay on instalments of the last {months} months",
                "Plus grand nombre de jours de retard d’un paiement dû dans les {months} mois qui précèdent la demande." / "Greatest number of days late of a payment due in the {months} months before the application.",
                "Sur les {months} derniers mois, votre plus long retard de paiement a été de {{value}}" / "Over the last {months} months, your longest delay in a payment was {{value}}";
            "instalments_mean_days_early_{months}m": Days, Repayment =
                INSTALMENTS.mean_where(at_least_zero(number(0) - delay()), recent()) =>
                "Avance moyenne sur les échéances des {months} derniers mois" / "Mean lead on instalments of the last {months} months",
                "Nombre moyen de jours d’avance des paiements dus dans les {months} mois qui précèdent la demande." / "Mean number of days early of the payments due in the {months} months before the application.";
            "instalments_late_share_{months}m": Share, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.share_where(positive(delay()), recent()) =>
                "Part des échéances payées en retard, {months} derniers mois" / "Share of instalments paid late, last {months} months",
                "Part des échéances des {months} mois qui précèdent la demande que le client a payées en retard." / "Share of the instalments of the {months} months before the application that the client paid late.",
                "Sur les {months} derniers mois, vous avez payé en retard {{value}} de vos échéances" / "Over the last {months} months, you paid {{value}} of your instalments late";
            "instalments_paid_share_{months}m": Share, Repayment, LowersRisk(PAID) =
                ratio(
                    INSTALMENTS.sum_where(column("AMT_PAYMENT"), since(months)),
                    INSTALMENTS.sum_where(column("AMT_INSTALMENT"), since(months)),
                ) =>
                "Part payée des sommes dues, {months} derniers mois" / "Share of the sums due that was paid, last {months} months",
                "Part des sommes dues dans les {months} mois qui précèdent la demande que le client a payée." / "Share of the sums due in the {months} months before the application that the client paid.",
                "Sur les {months} derniers mois, vous avez payé {{value}} des sommes dues" / "Over the last {months} months, you paid {{value}} of the sums due";
            "instalments_underpaid_share_{months}m": Share, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.share_where(positive(shortfall()), recent()) =>
                "Part des paiements incomplets, {months} derniers mois" / "Share of incomplete payments, last {months} months",
                "Part des paiements dus dans les {months} mois qui précèdent la demande inférieurs à la somme due." / "Share of the payments due in the {months} months before the application that were less than the sum due.",
                "Sur les {months} derniers mois, vous avez payé moins que la somme due dans {{value}} de vos paiements" / "Over the last {months} months, you paid less than the sum due in {{value}} of your payments";
            "instalments_paid_{months}m": Money, Repayment = INSTALMENTS.sum_where(column("AMT_PAYMENT"), since(months)) =>
                "Somme payée sur les échéances des {months} derniers mois" / "Sum paid on instalments of the last {months} months",
                "Somme que le client a payée pour les échéances des {months} mois qui précèdent la demande." / "Sum that the client paid for the instalments of the {months} months before the application.";
        }
    })
}

fn by_delay() -> Vec<Feature> {
    each_of([5, 10, 30], |late| {
        features! {
            "instalments_over_{late}_days_late_share": Share, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.share_where(less(number(late), delay()), paid()) =>
                "Part des échéances payées plus de {late} jours en retard" / "Share of instalments paid over {late} days late",
                "Part des échéances passées que le client a payées avec plus de {late} jours de retard." / "Share of the past instalments that the client paid over {late} days late.",
                "Vous avez payé avec plus de {late} jours de retard {{value}} de vos échéances passées" / "You paid {{value}} of your past instalments over {late} days late";
        }
    })
}

fn by_window_and_delay() -> Vec<Feature> {
    let windows = [3_u16, 6, 12, 24].map(|months| [5, 10, 30].map(|late| (months, late)));
    each_of(windows, |window| {
        each_of(window, |(months, late)| {
            features! {
                "instalments_over_{late}_days_late_share_{months}m": Share, Repayment, RaisesRisk(ARREARS) =
                    INSTALMENTS.share_where(less(number(late), delay()), all([paid(), since(months)])) =>
                    "Part des échéances à plus de {late} jours de retard, {months} derniers mois" / "Share of instalments over {late} days late, last {months} months",
                    "Part des échéances des {months} mois qui précèdent la demande que le client a payées avec plus de {late} jours de retard." / "Share of the instalments of the {months} months before the application that the client paid over {late} days late.",
                    "Sur les {months} derniers mois, vous avez payé avec plus de {late} jours de retard {{value}} de vos échéances" / "Over the last {months} months, you paid {{value}} of your instalments over {late} days late";
            }
        })
    })
}

fn latest() -> Vec<Feature> {
    each_of([1, 5, 10], |n| {
        let last = || all([paid(), INSTALMENTS.latest(n, "DAYS_INSTALMENT")]);
        features! {
            "instalments_last_{n}_days_late": Days, Repayment, RaisesRisk(ARREARS) =
                INSTALMENTS.mean_where(at_least_zero(delay()), last()) =>
                "Retard moyen sur les dernières échéances, {n} au plus" / "Mean delay on the latest instalments, {n} at most",
                "Nombre moyen de jours de retard sur les dernières échéances, dans la limite de {n}." / "Mean number of days late on the latest instalments, {n} at most.";
            "instalments_last_{n}_paid_share": Share, Repayment, LowersRisk(PAID) =
                ratio(
                    INSTALMENTS.sum_where(column("AMT_PAYMENT"), last()),
                    INSTALMENTS.sum_where(column("AMT_INSTALMENT"), last()),
                ) =>
                "Part payée des dernières échéances, {n} au plus" / "Share paid of the latest instalments, {n} at most",
                "Part payée des sommes dues aux dernières échéances, dans la limite de {n}." / "Share paid of the sums due at the latest instalments, {n} at most.";
        }
    })
}

fn trends() -> Vec<Feature> {
    features! {
        instalments_delay_trend: Days, Repayment, RaisesRisk(ARREARS) =
            INSTALMENTS.slope_where(delay(), "DAYS_INSTALMENT", 365, paid()) =>
            "Évolution annuelle des retards de paiement" / "Yearly trend of the delay in payments",
            "De combien de jours le retard des paiements augmente en moyenne d’une année à la suivante, une avance comptant en moins." / "By how many days the delay of the payments grows, on average, from one year to the next, early payments counting as negative.";
        instalments_amount_trend: Money, Repayment =
            INSTALMENTS.slope(column("AMT_INSTALMENT"), "DAYS_INSTALMENT", 365) =>
            "Évolution annuelle des échéances" / "Yearly trend of the instalments",
            "De combien la somme due à chaque échéance augmente en moyenne d’une année à la suivante." / "By how much the sum due at each instalment grows, on average, from one year to the next.";
        instalments_recent_to_mean_delay: Number, Repayment, RaisesRisk(ARREARS) =
            ratio(
                INSTALMENTS.mean_where(at_least_zero(delay()), all([paid(), since(6)])),
                INSTALMENTS.mean_where(at_least_zero(delay()), paid()),
            ) =>
            "Retards récents rapportés à la moyenne" / "Recent delays relative to the mean",
            "Retard moyen des 6 derniers mois, rapporté au retard moyen de toutes les échéances passées." / "Mean delay of the last 6 months relative to the mean delay of all past instalments.";
        instalments_recent_to_mean_payment: Number, Repayment =
            ratio(
                INSTALMENTS.mean_where(column("AMT_PAYMENT"), since(6)),
                INSTALMENTS.mean(column("AMT_PAYMENT")),
            ) =>
            "Paiements récents rapportés à la moyenne" / "Recent payments relative to the mean",
            "Paiement moyen des 6 derniers mois, rapporté à la moyenne de tous les paiements passés." / "Mean payment of the last 6 months relative to the mean of all past payments.";
    }
}
