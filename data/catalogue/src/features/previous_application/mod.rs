//! Features of the earlier applications with this lender.

mod kinds;
mod latest;

use super::source::{History, all, application, apply, days, each_of, less, not, number, positive};
use crate::expr::{Condition, Expr, ratio};
use crate::feature::Feature;
use crate::function::Function;
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
    all([approved(), not(Condition::Present(column("DAYS_TERMINATION")))])
}

fn column(name: &str) -> Expr {
    PREVIOUS.column(name)
}

/// The greatest value of a column less its least.
fn column_range(name: &str) -> Expr {
    PREVIOUS.max(column(name)) - PREVIOUS.min(column(name))
}

/// The share of what was asked for that was granted: over 1 where fees or insurance came on top.
fn granted() -> Expr {
    ratio(column("AMT_CREDIT"), column("AMT_APPLICATION"))
}

/// The interest rate a month that term, instalment and amount imply.
fn monthly_rate() -> Expr {
    apply(Function::MonthlyRate, [column("CNT_PAYMENT"), column("AMT_ANNUITY"), column("AMT_CREDIT")])
}

pub(super) fn features() -> Vec<Feature> {
    [of_all(), by_window(), latest::features(), kinds::features()].concat()
}

fn by_window() -> Vec<Feature> {
    each_of([6, 12, 24, 60], |months| {
        let recent = || PREVIOUS.within("DAYS_DECISION", days(months));
        features! {
            "previous_applications_{months}m": Count, PreviousApplications = PREVIOUS.count(recent()) =>
                "Demandes précédentes, {months} derniers mois" / "Earlier applications, last {months} months",
                "Nombre de demandes faites chez ce prêteur dans les {months} mois qui précèdent la demande actuelle." / "Number of applications made with this lender in the {months} months before the present one.";
            "previous_refused_{months}m": Count, PreviousApplications, RaisesRisk(REFUSED) =
                PREVIOUS.count(all([refused(), recent()])) =>
                "Demandes refusées, {months} derniers mois" / "Applications refused, last {months} months",
                "Nombre de demandes que ce prêteur a refusées dans les {months} mois qui précèdent la demande actuelle." / "Number of applications that this lender refused in the {months} months before the present one.";
            "previous_approved_share_{months}m": Share, PreviousApplications, LowersRisk(TRUSTED) =
                PREVIOUS.share_where(approved(), recent()) =>
                "Part des demandes accordées, {months} derniers mois" / "Share of applications approved, last {months} months",
                "Part des demandes des {months} mois qui précèdent la demande actuelle que ce prêteur a accordées." / "Share of the applications of the {months} months before the present one that this lender approved.",
                "Sur les {months} derniers mois, ce prêteur a accordé {{value}} de vos demandes" / "Over the last {months} months, this lender approved {{value}} of your applications";
            "previous_asked_{months}m": Money, PreviousApplications =
                PREVIOUS.sum_where(column("AMT_APPLICATION"), recent()) =>
                "Total demandé, {months} derniers mois" / "Total asked for, last {months} months",
                "Somme demandée chez ce prêteur dans les {months} mois qui précèdent la demande actuelle." / "Sum asked for with this lender in the {months} months before the present application.";
        }
    })
}

fn of_all() -> Vec<Feature> {
    features! {
        // How many, and what became of them
        previous_applications: Count, PreviousApplications = PREVIOUS.rows() =>
            "Nombre de demandes précédentes" / "Number of earlier applications",
            "Nombre de demandes que le client a déjà faites chez ce prêteur." / "Number of applications that the client has already made with this lender.",
            "Le nombre de vos demandes précédentes chez ce prêteur est de {value}" / "The number of your earlier applications with this lender is {value}";
        previous_approved_share: Share, PreviousApplications, LowersRisk(TRUSTED) = PREVIOUS.share(approved()) =>
            "Part des demandes précédentes accordées" / "Share of earlier applications approved",
            "Part des demandes précédentes que ce prêteur a accordées." / "Share of the earlier applications that this lender approved.",
            "Ce prêteur a accordé {value} de vos demandes précédentes" / "This lender approved {value} of your earlier applications";
        previous_refused: Count, PreviousApplications, RaisesRisk(REFUSED) = PREVIOUS.count(refused()) =>
            "Nombre de demandes précédentes refusées" / "Number of earlier applications refused",
            "Nombre de demandes précédentes que ce prêteur a refusées." / "Number of earlier applications that this lender refused.",
            "Le nombre de vos demandes refusées par ce prêteur est de {value}" / "The number of your applications refused by this lender is {value}";
        previous_refused_share: Share, PreviousApplications, RaisesRisk(REFUSED) = PREVIOUS.share(refused()) =>
            "Part des demandes précédentes refusées" / "Share of earlier applications refused",
            "Part des demandes précédentes que ce prêteur a refusées." / "Share of the earlier applications that this lender refused.",
            "Ce prêteur a refusé {value} de vos demandes précédentes" / "This lender refused {value} of your earlier applications";
        previous_cancelled_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_CONTRACT_STATUS", &["Canceled"])) =>
            "Part des demandes précédentes annulées" / "Share of earlier applications cancelled",
            "Part des demandes précédentes qui ont été annulées." / "Share of the earlier applications that were cancelled.";

        // When
        previous_last_decision: DaysRelative, PreviousApplications = PREVIOUS.max(column("DAYS_DECISION")) =>
            "Dernière décision sur une demande précédente" / "Latest decision on an earlier application",
            "Date de la dernière décision sur une demande précédente, par rapport à la demande actuelle." / "When the latest decision on an earlier application was made, relative to the present application.",
            "La dernière décision sur une de vos demandes a été prise {value}" / "The latest decision on one of your applications was made {value}";
        previous_first_decision: DaysRelative, PreviousApplications = PREVIOUS.min(column("DAYS_DECISION")) =>
            "Première décision sur une demande précédente" / "First decision on an earlier application",
            "Date de la première décision connue sur une demande précédente, par rapport à la demande actuelle." / "When the first known decision on an earlier application was made, relative to the present application.",
            "La première décision sur une de vos demandes a été prise {value}" / "The first decision on one of your applications was made {value}";
        previous_last_refusal: DaysRelative, PreviousApplications = PREVIOUS.max_where(column("DAYS_DECISION"), refused()) =>
            "Dernier refus" / "Latest refusal",
            "Date du dernier refus de ce prêteur, par rapport à la demande actuelle." / "When this lender last refused, relative to the present application.",
            "Ce prêteur vous a opposé un refus pour la dernière fois {value}" / "This lender last refused you {value}";
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
            "Mensualité moyenne des crédits que ce prêteur a accordés au client." / "Mean instalment of the loans that this lender granted to the client.",
            "La mensualité moyenne de vos crédits précédents est de {value}" / "The mean monthly payment of your earlier loans is {value}";
        credit_to_previous_max: Share, Loan =
            ratio(application("AMT_CREDIT"), PREVIOUS.max_where(column("AMT_CREDIT"), approved())) =>
            "Crédit demandé rapporté au plus gros crédit précédent" / "Loan asked for relative to the largest earlier loan",
            "Crédit demandé aujourd’hui, rapporté au plus gros crédit que ce prêteur a déjà accordé au client." / "Loan asked for today relative to the largest loan that this lender has already granted to the client.";
        previous_down_payment_rate: Share, PreviousApplications = PREVIOUS.mean(column("RATE_DOWN_PAYMENT")) =>
            "Taux d’apport moyen" / "Mean down payment rate",
            "Part du prix que le client a versée en apport, en moyenne sur les demandes précédentes." / "Share of the price that the client paid up front, averaged over the earlier applications.",
            "Votre apport est en moyenne de {value} du prix" / "Your down payment is on average {value} of the price";
        previous_max_down_payment: Money, PreviousApplications = PREVIOUS.max(column("AMT_DOWN_PAYMENT")) =>
            "Plus gros apport" / "Largest down payment",
            "Plus gros apport que le client a versé lors d’une demande précédente." / "Largest sum that the client paid up front on an earlier application.";
        previous_mean_term: Months, PreviousApplications = PREVIOUS.mean_where(column("CNT_PAYMENT"), approved()) =>
            "Durée moyenne des crédits précédents" / "Mean term of earlier loans",
            "Durée moyenne des crédits que ce prêteur a accordés au client, en mensualités." / "Mean term of the loans that this lender granted to the client, in monthly instalments.",
            "La durée moyenne de vos crédits précédents est de {value}" / "The mean term of your earlier loans is {value}";
        previous_insured_share: Share, PreviousApplications = PREVIOUS.mean(column("NFLAG_INSURED_ON_APPROVAL")) =>
            "Part des crédits précédents avec assurance" / "Share of earlier loans with insurance",
            "Part des crédits précédents pour lesquels le client avait demandé une assurance." / "Share of the earlier loans for which the client had requested insurance.";
        previous_approved: Count, PreviousApplications = PREVIOUS.count(approved()) =>
            "Nombre de demandes précédentes accordées" / "Number of earlier applications approved",
            "Nombre de demandes précédentes que ce prêteur a accordées." / "Number of earlier applications that this lender approved.";
        previous_unused_share: Share, PreviousApplications = PREVIOUS.share(PREVIOUS.is("NAME_CONTRACT_STATUS", &["Unused offer"])) =>
            "Part des offres précédentes non utilisées" / "Share of earlier offers not taken up",
            "Part des demandes précédentes accordées dont le client n’a pas fait usage." / "Share of the earlier applications that were granted but not taken up by the client.";
        previous_decision_spacing: Days, PreviousApplications =
            ratio(column_range("DAYS_DECISION"), PREVIOUS.rows() - number(1)) =>
            "Temps moyen entre deux demandes précédentes" / "Mean time between two earlier applications",
            "Nombre moyen de jours entre deux demandes chez ce prêteur." / "Mean number of days between two applications with this lender.";
        previous_last_approval: DaysRelative, PreviousApplications = PREVIOUS.max_where(column("DAYS_DECISION"), approved()) =>
            "Dernier accord" / "Latest approval",
            "Date du dernier accord de ce prêteur, par rapport à la demande actuelle." / "When this lender last approved an application, relative to the present one.";
        previous_first_due: DaysRelative, PreviousApplications = PREVIOUS.min(column("DAYS_FIRST_DUE")) =>
            "Toute première échéance chez ce prêteur" / "Very first due date with this lender",
            "Date de la toute première échéance d’un crédit chez ce prêteur, par rapport à la demande actuelle." / "Very first due date of a loan with this lender, relative to the present application.";
        previous_last_due: DaysRelative, PreviousApplications = PREVIOUS.max(column("DAYS_LAST_DUE")) =>
            "Dernière échéance des crédits précédents" / "Latest due date of earlier loans",
            "Date de la dernière échéance d’un crédit précédent, par rapport à la demande actuelle." / "Latest due date of an earlier loan, relative to the present application.";
        previous_planned_end: DaysRelative, PreviousApplications = PREVIOUS.max_where(column("DAYS_LAST_DUE_1ST_VERSION"), approved()) =>
            "Fin prévue du plus long crédit précédent" / "Planned end of the longest earlier loan",
            "Date de la dernière échéance prévue au départ parmi les crédits précédents, par rapport à la demande actuelle." / "Last due date as first planned among the earlier loans, relative to the present application.";
        previous_running_loans: Count, PreviousApplications =
            PREVIOUS.count(all([approved(), positive(column("DAYS_LAST_DUE_1ST_VERSION"))])) =>
            "Crédits précédents non échus" / "Earlier loans not yet due in full",
            "Nombre de crédits chez ce prêteur dont la dernière échéance prévue est encore à venir." / "Number of loans with this lender whose last planned due date is still to come.";
        previous_open_credit: Money, PreviousApplications = PREVIOUS.sum_where(column("AMT_CREDIT"), open()) =>
            "Montant des contrats encore ouverts chez ce prêteur" / "Amount of contracts still open with this lender",
            "Montant total, à l’origine, des contrats encore ouverts chez ce prêteur." / "Total amount, at the start, of the contracts still open with this lender.";
        previous_mean_asked: Money, PreviousApplications = PREVIOUS.mean(column("AMT_APPLICATION")) =>
            "Montant moyen demandé auparavant" / "Mean amount asked for before",
            "Montant moyen demandé lors des demandes précédentes." / "Mean amount asked for in the earlier applications.";
        previous_max_credit: Money, PreviousApplications = PREVIOUS.max_where(column("AMT_CREDIT"), approved()) =>
            "Plus gros crédit précédent" / "Largest earlier loan",
            "Montant du plus gros crédit que ce prêteur a déjà accordé au client." / "Amount of the largest loan that this lender has already granted to the client.";
        previous_max_annuity: Money, PreviousApplications = PREVIOUS.max_where(column("AMT_ANNUITY"), approved()) =>
            "Plus forte mensualité précédente" / "Highest earlier instalment",
            "Plus forte mensualité parmi les crédits que ce prêteur a accordés au client." / "Highest instalment among the loans that this lender granted to the client.";
        annuity_to_previous: Share, Loan =
            ratio(application("AMT_ANNUITY"), PREVIOUS.mean_where(column("AMT_ANNUITY"), approved())) =>
            "Mensualité demandée rapportée aux précédentes" / "Instalment asked for relative to earlier ones",
            "Mensualité du crédit demandé, rapportée à la mensualité moyenne des crédits précédents." / "Instalment of the loan asked for relative to the mean instalment of the earlier loans.";
        credit_to_previous_mean: Share, Loan =
            ratio(application("AMT_CREDIT"), PREVIOUS.mean_where(column("AMT_CREDIT"), approved())) =>
            "Crédit demandé rapporté aux crédits précédents" / "Loan asked for relative to earlier loans",
            "Crédit demandé, rapporté au montant moyen des crédits précédents." / "Loan asked for relative to the mean amount of the earlier loans.";
        previous_min_granted: Share, PreviousApplications = PREVIOUS.min(granted()) =>
            "Plus faible part accordée du montant demandé" / "Smallest share granted of the amount asked for",
            "Plus faible part du montant demandé qui a été retenue lors d’une demande précédente." / "Smallest share of the amount asked for that was settled on in an earlier application.";
        previous_max_granted: Share, PreviousApplications = PREVIOUS.max(granted()) =>
            "Plus forte part accordée du montant demandé" / "Largest share granted of the amount asked for",
            "Plus forte part du montant demandé qui a été retenue lors d’une demande précédente, frais et assurance compris." / "Largest share of the amount asked for that was settled on in an earlier application, fees and insurance included.";
        previous_cut_share: Share, PreviousApplications = PREVIOUS.share(less(column("AMT_CREDIT"), column("AMT_APPLICATION"))) =>
            "Part des demandes dont le montant a été réduit" / "Share of applications whose amount was cut",
            "Part des demandes précédentes dont le montant retenu était inférieur au montant demandé." / "Share of the earlier applications for which the final amount was less than the amount asked for.";
        previous_mean_rate: Share, PreviousApplications = PREVIOUS.mean_where(monthly_rate(), approved()) =>
            "Taux d’intérêt mensuel moyen des crédits précédents" / "Mean monthly interest rate of earlier loans",
            "Taux d’intérêt par mois que la durée, la mensualité et le montant des crédits précédents impliquent, en moyenne." / "Interest rate a month that the term, instalment and amount of the earlier loans imply, on average.",
            "Le taux d’intérêt mensuel moyen de vos crédits précédents est de {value}" / "The mean monthly interest rate of your earlier loans is {value}";
        previous_max_rate: Share, PreviousApplications = PREVIOUS.max_where(monthly_rate(), approved()) =>
            "Plus fort taux d’intérêt mensuel précédent" / "Highest earlier monthly interest rate",
            "Plus fort taux d’intérêt par mois parmi les crédits précédents, d’après leur durée, leur mensualité et leur montant." / "Highest interest rate a month among the earlier loans, by their term, instalment and amount.";
        previous_max_term: Months, PreviousApplications = PREVIOUS.max_where(column("CNT_PAYMENT"), approved()) =>
            "Durée du plus long crédit précédent" / "Term of the longest earlier loan",
            "Durée du plus long crédit que ce prêteur a accordé au client, en mensualités." / "Term of the longest loan that this lender granted to the client, in monthly instalments.";
        previous_asked_trend: Money, PreviousApplications = PREVIOUS.slope(column("AMT_APPLICATION"), "DAYS_DECISION", 365) =>
            "Évolution annuelle des montants demandés" / "Yearly trend of the amounts asked for",
            "De combien le montant demandé augmente en moyenne d’une année à la suivante, au fil des demandes précédentes." / "By how much the amount asked for grows, on average, from one year to the next over the earlier applications.";
        previous_recent_to_mean_asked: Number, PreviousApplications =
            ratio(
                PREVIOUS.mean_where(column("AMT_APPLICATION"), PREVIOUS.within("DAYS_DECISION", days(12))),
                PREVIOUS.mean(column("AMT_APPLICATION")),
            ) =>
            "Montants demandés récemment rapportés à la moyenne" / "Amounts asked for recently relative to the mean",
            "Montant moyen demandé dans les 12 mois qui précèdent, rapporté à la moyenne de toutes les demandes précédentes." / "Mean amount asked for in the 12 months before relative to the mean of all earlier applications.";
    }
}
