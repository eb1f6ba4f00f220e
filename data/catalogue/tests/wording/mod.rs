//! What a text must be to be shown to a lay person.

use catalogue::{Language, Text};

/// A label is a phrase: a capital or a figure first, no full stop last.
pub(crate) fn check_label(place: &str, text: &Text) {
    check(place, text);
    for language in Language::ALL {
        let label = text.get(language);
        assert!(!label.ends_with('.'), "label of {place} ends with a full stop: {label:?}");
        assert!(label.chars().count() <= 80, "label of {place} is too long: {label:?}");
    }
}

/// An explanation is one sentence.
pub(crate) fn check_explanation(place: &str, text: &Text) {
    check(place, text);
    for language in Language::ALL {
        let sentence = text.get(language);
        assert!(sentence.ends_with('.'), "explanation of {place} is no sentence: {sentence:?}");
        assert!(!sentence.contains(". "), "explanation of {place} is more than one sentence: {sentence:?}");
    }
}

/// What holds of any text.
pub(crate) fn check(place: &str, text: &Text) {
    for language in Language::ALL {
        let words = text.get(language);
        assert!(
            words.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit()),
            "{place} has no capital first: {words:?}"
        );
        assert_eq!(words, words.trim(), "{place} has space around it");
        assert!(!words.contains("  "), "{place} has a double space: {words:?}");
        assert!(!words.contains(['\'', '"', '_']), "{place} has a straight quote or a code name: {words:?}");
    }
    let french = text.get(Language::Fr);
    for sign in [":", ";", "?", "!", "%", "»"] {
        for (at, _) in french.match_indices(sign) {
            // U+202F, or U+00A0 before a colon: French keeps its double signs with the word before them.
            let before = french[..at].chars().last();
            assert!(
                matches!(before, Some('\u{202f}' | '\u{a0}')),
                "{place}: space before {sign} in {french:?}"
            );
        }
    }
}
