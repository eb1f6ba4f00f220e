//! How many of a release's refused clients could be granted by changes that they can make, and how long it takes to find
//! them.
//!
//! ```text
//! cargo run --release -p scoring --example counterfactuals -- [--release FOLDER] [--clients N]
//! ```
//!
//! Refused clients are taken at even distances; without a number, 1,000 of them. Every proposal is scored once more from
//! what the release stores, and one that is not granted, or moves another field than it says, ends the program. The
//! first three are printed.

mod release;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use catalogue::{Feature, Language, Table};
use release::{Release, Result};
use scoring::counterfactual::{Goal, Outcome, Proposal, wording};
use scoring::usual::Values;
use scoring::{Applicant, ClientId, Decision, Points};

const USAGE: &str = "usage: counterfactuals [--release FOLDER] [--clients N]";
/// Clients whose proposals are printed.
const SHOWN: usize = 3;

fn main() -> ExitCode {
    match searched() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn searched() -> Result<()> {
    let [folder, clients] = release::options(["--release", "--clients"], USAGE)?;
    let clients: usize = match clients {
        None => 1_000,
        Some(text) => text.parse().map_err(|_| format!("{text} is not a number\n{USAGE}"))?,
    };
    let release = Release::open(folder.as_deref().map(Path::new))?;
    let features = release.features()?;
    let refused = refused(&release)?;
    let count = refused.len().min(clients);
    let (mut by_changes, mut none, mut times) = ([0_usize; 8], 0_usize, Vec::with_capacity(count));
    let mut shown = 0;
    for index in 0..count {
        let client = release.client(refused[index * refused.len() / count])?;
        let applicant = Applicant::from_stored(&features, &client.stored)?;
        let start = Instant::now();
        let answer =
            release.model.counterfactuals(&applicant, Goal::Granted, &|feature| spread(&release, feature));
        times.push(start.elapsed());
        let Outcome::Found(proposals) = &answer.outcome else {
            none += 1;
            continue;
        };
        for proposal in proposals {
            check(&release, &applicant, proposal, client.id)?;
        }
        by_changes[proposals[0].chosen().min(by_changes.len() - 1)] += 1;
        if shown < SHOWN {
            shown += 1;
            println!("client {}, {} points:", client.id, answer.before.points);
            for proposal in proposals {
                let changes = proposal.changes.iter().map(|change| wording::change(change, Language::En));
                let changes: Vec<String> = changes.collect();
                println!("  {} {}", changes.join(" "), wording::outcome(proposal, Language::En));
            }
        }
    }
    if count == 0 {
        return Err("the release refuses nobody".into());
    }
    times.sort_unstable();
    println!(
        "\nrelease {}: of {count} refused clients, {} have a proposal that would be granted ({:.1} %), {none} have none",
        release.manifest.release,
        count - none,
        100.0 * (count - none) as f64 / count as f64,
    );
    for (changes, clients) in by_changes.iter().enumerate().filter(|(_, clients)| **clients > 0) {
        println!("  {clients} with {changes} change{}", if changes == 1 { "" } else { "s" });
    }
    println!("a search takes {:.1?} (median), {:.1?} (p99)", quantile(&times, 0.5), quantile(&times, 0.99));
    Ok(())
}

/// The positions of the clients whom the rule refuses.
fn refused(release: &Release) -> Result<Vec<usize>> {
    let rule = release.model.rule();
    let mut refused = Vec::new();
    for (position, points) in release.points()?.into_iter().enumerate() {
        if rule.decide(Points::new(points as i32)?) == Decision::Refused {
            refused.push(position);
        }
    }
    Ok(refused)
}

/// The range between the quartiles of the granted clients; 0, for which the search has a substitute, where the release
/// does not know it.
fn spread(release: &Release, feature: &Feature) -> f64 {
    let manifest = &release.manifest;
    let position = manifest.clients.features.iter().position(|name| *name == feature.id);
    match position.and_then(|position| manifest.usual.get(position)?.as_ref()).map(|usual| &usual.values) {
        Some(Values::Quantiles(quantiles)) => quantiles.p75 - quantiles.p25,
        Some(Values::Shares(_)) | None => 0.0,
    }
}

/// Scores a proposal from the stored features, and looks for fields that moved without being named.
fn check(release: &Release, applicant: &Applicant, proposal: &Proposal, client: ClientId) -> Result<()> {
    let changed = applicant.with(&proposal.to_changes());
    let score = release.model.score(&changed.inputs(&release.model));
    if score.decision != Decision::Granted {
        return Err(
            format!("client {client}: a proposal has {} points and is not granted", score.points).into()
        );
    }
    let (before, after) = (applicant.application().values(), changed.application().values());
    for (column, (before, after)) in Table::Application.columns().iter().zip(before.iter().zip(after)) {
        let name = column.name;
        if before != after
            && proposal
                .changes
                .iter()
                .all(|change| change.feature.id != name || change.feature.action.is_none())
        {
            return Err(format!("client {client}: a proposal moves {name}").into());
        }
    }
    Ok(())
}

fn quantile(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() as f64 * share) as usize).min(sorted.len() - 1)]
}
