//! The categories of the earlier applications. In this table `XNA` says that nothing was recorded, and
//! `XAP` that the question does not apply.

use crate::column::Category;

pub(super) static CONTRACTS: &[Category] = categories! {
    "Cash loans" => "Prêt personnel" / "Cash loan";
    "Consumer loans" => "Crédit d’achat en magasin" / "Consumer loan";
    "Revolving loans" => "Crédit renouvelable" / "Revolving loan";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static PURPOSES: &[Category] = categories! {
    "XAP" => "Sans objet" / "Does not apply";
    "XNA" => "Non renseigné" / "Not stated";
    "Repairs" => "Travaux" / "Repairs";
    "Urgent needs" => "Besoins urgents" / "Urgent needs";
    "Everyday expenses" => "Dépenses courantes" / "Everyday expenses";
    "Payments on other loans" => "Remboursement d’autres crédits" / "Payments on other loans";
    "Buying a used car" => "Achat d’une voiture d’occasion" / "Buying a used car";
    "Buying a new car" => "Achat d’une voiture neuve" / "Buying a new car";
    "Car repairs" => "Réparation d’une voiture" / "Car repairs";
    "Buying a garage" => "Achat d’un garage" / "Buying a garage";
    "Building a house or an annex" => "Construction ou agrandissement d’une maison" / "Building a house or an annex";
    "Buying a home" => "Achat d’un logement" / "Buying a home";
    "Buying a holiday home / land" => "Achat d’une maison de vacances ou d’un terrain" / "Buying a holiday home or land";
    "Gasification / water supply" => "Raccordement au gaz ou à l’eau" / "Gas or water supply";
    "Medicine" => "Soins médicaux" / "Medical care";
    "Education" => "Études" / "Education";
    "Journey" => "Voyage" / "Journey";
    "Wedding / gift / holiday" => "Mariage, cadeau ou fête" / "Wedding, gift or holiday";
    "Hobby" => "Loisir" / "Hobby";
    "Furniture" => "Mobilier" / "Furniture";
    "Purchase of electronic equipment" => "Achat d’appareils électroniques" / "Buying electronic equipment";
    "Business development" => "Développement d’une activité" / "Business development";
    "Money for a third person" => "Argent pour une autre personne" / "Money for a third person";
    "Refusal to name the goal" => "Refus d’indiquer l’objet" / "Refusal to name the purpose";
    "Other" => "Autre" / "Other";
};

pub(super) static STATUSES: &[Category] = categories! {
    "Approved" => "Accordée" / "Approved";
    "Unused offer" => "Offre non utilisée" / "Unused offer";
    "Canceled" => "Annulée" / "Cancelled";
    "Refused" => "Refusée" / "Refused";
};

pub(super) static PAYMENTS: &[Category] = categories! {
    "Cash through the bank" => "Espèces par la banque" / "Cash through the bank";
    "Non-cash from your account" => "Prélèvement sur le compte du client" / "From the client’s account";
    "Cashless from the account of the employer" => "Prélèvement sur le compte de l’employeur" / "From the employer’s account";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static REJECT_REASONS: &[Category] = categories! {
    "XAP" => "Sans objet" / "Does not apply";
    "HC" => "Règles internes du prêteur" / "The lender’s own rules";
    "LIMIT" => "Plafond atteint" / "Limit reached";
    "SCO" => "Score insuffisant" / "Score too low";
    "SCOFR" => "Score de fraude" / "Fraud score";
    "CLIENT" => "Renoncement du client" / "Given up by the client";
    "VERIF" => "Vérification non concluante" / "Verification failed";
    "SYSTEM" => "Motif technique" / "Technical reason";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static CLIENTS: &[Category] = categories! {
    "New" => "Nouveau client" / "New client";
    "Repeater" => "Client fidèle" / "Repeat client";
    "Refreshed" => "Client de retour" / "Returning client";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static GOODS: &[Category] = categories! {
    "XNA" => "Non renseigné" / "Not stated";
    "Mobile" => "Téléphone mobile" / "Mobile phone";
    "Consumer Electronics" => "Électronique grand public" / "Consumer electronics";
    "Computers" => "Informatique" / "Computers";
    "Audio/Video" => "Audio et vidéo" / "Audio and video";
    "Photo / Cinema Equipment" => "Photo et cinéma" / "Photo and cinema equipment";
    "Furniture" => "Mobilier" / "Furniture";
    "Homewares" => "Articles ménagers" / "Homewares";
    "Construction Materials" => "Matériaux de construction" / "Construction materials";
    "House Construction" => "Construction d’une maison" / "House construction";
    "Gardening" => "Jardinage" / "Gardening";
    "Clothing and Accessories" => "Vêtements et accessoires" / "Clothing and accessories";
    "Jewelry" => "Bijoux" / "Jewellery";
    "Auto Accessories" => "Accessoires automobiles" / "Car accessories";
    "Vehicles" => "Véhicules" / "Vehicles";
    "Sport and Leisure" => "Sports et loisirs" / "Sport and leisure";
    "Fitness" => "Remise en forme" / "Fitness";
    "Tourism" => "Tourisme" / "Tourism";
    "Medical Supplies" => "Matériel médical" / "Medical supplies";
    "Medicine" => "Médicaments" / "Medicine";
    "Office Appliances" => "Équipement de bureau" / "Office appliances";
    "Education" => "Études" / "Education";
    "Insurance" => "Assurance" / "Insurance";
    "Additional Service" => "Service complémentaire" / "Additional service";
    "Direct Sales" => "Vente directe" / "Direct sales";
    "Animals" => "Animaux" / "Animals";
    "Weapon" => "Armes" / "Weapons";
    "Other" => "Autre" / "Other";
};

pub(super) static PORTFOLIOS: &[Category] = categories! {
    "POS" => "Crédit en magasin" / "Point of sale";
    "Cash" => "Prêt personnel" / "Cash";
    "Cards" => "Cartes" / "Cards";
    "Cars" => "Automobile" / "Cars";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static PRODUCTS: &[Category] = categories! {
    "walk-in" => "Venue spontanée" / "Walk-in";
    "x-sell" => "Offre à un client existant" / "Offer to an existing client";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static CHANNELS: &[Category] = categories! {
    "Credit and cash offices" => "Agences de crédit" / "Credit and cash offices";
    "Country-wide" => "Réseau national" / "Country-wide";
    "Regional / Local" => "Réseau régional ou local" / "Regional or local";
    "Stone" => "Magasins" / "Shops";
    "Contact center" => "Centre d’appels" / "Contact centre";
    "AP+ (Cash loan)" => "Partenaires (prêt personnel)" / "Partners (cash loan)";
    "Channel of corporate sales" => "Ventes aux entreprises" / "Corporate sales";
    "Car dealer" => "Concessionnaire automobile" / "Car dealer";
};

pub(super) static INDUSTRIES: &[Category] = categories! {
    "XNA" => "Non renseigné" / "Not stated";
    "Consumer electronics" => "Électronique grand public" / "Consumer electronics";
    "Connectivity" => "Téléphonie" / "Telephony";
    "Furniture" => "Mobilier" / "Furniture";
    "Construction" => "Construction" / "Construction";
    "Clothing" => "Habillement" / "Clothing";
    "Industry" => "Industrie" / "Industry";
    "Auto technology" => "Automobile" / "Car technology";
    "Jewelry" => "Bijouterie" / "Jewellery";
    "MLM partners" => "Vente par réseau" / "Multi-level marketing";
    "Tourism" => "Tourisme" / "Tourism";
};

/// From the lowest rate to the highest, the unknown first.
pub(super) static YIELDS: &[Category] = categories! {
    "XNA" => "Non renseigné" / "Not stated";
    "low_action" => "Bas (promotion)" / "Low (promotion)";
    "low_normal" => "Bas" / "Low";
    "middle" => "Moyen" / "Middle";
    "high" => "Élevé" / "High";
};

pub(super) static COMBINATIONS: &[Category] = categories! {
    "Cash" => "Prêt personnel" / "Cash";
    "Cash Street: low" => "Prêt personnel, nouveau client, taux bas" / "Cash, new client, low rate";
    "Cash Street: middle" => "Prêt personnel, nouveau client, taux moyen" / "Cash, new client, middle rate";
    "Cash Street: high" => "Prêt personnel, nouveau client, taux élevé" / "Cash, new client, high rate";
    "Cash X-Sell: low" => "Prêt personnel, client existant, taux bas" / "Cash, existing client, low rate";
    "Cash X-Sell: middle" => "Prêt personnel, client existant, taux moyen" / "Cash, existing client, middle rate";
    "Cash X-Sell: high" => "Prêt personnel, client existant, taux élevé" / "Cash, existing client, high rate";
    "Card Street" => "Carte, nouveau client" / "Card, new client";
    "Card X-Sell" => "Carte, client existant" / "Card, existing client";
    "POS household with interest" => "Équipement de la maison, avec intérêts" / "Household goods, with interest";
    "POS household without interest" => "Équipement de la maison, sans intérêts" / "Household goods, without interest";
    "POS mobile with interest" => "Téléphonie, avec intérêts" / "Mobile phone, with interest";
    "POS mobile without interest" => "Téléphonie, sans intérêts" / "Mobile phone, without interest";
    "POS industry with interest" => "Industrie, avec intérêts" / "Industry, with interest";
    "POS industry without interest" => "Industrie, sans intérêts" / "Industry, without interest";
    "POS other with interest" => "Autre achat en magasin, avec intérêts" / "Other shop purchase, with interest";
    "POS others without interest" => "Autre achat en magasin, sans intérêts" / "Other shop purchase, without interest";
};
