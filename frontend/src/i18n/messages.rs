//! The messages, made by the build script from `messages/fr.ftl` and `messages/en.ftl` (Fluent's syntax).
//!
//! A message is a constant with both languages: the build fails where one is missing in either, the compiler reports
//! an unused one as dead code, and the page carries no more than its letters. The tests hold both languages to the
//! same places and to their typography.

use catalogue::Text;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a message, sorted.
    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_message_exists_in_both_languages_with_the_same_places() {
        for (name, text) in ALL {
            assert!(!text.fr.trim().is_empty() && !text.en.trim().is_empty(), "{name} is empty");
            assert_eq!(places(&text.fr), places(&text.en), "{name}");
        }
        assert!(ALL.len() > 100, "the list holds every message");
    }

    #[test]
    fn french_puts_no_break_spaces_before_high_punctuation_and_uses_its_own_apostrophe() {
        for (name, text) in ALL {
            let letters: Vec<char> = text.fr.chars().collect();
            for (index, &mark) in letters.iter().enumerate().filter(|(_, mark)| ":;?!»%".contains(**mark)) {
                let before = index.checked_sub(1).map(|index| letters[index]);
                assert!(matches!(before, Some('\u{a0}' | '\u{202f}')), "{name}: {before:?} before {mark}");
            }
            assert!(!text.fr.contains('\'') && !text.en.contains('\''), "{name}");
        }
    }

    #[test]
    fn a_message_that_differs_by_number_says_so_in_english() {
        assert_ne!(YEAR.en, YEARS.en);
        assert_ne!(ABOVE_ONE.fr, ABOVE_MANY.fr);
    }
}
