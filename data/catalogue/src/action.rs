//! What a client can act on, and within which bounds.

use std::ops::RangeInclusive;

use crate::text::Text;

/// The terms that are offered, in months.
///
/// Kaggle's data does not name them. The customary terms ([`crate::Function::CustomaryTerm`]) that instalment and
/// credit imply lie between these two in all of 31,457 real applications.
pub const TERMS: RangeInclusive<f64> = 12.0..=48.0;

/// How a client can change a raw column of the application before applying again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Action {
    /// The least value that can be asked for.
    pub least: Bound,
    /// The greatest value that can be asked for.
    pub greatest: Bound,
    /// What the client would do.
    pub how: &'static Text,
}

/// A bound of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// So many times the present value, which must be positive.
    Times(f64),
    /// This value.
    Value(f64),
    /// The present value: the change goes in the other direction only.
    Present,
}

impl Bound {
    /// The bound for a client whose present value is `present`.
    ///
    /// ```
    /// use catalogue::Bound;
    /// assert_eq!(Bound::Times(0.5).of(300_000.0), 150_000.0);
    /// assert_eq!(Bound::Value(1.0).of(0.0), 1.0);
    /// assert_eq!(Bound::Present.of(0.0), 0.0);
    /// ```
    pub fn of(self, present: f64) -> f64 {
        match self {
            Self::Times(factor) => factor * present,
            Self::Value(value) => value,
            Self::Present => present,
        }
    }
}

static ASK_FOR_LESS: Text =
    Text::new("Demander un crédit d’un autre montant.", "Ask for a loan of another amount.");
static OTHER_INSTALMENT: Text = Text::new(
    "Choisir une autre mensualité, donc une autre durée.",
    "Choose another instalment, and so another term.",
);
static OTHER_GOODS: Text = Text::new("Choisir un bien d’un autre prix.", "Choose goods at another price.");
static HAND_IN_DOCUMENT_3: Text = Text::new("Fournir le document 3.", "Hand in document 3.");
static GIVE_EMAIL: Text = Text::new("Donner une adresse électronique.", "Give an email address.");
static GIVE_HOME_PHONE: Text =
    Text::new("Donner un numéro de téléphone du domicile.", "Give a home phone number.");
static GIVE_WORK_PHONE: Text =
    Text::new("Donner un numéro de téléphone au travail.", "Give a phone number at work.");

/// How a client can act on a raw application column, if at all. What follows from the column follows the change.
///
/// Income, employment and family are facts of a life, not choices for an application; what is past, and what others
/// say of the client, cannot be changed.
pub(crate) fn of_raw(name: &str) -> Option<Action> {
    let flag = |how| Some(Action { least: Bound::Present, greatest: Bound::Value(1.0), how });
    let share = |least, greatest, how| {
        Some(Action { least: Bound::Times(least), greatest: Bound::Times(greatest), how })
    };
    match name {
        "AMT_CREDIT" => share(0.2, 1.0, &ASK_FOR_LESS),
        "AMT_ANNUITY" => share(0.5, 1.5, &OTHER_INSTALMENT),
        "AMT_GOODS_PRICE" => share(0.2, 1.0, &OTHER_GOODS),
        "FLAG_EMAIL" => flag(&GIVE_EMAIL),
        "FLAG_PHONE" => flag(&GIVE_HOME_PHONE),
        "FLAG_WORK_PHONE" => flag(&GIVE_WORK_PHONE),
        // Proof of income; the other documents depend on the product or the client's situation.
        "FLAG_DOCUMENT_3" => flag(&HAND_IN_DOCUMENT_3),
        _ => None,
    }
}
