//! Earlier applications with this lender.

mod categories;

use crate::column::{Column, DAYS_NONE};
use crate::columns::shared::{COMPANIONS, WEEKDAYS, YES_NO};

pub(crate) static COLUMNS: &[Column] = &columns! {
    SK_ID_PREV: Id, Number, PreviousApplications =>
        "Numéro de la demande précédente" / "Number of the earlier application",
        "Numéro de cette demande précédente." / "Number of this earlier application.";
    SK_ID_CURR: Id, Number, PreviousApplications =>
        "Numéro de client" / "Client number",
        "Numéro du client qui a fait cette demande." / "Number of the client who made this application.";
    NAME_CONTRACT_TYPE: Category(categories::CONTRACTS), Category, PreviousApplications =>
        "Type de contrat" / "Type of contract",
        "Type de contrat demandé à l’époque." / "Type of contract applied for at the time.";
    AMT_ANNUITY: Real, Money, PreviousApplications =>
        "Mensualité" / "Instalment",
        "Somme à payer à chaque échéance du crédit demandé." / "Sum to pay at each instalment of the loan applied for.";
    AMT_APPLICATION: Real, Money, PreviousApplications =>
        "Montant demandé" / "Amount asked for",
        "Montant que le client avait demandé au départ." / "Amount that the client had first asked for.";
    AMT_CREDIT: Real, Money, PreviousApplications =>
        "Montant retenu" / "Final amount",
        "Montant finalement retenu, qui peut différer du montant demandé." / "Amount finally settled on, which may differ from the amount asked for.";
    AMT_DOWN_PAYMENT: Real, Money, PreviousApplications =>
        "Apport" / "Down payment",
        "Somme versée par le client à l’achat." / "Sum that the client paid up front.";
    AMT_GOODS_PRICE: Real, Money, PreviousApplications =>
        "Prix du bien" / "Price of the goods",
        "Prix du bien à financer, s’il y en avait un." / "Price of the goods to be financed, where there were any.";
    WEEKDAY_APPR_PROCESS_START: Category(WEEKDAYS), Category, PreviousApplications =>
        "Jour de la demande" / "Weekday of the application",
        "Jour de la semaine où la demande a été faite." / "Day of the week on which the application was made.";
    HOUR_APPR_PROCESS_START: Integer, Hour, PreviousApplications =>
        "Heure de la demande" / "Hour of the application",
        "Heure approximative à laquelle la demande a été faite." / "Approximate hour at which the application was made.";
    FLAG_LAST_APPL_PER_CONTRACT: Category(YES_NO), Category, PreviousApplications =>
        "Dernière demande pour ce contrat" / "Last application for this contract",
        "Indique si cette demande est la dernière pour le même contrat." / "Whether this application is the last one for the same contract.";
    NFLAG_LAST_APPL_IN_DAY: Integer, Flag, PreviousApplications =>
        "Dernière demande du jour" / "Last application of the day",
        "Indique si cette demande est la dernière du client ce jour-là." / "Whether this application is the client’s last one on that day.";
    RATE_DOWN_PAYMENT: Real, Share, PreviousApplications =>
        "Taux d’apport" / "Down payment rate",
        "Part du prix que le client a versée en apport." / "Share of the price that the client paid up front.";
    RATE_INTEREST_PRIMARY: Real, Number, PreviousApplications =>
        "Taux d’intérêt principal" / "Primary interest rate",
        "Taux d’intérêt du crédit, ramené à une échelle de 0 à 1." / "Interest rate of the loan, brought to a scale from 0 to 1.";
    RATE_INTEREST_PRIVILEGED: Real, Number, PreviousApplications =>
        "Taux d’intérêt préférentiel" / "Privileged interest rate",
        "Taux d’intérêt préférentiel du crédit, ramené à une échelle de 0 à 1." / "Privileged interest rate of the loan, brought to a scale from 0 to 1.";
    NAME_CASH_LOAN_PURPOSE: Category(categories::PURPOSES), Category, PreviousApplications =>
        "Objet du prêt" / "Purpose of the loan",
        "Usage que le client prévoyait pour le prêt." / "What the client meant to use the loan for.";
    NAME_CONTRACT_STATUS: Category(categories::STATUSES), Category, PreviousApplications =>
        "Issue de la demande" / "Outcome of the application",
        "Suite donnée à la demande." / "What became of the application.";
    DAYS_DECISION: Integer, DaysRelative, PreviousApplications =>
        "Date de la décision" / "Date of the decision",
        "Date de la décision, par rapport à la demande actuelle." / "When the decision was made, relative to the present application.";
    NAME_PAYMENT_TYPE: Category(categories::PAYMENTS), Category, PreviousApplications =>
        "Mode de paiement" / "Method of payment",
        "Mode de paiement que le client avait choisi." / "Method of payment that the client had chosen.";
    CODE_REJECT_REASON: Category(categories::REJECT_REASONS), Category, PreviousApplications =>
        "Motif du refus" / "Reason for the refusal",
        "Motif pour lequel la demande n’a pas abouti." / "Reason why the application did not succeed.";
    NAME_TYPE_SUITE: Category(COMPANIONS), Category, PreviousApplications =>
        "Accompagnant" / "Companion",
        "Personne qui accompagnait le client lors de la demande." / "Who came with the client when applying.";
    NAME_CLIENT_TYPE: Category(categories::CLIENTS), Category, PreviousApplications =>
        "Ancienneté du client" / "New or returning client",
        "Indique si le client était déjà connu du prêteur." / "Whether the lender already knew the client.";
    NAME_GOODS_CATEGORY: Category(categories::GOODS), Category, PreviousApplications =>
        "Catégorie du bien" / "Category of goods",
        "Catégorie du bien que le client voulait acheter." / "Category of the goods that the client wanted to buy.";
    NAME_PORTFOLIO: Category(categories::PORTFOLIOS), Category, PreviousApplications =>
        "Famille de produits" / "Product family",
        "Famille de produits à laquelle la demande se rattache." / "Product family that the application belongs to.";
    NAME_PRODUCT_TYPE: Category(categories::PRODUCTS), Category, PreviousApplications =>
        "Origine de la vente" / "Origin of the sale",
        "Indique si l’offre a été proposée au client ou s’il est venu la chercher." / "Whether the offer was made to the client or the client came for it.";
    CHANNEL_TYPE: Category(categories::CHANNELS), Category, PreviousApplications =>
        "Canal de vente" / "Sales channel",
        "Canal par lequel le client a fait sa demande." / "Channel through which the client applied.";
    SELLERPLACE_AREA: Integer, Number, PreviousApplications =>
        "Surface du point de vente" / "Size of the shop",
        "Surface du point de vente où la demande a été faite." / "Selling area of the shop where the application was made.";
    NAME_SELLER_INDUSTRY: Category(categories::INDUSTRIES), Category, PreviousApplications =>
        "Secteur du vendeur" / "Industry of the seller",
        "Secteur d’activité du vendeur." / "Industry that the seller works in.";
    CNT_PAYMENT: Integer, Months, PreviousApplications =>
        "Durée du crédit" / "Term of the loan",
        "Durée du crédit demandé, en mensualités." / "Term of the loan applied for, in monthly instalments.";
    NAME_YIELD_GROUP: Category(categories::YIELDS), Category, PreviousApplications =>
        "Niveau du taux d’intérêt" / "Level of the interest rate",
        "Niveau du taux d’intérêt, du plus bas au plus élevé." / "Level of the interest rate, from the lowest to the highest.";
    PRODUCT_COMBINATION: Category(categories::COMBINATIONS), Category, PreviousApplications =>
        "Produit détaillé" / "Detailed product",
        "Produit demandé, avec son réseau et son niveau de taux." / "Product applied for, with its network and rate level.";
    DAYS_FIRST_DRAWING: Integer, DaysRelative, PreviousApplications, none DAYS_NONE =>
        "Premier versement" / "First disbursement",
        "Date du premier versement des fonds, par rapport à la demande actuelle." / "When money was first paid out, relative to the present application.";
    DAYS_FIRST_DUE: Integer, DaysRelative, PreviousApplications, none DAYS_NONE =>
        "Première échéance" / "First due date",
        "Date prévue de la première échéance, par rapport à la demande actuelle." / "When the first instalment was to fall due, relative to the present application.";
    DAYS_LAST_DUE_1ST_VERSION: Integer, DaysRelative, PreviousApplications, none DAYS_NONE =>
        "Dernière échéance prévue au départ" / "Last due date as first planned",
        "Date de la dernière échéance selon le premier échéancier, par rapport à la demande actuelle." / "Last due date by the first payment calendar, relative to the present application.";
    DAYS_LAST_DUE: Integer, DaysRelative, PreviousApplications, none DAYS_NONE =>
        "Dernière échéance" / "Last due date",
        "Date de la dernière échéance, par rapport à la demande actuelle." / "Last due date, relative to the present application.";
    DAYS_TERMINATION: Integer, DaysRelative, PreviousApplications, none DAYS_NONE =>
        "Fin du contrat" / "End of the contract",
        "Date de fin du contrat, par rapport à la demande actuelle." / "End of the contract, relative to the present application.";
    NFLAG_INSURED_ON_APPROVAL: Integer, Flag, PreviousApplications =>
        "Assurance demandée" / "Insurance requested",
        "Indique si le client avait demandé une assurance." / "Whether the client had requested insurance.";
};
