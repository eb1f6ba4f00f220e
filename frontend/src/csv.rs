//! Tables as CSV, the way a spreadsheet in the language opens them (RFC 4180, but for the separator).

use catalogue::Language;

/// Rows of cells as one text. It begins with a byte-order mark, by which spreadsheets know UTF-8.
pub(crate) fn write(language: Language, rows: &[Vec<String>]) -> String {
    // Where a comma divides a number, a semicolon divides the cells.
    let separator = match language {
        Language::Fr => ";",
        Language::En => ",",
    };
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<_> = row.iter().map(|content| cell(content)).collect();
        text += &cells.join(separator);
        text += "\r\n";
    }
    text
}

/// A cell: a number as a spreadsheet reads it, another text without what would start a formula.
fn cell(content: &str) -> String {
    let content = content.trim();
    let first_digit = content.find(|letter: char| letter.is_ascii_digit());
    let is_number = first_digit.is_some()
        && content
            .chars()
            .all(|letter| letter.is_ascii_digit() || "+\u{2212}-.,\u{202f}\u{a0}%".contains(letter));
    if is_number {
        let plain = content.replace(['\u{202f}', '\u{a0}'], "").replace('\u{2212}', "-");
        return quoted(plain.trim_start_matches('+'));
    }
    let harmless =
        if content.starts_with(['=', '+', '-', '@']) { format!("'{content}") } else { content.to_owned() };
    quoted(&harmless)
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', ';', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[&str]) -> Vec<Vec<String>> {
        vec![cells.iter().map(|cell| (*cell).to_owned()).collect()]
    }

    #[test]
    fn cells_are_divided_as_the_language_does() {
        let french = write(Language::Fr, &rows(&["Prix", "1\u{202f}234,5", "\u{2212}12", "+41"]));
        assert_eq!(french, "\u{feff}Prix;\"1234,5\";-12;41\r\n");
        let english = write(Language::En, &rows(&["Price", "1,234.5"]));
        assert_eq!(english, "\u{feff}Price,\"1,234.5\"\r\n");
    }

    #[test]
    fn what_looks_like_a_formula_is_none() {
        assert_eq!(
            write(Language::En, &rows(&["=A1+1", "@x", "a \"b\""])),
            "\u{feff}'=A1+1,'@x,\"a \"\"b\"\"\"\r\n"
        );
    }
}
