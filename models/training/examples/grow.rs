//! Grows the default trees on all labelled clients of a feature folder and says how long that took, for the benchmark
//! beside LightGBM: `grow FEATURES ROUNDS THREADS`. Reading the folder is not counted, making bins is.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use matrix::FeatureFolder;
use progress::Silent;
use training::boosted::{BoostedTrees, TreeSettings};
use training::ground::Ground;
use training::trainer::Trainer;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [features, rounds, threads] = &arguments[..] else {
        anyhow::bail!("usage: grow FEATURES ROUNDS THREADS")
    };
    let rounds: usize = rounds.parse().context("ROUNDS")?;
    let settings = TreeSettings { threads: threads.parse().context("THREADS")?, ..TreeSettings::default() };
    let folder = FeatureFolder::read(Path::new(features))?;
    let sample = Ground::of(&folder, None, 2, settings.seed, &Silent)?.sample;
    let everyone: Vec<usize> = (0..sample.len()).collect();

    let start = Instant::now();
    let trainer = BoostedTrees::new(&sample, &settings)?;
    let mut ensemble = trainer.start(&everyone, &[])?;
    ensemble.grow(rounds)?;
    let seconds = start.elapsed().as_secs_f64();
    let told = serde_json::json!({
        "seconds": seconds,
        "rows": sample.len(),
        "inputs": sample.inputs.len(),
        "depth": settings.depth,
        "subsample": settings.subsample,
        "colsample": settings.colsample,
        "eta": settings.eta,
        "lambda": settings.lambda,
        "min_child_weight": settings.min_child_weight,
        "max_bin": settings.max_bin,
    });
    println!("{told}");
    Ok(())
}
