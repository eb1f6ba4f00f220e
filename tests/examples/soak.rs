//! The functions under load for a long time, and under too much of it for a short one: `make soak MINUTES=30`.
//!
//! usage: `soak RELEASE [MINUTES]`: the folder of a release, and for how long (30).
//!
//! Fails where a request fails, where one that is refused is not told when to come again, where memory grows by half, or
//! where the functions are not themselves again within 5 s.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use system_tests::load::{Plan, soak};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let release = PathBuf::from(arguments.next().context("usage: soak RELEASE [MINUTES]")?);
    let minutes = arguments.next().unwrap_or_else(|| "30".to_owned());
    let minutes: u64 = minutes
        .parse()
        .ok()
        .filter(|minutes| (1..=1440).contains(minutes))
        .with_context(|| format!("MINUTES={minutes} is no number of minutes from 1 to 1440"))?;
    let plan = Plan {
        measuring: Duration::from_secs(10),
        running: Duration::from_mins(minutes),
        swap: Duration::from_mins(1).min(Duration::from_mins(minutes) / 3),
        overload: Duration::from_secs(20),
        after: Duration::from_secs(10),
    };
    let outcome = soak(&release, plan, &mut |line| println!("{line}"))?;
    println!(
        "the long run: {} answered, {} moves of the pointer, {}",
        outcome.run.answered,
        outcome.swaps,
        outcome.run.times()
    );
    for (function, (before, after)) in ["predict", "explain", "compare"].iter().zip(outcome.memory) {
        println!("memory of {function}: {before:.0} MiB before, {after:.0} MiB after");
    }
    println!("recovery: {:.1} s", outcome.recovery().as_secs_f64());
    for (part, answers) in
        [("long run", &outcome.run), ("overload", &outcome.overload), ("afterwards", &outcome.after)]
    {
        ensure!(answers.failed.is_empty(), "failed in the {part}: {:#?}", answers.failed);
    }
    ensure!(outcome.run.refused == 0, "{} requests were refused in the long run", outcome.run.refused);
    ensure!(outcome.run.releases.len() == 2, "only {:?} answered", outcome.run.releases);
    for (before, after) in outcome.memory {
        ensure!(after < before * 1.5 + 16.0, "memory grew from {before:.0} to {after:.0} MiB");
    }
    ensure!(outcome.recovery() < Duration::from_secs(5), "it took {:?} to recover", outcome.recovery());
    Ok(())
}
