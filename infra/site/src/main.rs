//! `site`: builds the dashboard into a folder of static files that any web server can serve.
//!
//! # Layout
//! - `module`: the front end compiled to WebAssembly, with the script that loads it.
//! - `document`: the one HTML document, its placeholders filled.
//! - `folder`: the files, named after their content, compressed, and put in place all at once.
//!
//! # What it never does
//! It writes no inline script or style: the document runs under `script-src 'self' 'wasm-unsafe-eval'`.

mod document;
mod folder;
mod module;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;

use crate::folder::Folder;

/// Builds the dashboard as a folder of static files.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder to write; a site that is there already is replaced once the new one is whole.
    #[arg(long, value_name = "FOLDER", default_value = "target/clairscore/site")]
    output: PathBuf,
    /// The front end's crate.
    #[arg(long, value_name = "FOLDER", default_value = "frontend")]
    source: PathBuf,
}

fn main() -> Result<()> {
    let Arguments { output, source } = Arguments::parse();
    let first = if output.exists() { "" } else { " (the first time about two minutes)" };
    eprintln!("dashboard: compiling to WebAssembly{first}");
    let built = module::build(&source)?;

    let mut folder = Folder::begin(&output)?;
    let mut places = BTreeMap::new();
    places.insert("module".to_owned(), folder.add("clairscore.wasm", &built.wasm)?);
    places.insert("script".to_owned(), folder.add("clairscore.js", built.script.as_bytes())?);
    let start = format!(
        "import start from \"{}\";\nstart({{ module_or_path: \"{}\" }});\n",
        places["script"], places["module"]
    );
    places.insert("start".to_owned(), folder.add("start.js", start.as_bytes())?);
    places
        .insert("style".to_owned(), folder.add("style.css", stylesheet(&source.join("style"))?.as_bytes())?);
    for path in files(&source.join("assets"))? {
        let name = path.file_name().and_then(|name| name.to_str()).context("an asset's name is not UTF-8")?;
        let stem = name.split('.').next().unwrap_or(name);
        ensure!(
            !places.contains_key(stem),
            "{}: another file of the site is called {stem} too",
            path.display()
        );
        places.insert(stem.to_owned(), folder.add(name, &read(&path)?)?);
    }

    let template = source.join("index.html");
    let page = String::from_utf8(read(&template)?)
        .with_context(|| format!("{} is not UTF-8", template.display()))?;
    let page = document::fill(&page, &places).with_context(|| template.display().to_string())?;
    folder.add_document("index.html", page.as_bytes())?;
    let transfer = folder.compressed_bytes();
    folder.commit()?;
    eprintln!("dashboard: written to {}, {} KiB compressed", output.display(), transfer.div_ceil(1024));
    Ok(())
}

/// The style sheets of a folder as one, in the order of their names, without their comments: those are for who changes them.
fn stylesheet(folder: &Path) -> Result<String> {
    let mut all = String::new();
    for path in files(folder)? {
        let sheet =
            String::from_utf8(read(&path)?).with_context(|| format!("{} is not UTF-8", path.display()))?;
        all += &without_comments(&sheet).with_context(|| path.display().to_string())?;
    }
    ensure!(!all.is_empty(), "{} holds no style sheet", folder.display());
    Ok(all)
}

/// A style sheet without its comments; none of its texts may hold what begins one.
fn without_comments(sheet: &str) -> Result<String> {
    let mut bare = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        bare += before;
        (_, rest) = after.split_once("*/").context("a comment has no end")?;
    }
    Ok(bare + rest)
}

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_behind() {
        assert_eq!(
            without_comments("/* Links */\na { color: red /* why */; }").unwrap(),
            "\na { color: red ; }"
        );
        assert!(without_comments("a { } /* no end").is_err());
    }
}
