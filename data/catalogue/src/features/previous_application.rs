//! Features of the earlier applications with this lender.

use super::source::{History, all, application};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::table::Table;

const PREVIOUS: History = History(Table::PreviousApplication);

fn approved() -> Condition {
    PREVIOUS.is("NAME_CONTRACT_STATUS", &["Approved"])
}

fn refused() -> Condition {
    PREVIOUS.is("NAME_CONTRACT_STATUS", &["Refused"])
}

/// That the contract has not ended: `DAYS_TERMINATION` is 365243 ("none"), which reads as missing.
fn open() -> Condition {
    all([approved(), Condition::Not(Box::new(Condition::Present(column("DAYS_TERMINATION"))))])
}

fn column(name: &str) -> Expr {
    PREVIOUS.column(name)
}

pub(super) fn features() -> Vec<Feature> {
    features! {
        // How many, and what became of them
        previous_applications: Count, PreviousApplications = PREVIOUS.rows() =>
            "Nombre de demandes précédentes" / "Number of earlier applications",
            "Nombre de demandes que le client a déjà faites chez ce prêteur." / "Number of applications that the client has already made with this lender.";
        previous_approved_share: Share, PreviousApplications, LowersRisk = PREVIOUS.share(approved()) =>
            "Part des demandes précédentes accordées" / "Share of earlier applications approved",
            "Part des demandes précédentes que ce prêteur a accordées." / "Share of the earlier applications that this lender approved.";
        previous_refused: Count, PreviousApplications, RaisesRisk = PREVIOUS.count(refused()) =>
            "Nombre de demandes précédentes refusées" / "Number of earlier applications refused",
            "Nombre de demandes précédentes que ce prêteur a refusées." / "Number of earlier applications that this lender refused.";
        previous_refused_share: Share, PreviousApplications, RaisesRisk = PREVIOUS.share(refused()) =>
            "Part des demandes précédentes refusées" / "Share of earlier applications refused",
            "Part des demandes précédentes que ce prêteur a refusées." / "Share of the earlier applications that this lender refused.";
        previous_refused_last_year: Count, PreviousApplications, RaisesRisk =
            PREVIOUS.count(all([refused(), PREVIOUS.within("DAYS_DECISION", 365)])) =>
            "Demandes refusées depuis un an" / "Applications refused in the last year",
            "Nombre de demandes que ce prêteur a refusées dans l’année qui précède la demande actuelle." / "Number of applications that this lender refused in the year before the present one.";
        previous_refused_by_score: Count, PreviousApplications, RaisesRisk =
            PREVIOUS.count(PREVIOUS.is("CODE_REJECT_REASON", &["SCO", "SCOFR"])) =>
            "Demandes précédentes refusées à cause du score" / "Earlier applications refused for their score",
            "Nombre de demandes précédentes refusées à cause d’un score insuffisant ou d’un score de fraude." / "Number of earlier applications refused because of a low score or a fraud score.";
        previous_cancelled_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_CONTRACT_STATUS", &["Canceled"])) =>
            "Part des demandes précédentes annulées" / "Share of earlier applications cancelled",
            "Part des demandes précédentes qui ont été annulées." / "Share of the earlier applications that were cancelled.";

        // When
        previous_last_decision: DaysRelative, PreviousApplications = PREVIOUS.max(column("DAYS_DECISION")) =>
            "Dernière décision sur une demande précédente" / "Latest decision on an earlier application",
            "Date de la dernière décision sur une demande précédente, par rapport à la demande actuelle." / "When the latest decision on an earlier application was made, relative to the present application.";
        previous_first_decision: DaysRelative, PreviousApplications = PREVIOUS.min(column("DAYS_DECISION")) =>
            "Première décision sur une demande précédente" / "First decision on an earlier application",
            "Date de la première décision connue sur une demande précédente, par rapport à la demande actuelle." / "When the first known decision on an earlier application was made, relative to the present application.";
        previous_last_refusal: DaysRelative, PreviousApplications = PREVIOUS.max_where(column("DAYS_DECISION"), refused()) =>
            "Dernier refus" / "Latest refusal",
            "Date du dernier refus de ce prêteur, par rapport à la demande actuelle." / "When this lender last refused, relative to the present application.";
        previous_open_loans: Count, PreviousApplications = PREVIOUS.count(open()) =>
            "Contrats encore ouverts chez ce prêteur" / "Contracts still open with this lender",
            "Nombre de contrats accordés par ce prêteur qui n’ont pas encore pris fin." / "Number of contracts approved by this lender that have not yet ended.";
        previous_open_annuity_to_income: Share, PreviousApplications =
            ratio(PREVIOUS.sum_where(column("AMT_ANNUITY"), open()), application("AMT_INCOME_TOTAL")) =>
            "Poids des mensualités des contrats ouverts dans le revenu" / "Instalments of open contracts as a share of income",
            "Part du revenu déclaré que prennent les mensualités des contrats encore ouverts chez ce prêteur." / "Share of the stated income taken by the instalments of contracts still open with this lender.";
        previous_closed_early: Days, PreviousApplications =
            PREVIOUS.mean(column("DAYS_LAST_DUE_1ST_VERSION") - column("DAYS_LAST_DUE")) =>
            "Avance moyenne sur la fin prévue" / "Mean lead on the planned end",
            "Nombre moyen de jours d’avance sur la dernière échéance prévue au départ, négatif quand elle a été dépassée." / "Mean number of days by which the last due date came before the one first planned, negative where it came after.";

        // What
        previous_asked_to_final: Share, PreviousApplications =
            PREVIOUS.mean(ratio(column("AMT_APPLICATION"), column("AMT_CREDIT"))) =>
            "Montant demandé rapporté au montant retenu" / "Amount asked for relative to the final amount",
            "Montant demandé, rapporté au montant finalement retenu, en moyenne sur les demandes précédentes." / "Amount asked for relative to the amount finally settled on, averaged over the earlier applications.";
        previous_mean_annuity: Money, PreviousApplications = PREVIOUS.mean_where(column("AMT_ANNUITY"), approved()) =>
            "Mensualité moyenne des crédits précédents" / "Mean instalment of earlier loans",
            "Mensualité moyenne des crédits que ce prêteur a accordés au client." / "Mean instalment of the loans that this lender granted to the client.";
        credit_to_previous_max: Share, Loan =
            ratio(application("AMT_CREDIT"), PREVIOUS.max_where(column("AMT_CREDIT"), approved())) =>
            "Crédit demandé rapporté au plus gros crédit précédent" / "Loan asked for relative to the largest earlier loan",
            "Crédit demandé aujourd’hui, rapporté au plus gros crédit que ce prêteur a déjà accordé au client." / "Loan asked for today relative to the largest loan that this lender has already granted to the client.";
        previous_down_payment_rate: Share, PreviousApplications = PREVIOUS.mean(column("RATE_DOWN_PAYMENT")) =>
            "Taux d’apport moyen" / "Mean down payment rate",
            "Part du prix que le client a versée en apport, en moyenne sur les demandes précédentes." / "Share of the price that the client paid up front, averaged over the earlier applications.";
        previous_max_down_payment: Money, PreviousApplications = PREVIOUS.max(column("AMT_DOWN_PAYMENT")) =>
            "Plus gros apport" / "Largest down payment",
            "Plus gros apport que le client a versé lors d’une demande précédente." / "Largest sum that the client paid up front on an earlier application.";
        previous_mean_term: Months, PreviousApplications = PREVIOUS.mean_where(column("CNT_PAYMENT"), approved()) =>
            "Durée moyenne des crédits précédents" / "Mean term of earlier loans",
            "Durée moyenne des crédits que ce prêteur a accordés au client, en mensualités." / "Mean term of the loans that this lender granted to the client, in monthly instalments.";
        previous_cash_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_CONTRACT_TYPE", &["Cash loans"])) =>
            "Part des prêts personnels dans les demandes précédentes" / "Share of cash loans among earlier applications",
            "Part des demandes précédentes qui portaient sur un prêt personnel." / "Share of the earlier applications that were for a cash loan.";
        previous_revolving_share: Share, PreviousApplications =
            PREVIOUS.share(PREVIOUS.is("NAME_CONTRACT_TYPE", &["Revolving loans"])) =>
            "Part des crédits renouvelables dans les demandes précédentes" / "Share of revolving loans among earlier applications",
            "Part des demandes précédentes qui portaient sur un crédit renouvelable." / "Share of the earlier applications that were for a revolving loan.";
        previous_high_rate_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_YIELD_GROUP", &["high"])) =>
            "Part des demandes précédentes à taux élevé" / "Share of earlier applications at a high rate",
            "Part des demandes précédentes dont le taux d’intérêt était élevé." / "Share of the earlier applications whose interest rate was high.";
        previous_insured_share: Share, PreviousApplications = PREVIOUS.mean(column("NFLAG_INSURED_ON_APPROVAL")) =>
            "Part des crédits précédents avec assurance" / "Share of earlier loans with insurance",
            "Part des crédits précédents pour lesquels le client avait demandé une assurance." / "Share of the earlier loans for which the client had requested insurance.";
    }
}
