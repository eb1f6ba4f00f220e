//! Chooses the features that a model may learn from.
//!
//! Dropped are, in this order: features kept for the audit only; those that tell no labelled client from another;
//! exact duplicates, of which the first declared stays; those that tell less than their shadows (see
//! [`crate::importance`]); and the least important beyond the limit. Features that merely resemble each other all
//! stay: a tree takes whichever of them splits best, and none stands in the others' way.
//!
//! What the selection costs is measured by redoing it in every fold, on the clients whom the fold learns from. A
//! selection made once, on all clients, has seen the outcomes of those who are held out, and would be flattered by
//! its own cross-validation; that figure is given too, under its own name.

use matrix::FeatureFolder;
use progress::{Progress, Silent};

use crate::calibration::settled;
use crate::error::FitError;
use crate::importance::{self, Runs};
use crate::paired::{self, Aucs, Figure, Plan};
use crate::sample::Sample;
use crate::screen::{self, Screen, Unusable};
use crate::selection::{Dropped, Measurement, Method, Reason, Selected, Selection, Side};

/// What a selection is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SelectSettings {
    /// At most so many features are selected.
    pub most: usize,
    /// How often the trees are grown for their importances.
    pub runs: Runs,
    /// How the selection is measured. Its seed decides the shadows too.
    pub plan: Plan,
}

impl Default for SelectSettings {
    fn default() -> Self {
        Self { most: 250, runs: Runs::default(), plan: Plan::default() }
    }
}

/// Selects features of a folder and measures what that costs. The folder is given up, so that its numbers and those
/// that are learned from are not in memory together for long.
pub fn select(
    folder: FeatureFolder,
    settings: &SelectSettings,
    progress: &dyn Progress,
) -> Result<Selection, FitError> {
    settings.plan.check()?;
    if settings.most == 0 {
        return Err(FitError::Most(settings.most));
    }
    let plan = &settings.plan;
    let Screened { source, names, mut reasons, all } = screened(folder, progress)?;
    let all_aucs = paired::aucs("all features", &all, plan, progress)?;

    let unique: Vec<usize> =
        (0..all.inputs.len()).filter(|&input| reasons[all.columns[input]].is_none()).collect();
    let all_features = all.inputs.len();
    let candidates = if unique.len() == all_features { all } else { all.narrowed(&unique) };
    let everyone: Vec<usize> = (0..candidates.len()).collect();
    let (ranking, rounds) = ranking(&candidates, &everyone, settings, plan.seed, progress)?;
    let kept: Vec<&Ranked> = ranking.iter().filter(|ranked| ranked.kept(settings.most)).collect();
    let list = candidates.narrowed(&in_order(&kept));
    let list_aucs = paired::aucs("this list", &list, plan, progress)?;
    drop(list);
    let Redone { aucs: fold_aucs, lists } = redone(&candidates, settings, progress)?;
    let fold_features = lists.iter().map(Vec::len).sum::<usize>() as f64 / lists.len() as f64;

    for ranked in ranking.iter().filter(|ranked| !ranked.kept(settings.most)) {
        reasons[candidates.columns[ranked.input]] = Some(ranked.reason());
    }
    let selected = kept.iter().map(|ranked| Selected {
        feature: candidates.inputs[ranked.input].name().to_owned(),
        importance: ranked.importance,
        null_importance: ranked.null_importance,
    });
    let dropped = names.into_iter().zip(reasons).filter_map(|(feature, reason)| {
        let reason = reason?;
        Some(Dropped { feature, reason })
    });
    let side = |aucs: &Aucs, features: f64| Side {
        auc: Figure::auc(aucs, plan),
        features: settled(features),
        rounds: aucs.rounds.clone(),
    };
    Ok(Selection {
        source,
        labelled_clients: candidates.len() as u32,
        defaults: candidates.defaults() as u32,
        method: Method {
            seed: plan.seed,
            folds: plan.folds,
            repeats: plan.repeats,
            most: settings.most,
            runs: settings.runs.times,
            importance_rounds: rounds,
        },
        measurement: Measurement {
            all: side(&all_aucs, all_features as f64),
            selected: side(&fold_aucs, fold_features),
            difference: Figure::difference(&fold_aucs, &all_aucs, plan),
            list: side(&list_aucs, kept.len() as f64),
            list_difference: Figure::difference(&list_aucs, &all_aucs, plan),
        },
        selected: selected.collect(),
        selected_in_folds: lists,
        dropped: dropped.collect(),
    })
}

/// A folder's features after what needs no learning.
struct Screened {
    source: matrix::DataSource,
    names: Vec<String>,
    /// By column: why it is dropped, if it is.
    reasons: Vec<Option<Reason>>,
    /// The labelled clients on all usable features, duplicates among them.
    all: Sample,
}

fn screened(folder: FeatureFolder, progress: &dyn Progress) -> Result<Screened, FitError> {
    let width = folder.set.features.len();
    progress.begin("constant and duplicate features", 1);
    let screen = Screen::of(&folder)?;
    let duplicates = screen::duplicates(&folder);
    let names = folder.set.features.clone();
    let reasons =
        screen.unusable.iter().zip(duplicates).map(|(unusable, duplicate)| match (unusable, duplicate) {
            (Some(Unusable::AuditOnly), _) => Some(Reason::AuditOnly),
            (Some(Unusable::Missing), _) => Some(Reason::Missing),
            (Some(Unusable::Constant), _) => Some(Reason::Constant),
            (None, Some(first)) => Some(Reason::Duplicate { of: names[first].clone() }),
            (None, None) => None,
        });
    let reasons: Vec<Option<Reason>> = reasons.collect();
    let all = Sample::on(&folder, &screen, screen.usable())?;
    progress.end(&format!(
        "{} labelled clients, {} defaults; {} of {width} features differ between them and from each other",
        all.len(),
        all.defaults(),
        reasons.iter().filter(|reason| reason.is_none()).count(),
    ));
    Ok(Screened { source: folder.set.source, names, reasons, all })
}

/// A candidate with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    /// Its position among the candidates.
    input: usize,
    importance: f64,
    null_importance: f64,
    /// Its place among the useful ones, from 1; `None` where it is useless.
    rank: Option<usize>,
}

impl Ranked {
    fn kept(&self, most: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= most)
    }

    /// Why it is dropped, where it is.
    fn reason(&self) -> Reason {
        let Self { importance, null_importance, .. } = *self;
        match self.rank {
            None => Reason::Useless { importance, null_importance },
            Some(rank) => Reason::BeyondLimit { importance, null_importance, rank },
        }
    }
}

/// The candidates by falling importance among the clients at `rows`, and the rounds that their trees had.
fn ranking(
    candidates: &Sample,
    rows: &[usize],
    settings: &SelectSettings,
    seed: u64,
    progress: &dyn Progress,
) -> Result<(Vec<Ranked>, usize), FitError> {
    let found = importance::measure(candidates, rows, &settings.plan, &settings.runs, seed, progress)?;
    let mut ranking: Vec<Ranked> = found
        .inputs
        .iter()
        .enumerate()
        .map(|(input, found)| Ranked {
            input,
            importance: settled(found.real),
            null_importance: settled(found.null),
            rank: None,
        })
        .collect();
    // A stable sort: of equals, the first declared comes first.
    ranking.sort_by(|a, b| b.importance.total_cmp(&a.importance));
    let useful = ranking.iter_mut().filter(|ranked| ranked.importance > ranked.null_importance);
    useful.enumerate().for_each(|(place, ranked)| ranked.rank = Some(place + 1));
    if ranking.iter().all(|ranked| ranked.rank.is_none()) {
        return Err(FitError::NothingSelected { clients: rows.len() });
    }
    Ok((ranking, found.rounds))
}

/// What comes of it where each fold selects for itself.
struct Redone {
    aucs: Aucs,
    /// What each fold selected, repeat after repeat.
    lists: Vec<Vec<String>>,
}

fn redone(
    candidates: &Sample,
    settings: &SelectSettings,
    progress: &dyn Progress,
) -> Result<Redone, FitError> {
    let plan = &settings.plan;
    let mut lists: Vec<Vec<String>> = Vec::new();
    let aucs = paired::aucs_by(
        "selected within each fold",
        &candidates.labels,
        plan,
        &mut |fold, seed| {
            let position = lists.len() % plan.folds;
            if position == 0 {
                progress.begin("selection within each fold", plan.folds as u64);
            }
            let (ranking, _) = ranking(candidates, &fold.learn, settings, seed, &Silent)?;
            let kept: Vec<&Ranked> = ranking.iter().filter(|ranked| ranked.kept(settings.most)).collect();
            let own = candidates.narrowed(&in_order(&kept));
            lists.push(own.names());
            progress.advance(position as u64 + 1);
            if position + 1 == plan.folds {
                let features = lists.iter().map(Vec::len).sum::<usize>() / lists.len();
                progress.end(&format!("selection within each fold: {features} features in the mean"));
            }
            Ok(own)
        },
        progress,
    )?;
    Ok(Redone { aucs, lists })
}

/// The positions of candidates in the order in which they were declared: the model does not depend on their ranks.
fn in_order(kept: &[&Ranked]) -> Vec<usize> {
    let mut inputs: Vec<usize> = kept.iter().map(|ranked| ranked.input).collect();
    inputs.sort_unstable();
    inputs
}
