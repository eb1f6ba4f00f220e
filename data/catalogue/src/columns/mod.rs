//! The columns of the seven tables, in the order of Kaggle's files. One file a table.

/// An array of [`Column`](crate::column::Column)s. Of each: its name, kind, unit and theme, and where there
/// is one the number that stands for "none"; then its label and its explanation, each in French / English.
macro_rules! columns {
    ($($name:ident: $kind:ident $(($categories:expr))?, $unit:ident, $theme:ident $(, none $none:expr)? =>
        $label_fr:literal / $label_en:literal,
        $explanation_fr:literal / $explanation_en:literal;)*) => {
        [$($crate::column::Column {
            name: stringify!($name),
            kind: $crate::column::Kind::$kind $(($categories))?,
            unit: $crate::unit::Unit::$unit,
            theme: $crate::theme::Theme::$theme,
            label: $crate::text::Text::new($label_fr, $label_en),
            explanation: $crate::text::Text::new($explanation_fr, $explanation_en),
            sentinel: columns!(@sentinel $($none)?),
        }),*]
    };
    (@sentinel) => { None };
    (@sentinel $none:expr) => { Some($none) };
}

/// The values of a category column: as they stand in the file, then in French / English.
macro_rules! categories {
    ($($value:literal => $fr:literal / $en:literal;)*) => {
        &[$($crate::column::Category { value: $value, label: $crate::text::Text::new($fr, $en) }),*]
    };
}

pub(crate) mod application;
pub(crate) mod bureau;
pub(crate) mod bureau_balance;
pub(crate) mod credit_card_balance;
pub(crate) mod installments_payments;
pub(crate) mod pos_cash_balance;
pub(crate) mod previous_application;
mod shared;
