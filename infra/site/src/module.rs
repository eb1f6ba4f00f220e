//! The front end as WebAssembly, with the script that loads it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

/// What a browser needs to start the front end.
pub(crate) struct Module {
    /// The WebAssembly module.
    pub(crate) wasm: Vec<u8>,
    /// The JavaScript module whose default export takes the address of `wasm` and starts it.
    pub(crate) script: String,
}

/// Compiles the crate in the folder `source` and binds it to the browser.
pub(crate) fn build(source: &Path) -> Result<Module> {
    let compiled = compile(&source.join("Cargo.toml"))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&compiled).web(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("{} cannot be bound to the browser", compiled.display()))?;
    // Every crate that uses wasm-bindgen is listed; those with a script have a list that is not empty.
    let with_script =
        output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).map(|(name, _)| name);
    let scripts: Vec<_> = with_script.chain(output.local_modules().keys()).collect();
    ensure!(
        scripts.is_empty(),
        "a dependency of the front end brings a script of its own, which this site does not carry: {scripts:?}"
    );
    Ok(Module { wasm: output.wasm_mut().emit_wasm(), script: output.js().to_owned() })
}

/// Has cargo compile the crate, and answers with the file that came of it.
fn compile(manifest: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--profile", "site", "--target", "wasm32-unknown-unknown", "--locked"])
        .args(["--bin", "frontend", "--message-format", "json-render-diagnostics", "--manifest-path"])
        .arg(manifest)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut process = command.spawn().context("cargo is not installed: install Rust with rustup")?;
    let messages = process.stdout.take().context("cargo has no output")?;
    let mut found = None;
    for line in BufReader::new(messages).lines() {
        let line = line.context("cargo's output cannot be read")?;
        found = artifact(&line).or(found);
    }
    let status = process.wait()?;
    ensure!(status.success(), "cargo could not compile the front end ({status}); its messages are above");
    found.context("cargo compiled the front end but named no WebAssembly file")
}

/// The WebAssembly file that a line of cargo's JSON messages names.
fn artifact(line: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    let files = message.get("filenames")?.as_array()?;
    let mut paths = files.iter().filter_map(|file| file.as_str()).map(PathBuf::from);
    paths.find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_among_cargos_messages() {
        let cases = [
            (r#"{"reason":"compiler-artifact","filenames":["/t/libx.rlib","/t/libx.rmeta"]}"#, None),
            (
                r#"{"reason":"compiler-artifact","filenames":["/t/frontend.js","/t/frontend.wasm"]}"#,
                Some("/t/frontend.wasm"),
            ),
            (r#"{"reason":"build-finished","success":true}"#, None),
            ("a build script speaks", None),
        ];
        for (line, expected) in cases {
            assert_eq!(artifact(line), expected.map(PathBuf::from), "{line}");
        }
    }
}
