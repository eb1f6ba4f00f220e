//! Which documents there are, and how each is rendered.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::Language;

use crate::error::Error;
use crate::facts::Facts;
use crate::mark::{self, Rendered};
use crate::template;

/// A document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// How the model was made: training, cost, interpretability, limits.
    Note,
    /// What the model is for, and what it is not for, on two pages.
    Card,
    /// Slides for a committee of non-experts.
    Presentation,
}

impl Document {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Note, Self::Card, Self::Presentation];

    /// The name of its file, without what says the format.
    pub const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Note, Language::Fr) => "note-methodologique",
            (Self::Note, Language::En) => "methodology-note",
            (Self::Card, Language::Fr) => "model-card.fr",
            (Self::Card, Language::En) => "model-card.en",
            (Self::Presentation, Language::Fr) => "presentation.fr",
            (Self::Presentation, Language::En) => "presentation.en",
        }
    }

    /// Whether its template is Markdown; HTML otherwise.
    pub const fn is_markdown(self) -> bool {
        !matches!(self, Self::Presentation)
    }

    /// The name of its template.
    pub const fn template(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Note, Language::Fr) => "note.fr.md",
            (Self::Note, Language::En) => "note.en.md",
            (Self::Card, Language::Fr) => "card.fr.md",
            (Self::Card, Language::En) => "card.en.md",
            (Self::Presentation, Language::Fr) => "presentation.fr.html",
            (Self::Presentation, Language::En) => "presentation.en.html",
        }
    }

    /// Its template.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Note, Language::Fr) => include_str!("../templates/note.fr.md"),
            (Self::Note, Language::En) => include_str!("../templates/note.en.md"),
            (Self::Card, Language::Fr) => include_str!("../templates/card.fr.md"),
            (Self::Card, Language::En) => include_str!("../templates/card.en.md"),
            (Self::Presentation, Language::Fr) => include_str!("../templates/presentation.fr.html"),
            (Self::Presentation, Language::En) => include_str!("../templates/presentation.en.html"),
        }
    }
}

/// Pictures of the dashboard that a presentation shows, as the browser's run leaves them in a folder.
#[derive(Debug, Clone, Default)]
pub struct Screenshots {
    folder: Option<PathBuf>,
}

impl Screenshots {
    /// The pages that are shown.
    pub const PAGES: [&str; 3] = ["decide", "understand", "compare"];

    /// Those in a folder; none without one.
    pub fn of(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned) }
    }

    /// The file in the folder that shows a page; `None` where there is none.
    pub fn source(&self, page: &str, language: Language) -> Option<PathBuf> {
        let file = format!("{page}-{}-light-1366.png", language.code());
        let path = self.folder.as_ref()?.join(file);
        path.is_file().then_some(path)
    }

    /// The copy of that file beside the documents.
    pub fn file(&self, page: &str, language: Language) -> Option<String> {
        self.source(page, language).map(|_| format!("pictures/screen-{page}.{}.png", language.code()))
    }
}

/// A document with its figures: Markdown, or HTML without its head.
pub fn rendered(
    facts: &Arc<Facts>,
    document: Document,
    language: Language,
    screenshots: &Screenshots,
) -> Result<Rendered, Error> {
    let environment = template::environment(facts, document, language, screenshots)?;
    let marked = environment.get_template(document.template(language))?.render(())?;
    Ok(mark::read(&spaced(&marked, language)))
}

/// French puts a space that does not break before double punctuation and percents, and inside quotation marks.
fn spaced(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let spaces = [
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" ?", "\u{202f}?"),
        (" %", "\u{202f}%"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ];
    spaces.into_iter().fold(text.to_owned(), |text, (plain, firm)| text.replace(plain, firm))
}
