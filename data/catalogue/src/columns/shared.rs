//! Categories that the application and the previous applications have in common.

use crate::column::Category;

pub(super) static YES_NO: &[Category] = categories! {
    "N" => "Non" / "No";
    "Y" => "Oui" / "Yes";
};

pub(super) static WEEKDAYS: &[Category] = categories! {
    "MONDAY" => "Lundi" / "Monday";
    "TUESDAY" => "Mardi" / "Tuesday";
    "WEDNESDAY" => "Mercredi" / "Wednesday";
    "THURSDAY" => "Jeudi" / "Thursday";
    "FRIDAY" => "Vendredi" / "Friday";
    "SATURDAY" => "Samedi" / "Saturday";
    "SUNDAY" => "Dimanche" / "Sunday";
};

pub(super) static COMPANIONS: &[Category] = categories! {
    "Unaccompanied" => "Personne" / "Nobody";
    "Family" => "Famille" / "Family";
    "Spouse, partner" => "Conjoint ou partenaire" / "Spouse or partner";
    "Children" => "Enfants" / "Children";
    "Group of people" => "Groupe de personnes" / "Group of people";
    "Other_A" => "Autre (A)" / "Other (A)";
    "Other_B" => "Autre (B)" / "Other (B)";
};
