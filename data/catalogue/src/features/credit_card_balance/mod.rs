//! Features of the monthly balances of earlier credit cards.

mod windows;

use super::source::{History, application, less, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const MONTHS: History = History(Table::CreditCardBalance);

fn column(name: &str) -> Expr {
    MONTHS.column(name)
}

/// The share of the limit that is used; missing in a month without a limit.
fn utilisation() -> Expr {
    ratio(column("AMT_BALANCE"), column("AMT_CREDIT_LIMIT_ACTUAL"))
}

fn since(months: u16) -> Condition {
    MONTHS.within("MONTHS_BALANCE", months)
}

/// That less was paid in the month than had to be.
fn missed_minimum() -> Condition {
    less(column("AMT_PAYMENT_CURRENT"), column("AMT_INST_MIN_REGULARITY"))
}

pub(super) fn features() -> Vec<Feature> {
    [of_all(), windows::features()].concat()
}

fn of_all() -> Vec<Feature> {
    features! {
        // How far the limit is used
        card_months: Count, Cards = MONTHS.rows() =>
            "Mois de relevés de carte" / "Months of card records",
            "Nombre de relevés mensuels des cartes de crédit chez ce prêteur." / "Number of monthly records of credit cards with this lender.";
        card_mean_utilisation: Share, Cards, RaisesRisk(STRETCHED) = MONTHS.mean(utilisation()) =>
            "Utilisation moyenne du plafond de carte" / "Mean use of the card limit",
            "Part du plafond de la carte que le client utilisait, en moyenne." / "Share of the card limit that the client used, on average.",
            "Vous utilisez en moyenne {value} de votre plafond de carte" / "You use {value} of your card limit on average";
        card_max_utilisation: Share, Cards, RaisesRisk(STRETCHED) = MONTHS.max(utilisation()) =>
            "Plus forte utilisation du plafond de carte" / "Greatest use of the card limit",
            "Plus grande part du plafond de la carte que le client ait utilisée." / "Greatest share of the card limit that the client ever used.",
            "Vous avez utilisé jusqu’à {value} de votre plafond de carte" / "You have used up to {value} of your card limit";
        card_over_limit_share: Share, Cards, RaisesRisk(STRETCHED) =
            MONTHS.share(Condition::Less(column("AMT_CREDIT_LIMIT_ACTUAL"), column("AMT_BALANCE"))) =>
            "Part des mois au-delà du plafond de carte" / "Share of months over the card limit",
            "Part des mois où le solde de la carte dépassait son plafond." / "Share of the months in which the card’s balance was over its limit.";
        card_max_limit: Money, Cards = MONTHS.max(column("AMT_CREDIT_LIMIT_ACTUAL")) =>
            "Plus haut plafond de carte" / "Highest card limit",
            "Plus haut plafond de carte que ce prêteur ait accordé au client." / "Highest card limit that this lender ever granted to the client.";

        // What is owed and paid
        card_mean_balance: Money, Cards = MONTHS.mean(column("AMT_BALANCE")) =>
            "Solde moyen dû sur la carte" / "Mean balance owed on the card",
            "Solde mensuel dû sur la carte, en moyenne." / "Monthly balance owed on the card, on average.",
            "Vous devez en moyenne {value} sur votre carte" / "You owe {value} on your card on average";
        card_recent_balance_to_income: Share, Cards =
            ratio(MONTHS.mean_where(column("AMT_BALANCE"), since(3)), application("AMT_INCOME_TOTAL")) =>
            "Solde récent de la carte rapporté au revenu" / "Recent card balance relative to income",
            "Solde moyen dû sur la carte ces trois derniers mois, rapporté au revenu déclaré." / "Mean balance owed on the card over the last three months relative to the stated income.";
        card_payment_to_minimum: Number, Cards =
            ratio(MONTHS.sum(column("AMT_PAYMENT_CURRENT")), MONTHS.sum(column("AMT_INST_MIN_REGULARITY"))) =>
            "Paiements de carte rapportés au minimum exigé" / "Card payments relative to the minimum required",
            "Nombre de fois que les paiements de carte contiennent le minimum exigé." / "How many times the minimum required the card payments amount to.";

        // How it is used
        card_mean_drawings: Money, Cards = MONTHS.mean(column("AMT_DRAWINGS_CURRENT")) =>
            "Utilisation mensuelle moyenne de la carte" / "Mean monthly card drawings",
            "Montant que le client utilisait chaque mois avec la carte, en moyenne." / "Amount that the client drew with the card each month, on average.";

        // Delays
        card_late_share: Share, Cards, RaisesRisk(ARREARS) = MONTHS.share(positive(column("SK_DPD"))) =>
            "Part des mois en retard sur la carte" / "Share of months late on the card",
            "Part des mois où un paiement de la carte était en retard." / "Share of the months in which a card payment was late.",
            "Vous avez été en retard sur votre carte dans {value} des mois suivis" / "You were late on your card in {value} of the months on record";
        card_late_months_tolerant: Count, Cards, RaisesRisk(ARREARS) = MONTHS.count(positive(column("SK_DPD_DEF"))) =>
            "Mois en retard sur la carte, petites sommes ignorées" / "Months late on the card, small sums ignored",
            "Nombre de mois où un paiement de la carte était en retard, sans compter les petites sommes." / "Number of months in which a card payment was late, leaving out small sums.";
        card_max_days_late: Days, Cards, RaisesRisk(ARREARS) = MONTHS.max(column("SK_DPD")) =>
            "Plus long retard sur la carte" / "Longest delay on the card",
            "Plus grand nombre de jours de retard sur un paiement de la carte." / "Greatest number of days that a card payment was late.";
    }
}
