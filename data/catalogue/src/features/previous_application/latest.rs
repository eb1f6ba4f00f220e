//! The latest of the earlier applications.

use super::super::source::{all, application, each_of};
use super::{PREVIOUS, approved, column, granted, monthly_rate, refused};
use crate::expr::ratio;
use crate::feature::Feature;

pub(super) fn features() -> Vec<Feature> {
    each_of([1, 3, 5], |n| {
        let last = || PREVIOUS.latest(n, "DAYS_DECISION");
        let last_approved = || all([last(), approved()]);
        features! {
            "previous_last_{n}_approved_share": Share, PreviousApplications, LowersRisk(TRUSTED) =
                PREVIOUS.share_where(approved(), last()) =>
                "Part accordée des dernières demandes, {n} au plus" / "Share approved of the latest applications, {n} at most",
                "Part des dernières demandes que ce prêteur a accordées, dans la limite de {n}." / "Share of the latest applications that this lender approved, {n} at most.",
                "Ce prêteur a accordé {{value}} de vos dernières demandes (au plus {n})" / "This lender approved {{value}} of your latest applications (at most {n})";
            "previous_last_{n}_refused_share": Share, PreviousApplications, RaisesRisk(REFUSED) =
                PREVIOUS.share_where(refused(), last()) =>
                "Part refusée des dernières demandes, {n} au plus" / "Share refused of the latest applications, {n} at most",
                "Part des dernières demandes que ce prêteur a refusées, dans la limite de {n}." / "Share of the latest applications that this lender refused, {n} at most.",
                "Ce prêteur a refusé {{value}} de vos dernières demandes (au plus {n})" / "This lender refused {{value}} of your latest applications (at most {n})";
            "previous_last_{n}_asked": Money, PreviousApplications = PREVIOUS.mean_where(column("AMT_APPLICATION"), last()) =>
                "Montant moyen des dernières demandes, {n} au plus" / "Mean amount of the latest applications, {n} at most",
                "Montant moyen des dernières demandes chez ce prêteur, dans la limite de {n}." / "Mean amount of the latest applications with this lender, {n} at most.";
            "previous_last_{n}_granted": Share, PreviousApplications = PREVIOUS.mean_where(granted(), last()) =>
                "Part retenue du montant des dernières demandes, {n} au plus" / "Share settled on of the latest amounts asked for, {n} at most",
                "Montant retenu rapporté au montant demandé, en moyenne sur les dernières demandes, dans la limite de {n}." / "Final amount relative to the amount asked for, averaged over the latest applications, {n} at most.";
            "previous_last_{n}_annuity": Money, PreviousApplications = PREVIOUS.mean_where(column("AMT_ANNUITY"), last()) =>
                "Mensualité moyenne des dernières demandes, {n} au plus" / "Mean instalment of the latest applications, {n} at most",
                "Mensualité moyenne des dernières demandes chez ce prêteur, dans la limite de {n}." / "Mean instalment of the latest applications with this lender, {n} at most.";
            "previous_last_{n}_term": Months, PreviousApplications = PREVIOUS.mean_where(column("CNT_PAYMENT"), last()) =>
                "Durée moyenne des dernières demandes, {n} au plus" / "Mean term of the latest applications, {n} at most",
                "Durée moyenne des dernières demandes chez ce prêteur, en mensualités, dans la limite de {n}." / "Mean term of the latest applications with this lender, in monthly instalments, {n} at most.";
            "previous_last_{n}_rate": Share, PreviousApplications = PREVIOUS.mean_where(monthly_rate(), last()) =>
                "Taux mensuel moyen des dernières demandes, {n} au plus" / "Mean monthly rate of the latest applications, {n} at most",
                "Taux d’intérêt par mois que la durée, la mensualité et le montant des dernières demandes impliquent, dans la limite de {n}." / "Interest rate a month that the term, instalment and amount of the latest applications imply, {n} at most.";
            "previous_last_{n}_down_payment": Share, PreviousApplications =
                PREVIOUS.mean_where(column("RATE_DOWN_PAYMENT"), last()) =>
                "Taux d’apport des dernières demandes, {n} au plus" / "Down payment rate of the latest applications, {n} at most",
                "Part du prix versée en apport, en moyenne sur les dernières demandes, dans la limite de {n}." / "Share of the price paid up front, averaged over the latest applications, {n} at most.";
            "previous_last_{n}_approval_date": DaysRelative, PreviousApplications =
                PREVIOUS.mean_where(column("DAYS_DECISION"), last_approved()) =>
                "Date moyenne des accords parmi les dernières demandes, {n} au plus" / "Mean date of approvals among the latest applications, {n} at most",
                "Date moyenne des décisions favorables parmi les dernières demandes, dans la limite de {n}, par rapport à la demande actuelle." / "Mean date of the approvals among the latest applications, {n} at most, relative to the present application.";
            "annuity_to_previous_last_{n}": Share, Loan =
                ratio(application("AMT_ANNUITY"), PREVIOUS.mean_where(column("AMT_ANNUITY"), last())) =>
                "Mensualité demandée rapportée aux dernières, {n} au plus" / "Instalment asked for relative to the latest ones, {n} at most",
                "Mensualité du crédit demandé, rapportée à celle des dernières demandes, dans la limite de {n}." / "Instalment of the loan asked for relative to that of the latest applications, {n} at most.";
        }
    })
}
