//! Loans with other lenders by kind of loan.

use super::super::source::{Kind, all, each_of};
use super::{BUREAU, active, column, debt};
use crate::expr::{Condition, ratio};
use crate::feature::Feature;

const KINDS: [Kind; 5] = [
    Kind {
        id: "consumer",
        values: &["Consumer credit"],
        fr: "crédits à la consommation",
        en: "consumer credits",
    },
    Kind { id: "card", values: &["Credit card"], fr: "cartes de crédit", en: "credit cards" },
    Kind { id: "car", values: &["Car loan"], fr: "crédits automobiles", en: "car loans" },
    Kind {
        id: "home", values: &["Mortgage", "Real estate loan"], fr: "prêts immobiliers", en: "home loans"
    },
    Kind { id: "micro", values: &["Microloan"], fr: "microcrédits", en: "microloans" },
];

pub(super) fn features() -> Vec<Feature> {
    each_of(KINDS, |Kind { id, values, fr, en }| {
        let kind = || -> Condition { BUREAU.is("CREDIT_TYPE", values) };
        let open = || all([kind(), active()]);
        features! {
            "bureau_{id}_loans": Count, Bureau = BUREAU.count(kind()) =>
                "Nombre de {fr} ailleurs" / "Number of {en} elsewhere",
                "Nombre de {fr}, soldés ou en cours, chez d’autres prêteurs." / "Number of {en}, closed or active, with other lenders.";
            "bureau_{id}_active_loans": Count, Bureau = BUREAU.count(open()) =>
                "Nombre de {fr} en cours ailleurs" / "Number of active {en} elsewhere",
                "Nombre de {fr} encore en cours chez d’autres prêteurs." / "Number of {en} still active with other lenders.";
            "bureau_{id}_share": Share, Bureau = BUREAU.share(kind()) =>
                "Part des {fr} dans les crédits ailleurs" / "Share of {en} among loans elsewhere",
                "Part des {fr} dans le nombre de crédits chez d’autres prêteurs." / "Share of {en} in the number of loans with other lenders.";
            "bureau_{id}_credit": Money, Bureau = BUREAU.sum_where(column("AMT_CREDIT_SUM"), open()) =>
                "Montant des {fr} en cours ailleurs" / "Amount of active {en} elsewhere",
                "Montant total, à l’origine, des {fr} encore en cours chez d’autres prêteurs." / "Total amount, at the start, of the {en} still active with other lenders.";
            "bureau_{id}_debt": Money, Bureau = BUREAU.sum_where(debt(), kind()) =>
                "Dette ailleurs, {fr} seulement" / "Debt elsewhere, {en} only",
                "Somme encore due chez d’autres prêteurs sur des {fr}." / "Sum still owed to other lenders on {en}.";
            "bureau_{id}_debt_to_credit": Share, Bureau, RaisesRisk(INDEBTED) =
                ratio(BUREAU.sum_where(debt(), kind()), BUREAU.sum_where(column("AMT_CREDIT_SUM"), kind())) =>
                "Part non remboursée ailleurs, {fr} seulement" / "Share not yet repaid elsewhere, {en} only",
                "Part encore due du montant des {fr} chez d’autres prêteurs." / "Share still owed of the amount of the {en} with other lenders.";
            "bureau_{id}_latest": DaysRelative, Bureau = BUREAU.max_where(column("DAYS_CREDIT"), kind()) =>
                "Crédit le plus récent ailleurs, {fr} seulement" / "Latest loan taken out elsewhere, {en} only",
                "Date de souscription la plus récente parmi les {fr} chez d’autres prêteurs, par rapport à la demande." / "When the latest of the {en} with other lenders was taken out, relative to the application.";
        }
    })
}
