//! The categories of the application.

use crate::column::Category;

pub(super) static CONTRACTS: &[Category] = categories! {
    "Cash loans" => "Prêt personnel" / "Cash loan";
    "Revolving loans" => "Crédit renouvelable" / "Revolving loan";
};

pub(super) static SEXES: &[Category] = categories! {
    "F" => "Femme" / "Female";
    "M" => "Homme" / "Male";
    "XNA" => "Non renseigné" / "Not stated";
};

pub(super) static INCOMES: &[Category] = categories! {
    "Working" => "Salarié" / "Working";
    "State servant" => "Agent public" / "State servant";
    "Commercial associate" => "Associé commercial" / "Commercial associate";
    "Businessman" => "Chef d’entreprise" / "Business owner";
    "Pensioner" => "Retraité ou pensionné" / "Pensioner";
    "Maternity leave" => "Congé de maternité" / "Maternity leave";
    "Student" => "Étudiant" / "Student";
    "Unemployed" => "Sans emploi" / "Unemployed";
};

/// From the shortest studies to the longest.
pub(super) static EDUCATIONS: &[Category] = categories! {
    "Lower secondary" => "Collège" / "Lower secondary";
    "Secondary / secondary special" => "Lycée ou formation professionnelle" / "Secondary or vocational";
    "Incomplete higher" => "Études supérieures non achevées" / "Incomplete higher education";
    "Higher education" => "Études supérieures" / "Higher education";
    "Academic degree" => "Diplôme universitaire avancé" / "Academic degree";
};

pub(super) static FAMILIES: &[Category] = categories! {
    "Married" => "Marié" / "Married";
    "Civil marriage" => "Union civile" / "Civil marriage";
    "Single / not married" => "Célibataire" / "Single";
    "Separated" => "Séparé" / "Separated";
    "Widow" => "Veuf" / "Widowed";
    "Unknown" => "Inconnue" / "Unknown";
};

pub(super) static HOMES: &[Category] = categories! {
    "House / apartment" => "Maison ou appartement" / "House or apartment";
    "Rented apartment" => "Appartement loué" / "Rented apartment";
    "Municipal apartment" => "Logement municipal" / "Municipal apartment";
    "Office apartment" => "Logement de fonction" / "Office apartment";
    "Co-op apartment" => "Logement coopératif" / "Co-operative apartment";
    "With parents" => "Chez ses parents" / "With parents";
};

pub(super) static OCCUPATIONS: &[Category] = categories! {
    "Laborers" => "Ouvriers" / "Labourers";
    "Low-skill Laborers" => "Ouvriers peu qualifiés" / "Low-skill labourers";
    "Core staff" => "Personnel principal" / "Core staff";
    "Managers" => "Cadres" / "Managers";
    "High skill tech staff" => "Techniciens qualifiés" / "High-skill technical staff";
    "IT staff" => "Informaticiens" / "IT staff";
    "Accountants" => "Comptables" / "Accountants";
    "HR staff" => "Ressources humaines" / "Human resources staff";
    "Secretaries" => "Secrétaires" / "Secretaries";
    "Sales staff" => "Vendeurs" / "Sales staff";
    "Realty agents" => "Agents immobiliers" / "Estate agents";
    "Drivers" => "Conducteurs" / "Drivers";
    "Security staff" => "Agents de sécurité" / "Security staff";
    "Medicine staff" => "Personnel médical" / "Medical staff";
    "Cooking staff" => "Cuisiniers" / "Cooking staff";
    "Waiters/barmen staff" => "Serveurs et barmans" / "Waiters and bar staff";
    "Cleaning staff" => "Agents d’entretien" / "Cleaning staff";
    "Private service staff" => "Services aux particuliers" / "Private service staff";
};

pub(super) static ORGANIZATIONS: &[Category] = categories! {
    "Advertising" => "Publicité" / "Advertising";
    "Agriculture" => "Agriculture" / "Agriculture";
    "Bank" => "Banque" / "Bank";
    "Business Entity Type 1" => "Entreprise (type 1)" / "Business entity (type 1)";
    "Business Entity Type 2" => "Entreprise (type 2)" / "Business entity (type 2)";
    "Business Entity Type 3" => "Entreprise (type 3)" / "Business entity (type 3)";
    "Cleaning" => "Nettoyage" / "Cleaning";
    "Construction" => "Construction" / "Construction";
    "Culture" => "Culture" / "Culture";
    "Electricity" => "Électricité" / "Electricity";
    "Emergency" => "Services d’urgence" / "Emergency services";
    "Government" => "Administration" / "Government";
    "Hotel" => "Hôtellerie" / "Hotel";
    "Housing" => "Logement" / "Housing";
    "Industry: type 1" => "Industrie (type 1)" / "Industry (type 1)";
    "Industry: type 2" => "Industrie (type 2)" / "Industry (type 2)";
    "Industry: type 3" => "Industrie (type 3)" / "Industry (type 3)";
    "Industry: type 4" => "Industrie (type 4)" / "Industry (type 4)";
    "Industry: type 5" => "Industrie (type 5)" / "Industry (type 5)";
    "Industry: type 6" => "Industrie (type 6)" / "Industry (type 6)";
    "Industry: type 7" => "Industrie (type 7)" / "Industry (type 7)";
    "Industry: type 8" => "Industrie (type 8)" / "Industry (type 8)";
    "Industry: type 9" => "Industrie (type 9)" / "Industry (type 9)";
    "Industry: type 10" => "Industrie (type 10)" / "Industry (type 10)";
    "Industry: type 11" => "Industrie (type 11)" / "Industry (type 11)";
    "Industry: type 12" => "Industrie (type 12)" / "Industry (type 12)";
    "Industry: type 13" => "Industrie (type 13)" / "Industry (type 13)";
    "Insurance" => "Assurance" / "Insurance";
    "Kindergarten" => "École maternelle" / "Kindergarten";
    "Legal Services" => "Services juridiques" / "Legal services";
    "Medicine" => "Santé" / "Medicine";
    "Military" => "Armée" / "Military";
    "Mobile" => "Téléphonie mobile" / "Mobile telephony";
    "Other" => "Autre" / "Other";
    "Police" => "Police" / "Police";
    "Postal" => "Poste" / "Post";
    "Realtor" => "Agence immobilière" / "Estate agency";
    "Religion" => "Religion" / "Religion";
    "Restaurant" => "Restauration" / "Restaurant";
    "School" => "École" / "School";
    "Security" => "Sécurité privée" / "Security";
    "Security Ministries" => "Ministères de la sécurité" / "Security ministries";
    "Self-employed" => "Indépendant" / "Self-employed";
    "Services" => "Services" / "Services";
    "Telecom" => "Télécommunications" / "Telecommunications";
    "Trade: type 1" => "Commerce (type 1)" / "Trade (type 1)";
    "Trade: type 2" => "Commerce (type 2)" / "Trade (type 2)";
    "Trade: type 3" => "Commerce (type 3)" / "Trade (type 3)";
    "Trade: type 4" => "Commerce (type 4)" / "Trade (type 4)";
    "Trade: type 5" => "Commerce (type 5)" / "Trade (type 5)";
    "Trade: type 6" => "Commerce (type 6)" / "Trade (type 6)";
    "Trade: type 7" => "Commerce (type 7)" / "Trade (type 7)";
    "Transport: type 1" => "Transport (type 1)" / "Transport (type 1)";
    "Transport: type 2" => "Transport (type 2)" / "Transport (type 2)";
    "Transport: type 3" => "Transport (type 3)" / "Transport (type 3)";
    "Transport: type 4" => "Transport (type 4)" / "Transport (type 4)";
    "University" => "Université" / "University";
    "XNA" => "Sans employeur" / "No employer";
};

pub(super) static REPAIR_FUNDS: &[Category] = categories! {
    "reg oper account" => "Compte de l’opérateur régional" / "Regional operator’s account";
    "reg oper spec account" => "Compte spécial de l’opérateur régional" / "Regional operator’s special account";
    "org spec account" => "Compte spécial d’un organisme" / "Organisation’s special account";
    "not specified" => "Non précisé" / "Not specified";
};

pub(super) static HOUSES: &[Category] = categories! {
    "block of flats" => "Immeuble d’appartements" / "Block of flats";
    "terraced house" => "Maison mitoyenne" / "Terraced house";
    "specific housing" => "Logement particulier" / "Specific housing";
};

pub(super) static WALLS: &[Category] = categories! {
    "Panel" => "Panneaux préfabriqués" / "Panel";
    "Stone, brick" => "Pierre ou brique" / "Stone or brick";
    "Block" => "Blocs" / "Block";
    "Monolithic" => "Béton coulé" / "Monolithic concrete";
    "Wooden" => "Bois" / "Wood";
    "Mixed" => "Matériaux mixtes" / "Mixed";
    "Others" => "Autres" / "Others";
};

pub(super) static EMERGENCIES: &[Category] = categories! {
    "No" => "Non" / "No";
    "Yes" => "Oui" / "Yes";
};
