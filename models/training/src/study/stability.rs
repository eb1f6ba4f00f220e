//! The model fitted again on bootstrap draws of the clients: how much of what is told would have been otherwise.

use scoring::release::PointsScale;
use scoring::{Decision, Scorer, ScoringModel};

use super::Context;
use super::candidate::Candidate;
use crate::bootstrap::{Bootstrap, figure};
use crate::calibration::{self, calibrated};
use crate::error::FitError;
use crate::evaluation::{points, typed};
use crate::evidence::BootstrapStability;
use crate::evidence::stability::KeptFeature;
use crate::metrics;
use crate::sample::Sample;
use crate::threshold::{self, Costs};
use crate::trainer::{Library, Trainer};

/// The most important features that are looked at.
const TOP: usize = 20;
/// Clients whose contributions and first reasons are compared, at even distances.
const CLIENTS: usize = 2_000;

/// Fits the served model on draws of the clients, as many rounds each as the served one has.
pub(super) fn measure(context: &Context<'_>, served: &Candidate) -> Result<BootstrapStability, FitError> {
    let Context { ground, settings, progress, .. } = *context;
    let sample = &ground.sample;
    let scale = PointsScale::default();
    let bootstrap = Bootstrap { draws: settings.draws, seed: settings.seed, threads: settings.threads };
    let trainer = Library::Hessboost.trainer(sample, &context.trees())?;
    progress.begin("models on bootstrap draws", settings.draws as u64 + 1);

    let count = sample.len().min(CLIENTS);
    let looked_at: Vec<usize> = (0..count).map(|client| client * sample.len() / count).collect();
    let all: Vec<usize> = (0..sample.len()).collect();
    let ratio = settings.cost_ratio;
    let model = |rows: &[usize], calibration, threshold| -> Result<ScoringModel, FitError> {
        let scorer = scorer(&*trainer, rows, served.rounds)?;
        let rule = threshold::rule(ratio, threshold::review_ratios(ratio), threshold, &scale);
        Ok(ScoringModel::new(scorer, calibration, scale, rule)?)
    };
    let whole = model(&all, served.calibration, served.evaluation.threshold)?;
    let whole = Told::by(&whole, sample, &looked_at);
    progress.advance(1);

    let (mut aucs, mut thresholds, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let mut times_kept = vec![0_usize; TOP.min(sample.inputs.len())];
    let (mut reasons, mut themes) = (0.0, 0.0);
    for draw in 0..settings.draws {
        let weights = bootstrap.weights(sample.len(), draw);
        let drawn: Vec<usize> =
            all.iter().flat_map(|&row| std::iter::repeat_n(row, weights[row] as usize)).collect();
        let left_out: Vec<usize> = all.iter().copied().filter(|&row| weights[row] == 0).collect();
        let scorer = scorer(&*trainer, &drawn, served.rounds)?;
        let margins: Vec<f64> = left_out.iter().map(|&row| scorer.margin(sample.row(row))).collect();
        let labels = sample.labels_of(&left_out);
        aucs.push(metrics::auc(&margins, &labels));
        let calibration = calibration::platt("model of a bootstrap draw", &margins, &labels)?;
        let points = points(&typed(&calibrated(calibration, &margins)), &scale);
        let cheapest = Costs::of(&points, &labels, ratio).cheapest(&scale);
        thresholds.push(f64::from(cheapest.get()));
        let rule = threshold::rule(ratio, threshold::review_ratios(ratio), cheapest, &scale);
        let drawn = Told::by(&ScoringModel::new(scorer, calibration, scale, rule)?, sample, &looked_at);
        for (times, feature) in times_kept.iter_mut().zip(&whole.top) {
            *times += usize::from(drawn.top.contains(feature));
        }
        kept.push(whole.top.iter().filter(|feature| drawn.top.contains(feature)).count() as f64);
        let [reason, theme] = whole.agreement(&drawn, sample);
        reasons += reason;
        themes += theme;
        progress.advance(draw as u64 + 2);
    }
    let draws = settings.draws as f64;
    let mean = |figures: &[f64]| figures.iter().sum::<f64>() / draws;
    progress.end(&format!("{} models on bootstrap draws", settings.draws));
    Ok(BootstrapStability {
        draws: settings.draws as u32,
        auc: figure(mean(&aucs), aucs),
        threshold_points: figure(mean(&thresholds), thresholds),
        top_twenty_kept: figure(mean(&kept), kept),
        top_twenty: (whole.top.iter().zip(times_kept))
            .map(|(&input, times)| KeptFeature {
                feature: sample.inputs[input].name().to_owned(),
                kept: times as f64 / draws,
            })
            .collect(),
        first_reason_kept: reasons / draws,
        first_theme_kept: themes / draws,
        clients: whole.first.iter().flatten().count() as u32,
    })
}

fn scorer(trainer: &dyn Trainer, rows: &[usize], rounds: usize) -> Result<Scorer, FitError> {
    let mut ensemble = trainer.start(rows, &[])?;
    ensemble.grow(rounds)?;
    Ok(Scorer::from_xgboost(&ensemble.xgboost_json()?)?)
}

/// What a model tells of some clients.
struct Told {
    /// Its most important inputs.
    top: Vec<usize>,
    /// The input of each client's first reason; `None` of those who are granted a loan outright.
    first: Vec<Option<usize>>,
}

impl Told {
    fn by(model: &ScoringModel, sample: &Sample, rows: &[usize]) -> Self {
        let mut sums = vec![0.0; sample.inputs.len()];
        let mut first = Vec::with_capacity(rows.len());
        for &row in rows {
            let breakdown = model.explain(sample.row(row));
            let contributions = breakdown.contributions.iter();
            sums.iter_mut()
                .zip(contributions)
                .for_each(|(sum, contribution)| *sum += contribution.log_odds.abs());
            let granted = breakdown.score.decision == Decision::Granted;
            let reason = || model.reasons(&breakdown).first().map(|reason| reason.input);
            first.push(if granted { None } else { reason() });
        }
        let mut top: Vec<usize> = (0..sums.len()).collect();
        top.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
        top.truncate(TOP);
        Self { top, first }
    }

    /// The shares of the clients with a first reason here who have the same, and one of the same theme, there. A client
    /// whom the other model grants a loan has none.
    fn agreement(&self, other: &Self, sample: &Sample) -> [f64; 2] {
        let theme =
            |input: usize| catalogue::feature(sample.inputs[input].name()).map(|feature| feature.theme);
        let (mut clients, mut same, mut same_theme) = (0.0, 0.0, 0.0);
        for (mine, theirs) in self.first.iter().zip(&other.first) {
            let Some(mine) = *mine else { continue };
            clients += 1.0;
            same += f64::from(u8::from(*theirs == Some(mine)));
            same_theme += f64::from(u8::from(theirs.is_some_and(|theirs| theme(theirs) == theme(mine))));
        }
        if clients == 0.0 { [1.0, 1.0] } else { [same / clients, same_theme / clients] }
    }
}
