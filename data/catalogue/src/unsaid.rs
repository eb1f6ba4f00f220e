//! What is never given as a reason on its own, though the model may use it, and why.
//!
//! A reason has to say something of the client that they can understand, check and answer. What follows from such
//! columns follows the rule too: see [`of`]. A protected characteristic is no reason either: see
//! [`crate::feature::Protection`].

use crate::expr::Expr;
use crate::text::Text;

static MOMENT: Text = Text::new(
    "Le moment où la demande a été traitée ne dit rien du client.",
    "The moment at which the application was handled says nothing of the client.",
);
static OPAQUE: Text = Text::new(
    "Les documents du prêteur ne portent qu’un numéro, que le client ne peut pas comprendre.",
    "The lender’s documents have a number only, which the client cannot make sense of.",
);
static PLACE: Text = Text::new(
    "Le lieu où vit le client peut tenir lieu de son origine ou de sa fortune.",
    "Where the client lives may stand in for origin or wealth.",
);
static BUILDING: Text = Text::new(
    "Ces faits sur l’immeuble, ramenés à une échelle inconnue, décrivent le quartier et non le client.",
    "These facts about the building, on a scale that is not known, describe the neighbourhood and not the client.",
);
static OTHERS: Text = Text::new(
    "Ce que font les proches est leur affaire, et le client ne peut pas en répondre.",
    "What close contacts do is their own affair, and the client cannot answer for it.",
);
static COMPANION: Text = Text::new(
    "La personne qui accompagne le client révèle sa situation de famille, qui est protégée.",
    "Who comes along with the client gives away their family status, which is protected.",
);
static SOURCE_OF_INCOME: Text = Text::new(
    "L’origine du revenu révèle une retraite ou un congé de maternité, donc l’âge ou le sexe, qui sont protégés.",
    "The source of income gives away a pension or a maternity leave, and so age or sex, which are protected.",
);

/// Why what this formula computes is never a reason on its own; `None` where it may be one.
///
/// A formula that reads a column which is not said is not said either, as with protection: a ratio would only hide
/// what it is made of.
pub(crate) fn of(formula: &Expr) -> Option<&'static Text> {
    formula.columns().into_iter().find_map(|column| of_column(column.get().name))
}

/// The columns of the same name in the application and in earlier applications mean the same.
fn of_column(name: &str) -> Option<&'static Text> {
    match name {
        "WEEKDAY_APPR_PROCESS_START" | "HOUR_APPR_PROCESS_START" => Some(&MOMENT),
        "REGION_POPULATION_RELATIVE" | "REGION_RATING_CLIENT" | "REGION_RATING_CLIENT_W_CITY" => Some(&PLACE),
        "OBS_30_CNT_SOCIAL_CIRCLE"
        | "DEF_30_CNT_SOCIAL_CIRCLE"
        | "OBS_60_CNT_SOCIAL_CIRCLE"
        | "DEF_60_CNT_SOCIAL_CIRCLE" => Some(&OTHERS),
        "NAME_TYPE_SUITE" => Some(&COMPANION),
        "NAME_INCOME_TYPE" => Some(&SOURCE_OF_INCOME),
        _ if name.starts_with("FLAG_DOCUMENT_") => Some(&OPAQUE),
        _ if ["_AVG", "_MODE", "_MEDI"].iter().any(|ending| name.ends_with(ending)) => Some(&BUILDING),
        _ => None,
    }
}
