//! What a score rests on.

use std::collections::BTreeSet;

use api::Explanation;

use crate::features;

/// The raw fields of the application that the model's inputs are computed from.
pub(crate) fn sources(explanation: &Explanation) -> BTreeSet<&'static str> {
    fields(explanation.contributions.iter().map(|contribution| contribution.feature.as_str()))
}

/// Those of them that moved this score.
pub(crate) fn weighty(explanation: &Explanation) -> BTreeSet<&'static str> {
    let moving = explanation.contributions.iter().filter(|contribution| contribution.points != 0);
    fields(moving.map(|contribution| contribution.feature.as_str()))
}

fn fields<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for name in names {
        found.extend(features::sources(name));
    }
    found
}

/// Whether a field is known, but never enters into a score.
pub(crate) fn is_protected(field: &str) -> bool {
    features::is_unused(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_feature_rests_on_its_raw_fields() {
        let found = fields(["credit_to_income", "EXT_SOURCE_2", "bureau_loans"].into_iter());
        assert_eq!(Vec::from_iter(found), ["AMT_CREDIT", "AMT_INCOME_TOTAL", "EXT_SOURCE_2"]);
    }

    #[test]
    fn sex_is_protected_and_an_amount_is_not() {
        assert!(is_protected("CODE_GENDER") && !is_protected("AMT_CREDIT"));
    }
}
