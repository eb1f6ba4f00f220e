//! The figures by which models are judged, in 64 bits.
//!
//! `scores` rise with the risk; `labels` say who defaulted. Equal scores are never told apart by their order.

/// A point of the receiver operating characteristic: the shares of those who repaid and of those who defaulted
/// whose score is at least some score.
pub type RocPoint = [f64; 2];

/// A bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Mean predicted probability.
    pub predicted: f64,
    /// Share who defaulted.
    pub observed: f64,
    /// Clients in the bin.
    pub clients: usize,
}

/// How many repaid and how many defaulted, of those with one score.
struct Step {
    repaid: usize,
    defaulted: usize,
}

/// The clients by falling score, equal scores together.
fn steps(scores: &[f64], labels: &[bool]) -> Vec<Step> {
    assert_eq!(scores.len(), labels.len(), "every client has a score and a label");
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order
        .chunk_by(|&a, &b| scores[a] == scores[b])
        .map(|equal| {
            let defaulted = equal.iter().filter(|&&client| labels[client]).count();
            Step { repaid: equal.len() - defaulted, defaulted }
        })
        .collect()
}

fn classes(labels: &[bool]) -> (f64, f64) {
    let defaulted = labels.iter().filter(|&&label| label).count();
    let repaid = labels.len() - defaulted;
    assert!(repaid > 0 && defaulted > 0, "both outcomes occur");
    (repaid as f64, defaulted as f64)
}

/// The receiver operating characteristic, from (0, 0) to (1, 1), one point a distinct score.
///
/// # Panics
/// When one of the outcomes does not occur, as all that rest on this curve.
pub fn roc(scores: &[f64], labels: &[bool]) -> Vec<RocPoint> {
    let (all_repaid, all_defaulted) = classes(labels);
    let (mut repaid, mut defaulted) = (0, 0);
    let mut curve = vec![[0.0, 0.0]];
    for step in steps(scores, labels) {
        repaid += step.repaid;
        defaulted += step.defaulted;
        curve.push([repaid as f64 / all_repaid, defaulted as f64 / all_defaulted]);
    }
    curve
}

/// The area under the ROC curve: the probability that a client who defaulted scores higher than one who repaid,
/// ties counting half.
pub fn auc(scores: &[f64], labels: &[bool]) -> f64 {
    let trapezia = roc(scores, labels);
    trapezia.windows(2).map(|pair| (pair[1][0] - pair[0][0]) * pair[0][1].midpoint(pair[1][1])).sum()
}

/// The Gini coefficient, `2 AUC - 1`.
pub fn gini(auc: f64) -> f64 {
    2.0 * auc - 1.0
}

/// The statistic of Kolmogorov and Smirnov: the greatest distance between the two classes' score distributions.
pub fn kolmogorov_smirnov(scores: &[f64], labels: &[bool]) -> f64 {
    roc(scores, labels).iter().map(|point| (point[1] - point[0]).abs()).fold(0.0, f64::max)
}

/// The average precision, the area under the precision-recall curve by steps:
/// `sum (recall_k - recall_(k-1)) precision_k` over the distinct scores, falling.
pub fn average_precision(scores: &[f64], labels: &[bool]) -> f64 {
    let (_, all_defaulted) = classes(labels);
    let (mut seen, mut defaulted) = (0, 0);
    let mut sum = 0.0;
    for step in steps(scores, labels) {
        seen += step.repaid + step.defaulted;
        defaulted += step.defaulted;
        sum += step.defaulted as f64 / all_defaulted * (defaulted as f64 / seen as f64);
    }
    sum
}

/// The mean negative log-likelihood of predictions that are given as log-odds.
pub fn log_loss(log_odds: &[f64], labels: &[bool]) -> f64 {
    // ln(1 + e^z) - y z, in the form whose exponential cannot overflow.
    let loss =
        |(&z, &label): (&f64, &bool)| z.max(0.0) + (-z.abs()).exp().ln_1p() - if label { z } else { 0.0 };
    log_odds.iter().zip(labels).map(loss).sum::<f64>() / labels.len() as f64
}

/// Brier's score: the mean squared distance of the probability from the outcome.
pub fn brier(probabilities: &[f64], labels: &[bool]) -> f64 {
    let square = |(&probability, &label): (&f64, &bool)| (probability - f64::from(u8::from(label))).powi(2);
    probabilities.iter().zip(labels).map(square).sum::<f64>() / labels.len() as f64
}

/// The reliability curve: the clients by rising probability, in `count` bins of equal size (within one client).
pub fn reliability(probabilities: &[f64], labels: &[bool], count: usize) -> Vec<Bin> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    // The position settles ties, so that the bins do not depend on the sorting.
    order.sort_unstable_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]).then(a.cmp(&b)));
    (0..count)
        .map(|bin| &order[bin * order.len() / count..(bin + 1) * order.len() / count])
        .filter(|members| !members.is_empty())
        .map(|members| {
            let clients = members.len();
            let predicted = members.iter().map(|&client| probabilities[client]).sum::<f64>();
            let defaulted = members.iter().filter(|&&client| labels[client]).count();
            Bin {
                predicted: predicted / clients as f64,
                observed: defaulted as f64 / clients as f64,
                clients,
            }
        })
        .collect()
}

/// The expected calibration error: the mean over the bins, weighted by their clients, of the distance between
/// what was predicted and what was observed.
pub fn expected_calibration_error(bins: &[Bin]) -> f64 {
    let clients: usize = bins.iter().map(|bin| bin.clients).sum();
    let distance = |bin: &Bin| (bin.predicted - bin.observed).abs() * bin.clients as f64;
    bins.iter().map(distance).sum::<f64>() / clients as f64
}

/// The mean of figures over folds, and its standard error from their spread.
///
/// # Panics
/// When there are fewer than two.
pub fn mean_and_standard_error(figures: &[f64]) -> (f64, f64) {
    assert!(figures.len() > 1, "a spread needs two figures");
    let count = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / count;
    let variance = figures.iter().map(|figure| (figure - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight clients worked out by hand; two ties, one of them between the classes.
    const SCORES: [f64; 8] = [0.9, 0.8, 0.8, 0.6, 0.4, 0.4, 0.2, 0.1];
    const LABELS: [bool; 8] = [true, true, false, false, true, true, false, false];

    fn near(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-12, "{left} is not {right}");
    }

    #[test]
    fn figures_of_ranking_are_those_worked_out_by_hand() {
        // Of 16 pairs of a defaulter and a repayer: 0.9 wins 4, 0.8 wins 3 and ties 1, each 0.4 wins 2.
        near(auc(&SCORES, &LABELS), 11.5 / 16.0);
        near(gini(11.5 / 16.0), 7.0 / 16.0);
        // After 0.4: all who defaulted, half of those who repaid.
        near(kolmogorov_smirnov(&SCORES, &LABELS), 0.5);
        // Recall rises by 1/4 at 0.9 (precision 1), 1/4 at 0.8 (2/3), 1/2 at 0.4 (4/6).
        near(average_precision(&SCORES, &LABELS), 0.25 + 0.25 * 2.0 / 3.0 + 0.5 * 4.0 / 6.0);
        let expected =
            [[0.0, 0.0], [0.0, 0.25], [0.25, 0.5], [0.5, 0.5], [0.5, 1.0], [0.75, 1.0], [1.0, 1.0]];
        assert_eq!(roc(&SCORES, &LABELS), expected);
    }

    #[test]
    fn a_constant_knows_nothing_and_an_oracle_everything() {
        near(auc(&[0.3; 8], &LABELS), 0.5);
        near(average_precision(&[0.3; 8], &LABELS), 0.5);
        near(kolmogorov_smirnov(&[0.3; 8], &LABELS), 0.0);
        let oracle: Vec<f64> = LABELS.iter().map(|&label| f64::from(u8::from(label))).collect();
        near(auc(&oracle, &LABELS), 1.0);
        let wrong: Vec<f64> = oracle.iter().map(|score| -score).collect();
        near(auc(&wrong, &LABELS), 0.0);
    }

    #[test]
    fn losses_are_those_worked_out_by_hand() {
        let labels = [true, false];
        near(brier(&[0.8, 0.4], &labels), 0.04_f64.midpoint(0.16));
        let log_odds = [4.0_f64.ln(), (2.0_f64 / 3.0).ln()];
        near(log_loss(&log_odds, &labels), -(0.8_f64.ln() + 0.6_f64.ln()) / 2.0);
        // Far out nothing overflows: the loss is the distance itself.
        near(log_loss(&[1e6, -1e6], &[false, true]), 1e6);
        near(log_loss(&[1e6, -1e6], &[true, false]), 0.0);
    }

    #[test]
    fn bins_are_of_equal_size_and_their_error_is_weighted() {
        let probabilities = [0.5, 0.1, 0.3, 0.2, 0.9];
        let labels = [true, false, false, true, true];
        let bins = reliability(&probabilities, &labels, 2);
        assert_eq!(bins.iter().map(|bin| bin.clients).collect::<Vec<_>>(), [2, 3]);
        near(bins[0].predicted, 0.15);
        near(bins[0].observed, 0.5);
        near(bins[1].predicted, 1.7 / 3.0);
        near(bins[1].observed, 2.0 / 3.0);
        near(expected_calibration_error(&bins), (2.0 * 0.35 + 3.0 * (2.0 - 1.7) / 3.0) / 5.0);
    }

    #[test]
    fn the_standard_error_is_that_of_the_mean() {
        let (mean, error) = mean_and_standard_error(&[1.0, 2.0, 3.0, 4.0]);
        near(mean, 2.5);
        near(error, (5.0_f64 / 3.0 / 4.0).sqrt());
    }
}
