//! Earlier applications by type of contract, level of the rate, reason for a refusal, and way of applying.

use super::super::source::{Kind, all, each_of, positive};
use super::{PREVIOUS, approved, column, refused};
use crate::feature::Feature;

const CONTRACTS: [Kind; 3] = [
    Kind { id: "cash", values: &["Cash loans"], fr: "prêts personnels", en: "cash loans" },
    Kind { id: "consumer", values: &["Consumer loans"], fr: "crédits d’achat", en: "consumer loans" },
    Kind {
        id: "revolving",
        values: &["Revolving loans"],
        fr: "crédits renouvelables",
        en: "revolving loans",
    },
];

const YIELDS: [Kind; 4] = [
    Kind { id: "promotional", values: &["low_action"], fr: "promotionnel", en: "promotional" },
    Kind { id: "low", values: &["low_normal"], fr: "bas", en: "low" },
    Kind { id: "middle", values: &["middle"], fr: "moyen", en: "middle" },
    Kind { id: "high", values: &["high"], fr: "élevé", en: "high" },
];

const REASONS: [Kind; 5] = [
    Kind { id: "own_rules", values: &["HC"], fr: "règles internes", en: "the lender’s own rules" },
    Kind { id: "limit", values: &["LIMIT"], fr: "plafond atteint", en: "limit reached" },
    Kind { id: "score", values: &["SCO"], fr: "score insuffisant", en: "score too low" },
    Kind { id: "fraud_score", values: &["SCOFR"], fr: "score de fraude", en: "fraud score" },
    Kind {
        id: "verification",
        values: &["VERIF"],
        fr: "vérification non concluante",
        en: "verification failed",
    },
];

pub(super) fn features() -> Vec<Feature> {
    [by_contract(), by_yield(), by_reason(), by_way()].concat()
}

fn by_contract() -> Vec<Feature> {
    each_of(CONTRACTS, |Kind { id, values, fr, en }| {
        let kind = || PREVIOUS.is("NAME_CONTRACT_TYPE", values);
        let granted = || all([kind(), approved()]);
        features! {
            "previous_{id}_share": Share, PreviousApplications = PREVIOUS.share(kind()) =>
                "Part des {fr} dans les demandes précédentes" / "Share of {en} among earlier applications",
                "Part des demandes précédentes qui portaient sur des {fr}." / "Share of the earlier applications that were for {en}.";
            "previous_{id}_approved": Count, PreviousApplications = PREVIOUS.count(granted()) =>
                "Nombre de {fr} déjà accordés" / "Number of {en} approved before",
                "Nombre de {fr} que ce prêteur a déjà accordés au client." / "Number of {en} that this lender has already granted to the client.";
            "previous_{id}_refused_share": Share, PreviousApplications, RaisesRisk(REFUSED) =
                PREVIOUS.share_where(refused(), kind()) =>
                "Part refusée des demandes de {fr}" / "Share refused of applications for {en}",
                "Part des demandes précédentes de {fr} que ce prêteur a refusées." / "Share of the earlier applications for {en} that this lender refused.";
            "previous_{id}_credit": Money, PreviousApplications = PREVIOUS.mean_where(column("AMT_CREDIT"), granted()) =>
                "Montant moyen des {fr} accordés" / "Mean amount of {en} approved",
                "Montant moyen des {fr} que ce prêteur a accordés au client." / "Mean amount of the {en} that this lender granted to the client.";
            "previous_{id}_annuity": Money, PreviousApplications = PREVIOUS.mean_where(column("AMT_ANNUITY"), granted()) =>
                "Mensualité moyenne des {fr} accordés" / "Mean instalment of {en} approved",
                "Mensualité moyenne des {fr} que ce prêteur a accordés au client." / "Mean instalment of the {en} that this lender granted to the client.";
            "previous_{id}_term": Months, PreviousApplications =
                PREVIOUS.mean_where(column("CNT_PAYMENT"), all([kind(), positive(column("CNT_PAYMENT"))])) =>
                "Durée moyenne demandée, {fr} seulement" / "Mean term asked for, {en} only",
                "Durée moyenne des demandes précédentes de {fr}, en mensualités." / "Mean term of the earlier applications for {en}, in monthly instalments.";
            "previous_{id}_latest": DaysRelative, PreviousApplications = PREVIOUS.max_where(column("DAYS_DECISION"), kind()) =>
                "Dernière demande, {fr} seulement" / "Latest application, {en} only",
                "Date de la décision sur la dernière demande de {fr}, par rapport à la demande actuelle." / "When the latest application for {en} was decided on, relative to the present application.";
        }
    })
}

fn by_yield() -> Vec<Feature> {
    each_of(YIELDS, |Kind { id, values, fr, en }| {
        let kind = || PREVIOUS.is("NAME_YIELD_GROUP", values);
        features! {
            "previous_{id}_rate_share": Share, PreviousApplications = PREVIOUS.share(kind()) =>
                "Part des demandes précédentes à taux {fr}" / "Share of earlier applications at a {en} rate",
                "Part des demandes précédentes dont le niveau de taux d’intérêt était {fr}." / "Share of the earlier applications whose level of interest rate was {en}.";
            "previous_{id}_rate_approved_share": Share, PreviousApplications, LowersRisk(TRUSTED) =
                PREVIOUS.share_where(approved(), kind()) =>
                "Part accordée des demandes à taux {fr}" / "Share approved of applications at a {en} rate",
                "Part des demandes précédentes au niveau de taux {fr} que ce prêteur a accordées." / "Share of the earlier applications at a {en} level of interest rate that this lender approved.";
        }
    })
}

fn by_reason() -> Vec<Feature> {
    each_of(REASONS, |Kind { id, values, fr, en }| {
        let reason = || PREVIOUS.is("CODE_REJECT_REASON", values);
        features! {
            "previous_refused_{id}": Count, PreviousApplications, RaisesRisk(REFUSED) = PREVIOUS.count(all([refused(), reason()])) =>
                "Demandes précédentes refusées ({fr})" / "Earlier applications refused ({en})",
                "Nombre de demandes précédentes que ce prêteur a refusées pour ce motif ({fr})." / "Number of earlier applications that this lender refused for this reason ({en}).";
        }
    })
}

fn by_way() -> Vec<Feature> {
    features! {
        previous_offered_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_PRODUCT_TYPE", &["x-sell"])) =>
            "Part des demandes nées d’une offre du prêteur" / "Share of applications that came of an offer",
            "Part des demandes précédentes faites à la suite d’une offre du prêteur à un client existant." / "Share of the earlier applications made upon the lender’s offer to an existing client.";
        previous_walk_in_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_PRODUCT_TYPE", &["walk-in"])) =>
            "Part des demandes spontanées" / "Share of walk-in applications",
            "Part des demandes précédentes faites spontanément par le client." / "Share of the earlier applications made at the client’s own initiative.";
        previous_new_client_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_CLIENT_TYPE", &["New"])) =>
            "Part des demandes faites en nouveau client" / "Share of applications made as a new client",
            "Part des demandes précédentes faites quand le prêteur ne connaissait pas encore le client." / "Share of the earlier applications made when the lender did not know the client yet.";
        previous_mobile_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_GOODS_CATEGORY", &["Mobile"])) =>
            "Part des demandes pour un téléphone" / "Share of applications for a mobile phone",
            "Part des demandes précédentes qui finançaient un téléphone mobile." / "Share of the earlier applications that were to finance a mobile phone.";
        previous_cash_at_bank_share: Share, PreviousApplications =
            PREVIOUS.share(PREVIOUS.is("NAME_PAYMENT_TYPE", &["Cash through the bank"])) =>
            "Part des demandes payées en espèces par la banque" / "Share of applications paid in cash through the bank",
            "Part des demandes précédentes pour lesquelles le client avait choisi de payer en espèces par la banque." / "Share of the earlier applications for which the client had chosen to pay in cash through the bank.";
        previous_loan_for_loans_share: Share, PreviousApplications =
            PREVIOUS.share(PREVIOUS.is("NAME_CASH_LOAN_PURPOSE", &["Payments on other loans"])) =>
            "Part des demandes pour rembourser d’autres crédits" / "Share of applications to repay other loans",
            "Part des demandes précédentes qui devaient servir à rembourser d’autres crédits." / "Share of the earlier applications that were meant to repay other loans.";
    }
}
