//! The two languages, and strings that exist in both.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A language that clients and advisors are addressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the language of the house.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// Both languages, the default first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The primary subtag of BCP 47: `fr` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a BCP 47 tag such as `en-GB`; `None` for one that is not spoken here.
    ///
    /// ```
    /// use catalogue::Language;
    /// assert_eq!(Language::from_tag("en-GB"), Some(Language::En));
    /// assert_eq!(Language::from_tag("de"), None);
    /// ```
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }
}

/// A string in French and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// In French.
    pub fr: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A text that is known when the program is written.
    pub const fn new(fr: &'static str, en: &'static str) -> Self {
        Self { fr: Cow::Borrowed(fr), en: Cow::Borrowed(en) }
    }

    /// A text that is put together when the program runs.
    pub fn made(fr: String, en: String) -> Self {
        Self { fr: Cow::Owned(fr), en: Cow::Owned(en) }
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}
