//! Text that came from data, made safe to print.
//!
//! A terminal obeys what it is sent: a cell with an escape sequence in it could clear the screen, change what was
//! written above, or name the window.

/// As many characters of a name are shown.
const LONGEST: usize = 60;

/// The text with everything that a terminal would obey, or a reader could not see, written out; lines stay lines.
///
/// ```
/// assert_eq!(progress::shown("\u{1b}[2Jgone"), "\\u{1b}[2Jgone");
/// assert_eq!(progress::shown("Café \"au lait\"\n"), "Café \"au lait\"\n");
/// ```
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\n' | '"' | '\'' | '\\') {
            shown.push(character);
        } else {
            shown.extend(character.escape_debug());
        }
    }
    shown
}

/// The beginning of a name, which may be a page long.
///
/// ```
/// assert_eq!(progress::shortened("AMT_CREDIT"), "AMT_CREDIT");
/// assert_eq!(progress::shortened(&"x".repeat(1_000)).len(), 63);
/// ```
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
