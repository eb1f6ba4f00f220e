//! The building that the client lives in: `APARTMENTS_AVG` to `EMERGENCYSTATE_MODE`.
//!
//! Fourteen measures come three times: as mean, as most frequent and as median value, each brought to a
//! scale from 0 to 1.

use super::categories;
use crate::column::{Column, Kind};
use crate::text::Text;
use crate::theme::Theme;
use crate::unit::Unit;

/// A measure of the building: its name as mean, most frequent and median value, and what it measures.
struct Measure {
    names: [&'static str; 3],
    fr: &'static str,
    en: &'static str,
}

macro_rules! measures {
    ($($name:literal => $fr:literal / $en:literal;)*) => {
        [$(Measure {
            names: [concat!($name, "_AVG"), concat!($name, "_MODE"), concat!($name, "_MEDI")],
            fr: $fr,
            en: $en,
        }),*]
    };
}

const MEASURES: [Measure; 14] = measures! {
    "APARTMENTS" => "Appartements" / "Apartments";
    "BASEMENTAREA" => "Surface du sous-sol" / "Basement area";
    "YEARS_BEGINEXPLUATATION" => "Ancienneté de mise en service" / "Years in use";
    "YEARS_BUILD" => "Ancienneté de construction" / "Years since construction";
    "COMMONAREA" => "Surface des parties communes" / "Common area";
    "ELEVATORS" => "Ascenseurs" / "Lifts";
    "ENTRANCES" => "Entrées" / "Entrances";
    "FLOORSMAX" => "Nombre maximal d’étages" / "Greatest number of floors";
    "FLOORSMIN" => "Nombre minimal d’étages" / "Least number of floors";
    "LANDAREA" => "Surface du terrain" / "Land area";
    "LIVINGAPARTMENTS" => "Appartements habités" / "Apartments lived in";
    "LIVINGAREA" => "Surface habitable" / "Living area";
    "NONLIVINGAPARTMENTS" => "Appartements non habités" / "Apartments not lived in";
    "NONLIVINGAREA" => "Surface non habitable" / "Non-living area";
};

/// The three ways in which a measure is summed up, in the order of the file.
const SUMMARIES: [(&str, &str); 3] =
    [("moyenne", "mean"), ("la plus fréquente", "most frequent"), ("médiane", "median")];

pub(super) fn columns() -> Vec<Column> {
    let measures = (0..SUMMARIES.len())
        .flat_map(|summary| MEASURES.iter().map(move |measure| summarised(measure, summary)));
    measures.chain(described()).collect()
}

fn summarised(measure: &Measure, summary: usize) -> Column {
    let Measure { names, fr, en } = measure;
    let (summary_fr, summary_en) = SUMMARIES[summary];
    Column {
        name: names[summary],
        kind: Kind::Real,
        unit: Unit::Number,
        theme: Theme::Home,
        label: Text {
            fr: format!("{fr} de l’immeuble (valeur {summary_fr})").into(),
            en: format!("{en} of the building ({summary_en} value)").into(),
        },
        explanation: Text {
            fr: format!(
                "{fr} de l’immeuble où vit le client, en valeur {summary_fr}, sur une échelle de 0 à 1."
            )
            .into(),
            en: format!(
                "{en} of the building where the client lives, {summary_en} value, on a scale from 0 to 1."
            )
            .into(),
        },
        sentinel: None,
    }
}

fn described() -> [Column; 5] {
    columns! {
        FONDKAPREMONT_MODE: Category(categories::REPAIR_FUNDS), Category, Home =>
            "Fonds de gros travaux de l’immeuble" / "Repair fund of the building",
            "Manière dont l’épargne pour les gros travaux de l’immeuble est tenue." / "How the savings for major repairs of the building are kept.";
        HOUSETYPE_MODE: Category(categories::HOUSES), Category, Home =>
            "Type d’immeuble" / "Type of building",
            "Type d’immeuble où vit le client." / "Type of building where the client lives.";
        TOTALAREA_MODE: Real, Number, Home =>
            "Surface totale de l’immeuble" / "Total area of the building",
            "Surface totale de l’immeuble où vit le client, en valeur la plus fréquente, sur une échelle de 0 à 1." / "Total area of the building where the client lives, most frequent value, on a scale from 0 to 1.";
        WALLSMATERIAL_MODE: Category(categories::WALLS), Category, Home =>
            "Matériau des murs" / "Material of the walls",
            "Matériau des murs de l’immeuble où vit le client." / "Material of the walls of the building where the client lives.";
        EMERGENCYSTATE_MODE: Category(categories::EMERGENCIES), Category, Home =>
            "Immeuble dangereux" / "Building in a dangerous state",
            "Indique si l’immeuble où vit le client est déclaré dangereux." / "Whether the building where the client lives is declared dangerous.";
    }
}
