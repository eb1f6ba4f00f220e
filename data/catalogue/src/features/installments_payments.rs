//! Features of the instalments of earlier loans: what was due, what was paid, and when.

use super::source::{History, all, application, at_least_zero, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const INSTALMENTS: History = History(Table::InstallmentsPayments);

fn column(name: &str) -> Expr {
    INSTALMENTS.column(name)
}

/// Days from the due date to the payment: negative for an early payment.
fn delay() -> Expr {
    column("DAYS_ENTRY_PAYMENT") - column("DAYS_INSTALMENT")
}

/// That a payment was made: without one there is no delay to speak of.
fn paid() -> Condition {
    Condition::Present(column("DAYS_ENTRY_PAYMENT"))
}

fn shortfall() -> Expr {
    column("AMT_INSTALMENT") - column("AMT_PAYMENT")
}

fn last_year() -> Condition {
    INSTALMENTS.within("DAYS_INSTALMENT", 365)
}

pub(super) fn features() -> Vec<Feature> {
    features! {
        // When
        instalments: Count, Repayment = INSTALMENTS.rows() =>
            "Nombre d’échéances passées" / "Number of past instalments",
            "Nombre d’échéances passées des crédits précédents chez ce prêteur." / "Number of past instalments of earlier loans with this lender.";
        instalments_mean_days_late: Days, Repayment, RaisesRisk = INSTALMENTS.mean_where(at_least_zero(delay()), paid()) =>
            "Retard moyen sur les échéances passées" / "Mean delay on past instalments",
            "Nombre moyen de jours de retard des paiements passés, un paiement à l’heure comptant pour zéro." / "Mean number of days that past payments were late, a payment on time counting as zero.";
        instalments_max_days_late: Days, Repayment, RaisesRisk = INSTALMENTS.max_where(at_least_zero(delay()), paid()) =>
            "Plus long retard sur une échéance passée" / "Longest delay on a past instalment",
            "Plus grand nombre de jours de retard d’un paiement passé." / "Greatest number of days that a past payment was late.";
        instalments_mean_days_early: Days, Repayment =
            INSTALMENTS.mean_where(at_least_zero(column("DAYS_INSTALMENT") - column("DAYS_ENTRY_PAYMENT")), paid()) =>
            "Avance moyenne sur les échéances passées" / "Mean lead on past instalments",
            "Nombre moyen de jours d’avance des paiements passés, un paiement à l’heure comptant pour zéro." / "Mean number of days that past payments were early, a payment on time counting as zero.";
        instalments_late_share: Share, Repayment, RaisesRisk = INSTALMENTS.share_where(positive(delay()), paid()) =>
            "Part des échéances payées en retard" / "Share of instalments paid late",
            "Part des échéances passées que le client a payées en retard." / "Share of the past instalments that the client paid late.";
        instalments_very_late_share: Share, Repayment, RaisesRisk =
            INSTALMENTS.share_where(Condition::Less(Expr::Number(30.0), delay()), paid()) =>
            "Part des échéances payées plus de 30 jours en retard" / "Share of instalments paid over 30 days late",
            "Part des échéances passées que le client a payées avec plus de 30 jours de retard." / "Share of the past instalments that the client paid over 30 days late.";
        instalments_mean_days_late_last_year: Days, Repayment, RaisesRisk =
            INSTALMENTS.mean_where(at_least_zero(delay()), all([paid(), last_year()])) =>
            "Retard moyen sur les échéances depuis un an" / "Mean delay on instalments in the last year",
            "Nombre moyen de jours de retard des paiements dus dans l’année qui précède la demande." / "Mean number of days late of the payments due in the year before the application.";
        instalments_late_share_last_year: Share, Repayment, RaisesRisk =
            INSTALMENTS.share_where(positive(delay()), all([paid(), last_year()])) =>
            "Part des échéances payées en retard depuis un an" / "Share of instalments paid late in the last year",
            "Part des échéances de l’année qui précède la demande que le client a payées en retard." / "Share of the instalments of the year before the application that the client paid late.";
        instalments_last_payment: DaysRelative, Repayment = INSTALMENTS.max(column("DAYS_ENTRY_PAYMENT")) =>
            "Dernier paiement d’une échéance" / "Latest payment of an instalment",
            "Date du dernier paiement d’une échéance, par rapport à la demande." / "When an instalment was last paid, relative to the application.";

        // How much
        instalments_paid_share: Share, Repayment, LowersRisk =
            ratio(INSTALMENTS.sum(column("AMT_PAYMENT")), INSTALMENTS.sum(column("AMT_INSTALMENT"))) =>
            "Part payée des sommes dues" / "Share of the sums due that was paid",
            "Part des sommes dues sur les échéances passées que le client a payée." / "Share of the sums due on past instalments that the client paid.";
        instalments_paid_share_last_year: Share, Repayment, LowersRisk =
            ratio(
                INSTALMENTS.sum_where(column("AMT_PAYMENT"), last_year()),
                INSTALMENTS.sum_where(column("AMT_INSTALMENT"), last_year()),
            ) =>
            "Part payée des sommes dues depuis un an" / "Share of the sums due in the last year that was paid",
            "Part des sommes dues dans l’année qui précède la demande que le client a payée." / "Share of the sums due in the year before the application that the client paid.";
        instalments_underpaid_share: Share, Repayment, RaisesRisk =
            INSTALMENTS.share_where(positive(shortfall()), Condition::Present(column("AMT_PAYMENT"))) =>
            "Part des paiements incomplets" / "Share of incomplete payments",
            "Part des paiements passés inférieurs à la somme due." / "Share of the past payments that were less than the sum due.";
        instalments_mean_shortfall: Money, Repayment, RaisesRisk = INSTALMENTS.mean(shortfall()) =>
            "Manque moyen par paiement" / "Mean shortfall per payment",
            "Différence moyenne entre la somme due et la somme payée." / "Mean difference between the sum due and the sum paid.";
        instalments_max_shortfall: Money, Repayment = INSTALMENTS.max(shortfall()) =>
            "Plus grand manque sur un paiement" / "Greatest shortfall on a payment",
            "Plus grande différence entre la somme due et la somme payée." / "Greatest difference between the sum due and the sum paid.";
        instalments_unpaid: Count, Repayment, RaisesRisk = INSTALMENTS.count(Condition::Not(Box::new(paid()))) =>
            "Échéances sans paiement" / "Instalments without payment",
            "Nombre d’échéances passées pour lesquelles aucun paiement n’est enregistré." / "Number of past instalments for which no payment is on record.";
        instalments_mean_payment: Money, Repayment = INSTALMENTS.mean(column("AMT_PAYMENT")) =>
            "Paiement moyen" / "Mean payment",
            "Montant moyen des paiements passés." / "Mean amount of the past payments.";
        annuity_to_past_payment: Share, Loan = ratio(application("AMT_ANNUITY"), INSTALMENTS.mean(column("AMT_PAYMENT"))) =>
            "Mensualité demandée rapportée aux paiements passés" / "Instalment asked for relative to past payments",
            "Mensualité du crédit demandé, rapportée au montant moyen des paiements passés." / "Instalment of the loan asked for relative to the mean amount of past payments.";
    }
}
