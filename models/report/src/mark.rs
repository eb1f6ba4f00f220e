//! Figures that remember where they come from.
//!
//! A template writes a figure between marks, with its path in the report; the marks are taken off when the text is
//! done, and what stood between them is kept: so it can be checked that a document has no number of its own.
//! The marks are characters of Unicode's private use area, which no text here has.

use crate::number::Style;

const PATH: char = '\u{e000}';
const FIGURE: char = '\u{e001}';
const END: char = '\u{e002}';
const NAME: char = '\u{e003}';
const NAME_END: char = '\u{e004}';

/// A figure in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// Where it stands in the report: `quality.auc.value`; under `manifest.` and `derived.` what is not in the report,
    /// and behind a `#` the length of a list.
    pub path: String,
    /// How it is written.
    pub style: Style,
    /// With so many decimals.
    pub decimals: u8,
    /// As it is written.
    pub text: String,
}

/// A document as it was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Its figures, in the order of the text.
    pub figures: Vec<Shown>,
    /// The text without figures and without names from the catalogue or the release: what the template itself says.
    pub own: String,
}

/// A figure between marks.
pub(crate) fn figure(shown: &Shown) -> String {
    let Shown { path, style, decimals, text } = shown;
    let style = match style {
        Style::Decimal => 'd',
        Style::Percent => 'p',
        Style::Signed => 's',
        Style::SignedHundredths => 'h',
    };
    format!("{PATH}{style}{decimals} {path}{FIGURE}{text}{END}")
}

/// A name that comes from the catalogue or the release, between marks: it may have digits of its own.
pub(crate) fn name(text: &str) -> String {
    format!("{NAME}{text}{NAME_END}")
}

/// Takes the marks off.
pub(crate) fn read(marked: &str) -> Rendered {
    let mut rendered = Rendered { text: String::new(), figures: Vec::new(), own: String::new() };
    let mut rest = marked;
    while let Some(at) = rest.find([PATH, NAME]) {
        let (before, marked) = rest.split_at(at);
        rendered.text.push_str(before);
        rendered.own.push_str(before);
        let is_figure = marked.starts_with(PATH);
        let (body, after) = marked.split_once(if is_figure { END } else { NAME_END }).unwrap_or((marked, ""));
        let body = body.trim_start_matches([PATH, NAME]);
        let text = match body.split_once(FIGURE) {
            Some((head, text)) if is_figure => {
                rendered.figures.push(shown(head, text));
                text
            }
            _ => body,
        };
        rendered.text.push_str(text);
        rest = after;
    }
    rendered.text.push_str(rest);
    rendered.own.push_str(rest);
    rendered
}

/// The head is what [`figure`] wrote: a letter, decimals, a space and a path.
fn shown(head: &str, text: &str) -> Shown {
    let (how, path) = head.split_once(' ').unwrap_or(("d0", head));
    let style = match how.chars().next() {
        Some('p') => Style::Percent,
        Some('s') => Style::Signed,
        Some('h') => Style::SignedHundredths,
        _ => Style::Decimal,
    };
    let decimals = how.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    Shown { path: path.to_owned(), style, decimals, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_marked_is_found_again() {
        let auc = Shown {
            path: "quality.auc.value".to_owned(),
            style: Style::Decimal,
            decimals: 4,
            text: "0,7571".to_owned(),
        };
        let marked = format!("AUC {} of {}.", figure(&auc), name("Score externe 3"));
        let rendered = read(&marked);
        assert_eq!(rendered.text, "AUC 0,7571 of Score externe 3.");
        assert_eq!(rendered.own, "AUC  of .");
        assert_eq!(rendered.figures, [auc]);
    }
}
