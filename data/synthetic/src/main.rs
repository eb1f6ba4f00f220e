//! Writes a synthetic population to a folder. See `--help`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;
use progress::{Progress as _, Terminal, grouped};
use synthetic::{KAGGLE_CLIENTS, MOST_CLIENTS, Settings, generate};

/// Writes a made-up population of credit clients as CSV files in Home Credit's layout.
///
/// The same number of clients and the same seed give the same files, byte for byte. A folder that was made by
/// this command before is replaced; a folder that holds anything else is refused.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder to write to.
    #[arg(long, value_name = "FOLDER")]
    output: PathBuf,

    /// How many clients to make; about 86 % of them have a label. [default: 20000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_CLIENTS))]
    clients: Option<u64>,

    /// As many clients as Kaggle's data has, 356,255, where --clients does not say how many; 58 million rows.
    #[arg(long)]
    full: bool,

    /// What the random numbers start from.
    #[arg(long, value_name = "S", default_value_t = 42)]
    seed: u64,
}

/// The clients of a population that is asked for without a number.
const USUAL_CLIENTS: u64 = 20_000;

fn main() -> anyhow::Result<()> {
    let Arguments { output, clients, full, seed } = Arguments::parse();
    let clients = clients.unwrap_or(if full { KAGGLE_CLIENTS } else { USUAL_CLIENTS });
    let start = Instant::now();
    let terminal = Terminal::default();
    terminal.note(&format!("{} synthetic clients (seed {seed}) in {}", grouped(clients), output.display()));
    terminal.begin("clients", clients);
    let made = generate(&output, &Settings::new(clients, seed), |done| terminal.advance(done))
        .context("no population was written")?;
    let (rows, files) = (made.rows.values().sum(), made.rows.len());
    terminal.end(&format!(
        "{} rows in {files} files, in {:.1} s",
        grouped(rows),
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}
