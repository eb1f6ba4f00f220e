//! What is asked of every refusal: one line that says where, exit code 1, and no output.
#![allow(dead_code)] // each test binary uses a part of it

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fixture::{Files, listing};

/// Runs `pipeline ingest`, which must fail; the message.
pub(crate) fn refused(data: &Path, home: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pipeline"))
        .args(["ingest", "--data"])
        .arg(data)
        .arg("--output")
        .arg(home.join("out/tables"))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(output.stdout.is_empty());
    assert_eq!(listing(home), Vec::<String>::new(), "something is left: {stderr}");
    assert_eq!(stderr.matches("error").count(), 1, "{stderr}");
    let (_, message) = stderr.split_once("error: ").expect("an error message");
    assert_eq!(message.trim_end().lines().count(), 1, "{stderr}");
    assert!(message.len() < 1_000, "a page: {stderr}");
    let obeyed = |character: char| character.is_control() && character != '\n';
    assert!(!stderr.contains(obeyed), "a terminal would obey it: {stderr:?}");
    message.to_owned()
}

/// Writes a folder with `write`, and checks that the message has all of `expected`.
pub(crate) fn case(name: &str, write: impl FnOnce(&Path), expected: &[&str]) {
    let (data, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = data.path().join("data");
    write(&path);
    let message = refused(&path, home.path());
    for part in expected {
        assert!(message.contains(part), "{name}: {part:?} is not in: {message}");
    }
}

/// The example, its files damaged as values.
pub(crate) fn files_case(name: &str, damage: impl Fn(&mut Files), expected: &[&str]) {
    let mut files = Files::example();
    damage(&mut files);
    case(name, |path| files.write_folder(path), expected);
    case(&format!("{name}, archived"), |path| files.write_archive(path, ""), expected);
}

/// The example, the text of a file replaced.
pub(crate) fn text_case(name: &str, file: &str, damage: impl Fn(Vec<u8>) -> Vec<u8>, expected: &[&str]) {
    let files = Files::example();
    let text = damage(files.text(file));
    case(
        name,
        |path| {
            files.write_folder(path);
            fs::write(path.join(file), text).unwrap();
        },
        expected,
    );
}
