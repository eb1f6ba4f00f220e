//! The figures of the served model with their intervals, each draw of the clients in one pass over their ranking.

use scoring::release::PointsScale;
use scoring::{LogOdds, Points};

use crate::bootstrap::Bootstrap;
use crate::evidence::{Distribution, Figure, Quality, ReliabilityBin};
use crate::folds::Fold;
use crate::metrics::{self, Bin};
use crate::threshold::Costs;

/// Bins of the expected calibration error.
const BINS: u64 = 10;
/// Width of the bins of the scores' distribution, in points.
pub const BIN_POINTS: i32 = 25;
/// The share of the clients whose defaults make the lift.
const TOP: f64 = 0.1;

/// Predictions of clients whose outcome is known.
#[derive(Debug, Clone, Copy)]
pub struct Predictions<'a> {
    /// Calibrated log-odds.
    pub log_odds: &'a [LogOdds],
    /// The same in points.
    pub points: &'a [Points],
    /// Who defaulted.
    pub labels: &'a [bool],
}

/// What depends on a threshold.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// What a missed default costs, in wrong refusals.
    pub ratio: f64,
    /// The threshold in force.
    pub threshold: Points,
    /// The scale.
    pub scale: &'a PointsScale,
}

/// What is measured of the served model.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Discrimination and calibration.
    pub quality: Quality,
    /// The cheapest threshold in points.
    pub threshold_points: Figure,
    /// The same as a probability of default.
    pub threshold: Figure,
}

/// Measures predictions under a rule.
pub fn measure(
    predictions: &Predictions<'_>,
    rule: &Rule<'_>,
    bins: &[Bin],
    bootstrap: &Bootstrap,
) -> Measured {
    let ranking = Ranking::of(predictions);
    let figures =
        bootstrap.figures(predictions.labels.len(), &|weights| ranking.figures(weights, rule).to_vec());
    let [
        auc,
        gini,
        kolmogorov_smirnov,
        average_precision,
        log_loss,
        brier,
        ece,
        lift,
        cost,
        points,
        threshold,
    ] = figures[..]
    else {
        unreachable!("as many figures as were measured");
    };
    let quality = Quality {
        auc,
        gini,
        kolmogorov_smirnov,
        average_precision,
        log_loss,
        brier,
        expected_calibration_error: ece,
        cost_per_client: cost,
        lift_top_decile: lift,
        reliability: bins.iter().map(with_interval).collect(),
    };
    Measured { quality, threshold_points: points, threshold }
}

/// The figures of those whom each fold holds out: AUC, Gini, KS, average precision, log-loss, Brier, expected calibration
/// error, lift of the top tenth, cost a client.
pub fn by_fold(predictions: &Predictions<'_>, rule: &Rule<'_>, folds: &[Fold]) -> Vec<[f64; 9]> {
    let ranking = Ranking::of(predictions);
    let of_fold = |fold: &Fold| {
        let mut weights = vec![0; predictions.labels.len()];
        fold.held_out.iter().for_each(|&client| weights[client] = 1);
        let [auc, gini, ks, precision, loss, brier, ece, lift, cost, ..] = ranking.figures(&weights, rule);
        [auc, gini, ks, precision, loss, brier, ece, lift, cost]
    };
    folds.iter().map(of_fold).collect()
}

/// Clients by falling risk.
struct Ranking<'a> {
    predictions: Predictions<'a>,
    clients: Vec<Ranked>,
}

/// One client of the ranking.
struct Ranked {
    client: usize,
    /// Whether the next one has another score.
    last_of_equal: bool,
    defaulted: bool,
    probability: f64,
    /// Negative log-likelihood of the outcome.
    loss: f64,
}

impl<'a> Ranking<'a> {
    fn of(predictions: &Predictions<'a>) -> Self {
        let Predictions { log_odds, labels, .. } = *predictions;
        let mut order: Vec<usize> = (0..labels.len()).collect();
        // The later of two equals stands first, so that from the end they are in the order of `metrics::reliability`.
        order.sort_unstable_by(|&a, &b| log_odds[b].get().total_cmp(&log_odds[a].get()).then(b.cmp(&a)));
        let ranked = |(place, &client): (usize, &usize)| Ranked {
            client,
            last_of_equal: order.get(place + 1).is_none_or(|&next| log_odds[next] != log_odds[client]),
            defaulted: labels[client],
            probability: log_odds[client].probability().get(),
            loss: metrics::log_loss(&[log_odds[client].get()], &[labels[client]]),
        };
        Self { predictions: *predictions, clients: order.iter().enumerate().map(ranked).collect() }
    }

    fn figures(&self, weights: &[u32], rule: &Rule<'_>) -> [f64; 11] {
        let weighted = || self.clients.iter().map(|ranked| (ranked, f64::from(weights[ranked.client])));
        let [mut all, mut defaults, mut loss, mut square] = [0.0; 4];
        for (ranked, weight) in weighted() {
            let outcome = f64::from(u8::from(ranked.defaulted));
            all += weight;
            defaults += weight * outcome;
            loss += weight * ranked.loss;
            square += weight * (ranked.probability - outcome).powi(2);
        }
        let repaid = all - defaults;

        // The ROC curve in counts: false and true positives so far, and at the end of the last equal scores.
        let [mut fp, mut tp, mut last_fp, mut last_tp] = [0.0; 4];
        let [mut area, mut distance, mut precision, mut caught] = [0.0_f64; 4];
        for (ranked, weight) in weighted() {
            if ranked.defaulted {
                tp += weight;
            } else {
                fp += weight;
            }
            if ranked.last_of_equal && fp + tp > last_fp + last_tp {
                area += (fp - last_fp) * f64::midpoint(tp, last_tp);
                distance = distance.max((tp / defaults - fp / repaid).abs());
                precision += (tp - last_tp) * tp / (fp + tp);
                // Of equal scores at the edge of the top, the share that still fits.
                let (from, to) = (last_fp + last_tp, fp + tp);
                let within = ((TOP * all - from) / (to - from)).clamp(0.0, 1.0);
                caught += within * (tp - last_tp);
                (last_fp, last_tp) = (fp, tp);
            }
        }
        let auc = area / (defaults * repaid);
        let costs = Costs::weighted(self.predictions.points, self.predictions.labels, weights, rule.ratio);
        let cheapest = costs.cheapest(rule.scale);
        [
            auc,
            metrics::gini(auc),
            distance,
            precision / defaults,
            loss / all,
            square / all,
            self.calibration_error(weights),
            caught / (TOP * defaults),
            costs.at(rule.threshold),
            f64::from(cheapest.get()),
            rule.scale.threshold_log_odds(cheapest).probability().get(),
        ]
    }

    /// The expected calibration error in bins of equal weight, lowest risk first; a client may lie in two bins.
    fn calibration_error(&self, weights: &[u32]) -> f64 {
        let all: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
        let (mut place, mut bin) = (0, 0);
        let (mut off, mut error) = (0.0_f64, 0.0);
        for ranked in self.clients.iter().rev() {
            let mut left = u64::from(weights[ranked.client]);
            while left > 0 {
                let end = (bin + 1) * all / BINS;
                let taken = left.min(end - place);
                off += taken as f64 * (ranked.probability - f64::from(u8::from(ranked.defaulted)));
                place += taken;
                left -= taken;
                if place == end {
                    error += off.abs();
                    off = 0.0;
                    bin += 1;
                }
            }
        }
        error / all as f64
    }
}

/// A bin with Wilson's interval of its share of defaults.
///
/// Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, 1927.
fn with_interval(bin: &Bin) -> ReliabilityBin {
    const Z: f64 = 1.959_963_984_540_054;
    let (count, share) = (bin.clients as f64, bin.observed);
    let centre = (share + Z * Z / (2.0 * count)) / (1.0 + Z * Z / count);
    let spread = (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    let half = Z * spread / (1.0 + Z * Z / count);
    ReliabilityBin {
        predicted: bin.predicted,
        observed: share,
        low: (centre - half).max(0.0),
        high: (centre + half).min(1.0),
        clients: bin.clients as u32,
    }
}

/// Points of (recall, precision), one a distinct score, from the highest risk on.
pub fn precision_recall(scores: &[f64], labels: &[bool]) -> Vec<[f64; 2]> {
    let defaults = labels.iter().filter(|&&defaulted| defaulted).count() as f64;
    let repaid = labels.len() as f64 - defaults;
    let precision = |[false_positives, true_positives]: [f64; 2]| {
        let (fp, tp) = (false_positives * repaid, true_positives * defaults);
        [true_positives, tp / (fp + tp)]
    };
    metrics::roc(scores, labels).into_iter().skip(1).map(precision).collect()
}

/// How many clients have which score, by outcome.
pub fn distribution(points: &[Points], labels: &[bool]) -> Distribution {
    let bins = (Points::MAX.get() / BIN_POINTS) as usize;
    let mut counts = [vec![0; bins], vec![0; bins]];
    for (points, &defaulted) in points.iter().zip(labels) {
        counts[usize::from(defaulted)][bin_of(*points)] += 1;
    }
    let [repaid, defaulted] = counts;
    // The last bin holds the upper end of the scale too.
    Distribution { edges: (0..=bins as i32).map(|bin| bin * BIN_POINTS).collect(), repaid, defaulted }
}

/// The bin of the distribution that a score falls in.
pub fn bin_of(points: Points) -> usize {
    ((points.get() / BIN_POINTS) as usize).min((Points::MAX.get() / BIN_POINTS) as usize - 1)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::evaluation::{points, typed};
    use crate::folds;

    fn near(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9, "{left} is not {right}");
    }

    /// Log-odds with ties, and outcomes that follow them a little.
    fn clients(count: usize) -> (Vec<f64>, Vec<bool>) {
        let log_odds = |client: usize| (client * 7919 % 401) as f64 / 100.0 - 4.0;
        let label = |client: usize| {
            let chance = (client * 104_729 % 1_009) as f64 / 1_009.0;
            chance < 1.0 / (1.0 + (-log_odds(client)).exp())
        };
        ((0..count).map(log_odds).collect(), (0..count).map(label).collect())
    }

    fn figures(log_odds: &[f64], labels: &[bool], weights: &[u32]) -> [f64; 11] {
        let typed = typed(log_odds);
        let scale = PointsScale::default();
        let points = points(&typed, &scale);
        let predictions = Predictions { log_odds: &typed, points: &points, labels };
        let rule = Rule { ratio: 10.0, threshold: Points::new(500).unwrap(), scale: &scale };
        Ranking::of(&predictions).figures(weights, &rule)
    }

    #[test]
    fn unweighted_figures_are_those_of_metrics() {
        let (log_odds, labels) = clients(3_003);
        let found = figures(&log_odds, &labels, &vec![1; labels.len()]);
        let probabilities: Vec<f64> = typed(&log_odds).iter().map(|one| one.probability().get()).collect();
        near(found[0], metrics::auc(&log_odds, &labels));
        near(found[2], metrics::kolmogorov_smirnov(&log_odds, &labels));
        near(found[3], metrics::average_precision(&log_odds, &labels));
        near(found[4], metrics::log_loss(&log_odds, &labels));
        near(found[5], metrics::brier(&probabilities, &labels));
        let bins = metrics::reliability(&probabilities, &labels, 10);
        near(found[6], metrics::expected_calibration_error(&bins));
    }

    #[test]
    fn a_weight_counts_a_client_as_often() {
        let (log_odds, labels) = clients(700);
        let weights: Vec<u32> = (0..700).map(|client| client * 31 % 4).collect();
        let repeated = || (0..700).flat_map(|client| (0..weights[client]).map(move |_| client));
        let expected = figures(
            &repeated().map(|client| log_odds[client]).collect::<Vec<_>>(),
            &repeated().map(|client| labels[client]).collect::<Vec<_>>(),
            &vec![1; repeated().count()],
        );
        let found = figures(&log_odds, &labels, &weights);
        for (at, (found, expected)) in found.into_iter().zip(expected).enumerate() {
            assert!((found - expected).abs() < 1e-9, "figure {at}: {found}, not {expected}");
        }
    }

    #[test]
    fn a_fold_has_the_figures_of_its_clients_alone() {
        let (log_odds, labels) = clients(900);
        let typed = typed(&log_odds);
        let scale = PointsScale::default();
        let points = points(&typed, &scale);
        let predictions = Predictions { log_odds: &typed, points: &points, labels: &labels };
        let rule = Rule { ratio: 10.0, threshold: Points::new(500).unwrap(), scale: &scale };
        let folds = folds::stratified(&labels, 3, 1);
        for (fold, found) in folds.iter().zip(by_fold(&predictions, &rule, &folds)) {
            let of = |&client: &usize| (log_odds[client], labels[client]);
            let (log_odds, labels): (Vec<f64>, Vec<bool>) = fold.held_out.iter().map(of).unzip();
            near(found[0], metrics::auc(&log_odds, &labels));
            near(found[4], metrics::log_loss(&log_odds, &labels));
        }
    }

    #[test]
    fn the_lift_is_that_of_the_top_tenth() {
        // Twenty clients, four defaults; the two riskiest hold one and a half of them: the second and third tie.
        let log_odds: Vec<f64> =
            [9.0, 8.0, 8.0].into_iter().chain((0..17).map(|one| -f64::from(one))).collect();
        let mut labels = vec![false; 20];
        for client in [0, 2, 10, 15] {
            labels[client] = true;
        }
        near(figures(&log_odds, &labels, &[1; 20])[7], (1.5 / 2.0) / (4.0 / 20.0));
    }

    #[test]
    fn intervals_hold_their_figures() {
        let (log_odds, labels) = clients(2_000);
        let typed = typed(&log_odds);
        let scale = PointsScale::default();
        let points = points(&typed, &scale);
        let predictions = Predictions { log_odds: &typed, points: &points, labels: &labels };
        let rule = Rule { ratio: 10.0, threshold: Points::new(500).unwrap(), scale: &scale };
        let bootstrap = Bootstrap { draws: 200, seed: 1, threads: NonZeroUsize::new(2).unwrap() };
        let measured = measure(&predictions, &rule, &[], &bootstrap);
        let auc = measured.quality.auc;
        assert!(auc.low < auc.value && auc.value < auc.high, "{auc:?}");
        // Hanley and McNeil's formula gives 0.0128 for this AUC and these classes.
        let [positive, negative] =
            [true, false].map(|class| labels.iter().filter(|&&label| label == class).count() as f64);
        let a = auc.value;
        let (q1, q2) = (a / (2.0 - a), 2.0 * a * a / (1.0 + a));
        let variance = a * (1.0 - a) + (positive - 1.0) * (q1 - a * a) + (negative - 1.0) * (q2 - a * a);
        let expected = (variance / (positive * negative)).sqrt();
        assert!((auc.standard_error / expected - 1.0).abs() < 0.25, "{auc:?}, not {expected}");
        assert!(
            measured.threshold.low <= 1.0 / 11.0 && 1.0 / 11.0 <= measured.threshold.high,
            "{measured:?}"
        );
    }

    #[test]
    fn wilson_s_interval_of_eight_in_a_hundred_is_known() {
        let bin = with_interval(&Bin { predicted: 0.1, observed: 0.08, clients: 100 });
        near(bin.low, 0.041_093_461_484);
        near(bin.high, 0.149_981_077_009);
        let none = with_interval(&Bin { predicted: 0.1, observed: 0.0, clients: 100 });
        near(none.low, 0.0);
    }

    #[test]
    fn precision_and_recall_are_those_worked_out_by_hand() {
        let curve = precision_recall(&[0.9, 0.8, 0.8, 0.1], &[true, true, false, false]);
        assert_eq!(curve, [[0.5, 1.0], [1.0, 2.0 / 3.0], [1.0, 0.5]]);
    }

    #[test]
    fn the_distribution_counts_everyone_once() {
        let points = [0, 24, 25, 999, 1000].map(|points| Points::new(points).unwrap());
        let found = distribution(&points, &[false, true, false, true, true]);
        assert_eq!((found.edges.len(), found.edges[0], found.edges[40]), (41, 0, 1000));
        assert_eq!((found.repaid[0], found.defaulted[0], found.repaid[1], found.defaulted[39]), (1, 1, 1, 2));
    }
}
