//! Every word of the page, in French and in English.
//!
//! The words stand in Fluent files, `messages/fr.ftl` and `messages/en.ftl`; the build makes constants of them, so that
//! a missing one is an error and an unused one is reported.
//! It costs the page nothing but its letters; a Fluent runtime would add about a tenth to its weight.

pub(crate) mod messages;

use catalogue::{Language, Text};

/// The language that is spoken, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speech(pub(crate) Language);

impl Speech {
    /// A message as it is.
    pub(crate) fn say(self, message: &'static Text) -> &'static str {
        message.get(self.0)
    }

    /// A message with its places filled: `{points}` by the value that goes with `points`.
    pub(crate) fn fill(self, message: &Text, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = message.get(self.0);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(values.iter().find(|(known, _)| *known == name).map_or(name, |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// Whether so many things take the singular: in French everything below two, in English one alone.
    pub(crate) fn is_singular(self, count: f64) -> bool {
        match self.0 {
            Language::Fr => count.abs() < 2.0,
            Language::En => count.abs() == 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static GREETING: Text = Text::new("Bonjour {name}, {n} points", "{n} points, {name}");

    #[test]
    fn places_are_filled_by_name() {
        let values = [("name", "Ada"), ("n", "{name}")];
        assert_eq!(Speech(Language::Fr).fill(&GREETING, &values), "Bonjour Ada, {name} points");
        assert_eq!(Speech(Language::En).fill(&GREETING, &values), "{name} points, Ada");
    }

    #[test]
    fn the_singular_differs_between_the_languages() {
        let singular = |language, count| Speech(language).is_singular(count);
        assert_eq!(
            [0.0, 1.0, 1.5, 2.0].map(|count| singular(Language::Fr, count)),
            [true, true, true, false]
        );
        assert_eq!(
            [0.0, 1.0, 1.5, 2.0].map(|count| singular(Language::En, count)),
            [false, true, false, false]
        );
    }
}
