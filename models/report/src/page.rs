//! From Markdown to a page that prints on A4.

use catalogue::Language;
use pulldown_cmark::{Options, Parser, html};

const PAGE: &str = include_str!("../templates/page.html");
const PAGE_STYLE: &str = include_str!("../templates/page.css");
const SLIDES_STYLE: &str = include_str!("../templates/slides.css");

/// A Markdown document as a page.
pub(crate) fn of_markdown(markdown: &str, class: &str, language: Language) -> String {
    let mut content = String::new();
    html::push_html(&mut content, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Clairscore");
    filled(title, PAGE_STYLE, class, &content, language)
}

/// Slides as a page.
pub(crate) fn of_slides(slides: &str, language: Language) -> String {
    filled("Clairscore", SLIDES_STYLE, "slides", slides, language)
}

fn filled(title: &str, style: &str, class: &str, content: &str, language: Language) -> String {
    let parts = [
        ("[lang]", language.code()),
        ("[title]", title),
        ("[class]", class),
        ("[style]", style),
        ("[content]", content),
    ];
    parts.into_iter().fold(PAGE.to_owned(), |page, (place, part)| page.replacen(place, part, 1))
}
