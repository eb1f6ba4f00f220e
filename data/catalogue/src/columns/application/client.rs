//! The loan that is asked for, and who asks for it: `SK_ID_CURR` to `OWN_CAR_AGE`.

use super::categories;
use crate::column::{Column, DAYS_NONE};
use crate::columns::shared::{COMPANIONS, YES_NO};

pub(super) fn columns() -> Vec<Column> {
    Vec::from(columns! {
        SK_ID_CURR: Id, Number, Loan =>
            "Numéro de client" / "Client number",
            "Numéro sous lequel la demande du client est enregistrée." / "Number under which the client’s application is filed.";
        NAME_CONTRACT_TYPE: Category(categories::CONTRACTS), Category, Loan =>
            "Type de crédit demandé" / "Type of loan asked for",
            "Indique si le crédit demandé est un prêt personnel ou un crédit renouvelable." / "Whether the loan asked for is a cash loan or a revolving one.";
        CODE_GENDER: Category(categories::SEXES), Category, Person =>
            "Sexe" / "Sex",
            "Sexe déclaré par le client." / "Sex that the client stated.";
        FLAG_OWN_CAR: Category(YES_NO), Category, Person =>
            "Possède une voiture" / "Owns a car",
            "Indique si le client possède une voiture." / "Whether the client owns a car.";
        FLAG_OWN_REALTY: Category(YES_NO), Category, Home =>
            "Propriétaire d’un logement" / "Owns a home",
            "Indique si le client est propriétaire d’une maison ou d’un appartement." / "Whether the client owns a house or a flat.";
        CNT_CHILDREN: Integer, Count, Person =>
            "Nombre d’enfants" / "Number of children",
            "Nombre d’enfants du client." / "Number of children that the client has.";
        AMT_INCOME_TOTAL: Real, Money, Income =>
            "Revenu déclaré" / "Stated income",
            "Revenu total que le client a déclaré." / "Total income that the client stated.";
        AMT_CREDIT: Real, Money, Loan =>
            "Montant du crédit demandé" / "Amount of the loan asked for",
            "Somme totale du crédit que le client demande." / "Total sum of the loan that the client asks for.";
        AMT_ANNUITY: Real, Money, Loan =>
            "Mensualité du crédit demandé" / "Instalment of the loan asked for",
            "Somme que le client devrait payer à chaque échéance." / "Sum that the client would have to pay at each instalment.";
        AMT_GOODS_PRICE: Real, Money, Loan =>
            "Prix du bien à financer" / "Price of the goods to be financed",
            "Prix du bien que le crédit doit payer." / "Price of the goods that the loan is to pay for.";
        NAME_TYPE_SUITE: Category(COMPANIONS), Category, Person =>
            "Accompagnant lors de la demande" / "Companion when applying",
            "Personne qui accompagnait le client lors de la demande." / "Who came with the client when applying.";
        NAME_INCOME_TYPE: Category(categories::INCOMES), Category, Income =>
            "Origine du revenu" / "Source of income",
            "Situation dont le client tire son revenu, comme un emploi ou une pension." / "What the client’s income comes from, such as a job or a pension.";
        NAME_EDUCATION_TYPE: Category(categories::EDUCATIONS), Category, Person =>
            "Niveau d’études" / "Level of education",
            "Plus haut niveau d’études que le client a atteint." / "Highest level of education that the client reached.";
        NAME_FAMILY_STATUS: Category(categories::FAMILIES), Category, Person =>
            "Situation de famille" / "Family status",
            "Situation de famille déclarée par le client." / "Family status that the client stated.";
        NAME_HOUSING_TYPE: Category(categories::HOMES), Category, Home =>
            "Type de logement" / "Type of housing",
            "Manière dont le client est logé, par exemple en location ou chez ses parents." / "How the client is housed, for example renting or with parents.";
        REGION_POPULATION_RELATIVE: Real, Number, Home =>
            "Population de la région" / "Population of the region",
            "Population de la région où vit le client, ramenée à une échelle commune, une valeur élevée désignant une région peuplée." / "Population of the region where the client lives, brought to a common scale on which a high value means a populous region.";
        DAYS_BIRTH: Integer, DaysSince, Person =>
            "Âge" / "Age",
            "Date de naissance du client, en jours par rapport à la demande." / "Date of birth of the client, in days relative to the application.";
        DAYS_EMPLOYED: Integer, DaysSince, Employment, none DAYS_NONE =>
            "Ancienneté dans l’emploi actuel" / "Time in the present job",
            "Date de début de l’emploi actuel, par rapport à la demande." / "When the present job began, relative to the application.";
        DAYS_REGISTRATION: Integer, DaysRelative, Documents =>
            "Dernier changement d’enregistrement" / "Last change of registration",
            "Date à laquelle le client a modifié son enregistrement officiel, par rapport à la demande." / "When the client last changed their official registration, relative to the application.";
        DAYS_ID_PUBLISH: Integer, DaysRelative, Documents =>
            "Dernier changement de pièce d’identité" / "Last change of identity document",
            "Date à laquelle le client a changé la pièce d’identité présentée, par rapport à la demande." / "When the client changed the identity document used to apply, relative to the application.";
        OWN_CAR_AGE: Integer, Years, Person =>
            "Âge de la voiture" / "Age of the car",
            "Âge de la voiture du client, s’il en possède une." / "Age of the client’s car, where there is one.";
    })
}
