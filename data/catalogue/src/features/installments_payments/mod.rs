//! Features of the instalments of earlier loans: what was due, what was paid, and when.

mod windows;

use super::source::{History, application, at_least_zero, equal, less, not, number, positive};
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

pub(super) fn features() -> Vec<Feature> {
    [of_all(), windows::features()].concat()
}

fn of_all() -> Vec<Feature> {
    features! {
        // When
        instalments: Count, Repayment = INSTALMENTS.rows() =>
            "Nombre d’échéances passées" / "Number of past instalments",
            "Nombre d’échéances passées des crédits précédents chez ce prêteur." / "Number of past instalments of earlier loans with this lender.";
        instalments_mean_days_late: Days, Repayment, RaisesRisk(ARREARS) = INSTALMENTS.mean_where(at_least_zero(delay()), paid()) =>
            "Retard moyen sur les échéances passées" / "Mean delay on past instalments",
            "Nombre moyen de jours de retard des paiements passés, un paiement à l’heure comptant pour zéro." / "Mean number of days that past payments were late, a payment on time counting as zero.",
            "Le retard moyen de vos paiements passés est de {value}" / "The mean delay of your past payments is {value}";
        instalments_max_days_late: Days, Repayment, RaisesRisk(ARREARS) = INSTALMENTS.max_where(at_least_zero(delay()), paid()) =>
            "Plus long retard sur une échéance passée" / "Longest delay on a past instalment",
            "Plus grand nombre de jours de retard d’un paiement passé." / "Greatest number of days that a past payment was late.",
            "Votre plus long retard de paiement est de {value}" / "Your longest delay in a payment is {value}";
        instalments_mean_days_early: Days, Repayment =
            INSTALMENTS.mean_where(at_least_zero(number(0) - delay()), paid()) =>
            "Avance moyenne sur les échéances passées" / "Mean lead on past instalments",
            "Nombre moyen de jours d’avance des paiements passés, un paiement à l’heure comptant pour zéro." / "Mean number of days that past payments were early, a payment on time counting as zero.";
        instalments_late_share: Share, Repayment, RaisesRisk(ARREARS) = INSTALMENTS.share_where(positive(delay()), paid()) =>
            "Part des échéances payées en retard" / "Share of instalments paid late",
            "Part des échéances passées que le client a payées en retard." / "Share of the past instalments that the client paid late.",
            "Vous avez payé en retard {value} de vos échéances passées" / "You paid {value} of your past instalments late";
        instalments_last_payment: DaysRelative, Repayment = INSTALMENTS.max(column("DAYS_ENTRY_PAYMENT")) =>
            "Dernier paiement d’une échéance" / "Latest payment of an instalment",
            "Date du dernier paiement d’une échéance, par rapport à la demande." / "When an instalment was last paid, relative to the application.",
            "Votre dernier paiement d’une échéance a été fait {value}" / "Your latest payment of an instalment was made {value}";

        // How much
        instalments_paid_share: Share, Repayment, LowersRisk(PAID) =
            ratio(INSTALMENTS.sum(column("AMT_PAYMENT")), INSTALMENTS.sum(column("AMT_INSTALMENT"))) =>
            "Part payée des sommes dues" / "Share of the sums due that was paid",
            "Part des sommes dues sur les échéances passées que le client a payée." / "Share of the sums due on past instalments that the client paid.",
            "Vous avez payé {value} des sommes dues sur vos échéances passées" / "You paid {value} of the sums due on your past instalments";
        instalments_underpaid_share: Share, Repayment, RaisesRisk(ARREARS) =
            INSTALMENTS.share_where(positive(shortfall()), Condition::Present(column("AMT_PAYMENT"))) =>
            "Part des paiements incomplets" / "Share of incomplete payments",
            "Part des paiements passés inférieurs à la somme due." / "Share of the past payments that were less than the sum due.",
            "Vous avez payé moins que la somme due dans {value} de vos paiements" / "You paid less than the sum due in {value} of your payments";
        instalments_mean_shortfall: Money, Repayment, RaisesRisk(ARREARS) = INSTALMENTS.mean(shortfall()) =>
            "Manque moyen par paiement" / "Mean shortfall per payment",
            "Différence moyenne entre la somme due et la somme payée." / "Mean difference between the sum due and the sum paid.";
        instalments_max_shortfall: Money, Repayment = INSTALMENTS.max(shortfall()) =>
            "Plus grand manque sur un paiement" / "Greatest shortfall on a payment",
            "Plus grande différence entre la somme due et la somme payée." / "Greatest difference between the sum due and the sum paid.";
        instalments_unpaid: Count, Repayment, RaisesRisk(ARREARS) = INSTALMENTS.count(not(paid())) =>
            "Échéances sans paiement" / "Instalments without payment",
            "Nombre d’échéances passées pour lesquelles aucun paiement n’est enregistré." / "Number of past instalments for which no payment is on record.";
        instalments_mean_payment: Money, Repayment = INSTALMENTS.mean(column("AMT_PAYMENT")) =>
            "Paiement moyen" / "Mean payment",
            "Montant moyen des paiements passés." / "Mean amount of the past payments.",
            "Vos paiements passés sont en moyenne de {value}" / "Your past payments are {value} on average";
        annuity_to_past_payment: Share, Loan = ratio(application("AMT_ANNUITY"), INSTALMENTS.mean(column("AMT_PAYMENT"))) =>
            "Mensualité demandée rapportée aux paiements passés" / "Instalment asked for relative to past payments",
            "Mensualité du crédit demandé, rapportée au montant moyen des paiements passés." / "Instalment of the loan asked for relative to the mean amount of past payments.";
        instalments_early_share: Share, Repayment = INSTALMENTS.share_where(less(delay(), number(0)), paid()) =>
            "Part des échéances payées en avance" / "Share of instalments paid early",
            "Part des échéances passées que le client a payées avant la date prévue." / "Share of the past instalments that the client paid before they were due.";
        instalments_overpaid_share: Share, Repayment =
            INSTALMENTS.share_where(less(shortfall(), number(0)), Condition::Present(column("AMT_PAYMENT"))) =>
            "Part des paiements supérieurs à la somme due" / "Share of payments over the sum due",
            "Part des paiements passés supérieurs à la somme due." / "Share of the past payments that were more than the sum due.";
        instalments_paid_total: Money, Repayment = INSTALMENTS.sum(column("AMT_PAYMENT")) =>
            "Total payé à ce prêteur" / "Total paid to this lender",
            "Somme de tous les paiements passés à ce prêteur." / "Sum of all past payments to this lender.";
        instalments_max_due: Money, Repayment = INSTALMENTS.max(column("AMT_INSTALMENT")) =>
            "Plus grosse échéance passée" / "Largest past instalment",
            "Plus grosse somme due à une échéance passée." / "Largest sum due at a past instalment.";
        instalments_first: DaysRelative, Repayment = INSTALMENTS.min(column("DAYS_INSTALMENT")) =>
            "Première échéance passée" / "First past instalment",
            "Date de la première échéance connue chez ce prêteur, par rapport à la demande." / "When the first known instalment with this lender was due, relative to the application.",
            "Votre première échéance chez ce prêteur était due {value}" / "Your first instalment with this lender was due {value}";
        instalments_versions: Number, Repayment = INSTALMENTS.max(column("NUM_INSTALMENT_VERSION")) =>
            "Nombre de changements d’échéancier" / "Number of changes of the payment calendar",
            "Numéro de version le plus élevé d’un échéancier, qui augmente chaque fois que les conditions de paiement changent." / "Highest version number of a payment calendar, which grows whenever the terms of payment change.";
        instalments_longest_loan: Count, Repayment = INSTALMENTS.max(column("NUM_INSTALMENT_NUMBER")) =>
            "Plus grand nombre d’échéances d’un crédit" / "Greatest number of instalments of a loan",
            "Rang le plus élevé d’une échéance dans un crédit précédent." / "Highest place of an instalment in an earlier loan.";
        instalments_card_share: Share, Repayment = INSTALMENTS.share(equal(column("NUM_INSTALMENT_VERSION"), 0)) =>
            "Part des échéances de carte" / "Share of card instalments",
            "Part des échéances passées qui étaient celles d’une carte de crédit." / "Share of the past instalments that were those of a credit card.";
    }
}
