//! The command line of the training.

mod arguments;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::Parser;
use matrix::FeatureFolder;
use progress::Terminal;
use training::boosted::TreeSettings;
use training::calendar::Moment;
use training::compare::Side;
use training::evidence::Verdict;
use training::publish::Challenge;
use training::study;
use training::study::search::Budget;
use training::{SelectSettings, Selection, Settings, Study, StudySettings, monitor, report};

use crate::arguments::{Arguments, Command, Fit, StudyOf, all_where_not_given};

fn main() -> ExitCode {
    let terminal = Terminal::default();
    match run(Arguments::parse().command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.fail(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, progress: &Terminal) -> Result<()> {
    match command {
        Command::Fit(arguments) => fit(arguments, progress)?,
        Command::Study(arguments) => make_study(arguments, progress)?,
        Command::Select { features, output, most, repeats, paired } => {
            let settings = SelectSettings { most, plan: paired.plan(repeats), ..SelectSettings::default() };
            let selection = training::select(FeatureFolder::read(&features)?, &settings, progress)?;
            selection.write(&output)?;
            say(&selection)?;
            say(format_args!("{} written", output.display()))?;
        }
        Command::Compare { left, right, left_selection, right_selection, repeats, paired } => {
            let side = |folder: PathBuf, selection| -> Result<Side> {
                let selection = read_selection(selection)?;
                Ok(Side::of(FeatureFolder::read(&folder)?, selection.as_ref())?)
            };
            let (left, right) = (side(left, left_selection)?, side(right, right_selection)?);
            say(training::compare(&left, &right, &paired.plan(repeats), progress)?)?;
        }
        Command::Monitor { reference, data, output } => {
            let drift = training::monitor(&reference, &FeatureFolder::read(&data)?)?;
            if let Some(output) = output {
                std::fs::write(&output, serde_json::to_vec_pretty(&drift)?)
                    .with_context(|| output.display().to_string())?;
            }
            say(monitor::table(&drift))?;
            if drift.verdict == Verdict::Drifted {
                bail!("the population has drifted: the model was not made for these clients; fit a new one");
            }
        }
        Command::Publish { release, to, challenger, no_challenger, dry_run } => {
            let challenge = match &challenger {
                Some(folder) => Challenge::By(folder),
                None if no_challenger => Challenge::Ended,
                None => Challenge::AsItWas,
            };
            let published = training::publish(&release, &to, challenge, dry_run)?;
            let copied = match (published.copied, dry_run) {
                (true, false) => "copied",
                (true, true) => "would be copied",
                (false, _) => "was there already",
            };
            say(format_args!("release {} {copied}", published.release))?;
            if !published.repaired.is_empty() {
                let written = if dry_run { "would be written anew" } else { "written anew" };
                say(format_args!("damaged in the store, {written}: {}", published.repaired.join(", ")))?;
            }
            let before = published.before.unwrap_or_else(|| "no release".to_owned());
            let to_this = before != published.release;
            say(match (to_this, dry_run) {
                (false, _) => "the pointer names it already".to_owned(),
                (true, false) => format!("the pointer moved to it from {before}"),
                (true, true) => format!("the pointer would move to it from {before}; nothing was written"),
            })?;
            let would_be = if dry_run { "would be" } else { "is" };
            match (published.challenger, published.challenger_before) {
                (Some(challenger), _) => say(format!("{challenger} {would_be} scored in its shadow"))?,
                (None, Some(former)) => say(format!("{former} {would_be} a challenger no more"))?,
                (None, None) => {}
            }
        }
        Command::Score { release, input, output } => {
            let count = training::score(&release, &input, &output, progress)?;
            say(format_args!("{count} scores written to {}", output.display()))?;
        }
    }
    Ok(())
}

/// A result to standard output. That nobody reads it any more does not unmake it.
fn say(text: impl std::fmt::Display) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| {
        anyhow!("the standard output cannot be written to ({error}); what was made is in its place")
    })
}

fn fit(arguments: Fit, progress: &Terminal) -> Result<()> {
    let Fit {
        features,
        output,
        selection,
        study,
        tuned,
        common,
        repeats,
        review_ratios,
        draws,
        library,
        out_of_fold,
    } = arguments;
    let mut trees = common.trees();
    let selection = read_selection(selection)?;
    let folder = FeatureFolder::read(&features)?;
    let study = study.map(|path| Study::read(&path)).transpose()?;
    if let Some(study) = &study {
        study.check(&folder.set.source, common.folds, common.seed)?;
        if tuned {
            trees = TreeSettings { monotone: common.monotone, ..study.tuned()? };
        }
    }
    let settings = Settings {
        folds: common.folds,
        repeats,
        seed: common.seed,
        cost_ratio: common.cost_ratio,
        review_ratios: review_ratios.map(two).transpose()?,
        draws,
        threads: all_where_not_given(common.threads),
        library,
        trees,
        ..Settings::default()
    };
    let mut fitted = match &selection {
        None => training::fit(&folder, &settings, progress)?,
        Some(selection) => training::fit_selected(&folder, selection, &settings, progress)?,
    };
    if let Some(study) = study {
        fitted = fitted.with_study(study)?;
    }
    let written = training::write(&folder, &fitted, &output, Moment::now())?;
    if let Some(path) = out_of_fold {
        training::write_out_of_fold(&fitted, &path)?;
    }
    say(report::table(&fitted))?;
    let state = if written.existed { "was there already" } else { "written" };
    say(format_args!("{} {state}", written.folder.display()))?;
    say(format_args!("release {}", written.release))?;
    Ok(())
}

fn make_study(arguments: StudyOf, progress: &Terminal) -> Result<()> {
    let StudyOf { features, output, selection, parts, common, trials, minutes, trials_file, models } =
        arguments;
    let settings = StudySettings {
        parts,
        folds: common.folds,
        seed: common.seed,
        cost_ratio: common.cost_ratio,
        threads: all_where_not_given(common.threads),
        trees: common.trees(),
        search: Budget {
            trials,
            minutes,
            file: trials_file.unwrap_or_else(|| output.with_extension("trials.jsonl")),
        },
        draws: usize::from(models),
        ..StudySettings::default()
    };
    let before = output.exists().then(|| Study::read(&output)).transpose()?;
    let selection = read_selection(selection)?;
    let folder = FeatureFolder::read(&features)?;
    let mut study = training::study(&folder, selection.as_ref(), &settings, progress)?;
    if let Some(before) = before {
        study.complete(before);
    }
    study.write(&output)?;
    say(study::table(&study))?;
    say(format_args!("{} written", output.display()))?;
    Ok(())
}

fn two(numbers: Vec<f64>) -> Result<[f64; 2]> {
    <[f64; 2]>::try_from(numbers)
        .map_err(|numbers| anyhow!("--review-ratios: {} numbers, not two", numbers.len()))
}

fn read_selection(path: Option<PathBuf>) -> Result<Option<Selection>> {
    Ok(path.map(|path| Selection::read(&path)).transpose()?)
}
