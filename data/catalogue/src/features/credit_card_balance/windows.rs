//! Monthly card balances by time, by kind of drawing, and their trends.

use super::super::source::{all, each_of, less, number, positive};
use super::{MONTHS, column, missed_minimum, since, utilisation};
use crate::expr::{Condition, ratio};
use crate::feature::Feature;

pub(super) fn features() -> Vec<Feature> {
    [by_window(), by_drawing(), latest(), trends()].concat()
}

fn by_window() -> Vec<Feature> {
    each_of([3, 6, 12, 24], |months| {
        let recent = || since(months);
        features! {
            "card_utilisation_{months}m": Share, Cards, RaisesRisk(STRETCHED) = MONTHS.mean_where(utilisation(), recent()) =>
                "Utilisation du plafond de carte, {months} derniers mois" / "Use of the card limit, last {months} months",
                "Part du plafond de la carte utilisée en moyenne sur les {months} derniers mois." / "Share of the card limit used on average over the last {months} months.",
                "Sur les {months} derniers mois, vous avez utilisé en moyenne {{value}} de votre plafond de carte" / "Over the last {months} months, you used {{value}} of your card limit on average";
            "card_balance_{months}m": Money, Cards = MONTHS.mean_where(column("AMT_BALANCE"), recent()) =>
                "Solde moyen dû sur la carte, {months} derniers mois" / "Mean balance owed on the card, last {months} months",
                "Solde mensuel dû sur la carte, en moyenne sur les {months} derniers mois." / "Monthly balance owed on the card, averaged over the last {months} months.",
                "Sur les {months} derniers mois, vous avez dû en moyenne {{value}} sur votre carte" / "Over the last {months} months, you owed {{value}} on your card on average";
            "card_drawings_{months}m": Count, Cards = MONTHS.sum_where(column("CNT_DRAWINGS_CURRENT"), recent()) =>
                "Nombre d’utilisations de la carte, {months} derniers mois" / "Number of card drawings, last {months} months",
                "Nombre d’utilisations de la carte sur les {months} derniers mois." / "Number of times the card was used over the last {months} months.";
            "card_drawn_{months}m": Money, Cards = MONTHS.mean_where(column("AMT_DRAWINGS_CURRENT"), recent()) =>
                "Montant mensuel utilisé par carte, {months} derniers mois" / "Monthly amount drawn by card, last {months} months",
                "Montant utilisé chaque mois avec la carte, en moyenne sur les {months} derniers mois." / "Amount drawn with the card each month, averaged over the last {months} months.";
            "card_payment_to_minimum_{months}m": Number, Cards, LowersRisk(PAID) =
                ratio(
                    MONTHS.sum_where(column("AMT_PAYMENT_CURRENT"), recent()),
                    MONTHS.sum_where(column("AMT_INST_MIN_REGULARITY"), recent()),
                ) =>
                "Paiements de carte rapportés au minimum, {months} derniers mois" / "Card payments relative to the minimum, last {months} months",
                "Nombre de fois que les paiements de carte des {months} derniers mois contiennent le minimum exigé." / "How many times the minimum required the card payments of the last {months} months amount to.";
            "card_late_share_{months}m": Share, Cards, RaisesRisk(ARREARS) =
                MONTHS.share_where(positive(column("SK_DPD")), recent()) =>
                "Part des mois en retard sur la carte, {months} derniers mois" / "Share of months late on the card, last {months} months",
                "Part des {months} derniers mois où un paiement de la carte était en retard." / "Share of the last {months} months in which a card payment was late.";
            "card_max_days_late_{months}m": Days, Cards, RaisesRisk(ARREARS) =
                MONTHS.max_where(column("SK_DPD"), recent()) =>
                "Plus long retard sur la carte, {months} derniers mois" / "Longest delay on the card, last {months} months",
                "Plus grand nombre de jours de retard sur un paiement de la carte, sur les {months} derniers mois." / "Greatest number of days that a card payment was late, over the last {months} months.";
            "card_missed_minimum_share_{months}m": Share, Cards, RaisesRisk(ARREARS) =
                MONTHS.share_where(missed_minimum(), all([positive(column("AMT_INST_MIN_REGULARITY")), recent()])) =>
                "Part des mois sous le paiement minimal, {months} derniers mois" / "Share of months under the minimum payment, last {months} months",
                "Part des {months} derniers mois où le client a payé moins que le minimum exigé sur sa carte." / "Share of the last {months} months in which the client paid less than the minimum required on the card.",
                "Sur les {months} derniers mois, vous avez payé moins que le minimum de votre carte dans {{value}} des mois" / "Over the last {months} months, you paid less than your card’s minimum in {{value}} of the months";
        }
    })
}

fn by_drawing() -> Vec<Feature> {
    let kinds = [
        ("atm", "ATM", "retraits d’espèces", "cash drawings"),
        ("purchase", "POS", "achats", "purchases"),
        ("other", "OTHER", "autres utilisations", "other drawings"),
    ];
    each_of(kinds, |(id, code, fr, en)| {
        let amount = || column(&format!("AMT_DRAWINGS_{code}_CURRENT"));
        let count = || column(&format!("CNT_DRAWINGS_{code}_CURRENT"));
        features! {
            "card_{id}_share": Share, Cards = ratio(MONTHS.sum(amount()), MONTHS.sum(column("AMT_DRAWINGS_CURRENT"))) =>
                "Part des sommes utilisées par carte ({fr})" / "Share of the sums drawn by card ({en})",
                "Part des sommes utilisées par carte qui l’ont été de cette façon ({fr})." / "Share of the sums drawn with the card that were drawn this way ({en}).";
            "card_{id}_months_share": Share, Cards = MONTHS.share_where(positive(count()), Condition::Present(count())) =>
                "Part des mois d’utilisation de la carte ({fr})" / "Share of months with card drawings ({en})",
                "Part des mois où la carte a été utilisée de cette façon ({fr})." / "Share of the months in which the card was used this way ({en}).";
            "card_{id}_mean_amount": Money, Cards = ratio(MONTHS.sum(amount()), MONTHS.sum(count())) =>
                "Montant moyen par utilisation de la carte ({fr})" / "Mean amount per card drawing ({en})",
                "Montant moyen de chaque utilisation de la carte de ce genre ({fr})." / "Mean amount of each card drawing of this kind ({en}).";
        }
    })
}

fn latest() -> Vec<Feature> {
    let last = || MONTHS.latest(1, "MONTHS_BALANCE");
    features! {
        card_last_balance: Money, Cards = MONTHS.sum_where(column("AMT_BALANCE"), last()) =>
            "Dernier solde dû sur la carte" / "Latest balance owed on the card",
            "Solde dû sur la carte au dernier relevé." / "Balance owed on the card in the latest record.";
        card_last_utilisation: Share, Cards, RaisesRisk(STRETCHED) = MONTHS.mean_where(utilisation(), last()) =>
            "Dernière utilisation du plafond de carte" / "Latest use of the card limit",
            "Part du plafond de la carte utilisée au dernier relevé." / "Share of the card limit used in the latest record.",
            "Vous utilisiez {value} de votre plafond de carte au dernier relevé" / "You used {value} of your card limit in the latest record";
        card_last_limit_to_max: Share, Cards =
            ratio(
                MONTHS.max_where(column("AMT_CREDIT_LIMIT_ACTUAL"), last()),
                MONTHS.max(column("AMT_CREDIT_LIMIT_ACTUAL")),
            ) =>
            "Dernier plafond de carte rapporté au plus haut" / "Latest card limit relative to the highest",
            "Plafond de la carte au dernier relevé, rapporté au plus haut plafond accordé." / "Limit of the card in the latest record relative to the highest limit granted.";
        card_last_month: MonthsRelative, Cards = MONTHS.max(column("MONTHS_BALANCE")) =>
            "Dernier relevé de carte" / "Latest card record",
            "Mois du dernier relevé d’une carte, par rapport à la demande." / "Month of the latest record of a card, relative to the application.";
    }
}

fn trends() -> Vec<Feature> {
    features! {
        card_utilisation_trend: Share, Cards, RaisesRisk(STRETCHED) = MONTHS.slope(utilisation(), "MONTHS_BALANCE", 12) =>
            "Évolution annuelle de l’utilisation du plafond de carte" / "Yearly trend of the use of the card limit",
            "De combien la part utilisée du plafond de la carte augmente en moyenne d’une année à la suivante." / "By how much the share of the card limit that is used grows, on average, from one year to the next.";
        card_balance_trend: Money, Cards = MONTHS.slope(column("AMT_BALANCE"), "MONTHS_BALANCE", 12) =>
            "Évolution annuelle du solde de la carte" / "Yearly trend of the card balance",
            "De combien le solde dû sur la carte augmente en moyenne d’une année à la suivante." / "By how much the balance owed on the card grows, on average, from one year to the next.";
        card_drawings_trend: Money, Cards = MONTHS.slope(column("AMT_DRAWINGS_CURRENT"), "MONTHS_BALANCE", 12) =>
            "Évolution annuelle des utilisations de la carte" / "Yearly trend of card drawings",
            "De combien le montant utilisé chaque mois avec la carte augmente en moyenne d’une année à la suivante." / "By how much the amount drawn with the card each month grows, on average, from one year to the next.";
        card_recent_to_mean_utilisation: Number, Cards, RaisesRisk(STRETCHED) =
            ratio(MONTHS.mean_where(utilisation(), since(6)), MONTHS.mean(utilisation())) =>
            "Utilisation récente du plafond rapportée à la moyenne" / "Recent use of the limit relative to the mean",
            "Part du plafond de la carte utilisée sur les 6 derniers mois, rapportée à la moyenne de tous les mois." / "Share of the card limit used over the last 6 months relative to the mean of all months.";
        card_recent_to_mean_drawings: Number, Cards =
            ratio(
                MONTHS.mean_where(column("AMT_DRAWINGS_CURRENT"), since(6)),
                MONTHS.mean(column("AMT_DRAWINGS_CURRENT")),
            ) =>
            "Utilisations récentes de la carte rapportées à la moyenne" / "Recent card drawings relative to the mean",
            "Montant mensuel utilisé par carte sur les 6 derniers mois, rapporté à la moyenne de tous les mois." / "Monthly amount drawn by card over the last 6 months relative to the mean of all months.";
        card_missed_minimum_share: Share, Cards, RaisesRisk(ARREARS) =
            MONTHS.share_where(missed_minimum(), positive(column("AMT_INST_MIN_REGULARITY"))) =>
            "Part des mois sous le paiement minimal de la carte" / "Share of months under the card’s minimum payment",
            "Part des mois où le client a payé moins que le minimum exigé sur sa carte." / "Share of the months in which the client paid less than the minimum required on the card.",
            "Vous avez payé moins que le minimum de votre carte dans {value} des mois" / "You paid less than your card’s minimum in {value} of the months";
        card_no_drawing_share: Share, Cards = MONTHS.share(less(column("AMT_DRAWINGS_CURRENT"), number(0.005))) =>
            "Part des mois sans utilisation de la carte" / "Share of months without a card drawing",
            "Part des mois où la carte n’a pas été utilisée." / "Share of the months in which the card was not used.";
    }
}
