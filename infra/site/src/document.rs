//! The one HTML document: a template whose placeholders, `{{name}}`, stand for addresses of the site's files.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// Puts the address of each named file in the place of its placeholder.
pub(crate) fn fill(template: &str, places: &BTreeMap<String, String>) -> Result<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("a placeholder has no end: {{ without }}")?;
        let names = || places.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let place = places.get(name).with_context(|| {
            format!("{{{{{name}}}}} stands for no file of the site; there are: {}", names())
        })?;
        filled += before;
        filled += place;
        rest = after;
    }
    Ok(filled + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String> {
        let places = [("style", "/style-0f.css"), ("start", "/start-1e.js")];
        fill(template, &places.map(|(name, place)| (name.to_owned(), place.to_owned())).into())
    }

    #[test]
    fn placeholders_become_addresses() {
        let page = filled("<link href=\"{{style}}\"><script src=\"{{start}}\"></script>{{style}}").unwrap();
        assert_eq!(page, "<link href=\"/style-0f.css\"><script src=\"/start-1e.js\"></script>/style-0f.css");
        assert_eq!(filled("no placeholder").unwrap(), "no placeholder");
    }

    #[test]
    fn a_placeholder_for_no_file_is_named() {
        let error = filled("<img src=\"{{logo}}\">").unwrap_err().to_string();
        assert!(error.contains("{{logo}}") && error.contains("start, style"), "{error}");
        assert!(filled("{{style").is_err());
    }
}
