//! Makes constants of the messages in `messages/*.ftl`.
//!
//! Of Fluent's syntax it reads comments, messages, their continuation lines, places (`{ $name }`) and quoted letters
//! (`{ "x" }`); it refuses the rest, and a message that only one language has.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Messages by key.
type Messages = BTreeMap<String, String>;

/// Writes the constants into a folder.
pub(crate) fn write(folder: &Path) -> Result<(), String> {
    let [fr, en] = [read("messages/fr.ftl")?, read("messages/en.ftl")?];
    for (one, other, file) in [(&fr, &en, "en"), (&en, &fr, "fr")] {
        let missing: Vec<_> = one.keys().filter(|key| !other.contains_key(*key)).cloned().collect();
        if !missing.is_empty() {
            return Err(format!("messages/{file}.ftl lacks {}", missing.join(", ")));
        }
    }
    let mut constants = String::new();
    let mut list = String::new();
    for (key, fr) in &fr {
        let name = key.to_uppercase().replace('-', "_");
        let line = format!("pub(crate) static {name}: Text = Text::new({fr:?}, {:?});\n", en[key]);
        constants += &line;
        writeln!(list, "    ({name:?}, &{name}),").map_err(|error| error.to_string())?;
    }
    let all = format!("\n#[cfg(test)]\nstatic ALL: &[(&str, &Text)] = &[\n{list}];\n");
    fs::write(folder.join("messages.rs"), constants + &all).map_err(|error| error.to_string())
}

/// The messages of a file.
fn read(path: &str) -> Result<Messages, String> {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut messages = Messages::new();
    let mut last: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        let wrong = |what: &str| format!("{path}:{}: {what}", index + 1);
        if line.trim().is_empty() || line.starts_with('#') {
            last = None;
        } else if line.starts_with(' ') {
            let key = last.as_ref().ok_or_else(|| wrong("continues no message"))?;
            let more = plain(line.trim_matches(' ')).map_err(|what| wrong(&what))?;
            let message = messages.entry(key.clone()).or_default();
            *message += " ";
            *message += &more;
        } else {
            let (key, value) = line.split_once('=').ok_or_else(|| wrong("is no message"))?;
            let key = key.trim().to_owned();
            if key.is_empty()
                || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            {
                return Err(wrong("a key is written in small letters, digits and hyphens"));
            }
            // Not `trim`: it would take a no-break space for an ordinary one.
            let value = plain(value.trim_matches(' ')).map_err(|what| wrong(&what))?;
            if messages.insert(key.clone(), value).is_some() {
                return Err(wrong("is there twice"));
            }
            last = Some(key);
        }
    }
    Ok(messages)
}

/// A pattern with its places as the page fills them: `{name}`.
fn plain(pattern: &str) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').ok_or("a place is not closed")?;
        filled += before;
        match place.trim_matches(' ') {
            name if name.starts_with('$') => {
                write!(filled, "{{{}}}", &name[1..]).map_err(|error| error.to_string())?;
            }
            quoted if quoted.len() > 1 && quoted.starts_with('"') && quoted.ends_with('"') => {
                filled += &quoted[1..quoted.len() - 1];
            }
            other => return Err(format!("{{{other}}} is none of the places that are read here")),
        }
        rest = after;
    }
    filled += rest;
    Ok(filled)
}
