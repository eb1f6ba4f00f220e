//! Writes a synthetic population to a folder. See `--help`.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
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
    let mut progress = Progress::new(clients);
    eprintln!("Making {clients} synthetic clients (seed {seed}) in {}", output.display());
    let made = generate(&output, &Settings::new(clients, seed), |done| progress.show(done))
        .context("no population was written")?;
    progress.bar.finish_and_clear();
    let rows: u64 = made.rows.values().sum();
    let files = made.rows.len();
    eprintln!("Wrote {rows} rows in {files} files, in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// A bar on a terminal, a line for each quarter elsewhere.
struct Progress {
    bar: ProgressBar,
    plain: bool,
    quarters: u64,
}

impl Progress {
    fn new(clients: u64) -> Self {
        let plain = !io::stderr().is_terminal();
        let bar = if plain { ProgressBar::hidden() } else { ProgressBar::new(clients) };
        let style = ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} clients, {eta} left")
            .expect("the template names known fields");
        bar.set_style(style);
        bar.set_length(clients);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, plain, quarters: 0 }
    }

    fn show(&mut self, done: u64) {
        self.bar.set_position(done);
        let clients = self.bar.length().unwrap_or(done).max(1);
        let quarters = 4 * done / clients;
        if self.plain && quarters > self.quarters && quarters < 4 {
            eprintln!("{} % of the clients are made", 25 * quarters);
            self.quarters = quarters;
        }
    }
}
