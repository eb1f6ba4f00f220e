//! The derived features, one file a source. How to add one: see the crate's README.

/// A list of [`Feature`]s. Of each: its id, unit, theme and, where only one makes sense, direction with its reason;
/// its formula; then its label, its explanation and, where one was written, the clause that tells a client's value
/// (`{value}`), each in French / English.
///
/// The id is a name. In a family it is a text instead, and in all its texts `{name}` stands for the value of the
/// variable of that name: one declaration then stands for a feature of each window, kind or number. The value's own
/// place is `{{value}}` there.
macro_rules! features {
    ($($id:tt: $unit:ident, $theme:ident $(, $direction:ident($reason:ident))? = $formula:expr =>
        $label_fr:literal / $label_en:literal,
        $explanation_fr:literal / $explanation_en:literal
        $(, $sentence_fr:literal / $sentence_en:literal)?;)*) => {
        vec![$($crate::features::derived($crate::feature::Feature {
            id: features!(@id $id),
            formula: $formula,
            unit: $crate::unit::Unit::$unit,
            theme: $crate::theme::Theme::$theme,
            label: features!(@text $id $label_fr, $label_en),
            explanation: features!(@text $id $explanation_fr, $explanation_en),
            sentence: features!(@sentence $id $($sentence_fr, $sentence_en)?),
            monotone: features!(@monotone $($direction $reason)?),
            action: None,
            protection: $crate::feature::Protection::None,
            unsaid: None,
        })),*]
    };
    (@id $id:ident) => { stringify!($id).to_owned() };
    (@id $id:literal) => { format!($id) };
    (@text $id:ident $fr:literal, $en:literal) => { $crate::text::Text::new($fr, $en) };
    (@text $id:literal $fr:literal, $en:literal) => { $crate::text::Text::made(format!($fr), format!($en)) };
    (@sentence $id:tt) => { None };
    (@sentence $id:tt $fr:literal, $en:literal) => { Some(features!(@text $id $fr, $en)) };
    (@monotone) => { None };
    (@monotone $direction:ident $reason:ident) => {
        Some($crate::feature::Monotone {
            direction: $crate::feature::Direction::$direction,
            reason: &$crate::features::why::$reason,
        })
    };
}

mod application;
mod bureau;
mod bureau_balance;
mod credit_card_balance;
mod installments_payments;
mod pos_cash_balance;
mod previous_application;
mod source;
mod why;

use crate::expr::Expr;
use crate::feature::{Direction, Feature, Monotone, Protection};
use crate::table::Table;

/// Every derived feature, in the order of the feature matrix.
pub(crate) fn declared() -> Vec<Feature> {
    [
        application::features(),
        bureau::features(),
        bureau_balance::features(),
        previous_application::features(),
        pos_cash_balance::features(),
        installments_payments::features(),
        credit_card_balance::features(),
    ]
    .concat()
}

/// The only direction that makes sense for a raw application column, where there is one.
pub(crate) fn monotone_of_raw(name: &str) -> Option<Monotone> {
    let (direction, reason) = match name {
        "EXT_SOURCE_1" | "EXT_SOURCE_2" | "EXT_SOURCE_3" => (Direction::LowersRisk, &why::SCORED),
        "REGION_RATING_CLIENT" | "REGION_RATING_CLIENT_W_CITY" => (Direction::RaisesRisk, &why::REGION),
        "DEF_30_CNT_SOCIAL_CIRCLE" | "DEF_60_CNT_SOCIAL_CIRCLE" => {
            (Direction::RaisesRisk, &why::SURROUNDINGS)
        }
        _ => return None,
    };
    Some(Monotone { direction, reason })
}

/// Whether a raw application column may be used to decide.
pub(crate) fn protection_of_raw(name: &str) -> Protection {
    match name {
        "CODE_GENDER" | "NAME_FAMILY_STATUS" => Protection::AuditOnly,
        "DAYS_BIRTH" => Protection::UsedNeverAReason,
        _ => Protection::None,
    }
}

/// The strictest protection of the application columns that a formula reads: what is derived from a
/// protected characteristic is protected like it.
fn protection_of(formula: &Expr) -> Protection {
    formula
        .columns()
        .into_iter()
        .filter(|column| column.table == Table::Application)
        .map(|column| protection_of_raw(column.get().name))
        .max_by_key(|protection| match protection {
            Protection::None => 0,
            Protection::UsedNeverAReason => 1,
            Protection::AuditOnly => 2,
        })
        .unwrap_or(Protection::None)
}

fn derived(feature: Feature) -> Feature {
    let (protection, unsaid) = (protection_of(&feature.formula), crate::unsaid::of(&feature.formula));
    Feature { protection, unsaid, ..feature }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::{code, column, indicator, is, ratio};

    #[test]
    fn a_formula_is_protected_like_the_strictest_column_that_it_reads() {
        let application = |name| column(Table::Application, name);
        let income = || application("AMT_INCOME_TOTAL");
        let cases = [
            (income(), Protection::None),
            (ratio(income(), application("DAYS_BIRTH")), Protection::UsedNeverAReason),
            (income() * code(Table::Application, "CODE_GENDER"), Protection::AuditOnly),
            (
                application("DAYS_BIRTH")
                    * indicator(is(Table::Application, "NAME_FAMILY_STATUS", &["Married"])),
                Protection::AuditOnly,
            ),
        ];
        for (formula, protection) in cases {
            assert_eq!(protection_of(&formula), protection, "{formula}");
        }
    }
}
