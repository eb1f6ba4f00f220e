//! The share of a release's clients whose first reason stands when their inputs are rounded.
//!
//! ```text
//! cargo run --release -p scoring --example stability -- [--release FOLDER] [--clients N] [--draws N]
//! ```
//!
//! Clients are taken at even distances; without a number, 1,000 of them, with 20 draws each.

mod release;

use std::path::Path;
use std::process::ExitCode;

use catalogue::{Language, Unit};
use release::{Release, Result};
use scoring::{format, stability};

const USAGE: &str = "usage: stability [--release FOLDER] [--clients N] [--draws N]";

fn main() -> ExitCode {
    match measured() {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measured() -> Result<String> {
    let [folder, clients, draws] = release::options(["--release", "--clients", "--draws"], USAGE)?;
    let number = |text: Option<String>, otherwise: u32| match text {
        None => Ok(otherwise),
        Some(text) => match text.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(format!("{text} is not a number from 1 on\n{USAGE}")),
        },
    };
    let (clients, draws) = (number(clients, 1_000)? as usize, number(draws, 20)?);
    let release = Release::open(folder.as_deref().map(Path::new))?;
    let count = release.clients().min(clients);
    let rows = (0..count).map(|index| Ok(release.client(index * release.clients() / count)?.row));
    let rows: Vec<Vec<f32>> = rows.collect::<Result<_>>()?;
    let found = stability::of_rows(&release.model, rows.iter().map(Vec::as_slice), draws, 1);
    let share = |share: Option<f64>| {
        share.map_or("none".to_owned(), |share| format::in_unit(Unit::Share, share, Language::En))
    };
    Ok(format!(
        "release {}: of {count} clients, {} have a first reason. Within rounding, {} of them keep it in all {draws} \
         draws ({} its theme); {} of all draws keep it ({} its theme).",
        release.manifest.release,
        found.clients,
        share(found.steady_share()),
        share(found.steady_theme_share()),
        share(found.kept_share()),
        share(found.kept_theme_share()),
    ))
}
